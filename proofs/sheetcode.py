"""Filled rectangles of one path go in, what a sheet's code says of it comes out, or None.

`v1|job|pile|block|sheet|side|check` (print.md §4.4); the check digit is that of the 保険者番号 over all digits before
it (domain.md §5.1). Nothing is known of where the code stands: its own lowest rectangle is a module high.
"""

import re
from collections.abc import Sequence
from typing import Final

from proofs.barcode import Box
from proofs.checkdigit import check_digit
from proofs.facts import Matrix
from proofs.matrix import Grid, read_matrix

_FLAT = 1e-6  # what a matrix that only scales has beside its diagonal
_SHEET: Final = re.compile(r"v1\|([0-9-]*)\|([A-Z])\|([0-9]{3,})\|([0-9]{4,})\|([FB])\|([0-9])")


def read_sheet_code(boxes: Sequence[Box], at: Matrix) -> re.Match[str] | None:
    """Return job, pile, block, sheet and side a code says, as groups 1 to 5; None where it is no sheet's code."""
    module = min(height for *_, height in boxes)
    if max(abs(at[1]), abs(at[2])) > _FLAT or module <= 0:
        return None
    left, top = min(x for x, *_ in boxes), max(y + height for _, y, _, height in boxes)
    said = _SHEET.fullmatch(read_matrix(boxes, Grid(1 / module, -left / module, top / module)) or "")
    if said is None:
        return None
    digits = "".join(filter(str.isdecimal, said[0].rpartition("|")[0]))
    return said if check_digit(digits) == int(said[6]) else None
