"""A name too long for one line in, its two lines out; or None, and the name is held back.

It is broken behind a space or ・, where the longer line is shortest. The space stays at the end of the first line, as
ink that is not there, so that what is shown is all of the name. design.md §3, fonts.md §4 (fit).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from fonts.clusters import clusters
from fonts.runs import Piece, Run, Shaper
from layouts.template import Slot

SPACES = " \u3000\u00a0"
_PARTS = SPACES + "・･"


@dataclass(frozen=True, slots=True)
class Line:
    """One of two lines: its pieces, and its width in 1/1000 em without the space at its end."""

    pieces: tuple[Piece, ...]
    width: int


def in_two(slot: Slot, text: str, run: Run) -> tuple[Line, Line] | None:
    """Break a text where the slot has two lines for it and both are narrow enough."""
    if slot.pair is None:
        return None
    parts = clusters(text)
    ends = [0, *accumulate(_advances(slot.shaper, run.pieces))]
    best = min(_breaks(parts, ends), key=lambda each: (max(each[1:]), each[0]), default=None)
    if best is None or max(best[1:]) > slot.pair.step.narrow:
        return None
    at, first, second = best
    return Line(_cut(run.pieces, 0, at), first), Line(_cut(run.pieces, at, len(parts)), second)


def _breaks(parts: Sequence[str], ends: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield every place to break: how many clusters stand before it, and the widths of the two lines."""
    for at in range(1, len(parts)):
        if parts[at - 1] not in _PARTS or parts[at] in _PARTS:
            continue
        ink = at
        while ink and parts[ink - 1] in SPACES:
            ink -= 1
        if ink:
            yield at, ends[ink], ends[-1] - ends[at]


def _advances(shaper: Shaper, pieces: Sequence[Piece]) -> Iterator[int]:
    for piece in pieces:
        yield from (shaper.advance(piece, at) for at in range(len(piece.codes) // 4))


def _cut(pieces: Sequence[Piece], first: int, last: int) -> tuple[Piece, ...]:
    """Return the glyphs from `first` to before `last`."""
    found: list[Piece] = []
    before = 0
    for piece in pieces:
        count = len(piece.codes) // 4
        codes = piece.codes[4 * max(0, first - before) : 4 * max(0, last - before)]
        if codes:
            found.append(piece._replace(codes=codes))
        before += count
    return tuple(found)
