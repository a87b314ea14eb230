"""A layout goes in; where each of its texts may begin, and what its artwork shows, come out.

Boxes are the layout's own (`layouts.place`); whether a text stands in them is read from the bytes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from fonts.catalog import load_catalog
from imposition.inserter import Inserter
from layouts.geometry import Rect, to_pt
from layouts.place import baselines, boxes
from layouts.template import Art, Slot, Template
from proofs.barcode import Box, read_barcode, says
from proofs.facts import Font, Form, Matrix, Resources
from proofs.grounds import Ground, planned
from proofs.inserter import CODE, STROKES, stroke_boxes
from proofs.machine import INHERITED, Event
from proofs.matrix import grid, read_matrix
from proofs.plan import Key
from proofs.reading import Reader, Shown
from proofs.scan import Scanner, scan_art
from proofs.security import security_fault

_FLAT = 1e-6  # what a matrix that only scales has beside its diagonal
_NEAR = 0.15  # pt: what rounding to two decimals of a point and of a per cent may shift


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """A place for one variable text, in pt from the trim's lower left; `bit` is its own in a mask of the side."""

    key: Key
    left: float
    right: float
    low: float
    top: float
    lines: tuple[float, ...]  #: its own baseline, then the upper and the lower of two lines
    align: str
    bit: int

    @property
    def field(self) -> str:
        """Return the field's name within its side or block."""
        return self.key if isinstance(self.key, str) else self.key[2]

    def on_line(self, y: float) -> bool:
        """Tell whether a text stands on the place's own line."""
        return abs(y - self.lines[0]) < _NEAR

    def line(self, y: float) -> int | None:
        """Return which of the place's lines a string stands on: 0 its own, 1 the upper, 2 the lower of two."""
        return next((at for at, line in enumerate(self.lines) if abs(y - line) < _NEAR), None)

    def nearest(self, y: float) -> float:
        """Return the line that is nearest."""
        return min(self.lines, key=lambda line: abs(line - y))

    def holds(self, start: float, end: float) -> bool:
        """Tell whether a line from here to there lies as the place is aligned."""
        least, most = self.lengths(start)
        return least <= end - start <= most

    def lengths(self, start: float) -> tuple[float, float]:
        """Return how short and how long a text that begins there may be to lie as the place is aligned, in pt."""
        if self.align == "right":
            return self.right - start - _NEAR, self.right - start + _NEAR
        if self.align == "center":
            middle = self.left + self.right
            return middle - 2 * start - _NEAR, min(middle - 2 * start, self.right - start) + _NEAR
        return (0.0 if abs(start - self.left) < _NEAR else inf), self.right - start + _NEAR


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


@dataclass(frozen=True, slots=True, eq=False)
class ArtSpot:
    """A place for artwork: `block` and placement, or the side's own (`block` = "")."""

    art: Art
    block: str
    index: int
    x: float
    y: float
    bit: int


class Spots:
    """The places of one layout."""

    def __init__(self, template: Template, inserter: Inserter | None) -> None:
        self.name = template.name
        self._boxes = boxes(template)
        self.arts = _arts(template)
        self.texts: list[Spot] = []
        for slot in template.slots:
            self._add(slot, slot.name, slot.field_name)
        for block in template.blocks.values():
            for index, placed in enumerate(block.placed):
                for slot in placed.slots:
                    self._add(slot, f"{block.name}[{index}].{slot.name}", (block.name, index, slot.field_name))
        self.codes = tuple(self._codes(template, inserter))
        self.keys = frozenset(spot.key for spot in (*self.texts, *self.codes))
        self.stray_digits = tuple(spot.key for spot in self.texts if strays(self.name, spot.key))
        self._lines: dict[int, list[Spot]] = {}

    def find(self, x: float, y: float) -> list[Spot]:
        """Return the places a text beginning at a point in pt may belong to: of those around it the nearest line's.

        Layouts put texts that are never given together at one place, such as an address and an employer's name.
        """
        line = round(y * 100)
        near = self._lines.get(line)
        if near is None:
            near = self._lines[line] = [s for s in self.texts if s.low - _NEAR <= y <= s.top + _NEAR]
            near.sort(key=lambda spot: abs(spot.nearest(y) - y))
        around = [spot for spot in near if spot.left - _NEAR <= x <= spot.right]
        return [spot for spot in around if spot.nearest(y) == around[0].nearest(y)]

    def _codes(self, template: Template, inserter: Inserter | None) -> Iterator[CodeSpot]:
        """Yield the places of codes: the layout's, then those of the profile's inserter."""
        bit = 1 << (len(self.arts) + len(self.texts))
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

    def _add(self, slot: Slot, name: str, key: Key) -> None:
        box: Rect = self._boxes[name]
        left, right, low, top = (to_pt(v) for v in (box.x, box.right, box.y, box.top))
        lines = tuple(map(to_pt, baselines(slot)))
        bit = 1 << (len(self.arts) + len(self.texts))
        self.texts.append(Spot(key, left, right, low, top, lines, slot.align, bit))


