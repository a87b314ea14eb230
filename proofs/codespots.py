"""A layout and a profile go in; where each code of a piece stands, and how boxes filled there are read, come out.

Postal barcodes and Data Matrices are the layout's, code and strokes for inserting machines the profile's.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from imposition.inserter import Inserter
from layouts.geometry import to_pt
from layouts.template import Template
from proofs.barcode import Box, read_barcode, says
from proofs.facts import Matrix
from proofs.inserter import CODE, STROKES, stroke_boxes
from proofs.machine import Event
from proofs.matrix import grid, read_matrix
from proofs.plan import Key

_FLAT = 1e-6  # what a matrix that only scales has beside its diagonal
_NEAR = 0.15  # pt: what rounding to two decimals of a point and of a per cent may shift


@dataclass(frozen=True, slots=True, eq=False)
class PostalSpot:
    """A place for a postal barcode: its lower left in pt from the trim's, its size in its own points."""

    key: Key
    x: float
    y: float
    size: float
    bit: int
    sort: str = "barcode"

    @property
    def at(self) -> tuple[float, float]:
        """Return where it begins."""
        return self.x, self.y

    def says(self, said: str | None, wanted: str) -> bool:
        """Tell whether a code read says what was planned."""
        return says(said, wanted)

    def read(self, event: Event, at: Matrix) -> str | None:
        """Return what boxes filled here say as a code; None where they stand elsewhere or are none."""
        a, b, c, d, e, f = at
        if abs(b) > _FLAT or abs(c) > _FLAT:
            return None
        boxes = [(a * x + e, d * y + f, a * width, d * height) for x, y, width, height in event.boxes]
        left, low = min(x for x, *_ in boxes), min(y for _, y, *_ in boxes)
        near = abs(left - self.x) < _NEAR and abs(low - self.y) < _NEAR
        return read_barcode(boxes, self.size) if near else None


@dataclass(frozen=True, slots=True, eq=False)
class MatrixSpot:
    """A place for a Data Matrix: its upper left in pt from the trim's lower left, its module in pt."""

    key: Key
    x: float
    top: float
    module: float
    bit: int
    sort: str = "matrix"

    @property
    def at(self) -> tuple[float, float]:
        """Return where it begins."""
        return self.x, self.top

    def read(self, event: Event, at: Matrix) -> str | None:
        """Return what boxes filled here say; None where they stand elsewhere, are none, or are not whole."""
        on = grid(at, self.module, self.x, self.top)
        return None if on is None else read_matrix(event.boxes, on)

    def says(self, said: str | None, wanted: str) -> bool:
        """Tell whether a code read says what was planned."""
        return said == wanted


@dataclass(frozen=True, slots=True, eq=False)
class StrokeSpot:
    """The places of an inserter's strokes, in pt from the trim's lower left; what is read is a bit a row."""

    key: Key
    rows: tuple[Box, ...]
    bit: int
    sort: str = "omr"

    @property
    def at(self) -> tuple[float, float]:
        """Return where they begin."""
        return self.rows[0][0], self.rows[0][1]

    def read(self, event: Event, at: Matrix) -> str | None:
        """Return which rows bear a stroke, as `1101`; None where a box is no stroke of any."""
        a, b, c, d, e, f = at
        if abs(b) > _FLAT or abs(c) > _FLAT:
            return None
        found = [(a * x + e, d * y + f, a * width, d * height) for x, y, width, height in event.boxes]
        struck = {index for box in found for index, row in enumerate(self.rows) if _alike(box, row)}
        right = all(any(_alike(box, row) for row in self.rows) for box in found)
        return "".join("1" if index in struck else "0" for index in range(len(self.rows))) if right else None

    def says(self, said: str | None, wanted: str) -> bool:
        """Tell whether the strokes read are those planned."""
        return said == wanted


CodeSpot = PostalSpot | MatrixSpot | StrokeSpot


def code_spots(template: Template, inserter: Inserter | None, bit: int) -> Iterator[CodeSpot]:
    """Yield the places of codes: the layout's, then those of the profile's inserter; `bit` is the first's."""
    for place in template.postals:
        yield PostalSpot(place.field_name, place.x, place.y, place.size, bit)
        bit <<= 1
    for place in template.matrices:
        yield MatrixSpot(place.field_name, place.x, place.top, place.module, bit)
        bit <<= 1
    height = template.trim.height
    if inserter and (code := inserter.code):
        yield MatrixSpot(CODE, to_pt(code.at.x), to_pt(height - code.at.y), to_pt(code.module), bit)
        bit <<= 1
    if inserter and (strokes := inserter.strokes) and strokes.rows:
        yield StrokeSpot(STROKES, stroke_boxes(strokes, height), bit)


def _alike(a: Box, b: Box) -> bool:
    return all(abs(p - q) < _NEAR for p, q in zip(a, b, strict=True))
