"""What the plan says goes in; what every cell of every page must show comes out.

The plan is the vendor's profile, the block, its documents and the layouts (contract §4, §5). Where a cell lies on a
back is worked out here anew from the profile's numbers: mirrored about the sheet, print.md §4.2.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, cast

from fonts.catalog import Gaiji
from imposition.plan import Block, sheet_pieces
from imposition.stock import Stock
from layouts.document import Document, Side
from layouts.geometry import EPS_MM, Point, Rect, to_pt
from layouts.template import Template
from proofs.facts import Matrix
from proofs.machine import times

Face = Literal["F", "B"]
Key = str | tuple[str, int, str]  #: a field, or a block's name, its placement and the field
#: Turns back what stands turned by so many quarters.
_BACK: tuple[Matrix, ...] = (
    (1.0, 0.0, 0.0, 1.0, 0.0, 0.0),
    (0.0, -1.0, 1.0, 0.0, 0.0, 0.0),
    (-1.0, 0.0, 0.0, -1.0, 0.0, 0.0),
    (0.0, 1.0, -1.0, 0.0, 0.0, 0.0),
)


class Layouts(Protocol):
    """What is needed of the loaded layouts."""

    @property
    def gaiji(self) -> Gaiji | None:
        """Return the society's face for private-use characters."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all layouts."""
        ...

    @property
    def grounds(self) -> Collection[bytes]:
        """Return the designers' pages they name."""
        ...

    def template(self, name: str) -> Template:
        """Return a compiled layout."""
        ...


@dataclass(frozen=True, slots=True)
class Stated:
    """What the sheets of a file say of themselves beside their place in its block."""

    job: str
    pile: str  #: cards, notices, letters
    insurer_number: str  #: 保険者番号
    blocks: int  #: of the pile
    note: str | None = ""  #: what sets a remake's sheets apart; None = nobody knows any more


@dataclass(frozen=True, slots=True)
class Expected:
    """What the plan says of one file.

    `sides` names those it holds, () = both if a document has a back. The office keeps no last-four digits: where they
    are not `digits_known`, their column is only held to bear four digits or none on file. Where nothing is `stated`,
    what stands outside the cells is held to be nothing of a person, no more.
    """

    stock: Stock
    block: Block
    documents: Sequence[Document]
    layouts: Layouts
    sides: tuple[Face, ...] = ()
    digits_known: bool = True
    stated: Stated | None = None

    @property
    def job(self) -> str:
        """Return the job as the codes of inserting machines name it."""
        return self.stated.job if self.stated else ""

    @property
    def faces(self) -> tuple[Face, ...]:
        """Return the sides the file holds, in page order."""
        if self.sides:
            return self.sides
        return ("F", "B") if any(document.back for document in self.documents) else ("F",)

    def row(self, sheet: int) -> list[Document | None]:
        """Return the document of each cell of a sheet, None for a blank."""
        pieces = sheet_pieces(self.stock, self.block, sheet)
        return [None if piece is None else self.documents[piece - self.block.first] for piece in pieces]

    def pieces(self, sheet: int) -> list[Document]:
        """Return the documents of a sheet in the order of the job."""
        pieces = sheet_pieces(self.stock, self.block, sheet)
        return [self.documents[at - self.block.first] for at in sorted(at for at in pieces if at is not None)]


class Grid:
    """The cells of one side of a sheet, by their index on the front.

    Worked out anew: mirrored about the sheet, then stretched and moved by the side's calibration. A piece is turned by
    a quarter turns; its head is where it is on the front, seen through the sheet.
    """

    def __init__(self, stock: Stock, face: Face) -> None:
        quarters = [_quarters(stock, cell.turned, face) for cell in stock.cells]
        self._still = _still(stock, face)
        self.trims = tuple(
            _calibrated(stock, face, _seen(stock, cell.x, cell.y, cell.turned, face)) for cell in stock.cells
        )
        self._upright = [None if self._still and not turns else turns for turns in quarters]
        self._origins = [_corner(trim, turns) for trim, turns in zip(self.trims, quarters, strict=True)]
        self._scale = (1 + stock.ppm.x / 1e6, 1 + stock.ppm.y / 1e6)
        self._reach = [(i, _edges(trim)) for i, trim in enumerate(self.trims)]
        self._bleeds = [(i, _edges(trim.grown(stock.bleed))) for i, trim in enumerate(self.trims)]

    def find(self, x: float, y: float, guess: int = -1) -> int:
        """Return the cell a place in pt lies in, else the one in whose bleed it lies, else -1; `guess` comes first."""
        if guess >= 0:
            _, (left, low, right, top) = self._reach[guess]
            if left <= x <= right and low <= y <= top:
                return guess
        for areas in (self._reach, self._bleeds):
            for index, (left, low, right, top) in areas:
                if left <= x <= right and low <= y <= top:
                    return index
        return -1

    def local(self, index: int, at: Matrix) -> Matrix:
        """Return a matrix of the page as seen from a cell's lower left, head up, without the calibration."""
        x, y = self._origins[index]
        turns = self._upright[index]
        a, b, c, d, e, f = at
        if turns is None:
            return a, b, c, d, e - x, f - y
        wide, high = self._scale
        moved = (a / wide, b / high, c / wide, d / high, (e - x) / wide, (f - y) / high)
        return times(moved, _BACK[turns])

    def place(self, index: int) -> tuple[float, float]:
        """Return the lower left of a cell in mm."""
        return self.trims[index].x, self.trims[index].y


