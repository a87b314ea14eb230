"""Items with their numbers into Documents: a card, a household's notice sheet."""

from collections.abc import Mapping

from generator.job.envelope import Envelope
from generator.job.item import Item
from generator.job.numbering import piece_name
from generator.job.texts import NO_DIGITS, address_lines, honoured
from layouts.document import Document, Fields, Side, Track


def card_document(item: Item, number: str, envelope: str) -> Document:
    """Return a card with its number on both sides."""
    if item.front is None or item.back is None:
        raise AssertionError("a card has two sides")
    (front, front_fields, front_blocks), (back, back_fields, back_blocks) = item.front, item.back
    doc = {"doc": number}
    sides = Side(front, {**front_fields, **doc}, front_blocks), Side(back, {**back_fields, **doc}, back_blocks)
    return Document("card", (number,), envelope, *sides)


def sheet_document(
    group: list[Item], numbers: Mapping[int, str], envelope: Envelope, employer: str, at: Track
) -> Document:
    """Compose a household's notice sheet of up to four persons (contract §4), which is page k of n of its piece."""
    head = group[0]
    address, building = address_lines(head.address)
    named = [numbers[id(item)] for item in group]
    persons: tuple[Fields, ...] = tuple(
        {**(i.person_row or {}), "no": str(k), "doc": n} for k, (i, n) in enumerate(zip(group, named, strict=True), 1)
    )
    cutouts: tuple[Fields, ...] = tuple({**(i.cutout or {}), "doc": n} for i, n in zip(group, named, strict=True))
    fields = {
        "post": f"〒{head.postcode}" if head.postcode else "",
        "address": address,
        "address2": building,
        "addressee": honoured(head.addressee),
        "postal": head.postal,
        "office": head.office if employer else "",
        "employer": employer,
        "issued": head.issued_text,
        "page": f"{at.page}/{at.of}" if at.of > 1 else "",
        "piece": piece_name(at.piece),
        "symbol": head.symbol,
        "number": head.number,
        "insurer_number": head.insurer_number,
    }
    blocks: dict[str, tuple[Fields, ...]] = {"person": persons, "cutout": cutouts}
    if head.phase1 and any(p.get("digits") == NO_DIGITS for p in persons):
        blocks["ask"] = ({},)
    layout = "notice/phase1" if head.phase1 else "notice/plain"
    return Document("notice", tuple(named), envelope.name, Side(layout, fields, blocks), track=at)
