"""Points, lines of points and upright boxes of a content, in pt: what they share, what lies around them."""

from collections.abc import Iterable, Sequence
from math import inf

from proofs.facts import Box, Matrix

Corner = tuple[float, float]
Line = tuple[Corner, ...]  #: of a path: its corners in turn

NEAR = 1e-6  #: pt; closer than that is the same place
_CHORDS = 4
_TURNS = [step / _CHORDS for step in range(1, _CHORDS + 1)]
_WEIGHTS = [((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3) for t in _TURNS]


def placed(at: Matrix, x: float, y: float) -> Corner:
    """Return where a matrix takes a point."""
    return at[0] * x + at[2] * y + at[4], at[1] * x + at[3] * y + at[5]


def chords(start: Corner, one: Corner, two: Corner, end: Corner) -> list[Corner]:
    """Return the corners of a Bézier curve's chords, without its start (8.5.2.2)."""
    found: list[Corner] = []
    for a, b, c, d in _WEIGHTS:
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
    near = NEAR
    low = outer[0] <= inner[0] + near and outer[1] <= inner[1] + near
    return low and outer[2] >= inner[2] - near and outer[3] >= inner[3] - near


def apart(a: Box, b: Box) -> bool:
    """Tell whether two boxes share no area."""
    return a[2] <= b[0] + NEAR or b[2] <= a[0] + NEAR or a[3] <= b[1] + NEAR or b[3] <= a[1] + NEAR


def meet(a: Box, b: Box) -> bool:
    """Tell whether two boxes share a place, be it on their edges."""
    return max(a[0], b[0]) <= min(a[2], b[2]) and max(a[1], b[1]) <= min(a[3], b[3])


def smaller(box: Box, by: float) -> Box:
    """Return a box with each edge moved inwards."""
    return box[0] + by, box[1] + by, box[2] - by, box[3] - by


def corners(box: Box) -> Line:
    """Return a box as a line of corners."""
    return (box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])


def middle(box: Box) -> Corner:
    """Return the middle of a box."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def union(boxes: Sequence[Box]) -> Box:
    """Return the box around boxes."""
    return bounds([corners(box) for box in boxes])
