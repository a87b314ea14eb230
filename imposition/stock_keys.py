"""The keys of a vendor's TOML in, a `Stock` out; problems are collected in the table (vendors/README.md)."""

from imposition.furniture import CUTS, FACES, SHAPES, Bar, Cut, Die, Face, Marks, SheetCode, SlugPlace, Target
from imposition.inserter import read_inserter
from imposition.plates import read_plates
from imposition.rules import CARD, PAPER, read_rules
from imposition.sheet import (
    FINISHINGS,
    NOWHERE,
    ORDERS,
    PILES,
    QUARTERS,
    RUNS,
    TURNS,
    Cell,
    Order,
    Stock,
    Turned,
    grid_corners,
    number_cells,
)
from imposition.shop import read_shop
from imposition.tables import Table
from layouts.geometry import Point, Size

_DOUBLE_PT = 0.3
_UPRIGHT = (0, 90)
#: Rows and columns at most, far above any sheet's: what is more is a slip, and would take hours to lay out.
_GRID = 50


def build(table: Table, name: str, digest: str) -> Stock:
    """Read every key of a profile; what is missing or wrong is reported to the table and reads as nothing."""
    for elsewhere in ("extends", "intent"):
        table.has(elsewhere)
    table.choice("format", (1,))
    pile = table.choice("pile", PILES)
    stock = Stock(
        name=name,
        pile=pile,
        sheet=_size(table, "sheet"),
        trim=_size(table, "trim"),
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
        reverse=table.flag("reverse"),
        ppm=_ppm(table.table("compensation")),
        offsets=(_offset(table, "offset_front"), _offset(table, "offset_back")),
        targets=tuple(_target(target) for target in table.tables("targets")),
        bar=_bar(table.table("bar")) if table.has("bar") else None,
        sheet_code=_sheet_code(table.table("sheet_code")) if table.has("sheet_code") else None,
        die=_die(table.table("die")) if table.has("die") else None,
        clipped=table.flag("clipped"),
        shop=read_shop(table),
        inserter=read_inserter(table.table("inserter")) if table.has("inserter") else None,
        plates=read_plates(table.table("plates")) if table.has("plates") else None,
        rules=read_rules(table.table("preflight"), CARD if pile == "card" else PAPER),
    )
    table.finish()
    return stock


def _cells(table: Table) -> tuple[Cell, ...]:
    order: Order = table.choice("order", ORDERS, otherwise="row")
    if table.is_tables("cells"):
        given = [(Point(*cell.lengths("at", 2)), cell) for cell in table.tables("cells")]
        turned: tuple[Turned, ...] = tuple(_turned(cell) for _, cell in given)
        for _, cell in given:
            cell.finish()
        return number_cells(tuple(at for at, _ in given), order, turned)
    if not table.is_table("cells"):
        return number_cells(tuple(Point(x, y) for x, y in table.points("cells")), order)
    grid = table.table("cells")
    columns, rows = grid.whole("columns", most=_GRID), grid.whole("rows", most=_GRID)
    first, step = Point(*grid.lengths("first", 2)), Point(*grid.lengths("step", 2))
    turn = _turned(grid)
    grid.finish()
    return number_cells(grid_corners(columns, rows, first, step), order, (turn,) * (columns * rows))


def _turned(table: Table) -> Turned:
    return table.choice("turned", QUARTERS, otherwise=0)


def _size(table: Table, key: str) -> Size:
    width, height = table.lengths(key, 2)
    return Size(width=width, height=height)


def _ppm(table: Table) -> Point:
    """Read the compensation: parts per million by which print is stretched along x and y."""
    found = Point(table.whole("x", -20_000, otherwise=0), table.whole("y", -20_000, otherwise=0))
    table.finish()
    return found


def _offset(table: Table, key: str) -> Point:
    return Point(*table.lengths(key, 2)) if table.has(key) else NOWHERE


def _sides(table: Table, key: str = "sides") -> tuple[Face, ...]:
    return table.choices(key, FACES, otherwise=FACES)


def _marks(table: Table) -> Marks:
    cut: Cut = table.choice("cut", CUTS, otherwise="double")
    marks = Marks(
        cut=cut,
        length=table.length("length", otherwise=9.0),
        gap=table.length("gap", otherwise=0.0 if cut == "double" else 0.5),
        weight_pt=table.length("weight", unit="pt", otherwise=_DOUBLE_PT),
        centre=table.length("centre", otherwise=0.0),
        sides=_sides(table),
        centre_sides=_sides(table, "centre_sides"),
    )
    table.finish()
    return marks


def _target(table: Table) -> Target:
    target = Target(
        at=Point(*table.lengths("at", 2)),
        shape=table.choice("shape", SHAPES),
        size=table.length("size"),
        sides=_sides(table),
    )
    table.finish()
    return target


def _bar(table: Table) -> Bar:
    bar = Bar(
        at=Point(*table.lengths("at", 2)),
        patch=table.length("patch", otherwise=5.0),
        turn=table.choice("turn", _UPRIGHT, otherwise=0),
        sides=_sides(table),
    )
    table.finish()
    return bar


def _slug(table: Table) -> SlugPlace:
    slug = SlugPlace(
        at=Point(*table.lengths("at", 2)),
        turn=table.choice("turn", _UPRIGHT, otherwise=0),
        length=table.length("length"),
        size_pt=table.length("size", unit="pt", otherwise=6.0),
        sides=_sides(table),
    )
    table.finish()
    return slug


def _sheet_code(table: Table) -> SheetCode:
    code = SheetCode(
        at=Point(*table.lengths("at", 2)), module=table.length("module", otherwise=0.5), sides=_sides(table)
    )
    table.finish()
    return code


def _die(table: Table) -> Die:
    die = Die(size=_size(table, "size"), radius=table.length("radius"))
    table.finish()
    return die
