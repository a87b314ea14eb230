"""Strings that follow one another in a cell go in; whether all of them are plainly right comes out, in one comparison.

What is known of a place in a layout (`Known`) is put together for pens that come one after the other, again and again
on each sheet: then all texts of a font are turned into codes and compared in one go.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress, count, cycle
from operator import gt, itemgetter
from typing import Any, cast

from proofs.glyphs import APART, Shows
from proofs.mynumber import DIGITS, holds_my_number
from proofs.plan import Key

_HEX = 4  # hex digits of a glyph in every font that has codes by text

Pick = Callable[[Sequence[str]], Sequence[str]]


@dataclass(slots=True, eq=False)
class Known:
    """What is known of a pen under a layout: whose text it shows, and how that must look."""

    key: Key
    shows: Shows  #: codes by text
    bit: int  #: of its place
    fits: int  #: hex digits that surely fit
    least: float  #: shortest width in 1/1000 em
    most: float  #: longest
    length: Callable[[str], float]  #: of a text in 1/1000 em

    def has_room(self, text: str) -> bool:
        """Tell whether a text begins and ends where its place is, of which `fits` says nothing."""
        return self.least <= self.length(text) <= self.most


class Kind:
    """What series have in common wherever their cells lie: which texts of a side they show, in which fonts."""

    def __init__(self, known: Sequence[Known], places: Mapping[Key, int]) -> None:
        self.many = len(known)
        self.texts = _picker([places[one.key] for one in known])
        self.fits = [one.fits // _HEX for one in known]  #: how many glyphs surely fit
        #: The strings of each font, and its codes by character.
        self.fonts: list[tuple[Shows, list[int]]] = []
        for at, one in enumerate(known):
            own = next((own for shows, own in self.fonts if shows is one.shows), None)
            if own is None:
                self.fonts.append((one.shows, [at]))
            else:
                own.append(at)


@dataclass(slots=True, eq=False)
class Series:
    """Pens that follow one another in one cell, under sides that are alike."""

    kind: Kind
    known: Sequence[Known]
    bits: int

    def holds(self, values: Sequence[str], codes: Sequence[str], numbers: Sequence[str]) -> bool:
        """Tell whether codes are plainly the texts of a side; False wants a closer look."""
        sheaf = Sheaf()
        sheaf.add(self, values, codes, numbers)
        return sheaf.holds()


class _Rows:
    """Cells of one kind, one after the other: their texts, the codes shown for them, and whose they are."""

    __slots__ = ("codes", "numbers", "series", "texts")

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.codes: list[str] = []
        self.series: list[Series] = []
        self.numbers: list[Sequence[str]] = []  #: the 管理番号 of each cell


class Sheaf:
    """The series of a page, each with the texts planned for its cell and the codes found there, judged all at once."""

    def __init__(self) -> None:
        self._rows: defaultdict[Kind, _Rows] = defaultdict(_Rows)

    def add(self, series: Series, values: Sequence[str], codes: Sequence[str], numbers: Sequence[str]) -> None:
        """Add one cell's."""
        kind = series.kind
        rows = self._rows[kind]
        rows.texts += kind.texts(values)
        rows.codes += codes
        rows.series.append(series)
        rows.numbers.append(numbers)

    def holds(self) -> bool:
        """Tell whether all codes are plainly the texts; False if one of them wants a closer look."""
        return all(_same(kind, rows) and _sound(kind, rows) for kind, rows in self._rows.items())


def _same(kind: Kind, rows: _Rows) -> bool:
    """Tell whether the codes shown are those of the texts, one by one."""
    if len(rows.codes) != len(rows.texts):
        return False
    for shows, own in kind.fonts:
        texts, codes = (chain.from_iterable([row[at :: kind.many] for at in own]) for row in (rows.texts, rows.codes))
        # Codes are hex: as many of them, with the same between them, are those of the same texts one by one.
        if "".join(map(shows.each, APART.join(texts))) != APART.join(codes):
            return False
    return True


def _sound(kind: Kind, rows: _Rows) -> bool:
    """Tell whether the texts have room, and none but a piece's own numbers could hold a 個人番号."""
    texts, many = rows.texts, kind.many
    sizes = [*map(len, texts)]
    for at in compress(count(), map(gt, sizes, cycle(kind.fits))):
        if not rows.series[at // many].known[at % many].has_room(texts[at]):
            return False
    if max(sizes, default=0) < DIGITS:
        return True
    long = [at for at in compress(count(), map(DIGITS.__le__, sizes)) if texts[at] not in rows.numbers[at // many]]
    return not (long and holds_my_number(APART.join([texts[at] for at in long])))


class Kinds:
    """The kinds of series of one file, each once."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Kind] = {}

    def series(self, known: Sequence[Known | None], places: Mapping[Key, int]) -> Series | None:
        """Return the series of pens of which each is the only one of its place; None where they are not."""
        found = [one for one in known if one is not None and one.key in places]
        if len(found) < len(known) or len({one.bit for one in found}) < len(found):
            return None
        # A kind keeps its tables, so no other table is ever known by the same id.
        key = tuple([(places[one.key], id(one.shows), one.fits) for one in found])
        kind = self._known.get(key)
        if kind is None:
            kind = self._known[key] = Kind(found, places)
        return Series(kind, found, sum([one.bit for one in found]))


def _picker(places: Sequence[int]) -> Pick:
    if len(places) == 1:
        (only,) = places
        return lambda row: (row[only],)
    return cast(Pick, cast(Any, itemgetter(*places)))
