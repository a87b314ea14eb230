"""Strings that follow one another in a cell go in; whether all of them are plainly right comes out, in one comparison.

What is known of a place in a layout (`Known`) is put together for pens that come one after the other, again and again
on each sheet: then all texts of a font are turned into codes and compared in one go.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress, count
from operator import gt, itemgetter
from typing import Any, cast

from proofs.alphabet import APART, CODES_APART
from proofs.glyphs import Shows
from proofs.mynumber import DIGITS, holds_my_number
from proofs.plan import Key

_FEW = 4  # cells
_MOST = 64  # texts of a place that are known to fit
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
    fitting: set[str] = field(default_factory=set[str])  #: texts found to fit: notices repeat theirs again and again

    def has_room(self, text: str) -> bool:
        """Tell whether a text begins and ends where its place is, of which `fits` says nothing."""
        if not self.least <= self.length(text) <= self.most:
            return False
        if len(self.fitting) < _MOST:
            self.fitting.add(text)
        return True


@dataclass(slots=True)
class _InFont:
    """Which strings of a series are shown in a font."""

    shows: Shows
    common: list[int]  #: those that were never seen to have rarer characters
    pick: Pick  #: all of them
    others: list[int] = field(default_factory=list[int])


class Told:
    """Whose texts pens show one after the other, and in which fonts: the same for many series, wherever they begin."""

    def __init__(self, texts: Sequence[int], shows: Sequence[Shows]) -> None:
        self.many, self.texts = len(texts), _picker(texts)
        own_of: dict[int, list[int]] = {}
        for at, one in enumerate(shows):
            own_of.setdefault(id(one), []).append(at)
        self.fonts = [_InFont(shows[own[0]], own, _picker(own)) for own in own_of.values()]


class Series:
    """Pens that follow one another in a cell, under sides that are alike: the same one wherever the cell lies."""

    def __init__(self, known: Sequence[Known], told: Told) -> None:
        self.known, self.told, self.bits = known, told, sum(one.bit for one in known)
        self.fits = [one.fits // _HEX for one in known]  #: how many glyphs surely fit

    def holds(self, values: Sequence[str], codes: Sequence[str], numbers: Sequence[str]) -> bool:
        """Tell whether codes are plainly the texts of a side; False wants a closer look."""
        sheaf = Sheaf()
        sheaf.add(self, values, codes, numbers)
        return sheaf.holds()


class _Rows:
    """Cells that tell alike, one after the other: their texts, the codes shown for them, what is known of the pens."""

    __slots__ = ("codes", "fits", "known", "numbers", "texts")

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.codes: list[str] = []
        self.known: list[Known] = []
        self.fits: list[int] = []
        self.numbers: list[Sequence[str]] = []  #: the 管理番号 of each cell


class Sheaf:
    """The series of a page, each with the texts planned for its cells and the codes found there, judged all at once."""

    def __init__(self) -> None:
        self._rows: defaultdict[Told, _Rows] = defaultdict(_Rows)

    def add(self, series: Series, values: Sequence[str], codes: Sequence[str], numbers: Sequence[str]) -> None:
        """Add one cell's."""
        rows = self._rows[series.told]
        rows.texts += series.told.texts(values)
        rows.codes += codes
        rows.known += series.known
        rows.fits += series.fits
        rows.numbers.append(numbers)

    def holds(self) -> bool:
        """Tell whether all codes are plainly the texts; False if one of them wants a closer look."""
        return all(_same(told, rows) and _sound(told, rows) for told, rows in self._rows.items())


def _same(told: Told, rows: _Rows) -> bool:
    """Tell whether the codes shown are those of the texts, one by one."""
    if len(rows.codes) != len(rows.texts):
        return False
    many = told.many
    if len(rows.numbers) < _FEW:
        starts = range(0, len(rows.texts), many)
        return all(_same_cell(told, rows.texts[at : at + many], rows.codes[at : at + many]) for at in starts)
    for font in told.fonts:
        # As many codes, with the same between them, are those of the same texts one by one: both are hex but for that.
        if font.common:
            wanted = font.shows.alphabet.codes(APART.join(_columns(rows.texts, font.common, many)))
            if wanted is None:
                _part(font, rows, many)
                return _same(told, rows)
            if wanted != CODES_APART.join(_columns(rows.codes, font.common, many)).encode():
                return False
        if font.others:
            wanted = "".join(map(font.shows.each, APART.join(_columns(rows.texts, font.others, many))))
            if wanted != APART.join(_columns(rows.codes, font.others, many)):
                return False
    return True


def _same_cell(told: Told, texts: Sequence[str], codes: Sequence[str]) -> bool:
    """Tell the same of one cell: what is gained by columns costs more than it saves where cells are few."""
    for font in told.fonts:
        if "".join(map(font.shows.each, APART.join(font.pick(texts)))) != APART.join(font.pick(codes)):
            return False
    return True


def _columns(row: Sequence[str], places: Sequence[int], many: int) -> Iterable[str]:
    """Return what stands at some places in each of so many."""
    return chain.from_iterable([row[at::many] for at in places])


def _part(font: _InFont, rows: _Rows, many: int) -> None:
    """Set aside the strings that have rarer characters than the font's alphabet."""
    rare = [at for at in font.common if font.shows.alphabet.codes(APART.join(rows.texts[at::many])) is None]
    font.common = [at for at in font.common if at not in rare]
    font.others += rare


def _sound(told: Told, rows: _Rows) -> bool:
    """Tell whether the texts have room, and none but a piece's own numbers could hold a 個人番号."""
    texts, many = rows.texts, told.many
    sizes = [*map(len, texts)]
    for at in compress(count(), map(gt, sizes, rows.fits)):
        one, text = rows.known[at], texts[at]
        if text not in one.fitting and not one.has_room(text):
            return False
    if max(sizes, default=0) < DIGITS:
        return True
    long = [at for at in compress(count(), map(DIGITS.__le__, sizes)) if texts[at] not in rows.numbers[at // many]]
    return not (long and holds_my_number(APART.join([texts[at] for at in long])))


class Collected:
    """The series of one file, each once."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Series] = {}
        self._told: dict[tuple[tuple[int, int], ...], Told] = {}

    def series(self, known: Sequence[Known | None], places: Mapping[Key, int]) -> Series | None:
        """Return the series of pens of which each is the only one of its place; None where they are not."""
        found = [one for one in known if one is not None and one.key in places]
        if len(found) < len(known) or len({one.bit for one in found}) < len(found):
            return None
        key = tuple([(places[one.key], id(one)) for one in found])  # a series keeps what it knows, so ids stay its own
        series = self._known.get(key)
        if series is None:
            series = self._known[key] = Series(found, self._tell(found, places))
        return series

    def _tell(self, known: Sequence[Known], places: Mapping[Key, int]) -> Told:
        texts, shows = [places[one.key] for one in known], [one.shows for one in known]
        key = tuple(zip(texts, map(id, shows), strict=True))  # what is told keeps its fonts, so ids stay their own
        if key not in self._told:
            self._told[key] = Told(texts, shows)
        return self._told[key]

    def clear(self) -> None:
        """Forget them."""
        self._known.clear()
        self._told.clear()


def _picker(places: Sequence[int]) -> Pick:
    if len(places) == 1:
        (only,) = places
        return lambda row: (row[only],)
    return cast(Pick, cast(Any, itemgetter(*places)))
