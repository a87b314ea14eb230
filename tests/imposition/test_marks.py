"""Marks never touch a bleed, lie on the lines that are cut, and meet when the sheet is turned (print.md §4.1, §8.4)."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from imposition.marks import Stroke, reach, strokes
from imposition.sheet import FACES, Marks, Stock, bleeds, grid_corners, number_cells, trims
from imposition.stock import load_stock, vendor_names
from layouts.geometry import Point, Rect, Size, to_mm

BASE = load_stock("card-21up")


def assert_clear(stock: Stock) -> None:
    """A double mark's outer line is the bleed's edge itself, so half of it lies within."""
    sheet = Rect(x=0, y=0, width=stock.sheet.width, height=stock.sheet.height)
    weight = 0.0 if stock.marks.cut == "double" else to_mm(stock.marks.weight_pt)
    for face in FACES:
        fields = bleeds(stock, face)
        for stroke in strokes(stock, face):
            ink = reach(stroke, weight)
            assert sheet.holds(ink)
            assert not any(ink.touches(field) for field in fields), (face, stroke)


@pytest.mark.parametrize("name", vendor_names())
def test_shipped_marks_touch_no_bleed(name: str) -> None:
    assert_clear(load_stock(name))


@settings(max_examples=200, deadline=None)
@given(
    corners=st.lists(st.tuples(st.integers(0, 260), st.integers(0, 260)), min_size=1, max_size=7, unique=True),
    bleed=st.sampled_from([0.0, 1.5, 3.0]), gap=st.sampled_from([0.0, 0.5, 2.0]),
    length=st.sampled_from([1.0, 8.0, 90.0]),
    cut=st.sampled_from(["edge", "gutter"]), turn=st.sampled_from(["vertical", "horizontal"]),
)  # fmt: skip
def test_no_mark_touches_a_bleed_however_the_cells_lie(
    corners: list[tuple[int, int]], bleed: float, gap: float, length: float, cut: str, turn: str
) -> None:
    stock = replace(
        BASE,
        sheet=Size(width=310, height=320),
        trim=Size(width=40, height=30),
        bleed=bleed,
        cells=number_cells(tuple(Point(x + 4, y + 7) for x, y in corners)),
        marks=Marks(cut=cut, length=length, gap=gap, weight_pt=1.0),
        turn=turn,
    )
    inside = trims(stock, "F")
    assume(not any(a.touches(b) for i, a in enumerate(inside) for b in inside[:i]))
    assert_clear(stock)
    lines_x = {round(v, 3) for t in inside for v in (t.x, t.right)}
    lines_y = {round(v, 3) for t in inside for v in (t.y, t.top)}
    for s in strokes(stock, "F"):
        assert round(s.x1, 3) in lines_x if s.x1 == s.x2 else round(s.y1, 3) in lines_y
        assert 0.7 < max(s.x2 - s.x1, s.y2 - s.y1) <= 2 * length + 1e-6


@pytest.mark.parametrize("name", ["card-21up", "card-10up", "notice-2up"])
@pytest.mark.parametrize("turn", ["vertical", "horizontal"])
def test_marks_of_both_sides_meet(name: str, turn: str) -> None:
    stock = replace(load_stock(name), turn=turn)
    width, height = stock.sheet.width, stock.sheet.height

    def through(s: Stroke) -> Stroke:
        if turn == "vertical":
            return Stroke(width - s.x2, s.y1, width - s.x1, s.y2)
        return Stroke(s.x1, height - s.y2, s.x2, height - s.y1)

    def rounded(found: list[Stroke]) -> set[tuple[float, ...]]:
        return {tuple(round(v, 6) for v in (s.x1, s.y1, s.x2, s.y2)) for s in found}

    assert rounded([through(s) for s in strokes(stock, "F")]) == rounded(list(strokes(stock, "B")))


def test_edge_means_the_edge_only() -> None:
    stock = load_stock("card-10up")
    field = bleeds(stock, "F")
    left, right = min(b.x for b in field), max(b.right for b in field)
    low, top = min(b.y for b in field), max(b.top for b in field)
    for s in strokes(stock, "F"):
        assert s.x2 <= left or s.x1 >= right or s.y2 <= low or s.y1 >= top


def drawn(stock: Stock, face: str) -> str:
    """Draw marks (+ -|), bleed (.) and trim (#) as characters, a millimetre each."""
    width, height = int(stock.sheet.width), int(stock.sheet.height)
    grid = [[" "] * width for _ in range(height)]
    for char, boxes in ((".", bleeds(stock, face)), ("#", trims(stock, face))):
        for box in boxes:
            for y in range(round(box.y), round(box.top)):
                for x in range(round(box.x), round(box.right)):
                    grid[y][x] = char
    for s in strokes(stock, face):
        upright = s.x1 == s.x2
        places = (
            [(int(s.x1), y) for y in range(round(s.y1), round(s.y2))]
            if upright
            else [(x, int(s.y1)) for x in range(round(s.x1), round(s.x2))]
        )
        for x, y in places:
            assert grid[y][x] not in ".#"
            grid[y][x] = "|" if upright else "-"
    return "\n".join("".join(row).rstrip() for row in reversed(grid))


def test_marks_as_a_picture() -> None:
    """Unequal margins (4 left, 9 right, 4 below, 7 above): the back changes sides with the sheet."""
    stock = replace(
        BASE,
        sheet=Size(width=35, height=19),
        trim=Size(width=8, height=8),
        bleed=1,
        cells=number_cells(grid_corners(2, 1, Point(4, 4), Point(14, 0))),
        marks=Marks(cut="gutter", length=2, gap=0, weight_pt=0),
    )
    assert drawn(stock, "F").strip("\n") == FRONT.strip("\n")
    assert drawn(stock, "B").strip("\n") == BACK.strip("\n")


FRONT = """
    |       |     |       |
    |       |     |       |
 --..........----..........--
   .########.    .########.
   .########.    .########.
   .########.    .########.
   .########.    .########.
   .########.    .########.
   .########.    .########.
   .########.    .########.
 --.########.----.########.--
   ..........    ..........
    |       |     |       |
    |       |     |       |
"""
BACK = """
         |       |     |       |
         |       |     |       |
      --..........----..........--
        .########.    .########.
        .########.    .########.
        .########.    .########.
        .########.    .########.
        .########.    .########.
        .########.    .########.
        .########.    .########.
      --.########.----.########.--
        ..........    ..........
         |       |     |       |
         |       |     |       |
"""
