"""Reads a customer barcode back: bars from a picture, values from bars, content from values. For tests only."""

from io import BytesIO
from math import ceil
from typing import Any, NamedTuple

import pypdfium2
from pikepdf import Dictionary, Name, Pdf, Stream
from PIL import Image

from layouts.customer_bars import CC1, CC4, PATTERNS
from layouts.geometry import Size, to_mm

DPI = 600
MM_A_PIXEL = to_mm(72) / DPI
_CLEAR = 0.02  # darkness below it is paper


class Measured(NamedTuple):
    """A bar of a picture in mm from the left and upper edge."""

    left: float
    width: float
    top: float
    height: float

    @property
    def middle(self) -> float:
        return self.left + self.width / 2


def page(operators: str, size: Size) -> bytes:
    """Put a drawing in black on a page of its own, of whole pixels: a part of one would stretch the picture."""
    pdf = Pdf.new()
    across, up = (ceil(mm / MM_A_PIXEL) * 72 / DPI - 0.001 for mm in (size.width, size.height))
    sheet = pdf.add_blank_page(page_size=(across, up))
    sheet.Contents = Stream(pdf, f"0 0 0 1 k {operators}".encode("ascii"))
    sheet.Resources = Dictionary(ProcSet=[Name.PDF])
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def picture(pdf: bytes, dpi: int = DPI) -> Image.Image:
    """Render the page in grey."""
    sheet: Any = pypdfium2.PdfDocument(pdf)[0]  # pypdfium2's types are partial
    return sheet.render(scale=dpi / 72).to_pil().convert("L")


def _spans(image: Image.Image) -> list[tuple[float, float]]:
    """Return start and length of each dark stretch of a picture one pixel high; grey counts as part of a pixel."""
    ink = image.getextrema()[0]  # pure black ink is not the blackest of greys
    dark = [(255 - value) / (255 - ink) for value in image.tobytes()]
    found: list[tuple[float, float]] = []
    at = 0
    while at < len(dark):
        if dark[at] <= _CLEAR:
            at += 1
            continue
        stop = at
        while stop < len(dark) and dark[stop] > _CLEAR:
            stop += 1
        found.append((at + 1 - dark[at] if stop - at > 1 else at, sum(dark[at:stop])))
        at = stop
    return found


def measured(image: Image.Image) -> list[Measured]:
    """Measure every bar; there must be nothing else on the picture."""
    box = image.point(lambda value: 255 - value).getbbox()
    assert box
    centre = (box[1] + box[3]) // 2
    bars: list[Measured] = []
    for left, width in _spans(image.crop((0, centre, image.width, centre + 1))):
        column = int(left + width / 2)
        upright = image.crop((column, 0, column + 1, image.height))
        ((top, height),) = _spans(upright.transpose(Image.Transpose.TRANSPOSE))
        bars.append(Measured(*(value * MM_A_PIXEL for value in (left, width, top, height))))
    return bars


def kinds(bars: list[Measured]) -> str:
    """Name the kind of each bar: 1 long, 2 up, 3 down, 4 timing."""
    long = max(bar.height for bar in bars)
    upper, lower = min(bar.top for bar in bars), max(bar.top + bar.height for bar in bars)
    names = {(True, True): "1", (True, False): "2", (False, True): "3", (False, False): "4"}
    near = long / 12
    return "".join(names[bar.top - upper < near, lower - bar.top - bar.height < near] for bar in bars)


def values(kinds: str) -> list[int]:
    """Look up the symbols between start and stop."""
    assert (kinds[:2], kinds[-2:], len(kinds)) == ("13", "31", 67)
    return [PATTERNS.index(kinds[at : at + 3]) for at in range(2, 65, 3)]


def content(values: list[int]) -> str:
    """Write the symbols before the check digit as text; a letter whose second half was cut off is lost."""
    text, shift = "", None
    for value in values[:-1]:
        if shift is not None:
            text += chr(ord("A") + 10 * shift + value)
            shift = None
        elif CC1 <= value < CC4:
            shift = value - CC1
        elif value != CC4:
            text += "0123456789-"[value]
    return text
