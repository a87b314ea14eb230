"""Typst producing the sheets from a data file: our art as pages of a PDF, placed as images; one file a block.

Widths are measured for it beforehand with our own metrics, outside the timed part; its own `measure` would cost more.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import typst

from bench.artwork import arts, write_art
from bench.peers.setting import forms, texts
from bench.task import Make, Page, Task, pages
from fonts.catalog import load_catalog
from fonts.runs import shaper
from layouts.geometry import to_pt

_CHAIN = {"G": "gothic", "B": "bold"}
_SOURCE = """
#let data = json("data.json")
#set page(width: data.width * 1pt, height: data.height * 1pt, margin: 0pt)
#set text(
  font: "BIZ UDPGothic", fill: cmyk(0%, 0%, 0%, 100%), top-edge: "baseline", bottom-edge: "baseline",
  kerning: false, ligatures: false, cjk-latin-spacing: none, lang: "ja",
)
#let forms = data.forms.map(f => image("art.pdf", page: f.page, width: f.width * 1pt, height: f.height * 1pt))
#let show-text(t) = {
  let (words, size, bold, x, y, scaled) = t
  let body = text(size: size * 1pt, weight: if bold { "bold" } else { "regular" }, words)
  place(dx: x * 1pt, dy: y * 1pt, if scaled == 100 { body } else {
    scale(x: scaled * 1%, origin: left + top, body)
  })
}
#for side in data.pages {
  for (form, x, y) in side.forms { place(dx: x * 1pt, dy: y * 1pt, forms.at(form)) }
  for t in side.texts { show-text(t) }
  pagebreak(weak: true)
}
"""


def prepare(task: Task) -> Make:
    """Write art, source and data; what is timed is Typst reading them and writing the sheets."""
    numbers = write_art(task, task.file("art.pdf"))
    (task.out / "sheets.typ").write_text(_SOURCE, encoding="utf-8")
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(load_catalog().faces["G"].path.parent)],
    )
    data = [json.dumps(_data(task, list(pages(task, b)), numbers), ensure_ascii=False) for b in task.blocks]

    def make() -> Sequence[Path]:
        made: list[Path] = []
        for block, text in zip(task.blocks, data, strict=True):
            (task.out / "data.json").write_text(text, encoding="utf-8")
            made.append(task.file(f"{block.number:03d}.pdf"))
            compiler = typst.Compiler(str(task.out / "sheets.typ"), root=str(task.out), font_paths=fonts)
            compiler.compile(output=str(made[-1]))
        return made

    return make


def _data(task: Task, sides: Sequence[Page], numbers: Mapping[str, int]) -> Mapping[str, object]:
    sheet, known = task.stock.sheet, arts(task)
    names = sorted(numbers)
    sizes = {f"A_{name}": (art.box.width, art.box.height) for name, art in known.items()}
    listed = [
        {"page": numbers[name] + 1, "width": to_pt(width), "height": to_pt(height)}
        for name in names
        for width, height in [sizes.get(name, (sheet.width, sheet.height))]
    ]
    rows = [{"forms": list(_forms(task, page, names)), "texts": list(_texts(task, page))} for page in sides]
    return {"width": to_pt(sheet.width), "height": to_pt(sheet.height), "forms": listed, "pages": rows}


def _forms(task: Task, page: Page, names: Sequence[str]) -> Iterator[tuple[int, float, float]]:
    """Yield forms by number with their upper left from the sheet's upper left."""
    known, high = arts(task), to_pt(task.stock.sheet.height)
    yield names.index(f"M_{page.face}"), 0, 0
    for cell in page.cells:
        for name, x, y in forms(task, cell):
            box = known[name].box
            yield names.index(f"A_{name}"), _pt(x + to_pt(box.x)), _pt(high - y - to_pt(box.top))


def _texts(task: Task, page: Page) -> Iterator[tuple[str, float, bool, float, float, float]]:
    high = to_pt(task.stock.sheet.height)
    for cell in page.cells:
        template = task.layouts.template(cell.side.layout)
        for shown in texts(template, cell.side, _measure):
            y = high - cell.y - shown.y
            yield shown.text, shown.size, shown.tag == "B", _pt(cell.x + shown.x), _pt(y), shown.scale
    place = task.stock.slug
    if place is not None:
        yield page.slug, place.size_pt, False, _pt(to_pt(place.at.x)), _pt(high - to_pt(place.at.y)), 100


def _measure(tag: str, text: str) -> float:
    return shaper(_CHAIN[tag]).run(text).width


def _pt(value: float) -> float:
    return round(value, 3)
