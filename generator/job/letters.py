"""The paper that goes with documents: separators, the employer's letter, list, receipt and envelope face, carriers.

Enters: an envelope's totals and its documents. Leaves: Documents of the layouts `letter/*`, `card/separator` and
`notice/separator`. In the employer's list never: birth dates, digits, 有効期限, 割合, registered names (contract §4).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.decision import Kind
from generator.job.envelopes import ROWS_A_LIST, Envelope
from generator.job.item import Item
from generator.job.numbering import Numbers
from generator.job.texts import address_lines, honoured
from layouts.document import Document, Fields, Side

_WHAT = {Kind.CARD.value: "資格確認書", Kind.NOTICE.value: "お知らせ"}
_DIRECT = "直送"
_COLLECT = "旧資格確認書を回収"


@dataclass(frozen=True, slots=True)
class Addressee:
    """Where a bulk envelope goes."""

    code: str
    name: str
    postcode: str
    address: str
    department: str


def separator(pile: str, envelope: Envelope, numbers: Numbers, to: Addressee, job: str) -> Document:
    """Return the piece that lies before an envelope's documents in a pile."""
    cards = pile == "cards"
    first, last = (envelope.card_first, envelope.card_last) if cards else (envelope.notice_first, envelope.notice_last)
    number = numbers.card if cards else numbers.notice
    fields = {
        "envelope": envelope.name,
        "employer": to.name,
        "code": to.code,
        "part": f"{envelope.part}/{envelope.parts}",
        "count": f"封入 {envelope.cards}枚" if cards else f"封入 {envelope.notices}名分",
        "first": number(first),
        "last": number(last),
        "job": job,
    }
    return _separator(pile, envelope.name, fields)


def direct_separator(pile: str, envelope: Envelope, numbers: Numbers, job: str) -> Document:
    """Return the one separator before the direct route."""
    cards = pile == "cards"
    first = numbers.card(envelope.card_first) if cards else numbers.notice(envelope.notice_first)
    fields = {"envelope": _DIRECT, "employer": "個人あて直送分", "first": first, "job": job}
    return _separator(pile, "", fields)


def _separator(pile: str, envelope: str, fields: Fields) -> Document:
    if pile == "cards":
        front, back = Side("card/separator", fields), Side("card/separator-back", fields)
        return Document("separator", (), envelope, front, back)
    return Document("separator", (), envelope, Side("notice/separator", fields))


def bulk_letter(envelope: Envelope, rows: Sequence[tuple[Item, str]], to: Addressee, day: str) -> Iterator[Document]:
    """Yield letter, list pages and receipt of one bulk envelope."""
    counts = {
        "envelope": envelope.name,
        "employer": to.name,
        "part": f"{envelope.part}/{envelope.parts}" if envelope.parts > 1 else "",
        "cards": str(envelope.cards),
        "notices": str(envelope.notices),
        "issued": day,
    }
    persons = {"persons": str(len({item.key for item, _ in rows}))}
    yield _letter("letter", "letter/cover", envelope, {**counts, **_window(to), **persons})
    pages = range(0, len(rows), ROWS_A_LIST)
    for k, start in enumerate(pages, start=1):
        page = rows[start : start + ROWS_A_LIST]
        fields = {**counts, "page": f"{k}/{len(pages)}", "total": str(len(rows))}
        block = tuple(_row(start + i, item, number) for i, (item, number) in enumerate(page, start=1))
        yield _letter("list", "letter/list", envelope, fields, {"row": block})
    yield _letter("receipt", "letter/receipt", envelope, counts)


def face(envelope: Envelope, to: Addressee, job: str) -> Document:
    """Return the face of one bulk envelope: the letter's address, and what the packer tells envelopes apart by."""
    fields = {
        **_window(to),
        "envelope": envelope.name,
        "part": f"{envelope.part}/{envelope.parts}",
        "job": job,
    }
    return _letter("face", "letter/face", envelope, fields)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a carrier stands: its envelope, piece, page k of n, and the employer's name on the employer route."""

    envelope: Envelope
    piece: str
    page: int
    pages: int
    employer: str
    day: str


def carrier(cards: Sequence[Item], numbers: Sequence[str], place: Place) -> Document:
    """Return one carrier with up to two cards."""
    head, envelope = cards[0], place.envelope
    address, building = address_lines(head.address)
    fields = {
        "post": f"〒{head.postcode}" if head.postcode else "",
        "address": address,
        "address2": building,
        "addressee": honoured(head.addressee),
        "postal": head.postal,
        "envelope": envelope.name,
        "piece": place.piece,
        "count": str(len(cards)),
        "page": f"{place.page}/{place.pages}" if place.pages > 1 else "",
        "issued": place.day,
        "employer": place.employer,
        "office": head.office if place.employer else "",
    }
    return _letter("carrier", "letter/carrier", envelope, fields, {"place": tuple({"doc": n} for n in numbers)})


def employer_sides(to: Addressee, kinds: frozenset[Kind]) -> tuple[Side, ...]:
    """Return the sides that bear an employer's own texts, for checking them before anything is issued."""
    fields = {"employer": to.name, "code": to.code}
    layouts = ["letter/list", "letter/receipt", "letter/carrier"]
    layouts += ["card/separator"] if Kind.CARD in kinds else []
    layouts += ["notice/separator", "notice/plain"] if Kind.NOTICE in kinds else []
    addressed = (Side(layout, _window(to)) for layout in ("letter/cover", "letter/face"))
    return *addressed, *(Side(layout, fields) for layout in layouts)


def _window(to: Addressee) -> Fields:
    """Return the address, as in the window: 御中 stands behind the desk, or behind the employer if no desk is named."""
    line1, line2 = address_lines(to.address)
    return {
        "post": f"〒{to.postcode}" if to.postcode else "",
        "address1": line1,
        "address2": line2,
        "employer": to.name if to.department else f"{to.name}　御中",
        "department": f"{to.department}　御中" if to.department else "",
    }


def row_side(item_key: tuple[str, str, str], kana: str) -> Side:
    """Return a list page with one person's row, for checking it before anything is issued."""
    symbol, number, branch = item_key
    row = {"symbol": symbol, "number": number, "branch": branch, "kana": kana, "remark": _COLLECT}
    return Side("letter/list", {}, {"row": (row,)})


def _row(number: int, item: Item, document: str) -> Fields:
    return {
        "no": str(number),
        "symbol": item.symbol,
        "number": item.number,
        "branch": item.branch,
        "kana": item.listed,
        "relation": "本人" if item.insured else "家族",
        "what": _WHAT[item.kind],
        "doc": document,
        "remark": _COLLECT if item.collect and item.kind == Kind.CARD else "",
    }


def _letter(
    kind: str, layout: str, envelope: Envelope, fields: Fields, blocks: dict[str, tuple[Fields, ...]] | None = None
) -> Document:
    return Document(kind, (), envelope.name, Side(layout, fields, blocks or {}))
