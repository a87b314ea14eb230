"""Two files of the same sheets in, what differs out: a peer whose page is not ours has no figure.

Held against each other on the first and the last sheet, both sides: every character's place (within 0.1 mm, as pdfium
reads it back) and the picture. Characters that a reader adds (spaces it guesses) are left out.
"""

import ctypes
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageChops, ImageFilter

from layouts.geometry import Point, Rect, to_mm

NOWHERE = Point(0, 0)
NEAR_MM = 0.1
DOTS = 8  # a mm
#: pdfium snaps glyphs to whole dots: a dot may lie next to where it lies in the other picture
NEAR_DOTS = 3
DARK = 64  # excess over every neighbour, of 255, that counts
FEW = 0.001  # share of dots that may differ


@dataclass(frozen=True, slots=True)
class Scope:
    """What is compared, in mm: texts within `cells`; the picture of the `whole` page, or of the cells alone.

    `moved` is how far the peer's sheet lies to the right and up. The sheet's own line is in the picture only: it is
    long, and a peer that rounds advances down ends it 0.2 mm before ours. `spared` is what we draw and a peer need not:
    the colour bar and the Data Matrix that names the sheet.
    """

    cells: tuple[Rect, ...]
    whole: bool = True
    moved: Point = NOWHERE
    spared: tuple[Rect, ...] = ()


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its origin in mm from the page's lower left."""

    char: str
    x: float
    y: float


def differences(ours: Path, peer: Path, scope: Scope) -> Sequence[str]:
    """Say how the peer's first and last sheets differ from ours; nothing where they do not."""
    mine, other = pdfium.PdfDocument(ours), pdfium.PdfDocument(peer)
    try:
        if len(mine) != len(other):
            return [f"{len(other)} pages instead of {len(mine)}"]
        found: list[str] = []
        for number in sorted({0, 1, len(mine) - 2, len(mine) - 1}):
            found += (f"page {number + 1}: {what}" for what in _page_differences(mine[number], other[number], scope))
        return found
    finally:
        mine.close()
        other.close()


def _page_differences(mine: Any, other: Any, scope: Scope) -> Iterator[str]:
    missing, extra = _apart(
        [g for g in glyphs(mine) if _inside(g, scope.cells)],
        [g for g in glyphs(other, scope.moved) if _inside(g, scope.cells)],
    )
    if missing or extra:
        example = (missing or extra)[0]
        yield f"{len(missing)} characters missing, {len(extra)} more, near {example.x:.1f}, {example.y:.1f} mm"
    seen, seen_other = _picture(mine, scope.spared), _picture(other, scope.spared)
    page = Rect(x=0, y=0, width=to_mm(mine.get_width()), height=to_mm(mine.get_height()))
    areas = (page,) if scope.whole else scope.cells
    share = max(_unlike(_cut(seen, area, NOWHERE), _cut(seen_other, area, scope.moved)) for area in areas)
    if share > FEW:
        yield f"{share:.2%} of the picture differ"


def glyphs(page: Any, moved: Point = NOWHERE) -> Sequence[Glyph]:
    """Return the characters of a page with their origins, moved back to where they would lie on our sheet."""
    text = page.get_textpage()
    found: list[Glyph] = []
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(raw.FPDFText_CountChars(text)):
        char = chr(raw.FPDFText_GetUnicode(text, index))
        if char.isspace() or raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        raw.FPDFText_GetCharOrigin(text, index, ctypes.byref(x), ctypes.byref(y))
        found.append(Glyph(char, to_mm(x.value) - moved.x, to_mm(y.value) - moved.y))
    text.close()
    return found


def _apart(mine: Sequence[Glyph], other: Sequence[Glyph]) -> tuple[Sequence[Glyph], Sequence[Glyph]]:
    """Pair the characters of two pages; return those of the one and of the other that stand alone."""
    waiting: dict[tuple[str, int, int], list[Glyph]] = defaultdict(list)
    for glyph in other:
        waiting[glyph.char, round(glyph.x), round(glyph.y)].append(glyph)
    missing = [glyph for glyph in mine if not _take(waiting, glyph)]
    return missing, [glyph for left in waiting.values() for glyph in left]


def _take(waiting: dict[tuple[str, int, int], list[Glyph]], glyph: Glyph) -> bool:
    for column in {round(glyph.x - NEAR_MM), round(glyph.x), round(glyph.x + NEAR_MM)}:
        for row in {round(glyph.y - NEAR_MM), round(glyph.y), round(glyph.y + NEAR_MM)}:
            for each in waiting.get((glyph.char, column, row), ()):
                if abs(each.x - glyph.x) <= NEAR_MM and abs(each.y - glyph.y) <= NEAR_MM:
                    waiting[glyph.char, column, row].remove(each)
                    return True
    return False


def _inside(glyph: Glyph, areas: Sequence[Rect]) -> bool:
    return any(a.x <= glyph.x <= a.right and a.y <= glyph.y <= a.top for a in areas)


def _picture(page: Any, spared: Sequence[Rect] = ()) -> Image.Image:
    """Render a page in grey, without what lies in the spared areas."""
    picture: Image.Image = page.render(scale=DOTS * 25.4 / 72, grayscale=True).to_pil()
    for area in spared:
        left, upper = round(area.x * DOTS), round(picture.height - area.top * DOTS)
        size = round(area.width * DOTS), round(area.height * DOTS)
        picture.paste(255, (left, upper, left + size[0], upper + size[1]))
    return picture


def _cut(picture: Image.Image, area: Rect, moved: Point) -> Image.Image:
    """Cut an area out of a page's picture."""
    left, upper = round((area.x + moved.x) * DOTS), round(picture.height - (area.top + moved.y) * DOTS)
    return picture.crop((left, upper, left + round(area.width * DOTS), upper + round(area.height * DOTS)))


def _unlike(mine: Image.Image, other: Image.Image) -> float:
    """Return the share of dots of either picture that are darker or lighter than all around them in the other."""
    if mine.size != other.size:
        return 1.0
    return max(_excess(mine, other), _excess(other, mine))


def _excess(picture: Image.Image, other: Image.Image) -> float:
    lightest, darkest = other.filter(ImageFilter.MaxFilter(NEAR_DOTS)), other.filter(ImageFilter.MinFilter(NEAR_DOTS))
    beyond = ImageChops.add(ImageChops.subtract(picture, lightest), ImageChops.subtract(darkest, picture))
    counts = beyond.histogram()
    return sum(counts[DARK:]) / max(1, sum(counts))
