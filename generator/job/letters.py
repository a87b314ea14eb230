"""The paper that goes with documents: separators, the employer's letter, list, receipt and envelope face, carriers.

Enters: an envelope's totals and its documents. Leaves: Documents of the layouts `letter/*`, `card/separator` and
`notice/separator`. In the employer's list never: birth dates, digits, 有効期限, 割合, registered names (contract §4).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.decision import Kind
from generator.job.envelope import Envelope
from generator.job.envelopes import LETTER_AND_RECEIPT, ROWS_A_LIST
from generator.job.item import Item
from generator.job.numbering import Numbers, piece_name
from generator.job.texts import address_lines, honoured
from imposition.payload import payload
from layouts.document import Document, Fields, Side, Track

_WHAT = {Kind.CARD.value: "資格確認書", Kind.NOTICE.value: "お知らせ"}
_DIRECT = "直送"
Blocks = dict[str, tuple[Fields, ...]]
_COLLECT = "旧資格確認書を回収"


@dataclass(frozen=True, slots=True)
class Addressee:
    """Where a bulk envelope goes."""

    code: str
    name: str
    postcode: str
    address: str
    department: str


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a separator lies: its pile, the block it falls into, its employer's running number, the job."""

    pile: str
    block: int
    turn: str  #: 3/40, "" before direct mail
    job: str


def separator(cut: Cut, envelope: Envelope, numbers: Numbers, to: Addressee) -> Document:
    """Return the piece that lies before an envelope's documents in a pile."""
    cards = cut.pile == "cards"
    first, last = (envelope.card_first, envelope.card_last) if cards else (envelope.notice_first, envelope.notice_last)
    number = numbers.card if cards else numbers.notice
    held = f"{envelope.cards}枚" if cards else f"{envelope.notices}名分 {envelope.notice_sheets}枚"
    fields = {
        "envelope": envelope.name,
        "employer": to.name,
        "code": to.code,
        "turn": cut.turn,
        "part": f"{envelope.part}/{envelope.parts}",
        "count": f"封入 {held}",
        "first": number(first),
        "last": number(last),
        "job": cut.job,
        "mark": _mark(cut, envelope),
    }
    return _separator(cut.pile, envelope.name, fields)


def direct_separator(cut: Cut, envelope: Envelope, first: str) -> Document:
    """Return the one separator before the direct route; `first` is the number that comes next in its pile.

    That need not be the envelope's: someone's own envelope follows the household's, but its card may come before.
    """
    fields = {"envelope": _DIRECT, "employer": "個人あて直送分", "first": first, "job": cut.job}
    return _separator(cut.pile, "", {**fields, "mark": _mark(cut, envelope)})


def _mark(cut: Cut, envelope: Envelope) -> str:
    """Return the content of a separator's Data Matrix: the envelope that begins, part k of n; it is no piece itself."""
    return payload(cut.job, cut.block, "S", Track(envelope.index + 1, 0, envelope.part, envelope.parts))


def _separator(pile: str, envelope: str, fields: Fields) -> Document:
    if pile == "cards":
        front, back = Side("card/separator", fields), Side("card/separator-back", fields)
        return Document("separator", (), envelope, front, back)
    return Document("separator", (), envelope, Side("notice/separator", fields))


def bulk_letter(envelope: Envelope, rows: Sequence[tuple[Item, str]], to: Addressee, day: str) -> Iterator[Document]:
    """Yield letter, list pages and receipt of one bulk envelope: one piece to an inserter, though none of a list."""
    counts = {
        "envelope": envelope.name,
        "employer": to.name,
        "part": f"{envelope.part}/{envelope.parts}" if envelope.parts > 1 else "",
        "cards": str(envelope.cards),
        "notices": str(envelope.notices),
        "issued": day,
    }
    persons = {"persons": str(len({item.key for item, _ in rows}))}
    pages = range(0, len(rows), ROWS_A_LIST)
    sheets = len(pages) + LETTER_AND_RECEIPT
    yield _letter("letter", "letter/cover", envelope, {**counts, **_window(to), **persons}, at=(1, sheets))
    for k, start in enumerate(pages, start=1):
        page = rows[start : start + ROWS_A_LIST]
        fields = {**counts, "page": f"{k}/{len(pages)}", "total": str(len(rows))}
        block = tuple(_row(start + i, item, number) for i, (item, number) in enumerate(page, start=1))
        yield _letter("list", "letter/list", envelope, fields, {"row": block}, at=(k + 1, sheets))
    yield _letter("receipt", "letter/receipt", envelope, counts, at=(sheets, sheets))


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
    piece: int
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
        "piece": piece_name(place.piece),
        "count": str(len(cards)),
        "page": f"{place.page}/{place.pages}" if place.pages > 1 else "",
        "issued": place.day,
        "employer": place.employer,
        "office": head.office if place.employer else "",
    }
    cards_on: Blocks = {"place": tuple({"doc": n} for n in numbers)}
    at = (place.page, place.pages)
    return _letter("carrier", "letter/carrier", envelope, fields, cards_on, at=at, piece=place.piece)


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
    kind: str,
    layout: str,
    envelope: Envelope,
    fields: Fields,
    blocks: Blocks | None = None,
    *,
    at: tuple[int, int] | None = None,
    piece: int = 0,
) -> Document:
    """Return a letter's page; `at` is page k of n, None for what no inserter takes."""
    track = Track(envelope.index + 1, piece, *at) if at else None
    return Document(kind, (), envelope.name, Side(layout, fields, blocks or {}), track=track)
