"""A text in, the outlines of its glyphs out, for words that are drawn and not read: a latent word, micro text.

Curves are cubic, coordinates in 1/1000 em from the text's start on its baseline (ISO 32000-1 8.5.2). Never for names:
what a person's card says stays a glyph of a font, which the checker can prove.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from fonts.catalog import load_catalog
from fonts.face import load_face
from fonts.runs import EM, shaper
from fonts.subset import hb, open_face

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A path operator (m, l, c or h) and its places."""

    operator: str
    places: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The contours of a text and its width, in 1/1000 em."""

    strokes: tuple[Stroke, ...]
    width: float


class _Pen:
    """Notes the contours of one glyph, moved along the line and scaled to 1/1000 em; conic curves become cubic ones."""

    def __init__(self, left: float, scale: float, found: list[Stroke]) -> None:
        self._left, self._scale, self._found = left, scale, found
        self._start = self._here = (0.0, 0.0)

    def move(self, to: Spot) -> None:
        self._start = self._here = to
        self._note("m", to)

    def line(self, to: Spot) -> None:
        self._here = to
        self._note("l", to)

    def conic(self, middle: Spot, to: Spot) -> None:
        """Raise the degree: each control lies two thirds of the way from its end to the conic's."""
        one, two = _towards(self._here, middle), _towards(to, middle)
        self.cubic(one, two, to)

    def cubic(self, one: Spot, two: Spot, to: Spot) -> None:
        self._here = to
        self._note("c", one, two, to)

    def close(self) -> None:
        """Close the contour; a line back to its start is implied by that."""
        if self._found[-1].operator == "l" and self._here == self._start:
            self._found.pop()
        self._found.append(Stroke("h", ()))

    def _note(self, operator: str, *places: Spot) -> None:
        moved = tuple((round(self._left + x * self._scale), round(y * self._scale)) for x, y in places)
        self._found.append(Stroke(operator, moved))


_TWO_THIRDS = 0.6666666666666666


def _towards(end: Spot, middle: Spot) -> Spot:
    return end[0] + _TWO_THIRDS * (middle[0] - end[0]), end[1] + _TWO_THIRDS * (middle[1] - end[1])


def outline(chain: str, text: str) -> Outline:
    """Return the outline of a text in a chain of faces; raise MissingGlyph."""
    strokes: list[Stroke] = []
    left = 0.0
    for piece in shaper(chain).run(text).pieces:
        draw = _drawer(piece.tag)
        for at in range(0, len(piece.codes), 4):
            glyph = int(piece.codes[at : at + 4], 16)
            draw(glyph, left, strokes)
            left += load_face(piece.tag).advance(glyph)
    return Outline(tuple(strokes), left)


@cache
def _drawer(tag: str) -> Callable[[int, float, list[Stroke]], None]:
    face = open_face(load_catalog().faces[tag].path)
    font, pens, scale = hb.Font(face), _pens(), EM / face.upem

    def draw(glyph: int, left: float, found: list[Stroke]) -> None:
        font.draw_glyph(glyph, pens, _Pen(left, scale, found))

    return draw


def _pens() -> Any:
    """Return HarfBuzz's own record of what to call for each part of a contour."""
    pens = hb.DrawFuncs()
    pens.set_move_to_func(_move)
    pens.set_line_to_func(_line)
    pens.set_quadratic_to_func(_conic)
    pens.set_cubic_to_func(_cubic)
    pens.set_close_path_func(_Pen.close)
    return pens


def _move(x: float, y: float, pen: _Pen) -> None:
    pen.move((x, y))


def _line(x: float, y: float, pen: _Pen) -> None:
    pen.line((x, y))


def _conic(x1: float, y1: float, x: float, y: float, pen: _Pen) -> None:
    pen.conic((x1, y1), (x, y))


def _cubic(x1: float, y1: float, x2: float, y2: float, x: float, y: float, pen: _Pen) -> None:
    pen.cubic((x1, y1), (x2, y2), (x, y))
