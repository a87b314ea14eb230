"""Documents of a pile in, imposed sheets on the society's vendor profile and what reading them back found out.

The specimen is made of dummies alone and bears 見本 in outline on every piece, beside the names: a vendor may have it.
Picked documents are imposed the same way for the checker only; their sheets go with the work folder.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path

from generator.job.asks import asked_of
from generator.job.setup import Setup
from generator.preview.raster import pages_of, rasterise
from generator.proof.dummy import numbered
from generator.proof.measure import sides
from imposition.draw import CAPITALS, STAMPED, Slug, draw_block
from imposition.picture import text_width
from imposition.plan import Block
from imposition.sheet import Face, Stock
from layouts.document import Document
from layouts.geometry import Rect
from layouts.lengths import to_mm
from layouts.load import Layouts
from layouts.place import slot_box
from layouts.template import Template
from proofs.check import Expected, check_file
from proofs.finding import Finding
from proofs.plan import Stated

STAMP = "見本 SPECIMEN"
DPI = 96
_BACKED = ("cards",)
#: What the mark keeps clear of; of all other texts it lies beneath.
_NAMES = frozenset({"name", "kana", "insured_name", "addressee", "employer", "text"})
_EDGE = 3.0  # mm from the trim that it keeps
_STEP = 0.5  # mm from one place that is tried to the next
_SHEETS = {"cards": 1, "notices": 4}


@dataclass(frozen=True, slots=True)
class Bench:
    """What specimens are imposed with."""

    setup: Setup
    layouts: Layouts
    job: str
    insurer_number: str


def specimens(bench: Bench, dummies: Mapping[str, Sequence[Document]], out: Path) -> tuple[Path, ...]:
    """Write the specimen sheets of cards and of notices, and a picture of each page."""
    written: list[Path] = []
    for pile, sheets in _SHEETS.items():
        stock = bench.setup.stocks[pile]
        pieces = list(islice(cycle(dummies[pile]), sheets * len(stock.cells)))
        path = out / ("specimen.pdf" if pile == "cards" else f"specimen-{pile}.pdf")
        _impose(bench, pile, numbered({pile: pieces}, bench.job)[pile], path, STAMP)
        images = [path.with_name(f"{path.stem}-{k}.png") for k in range(1, pages_of(path) + 1)]
        rasterise(path, images, DPI)
        written += path, *images
    return tuple(written)


def checked(bench: Bench, piles: Mapping[str, Sequence[Document]], work: Path) -> tuple[Finding, ...]:
    """Impose documents as the job would, read the sheets back, and return what was found; the sheets are dropped."""
    found: list[Finding] = []
    for pile, pieces in piles.items():
        if pieces and pile in bench.setup.stocks:
            path = work / f"{pile}.pdf"
            block, faces = _impose(bench, pile, pieces, path, "")
            stock = _together(bench.setup.stocks[pile])
            stated = Stated(bench.job, pile, bench.insurer_number, 1)
            expected = Expected(stock, block, pieces, bench.layouts, sides=faces, stated=stated)
            asked = asked_of(bench.setup.look.inks, bench.layouts, stock)
            found += check_file(path, expected=expected, stock=stock, asked=asked).findings
            path.unlink()
    return tuple(found)


def _impose(
    bench: Bench, pile: str, pieces: Sequence[Document], path: Path, stamp: str
) -> tuple[Block, tuple[Face, ...]]:
    stock = _together(bench.setup.stocks[pile])
    block = Block(1, 0, len(pieces), -(-len(pieces) // len(stock.cells)))
    slug = Slug(bench.job, pile, 1, bench.insurer_number, stamp=stamp, stamp_at=_places(bench, pieces, stamp))
    backs = pile in _BACKED
    draw_block(path, stock, block, pieces, bench.layouts, slug, backs=backs)
    return block, ("F", "B") if backs else ("F",)


def _places(bench: Bench, pieces: Sequence[Document], stamp: str) -> Mapping[str, float]:
    """Say for every layout where the middle of the mark stands: beside the names."""
    layouts = {side.layout for piece in pieces for side in sides(piece)} if stamp else set[str]()
    return {name: beside_names(bench.layouts.template(name), stamp) for name in sorted(layouts)}


def beside_names(template: Template, stamp: str) -> float:
    """Return the height in mm at which the mark touches no name, the nearest to the middle; else where least does."""
    trim = template.trim
    size = 100 * trim.width * STAMPED / text_width(stamp, 100, "bold")
    half, middle = to_mm(size) * CAPITALS / 2, trim.height / 2
    names = list(_names(template))
    lowest = half + _EDGE
    tries = (lowest + _STEP * k for k in range(int((trim.height - 2 * lowest) / _STEP) + 1))

    def covered(at: float) -> tuple[float, float]:
        return sum(max(0.0, min(box.top, at + half) - max(box.y, at - half)) for box in names), abs(at - middle)

    return min(tries, key=covered, default=middle)


def _names(template: Template) -> Iterator[Rect]:
    """Yield the room of every name a layout may have."""
    yield from (slot_box(slot) for slot in template.slots if slot.field_name in _NAMES)
    for block in template.blocks.values():
        for at in block.at:
            for slot in block.slots:
                if slot.field_name in _NAMES:
                    box = slot_box(slot)
                    yield replace(box, x=box.x + to_mm(at.x), y=box.y + to_mm(at.y))


def _together(stock: Stock) -> Stock:
    """Return a profile that runs fronts and backs apart as one that does not: a specimen is looked at as a whole."""
    return stock if stock.runs != "separate" else replace(stock, runs="duplex")