def _alike(a: Box, b: Box) -> bool:
    return all(abs(p - q) < _NEAR for p, q in zip(a, b, strict=True))


def strays(layout: str, key: Key) -> bool:
    """Tell whether last-four digits have no business there: only the number column of phase Ⅰ bears them."""
    named = key if isinstance(key, str) else key[2]
    return named == "digits" and not (key[0] == "person" and layout.startswith("notice/phase1"))


class Artwork:
    """What the layouts' artwork must show, read with the fonts of the file at hand; `leaf` is what prints of it."""

    def __init__(self, reader: Reader, leaf: Rect) -> None:
        self._reader, self._leaf = reader, leaf
        self._insecure: list[tuple[str, str]] = []
        self._known: dict[tuple[str, Resources], tuple[Shown, ...]] = {}
        self._compared: dict[tuple[str, Form], bool] = {}

    def shows(self, art: Art, form: Form, resources: Resources) -> bool:
        """Tell whether a form shows an artwork's captions and nothing else, glyph by glyph and place by place."""
        key = (art.name, form)
        if key not in self._compared:
            flat = self._reader.flat(form, resources)
            wanted, shown = self.captions(art, resources), flat.shown
            alike = len(wanted) == len(shown) and all(_same(a, b) for a, b in zip(wanted, shown, strict=True))
            self._compared[key] = alike and _grounded(art, flat.grounds)
            if self._compared[key] and (code := security_fault(art, form, flat, self._leaf)):
                self._insecure.append((code, art.name))
        return self._compared[key]

    def insecure(self) -> Sequence[tuple[str, str]]:
        """Return codes and artworks of which the security art is not right, each form once."""
        found, self._insecure = self._insecure, []
        return found

    def captions(self, art: Art, resources: Resources) -> tuple[Shown, ...]:
        """Return the captions of an artwork as the layout has them."""
        key = (art.name, resources)
        if key not in self._known:
            faces = {tag: face.name for tag, face in load_catalog(self._reader.gaiji).faces.items()}
            fonts = _fonts_by_name(resources)
            named = Resources(fonts={tag: fonts[name] for tag, name in faces.items() if name in fonts})

            def advance(tag: str, codes: str) -> tuple[float, int]:
                font = named.fonts.get(tag)
                return font.advance(codes) if font else (0.0, 0)

            scanned = scan_art(art.text) or Scanner(advance).scan(art.text, INHERITED)
            self._known[key] = tuple(self._reader.strings(scanned.runs, named))
        return self._known[key]


def _grounded(art: Art, found: Sequence[Ground]) -> bool:
    """Tell whether an artwork lies on its designer's page, and on no other."""
    wanted = [planned(art.ground)] if art.ground else []
    return len(wanted) == len(found) and all(
        a.digest == b.digest and all(abs(p - q) < _NEAR for p, q in zip(a.at, b.at, strict=True))
        for a, b in zip(wanted, found, strict=True)
    )


def _same(a: Shown, b: Shown) -> bool:
    near = all(abs(p - q) < _NEAR for p, q in zip((*a.start, *a.end), (*b.start, *b.end), strict=True))
    return near and a.codes == b.codes and a.proof.font.name == b.proof.font.name


def _fonts_by_name(resources: Resources) -> dict[str, Font]:
    fonts = {font.name: font for font in resources.fonts.values()}
    for form in resources.forms.values():
        if form.resources is not None:
            fonts |= {font.name: font for font in form.resources.fonts.values()}
    return fonts


def _arts(template: Template) -> list[ArtSpot]:
    found = [ArtSpot(template.art, "", 0, 0.0, 0.0, 1)]
    for block in template.blocks.values():
        if block.art is not None:
            for index, corner in enumerate(block.at):
                found.append(ArtSpot(block.art, block.name, index, corner.x, corner.y, 1 << len(found)))
    return found


def at_place(at: Matrix, spot: ArtSpot) -> bool:
    """Tell whether artwork set by a matrix stands at its place, upright and in its size."""
    wanted = (1.0, 0.0, 0.0, 1.0, spot.x, spot.y)
    return all(abs(a - b) < (0.001 if i < 4 else _NEAR) for i, (a, b) in enumerate(zip(at, wanted, strict=True)))
