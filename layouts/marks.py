"""The vector marks an art is made of: shapes in points, from the lower left of their side or block."""

from collections.abc import Sequence
from dataclasses import dataclass

from layouts.codes import QUIET, Modules
from layouts.palette import Paint

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in pt by its lower left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class BoxMark:
    """A rectangle, filled or stroked or both."""

    area: Area
    fill: Paint | None
    stroke: Paint | None
    weight: float
    radius: float


@dataclass(frozen=True, slots=True)
class RuleMark:
    """A straight line."""

    start: Place
    end: Place
    stroke: Paint
    weight: float
    dash: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """A start, and cubic Bézier segments of three points each."""

    start: Place
    segments: tuple[tuple[Place, Place, Place], ...]


@dataclass(frozen=True, slots=True)
class LinesMark:
    """Fine lines, all stroked in one path and clipped to an area."""

    clip: Area
    curves: tuple[Curve, ...]
    stroke: Paint
    weight: float


@dataclass(frozen=True, slots=True)
class CellsMark:
    """Rectangles filled as one path: the dark modules of a code."""

    cells: tuple[Area, ...]
    fill: Paint


Mark = BoxMark | RuleMark | LinesMark | CellsMark


def code_mark(modules: Modules, area: Area, fill: Paint) -> CellsMark:
    """Place a code in a square; neighbours in a row become one rectangle, so no hairlines open between them."""
    side = area.width / modules.across
    cells: list[Area] = []
    for index, row in enumerate(modules.rows):
        y = area.y + area.height - (QUIET + index + 1) * side
        cells += [Area(area.x + (QUIET + at) * side, y, length * side, side) for at, length in _runs(row)]
    return CellsMark(tuple(cells), fill)


def _runs(row: Sequence[bool]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for at, dark in enumerate(row):
        if not dark:
            continue
        if found and sum(found[-1]) == at:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((at, 1))
    return found
