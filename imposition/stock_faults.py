"""A `Stock` that was read in, what cannot be printed, cut or told apart out (contract §5, print.md §4.1)."""

from collections.abc import Iterator
from itertools import combinations

from fonts.errors import Refusal
from imposition.bar import ROOM
from imposition.furniture import FACES, Face
from imposition.marks import Stroke, reach, strokes, targets
from imposition.sheet import Stock, bleeds, trims
from imposition.sheetcode import widest
from imposition.shop_faults import gripped, sheet_faults
from layouts.geometry import EPS_MM, Rect, to_mm

LEAST_MODULE = 0.25  # mm: what a camera over a moving sheet still tells apart
MOST_PPM = 20_000


def faults(stock: Stock, place: str) -> Iterator[Refusal]:
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
        return
    if max(abs(stock.ppm.x), abs(stock.ppm.y)) > MOST_PPM:
        fact, step = "compensation is more than {most} ppm", "give parts per million, not per cent"
        yield Refusal("compensation-large", place, fact, step, most=MOST_PPM)
    yield from _cell_faults(stock, place)
    yield from _die_faults(stock, place)
    yield from sheet_faults(stock, place)
    if min(lengths.values()) > 0:
        yield from _mark_faults(stock, place)


def _cell_faults(stock: Stock, place: str) -> Iterator[Refusal]:
    inside, outside = trims(stock, "F"), bleeds(stock, "F")
    for cell, box in zip(stock.cells, outside, strict=True):
        if not stock.clipped and not _whole(stock).holds(box):
            fact, step = "cell {row}/{column} with its bleed leaves the sheet", "move it, or widen the sheet"
            yield Refusal("cell-off-sheet", place, fact, step, row=cell.row, column=cell.column)
    for (i, a), (j, b) in combinations(enumerate(stock.cells), 2):
        if inside[i].touches(outside[j]) or inside[j].touches(outside[i]):
            fact = "the bleed of cell {row}/{column} reaches into cell {row2}/{column2}"
            facts = {"row": a.row, "column": a.column, "row2": b.row, "column2": b.column}
            yield Refusal("cells-overlap", place, fact, "widen the step, or lessen the bleed", **facts)


def _die_faults(stock: Stock, place: str) -> Iterator[Refusal]:
    """Tell of a die that is larger than what is printed, or none at all."""
    die = stock.die
    if die is None:
        return
    most = 2 * stock.bleed
    over = (die.size.width - stock.trim.width, die.size.height - stock.trim.height)
    if min(die.size.width, die.size.height) <= 0 or max(over) > most + EPS_MM:
        fact, step = "the die cuts outside the bleed of a piece", "give the die's own size"
        yield Refusal("die-large", place, fact, step)
    if not 0 <= die.radius <= min(die.size.width, die.size.height) / 2:
        yield Refusal("die-radius", place, "the die's corners are rounder than the die is", "correct the radius")


def _mark_faults(stock: Stock, place: str) -> Iterator[Refusal]:
    """Cut marks keep clear by themselves; what has a place of its own may have been put where it cannot be."""
    found = {code for face in FACES for code in _side_faults(stock, face)}
    yield from (refusal for refusal in _beside(place) if refusal.code in found)


def _beside(place: str) -> tuple[Refusal, ...]:
    """Return what can be wrong beside the pieces."""
    return (
        Refusal(
            "gripper-taken",
            place,
            "something that is printed lies in the gripper margin",
            "move it, or choose another gripper.edge",
        ),
        Refusal("mark-in-bleed", place, "a mark reaches a bleed or the sheet's edge", "shorten marks.centre"),
        Refusal(
            "target-in-bleed",
            place,
            "a punch target reaches a bleed or the sheet's edge",
            "move it, or make it smaller",
        ),
        Refusal("target-on-mark", place, "a punch target lies on a mark", "move it, or shorten the marks"),
        Refusal("slug-off-sheet", place, "the slug leaves the sheet", "move it, or shorten its length"),
        Refusal("slug-in-bleed", place, "the slug lies in the bleed of a cell", "move it, or shorten its length"),
        Refusal("slug-on-mark", place, "the slug lies on a mark", "move it, or shorten its length"),
        Refusal("bar-off-sheet", place, "the colour bar leaves the sheet", "move it, or make its patches smaller"),
        Refusal(
            "bar-in-bleed", place, "the colour bar lies in the bleed of a cell", "move it, or make its patches smaller"
        ),
        Refusal("bar-on-mark", place, "the colour bar lies on a mark", "move it, or make its patches smaller"),
        Refusal("code-off-sheet", place, "the sheet's code leaves the sheet", "move it, or make its modules smaller"),
        Refusal(
            "code-in-bleed",
            place,
            "the sheet's code lies in the bleed of a cell",
            "move it, or make its modules smaller",
        ),
        Refusal("code-on-mark", place, "the sheet's code lies on a mark", "move it, or make its modules smaller"),
        Refusal(
            "code-small", place, "the sheet's code has modules that cameras miss", "give modules of 0.25 mm and more"
        ),
    )


def _side_faults(stock: Stock, face: Face) -> Iterator[str]:
    """Yield the codes of what is wrong beside the pieces of one side."""
    fields = bleeds(stock, face)
    weight = to_mm(stock.marks.weight_pt)
    inks = [_kept(stock, stroke, weight) for stroke in strokes(stock, face)]
    if any(ink.touches(field) or not _whole(stock).holds(ink) for ink in inks for field in fields):
        yield "mark-in-bleed"
    aims = [Rect(x=t.at.x, y=t.at.y, width=0, height=0).grown(t.size / 2) for t in targets(stock, face)]
    for aim in aims:
        if any(map(aim.touches, fields)) or not _whole(stock).holds(aim):
            yield "target-in-bleed"
        if any(map(aim.touches, inks)):
            yield "target-on-mark"
    places = tuple(_places(stock, face))
    if gripped(stock, face, [*fields, *aims, *(box for _, box in places)]):
        yield "gripper-taken"
    taken = [*inks, *aims]
    for name, box in places:
        if not _whole(stock).holds(box):
            yield f"{name}-off-sheet"
        if any(map(box.touches, fields)):
            yield f"{name}-in-bleed"
        if any(map(box.touches, taken)):
            yield f"{name}-on-mark"
        taken.append(box)
    if stock.sheet_code and stock.sheet_code.module < LEAST_MODULE:
        yield "code-small"


def _places(stock: Stock, face: Face) -> Iterator[tuple[str, Rect]]:
    slug, bar, code = stock.slug, stock.bar, stock.sheet_code
    if slug and face in slug.sides:
        yield "slug", slug.box(to_mm(slug.size_pt))
    if bar and face in bar.sides:
        yield "bar", bar.box(ROOM)
    if code and face in code.sides:
        yield "code", code.box(widest())


def _kept(stock: Stock, stroke: Stroke, weight: float) -> Rect:
    """Return what a stroke inks; a double mark's outer line may lie on the bleed's edge, half of it within."""
    return reach(stroke, 0.0 if stock.marks.cut == "double" else weight)


def _whole(stock: Stock) -> Rect:
    return Rect(x=0, y=0, width=stock.sheet.width, height=stock.sheet.height)
