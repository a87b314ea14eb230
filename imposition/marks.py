"""A vendor's profile in, the cut, register and punch marks of a side out, in mm (print.md §4.1).

A cut mark lies on the line where a trim is cut, outside every bleed box of that side by at least the profile's gap:
the line is laid across the sheet, everything that is near a bleed is taken out, and what remains is marked. Japanese
tombo mark the line of every bleed too, at the sheet's edge only. Marks are filled shapes: a stroked box would come out
larger by its line (print.md §8, Extra).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from imposition.furniture import Face, Target
from imposition.sheet import Stock, bleeds, trims
from layouts.geometry import EPS_MM, Point, Rect, number, to_mm, to_pt

LEAST = 0.75  # a shorter stroke is no mark
_ROUND = 0.5522847498  # control points of a quarter circle


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight stroke with butt ends, from a lower or left end to an upper or right one, in mm."""

    x1: float
    y1: float
    x2: float
    y2: float


def strokes(stock: Stock, face: Face) -> tuple[Stroke, ...]:
    """Return the marks of one side: cut marks, then register crosses."""
    marks = stock.marks
    cut = _cut_marks(stock, face) if face in marks.sides else ()
    return (*cut, *(_centre_marks(stock) if face in marks.centre_sides else ()))


def targets(stock: Stock, face: Face) -> tuple[Target, ...]:
    """Return the targets of one side, at their places as seen on it: a target lies at one spot of the sheet."""
    return tuple(_seen(stock, target, face) for target in stock.targets if face in target.sides)


@lru_cache(maxsize=16)
def operators(stock: Stock, face: Face) -> str:
    """Write the marks of one side as filled shapes in pt; the colour is the caller's."""
    weight = to_mm(stock.marks.weight_pt)
    lines = [_rectangle(reach(stroke, weight)) for stroke in strokes(stock, face)]
    return "".join(lines) + ("f\n" if lines else "") + "".join(map(_target, targets(stock, face)))


def _seen(stock: Stock, target: Target, face: Face) -> Target:
    if face == "F":
        return target
    x, y = target.at.x, target.at.y
    at = Point(stock.sheet.width - x, y) if stock.turn == "vertical" else Point(x, stock.sheet.height - y)
    return Target(at, target.shape, target.size, target.sides)


def _cut_marks(stock: Stock, face: Face) -> Iterator[Stroke]:
    marks = stock.marks
    if marks.cut == "none":
        return
    # Double marks start at the bleed's edge itself, where their two lines meet in an L; single ones keep clear.
    clear = marks.gap if marks.cut == "double" else marks.gap + to_mm(marks.weight_pt) / 2
    fields = bleeds(stock, face)
    boxes, inside = [box.grown(clear) for box in fields], [*trims(stock, face)]
    if marks.cut == "double":
        yield from _bleed_marks(stock, fields, inside)
    for x in _lines([v for trim in inside for v in (trim.x, trim.right)], stock.sheet.width):
        for low, high in _marked(stock, stock.sheet.height, [(b.y, b.top) for b in boxes if b.x < x < b.right]):
            yield Stroke(x, low, x, high)
    for y in _lines([v for trim in inside for v in (trim.y, trim.top)], stock.sheet.height):
        for low, high in _marked(stock, stock.sheet.width, [(b.x, b.right) for b in boxes if b.y < y < b.top]):
            yield Stroke(low, y, high, y)


def _bleed_marks(stock: Stock, fields: Sequence[Rect], inside: Sequence[Rect]) -> Iterator[Stroke]:
    """Yield the outer lines of double tombo, 塗り足し: in line with every bleed, outside all pieces.

    The outermost run on along the bleed to the trim's line, where they meet the inner line of the other direction.
    """
    if stock.bleed == 0:
        return
    width, height, length = stock.sheet.width, stock.sheet.height, stock.marks.length
    left, right, low, top = _outermost(fields)
    trim_left, trim_right, trim_low, trim_top = _outermost(inside)
    for x in _lines([v for box in fields for v in (box.x, box.right)], width):
        outer = abs(x - left) < EPS_MM or abs(x - right) < EPS_MM
        yield Stroke(x, max(0.0, low - length), x, trim_low if outer else low)
        yield Stroke(x, trim_top if outer else top, x, min(height, top + length))
    for y in _lines([v for box in fields for v in (box.y, box.top)], height):
        outer = abs(y - low) < EPS_MM or abs(y - top) < EPS_MM
        yield Stroke(max(0.0, left - length), y, trim_left if outer else left, y)
        yield Stroke(trim_right if outer else right, y, min(width, right + length), y)


