"""Piles of small pieces for every shape of a sheet, drawn by the real maker."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from proof_job import JOB, STATICS, number

from imposition.draw import Slug, draw_block
from imposition.furniture import Marks, SheetCode, SlugPlace
from imposition.plan import Block, cut_blocks
from imposition.sheet import Order, Stock, Turned, number_cells
from imposition.stock import load_stock
from layouts.document import Document, Side
from layouts.geometry import Point, Size
from layouts.ink import Ink
from layouts.load import Layouts, load_layouts
from proofs.checks.stack import check_stacks
from proofs.finding import Finding

TRIM = Size(width=40, height=24)
PITCH = 46.0
MARGINS = (7.0, 18.0, 15.0, 26.0)  #: left, below, right, above


@cache
def layouts() -> Layouts:
    inks = {"society": Ink((0.6, 0.1, 0, 0), "DIC 181s")}
    return load_layouts(Path(__file__).parent / "stack_layouts", STATICS, inks)


@dataclass(frozen=True, slots=True)
class Shape:
    """What of a profile these tests vary."""

    columns: int = 2
    rows: int = 3
    finishing: str = "guillotine"
    turn: str = "vertical"
    order: Order = "row"
    depth: int = 4
    reverse: bool = False
    turned: tuple[Turned, ...] = ()
    separate: bool = False
    named: bool = True  #: sheets say which they are
    ppm: tuple[int, int] = (0, 0)
    offsets: tuple[tuple[float, float], tuple[float, float]] = ((0, 0), (0, 0))

    @property
    def cells(self) -> int:
        return self.columns * self.rows

    @property
    def turns(self) -> tuple[Turned, ...]:
        return self.turned or (0,) * self.cells

    @property
    def corners(self) -> list[tuple[float, float]]:
        """Return lower left corners, upper row first."""
        left, low, *_ = MARGINS
        return [(left + c * PITCH, low + r * PITCH) for r in reversed(range(self.rows)) for c in range(self.columns)]

    @property
    def sheet(self) -> tuple[float, float]:
        left, low, right, top = MARGINS
        return left + self.columns * PITCH + right, low + self.rows * PITCH + top


def stock(shape: Shape) -> Stock:
    """Write a shape as a profile."""
    width, height = shape.sheet
    corners = tuple(Point(x, y) for x, y in shape.corners)
    return replace(
        load_stock("card-21up"),
        sheet=Size(width=width, height=height),
        trim=TRIM,
        bleed=2.0,
        cells=number_cells(corners, shape.order, shape.turns),
        turn=shape.turn,
        finishing=shape.finishing,
        stack_depth=shape.depth,
        runs="separate" if shape.separate else "duplex",
        marks=Marks(),
        reverse=shape.reverse,
        ppm=Point(*map(float, shape.ppm)),
        offsets=(Point(*shape.offsets[0]), Point(*shape.offsets[1])),
        slug=SlugPlace(Point(5, 4), 0, 60, 5) if shape.named else None,
        sheet_code=SheetCode(Point(width - 14, height - 14), 0.4) if shape.named else None,
        bar=None,
        die=None,
        targets=(),
        sha256=repr(shape),
    )


def card(serial: int) -> Document:
    name = number(serial)
    front = Side("trial/front", {"number": name})
    return Document("card", (name,), "E000001", front, Side("trial/back", {"number": name}))


def separator(envelope: int, first: int, last: int) -> Document:
    name = f"E{envelope:06d}"
    side = Side(
        "trial/separator",
        {"envelope": name, "count": f"封入 {last - first + 1}枚", "first": number(first), "last": number(last)},
    )
    return Document("separator", (), name, side, side)


def pile(sizes: Sequence[int]) -> list[Document]:
    """Return envelopes of so many cards, a separator before each."""
    documents: list[Document] = []
    serial = 1
    for envelope, size in enumerate(sizes, 1):
        documents.append(separator(envelope, serial, serial + size - 1))
        documents += map(card, range(serial, serial + size))
        serial += size
    return documents


Files = list[tuple[Path, ...]]


def draw(folder: Path, profile: Stock, documents: Sequence[Document], *, backs: bool = True) -> Files:
    """Draw every block of a pile as the job does; one file a block, or one with fronts and one with backs."""
    blocks = cut_blocks(profile, len(documents))
    return [_block(folder, profile, block, len(blocks), documents, backs=backs) for block in blocks]


def _block(
    folder: Path, profile: Stock, block: Block, blocks: int, documents: Sequence[Document], *, backs: bool
) -> tuple[Path, ...]:
    mine = documents[block.first : block.first + block.count]
    slug = Slug(JOB, "cards", blocks, "06139992")
    if profile.runs == "duplex" or not backs:
        path = folder / f"{block.number:03d}.pdf"
        draw_block(path, profile, block, mine, layouts(), slug, backs=backs)
        return (path,)
    front, back = (folder / f"{block.number:03d}-{side}.pdf" for side in ("front", "back"))
    draw_block(front, profile, block, mine, layouts(), slug, backs=False)
    draw_block(back, profile, block, mine, layouts(), slug, backs=True, fronts=False)
    return front, back


def looked_at(profile: Stock, files: Files) -> list[Finding]:
    """Return what preflight finds by cutting and stacking, in the order of the files."""
    return [finding for report in check_stacks(profile, files).values() for finding in report.findings]


def told(findings: Sequence[Finding]) -> str:
    return "\n".join(f"{f.file}:{f.page} {f.code} {f.message}" for f in findings)
