"""A society's layouts in, documents of people who do not exist out: every layout and variant, no member's data.

What a vendor may see is made of these alone. Texts are the samples of layout previews; a typical name is 見本. They lie
as those of a job do: bulk envelopes of every kind, then direct mail, last of it the largest household.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count

from generator.job.envelopes import PERSONS_A_SHEET
from generator.job.numbering import Numbers
from generator.job.texts import NO_DIGITS
from generator.preview.samples import SAMPLES, filled
from generator.proof.mask import masked
from generator.proof.persons import (
    ALIAS,
    CASES,
    HOUSEHOLD,
    ONE_CHARACTER,
    Said,
    bearing,
    insured,
    private_persons,
    put,
    remarked,
)
from layouts.document import Document, Fields, Side, Track
from layouts.load import Layouts
from layouts.template import Template

_RATIO = ("ratio", "ratio_caption", "ratio_from", "ratio_from_caption", "ratio_until", "ratio_until_caption")
_DIRECT_ONLY = ("post", "address", "address2")  #: what stands where the employer route names employer and office
_LETTERS = {"carrier": "carriers", "face": "faces"}
PILES = ("cards", "notices", "letters", "carriers", "faces")
_BULK = ("E000001", "E000002", "E000003", "E000004")
_DIRECT = "E000005"
#: Envelope → what its edge is picked for, as in a job: an employer's, parts 1/2 and 2/2, a 送付先's, direct mail.
ENVELOPES: Mapping[str, str] = dict(
    zip((*_BULK, _DIRECT), ("envelope", "part", "part-ends", "ship-to", "direct"), strict=True)
)


def dummies(layouts: Layouts, job: str) -> dict[str, tuple[Document, ...]]:
    """Return the dummy documents of every pile, the same for the same layouts; no number twice."""
    found = {
        "cards": [*_separators(layouts, "card/separator"), *_spread(_cards(layouts)), *_household_cards(layouts)],
        "notices": [*_separators(layouts, "notice/separator"), *_spread(_notices(layouts)), *_direct(layouts)],
        **{pile: [d for each, d in _letters(layouts) if each == pile] for pile in ("letters", "carriers", "faces")},
    }
    return numbered({pile: [masked(document) for document in documents] for pile, documents in found.items()}, job)


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


def _separators(layouts: Layouts, name: str) -> Iterator[Document]:
    if name in layouts.names:
        front, other = _side(layouts, name, "typical"), f"{name}-back"
        back = replace(_side(layouts, other, "typical"), fields=front.fields) if other in layouts.names else None
        yield Document("separator", (), _BULK[0], front, back)


def _spread(documents: Iterable[Document]) -> Iterator[Document]:
    """Put documents into the bulk envelopes, in order, as many into each."""
    held = list(documents)
    for index, document in enumerate(held):
        yield replace(document, envelope=_BULK[index * len(_BULK) // len(held)])


def _cards(layouts: Layouts) -> Iterator[Document]:
    back = _side(layouts, "card/back", "typical")
    for person in (ONE_CHARACTER, *private_persons(layouts.gaiji, 1)):
        front = bearing(_side(layouts, "card/front", "typical"), {**insured((person,)), **person, "branch": "00"})
        yield _card(_bare(front), _bare(back))
    for name in (name for name in layouts.names if name.startswith("card/front")):
        for sample in SAMPLES:
            yield from _sampled(_side(layouts, name, sample), _side(layouts, "card/back", sample), sample)


def _sampled(front: Side, back: Side, sample: str) -> Iterator[Document]:
    """Yield the cards of a sample: the plain one; of a typical and of the longest those with a full back, too."""
    yield _card(_bare(front), _bare(back))
    if sample == "typical":
        yield _card(bearing(front, ALIAS.said), remarked(back, ALIAS.remarks, 0))
        yield _card(_bare(front), remarked(back, (), 2))
    elif sample == "longest":
        lines = [remark["text"] for remark in back.blocks.get("remark", ())[:2]]
        yield _card(front, remarked(back, lines, 0))
        yield _card(_bare(front), remarked(back, (), 2))
        yield _card(front, remarked(back, lines, 2))


def _household_cards(layouts: Layouts) -> Iterator[Document]:
    """Yield the cards of the largest household, by direct mail: the last of the job."""
    back = _side(layouts, "card/back", "typical")
    for number, (member, case) in enumerate(zip(HOUSEHOLD, CASES, strict=True)):
        front = _side(layouts, "card/front-family" if number else "card/front", "typical")
        said = {**insured(HOUSEHOLD), **member, **case.said, "branch": f"{number:02d}"}
        card = _card(_bare(bearing(front, said)), remarked(back, case.remarks, case.optional))
        yield replace(card, envelope=_DIRECT)


def _notices(layouts: Layouts) -> Iterator[Document]:
    """Yield the notices of the employer route: the society's own characters, every number of persons, the samples."""
    homes = count(56701)  # each a household of its own
    if private := private_persons(layouts.gaiji, PERSONS_A_SHEET):
        yield _household_sheet(layouts, "notice/plain", private, next(homes), ratio=False)
    for name in _notice_layouts(layouts):
        for persons in range(PERSONS_A_SHEET, 0, -1):
            for ratio in (True, False):
                alone = persons == 1 and not ratio
                people = (ONE_CHARACTER,) if alone else HOUSEHOLD[:persons]
                yield _household_sheet(layouts, name, people, next(homes), ratio=ratio)
        for sample in ("longest", "rare"):
            yield _notice(_persons(_bulk_side(layouts, name, sample), PERSONS_A_SHEET, ratio=True))


