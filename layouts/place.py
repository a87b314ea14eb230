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
    """Return the room of one slot in mm: of its line, and of the two lines it may take instead."""
    x, y, room = to_mm(slot.x), to_mm(slot.y), to_mm(slot.room)
    box = text_box(slot.align, x, y, room, to_mm(slot.size))
    if slot.pair is None:
        return box
    em = to_mm(slot.pair.step.size)
    upper, lower = (text_box(slot.align, x, y + to_mm(by), room, em) for by in (slot.pair.upper, slot.pair.lower))
    low, top = min(box.y, lower.y), max(box.top, upper.top)
    return Rect(x=box.x, y=low, width=box.width, height=top - low)


def baselines(slot: Slot) -> tuple[float, ...]:
    """Return the lines a text may stand on, in mm from the trim's lower edge: its own, then the upper and the lower."""
    places = (0.0,) if slot.pair is None else (0.0, slot.pair.upper, slot.pair.lower)
    return tuple(to_mm(slot.y + by) for by in places)


def text_box(align: str, x: float, y: float, width: float, em: float) -> Rect:
    """Return the box of a text standing on a baseline; all lengths of one unit."""
    left = x - width if align == "right" else x - width / 2 if align == "center" else x
    return Rect(x=left, y=y - DESCENT * em, width=width, height=(ASCENT + DESCENT) * em)
