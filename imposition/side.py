"""One side of one vendor's sheet prepared once: page boxes, the matrix of every cell, the place of the slug.

What varies from sheet to sheet is put between the prepared parts; nothing is computed twice and every place is
absolute from the sheet (print.md §8.1). Authority: ISO 32000-1 14.11.2 (page boundaries), 8.3.4 (matrices).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from fonts.runs import Run
from imposition.pdf import Raw, syntax
from imposition.plan import sheet_cells
from imposition.sheet import Cell, Face, Shift, SlugPlace, Stock, bleeds, footprint, shift, trims
from layouts.geometry import Rect, number, to_pt
from layouts.show import show_pieces
from layouts.typeset import Usage


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of one side: its index on the front, and the operators that move the leaf's origin into it."""

    index: int
    head: str


@dataclass(frozen=True, slots=True)
class SheetSide:
    """All that is the same on every sheet of a side; the places in the side's own reading order."""

    face: Face
    places: tuple[Place, ...]
    slug: SlugPlace | None
    entries: bytes  #: of the page dictionary: its boxes
    start: str  #: operators before all others: the compensation of the side
    end: str


@lru_cache(maxsize=16)
def prepare(stock: Stock, face: Face) -> SheetSide:
    """Prepare one side of a profile's sheets."""
    places = tuple(Place(index, _head(stock, cell)) for index, cell in sheet_cells(stock, face))
    sheet = Rect(x=0, y=0, width=stock.sheet.width, height=stock.sheet.height)
    moved = shift(stock, face)
    boxes = {
        "MediaBox": box_of(sheet),
        "BleedBox": box_of(_common(moved.area(around(bleeds(stock, face))), sheet)),
        "TrimBox": box_of(_common(moved.area(around(trims(stock, face))), sheet)),
    }
    entries = b"".join(b"/%s%s" % (key.encode("ascii"), syntax(box)) for key, box in boxes.items())
    slug = stock.slug if stock.slug and face in stock.slug.sides else None
    start, end = ("", "") if moved.idle else (_matrix(moved), "Q\n")
    return SheetSide(face, places, slug, entries, start, end)


def _matrix(moved: Shift) -> str:
    scale = f"{moved.scale.x:.7f} 0 0 {moved.scale.y:.7f}"
    return f"q\n{scale} {to_pt(moved.move.x):.4f} {to_pt(moved.move.y):.4f} cm\n"


def slug_operators(place: SlugPlace, text: str, usage: Usage) -> str:
    """Write the slug's line, condensed where it would outgrow its place."""
    run = usage.line("gothic", text)
    x, y = number(to_pt(place.at.x)), number(to_pt(place.at.y))
    matrix = f"0 1 -1 0 {x} {y}" if place.turn == 90 else f"1 0 0 1 {x} {y}"
    return f"BT\n{matrix} Tm\n{_condensed(place, run)}{show_pieces(run.pieces, number(place.size_pt))}ET\n"


def box_of(area: Rect) -> Raw:
    """Write a rectangle in mm as a PDF rectangle in pt."""
    edges = (area.x, area.y, area.right, area.top)
    return Raw(f"[{' '.join(number(to_pt(edge)) for edge in edges)}]".encode("ascii"))


def around(areas: Iterable[Rect]) -> Rect:
    """Return the smallest rectangle around several."""
    found = list(areas)
    x, y = min(a.x for a in found), min(a.y for a in found)
    return Rect(x=x, y=y, width=max(a.right for a in found) - x, height=max(a.top for a in found) - y)


def _head(stock: Stock, seen: Cell) -> str:
    """Move the origin to the lower left of the trim as the piece reads, turned as it lies on that side."""
    size = footprint(stock, seen)
    turn, dx, dy = {
        0: ("1 0 0 1", 0.0, 0.0),
        90: ("0 1 -1 0", size.width, 0.0),
        180: ("-1 0 0 -1", size.width, size.height),
        270: ("0 -1 1 0", 0.0, size.height),
    }[seen.turned]
    return f"q\n{turn} {number(to_pt(seen.x + dx))} {number(to_pt(seen.y + dy))} cm\n"


def _condensed(place: SlugPlace, run: Run) -> str:
    width, room = run.width * place.size_pt / 1000, to_pt(place.length)
    return f"{number(100 * room / width)} Tz\n" if width > room else ""


def _common(area: Rect, sheet: Rect) -> Rect:
    x, y = max(area.x, sheet.x), max(area.y, sheet.y)
    return Rect(x=x, y=y, width=min(area.right, sheet.right) - x, height=min(area.top, sheet.top) - y)
