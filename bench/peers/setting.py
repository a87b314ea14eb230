"""A page of cells in, every text on it with its place, size and scale out: what is the same for every peer.

A peer measures with its own metrics and only where it must: a text that is aligned to the right or that may have to be
condensed. How far it may be condensed is read from the layout's own ladder of sizes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.task import Cell, Task
from layouts.document import Fields, Side
from layouts.fit import FULL, fitted
from layouts.template import Slot, Template

#: face chain → the tag of its first face, the only one a peer has
FACE = {"gothic": "G", "bold": "B"}
#: face tag, text → width in 1/1000 em
Measure = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it is shown: pt from the trim's lower left, percent."""

    text: str
    tag: str
    size: float
    x: float
    y: float
    scale: float


def texts(template: Template, side: Side, measure: Measure) -> Iterator[Shown]:
    """Yield every variable text of a side."""
    yield from _shown(template.slots, side.fields, measure)
    for name, sets in side.blocks.items():
        for placed, fields in zip(template.blocks[name].placed, sets, strict=False):
            yield from _shown(placed.slots, fields, measure)


def forms(task: Task, cell: Cell) -> Iterator[tuple[str, float, float]]:
    """Yield the arts of a cell by name, each with the lower left of its trim or block on the sheet."""
    template = task.layouts.template(cell.side.layout)
    yield template.art.name, cell.x, cell.y
    for name, sets in cell.side.blocks.items():
        block = template.blocks[name]
        if block.art is not None:
            for corner, _ in zip(block.at, sets, strict=False):
                yield block.art.name, cell.x + corner.x, cell.y + corner.y


def _shown(slots: Sequence[Slot], fields: Fields, measure: Measure) -> Iterator[Shown]:
    for slot in slots:
        text = fields.get(slot.field_name)
        if not text:
            continue
        tag, size = FACE[slot.shaper.name], slot.size
        if slot.align == "left" and len(slot.steps) == 1 and slot.steps[0].full == slot.steps[0].narrow:
            yield Shown(text, tag, size, slot.x, slot.y, FULL)
            continue
        fit = fitted(round(measure(tag, text)), slot.steps)
        if fit is None:
            raise ValueError(f"{slot.place}: too wide")
        x = slot.x - fit.width if slot.align == "right" else slot.x
        yield Shown(text, tag, fit.size, x, slot.y, fit.scale)
