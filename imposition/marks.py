"""A vendor's profile in, the strokes of its cut and register marks out, in mm (print.md §4.1).

A cut mark lies on the line where a trim is cut, outside every bleed box of that side by at least the profile's gap:
the line is laid across the sheet, everything that is near a bleed is taken out, and what remains is marked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from imposition.sheet import Face, Stock, bleeds, trims
from layouts.geometry import EPS_MM, Rect, number, to_mm, to_pt

LEAST = 0.75  # a shorter stroke is no mark


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight stroke with butt ends, from a lower or left end to an upper or right one, in mm."""

    x1: float
    y1: float
    x2: float
    y2: float


def strokes(stock: Stock, face: Face) -> tuple[Stroke, ...]:
    """Return the marks of one side: cut marks, then register crosses."""
    return (*_cut_marks(stock, face), *_centre_marks(stock))


@lru_cache(maxsize=16)
def operators(stock: Stock, face: Face) -> str:
    """Write the marks of one side as content operators in pt; the colour is the caller's."""
    found = strokes(stock, face)
    if not found:
        return ""
    lines = [f"{number(stock.marks.weight_pt)} w\n"]
    for s in found:
        x1, y1, x2, y2 = (number(to_pt(v)) for v in (s.x1, s.y1, s.x2, s.y2))
        lines.append(f"{x1} {y1} m {x2} {y2} l\n")
    return "".join(lines) + "S\n"


def _cut_marks(stock: Stock, face: Face) -> Iterator[Stroke]:
    if stock.marks.cut == "none":
        return
    clear = stock.marks.gap + to_mm(stock.marks.weight_pt) / 2
    boxes = [box.grown(clear) for box in bleeds(stock, face)]
    inside = trims(stock, face)
    for x in _lines([v for trim in inside for v in (trim.x, trim.right)], stock.sheet.width):
        for low, high in _marked(stock, stock.sheet.height, [(b.y, b.top) for b in boxes if b.x < x < b.right]):
            yield Stroke(x, low, x, high)
    for y in _lines([v for trim in inside for v in (trim.y, trim.top)], stock.sheet.height):
        for low, high in _marked(stock, stock.sheet.width, [(b.x, b.right) for b in boxes if b.y < y < b.top]):
            yield Stroke(low, y, high, y)


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


def _lines(values: list[float], end: float) -> list[float]:
    """Return each place once; where a trim ends at the sheet's edge nothing is cut."""
    found: list[float] = []
    for value in sorted(values):
        if EPS_MM < value < end - EPS_MM and (not found or value > found[-1] + EPS_MM):
            found.append(value)
    return found
