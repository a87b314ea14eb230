"""A layout as it was read in, its elements with their boxes out: what a ruler over the print is to name.

Boxes are mm from the trim's lower left. Of a block the first placement's elements are listed; the others look alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from layouts.compile import Draft
from layouts.document import Side
from layouts.frame import Frame
from layouts.geometry import Point, Rect, to_mm
from layouts.place import text_box
from layouts.template import Slot, Template


class Sort(Enum):
    """What an element is to whoever looks for it."""

    FIELD = "field"
    CAPTION = "caption"
    SHAPE = "shape"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Part:
    """An element: its block, its name as `[text.name]` is written, and where it lies."""

    block: str
    name: str
    sort: Sort
    box: Rect
    dark: bool = False  #: bears print that a label must not hide


def parts(draft: Draft) -> tuple[Part, ...]:
    """List a layout's elements, fields first."""
    found = [*_frame("", draft.frame, Point(0, 0))]
    for name, (spec, frame) in draft.blocks.items():
        for index, at in enumerate(spec.at):
            low = draft.side.trim.height - at.y - spec.size.height
            box = Rect(x=at.x, y=low, width=spec.size.width, height=spec.size.height)
            label = f"block.{name} × {len(spec.at)}" if index == 0 else ""
            found.append(Part("", label, Sort.BLOCK, box))
            if index == 0:
                found += _frame(name, frame, Point(at.x, low))
    order = list(Sort)
    return tuple(sorted(found, key=lambda part: order.index(part.sort)))


def ink(draft: Draft, template: Template, side: Side) -> list[Rect]:
    """Return where a filled side bears print that nothing laid over it should hide."""
    found = [part.box for part in parts(draft) if part.dark]
    for slot in template.slots:
        found += _shown(slot, side.fields.get(slot.field_name, ""))
    for name, sets in side.blocks.items():
        for place, fields in zip(template.blocks[name].placed, sets, strict=False):
            for slot in place.slots:
                found += _shown(slot, fields.get(slot.field_name, ""))
    return found


def _shown(slot: Slot, text: str) -> list[Rect]:
    if not text:
        return []
    width = to_mm(min(slot.room, slot.shaper.width(text) * slot.size / 1000))
    left = to_mm(slot.x) - {"left": 0.0, "center": width / 2, "right": width}[slot.align]
    return [text_box("left", left, to_mm(slot.y), width, to_mm(slot.size))]


def _frame(block: str, frame: Frame, corner: Point) -> Iterator[Part]:
    for text in frame.texts:
        sort = Sort.FIELD if text.variable else Sort.CAPTION
        if text.raw.kind != "qr":
            yield Part(block, _short(text.raw.path), sort, _moved(text.box, corner), dark=not text.variable)
    for path, box in frame.fixed.items():
        name = _short(tuple(path.split(".")))
        yield Part(block, name, Sort.SHAPE, _moved(box, corner), dark=name.startswith("qr."))


def _short(path: tuple[str, ...]) -> str:
    """Write a table's name without what its colour says: `name` of a text, `box.frame` of a box."""
    return path[-1] if path[-2] in ("text", "paragraph") else ".".join(path[-2:])


def _moved(box: Rect, by: Point) -> Rect:
    return Rect(x=box.x + by.x, y=box.y + by.y, width=box.width, height=box.height)
