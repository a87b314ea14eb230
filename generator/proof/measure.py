"""A document in, what it would be picked for out: a reason with a score, the highest of which is the hardest case.

Every text is measured as the press sets it: width, condensation, lines and faces come from the slot it stands in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from layouts.document import Document, Side
from layouts.fit import FULL
from layouts.load import Layouts
from layouts.template import Slot
from layouts.trial import HELD, Standing, standing

NAMES = ("name", "kana")
_REMARKS = {"戸籍上の氏名は": "alias", "戸籍上の性別は": "sex-back", "氏名欄の括弧内": "maiden"}
_PRIVATE = ((0xE000, 0xF8FF), (0xF0000, 0x10FFFD))  # Unicode's private use areas
_FEW = 4  # persons a sheet; more of a block are no variant of their own


class Claim(NamedTuple):
    """What a document may be picked for; the highest score is picked, of equal ones the first."""

    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a side and how it stands in its slot."""

    field: str
    element: str  #: the element's name, within its block `person[2].name`
    text: str
    slot: Slot
    stands: Standing


def sides(document: Document) -> tuple[Side, ...]:
    """Return the sides a document has."""
    return (document.front,) if document.back is None else (document.front, document.back)


def texts(side: Side, layouts: Layouts) -> Iterator[Text]:
    """Yield every text of a side that is not empty, with its measures."""
    for element, slot, text in _filled(side, layouts):
        yield Text(slot.field_name, element, text, slot, standing(slot, text))


def variant(side: Side) -> str:
    """Name how a side is made up: its layout, and how many of each block it has."""
    counts = {name: len(sets) for name, sets in side.blocks.items() if sets and name not in ("cutout", "row")}
    parts = [f"{name}×{min(count, _FEW)}" for name, count in sorted(counts.items())]
    if any(person.get("ratio") for person in side.blocks.get("person", ())):
        parts.append("70-74")
    return " ".join((side.layout, *parts))


def claims(document: Document, pile: str, layouts: Layouts) -> Iterator[Claim]:
    """Yield what a document may be picked for by what stands on it."""
    for side in sides(document):
        yield Claim(f"variant:{variant(side)}", 0)
        for remark in side.blocks.get("remark", ()):
            found = next((r for start, r in _REMARKS.items() if remark.get("text", "").startswith(start)), "")
            if found:
                yield Claim(found, 0)
        if pile in ("cards", "notices"):
            for _, slot, text in _filled(side, layouts):
                yield from _text_claims(pile, slot, text)
    if document.track is not None and document.track.page > 1 and pile == "notices":
        yield Claim("second-sheet", 0)


def _text_claims(pile: str, slot: Slot, text: str) -> Iterator[Claim]:
    name, shaper = slot.field_name, slot.shaper
    plain = shaper.covers(text)
    if name in NAMES:
        yield Claim(f"{name}-longest:{pile}", len(text))
        yield Claim(f"{name}-widest:{pile}", shaper.width(text) if plain or not shaper.missing(text) else 0)
        if name == "name" and len(text.replace("\u3000", "").replace(" ", "")) == 1:
            yield Claim(f"one-character:{pile}", 0)
        if private := _private(text):
            yield Claim(f"gaiji:{pile}", private)
    if plain and len(text) * 1000 <= slot.steps[0].full:
        return
    stands = standing(slot, text)
    if stands.how in HELD:
        return
    for face in stands.faces.split("+"):
        if face != shaper.tag:
            yield Claim(f"face:{face}", len(text))
    if stands.how == "two-lines":
        yield Claim(f"two-lines:{name}", stands.width)
    elif stands.how == "smaller":
        yield Claim(f"smaller:{name}", -stands.size)
    if stands.scale < FULL:
        yield Claim(f"condensed:{name}", FULL - stands.scale)


def _private(text: str) -> int:
    """Count the characters of private use."""
    return 0 if text.isascii() else sum(low <= ord(char) <= high for char in text for low, high in _PRIVATE)


def _filled(side: Side, layouts: Layouts) -> Iterator[tuple[str, Slot, str]]:
    template = layouts.template(side.layout)
    for slot in template.slots:
        if text := side.fields.get(slot.field_name, ""):
            yield slot.name, slot, text
    for name, sets in side.blocks.items():
        for number, fields in enumerate(sets, 1):
            for slot in template.blocks[name].slots:
                if text := fields.get(slot.field_name, ""):
                    yield f"{name}[{number}].{slot.name}", slot, text
