"""The content of a Data Matrix enters, the operators that draw it as filled rectangles leave.

Authority: ISO/IEC 16022 (ECC 200, a quiet zone), print.md §3 (least module of a code in print).
"""

import re
from functools import cache
from typing import Final

from layouts.codes import MATRIX_QUIET, data_matrix
from layouts.geometry import number

LEAST_MATRIX_MM: Final = 0.40  #: of a module: what a camera reads at full speed off paper and off plastic
QUIET_MODULES: Final = MATRIX_QUIET
#: Room a layout keeps: what we print takes 22, numbers wider than usual 24.
MOST_MODULES: Final = 24

_DARK = re.compile(b"\x01+")


def operators(content: str, module_pt: float, left_pt: float, top_pt: float) -> str:
    """Draw the code with its upper left corner there, in the colour that is set; the graphics state stays.

    A rectangle is a run of dark modules in a row, so no hairlines open between them; the unit is the module.
    """
    rows = data_matrix(content).rows
    if len(rows) > MOST_MODULES:
        raise ValueError(f"a code of {len(rows)} modules has no room, {MOST_MODULES} are kept for it")
    unit, height = number(module_pt), len(rows)
    boxes = [_box(height - at, *run.span()) for at, row in enumerate(rows, 1) for run in _DARK.finditer(bytes(row))]
    corner = f"{number(left_pt)} {number(top_pt - height * module_pt)}"
    return f"q {unit} 0 0 {unit} {corner} cm {''.join(boxes)}f Q"


@cache
def _box(y: int, start: int, end: int) -> str:
    return f"{start} {y} {end - start} 1 re "
