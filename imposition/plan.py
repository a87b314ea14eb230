"""Counts of pieces in, blocks, sheets, cells and trays out (contract §5; print.md §4.2).

Pieces are only their index in the pile. A tray is what falls together when the stack is cut or punched; emptying the
trays in order, sheet by sheet from the top, gives the order of the job back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from imposition.sheet import Cell, Face, Stock, cell_on


@dataclass(frozen=True, slots=True)
class Block:
    """A stack of sheets that is cut in one go; `first` is the index of its first piece in the pile."""

    number: int
    first: int
    count: int
    sheets: int


class Placement(NamedTuple):
    """What lies in one cell of one side; a blank has no piece, tray or position."""

    sheet: int
    side: Face
    row: int
    column: int
    x: float
    y: float
    tray: int | None
    position: int | None
    stack_position: int | None
    piece: int | None


def cut_blocks(stock: Stock, pieces: int) -> tuple[Block, ...]:
    """Cut a pile into blocks of cells times stack depth, the last one shorter."""
    full = len(stock.cells) * stock.stack_depth
    firsts = range(0, pieces, full)
    counts = (min(full, pieces - first) for first in firsts)
    return tuple(
        Block(number, first, count, -(-count // len(stock.cells)))
        for number, (first, count) in enumerate(zip(firsts, counts, strict=True), 1)
    )


def sheet_pieces(stock: Stock, block: Block, sheet: int) -> tuple[int | None, ...]:
    """Return the piece in each cell of a sheet (counted from 1), as an index in the pile; None is a blank."""
    found = (_local(slot, block.sheets, sheet) for slot in _slots(stock))
    return tuple(block.first + i if i < block.count else None for i in found)


def placements(stock: Stock, block: Block, *, backs: bool = True) -> Iterator[Placement]:
    """Yield every cell of a block, sheet by sheet, front then back, each side in its own reading order."""
    sides: tuple[Face, ...] = ("F", "B") if backs else ("F",)
    views = {side: sheet_cells(stock, side) for side in sides}
    slots = _slots(stock)
    for sheet in range(1, block.sheets + 1):
        pieces = sheet_pieces(stock, block, sheet)
        for side in sides:
            for index, cell in views[side]:
                yield _placement(block, sheet, side, cell, slots[index], pieces[index])


@lru_cache(maxsize=32)
def sheet_cells(stock: Stock, face: Face) -> tuple[tuple[int, Cell], ...]:
    """Return the cells of a side in its own reading order, each with its index among the cells of the front."""
    seen = [(i, cell_on(stock, c, face)) for i, c in enumerate(stock.cells)]
    return tuple(sorted(seen, key=lambda pair: (pair[1].row, pair[1].column)))


@dataclass(frozen=True, slots=True)
class _Slot:
    """A cell's tray (from 1), its turn in it (from 0), the turns of that tray and of all trays before it."""

    tray: int
    turn: int
    turns: int
    before: int


@lru_cache(maxsize=16)
def _slots(stock: Stock) -> tuple[_Slot, ...]:
    """Return the slot of each cell, in the order of the cells."""
    if stock.finishing == "guillotine":
        return tuple(_Slot(i + 1, 0, 1, i) for i in range(len(stock.cells)))
    if stock.finishing in ("punch", "sequential"):
        return tuple(_Slot(1, i, len(stock.cells), 0) for i in range(len(stock.cells)))
    columns = [c.column for c in stock.cells]
    return tuple(
        _Slot(column, columns[:i].count(column), columns.count(column), sum(c < column for c in columns))
        for i, column in enumerate(columns)
    )


def _local(slot: _Slot, depth: int, sheet: int) -> int:
    """Return the index in the block of the piece in a slot of a sheet."""
    return slot.before * depth + (sheet - 1) * slot.turns + slot.turn


def _placement(block: Block, sheet: int, side: Face, cell: Cell, slot: _Slot, piece: int | None) -> Placement:
    tray = position = stack = None
    if piece is not None:
        tray, position, stack = slot.tray, (sheet - 1) * slot.turns + slot.turn + 1, piece + 1
    return Placement(sheet, side, cell.row, cell.column, cell.x, cell.y, tray, position, stack, piece)
