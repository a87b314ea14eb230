"""A vendor's profile: the sheet, its cells, how it is turned, cut and marked (contract §5).

Everything is in mm from the sheet's lower left corner as seen on the front; rule weight and type size are in pt. The
profile is data (`vendors/*.toml`, read by `imposition.stock`); nothing here knows a vendor by name.
"""

from dataclasses import dataclass
from typing import Literal

from imposition.intent import Intent
from imposition.plates import Plates
from layouts.geometry import EPS_MM, Point, Rect, Size

Pile = Literal["card", "notice", "letter", "envelope"]
Turn = Literal["vertical", "horizontal"]
Finishing = Literal["guillotine", "punch", "punch-column"]
Runs = Literal["duplex", "separate"]
Cut = Literal["none", "edge", "gutter"]
Face = Literal["F", "B"]

FACES: tuple[Face, ...] = ("F", "B")
PILES: tuple[Pile, ...] = ("card", "notice", "letter", "envelope")
TURNS: tuple[Turn, ...] = ("vertical", "horizontal")
FINISHINGS: tuple[Finishing, ...] = ("guillotine", "punch", "punch-column")
RUNS: tuple[Runs, ...] = ("duplex", "separate")
CUTS: tuple[Cut, ...] = ("none", "edge", "gutter")


@dataclass(frozen=True, slots=True)
class Cell:
    """One place on one side of a sheet: row and column from the top left, x and y the trim's lower left in mm."""

    row: int
    column: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Marks:
    """Cut marks (トンボ): where, how long and how far from any bleed at least (mm), how thick (pt)."""

    cut: Cut = "none"
    length: float = 0.0
    gap: float = 0.0
    weight_pt: float = 0.3
    centre: float = 0.0  #: arm of the register cross at the middle of each edge (センタートンボ), 0 = none


@dataclass(frozen=True, slots=True)
class SlugPlace:
    """Where the sheet's own line of text starts, which way it runs, how long it may be (mm)."""

    at: Point
    turn: Literal[0, 90]
    length: float
    size_pt: float

    def box(self, size_to_mm: float) -> Rect:
        """Return the area the line may take: an em high, a quarter of it below the base line."""
        high, low = size_to_mm, size_to_mm / 4
        if self.turn == 90:
            return Rect(x=self.at.x - high + low, y=self.at.y, width=high, height=self.length)
        return Rect(x=self.at.x, y=self.at.y - low, width=self.length, height=high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """A sheet as one vendor takes it; `cells` in reading order of the front."""

    name: str
    pile: Pile
    sheet: Size
    trim: Size
    bleed: float
    cells: tuple[Cell, ...]
    turn: Turn
    finishing: Finishing
    stack_depth: int
    thickness: float
    runs: Runs
    folds: tuple[float, ...]  #: from the trim's upper edge
    marks: Marks
    slug: SlugPlace | None
    sha256: str
    intent: Intent | None = None  #: the printing condition its files claim; None = no claim
    plates: Plates | None = None  #: white and die line

    def __hash__(self) -> int:
        return hash(self.sha256)  # of the profile's file: its sheets are looked up once a sheet

    @property
    def columns(self) -> int:
        """Return the number of columns."""
        return max(c.column for c in self.cells)

    @property
    def rows(self) -> int:
        """Return the number of rows."""
        return max(c.row for c in self.cells)


def cell_on(stock: Stock, cell: Cell, face: Face) -> Cell:
    """Return a cell of the front as it is seen on one side; the back is mirrored about the sheet.

    Turned like a book (vertical axis) x' = W - x - w; tumbled (horizontal axis) y' = H - y - h and the leaf stands on
    its head (print.md §4.2). Unequal margins change sides with the sheet.
    """
    if face == "F":
        return cell
    if stock.turn == "vertical":
        x = stock.sheet.width - cell.x - stock.trim.width
        return Cell(cell.row, stock.columns + 1 - cell.column, x, cell.y)
    y = stock.sheet.height - cell.y - stock.trim.height
    return Cell(stock.rows + 1 - cell.row, cell.column, cell.x, y)


def trims(stock: Stock, face: Face) -> tuple[Rect, ...]:
    """Return the trim of every cell as seen on one side, in the order of `stock.cells`."""
    seen = (cell_on(stock, c, face) for c in stock.cells)
    return tuple(Rect(x=c.x, y=c.y, width=stock.trim.width, height=stock.trim.height) for c in seen)


def bleeds(stock: Stock, face: Face) -> tuple[Rect, ...]:
    """Return the trim of every cell grown by the bleed."""
    return tuple(trim.grown(stock.bleed) for trim in trims(stock, face))


def number_cells(corners: tuple[Point, ...]) -> tuple[Cell, ...]:
    """Give corners their row and column from the top left, and put them into reading order."""
    ys = _ranks([-p.y for p in corners])
    xs = _ranks([p.x for p in corners])
    cells = [Cell(row, column, p.x, p.y) for p, row, column in zip(corners, ys, xs, strict=True)]
    return tuple(sorted(cells, key=lambda c: (c.row, c.column)))


def grid_corners(columns: int, rows: int, first: Point, step: Point) -> tuple[Point, ...]:
    """Expand the six numbers of a regular grid; every corner is computed from the sheet, never from its neighbour."""
    return tuple(Point(first.x + c * step.x, first.y + r * step.y) for r in range(rows) for c in range(columns))


def _ranks(values: list[float]) -> list[int]:
    """Number equal values alike, from 1, in rising order."""
    steps: list[float] = []
    for value in sorted(values):
        if not steps or value > steps[-1] + EPS_MM:
            steps.append(value)
    return [sum(value > step + EPS_MM for step in steps) + 1 for value in values]
