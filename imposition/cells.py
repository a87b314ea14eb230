"""A block and its documents in, the rows of its cell list out (contract §4, cards/NNN.csv and notices/NNN.csv).

A row per cell and side; a sheet that carries several numbers (お知らせ of a household) has a row per number.
Blanks have a place and nothing else.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from imposition.plan import Block, Placement, placements, sheet_cells
from imposition.sheet import FACES, Cell, Face, Stock, print_order, shift
from layouts.document import Document

HEADER = (
    "file", "page", "side", "row", "column", "x_mm", "y_mm", "block", "sheet", "tray", "position", "stack_position",
    "kind", "管理番号", "envelope",
)  # fmt: skip


class CellRow(NamedTuple):
    """One row, written as it stands in the file."""

    file: str
    page: int
    side: Face
    row: int
    column: int
    x_mm: str
    y_mm: str
    block: int
    sheet: int
    tray: int | None
    position: int | None
    stack_position: int | None
    kind: str
    number: str  #: 管理番号
    envelope: str


def cell_rows(
    stock: Stock, block: Block, documents: Sequence[Document], file: str, *, backs: bool, back_file: str = ""
) -> Iterator[CellRow]:
    """Yield the rows of a block, sheet by sheet from the top of its stack.

    Where the profile is reversed the pages count down meanwhile. `file` is the PDF's name; with `back_file` the backs
    are a file of their own and both count their pages from 1.
    """
    sides = 2 if backs and not back_file else 1
    printed = {sheet: at for at, sheet in enumerate(print_order(stock, block.sheets))}
    places = {
        (face, cell.x, cell.y): _written(stock, face, cell) for face in FACES for _, cell in sheet_cells(stock, face)
    }
    for place in placements(stock, block, backs=backs):
        page = printed[place.sheet] * sides + (sides if place.side == "B" else 1)
        name = back_file if place.side == "B" and back_file else file
        kind, numbers, envelope = _content(block, documents, place)
        x, y = places[place.side, place.x, place.y]
        for number in numbers:
            yield CellRow(
                name, page, place.side, place.row, place.column, x, y,
                block.number, place.sheet, place.tray, place.position, place.stack_position, kind, number, envelope,
            )  # fmt: skip


def write_cells(path: Path, rows: Iterable[CellRow]) -> None:
    """Write a cell list: UTF-8 with byte order mark, CRLF, RFC 4180 quoting where needed only."""
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write("\ufeff")
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(HEADER)
        writer.writerows(rows)


def _written(stock: Stock, face: Face, cell: Cell) -> tuple[str, str]:
    """Write where a cell lies on the page, its side's compensation included."""
    at = shift(stock, face).of(cell.x, cell.y)
    return f"{at.x:.3f}", f"{at.y:.3f}"


def _content(block: Block, documents: Sequence[Document], place: Placement) -> tuple[str, Sequence[str], str]:
    """Return kind, numbers (one row each, at least one) and envelope of what lies in a place."""
    if place.piece is None:
        return "blank", ("",), ""
    document = documents[place.piece - block.first]
    return document.kind, document.numbers or ("",), document.envelope
