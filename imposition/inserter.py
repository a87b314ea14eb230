"""What an inserting machine reads off an A4 sheet: a vendor's `[inserter]` in, a Data Matrix and strokes (OMR) out.

Places are in mm from the upper left of the trim, as folds and layouts have them; the code is K100, drawn over the leaf
in the sheet's own black. Authority: print.md §4.4; the content of the code is `imposition/payload.py`'s.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from fonts.errors import Refusal
from imposition.tables import Table
from layouts.document import Track
from layouts.geometry import Point, Rect, Size, number, to_mm, to_pt
from layouts.matrix import LEAST_MATRIX_MM, MOST_MODULES, QUIET_MODULES, operators

Row = Literal["start", "begin", "end", "sequence", "piece", "parity"]
Parity = Literal["even", "odd"]
ROWS: tuple[Row, ...] = ("start", "begin", "end", "sequence", "piece", "parity")
PARITIES: tuple[Parity, ...] = ("even", "odd")
QUIET_MM = 2.0  #: kept clear round strokes, so that nothing else is taken for one


@dataclass(frozen=True, slots=True)
class CodePlace:
    """Where the Data Matrix stands: the upper left of its modules, and a module's side."""

    at: Point
    module: float


@dataclass(frozen=True, slots=True)
class Strokes:
    """Strokes one below the other, one a row: `at` is the upper left of the first.

    A row is a place that bears a stroke or not: `start` always; `begin` and `end` on the first and the last sheet of a
    piece; those of `sequence` are bits, the highest first, of the sheet's running number in its pile, those of `piece`
    of the piece's, each beginning again at its wrap; `parity` makes the number of strokes even or odd.
    """

    at: Point
    length: float
    pitch: float
    weight_pt: float
    rows: tuple[Row, ...]
    sequence_wrap: int
    piece_wrap: int
    parity: Parity


@dataclass(frozen=True, slots=True)
class Inserter:
    """What is printed for an inserter; either may be left out."""

    code: CodePlace | None
    strokes: Strokes | None


def read_inserter(table: Table) -> Inserter:
    """Read `[inserter]`; an empty one switches off what a profile it extends has."""
    code = _code(table.table("code")) if table.has("code") else None
    strokes = _strokes(table.table("omr")) if table.has("omr") else None
    table.finish()
    return Inserter(code, strokes)


def _code(table: Table) -> CodePlace:
    place = CodePlace(Point(*table.lengths("at", 2)), table.length("module", otherwise=LEAST_MATRIX_MM))
    table.finish()
    return place


def _strokes(table: Table) -> Strokes:
    rows = table.words("rows", ROWS)
    strokes = Strokes(
        at=Point(*table.lengths("at", 2)),
        length=table.length("length"),
        pitch=table.length("pitch"),
        weight_pt=table.length("weight", unit="pt"),
        rows=rows,
        sequence_wrap=table.whole("sequence_wrap", 2, otherwise=max(2, 1 << rows.count("sequence"))),
        piece_wrap=table.whole("piece_wrap", 2, otherwise=max(2, 1 << rows.count("piece"))),
        parity=table.choice("parity", PARITIES, otherwise="even"),
    )
    table.finish()
    return strokes


def inserter_faults(inserter: Inserter, trim: Size, folds: tuple[float, ...], place: str) -> Iterator[Refusal]:
    """Tell what cannot be: a code too fine, marks off the sheet, in each other's way or on a fold, counts too large."""
    if inserter.code and inserter.code.module < LEAST_MATRIX_MM:
        fact, step = "inserter.code.module: a module this small is not read at speed", "give at least {least} mm"
        yield Refusal("inserter-fine", place, fact, step, least=f"{LEAST_MATRIX_MM:g}")
    if inserter.strokes:
        yield from _stroke_faults(inserter.strokes, place)
    areas = mark_areas(inserter, trim)
    sheet = Rect(x=0, y=0, width=trim.width, height=trim.height)
    if not all(sheet.holds(area) for area in areas):
        yield Refusal(
            "inserter-off-sheet", place, "an inserter's mark with its clear space leaves the sheet", "move it"
        )
    if len(areas) > 1 and areas[0].touches(areas[1]):
        yield Refusal("inserter-overlap", place, "the strokes lie in the clear space of the code", "move them apart")
    if any(area.y < trim.height - fold < area.top for fold in folds for area in areas):
        yield Refusal("inserter-on-fold", place, "a fold runs through an inserter's mark", "move the mark")


