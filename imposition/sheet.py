"""A vendor's profile: the sheet, its cells, how it is turned, cut and marked (contract §5).

Everything is in mm from the sheet's lower left corner as seen on the front; rule weight and type size are in pt. The
profile is data (`vendors/*.toml`, read by `imposition.stock`); nothing here knows a vendor by name.
"""

from dataclasses import dataclass
from typing import Literal

from imposition.furniture import FACES, Bar, Die, Face, Marks, SheetCode, SlugPlace, Target
from imposition.shop import NOTHING, Shop
from layouts.geometry import EPS_MM, Point, Rect, Size

__all__ = ["FACES", "Face", "Marks", "SlugPlace"]  # of the furniture, for those who read a profile

Pile = Literal["card", "notice", "letter", "envelope"]
Turn = Literal["vertical", "horizontal"]
#: sequential: cut, then gathered by hand sheet by sheet; the trays of a punch without the punch.
Finishing = Literal["guillotine", "punch", "punch-column", "sequential"]
Runs = Literal["duplex", "separate"]
Order = Literal["row", "column"]
Turned = Literal[0, 90, 180, 270]

PILES: tuple[Pile, ...] = ("card", "notice", "letter", "envelope")
TURNS: tuple[Turn, ...] = ("vertical", "horizontal")
FINISHINGS: tuple[Finishing, ...] = ("guillotine", "punch", "punch-column", "sequential")
RUNS: tuple[Runs, ...] = ("duplex", "separate")
ORDERS: tuple[Order, ...] = ("row", "column")
QUARTERS: tuple[Turned, ...] = (0, 90, 180, 270)
NOWHERE = Point(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Cell:
    """One place on one side of a sheet: row and column from the top left, x and y the trim's lower left in mm.

    `turned` says how far the piece is turned anticlockwise; x and y are then those of the area it takes.
    """

    row: int
    column: int
    x: float
    y: float
    turned: Turned = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """A sheet as one vendor takes it; `cells` in the order they count, as seen on the front."""

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
    reverse: bool = False  #: the last sheet is printed first: the press delivers face up
    ppm: Point = NOWHERE  #: what print is stretched by along each axis, against what lamination shrinks
    offsets: tuple[Point, Point] = (NOWHERE, NOWHERE)  #: what the print of front and back is moved by, as seen on each
    targets: tuple[Target, ...] = ()
    bar: Bar | None = None
    sheet_code: SheetCode | None = None
    die: Die | None = None
    clipped: bool = False  #: cells may reach over the sheet's edge, which cuts them (printers of single cards)
    shop: Shop = NOTHING

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

    Turned like a book (vertical axis) x' = W - x - w; tumbled (horizontal axis) y' = H - y - h and an upright leaf
    stands on its head (print.md §4.2). The head stays at its edge of the sheet, whichever way the piece is turned.
    Unequal margins change sides with the sheet.
    """
    if face == "F":
        return cell
    size = footprint(stock, cell)
    if stock.turn == "vertical":
        x = stock.sheet.width - cell.x - size.width
        return Cell(cell.row, stock.columns + 1 - cell.column, x, cell.y, QUARTERS[-cell.turned // 90 % 4])
    y = stock.sheet.height - cell.y - size.height
    return Cell(stock.rows + 1 - cell.row, cell.column, cell.x, y, QUARTERS[(180 - cell.turned) // 90 % 4])


def footprint(stock: Stock, cell: Cell) -> Size:
    """Return the width and height a piece takes on the sheet, turned as it is."""
    if cell.turned % 180:
        return Size(width=stock.trim.height, height=stock.trim.width)
    return stock.trim


def trims(stock: Stock, face: Face) -> tuple[Rect, ...]:
    """Return the trim of every cell as seen on one side, in the order of `stock.cells`."""
    seen = [(cell_on(stock, c, face), footprint(stock, c)) for c in stock.cells]
    return tuple(Rect(x=c.x, y=c.y, width=size.width, height=size.height) for c, size in seen)


def bleeds(stock: Stock, face: Face) -> tuple[Rect, ...]:
    """Return the trim of every cell grown by the bleed."""
    return tuple(trim.grown(stock.bleed) for trim in trims(stock, face))


@dataclass(frozen=True, slots=True)
class Shift:
    """What becomes of every place of a side when it is printed: stretched about the sheet's middle, then moved."""

    scale: Point
    move: Point

    def of(self, x: float, y: float) -> Point:
        """Return where a place comes to lie."""
        return Point(x * self.scale.x + self.move.x, y * self.scale.y + self.move.y)

    def area(self, area: Rect) -> Rect:
        """Return where an area comes to lie."""
        low, high = self.of(area.x, area.y), self.of(area.right, area.top)
        return Rect(x=low.x, y=low.y, width=high.x - low.x, height=high.y - low.y)

    @property
    def idle(self) -> bool:
        """Tell whether everything stays where it is."""
        return (self.scale, self.move) == (Point(1.0, 1.0), NOWHERE)


def shift(stock: Stock, face: Face) -> Shift:
    """Return the compensation of a side (`ppm`, `offset_front`, `offset_back`): calibration of press and laminator."""
    by = stock.offsets[FACES.index(face)]
    grown = Point(stock.ppm.x / 1e6, stock.ppm.y / 1e6)
    middle = Point(stock.sheet.width / 2, stock.sheet.height / 2)
    return Shift(Point(1 + grown.x, 1 + grown.y), Point(by.x - grown.x * middle.x, by.y - grown.y * middle.y))


def number_cells(corners: tuple[Point, ...], order: Order = "row", turned: tuple[Turned, ...] = ()) -> tuple[Cell, ...]:
    """Give corners their row and column from the top left, and put them into counting order."""
    ys = _ranks([-p.y for p in corners])
    xs = _ranks([p.x for p in corners])
    turns = turned or (0,) * len(corners)
    cells = [Cell(row, column, p.x, p.y, turn) for p, row, column, turn in zip(corners, ys, xs, turns, strict=True)]
    return tuple(sorted(cells, key=lambda c: (c.row, c.column) if order == "row" else (c.column, c.row)))


def grid_corners(columns: int, rows: int, first: Point, step: Point) -> tuple[Point, ...]:
    """Expand the six numbers of a regular grid; every corner is computed from the sheet, never from its neighbour."""
    return tuple(Point(first.x + c * step.x, first.y + r * step.y) for r in range(rows) for c in range(columns))


def print_order(stock: Stock, sheets: int) -> range:
    """Return the sheets of a block (1 = top of the stack) in the order they are printed."""
    return range(sheets, 0, -1) if stock.reverse else range(1, sheets + 1)


def _ranks(values: list[float]) -> list[int]:
    """Number equal values alike, from 1, in rising order."""
    steps: list[float] = []
    for value in sorted(values):
        if not steps or value > steps[-1] + EPS_MM:
            steps.append(value)
    return [sum(value > step + EPS_MM for step in steps) + 1 for value in values]
