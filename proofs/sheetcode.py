"""Filled rectangles of one path go in, the text of the Data Matrix they are comes out, or None.

The rectangles are laid on their own grid, the smallest of them a module high, and what lies there is read by zxing-cpp,
which corrects what a damaged module spoils. What a sheet says of itself is `v1|job|pile|block|sheet|side|check`
(print.md §4.4), its check digit that of the 保険者番号 over all digits before it (domain.md §5.1).
"""

import re
from collections.abc import Sequence
from typing import Final

import zxingcpp

from proofs.barcode import Box
from proofs.checkdigit import check_digit
from proofs.facts import Matrix

_KIND: Final = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.DataMatrix])
_LEAST, _MOST = 10, 64  # modules across
_QUIET = 2
_FLAT = 1e-6  # what a matrix that only scales has beside its diagonal
_SHEET: Final = re.compile(r"v1\|([0-9-]*)\|([A-Z])\|([0-9]{3,})\|([0-9]{4,})\|([FB])\|([0-9])")


def read_sheet_code(boxes: Sequence[Box], at: Matrix) -> re.Match[str] | None:
    """Return job, pile, block, sheet and side a code says, as groups 1 to 5; None where it is no sheet's code."""
    text = _read(boxes) if max(abs(at[1]), abs(at[2])) < _FLAT else None
    said = _SHEET.fullmatch(text) if text else None
    if said is None:
        return None
    digits = "".join(filter(str.isdecimal, said[0].rpartition("|")[0]))
    return said if check_digit(digits) == int(said[6]) else None


def _read(boxes: Sequence[Box]) -> str | None:
    """Read a code that lies upright, with a quiet zone put round it."""
    module = min(height for *_, height in boxes)
    left, low = min(x for x, *_ in boxes), min(y for _, y, *_ in boxes)
    width = max(x + wide for x, _, wide, _ in boxes) - left
    across = round(width / module) if module > 0 else 0
    if not _LEAST <= across <= _MOST:
        return None
    size = across + 2 * _QUIET
    image = bytearray(b"\xff" * (size * size))
    for x, y, wide, high in boxes:
        column, row = round((x - left) / module), round((y - low) / module)
        for up in range(round(high / module)):
            at = (size - _QUIET - 1 - row - up) * size + _QUIET + column
            dark = round(wide / module)
            image[at : at + dark] = bytes(dark)
    if len(image) != size * size:
        return None  # a rectangle reached out of the square
    return _decoded(image, size)


def _decoded(image: bytearray, size: int) -> str | None:
    rows = memoryview(bytes(image)).cast("B", shape=[size, size])
    found = zxingcpp.read_barcodes(rows, formats=_KIND, is_pure=True)
    return found[0].text if found else None
