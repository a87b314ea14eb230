"""reportlab one page a card, then pdfimpose (run as a program of its own: it is AGPL) imposing front and back.

pdfimpose knows no unequal margins, no slug and no marks of ours: its sheet has one margin in whole points on every
side, bears cells only, and is held against ours within the cells. The cards' pages are as large as the pitch of the
cells, in the order in which pdfimpose fills a sheet; that much we do for it.
"""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.peers.one_page_a_card import write_cards
from bench.peers.pen import Pens
from bench.task import Cell, Make, Task, pages
from imposition.plan import Block
from imposition.sheet import Stock
from layouts.geometry import Point, Size, to_mm, to_pt


def prepare(task: Task) -> Make:
    """Register the fonts and put the sides into the order pdfimpose wants."""
    pens = Pens(task)
    stock = task.stock
    pitch = pitch_of(stock)
    trim = Point((pitch.width - stock.trim.width) / 2, (pitch.height - stock.trim.height) / 2)
    files = [(task.file(f"{b.number:03d}.pdf"), list(_paired(task, b))) for b in task.blocks]

    def make() -> Sequence[Path]:
        for path, cells in files:
            source = path.with_name(f"cards-{path.name}")
            write_cards(task, pens, source, cells, pitch, trim)
            _impose(stock, source, path)
            source.unlink()
        return [path for path, _ in files]

    return make


def pitch_of(stock: Stock) -> Size:
    """Return the distance of neighbouring cells."""
    xs, ys = sorted({c.x for c in stock.cells}), sorted({c.y for c in stock.cells})
    return Size(width=xs[1] - xs[0], height=ys[1] - ys[0])


def moved(stock: Stock) -> Point:
    """Return how far to the right and up of ours the cells lie on pdfimpose's sheet, in mm."""
    pitch = pitch_of(stock)
    left = (stock.sheet.width - stock.columns * pitch.width) / 2
    low = (stock.sheet.height - stock.rows * pitch.height) / 2
    margin = to_mm(_margin(stock))
    return Point(margin - left, margin - low)


def _margin(stock: Stock) -> int:
    """Return the margin on every side: pdfimpose takes whole points, and one for all sides."""
    return round(to_pt((stock.sheet.width - stock.columns * pitch_of(stock).width) / 2))


def _impose(stock: Stock, source: Path, path: Path) -> None:
    shape = f"{stock.columns}x{stock.rows}"
    command = [sys.executable, "-m", "pdfimpose", "cards", "--signature", shape]
    command += ["--omargin", f"{_margin(stock)}pt", "--output", str(path), str(source)]
    subprocess.run(command, check=True, capture_output=True)


def _paired(task: Task, block: Block) -> Iterator[Cell]:
    """Yield front, back, front, back, column by column as pdfimpose fills a sheet."""
    sides = list(pages(task, block))
    columns, rows = task.stock.columns, task.stock.rows
    for front, back in zip(sides[::2], sides[1::2], strict=True):
        for column in range(columns):
            for row in range(rows):
                yield front.cells[row * columns + column]
                yield back.cells[row * columns + columns - 1 - column]
