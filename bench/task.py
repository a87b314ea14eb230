"""A count of cards in, everything a maker of sheets is handed out: documents, profile, blocks, places, layouts.

Prepared before the clock starts, for this system and for peers alike: what is compared is typesetting, imposing and
writing, not the invention of people.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.records import INSURER_NUMBER, JOB, STATICS, card_documents
from imposition.draw import Slug
from imposition.plan import Block, cut_blocks, sheet_cells, sheet_pieces
from imposition.sheet import FACES, Face, Stock
from imposition.stock import load_stock
from layouts.document import Document, Side
from layouts.geometry import to_pt
from layouts.ink import Ink
from layouts.load import Layouts, load_layouts

CARD_STOCK = "card-21up"
COLOUR = Ink((0.55, 0.12, 0.30, 0.0))

#: What a case gives: call it to make the files; only the call is timed.
Make = Callable[[], Sequence[Path]]


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be printed, and where the files go."""

    out: Path
    documents: Sequence[Document]
    stock: Stock
    blocks: tuple[Block, ...]
    layouts: Layouts
    slug: Slug

    def of(self, block: Block) -> Sequence[Document]:
        """Return the documents of a block."""
        return self.documents[block.first : block.first + block.count]

    def file(self, name: str) -> Path:
        """Return the path of a file to write."""
        return self.out / name


@dataclass(frozen=True, slots=True)
class Cell:
    """One side of a piece and the lower left of its trim on the sheet, in pt."""

    x: float
    y: float
    side: Side


@dataclass(frozen=True, slots=True)
class Page:
    """One side of one sheet: what lies where, and the sheet's own line of text."""

    face: Face
    cells: tuple[Cell, ...]
    slug: str


def load_bench_layouts() -> Layouts:
    """Load the packaged layouts in the colour and name of the invented society."""
    return load_layouts(None, dict(STATICS), {"society": COLOUR})


def card_task(count: int, out: Path) -> Task:
    """Prepare cards on the default profile."""
    return task_of(card_documents(count), CARD_STOCK, "cards", out)


def task_of(documents: Sequence[Document], stock_name: str, pile: str, out: Path) -> Task:
    """Prepare any documents on any profile."""
    stock = load_stock(stock_name)
    blocks = cut_blocks(stock, len(documents))
    return Task(out, documents, stock, blocks, load_bench_layouts(), Slug(JOB, pile, len(blocks), INSURER_NUMBER))


def pages(task: Task, block: Block) -> Iterator[Page]:
    """Yield the sides of a block's sheets as they lie in the file: front, back, front, back."""
    for sheet in range(1, block.sheets + 1):
        pieces = sheet_pieces(task.stock, block, sheet)
        if None in pieces:
            raise ValueError("a bench fills every cell: give a multiple of the cells of a sheet")
        for face in FACES:
            yield _page(task, block, sheet, face, [p for p in pieces if p is not None])


def _page(task: Task, block: Block, sheet: int, face: Face, pieces: Sequence[int]) -> Page:
    cells: list[Cell] = []
    for index, cell in sheet_cells(task.stock, face):
        document = task.documents[pieces[index]]
        side = document.front if face == "F" else document.back
        if side is not None:
            cells.append(Cell(to_pt(cell.x), to_pt(cell.y), side))
    return Page(face, tuple(cells), _slug(task, block, sheet, face, sorted(pieces)))


def _slug(task: Task, block: Block, sheet: int, face: Face, pieces: Sequence[int]) -> str:
    """Return the same line that the system prints below its sheets."""
    first, last = (task.documents[pieces[i]].numbers[0] for i in (0, -1))
    parts = (
        task.slug.insurer_number,
        task.slug.job,
        f"{task.slug.pile} {block.number:03d}/{task.slug.blocks:03d}",
        f"sheet {sheet}/{block.sheets}",
        "F 表" if face == "F" else "B 裏",
        f"{first} - {last}",
    )
    return "  ".join(parts)
