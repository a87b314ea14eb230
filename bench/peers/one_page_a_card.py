"""reportlab writing one page a side of a card, for the two peers that impose pages afterwards."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.peers.pen import BLACK, Pens, show
from bench.peers.setting import forms, texts
from bench.task import Cell, Task
from layouts.geometry import Point, Size, to_pt


def write_cards(task: Task, pens: Pens, path: Path, cells: Sequence[Cell], page: Size, trim: Point) -> None:
    """Write each side on a page of its own (mm), its trim's lower left at `trim`."""
    pen = pens.canvas(path, (to_pt(page.width), to_pt(page.height)))
    left, low = to_pt(trim.x), to_pt(trim.y)
    for cell in cells:
        alone = Cell(0, 0, cell.side)
        pen.translate(left, low)
        for name, x, y in forms(task, alone):
            if x or y:
                pen.saveState()
                pen.translate(x, y)
                pen.doForm(name)
                pen.restoreState()
            else:
                pen.doForm(name)
        text: Any = pen.beginText()
        text.setFillColor(BLACK)
        for shown in texts(task.layouts.template(cell.side.layout), cell.side, pens.measure):
            show(text, shown, 0, 0)
        pen.drawText(text)
        pen.showPage()
    pen.save()
