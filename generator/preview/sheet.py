"""A side to look at: the scale it is drawn in, its place on the page, and the rulers around it.

Rulers count as layout files do, in mm from the trim's upper left. Everything here leaves marks of a pen.
"""

from dataclasses import dataclass
from math import ceil

from imposition.picture import Colour, Pen, text_width
from layouts.geometry import Point, Rect, Size

INK: Colour = (0.25, 0.27, 0.3)
QUIET: Colour = (0.55, 0.58, 0.62)
_RULER = 9.0  # mm from the bleed to the rulers' far edge
_MARGIN = 13.0
_LONGEST = 450.0  # mm a drawn side may measure: an A4 side half as large again, a card four times
_SCALES = (4.0, 3.0, 2.0, 1.5, 1.0, 0.5)
_NUMBER = 5.0  # pt


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a side of a trim and a bleed is drawn on its page; `foot` mm are kept free beneath.

    A side that shares its page with others lies at a `corner` of its own.
    """

    trim: Size
    bleed: float
    scale: float
    foot: float = 0.0
    corner: Point | None = None

    @property
    def page(self) -> Size:
        """Return the page's size."""
        across, down = ((edge + 2 * self.bleed) * self.scale for edge in (self.trim.width, self.trim.height))
        return Size(width=ceil(across + 2 * _MARGIN), height=ceil(down + 2 * _MARGIN + self.foot))

    @property
    def origin(self) -> Point:
        """Return where the lower left of the trim lies."""
        if self.corner is not None:
            return self.corner
        edge = _MARGIN + self.bleed * self.scale
        return Point(edge, edge + self.foot)

    def box(self, area: Rect) -> Rect:
        """Return where an area of the side, in mm from its trim's lower left, lies on the page."""
        at = self.point(area.x, area.y)
        return Rect(x=at.x, y=at.y, width=area.width * self.scale, height=area.height * self.scale)

    def point(self, x: float, y: float) -> Point:
        """Return where a point of the side lies on the page."""
        return Point(self.origin.x + x * self.scale, self.origin.y + y * self.scale)


def stage(trim: Size, bleed: float, foot: float) -> Stage:
    """Choose the largest scale in which a side is still at hand."""
    longest = max(trim.width, trim.height)
    scale = next((each for each in _SCALES if longest * each <= _LONGEST), _SCALES[-1])
    return Stage(trim, bleed, scale, foot)


def draw_rulers(pen: Pen, on: Stage) -> None:
    """Draw a ruler along the upper and the left edge, a tick a mm, a number every ten."""
    reach = on.bleed * on.scale
    upper, left = on.point(0, on.trim.height).y + reach, on.origin.x - reach
    for mm in range(int(on.trim.width) + 1):
        x = on.point(mm, 0).x
        pen.line(Point(x, upper + 1), Point(x, upper + 1 + _tick(mm)), INK, 0.3)
        if mm % 10 == 0:
            pen.text(Point(x - text_width(str(mm), _NUMBER) / 2, upper + 5.2), str(mm), _NUMBER, INK)
    for mm in range(int(on.trim.height) + 1):
        y = on.point(0, on.trim.height - mm).y
        pen.line(Point(left - 1, y), Point(left - 1 - _tick(mm), y), INK, 0.3)
        if mm % 10 == 0:
            pen.text(Point(left - 5.4 - text_width(str(mm), _NUMBER), y - 0.65), str(mm), _NUMBER, INK)


def draw_grid(pen: Pen, on: Stage, pitch: float) -> None:
    """Draw lines over the trim at a pitch in mm, every fifth and tenth a little stronger."""
    width, height = on.trim.width, on.trim.height
    for index in range(int(width / pitch + 1e-6) + 1):
        x = index * pitch
        pen.beneath(on.point(x, 0), on.point(x, height), _GRID[_rank(index)], 0.2 + 0.1 * _rank(index))
    for index in range(int(height / pitch + 1e-6) + 1):
        y = height - index * pitch
        pen.beneath(on.point(0, y), on.point(width, y), _GRID[_rank(index)], 0.2 + 0.1 * _rank(index))


_GRID: tuple[Colour, ...] = ((0.72, 0.86, 0.93), (0.55, 0.78, 0.9), (0.35, 0.66, 0.84))


def _rank(index: int) -> int:
    return 2 if index % 10 == 0 else 1 if index % 5 == 0 else 0


def _tick(mm: int) -> float:
    return 3.4 if mm % 10 == 0 else 2.4 if mm % 5 == 0 else 1.4


def frame_areas(outer: Rect, inner: Rect) -> tuple[Rect, ...]:
    """Part what lies between two rectangles into four."""
    return (
        Rect(x=outer.x, y=inner.top, width=outer.width, height=outer.top - inner.top),
        Rect(x=outer.x, y=outer.y, width=outer.width, height=inner.y - outer.y),
        Rect(x=outer.x, y=inner.y, width=inner.x - outer.x, height=inner.height),
        Rect(x=inner.right, y=inner.y, width=outer.right - inner.right, height=inner.height),
    )
