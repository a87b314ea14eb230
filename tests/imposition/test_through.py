"""Held against the light: every back lies behind its front, head to head, however cells are turned (print.md §4.2).

The sheet is taken in hand here with arithmetic of this test's own: points are looked at through the paper.
"""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imposition.cells import cell_rows
from imposition.plan import cut_blocks, placements
from imposition.sheet import (
    FINISHINGS,
    ORDERS,
    QUARTERS,
    TURNS,
    Cell,
    Face,
    Stock,
    cell_on,
    footprint,
    number_cells,
    print_order,
    shift,
    trims,
)
from imposition.side import prepare
from imposition.stock import load_stock
from layouts.document import Document, Side
from layouts.geometry import Point, Size, to_mm

BASE = load_stock("card-21up")
HEADS = {0: (0, 1), 90: (-1, 0), 180: (0, -1), 270: (1, 0)}  # where the upper edge of a piece points


def sheet_of(turned: list[int], columns: int, turn: str, order: str = "row", **more: object) -> Stock:
    """Make a sheet with unequal margins whose cells are turned one by one; each has room for either way."""
    at = [Point(11 + 95 * (i % columns), 6 + 97 * (i // columns)) for i in range(len(turned))]
    rows = -(-len(turned) // columns)
    return replace(
        BASE,
        sheet=Size(width=11 + 95 * columns + 17, height=6 + 97 * rows + 29),
        cells=number_cells(tuple(at), order, tuple(turned)),  # pyright: ignore[reportArgumentType]
        turn=turn,
        slug=None,
        bar=None,
        sheet_code=None,
        **more,
    )


def through(stock: Stock, x: float, y: float) -> tuple[float, float]:
    """Return where a point of the front is seen when the sheet has been turned over."""
    return (stock.sheet.width - x, y) if stock.turn == "vertical" else (x, stock.sheet.height - y)


def corners(stock: Stock, cell: Cell) -> set[tuple[float, float]]:
    size = footprint(stock, cell)
    return {(round(cell.x + dx, 6), round(cell.y + dy, 6)) for dx in (0, size.width) for dy in (0, size.height)}


@settings(max_examples=150, deadline=None)
@given(turned=st.lists(st.sampled_from(QUARTERS), min_size=1, max_size=9), columns=st.integers(1, 4),
       turn=st.sampled_from(TURNS))  # fmt: skip
def test_backs_lie_behind_fronts_head_to_head(turned: list[int], columns: int, turn: str) -> None:
    stock = sheet_of(turned, columns, turn)
    for cell in stock.cells:
        back = cell_on(stock, cell, "B")
        seen = {tuple(round(v, 6) for v in through(stock, x, y)) for x, y in corners(stock, cell)}
        assert corners(stock, back) == seen
        hx, hy = HEADS[cell.turned]
        assert HEADS[back.turned] == ((-hx, hy) if turn == "vertical" else (hx, -hy))


def test_an_upright_leaf_stands_on_its_head_only_when_tumbled() -> None:
    for turn, wanted in (("vertical", 0), ("horizontal", 180)):
        stock = sheet_of([0, 0, 0], 3, turn)
        assert {cell_on(stock, cell, "B").turned for cell in stock.cells} == {wanted}


def matrix(head: str) -> tuple[float, ...]:
    return tuple(map(float, head.split("\n")[1].split()[:6]))


@pytest.mark.parametrize("face", ["F", "B"])
@pytest.mark.parametrize("turn", TURNS)
def test_operators_put_the_leafs_corners_where_the_cell_is(turn: str, face: Face) -> None:
    stock = sheet_of([0, 90, 180, 270, 90, 0], 3, turn)
    for place in prepare(stock, face).places:
        a, b, c, d, e, f = matrix(place.head)
        trim = trims(stock, face)[place.index]
        seen = {
            (round(a * x + c * y + to_mm(e), 2), round(b * x + d * y + to_mm(f), 2)) for x in (0, 86) for y in (0, 54)
        }
        assert seen == {(round(x, 2), round(y, 2)) for x in (trim.x, trim.right) for y in (trim.y, trim.top)}
        head = HEADS[cell_on(stock, stock.cells[place.index], face).turned]
        assert (round(c), round(d)) == head


def hands(stock: Stock, pieces: int, order: str) -> list[int]:
    """Print, pile up, cut and empty the trays; the pile grows as the press delivers it."""
    emptied: list[int] = []
    for block in cut_blocks(stock, pieces):
        fronts = {
            (p.sheet, p.row, p.column): p.piece for p in placements(stock, block, backs=False) if p.piece is not None
        }
        delivered = [*print_order(stock, block.sheets)]  # what comes out of the press, one after the other
        pile = delivered[::-1] if stock.reverse else delivered  # face up: the last printed lies on top
        cells = sorted(stock.cells, key=lambda c: (c.row, c.column) if order == "row" else (c.column, c.row))
        if stock.finishing == "guillotine":
            trays = [[fronts.get((s, c.row, c.column)) for s in pile] for c in cells]
        elif stock.finishing == "punch-column":
            columns = sorted({c.column for c in cells})
            trays = [
                [fronts.get((s, c.row, c.column)) for s in pile for c in cells if c.column == column]
                for column in columns
            ]
        else:
            trays = [[fronts.get((s, c.row, c.column)) for s in pile for c in cells]]
        emptied += [piece for tray in trays for piece in tray if piece is not None]
    return emptied


@settings(max_examples=150, deadline=None)
@given(columns=st.integers(1, 4), cells=st.integers(1, 12), depth=st.integers(1, 7), pieces=st.integers(0, 150),
       finishing=st.sampled_from(FINISHINGS), order=st.sampled_from(ORDERS),
       delivered=st.sampled_from(["face up", "face down"]), turn=st.sampled_from(TURNS))  # fmt: skip
def test_every_piece_once_and_in_order(
    columns: int, cells: int, depth: int, pieces: int, finishing: str, order: str, delivered: str, turn: str
) -> None:
    reverse = delivered == "face up"
    stock = sheet_of([0] * cells, columns, turn, order, stack_depth=depth, finishing=finishing, reverse=reverse)
    assert hands(stock, pieces, order) == list(range(pieces))


def test_a_press_that_delivers_face_up_prints_the_last_sheet_first() -> None:
    stock = sheet_of([0, 0], 2, "vertical", reverse=True)
    side = Side("any", {})
    pile = [Document("card", (str(n),), "E", side, side) for n in range(5)]
    (block,) = cut_blocks(stock, 5)
    pages = {(row.sheet, row.side): row.page for row in cell_rows(stock, block, pile, "a.pdf", backs=True)}
    assert pages == {(1, "F"): 5, (1, "B"): 6, (2, "F"): 3, (2, "B"): 4, (3, "F"): 1, (3, "B"): 2}


def test_compensation_stretches_about_the_middle_and_offsets_move_one_side() -> None:
    stock = replace(BASE, ppm=Point(1000, -500), offsets=(Point(0, 0), Point(0.2, -0.1)))
    front, back = shift(stock, "F"), shift(stock, "B")
    assert front.of(165, 241.5) == Point(pytest.approx(165), pytest.approx(241.5))
    assert front.of(265, 341.5) == Point(pytest.approx(265.1), pytest.approx(341.45))
    assert back.of(265, 341.5) == Point(pytest.approx(265.3), pytest.approx(341.35))
    assert shift(BASE, "F").idle
    side = Side("any", {})
    (block,) = cut_blocks(stock, 1)
    rows = [*cell_rows(stock, block, [Document("card", ("1",), "E", side, side)], "a.pdf", backs=True)]
    first = next(row for row in rows if (row.row, row.column, row.side) == (1, 1, "F"))
    assert (first.x_mm, first.y_mm) == ("25.861", "400.421")
