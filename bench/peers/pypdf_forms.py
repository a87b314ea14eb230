"""reportlab one page a card and one a bare sheet, then pypdf placing every card's page as a form on its sheet.

Not `merge_page`, which rewrites content for every card (58-170 cards/s): each page becomes one form XObject whose
resources stay shared, and the sheet's content only names it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from bench.peers.one_page_a_card import write_cards
from bench.peers.pen import Pens
from bench.peers.placing import form_of, stream_of
from bench.task import Make, Page, Task, pages
from layouts.geometry import Point, Size, to_pt


def prepare(task: Task) -> Make:
    """Register the fonts and lay out what lies where."""
    pens = Pens(task)
    files = [(task.file(f"{b.number:03d}.pdf"), list(pages(task, b))) for b in task.blocks]

    def make() -> Sequence[Path]:
        for path, sides in files:
            cards, bare = path.with_name(f"cards-{path.name}"), path.with_name(f"bare-{path.name}")
            bleed = task.stock.bleed
            size = Size(width=task.stock.trim.width + 2 * bleed, height=task.stock.trim.height + 2 * bleed)
            write_cards(task, pens, cards, [cell for page in sides for cell in page.cells], size, Point(bleed, bleed))
            _write_bare(task, pens, bare, sides)
            _place(task, cards, bare, path, sides)
            cards.unlink()
            bare.unlink()
        return [path for path, _ in files]

    return make


def _write_bare(task: Task, pens: Pens, path: Path, sides: Sequence[Page]) -> None:
    """Write the sheets without cards: marks and the sheet's line."""
    pen = pens.canvas(path, (to_pt(task.stock.sheet.width), to_pt(task.stock.sheet.height)))
    pens.define_marks(pen)
    for page in sides:
        pens.draw_frame(pen, page)
        pen.showPage()
    pen.save()


def _place(task: Task, cards: Path, bare: Path, path: Path, sides: Sequence[Page]) -> None:
    writer = PdfWriter(clone_from=bare)
    source = iter(PdfReader(cards).pages)
    bleed = to_pt(task.stock.bleed)
    for sheet, page in zip(writer.pages, sides, strict=True):
        names = DictionaryObject()
        shown: list[str] = []
        for index, cell in enumerate(page.cells):
            names[NameObject(f"/C{index}")] = form_of(next(source), writer)
            shown.append(f"q 1 0 0 1 {cell.x - bleed:.3f} {cell.y - bleed:.3f} cm /C{index} Do Q\n")
        _add(writer, cast(DictionaryObject, sheet), names, "".join(shown))
    writer.write(path)


def _add(writer: PdfWriter, sheet: DictionaryObject, names: DictionaryObject, content: str) -> None:
    """Give a sheet forms of its own beside those it shares, and the operators that show them."""
    resources = cast(DictionaryObject, sheet["/Resources"])
    own = DictionaryObject(resources)
    shared = cast(DictionaryObject, resources["/XObject"].get_object())
    own[NameObject("/XObject")] = DictionaryObject({**shared, **names})
    sheet[NameObject("/Resources")] = own
    sheet[NameObject("/Contents")] = ArrayObject([sheet.raw_get("/Contents"), stream_of(content, writer)])
