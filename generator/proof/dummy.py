"""A society's layouts in, documents of people who do not exist out: every layout and variant, no member's data.

What a vendor may see is made of these alone. Texts are the samples of layout previews; a typical name is 見本.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count

from generator.job.numbering import Numbers
from generator.job.texts import NO_DIGITS
from generator.preview.samples import SAMPLES, filled
from generator.proof.mask import masked
from layouts.document import Document, Fields, Side, Track
from layouts.load import Layouts

#: A household of people who do not exist: the insured, spouse, children.
_HOUSEHOLD: tuple[Mapping[str, str], ...] = (
    {"name": "見本　太郎", "kana": "ミホン　タロウ", "sex": "男", "relation": "本人", "born": "昭和60年5月3日"},
    {"name": "見本　花子", "kana": "ミホン　ハナコ", "sex": "女", "relation": "家族", "born": "昭和62年8月15日"},
    {"name": "見本　一郎", "kana": "ミホン　イチロウ", "sex": "男", "relation": "家族", "born": "平成25年1月10日"},
    {"name": "見本　桜", "kana": "ミホン　サクラ", "sex": "女", "relation": "家族", "born": "平成28年4月2日"},
)
_INSURED: Mapping[str, str] = {"insured_name": "見本　太郎", "addressee": "見本　太郎　様"}
_RATIO = ("ratio", "ratio_caption", "ratio_from", "ratio_from_caption", "ratio_until", "ratio_until_caption")
_PERSONS = 4
_LETTERS = {"carrier": "carriers", "face": "faces"}
PILES = ("cards", "notices", "letters", "carriers", "faces")


def dummies(layouts: Layouts, job: str) -> dict[str, tuple[Document, ...]]:
    """Return the dummy documents of every pile, the same for the same layouts; no number twice."""
    found: dict[str, list[Document]] = {pile: [] for pile in PILES}
    for pile, document in (*_cards(layouts), *_notices(layouts), *_letters(layouts)):
        found[pile].append(masked(document))
    return numbered(found, job)


def numbered(piles: Mapping[str, Sequence[Document]], job: str) -> dict[str, tuple[Document, ...]]:
    """Number the documents anew, as a job would."""
    numbers = Numbers(job, 0, 0)
    serials = count(1)
    return {pile: tuple(_numbered(d, numbers, serials) for d in documents) for pile, documents in piles.items()}


def _numbered(document: Document, numbers: Numbers, serials: Iterator[int]) -> Document:
    given = tuple(numbers.number(next(serials)) for _ in document.numbers)
    if not given:
        return document
    if document.kind == "card":
        return replace(
            document,
            numbers=given,
            front=_bearing(document.front, given),
            back=document.back and _bearing(document.back, given),
        )
    blocks = {
        name: tuple({**row, "doc": number} for row, number in zip(document.front.blocks[name], given, strict=True))
        for name in ("person", "cutout")
    }
    front = replace(document.front, blocks={**document.front.blocks, **blocks})
    return replace(document, numbers=given, front=front)


def _bearing(side: Side, numbers: tuple[str, ...]) -> Side:
    return replace(side, fields={**side.fields, "doc": numbers[0]})


def _cards(layouts: Layouts) -> Iterator[tuple[str, Document]]:
    if "card/separator" in layouts.names:
        front, back = _side(layouts, "card/separator", "typical"), _side(layouts, "card/separator-back", "typical")
        yield "cards", Document("separator", (), "E000001", front, replace(back, fields=front.fields))
    for name in (name for name in layouts.names if name.startswith("card/front")):
        for sample in SAMPLES:
            front, back = _side(layouts, name, sample), _side(layouts, "card/back", sample)
            yield "cards", _card(_without(front), _without(back))
            if sample in ("typical", "longest"):
                yield "cards", _card(front, _only(back, "remark", 2))
                yield "cards", _card(_without(front), _only(back, "optional", 2))


def _notices(layouts: Layouts) -> Iterator[tuple[str, Document]]:
    if "notice/separator" in layouts.names:
        yield "notices", Document("separator", (), "E000001", _side(layouts, "notice/separator", "typical"))
    for name in (n for n in layouts.names if n.startswith("notice/") and n.partition("/")[2] in ("plain", "phase1")):
        for persons in range(1, _PERSONS + 1):
            yield "notices", _notice(_persons(_side(layouts, name, "typical"), persons, ratio=persons % 2 == 0), 1)
        for sample in ("longest", "rare"):
            yield "notices", _notice(_persons(_side(layouts, name, sample), _PERSONS, ratio=True), 2)


def _letters(layouts: Layouts) -> Iterator[tuple[str, Document]]:
    for name in layouts.names:
        folder, _, kind = name.partition("/")
        if folder == "letter":
            for sample in ("typical", "longest"):
                side = _side(layouts, name, sample)
                yield _LETTERS.get(kind, "letters"), Document(kind, (), "E000001", side, track=Track(1, 1, 1, 1))


def _card(front: Side, back: Side) -> Document:
    return Document("card", (front.fields.get("doc", ""),), "E000001", front, back)


def _notice(side: Side, page: int) -> Document:
    numbers = tuple(person.get("doc", "") for person in side.blocks["person"])
    return Document("notice", numbers, "E000001", side, track=Track(1, 1, page, 2))


def _side(layouts: Layouts, name: str, sample: str) -> Side:
    """Fill a side with samples; those of a block in all its places."""
    side = filled(layouts.template(name), sample).side
    if sample != "typical":
        return side
    blocks = {
        block: tuple(_named(fields, number % _PERSONS) for number, fields in enumerate(sets))
        for block, sets in side.blocks.items()
    }
    return replace(side, fields=_named(side.fields, int("insured_name" in side.fields)), blocks=blocks)


def _named(fields: Fields, member: int) -> Fields:
    """Put a member of the household into fields: 0 is the insured."""
    said = {**_INSURED, **_HOUSEHOLD[member], "branch": f"{member:02d}"}
    return {name: said.get(name, text) for name, text in fields.items()}


def _without(side: Side) -> Side:
    return replace(side, blocks={})


def _only(side: Side, block: str, count: int) -> Side:
    return replace(side, blocks={block: side.blocks.get(block, ())[:count]})


def _persons(side: Side, persons: int, *, ratio: bool) -> Side:
    """Leave so many persons on a notice, numbered; without what is said of those of 70 to 74 alone if not asked."""
    found: dict[str, tuple[Fields, ...]] = {}
    for block in ("person", "cutout"):
        rows: tuple[Fields, ...] = side.blocks.get(block, ())[:persons]
        found[block] = tuple(_row(row, number, ratio=ratio) for number, row in enumerate(rows, 1))
    if any(row.get("digits") == NO_DIGITS for row in found["person"]):
        found["ask"] = ({},)
    return replace(side, blocks=found)


def _row(row: Fields, number: int, *, ratio: bool) -> Fields:
    kept = {name: text for name, text in row.items() if ratio or name not in _RATIO}
    return {**kept, **({"no": str(number)} if "no" in kept else {}), "branch": f"{number - 1:02d}"}
