"""Where each variable text may lie: a template in, boxes in mm from the trim's lower left out, for the checker."""

from collections.abc import Mapping

from layouts.geometry import Rect, to_mm
from layouts.template import Slot, Template

ASCENT = 0.88  # of the em above the baseline: every face of ours keeps its ideographic box there
DESCENT = 0.12


def boxes(template: Template) -> Mapping[str, Rect]:
    """Return the box of every variable element: ``name``, and ``person[0].digits`` for the placements of a block."""
    found = {slot.name: slot_box(slot) for slot in template.slots}
    for block in template.blocks.values():
        for index, placed in enumerate(block.placed):
            found |= {f"{block.name}[{index}].{slot.name}": slot_box(slot) for slot in placed.slots}
    return found


def slot_box(slot: Slot) -> Rect:
    """Return the room of one slot in mm."""
    return text_box(slot.align, to_mm(slot.x), to_mm(slot.y), to_mm(slot.room), to_mm(slot.size))


def text_box(align: str, x: float, y: float, width: float, em: float) -> Rect:
    """Return the box of a text standing on a baseline; all lengths of one unit."""
    left = x - width if align == "right" else x - width / 2 if align == "center" else x
    return Rect(x=left, y=y - DESCENT * em, width=width, height=(ASCENT + DESCENT) * em)
