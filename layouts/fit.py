"""How wide a text may be: a width in, a type size and a horizontal scale out, or a refusal.

Full size, then narrower down to the floor, then the next smaller size if the layout has one, each again down to the
floor; a name may then stand in two lines (layouts/pair.py). Nothing is ever cut off (design.md §3, domain.md §6 "never
truncate"). Every figure is rounded so that the text stays inside.
"""

from dataclasses import dataclass

from layouts.place import ASCENT, DESCENT
from layouts.template import Pair, Step

SIZE_STEP = 0.5  # pt between two sizes of a fit
FULL = 100.0
_LEADING = 1.1  # of the size of two lines: names have no descenders worth more


@dataclass(frozen=True, slots=True)
class Fit:
    """How a text may shrink: narrowest scale (0.7 to 1), least type size of one line, size of two lines (pt)."""

    condense: float
    least: float | None = None
    lines: float | None = None


@dataclass(frozen=True, slots=True)
class Fitted:
    """The size in pt and the scale in percent at which a text stands, and its width in pt."""

    size: float
    scale: float
    width: float


def steps(size: float, room: float, fit: Fit | None) -> tuple[Step, ...]:
    """List the sizes a text may take in a room given in pt, the full size first."""
    if fit is None:
        return (_step(size, room, 1.0),)
    sizes = [size]
    while fit.least is not None and sizes[-1] > fit.least:
        sizes.append(max(fit.least, sizes[-1] - SIZE_STEP))
    return tuple(_step(each, room, fit.condense) for each in sizes)


def pair(size: float, room: float, fit: Fit | None) -> Pair | None:
    """Place two lines about the middle of the single line's em box; None where the layout has one line only."""
    if fit is None or fit.lines is None:
        return None
    small, leading = fit.lines, fit.lines * _LEADING
    middle = (ASCENT - DESCENT) / 2 * size
    upper = middle + (leading + small) / 2 - ASCENT * small
    return Pair(_step(small, room, fit.condense), upper, upper - leading)


def fitted(width: int, ladder: tuple[Step, ...]) -> Fitted | None:
    """Fit a run of this width (1/1000 em); None where it does not fit at all."""
    for step in ladder:
        if width <= step.full:
            return Fitted(step.size, FULL, width * step.size / 1000)
        if width <= step.narrow:
            scale = step.full * 1000 // width / 10  # rounded down to 0.1 %
            return Fitted(step.size, scale, width * step.size * scale / 100_000)
    return None


def _step(size: float, room: float, condense: float) -> Step:
    full = int(room * 1000 / size)
    return Step(size, full, int(full / condense))
