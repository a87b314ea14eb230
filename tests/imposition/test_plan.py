"""Trays emptied in order give the job back; every back lies behind its front (contract §5, print.md §4.2)."""

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imposition.plan import Block, cut_blocks, placements, sheet_pieces
from imposition.sheet import FINISHINGS, TURNS, Stock, cell_on, grid_corners, number_cells
from imposition.stock import load_stock
from layouts.geometry import Point, Size

BASE = load_stock("card-21up")


def stock_of(columns: int, rows: int, depth: int, finishing: str, turn: str = "vertical") -> Stock:
    """Make a sheet with unequal margins: 7 left, 20 right, 5 below, 13 above."""
    corners = grid_corners(columns, rows, Point(7, 5), Point(96, 62))
    return replace(
        BASE,
        sheet=Size(width=7 + 96 * (columns - 1) + 86 + 20, height=5 + 62 * (rows - 1) + 54 + 13),
        cells=number_cells(corners),
        stack_depth=depth,
        finishing=finishing,
        turn=turn,
    )


def cut_and_empty(stock: Stock, block: Block) -> list[int]:
    """Finish a printed block with one's hands: cut or punch the pile, then empty the trays in order."""
    sheets = [dict(zip(stock.cells, sheet_pieces(stock, block, s + 1), strict=True)) for s in range(block.sheets)]
    trays: dict[int, list[int | None]] = defaultdict(list)
    if stock.finishing == "guillotine":
        for number, cell in enumerate(stock.cells):  # the pile is cut through: one little pile a cell
            trays[number] = [sheet[cell] for sheet in sheets]
    else:
        for sheet in sheets:  # punched one by one from the top: every piece drops at once, in cell order
            for cell in stock.cells:
                trays[cell.column if stock.finishing == "punch-column" else 0].append(sheet[cell])
    return [piece for tray in sorted(trays) for piece in trays[tray] if piece is not None]


@pytest.mark.parametrize("finishing", FINISHINGS)
@pytest.mark.parametrize("grid", [(1, 1), (2, 1), (3, 1), (1, 4), (2, 5), (3, 7)])
def test_every_piece_once_and_in_order(finishing: str, grid: tuple[int, int]) -> None:
    for depth in (1, 3, 5):
        stock = stock_of(*grid, depth, finishing)
        for pieces in (*range(1, 45), 119, 210):
            blocks = cut_blocks(stock, pieces)
            assert [p for b in blocks for p in cut_and_empty(stock, b)] == list(range(pieces))


@settings(max_examples=60, deadline=None)
@given(
    columns=st.integers(1, 5), rows=st.integers(1, 8), depth=st.integers(1, 40), pieces=st.integers(0, 900),
    finishing=st.sampled_from(FINISHINGS), turn=st.sampled_from(TURNS),
)  # fmt: skip
def test_placements_agree_with_hands(
    columns: int, rows: int, depth: int, pieces: int, finishing: str, turn: str
) -> None:
    stock = stock_of(columns, rows, depth, finishing, turn)
    per = columns * rows
    seen: list[tuple[int, int, int, int]] = []
    for block in cut_blocks(stock, pieces):
        assert block.sheets == -(-block.count // per) <= depth
        rows_of_csv = list(placements(stock, block))
        assert len(rows_of_csv) == block.sheets * per * 2
        fronts = [p for p in rows_of_csv if p.side == "F" and p.piece is not None]
        backs = {p.piece: p for p in rows_of_csv if p.side == "B" and p.piece is not None}
        assert len(backs) == len(fronts) == block.count
        for front in fronts:
            back = backs[front.piece]
            assert (front.tray, front.position, front.stack_position) == (back.tray, back.position, back.stack_position)
            seen.append((block.number, front.tray or 0, front.position or 0, front.stack_position or 0))
    seen.sort()
    assert [s for *_, s in seen] == list(range(1, pieces + 1))


@pytest.mark.parametrize("turn", TURNS)
def test_back_lies_behind_its_front(turn: str) -> None:
    stock = stock_of(3, 7, 10, "guillotine", turn)
    width, height = stock.sheet.width, stock.sheet.height
    for cell in stock.cells:
        back = cell_on(stock, cell, "B")
        corners = {(back.x + dx, back.y + dy) for dx in (0, 86) for dy in (0, 54)}
        through = {(width - x, y) if turn == "vertical" else (x, height - y) for x, y in corners}
        assert {(round(x, 6), round(y, 6)) for x, y in through} == {
            (cell.x + dx, cell.y + dy) for dx in (0, 86) for dy in (0, 54)
        }
        assert (back.row, back.column) == (
            (cell.row, 4 - cell.column) if turn == "vertical" else (8 - cell.row, cell.column)
        )


@pytest.mark.parametrize("turn", TURNS)
def test_each_side_reads_from_its_own_top_left(turn: str) -> None:
    stock = stock_of(3, 2, 1, "punch", turn)
    (block,) = cut_blocks(stock, 5)
    for side in ("F", "B"):
        page = [p for p in placements(stock, block) if p.side == side]
        assert [(p.row, p.column) for p in page] == [(r, c) for r in (1, 2) for c in (1, 2, 3)]
        assert [p.y for p in page] == sorted((p.y for p in page), reverse=True)
        assert [p.x for p in page[:3]] == sorted(p.x for p in page[:3])


def test_the_contracts_formula_for_the_guillotine() -> None:
    (block,) = cut_blocks(BASE, 1000)
    assert block.sheets == 48
    for sheet in range(1, 49):
        for cell, piece in enumerate(sheet_pieces(BASE, block, sheet)):
            if piece is not None:
                assert (piece // 48, piece % 48) == (cell, sheet - 1)
    blanks = [p for p in placements(BASE, block, backs=False) if p.piece is None]
    assert len(blanks) == 8
    assert all((p.tray, p.position, p.stack_position) == (None, None, None) for p in blanks)


def test_the_second_block_goes_on_counting() -> None:
    blocks = cut_blocks(BASE, 2105)
    assert [(b.number, b.first, b.count, b.sheets) for b in blocks] == [(1, 0, 2100, 100), (2, 2100, 5, 1)]
    last = [p for p in placements(BASE, blocks[1]) if p.piece is not None]
    assert sorted({p.stack_position for p in last}) == [2101, 2102, 2103, 2104, 2105]
    assert cut_blocks(BASE, 0) == ()


def test_trays_as_a_table() -> None:
    """Six pieces, 2 x 2 cells, margins 7 left and 20 right; checked by hand when it was written."""
    lines: list[str] = []
    for finishing in FINISHINGS:
        stock = stock_of(2, 2, 2, finishing)
        (block,) = cut_blocks(stock, 6)
        lines.append(finishing)
        for p in placements(stock, block):
            said = "blank" if p.piece is None else f"tray {p.tray} no {p.position} all {p.stack_position}"
            lines.append(f"{p.sheet}{p.side} {p.row}/{p.column} {p.x:7.3f} {p.y:6.3f} {said}")
    golden = Path(__file__).parent / "golden" / "trays.txt"
    assert "\n".join(lines) + "\n" == golden.read_text("utf-8")
