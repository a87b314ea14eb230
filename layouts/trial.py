"""A slot and a text in, how the text would stand there out: its faces, its size and scale, or why it cannot.

For reports before a job; the hot path asks `unprintable` only. Nothing is drawn.
"""

from dataclasses import dataclass
from typing import Literal

from fonts.runs import MissingGlyph
from layouts.fit import FULL, fitted
from layouts.geometry import to_mm
from layouts.pair import in_two
from layouts.template import Slot

How = Literal["full", "condensed", "smaller", "two-lines", "too-wide", "glyph-missing"]
ORDER: tuple[How, ...] = ("full", "condensed", "smaller", "two-lines", "too-wide", "glyph-missing")
HELD: frozenset[How] = frozenset({"too-wide", "glyph-missing"})


@dataclass(frozen=True, slots=True)
class Standing:
    """How a text stands in a slot; lengths in mm, `missing` as code points with hints."""

    how: How
    faces: str  #: tags in the order they appear, joined by +
    width: float = 0.0  #: as set, of the longer line
    room: float = 0.0
    size: float = 0.0  #: pt
    scale: float = FULL  #: per cent
    missing: str = ""


def standing(slot: Slot, text: str) -> Standing:
    """Say how a text would stand in a slot."""
    try:
        run = slot.shaper.run(text)
    except MissingGlyph as missing:
        return Standing("glyph-missing", "", room=to_mm(slot.room), missing=missing.codepoints)
    faces = "+".join(sorted({piece.tag for piece in run.pieces}))
    room = to_mm(slot.room)
    fit = fitted(run.width, slot.steps)
    if fit is not None:
        how: How = "smaller" if fit.size < slot.size else "condensed" if fit.scale < FULL else "full"
        return Standing(how, faces, to_mm(fit.width), room, fit.size, fit.scale)
    lines = in_two(slot, text, run)
    longer = fitted(max(line.width for line in lines), (slot.pair.step,)) if lines and slot.pair else None
    if longer is None:
        return Standing("too-wide", faces, to_mm(run.width * slot.size / 1000), room, slot.size)
    return Standing("two-lines", faces, to_mm(longer.width), room, longer.size, longer.scale)
