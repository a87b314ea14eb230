"""A society's face for private-use characters, made for tests as an EUDC editor makes one: its first plane only."""

from hashlib import sha256
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from fonts.catalog import Gaiji

CHARACTERS = "A\ue000\ue757"
FAR = "\U0010fc00"


def gaiji_face(folder: Path, characters: str = CHARACTERS + FAR, *, name: bool = False, heights: int = 99) -> Gaiji:
    """Draw a frame with a bar at another height for each character, or of so many; a stray Latin letter among them."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "gaiji.ttf"
    builder = FontBuilder(1000, isTTF=True)
    order = [".notdef", *(f"c{ord(char):X}" for char in characters)]
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({ord(char): f"c{ord(char):X}" for char in characters})
    builder.setupGlyf({glyph: _bar(100 + 90 * (at % heights)) for at, glyph in enumerate(order)})
    builder.setupHorizontalMetrics(dict.fromkeys(order, (1000, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    if name:
        builder.setupNameTable({"familyName": "IPAmjMincho", "styleName": "Regular", "psName": "IPAmjMincho"})
    builder.setupPost()
    builder.font.recalcTimestamp = False
    builder.save(path)
    return Gaiji(path, sha256(path.read_bytes()).hexdigest())


def _bar(height: int):
    pen = TTGlyphPen(None)
    for left, low, right, top in ((50, -60, 950, 0), (50, 800, 950, 860), (50, height, 950, height + 60)):
        pen.moveTo((left, low))
        pen.lineTo((left, top))
        pen.lineTo((right, top))
        pen.lineTo((right, low))
        pen.closePath()
    return pen.glyph()
