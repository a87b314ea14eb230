"""A vendor's TOML in, a checked `Stock` out (contract §5; the keys are explained in vendors/README.md)."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from fonts.errors import Refusal
from imposition.errors import StockRefused
from imposition.intent import read_intent
from imposition.marks import reach, strokes
from imposition.plates import plate_faults, read_plates
from imposition.sheet import (
    CUTS,
    FACES,
    FINISHINGS,
    PILES,
    RUNS,
    TURNS,
    Cell,
    Marks,
    SlugPlace,
    Stock,
    bleeds,
    grid_corners,
    number_cells,
    trims,
)
from imposition.tables import Source, Table
from layouts.geometry import Point, Rect, Size, to_mm

__all__ = ["Cell", "Stock", "load_stock", "vendor_names"]

VENDORS = Path(__file__).parent / "vendors"


def vendor_names(extra: Path | None = None) -> tuple[str, ...]:
    """List the profiles shipped and those of the society's own folder."""
    folders = [VENDORS] if extra is None else [VENDORS, extra]
    return tuple(sorted({path.stem for folder in folders for path in folder.glob("*.toml")}))


def load_stock(name_or_path: str, extra: Path | None = None) -> Stock:
    """Load a vendor's profile by its name or path; raises StockRefused with every problem."""
    path = _find(name_or_path, extra)
    source = Source(path)
    base = source.root.get("extends")
    sources = [source]
    values = dict(source.root)
    if base is not None:
        sources.insert(0, Source(_find(str(base), path.parent)))
        values = {**sources[0].root, **values}
        if "extends" in sources[0].root:
            source.report(
                "extends", "extends-twice", "{base} itself extends another profile", "extend that one", base=base
            )
    intent = read_intent(sources)
    parts = [*(s.data for s in sources), (intent.digest if intent else "").encode()]
    digest = hashlib.sha256(b"\0".join(parts)).hexdigest()
    if not source.problems and not sources[0].problems:
        stock = replace(_build(Table(source, values), path.stem, digest), intent=intent)
        source.problems.extend([] if source.problems else _faults(stock, source.name))
        if not source.problems:
            return stock
    problems = tuple(problem for s in sources for problem in s.problems)
    raise StockRefused("vendor-profile", source.name, "", problems=problems)


def _find(name: str, extra: Path | None) -> Path:
    places = [Path(name)] if name.endswith(".toml") else [d / f"{name}.toml" for d in (extra, VENDORS) if d]
    for path in places:
        if path.is_file():
            return path
    known = ", ".join(vendor_names(extra))
    raise StockRefused("vendor-unknown", name, "there is no such profile", "known: {known}", known=known)


def _build(table: Table, name: str, digest: str) -> Stock:
    for key in ("extends", "intent"):
        table.has(key)
    table.choice("format", (1,))
    sheet, trim = table.lengths("sheet", 2), table.lengths("trim", 2)
    stock = Stock(
        name=name,
        pile=table.choice("pile", PILES),
        sheet=Size(width=sheet[0], height=sheet[1]),
        trim=Size(width=trim[0], height=trim[1]),
        bleed=table.length("bleed"),
        cells=_cells(table),
        turn=table.choice("turn", TURNS),
        finishing=table.choice("finishing", FINISHINGS),
        stack_depth=table.whole("stack_depth"),
        thickness=table.length("thickness"),
        runs=table.choice("runs", RUNS, otherwise="duplex"),
        folds=table.lengths("folds"),
        marks=_marks(table.table("marks")),
        slug=_slug(table.table("slug")) if table.has("slug") else None,
        sha256=digest,
        plates=read_plates(table.table("plates")) if table.has("plates") else None,
    )
    table.finish()
    return stock


def _cells(table: Table) -> tuple[Cell, ...]:
    if not table.is_table("cells"):
        return number_cells(tuple(Point(x, y) for x, y in table.points("cells")))
    grid = table.table("cells")
    columns, rows = grid.whole("columns"), grid.whole("rows")
    first, step = Point(*grid.lengths("first", 2)), Point(*grid.lengths("step", 2))
    grid.finish()
    return number_cells(grid_corners(columns, rows, first, step))