def _direct(layouts: Layouts) -> Iterator[Document]:
    """Yield the notices of direct mail: the samples, and the largest household, which takes one sheet and one more."""
    for name in _notice_layouts(layouts):
        for sample in ("longest", "rare"):
            side = _persons(_side(layouts, name, sample), PERSONS_A_SHEET, ratio=True)
            yield replace(_notice(side, 2, 2), envelope=_DIRECT)
    side = bearing(_side(layouts, "notice/plain", "typical"), insured(HOUSEHOLD))
    for page, start in enumerate((0, PERSONS_A_SHEET), 1):
        people = HOUSEHOLD[start : start + PERSONS_A_SHEET]
        sheet = _peopled(_persons(side, len(people), ratio=False), people, start)
        yield replace(_notice(sheet, page, 2), envelope=_DIRECT)


def _notice_layouts(layouts: Layouts) -> Iterator[str]:
    return (name for name in layouts.names if name in ("notice/plain", "notice/phase1"))


def _household_sheet(layouts: Layouts, name: str, people: Sequence[Said], home: int, *, ratio: bool) -> Document:
    side = bearing(_bulk_side(layouts, name, "typical"), {"number": str(home), **insured(people)})
    return _notice(_peopled(_persons(side, len(people), ratio=ratio), people, 0))


def _peopled(side: Side, people: Sequence[Said], before: int) -> Side:
    """Put people into the places of a notice; `before` of their household stand on an earlier sheet."""
    blocks = {
        block: tuple(
            put(row, {**person, "branch": f"{before + k:02d}"})
            for k, (row, person) in enumerate(zip(rows, people, strict=True))
        )
        for block, rows in side.blocks.items()
        if block in ("person", "cutout")
    }
    return replace(side, blocks={**side.blocks, **blocks})


def _letters(layouts: Layouts) -> Iterator[tuple[str, Document]]:
    for name in layouts.names:
        folder, _, kind = name.partition("/")
        if folder == "letter":
            for sample in ("typical", "longest"):
                side = _side(layouts, name, sample)
                yield _LETTERS.get(kind, "letters"), Document(kind, (), _BULK[0], side, track=Track(1, 1, 1, 1))


def _card(front: Side, back: Side) -> Document:
    return Document("card", (front.fields.get("doc", ""),), _BULK[0], front, back)


def _notice(side: Side, page: int = 1, of: int = 1) -> Document:
    numbers = tuple(person.get("doc", "") for person in side.blocks["person"])
    said = side if side.fields.get("page") is None else _paged(side, page, of)
    return Document("notice", numbers, _BULK[0], said, track=Track(1, 1, page, of))


def _paged(side: Side, page: int, of: int) -> Side:
    return replace(side, fields={**side.fields, "page": f"{page}/{of}" if of > 1 else ""})


def _side(layouts: Layouts, name: str, sample: str) -> Side:
    """Fill a side with samples; those of a block in all its places."""
    return _of_dummies(layouts.template(name), sample)


def _bulk_side(layouts: Layouts, name: str, sample: str) -> Side:
    """Fill a notice as the employer hands it on: employer and office where direct mail has the address."""
    template = layouts.template(name)
    slots = tuple(slot for slot in template.slots if slot.field_name not in _DIRECT_ONLY)
    return _of_dummies(replace(template, slots=slots, postals=()), sample)


def _of_dummies(template: Template, sample: str) -> Side:
    side = filled(template, sample).side
    if sample != "typical":
        return side
    blocks = {
        block: tuple(put(fields, _member(number % PERSONS_A_SHEET)) for number, fields in enumerate(sets))
        for block, sets in side.blocks.items()
    }
    own = put(side.fields, _member(int("insured_name" in side.fields)))
    return replace(side, fields=own, blocks=blocks)


def _member(number: int) -> Said:
    """Return what is said of a member of the household: 0 is the insured."""
    return {**insured(HOUSEHOLD), **HOUSEHOLD[number], "branch": f"{number:02d}"}


def _bare(side: Side) -> Side:
    return replace(side, blocks={})


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
