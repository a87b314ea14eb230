"""How wide a text may be: a width in, a type size and a horizontal scale out, or a refusal.

Full size, then narrower down to the floor, then the next smaller size, each again down to the floor; nothing is ever
cut off (design.md §3, domain.md §6 "never truncate"). Every figure is rounded so that the text stays inside.
"""

from dataclasses import dataclass

from layouts.template import Step

SIZE_STEP = 0.5  # pt between two sizes of a fit
FULL = 100.0


@dataclass(frozen=True, slots=True)
class Fit:
    """How a field may shrink: narrowest scale (0.6 to 1) and least type size in pt."""

    condense: float
    least: float


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
    while sizes[-1] > fit.least:
        sizes.append(max(fit.least, sizes[-1] - SIZE_STEP))
    return tuple(_step(each, room, fit.condense) for each in sizes)


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
