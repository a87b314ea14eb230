"""Paths of a content go in, as corners in pt; what they cover of an upright box comes out: all, nothing, a part.

Upright rectangles are exact; other paths are polygons (curves in four chords), strokes a quadrilateral a chord with
square ends. ISO 32000-1, 8.5.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import floor, hypot, inf

from proofs.facts import Box, Matrix
from proofs.plane import NEAR, Corner, Line, apart, bounds, corners, holds, middle

Cover = int

OUT, PART, IN = 0, 1, 2
_SQUARE = 18.0  # pt; of the grid that finds the polygons at a place
_FEW = 16
_MANY = 10_000  # squares; more than the largest sheet has, and a file may hold any number for a coordinate


def thinnest(lines: Iterable[Line], width: float, at: Matrix) -> float:
    """Return how thick a stroke is where it is thinnest; a matrix may make it thinner one way than the other."""
    if _even(at):
        return width * hypot(at[0], at[1])
    steps = (pair for line in lines for pair in pairwise(line))
    return min((_thickness(a, b, width, at) for a, b in steps if a != b), default=inf)


def _even(at: Matrix) -> bool:
    """Tell whether a matrix scales all ways alike."""
    a, b, c, d = at[:4]
    return abs(a * c + b * d) < NEAR and abs(hypot(a, b) - hypot(c, d)) < NEAR


def _thickness(a: Corner, b: Corner, width: float, at: Matrix) -> float:
    """Return how thick a stroke of a width is on its way between two corners (8.4.3.2)."""
    det = abs(at[0] * at[3] - at[1] * at[2])
    dx, dy = b[0] - a[0], b[1] - a[1]
    along = hypot(dx, dy)
    if not det or not along:
        return 0.0
    return width * hypot(at[3] * dx - at[2] * dy, at[0] * dy - at[1] * dx) / along


@dataclass(frozen=True, eq=False)
class Moved:
    """An area at another place."""

    base: "Area"
    x: float
    y: float

    @cached_property
    def box(self) -> Box:
        """Return the box around it."""
        a, b, c, d = self.base.box
        return a + self.x, b + self.y, c + self.x, d + self.y

    @property
    def upright(self) -> bool:
        """Tell whether it is one upright rectangle."""
        return self.base.upright

    @property
    def boxes(self) -> list[Box]:
        """Return the boxes around its polygons."""
        return [(a + self.x, b + self.y, c + self.x, d + self.y) for a, b, c, d in self.base.boxes]

    def covers(self, region: Box) -> Cover:
        """Tell how much of a box it covers."""
        a, b, c, d = region
        return self.base.covers((a - self.x, b - self.y, c - self.x, d - self.y))

    def contains(self, place: Corner) -> bool:
        """Tell whether a place lies within."""
        return self.base.contains((place[0] - self.x, place[1] - self.y))


@dataclass(frozen=True, eq=False)
class Stroke:
    """The area of a stroke, worked out when it is asked for; `at` takes the space of its width to that of its path."""

    path: tuple[Line, ...]
    width: float
    at: Matrix

    @cached_property
    def box(self) -> Box:
        """Return a box around it."""
        a, b, c, d = bounds(self.path)
        by = self.width / 2 * max(hypot(self.at[0], self.at[1]), hypot(self.at[2], self.at[3]))
        return a - by, b - by, c + by, d + by

    @cached_property
    def shape(self) -> "Shape":
        """Return it as quadrilaterals, one a chord, half a width longer at both ends."""
        quads: list[Line] = []
        for a, b in (pair for line in self.path for pair in pairwise(line)):
            half, along = _thickness(a, b, self.width, self.at) / 2, hypot(b[0] - a[0], b[1] - a[1])
            if along <= 0:
                continue
            x, y = (b[0] - a[0]) / along * half, (b[1] - a[1]) / along * half
            (ax, ay), (bx, by) = (a[0] - x, a[1] - y), (b[0] + x, b[1] + y)
            quads.append(((ax + y, ay - x), (bx + y, by - x), (bx - y, by + x), (ax - y, ay + x)))
        return Shape(tuple(quads))

    @property
    def boxes(self) -> list[Box]:
        """Return the boxes around its polygons."""
        return self.shape.boxes

    @property
    def upright(self) -> bool:
        """Tell whether it is one upright rectangle: a single straight line along the page."""
        return self.shape.upright

    def covers(self, region: Box) -> Cover:
        """Tell how much of a box it covers."""
        return OUT if apart(self.box, region) else self.shape.covers(region)

    def contains(self, place: Corner) -> bool:
        """Tell whether a place lies within."""
        return self.shape.contains(place)


@dataclass(frozen=True, eq=False)
class Shape:
    """An area: polygons filled together, by either rule."""

    lines: tuple[Line, ...]
    even: bool = False  #: the even-odd rule

    @cached_property
    def box(self) -> Box:
        """Return the box around it."""
        return bounds(self.lines)

    @cached_property
    def boxes(self) -> list[Box]:
        """Return the boxes around its polygons."""
        return [bounds([line]) for line in self.lines]

    @cached_property
    def upright(self) -> bool:
        """Tell whether it is one upright rectangle."""
        if len(self.lines) != 1:
            return False
        line = self.lines[0]
        line = line[:-1] if len(line) == 5 and line[0] == line[-1] else line
        return len(line) == 4 and sorted(map(_rounded, line)) == sorted(map(_rounded, corners(self.box)))

    @cached_property
    def thinness(self) -> tuple[float, float]:
        """Return the thickness and the length of the thinnest quadrilateral or degenerate line of a fill."""
        sides = [found for line in self.lines if (found := _sides(line))]
        return min(sides, default=(inf, inf))

    @cached_property
    def area(self) -> float:
        """Return the area of its polygons, holes and overlaps uncounted."""
        return sum(abs(_area(line)) for line in self.lines)

    def covers(self, region: Box) -> Cover:
        """Tell how much of a box it covers."""
        box = self.box
        if apart(box, region):
            return OUT
        if self.upright:
            return IN if holds(box, region) else PART
        near = self._near(region)
        if near is None:
            return PART
        for line in near:
            for a, b in zip(line, (*line[1:], line[0]), strict=True):
                if _crosses(a, b, region):
                    return PART
        return IN if self.contains(middle(region)) else OUT

    @cached_property
    def _squares(self) -> dict[Corner, list[Line]]:
        found: dict[Corner, list[Line]] = {}
        for line in self.lines:
            for square in _squares(bounds([line]), _MANY) or ():
                found.setdefault(square, []).append(line)
        return found

    @cached_property
    def _large(self) -> list[Line]:
        """Return the polygons that reach over too many squares to be found by them."""
        return [line for line in self.lines if _squares(bounds([line]), _MANY) is None]

    def _near(self, region: Box) -> Sequence[Line] | None:
        """Return the polygons that may touch a box; None if they are too many to look at."""
        if len(self.lines) <= _FEW:
            return self.lines
        squares = _squares(region, _FEW)
        if squares is None:
            return None
        lines = {id(line): line for square in squares for line in self._squares.get(square, ())}
        return [*self._large, *lines.values()]

    def contains(self, place: Corner) -> bool:
        """Tell whether a place lies within, by its rule (8.5.3.3)."""
        x, y = place
        turns = crossings = 0
        for line in self._near((x, y, x, y)) or ():
            for (ax, ay), (bx, by) in zip(line, (*line[1:], line[0]), strict=True):
                if (ay <= y) != (by <= y) and ax + (y - ay) / (by - ay) * (bx - ax) > x:
                    crossings += 1
                    turns += 1 if by > ay else -1
        return crossings % 2 == 1 if self.even else turns != 0


Area = Shape | Stroke | Moved


def _rounded(corner: Corner) -> Corner:
    return round(corner[0], 4) + 0.0, round(corner[1], 4) + 0.0


def _area(line: Line) -> float:
    pairs = zip(line, (*line[1:], line[0]), strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2


def _squares(box: Box, most: int) -> list[Corner] | None:
    """Return the squares of a grid that a box touches; None if there are more than so many."""
    left, low, right, top = (floor(edge / _SQUARE) for edge in box)
    if (right - left + 1) * (top - low + 1) > most:
        return None
    return [(x, y) for x in range(left, right + 1) for y in range(low, top + 1)]


def _sides(line: Line) -> tuple[float, float] | None:
    """Return the thickness and length of a quadrilateral, or of what has no area; None for any other polygon."""
    line = line[:-1] if len(line) > 1 and line[0] == line[-1] else line
    if len(line) < 2:
        return None
    sides = [hypot(b[0] - a[0], b[1] - a[1]) for a, b in zip(line, (*line[1:], line[0]), strict=True)]
    longest, area = max(sides), abs(_area(line))
    if not longest:
        return None
    return (area / longest, longest) if len(line) == 4 or area < NEAR else None


def _crosses(a: Corner, b: Corner, region: Box) -> bool:
    """Tell whether a line runs through the inside of a box (Liang and Barsky)."""
    near, far = 0.0, 1.0
    dx, dy = b[0] - a[0], b[1] - a[1]
    for step, room in (
        (-dx, a[0] - region[0]),
        (dx, region[2] - a[0]),
        (-dy, a[1] - region[1]),
        (dy, region[3] - a[1]),
    ):
        if step == 0:
            if room <= NEAR:
                return False
        elif step < 0:
            near = max(near, room / step)
        else:
            far = min(far, room / step)
    return (far - near) * max(1.0, hypot(dx, dy)) > NEAR
