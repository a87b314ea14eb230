"""A plan goes in; what every cell of every side must show comes out, worked out once for sides that are alike.

Sides are alike if they are of one layout and have texts for the same fields; they then fill the same places.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from layouts.document import Document, Side
from proofs.inserter import inserter_marks
from proofs.plan import Expected, Face, Key, texts
from proofs.spots import Spots

_VOIDS = {"card": ("card/void", "card/void-back"), "notice": ("notice/void",)}
_UNMARKED: Mapping[Key, str] = MappingProxyType({})
_MOST = 4_000  # remembered shapes


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What sides that are alike have in common; `spots` is None where nothing at all may be shown."""

    spots: Spots | None
    places: Mapping[Key, int]  #: where the text of a field stands among a side's values, of those that are not empty
    mask: int  #: the bits of all places that must be filled
    accounted: bool  #: every text has a place, last-four digits none but their own


@dataclass(slots=True, eq=False)
class Cell:
    """What one cell of one side must show; never changed, not frozen only because thousands are made a second."""

    index: int
    document: Document | None
    side: Side | None
    shape: Shape
    values: Sequence[str]
    marks: Mapping[Key, str]  #: what is read by an inserting machine
    numbers: Sequence[str] = ()  #: the 管理番号 this piece bears

    @property
    def spots(self) -> Spots | None:
        """Return the places of its layout."""
        return self.shape.spots

    @property
    def texts(self) -> Mapping[Key, str]:
        """Return its texts by field."""
        return texts(self.side) if self.side else {}

    def coded(self, key: Key) -> str:
        """Return what the code of a place must say, "" where none may be."""
        return self.marks.get(key) or self.texts.get(key, "")

    @property
    def sound(self) -> bool:
        """Tell whether the plan's own texts have their places, and bear the piece's numbers: a card's once a side."""
        document = self.document
        if document is None or self.side is None or not document.numbers or not self.shape.accounted:
            return self.shape.accounted
        if document.kind == "card":
            return len(document.numbers) == 1 and self.values.count(document.numbers[0]) == 1
        return all(number in self.values for number in document.numbers)


class Filled:
    """What the cells of one file must show."""

    def __init__(self, expected: Expected) -> None:
        self._expected = expected
        self._spots: dict[str, Spots] = {}
        self._shapes: dict[tuple[object, ...], Shape] = {}
        self._inserter = expected.stock.inserter
        self._sheet, self._row = 0, list[Document | None]()  # both sides of a sheet are asked for in turn
        self._empty = Shape(None, {}, 0, accounted=True)

    def cells(self, sheet: int, face: Face) -> list[Cell]:
        """Return what the cells of a side must show."""
        if sheet != self._sheet:
            self._sheet, self._row = sheet, self._expected.row(sheet)
        return [self._cell(i, document, face) for i, document in enumerate(self._row)]

    def _cell(self, index: int, document: Document | None, face: Face) -> Cell:
        side = None if document is None else document.front if face == "F" else document.back
        if document is None or side is None:
            return self._blank(index, document)
        values = [*side.fields.values()]
        for sets in side.blocks.values():
            for fields in sets:
                values += fields.values()
        marks = self._marks(document, face) if self._inserter else _UNMARKED
        return Cell(index, document, side, self._shape(side, values, marks), values, marks, document.numbers)

    def _marks(self, document: Document | None, face: Face) -> Mapping[Key, str]:
        track = None if document is None else document.track
        return inserter_marks(self._inserter, track, (self._expected.job, self._expected.block.number, face))

    def _shape(self, side: Side, values: Sequence[str], marks: Mapping[Key, str]) -> Shape:
        gaps = tuple(i for i, text in enumerate(values) if not text) if "" in values else ()
        blocks = [(block, *map(tuple, sets)) for block, sets in side.blocks.items()] if side.blocks else ()
        key = (side.layout, gaps, tuple(side.fields), tuple(marks), *blocks)
        shape = self._shapes.get(key)
        if shape is None:
            if len(self._shapes) > _MOST:
                self._shapes.clear()
            shape = self._shapes[key] = _shape(self._known(side.layout), side, marks)
        return shape

    def _blank(self, index: int, document: Document | None) -> Cell:
        names = self._expected.layouts.names
        voids = [name for name in _VOIDS.get(self._expected.stock.pile, ()) if name in names]
        if document is not None or not voids:
            return Cell(index, document, None, self._empty, (), {})
        key = ("", voids[0])
        if key not in self._shapes:
            self._shapes[key] = Shape(self._known(voids[0]), {}, 1, accounted=True)
        return Cell(index, None, None, self._shapes[key], (), {})

    def _known(self, layout: str) -> Spots:
        if layout not in self._spots:
            self._spots[layout] = Spots(self._expected.layouts.template(layout), self._inserter)
        return self._spots[layout]


def _shape(spots: Spots, side: Side, marks: Mapping[Key, str]) -> Shape:
    counts = {block: len(sets) for block, sets in side.blocks.items()}
    arts = (art.bit for art in spots.arts if not art.block or art.index < counts.get(art.block, 0))
    places = {key: i for i, (key, text) in enumerate(_listed(side)) if text}
    mask = sum(arts) + sum(spot.bit for spot in (*spots.texts, *spots.codes) if spot.key in places or spot.key in marks)
    accounted = places.keys() <= spots.keys and places.keys().isdisjoint(spots.stray_digits)
    return Shape(spots, places, mask, accounted)


def _listed(side: Side) -> Iterator[tuple[Key, str]]:
    """Yield the texts of a side in the order of its values."""
    yield from side.fields.items()
    for block, sets in side.blocks.items():
        for index, fields in enumerate(sets):
            yield from (((block, index, name), text) for name, text in fields.items())
