"""A text in, the dark modules of a code out: the only place that knows a code library.

Static codes, drawn once a layout, come from qrcode; small ones, drawn per piece, from zxing-cpp, which is fast enough.
Authority: ISO/IEC 18004 (quiet zone of 4 modules), ISO/IEC 16022 (Data Matrix), print.md §3.
"""

from dataclasses import dataclass
from typing import Any, cast

import qrcode
import zxingcpp
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4  # modules of quiet zone on every side
LEAST_MODULE_MM = 0.30  # what an office printer still keeps open


@dataclass(frozen=True, slots=True)
class Modules:
    """A square code without its quiet zone: rows from the top, True = dark."""

    rows: tuple[tuple[bool, ...], ...]

    @property
    def across(self) -> int:
        """Return the number of modules of a side, the quiet zones included."""
        return len(self.rows) + 2 * QUIET


def qr(text: str) -> Modules:
    """Encode a text as a QR code of level M."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    return Modules(tuple(tuple(bool(dark) for dark in row) for row in code.get_matrix()))


def data_matrix(text: str) -> Modules:
    """Encode a text as a Data Matrix ECC 200, the smallest square that holds it."""
    code = cast(Any, zxingcpp).create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
    image = memoryview(code.to_image(scale=1, add_quiet_zones=False))
    across = image.shape[1] if image.shape else 0
    dark = image.tobytes().translate(_DARK)
    return Modules(tuple(tuple(map(bool, dark[at : at + across])) for at in range(0, len(dark), across)))


_DARK = bytes([1, *[0] * 255])  # of a grey image: 0 is ink
