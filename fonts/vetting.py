"""A society's face for private-use characters in, nothing or a refusal out, before any number is reserved for a job.

Nobody has proofed such a face as the stock faces were. Each of its private-use characters must have ink, near its own
box, and move the pen; and all that reads the face later, subset and checker, must be able to read it (OpenType 1.9,
cmap, glyf, hmtx; fonts.md §4).
"""

from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final, cast

from fonts.charmap import Charmap
from fonts.clusters import private
from fonts.errors import FontRefused
from fonts.sfnt import Sfnt
from fonts.subset import subset
from fonts.witness import Witness, outlines

GAIJI_STEP: Final = "have the face made again and approved"
_BESIDE = 0.05  # em: how far ink may stand out to the left and the right of the advance
_LOWEST, _HIGHEST = -0.17, 0.93  # em, from the baseline: the em box of a kanji and as much as its neighbours bear
_LEAST_EM, _MOST_EM = 16, 16384  # OpenType 1.9, head: renderers disagree about any other
_NAMED = 5

Box = tuple[float, float, float, float]  #: left, bottom, right, top in font units


def vet(font: Sfnt, charmap: Charmap) -> None:
    """Raise FontRefused where a private-use character of the face could not be printed and proved as it should."""
    try:
        faulty = _faulty(font, charmap)
    except Exception as error:  # fontTools says what it cannot read by any exception, HarfBuzz by font-subset
        raise FontRefused(
            "gaiji-damaged", font.path.name, "the face for private-use characters is damaged", GAIJI_STEP
        ) from error
    if faulty:
        raise FontRefused(
            "gaiji-glyph",
            font.path.name,
            "{count} private-use characters have no ink, no advance or ink outside their box: {points}",
            GAIJI_STEP,
            count=len(faulty),
            points=", ".join(f"U+{point:04X}" for point in faulty[:_NAMED]),
        )


def _faulty(font: Sfnt, charmap: Charmap) -> list[int]:
    """Return the characters that must not be printed; raise anything where the face is damaged."""
    shown = {point: gid for point in charmap.points() if private(chr(point)) and (gid := charmap.glyph(point))}
    em = font.number(">H", "head", 18)
    if not _LEAST_EM <= em <= _MOST_EM:
        raise ValueError("no such em")
    if not shown:
        return []
    gids = sorted(set(shown.values()))
    program = subset(font.path, gids)
    _refuse_doubt(Witness(font.path), shown, program)
    boxes = _boxes(program, gids)
    good = {gid for gid, box in boxes.items() if box and _within(box, font.advance(gid) / 1000, em)}
    return [point for point, gid in shown.items() if gid not in good]


def _refuse_doubt(witness: Witness, shown: Mapping[int, int], program: bytes) -> None:
    """Raise where the checker would read another glyph or outline than the one printed."""
    made = outlines(program)
    for point, gid in shown.items():
        if witness.glyph(chr(point)) != gid or witness.outline(gid) != made(gid):
            raise ValueError(f"two readers of the face differ about glyph {gid}")


def _boxes(program: bytes, gids: list[int]) -> dict[int, Box | None]:
    """Draw the glyphs as they are embedded, shifted to their side bearing as a renderer does; None without ink.

    A glyph's own record of its box is not asked: it may say anything.
    """
    from fontTools.ttLib import TTFont  # few societies have a face of their own

    with TTFont(BytesIO(program), lazy=True) as font:
        tables = cast(Any, font)
        names = [f"g{gid}" for gid in range(tables["maxp"].numGlyphs)]
        tables.setGlyphOrder(names)
        glyphs = cast(Mapping[str, Any], tables.getGlyphSet())
        return {gid: _box(glyphs, names[gid]) for gid in gids}


def _box(glyphs: Mapping[str, Any], name: str) -> Box | None:
    from fontTools.pens.boundsPen import BoundsPen

    pen = cast(Any, BoundsPen)(glyphs)
    glyphs[name].draw(pen)
    return pen.bounds


def _within(box: Box, advance: float, em: int) -> bool:
    """Tell whether a glyph moves the pen, and has ink only where a line of text leaves room for it."""
    left, bottom, right, top = (place / em for place in box)
    inked = left < right and bottom < top
    beside = left >= -_BESIDE and right <= advance + _BESIDE
    return advance > 0 and inked and beside and bottom >= _LOWEST and top <= _HIGHEST
