"""reportlab drawing straight onto sheets: art and marks as forms, a text object a piece, one file a block."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.peers.pen import BLACK, Pens, put_form, show
from bench.peers.setting import forms, texts
from bench.task import Make, Page, Task, pages
from layouts.geometry import to_pt


def prepare(task: Task) -> Make:
    """Register the fonts and lay out what lies where."""
    pens = Pens(task)
    files = [(task.file(f"{b.number:03d}.pdf"), list(pages(task, b))) for b in task.blocks]

    def make() -> Sequence[Path]:
        for path, sides in files:
            _write(task, pens, path, sides)
        return [path for path, _ in files]

    return make


def _write(task: Task, pens: Pens, path: Path, sides: Sequence[Page]) -> None:
    pen = pens.canvas(path, (to_pt(task.stock.sheet.width), to_pt(task.stock.sheet.height)))
    pens.define_marks(pen)
    for page in sides:
        pens.draw_frame(pen, page)
        for cell in page.cells:
            for name, x, y in forms(task, cell):
                put_form(pen, name, x, y)
            text: Any = pen.beginText()
            text.setFillColor(BLACK)
            for shown in texts(task.layouts.template(cell.side.layout), cell.side, pens.measure):
                show(text, shown, cell.x, cell.y)
            pen.drawText(text)
        pen.showPage()
    pen.save()
