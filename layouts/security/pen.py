"""Paths and paints in, operators out: what all kinds of security art are written with, in pt.

A line that is drawn many times is written as the same bytes after another `cm`, so that a file holds it compressed
once. Authority: ISO 32000-1 8.3.4 (cm), 8.5 (paths and clipping), 8.6 (colour).
"""

from collections.abc import Iterable, Sequence

from fonts.outlines import Outline, Stroke
from layouts.geometry import number
from layouts.marks import Area, Curve, Place
from layouts.palette import Paint
from layouts.show import points


def stroked(paint: Paint, weight: float) -> str:
    """Write the operators that set a line's paint and weight; its ends are round, so that no copy finds an edge."""
    return f"{_colour(paint, 'CS', 'SCN', 'K')} {number(weight)} w 1 J 1 j\n"


def filled(paint: Paint) -> str:
    """Write the operators that set a fill."""
    return f"{_colour(paint, 'cs', 'scn', 'k')}\n"


def rectangle(area: Area) -> str:
    """Write a rectangle as a path."""
    return f"{_points((area.x, area.y), (area.width, area.height))} re\n"


def path(curve: Curve) -> str:
    """Write a curve as a path, to 0.01 pt."""
    parts = [f"{_points(curve.start)} m"]
    parts += [f"{_points(*segment)} c" for segment in curve.segments]
    return " ".join(parts)


def contours(strokes: Iterable[Stroke]) -> str:
    """Write an outline as a path."""
    return "\n".join(f"{_points(*s.places)} {s.operator}" if s.places else s.operator for s in strokes) + "\n"


def turned(outline: Outline, at: Place, size: float, cos: float, sin: float) -> Sequence[Stroke]:
    """Return an outline of a size in pt, its start at a place, turned about it."""
    x0, y0, scale = *at, size / 1000

    def place(x: float, y: float) -> Place:
        return x0 + (x * cos - y * sin) * scale, y0 + (x * sin + y * cos) * scale

    return [Stroke(s.operator, tuple(place(*each) for each in s.places)) for s in outline.strokes]


def moved(by: Place, drawn: str) -> str:
    """Write what is drawn once more at another place."""
    return f"q 1 0 0 1 {_points(by)} cm\n{drawn}Q\n"


def clipped(clip: str, rule: str, drawn: str) -> str:
    """Write what is drawn through a path only; `rule` is W, or W* for even-odd."""
    return f"q\n{clip}{rule} n\n{drawn}Q\n"


def _colour(paint: Paint, space: str, spot: str, process: str) -> str:
    if paint.ink.spot:
        name = "".join(c if c.isalnum() else f"#{ord(c):02X}" for c in paint.ink.spot)
        return f"/{name} {space} {number(paint.tint)} {spot}"
    return " ".join(f"{part:.4g}" for part in paint.cmyk) + f" {process}"


def _points(*places: Place) -> str:
    return " ".join(f"{points(x)} {points(y)}" for x, y in places)