def _outermost(areas: Sequence[Rect]) -> tuple[float, float, float, float]:
    """Return left, right, lower and upper edge of several areas together."""
    left, right = min(a.x for a in areas), max(a.right for a in areas)
    return left, right, min(a.y for a in areas), max(a.top for a in areas)


def _marked(stock: Stock, end: float, taken: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Yield the marked parts of a line from 0 to `end`: at both ends, and in the gutters where the profile says so."""
    length = stock.marks.length
    for low, high in _free(end, taken):
        if high - low < LEAST:
            continue
        if low <= EPS_MM:
            yield max(low, high - length), high
        elif high >= end - EPS_MM:
            yield low, min(high, low + length)
        elif stock.marks.cut == "gutter" and high - low <= 2 * length:
            yield low, high
        elif stock.marks.cut == "gutter":
            yield low, low + length
            yield high - length, high


def _free(end: float, taken: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Yield what is left of a line from 0 to `end`."""
    at = 0.0
    for low, high in sorted(taken):
        if low > at:
            yield at, low
        at = max(at, high)
    if at < end:
        yield at, end


def _centre_marks(stock: Stock) -> Iterator[Stroke]:
    """Yield a cross at the middle of each edge; lying on the axes it meets its twin of the other side."""
    arm = stock.marks.centre
    if arm == 0:
        return
    width, height = stock.sheet.width, stock.sheet.height
    half = arm / 2
    for y in (arm, height - arm):
        yield Stroke(width / 2 - arm, y, width / 2 + arm, y)
        yield Stroke(width / 2, y - half, width / 2, y + half)
    for x in (arm, width - arm):
        yield Stroke(x, height / 2 - arm, x, height / 2 + arm)
        yield Stroke(x - half, height / 2, x + half, height / 2)


def reach(stroke: Stroke, weight: float) -> Rect:
    """Return the area a stroke inks, given its weight in mm."""
    half = weight / 2
    across_x, across_y = (half, 0.0) if stroke.x1 == stroke.x2 else (0.0, half)
    return Rect(
        x=stroke.x1 - across_x,
        y=stroke.y1 - across_y,
        width=stroke.x2 - stroke.x1 + 2 * across_x,
        height=stroke.y2 - stroke.y1 + 2 * across_y,
    )


def _target(target: Target) -> str:
    """Write a target as a filled shape; a ring and a cross leave the paper to be seen in their middle."""
    x, y, half = target.at.x, target.at.y, target.size / 2
    thin = target.size / 24
    cross = [
        _rectangle(Rect(x=x - half, y=y - thin, width=2 * half, height=2 * thin)),
        _rectangle(Rect(x=x - thin, y=y - half, width=2 * thin, height=2 * half)),
    ]
    match target.shape:
        case "circle":
            return f"{_circle(target.at, half)}f\n"
        case "ring":
            return (
                f"{_circle(target.at, half * 0.75)}{_circle(target.at, half * 0.75 - 2 * thin)}f*\n{''.join(cross)}f\n"
            )
        case "square":
            return f"{_rectangle(Rect(x=x - half, y=y - half, width=2 * half, height=2 * half))}f\n"
        case _:
            return f"{''.join(cross)}f\n"


def _circle(at: Point, radius: float) -> str:
    """Write a circle as four Bézier curves."""
    x, y, r, k = to_pt(at.x), to_pt(at.y), to_pt(radius), to_pt(radius) * _ROUND
    quarters = (
        (x + r, y + k, x + k, y + r, x, y + r),
        (x - k, y + r, x - r, y + k, x - r, y),
        (x - r, y - k, x - k, y - r, x, y - r),
        (x + k, y - r, x + r, y - k, x + r, y),
    )
    curves = "".join(f"{' '.join(map(number, quarter))} c\n" for quarter in quarters)
    return f"{number(x + r)} {number(y)} m\n{curves}h\n"


def _rectangle(area: Rect) -> str:
    return f"{' '.join(number(to_pt(v)) for v in (area.x, area.y, area.width, area.height))} re\n"


def _lines(values: list[float], end: float) -> list[float]:
    """Return each place once; where a trim ends at the sheet's edge nothing is cut."""
    found: list[float] = []
    for value in sorted(values):
        if EPS_MM < value < end - EPS_MM and (not found or value > found[-1] + EPS_MM):
            found.append(value)
    return found
