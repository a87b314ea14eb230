"""A PDF to look at in, one PNG a page or pictures cut out of its pages out; the only module that knows pypdfium2."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2

from layouts.geometry import Rect, to_pt

POINTS_AN_INCH = 72


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a page, from 1, in mm from its lower left, and how finely to draw it."""

    page: int
    box: Rect
    dpi: int
    colours: int = 0  #: of the palette it is reduced to, 0 = as drawn


def rasterise(pdf: Path, images: Sequence[Path], dpi: int) -> None:
    """Draw the pages of a file, each to its image."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages: Any = document  # pypdfium2 is typed in part
        for page, path in zip(pages, images, strict=True):
            page.render(scale=dpi / POINTS_AN_INCH).to_pil().save(path, "PNG", dpi=(dpi, dpi))


def pages_of(pdf: Path) -> int:
    """Return how many pages a file has."""
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def cut(pdf: Path, cuts: Sequence[Cut]) -> Iterator[bytes]:
    """Yield parts of a file's pages as PNGs."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages: Any = document
        for each in cuts:
            with closing(pages[each.page - 1]) as page:
                yield _png(page, each)


def _png(page: Any, part: Cut) -> bytes:
    width, height = page.get_size()
    box = part.box
    edges = (to_pt(box.x), to_pt(box.y), width - to_pt(box.right), height - to_pt(box.top))
    image = page.render(scale=part.dpi / POINTS_AN_INCH, crop=edges).to_pil()
    if part.colours:
        image = image.quantize(part.colours, dither=0)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
