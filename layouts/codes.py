"""A text in, the dark modules of a code out: the only place that knows a code library.

Static codes, drawn once a layout, come from qrcode; codes drawn on every piece or sheet from zxing-cpp, a hundred times
as fast. Authority: ISO/IEC 18004 (QR: quiet zone of 4 modules), ISO/IEC 16022 (Data Matrix: at least 1), print.md §3.
"""

from dataclasses import dataclass
from typing import Any, cast

QUIET = 4  # modules of quiet zone on every side of a QR code
MATRIX_QUIET = 2  # of a Data Matrix: one more than the least, for what a press and a knife are off
LEAST_MODULE_MM = 0.30  # what an office printer still keeps open


@dataclass(frozen=True, slots=True)
class Modules:
    """A square code without its quiet zone: rows from the top, True = dark."""

    rows: tuple[tuple[bool, ...], ...]
    quiet: int = QUIET

    @property
    def across(self) -> int:
        """Return the number of modules of a side, the quiet zones included."""
        return len(self.rows) + 2 * self.quiet


def qr(text: str) -> Modules:
    """Encode a text as a QR code of level M."""
    import qrcode  # most jobs draw neither code
    from qrcode.constants import ERROR_CORRECT_M

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    return Modules(tuple(tuple(bool(dark) for dark in row) for row in code.get_matrix()))


def data_matrix(text: str) -> Modules:
    """Encode an ASCII text as a square Data Matrix ECC 200."""
    import zxingcpp

    kind = zxingcpp.BarcodeFormat.DataMatrix
    code = zxingcpp.create_barcode(text, kind, force_square=True)  # pyright: ignore[reportUnknownMemberType] - of kwargs
    image = cast(Any, code.to_image(scale=1, add_quiet_zones=False))  # a buffer, which its types do not say
    rows = cast("list[list[int]]", memoryview(image).tolist())
    return Modules(tuple(tuple(value == 0 for value in row) for row in rows), MATRIX_QUIET)
