"""Paths of a content go in, as corners in pt; what they cover of an upright box comes out: all, nothing, a part.

Upright rectangles are exact; other paths are polygons (curves in eight chords), strokes a quadrilateral a chord with
square ends. ISO 32000-1, 8.5.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import hypot, inf

from proofs.facts import Box, Matrix

Corner = tuple[float, float]
Line = tuple[Corner, ...]  #: of a path: its corners in turn
Cover = int

OUT, PART, IN = 0, 1, 2
_CHORDS = 8
_NEAR = 1e-6


def placed(at: Matrix, x: float, y: float) -> Corner:
    """Return where a matrix takes a point."""
    return at[0] * x + at[2] * y + at[4], at[1] * x + at[3] * y + at[5]


def chords(start: Corner, one: Corner, two: Corner, end: Corner) -> list[Corner]:
    """Return the corners of a Bézier curve's chords, without its start (8.5.2.2)."""
    found: list[Corner] = []
    for step in range(1, _CHORDS + 1):
        t = step / _CHORDS
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        x = a * start[0] + b * one[0] + c * two[0] + d * end[0]
        found.append((x, a * start[1] + b * one[1] + c * two[1] + d * end[1]))
    return found


def bounds(lines: Iterable[Line]) -> Box:
    """Return the box around some corners; a box that holds nothing if there are none."""
    corners = [corner for line in lines for corner in line]
    if not corners:
        return inf, inf, -inf, -inf
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def common(a: Box, b: Box) -> Box:
    """Return what two boxes share."""
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])


def holds(outer: Box, inner: Box) -> bool:
    """Tell whether a box lies in another."""
    near = _NEAR
    low = outer[0] <= inner[0] + near and outer[1] <= inner[1] + near
    return low and outer[2] >= inner[2] - near and outer[3] >= inner[3] - near


def apart(a: Box, b: Box) -> bool:
    """Tell whether two boxes share no area."""
    return a[2] <= b[0] + _NEAR or b[2] <= a[0] + _NEAR or a[3] <= b[1] + _NEAR or b[3] <= a[1] + _NEAR


def corners(box: Box) -> Line:
    """Return a box as a line of corners."""
    return (box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])


def stroke(lines: Iterable[Line], width: float, at: Matrix) -> "Shape":
    """Return the shape of a stroke; `at` takes the space its width is told in to that of the corners."""
    quads: list[Line] = []
    for line in lines:
        for a, b in pairwise(line):
            half, along = _thickness(a, b, width, at) / 2, hypot(b[0] - a[0], b[1] - a[1])
            if along <= 0:
                continue
            x, y = (b[0] - a[0]) / along * half, (b[1] - a[1]) / along * half
            start, end = (a[0] - x, a[1] - y), (b[0] + x, b[1] + y)
            quads.append(
                (
                    (start[0] + y, start[1] - x),
                    (end[0] + y, end[1] - x),
                    (end[0] - y, end[1] + x),
                    (start[0] - y, start[1] + x),
                )
            )
    return Shape(tuple(quads))


def thinnest(lines: Iterable[Line], width: float, at: Matrix) -> float:
    """Return how thick a stroke is where it is thinnest; a matrix may make it thinner one way than the other."""
    steps = (pair for line in lines for pair in pairwise(line))
    return min((_thickness(a, b, width, at) for a, b in steps if a != b), default=inf)


def _thickness(a: Corner, b: Corner, width: float, at: Matrix) -> float:
    """Return how thick a stroke of a width is on its way between two corners (8.4.3.2)."""
    det = abs(at[0] * at[3] - at[1] * at[2])
    dx, dy = b[0] - a[0], b[1] - a[1]
    along = hypot(dx, dy)
    if not det or not along:
        return 0.0
    return width * hypot(at[3] * dx - at[2] * dy, at[0] * dy - at[1] * dx) / along


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

    def moved(self, x: float, y: float) -> "Shape":
        """Return it moved."""
        return Shape(tuple(tuple((a + x, b + y) for a, b in line) for line in self.lines), self.even)

    def covers(self, region: Box) -> Cover:
        """Tell how much of a box it covers."""
        box = self.box
        if apart(box, region):
            return OUT
        if self.upright:
            return IN if holds(box, region) else PART
        for line in self.lines:
            for a, b in zip(line, (*line[1:], line[0]), strict=True):
                if _crosses(a, b, region):
                    return PART
        return IN if self.contains(middle(region)) else OUT

    def contains(self, place: Corner) -> bool:
        """Tell whether a place lies within, by its rule (8.5.3.3)."""
        x, y = place
        turns = crossings = 0
        for line in self.lines:
            for (ax, ay), (bx, by) in zip(line, (*line[1:], line[0]), strict=True):
                if (ay <= y) != (by <= y) and ax + (y - ay) / (by - ay) * (bx - ax) > x:
                    crossings += 1
                    turns += 1 if by > ay else -1
        return crossings % 2 == 1 if self.even else turns != 0


def middle(box: Box) -> Corner:
    """Return the middle of a box."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _rounded(corner: Corner) -> Corner:
    return round(corner[0], 4) + 0.0, round(corner[1], 4) + 0.0


def _area(line: Line) -> float:
    pairs = zip(line, (*line[1:], line[0]), strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2


def _sides(line: Line) -> tuple[float, float] | None:
    """Return the thickness and length of a quadrilateral, or of what has no area; None for any other polygon."""
    line = line[:-1] if len(line) > 1 and line[0] == line[-1] else line
    if len(line) < 2:
        return None
    sides = [hypot(b[0] - a[0], b[1] - a[1]) for a, b in zip(line, (*line[1:], line[0]), strict=True)]
    longest, area = max(sides), abs(_area(line))
    if not longest:
        return None
    return (area / longest, longest) if len(line) == 4 or area < _NEAR else None


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
            if room <= _NEAR:
                return False
        elif step < 0:
            near = max(near, room / step)
        else:
            far = min(far, room / step)
    return far - near > _NEAR


def union(boxes: Sequence[Box]) -> Box:
    """Return the box around boxes."""
    return bounds([corners(box) for box in boxes])
