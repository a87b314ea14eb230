"""What the ink does, measured on sheets rendered at 600 dpi: places, bleed, calibration (print.md §8, traps 1, 5)."""

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from imposition.furniture import Marks
from imposition.sheet import TURNS, Face, Stock, cell_on, grid_corners, number_cells, shift
from imposition.stock import load_stock
from layouts.geometry import Point, Rect, Size, to_pt

DPI = 600
DOT = 25.4 / DPI
CARD = load_stock("card-21up")
#: The largest sheet that is shipped or was asked for: 364 × 515 mm, the last cell half a metre from the origin.
LARGE = replace(
    CARD,
    sheet=Size(width=364, height=515),
    cells=number_cells(grid_corners(3, 8, Point(43, 13.5), Point(96, 62))),
    slug=None,
    bar=None,
    sheet_code=None,
    marks=Marks(),
)


def picture(path: Path, page: int, stock: Stock, area: Rect) -> Image.Image:
    """Render an area (mm) of a page in grey."""
    sides = (area.x, area.y, stock.sheet.width - area.right, stock.sheet.height - area.top)
    pdf = pypdfium2.PdfDocument(path)
    crop = tuple(to_pt(side) for side in sides)
    image = pdf[page].render(scale=DPI / 72, crop=crop).to_pil().convert("L")
    pdf.close()
    return image


def edge(line: list[int], level: int = 128) -> float:
    """Return where a line of grey values first crosses a level from light to dark, in dots, between the dots too."""
    for i in range(1, len(line)):
        if line[i - 1] >= level > line[i]:
            return i - 1 + 0.5 + (line[i - 1] - level) / (line[i - 1] - line[i])
    raise AssertionError("no edge")


def corner(path: Path, page: int, stock: Stock, at: tuple[float, float]) -> tuple[float, float]:
    """Measure the right and the lower edge of the dark square that a trial card has in its upper left corner."""
    left, top = at
    x0, y0 = round(left + 4), round(top - 12)
    image = picture(path, page, stock, Rect(x=x0, y=y0, width=8, height=10))
    width, height = image.size
    row = [image.getpixel((x, int((10 - (top - 4 - y0)) / DOT))) for x in reversed(range(width))]
    column = [image.getpixel((int((left + 6 - x0) / DOT), y)) for y in reversed(range(height))]
    right = x0 + (width - edge([int(v) for v in row])) * 8 / width
    low = y0 + edge([int(v) for v in column]) * 10 / height
    return right, low


@pytest.mark.parametrize("turn", TURNS)
def test_placement_in_the_first_and_last_cell_of_the_largest_sheet(draw, turn: str) -> None:
    stock = replace(LARGE, turn=turn)
    path, *_ = draw(stock, 24)
    for cell in (stock.cells[1], stock.cells[-3], stock.cells[-1]):  # a separator lies in the first
        right, low = corner(path, 0, stock, (cell.x, cell.y + 54))
        assert abs(right - (cell.x + 8)) <= 0.05
        assert abs(low - (cell.y + 46)) <= 0.05


def test_placement_on_the_back_and_with_calibration(draw) -> None:
    stock = replace(LARGE, ppm=Point(800, -600), offsets=(Point(0.15, 0.1), Point(-0.25, 0.3)))
    path, *_ = draw(stock, 24)
    faces: tuple[Face, ...] = ("F", "B")
    for page, face in enumerate(faces):
        cell = cell_on(stock, stock.cells[-1], face)
        at, wanted = (shift(stock, face).of(cell.x + dx, cell.y + dy) for dx, dy in ((0, 54), (8, 46)))
        right, low = corner(path, page, stock, (at.x, at.y))
        assert abs(right - wanted.x) <= 0.05
        assert abs(low - wanted.y) <= 0.05
    plain = cell_on(stock, stock.cells[-1], "B")
    assert abs(wanted.x - plain.x - 8) > 0.2  # the calibration is large enough to be missed


def across(path: Path, page: int, stock: Stock, start: Point, step: Point, along: Point) -> list[list[int]]:
    """Return, dot by dot outwards from a place for 1 mm, the grey values of 5 mm along an edge."""
    ends = (start, Point(start.x + step.x + along.x, start.y + step.y + along.y))
    low = Point(min(p.x for p in ends), min(p.y for p in ends))
    area = Rect(x=low.x, y=low.y, width=abs(ends[1].x - start.x), height=abs(ends[1].y - start.y))
    image = picture(path, page, stock, area)
    if step.x:
        lines = [[int(image.getpixel((x, y))) for y in range(image.height)] for x in range(image.width)]
        return lines if step.x > 0 else lines[::-1]
    lines = [[int(image.getpixel((x, y))) for x in range(image.width)] for y in range(image.height)]
    return lines if step.y < 0 else lines[::-1]


@pytest.mark.parametrize("name", ["card-21up", "card-10up"])
def test_ink_reaches_to_the_bleed_and_no_further_on_all_sides(draw, name: str) -> None:
    """Alone on its sheet, with nothing beside it: inked at bleed - 0.1 mm, paper at bleed + 0.1 mm."""
    profile = load_stock(name)
    stock = replace(
        profile,
        sheet=Size(width=126, height=94),
        cells=number_cells((Point(20, 20),)),
        slug=None,
        bar=None,
        sheet_code=None,
        marks=Marks(),
    )
    path, *_ = draw(replace(stock, stack_depth=2), 2)
    by = stock.bleed
    edges = (  # where the bleed ends, outwards, along
        (Point(20 - by + 0.5, 40), Point(-1, 0), Point(0, 5)),
        (Point(106 + by - 0.5, 40), Point(1, 0), Point(0, 5)),
        (Point(50, 20 - by + 0.5), Point(0, -1), Point(5, 0)),
        (Point(50, 74 + by - 0.5), Point(0, 1), Point(5, 0)),
    )
    for page in (2, 3):
        for start, step, along in edges:
            lines = across(path, page, stock, start, step, along)
            inside, outside = int(0.4 / DOT), int(0.6 / DOT) + 1
            assert all(value < 255 for line in lines[:inside] for value in line), (page, step)
            assert all(value == 255 for line in lines[outside:] for value in line), (page, step)
