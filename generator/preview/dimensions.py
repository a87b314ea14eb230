"""A side of a profile in, its dimension lines out: margins, trims, gutters along upper and left edge, in mm."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from generator.preview.sheet import INK
from imposition.furniture import Face
from imposition.picture import Pen, text_width
from imposition.sheet import Stock, trims
from layouts.geometry import EPS_MM, Point

_SIZE = 7.0  # pt
_NEAR, _FAR = 5.0, 12.0  # mm from the sheet's edge: the parts, and the whole
_TICK = 1.4
_WEIGHT = 0.35  # pt


class View(Protocol):
    """What is needed of the side that is drawn."""

    @property
    def stock(self) -> Stock:
        """Return the profile."""
        ...

    @property
    def face(self) -> Face:
        """Return the side."""
        ...

    def point(self, x: float, y: float) -> Point:
        """Return where a point of the sheet lies on the page."""
        ...


def draw_dimensions(pen: Pen, view: View) -> None:
    """Draw the two chains of each direction."""
    sheet = view.stock.sheet
    areas = trims(view.stock, view.face)
    across = stops([edge for area in areas for edge in (area.x, area.right)], sheet.width)
    upward = stops([edge for area in areas for edge in (area.y, area.top)], sheet.height)
    for places, away in ((across, _NEAR), ((0.0, sheet.width), _FAR)):
        _across(pen, view, places, away)
    for places, away in ((upward, _NEAR), ((0.0, sheet.height), _FAR)):
        _upward(pen, view, places, away)


def stops(edges: Sequence[float], end: float) -> tuple[float, ...]:
    """Return the places a chain measures between: the sheet's edges and those of the trims on it, each once."""
    found = [0.0]
    for edge in sorted(edges):
        if found[-1] + EPS_MM < edge < end - EPS_MM:
            found.append(edge)
    return (*found, end)


def _across(pen: Pen, view: View, places: Sequence[float], away: float) -> None:
    y = view.point(0, view.stock.sheet.height).y + away
    xs = [view.point(place, 0).x for place in places]
    pen.line(Point(xs[0], y), Point(xs[-1], y), INK, _WEIGHT)
    for x in xs:
        pen.line(Point(x, y - _TICK), Point(x, y + _TICK), INK, _WEIGHT)
    for (low, high), (left, right) in zip(pairwise(places), pairwise(xs), strict=True):
        said = _said(high - low)
        pen.text(Point((left + right - text_width(said, _SIZE)) / 2, y + 1.2), said, _SIZE, INK)


def _upward(pen: Pen, view: View, places: Sequence[float], away: float) -> None:
    x = view.point(0, 0).x - away
    ys = [view.point(0, place).y for place in places]
    pen.line(Point(x, ys[0]), Point(x, ys[-1]), INK, _WEIGHT)
    for y in ys:
        pen.line(Point(x - _TICK, y), Point(x + _TICK, y), INK, _WEIGHT)
    for (low, high), (bottom, top) in zip(pairwise(places), pairwise(ys), strict=True):
        said = _said(high - low)
        pen.upward(Point(x - 1.2, (bottom + top - text_width(said, _SIZE)) / 2), said, _SIZE, INK)


def _said(length: float) -> str:
    return f"{round(length, 2):g}"