def _marks(table: Table) -> Marks:
    marks = Marks(
        cut=table.choice("cut", CUTS, otherwise="none"),
        length=table.length("length", otherwise=8.0),
        gap=table.length("gap", otherwise=0.5),
        weight_pt=table.length("weight", unit="pt", otherwise=0.3),
        centre=table.length("centre", otherwise=0.0),
    )
    table.finish()
    return marks


def _slug(table: Table) -> SlugPlace:
    x, y = table.lengths("at", 2)
    slug = SlugPlace(
        at=Point(x, y),
        turn=table.choice("turn", (0, 90), otherwise=0),
        length=table.length("length"),
        size_pt=table.length("size", unit="pt", otherwise=6.0),
    )
    table.finish()
    return slug


def _faults(stock: Stock, place: str) -> Iterator[Refusal]:
    """Tell what cannot be: nothing to print on, negative lengths, cells off the sheet or in each other's way."""
    lengths = {
        "sheet": min(stock.sheet.width, stock.sheet.height),
        "trim": min(stock.trim.width, stock.trim.height),
        "thickness": stock.thickness,
    }
    for key, value in lengths.items():
        if value <= 0:
            yield Refusal("length-zero", place, "{key}: a length here is more than nothing", "correct it", key=key)
    if stock.bleed < 0 or min(stock.marks.gap, stock.marks.length, stock.marks.weight_pt, stock.marks.centre) < 0:
        yield Refusal("length-negative", place, "bleed and marks cannot be negative", "correct them")
    if not stock.cells:
        yield Refusal("no-cells", place, "the sheet has no cells", "give cells")
    yield from _cell_faults(stock, place)
    yield from _mark_faults(stock, place)
    yield from plate_faults(stock.plates, stock.trim, stock.bleed, place)


def _cell_faults(stock: Stock, place: str) -> Iterator[Refusal]:
    inside, outside = trims(stock, "F"), bleeds(stock, "F")
    for cell, box in zip(stock.cells, outside, strict=True):
        if not _whole(stock).holds(box):
            fact, step = "cell {row}/{column} with its bleed leaves the sheet", "move it, or widen the sheet"
            yield Refusal("cell-off-sheet", place, fact, step, row=cell.row, column=cell.column)
    for (i, a), (j, b) in combinations(enumerate(stock.cells), 2):
        if inside[i].touches(outside[j]) or inside[j].touches(outside[i]):
            fact = "the bleed of cell {row}/{column} reaches into cell {row2}/{column2}"
            facts = {"row": a.row, "column": a.column, "row2": b.row, "column2": b.column}
            yield Refusal("cells-overlap", place, fact, "widen the step, or lessen the bleed", **facts)


def _mark_faults(stock: Stock, place: str) -> Iterator[Refusal]:
    """Cut marks keep clear by themselves; a register cross or the slug may have been put where it cannot be."""
    inks = [reach(s, to_mm(stock.marks.weight_pt)) for face in FACES for s in strokes(stock, face)]
    fields = [box for face in FACES for box in bleeds(stock, face)]
    if any(ink.touches(field) or not _whole(stock).holds(ink) for ink in inks for field in fields):
        yield Refusal("mark-in-bleed", place, "a mark reaches a bleed or the sheet's edge", "shorten marks.centre")
    if stock.slug is None:
        return
    box = stock.slug.box(to_mm(stock.slug.size_pt))
    if not _whole(stock).holds(box):
        yield Refusal("slug-off-sheet", place, "the slug leaves the sheet", "move it, or shorten its length")
    if any(box.touches(field) for field in fields):
        yield Refusal("slug-in-bleed", place, "the slug lies in the bleed of a cell", "move it, or shorten its length")
    if any(box.touches(ink) for ink in inks):
        yield Refusal("slug-on-mark", place, "the slug lies on a mark", "move it, or shorten its length")


def _whole(stock: Stock) -> Rect:
    return Rect(x=0, y=0, width=stock.sheet.width, height=stock.sheet.height)
