"""A text and an area in, a line of it out, too small for the eye and for a copier: micro text.

Drawn as outlines: it is exempt from the least type size, adds nothing to a search for a name, and no copier holds it.
To the eye it is a rule. Authority: domain.md §1.5. Operators in pt.
"""

from math import ceil

from fonts.outlines import outline
from layouts.marks import Area
from layouts.palette import Paint
from layouts.security.pen import clipped, contours, filled, rectangle

_CELL = 0.12  # of the em, below the baseline


def draw_micro(area: Area, text: str, paint: Paint) -> str:
    """Repeat a text along the area, its em as high as the area."""
    drawn = outline("gothic", text)
    scale = area.height / 1000
    step = drawn.width * scale
    shape = contours(drawn.strokes) + "f\n"
    parts = [filled(paint)]
    for index in range(ceil(area.width / step)):
        x, y = area.x + index * step, area.y + _CELL * area.height
        parts.append(f"q {scale:.5f} 0 0 {scale:.5f} {x:.3f} {y:.3f} cm\n{shape}Q\n")
    return clipped(rectangle(area), "W", "".join(parts))
