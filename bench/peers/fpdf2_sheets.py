"""fpdf2 drawing the texts straight onto sheets; pypdf then lays our art and marks, as forms, beneath every page.

fpdf2 has no form that is drawn once and placed often; drawn anew on every card the art would cost it most of its time.
"""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from fpdf import FPDF
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from bench.artwork import arts, write_art
from bench.peers.placing import form_of, stream_of
from bench.peers.setting import forms, texts
from bench.task import Cell, Make, Page, Task, pages
from fonts.catalog import load_catalog
from layouts.fit import FULL
from layouts.geometry import to_pt

_PERCENT = 100


def prepare(task: Task) -> Make:
    """Write the art to place and lay out what lies where; fpdf2 reads fonts for every file anew."""
    art = task.file("art.pdf")
    numbers = write_art(task, art)
    files = [(task.file(f"{b.number:03d}.pdf"), list(pages(task, b))) for b in task.blocks]

    def make() -> Sequence[Path]:
        for path, sides in files:
            _lay_art_beneath(task, art, numbers, _texts(task, sides), sides, path)
        return [path for path, _ in files]

    return make


def _texts(task: Task, sides: Sequence[Page]) -> bytes:
    sheet = task.stock.sheet
    pen: Any = FPDF(unit="pt", format=(to_pt(sheet.width), to_pt(sheet.height)))
    for tag in ("G", "B"):
        pen.add_font(tag, fname=load_catalog().faces[tag].path)
    pen.set_auto_page_break(auto=False)
    for page in sides:
        pen.add_page()
        # fpdf2 keeps RGB and grey; K100 is set in its stream, once a page.
        pen._out("0 0 0 1 k")
        for cell in page.cells:
            _show_cell(task, pen, cell)
        place = task.stock.slug
        if place is not None:
            pen.set_font("G", size=place.size_pt)
            pen.text(to_pt(place.at.x), to_pt(sheet.height - place.at.y), page.slug)
    return bytes(pen.output())


def _show_cell(task: Task, pen: Any, cell: Cell) -> None:
    high = to_pt(task.stock.sheet.height)

    def measure(tag: str, text: str) -> float:
        pen.set_font(tag, size=1000)
        return cast(float, pen.get_string_width(text))

    for shown in texts(task.layouts.template(cell.side.layout), cell.side, measure):
        pen.set_font(shown.tag, size=shown.size)
        if shown.scale != FULL:
            pen.set_stretching(shown.scale)
        pen.text(cell.x + shown.x, high - cell.y - shown.y, shown.text)
        if shown.scale != FULL:
            pen.set_stretching(_PERCENT)


def _lay_art_beneath(
    task: Task, art: Path, numbers: Mapping[str, int], shown: bytes, sides: Sequence[Page], path: Path
) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(shown))
    source = PdfReader(art).pages
    known = arts(task)
    names = DictionaryObject()
    for name, number in numbers.items():
        names[NameObject(f"/{name}")] = form_of(source[number], writer)
    for sheet, page in zip(writer.pages, sides, strict=True):
        cast(DictionaryObject, sheet["/Resources"].get_object())[NameObject("/XObject")] = names
        parts = [f"/M_{page.face} Do\n"]
        for cell in page.cells:
            for name, x, y in forms(task, cell):
                box = known[name].box
                parts.append(f"q 1 0 0 1 {x + to_pt(box.x):.3f} {y + to_pt(box.y):.3f} cm /A_{name} Do Q\n")
        beneath = stream_of("".join(parts), writer)
        sheet[NameObject("/Contents")] = ArrayObject([beneath, sheet.raw_get("/Contents")])
    writer.write(path)