def spot_of(stock: Stock, face: Face, at: Point) -> tuple[float, float]:
    """Return where a place of a side lies by its calibration, in mm."""
    moved = _calibrated(stock, face, Rect(x=at.x, y=at.y, width=0, height=0))
    return moved.x, moved.y


def sheet_of(stock: Stock, sheets: int, page: int) -> int:
    """Return the sheet (1 = top of the stack) that comes as the n-th in a file, both from 1."""
    return sheets + 1 - page if stock.reverse else page


def texts(side: Side) -> Mapping[Key, str]:
    """Return all texts of a side by field, those of blocks by block, placement and field."""
    if not side.blocks:
        return cast(Mapping[Key, str], side.fields)  # a Mapping's key type is invariant, its keys are texts
    found = cast(dict[Key, str], dict(side.fields))
    for block, sets in side.blocks.items():
        for index, fields in enumerate(sets):
            found |= {(block, index, name): text for name, text in fields.items()}
    return found


def label(key: Key) -> str:
    """Write a key as `name` or `person[0].name`."""
    return key if isinstance(key, str) else f"{key[0]}[{key[1]}].{key[2]}"


def _quarters(stock: Stock, turned: int, face: Face) -> int:
    """Return by how many quarters, anticlockwise, a piece is turned as seen on a side."""
    if face == "F":
        return turned // 90
    return (-turned // 90 if stock.turn == "vertical" else 2 - turned // 90) % 4


def _seen(stock: Stock, x: float, y: float, turned: int, face: Face) -> Rect:
    width, height = stock.trim.width, stock.trim.height
    if turned % 180:
        width, height = height, width
    if face == "B" and stock.turn == "vertical":
        x = stock.sheet.width - x - width
    elif face == "B":
        y = stock.sheet.height - y - height
    return Rect(x=x, y=y, width=width, height=height)


def _still(stock: Stock, face: Face) -> bool:
    """Tell whether a side is printed without calibration."""
    offset = stock.offsets[0 if face == "F" else 1]
    return not any((stock.ppm.x, stock.ppm.y, offset.x, offset.y))


def _calibrated(stock: Stock, face: Face, area: Rect) -> Rect:
    """Stretch an area about the sheet's middle by the profile's parts per million, and move it by the side's offset."""
    if _still(stock, face):
        return area
    offset = stock.offsets[0 if face == "F" else 1]
    left, right = (_stretched(v, stock.sheet.width, stock.ppm.x, offset.x) for v in (area.x, area.right))
    low, top = (_stretched(v, stock.sheet.height, stock.ppm.y, offset.y) for v in (area.y, area.top))
    return Rect(x=left, y=low, width=right - left, height=top - low)


def _stretched(value: float, length: float, ppm: float, offset: float) -> float:
    return value + (value - length / 2) * ppm / 1e6 + offset


def _corner(area: Rect, quarters: int) -> tuple[float, float]:
    """Return where the lower left of a piece comes to lie when it is turned, in pt."""
    x = area.right if quarters in (1, 2) else area.x
    y = area.top if quarters in (2, 3) else area.y
    return to_pt(x), to_pt(y)


def _edges(area: Rect) -> tuple[float, float, float, float]:
    area = area.grown(EPS_MM)
    return to_pt(area.x), to_pt(area.y), to_pt(area.right), to_pt(area.top)
