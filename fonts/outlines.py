"""A text in, the outlines of its glyphs out, for words that are drawn and not read: a latent word, micro text.

Curves are cubic, coordinates in 1/1000 em from the text's start on its baseline (ISO 32000-1 8.5.2). Never for names:
what a person's card says stays a glyph of a font, which the checker can prove.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from fonts.catalog import load_catalog
from fonts.face import load_face
from fonts.runs import EM, shaper

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


class _Pen(BasePen):
    """Notes the contours of one glyph, moved along the line and scaled to 1/1000 em."""

    def __init__(self, glyphs: Any, left: float, scale: float, found: list[Stroke]) -> None:
        super().__init__(glyphs)  # pyright: ignore[reportUnknownMemberType] - untyped
        self._left, self._scale, self._found = left, scale, found

    def _note(self, operator: str, *places: Spot) -> None:
        moved = tuple((round(self._left + x * self._scale), round(y * self._scale)) for x, y in places)
        self._found.append(Stroke(operator, moved))

    def _moveTo(self, pt: Spot) -> None:  # noqa: N802 - fontTools' name
        self._note("m", pt)

    def _lineTo(self, pt: Spot) -> None:  # noqa: N802
        self._note("l", pt)

    def _curveToOne(self, pt1: Spot, pt2: Spot, pt3: Spot) -> None:  # noqa: N802
        self._note("c", pt1, pt2, pt3)

    def _closePath(self) -> None:  # noqa: N802
        self._found.append(Stroke("h", ()))


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
    font = TTFont(load_catalog().faces[tag].path, lazy=True)
    glyphs = cast(Mapping[str, Any], font.getGlyphSet())
    names, scale = font.getGlyphOrder(), EM / cast(Any, font["head"]).unitsPerEm

    def draw(glyph: int, left: float, found: list[Stroke]) -> None:
        glyphs[names[glyph]].draw(_Pen(glyphs, left, scale, found))

    return draw
