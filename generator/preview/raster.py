"""A PDF to look at in, one PNG a page out; the only module that knows pypdfium2."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdfium2


def rasterise(pdf: Path, images: Sequence[Path], dpi: int) -> None:
    """Draw the pages of a file, each to its image."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages: Any = document  # pypdfium2 is typed in part
        for page, path in zip(pages, images, strict=True):
            page.render(scale=dpi / 72).to_pil().save(path, "PNG", dpi=(dpi, dpi))