def _stroke_faults(strokes: Strokes, place: str) -> Iterator[Refusal]:
    if min(strokes.length, strokes.weight_pt) <= 0 or strokes.pitch <= to_mm(strokes.weight_pt):
        fact = "inserter.omr: strokes need a length, a weight, and a pitch above the weight"
        yield Refusal("inserter-strokes", place, fact, "correct them")
    for row, wrap in (("sequence", strokes.sequence_wrap), ("piece", strokes.piece_wrap)):
        bits = strokes.rows.count(row)
        if bits and wrap > 1 << bits:
            fact, step = "inserter.omr: {bits} rows of {row} do not count to {wrap}", "add rows, or lower the wrap"
            yield Refusal("inserter-wrap", place, fact, step, bits=bits, row=row, wrap=wrap)


def mark_areas(inserter: Inserter, trim: Size) -> tuple[Rect, ...]:
    """Return what the marks take of a sheet, their clear space included, in mm from the trim's lower left."""
    areas: list[Rect] = []
    if inserter.code:
        side, at = MOST_MODULES * inserter.code.module, inserter.code.at
        box = Rect(x=at.x, y=trim.height - at.y - side, width=side, height=side)
        areas.append(box.grown(QUIET_MODULES * inserter.code.module))
    if inserter.strokes and inserter.strokes.rows:
        strokes = inserter.strokes
        height = (len(strokes.rows) - 1) * strokes.pitch + to_mm(strokes.weight_pt)
        low = trim.height - strokes.at.y - height
        areas.append(Rect(x=strokes.at.x, y=low, width=strokes.length, height=height).grown(QUIET_MM))
    return tuple(areas)


def struck(strokes: Strokes, track: Track) -> tuple[bool, ...]:
    """Tell which rows of a sheet bear a stroke."""
    found: list[bool] = []
    for index, row in enumerate(strokes.rows):
        left = strokes.rows[index + 1 :].count(row)  # rows of its kind below it: the bit it bears
        found.append(_is_struck(row, left, strokes, track))
    wanted = sum(found) % 2 != (strokes.parity == "odd")
    return tuple(wanted if row == "parity" else bit for row, bit in zip(strokes.rows, found, strict=True))


def _is_struck(row: Row, bit: int, strokes: Strokes, track: Track) -> bool:
    match row:
        case "start":
            return True
        case "begin":
            return track.page == 1
        case "end":
            return track.page == track.of
        case "sequence":
            return bool(track.sheet % strokes.sequence_wrap >> bit & 1)
        case "piece":
            return bool(track.turn % strokes.piece_wrap >> bit & 1)
        case "parity":
            return False


def mark_operators(inserter: Inserter, trim: Size, content: str, track: Track) -> str:
    """Draw the marks of one sheet, its origin at the trim's lower left, in the colour that is set."""
    drawn = ""
    if code := inserter.code:
        drawn += operators(content, to_pt(code.module), to_pt(code.at.x), to_pt(trim.height - code.at.y)) + "\n"
    if strokes := inserter.strokes:
        boxes = [_box(strokes, trim, row) for row, bit in enumerate(struck(strokes, track)) if bit]
        if boxes:
            # Written twice where it is alone: a lone rectangle is a ground to whoever reads the file back.
            drawn += f"{''.join(boxes * 2 if len(boxes) == 1 else boxes)}f\n"
    return drawn


def _box(strokes: Strokes, trim: Size, row: int) -> str:
    x, top = to_pt(strokes.at.x), to_pt(trim.height - strokes.at.y - row * strokes.pitch)
    parts = (x, top - strokes.weight_pt, to_pt(strokes.length), strokes.weight_pt)
    return f"{' '.join(map(number, parts))} re "
