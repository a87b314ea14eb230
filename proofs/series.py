"""Strings that follow one another in a cell go in; whether all of them are plainly right comes out, in one comparison.

What is known of a place in a layout (`Known`) is put together for pens that come one after the other, again and again
on each sheet: then all texts of a font are turned into codes and compared in one go.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from operator import gt, itemgetter
from typing import Any, cast

from proofs.glyphs import APART, Shows
from proofs.mynumber import DIGITS, holds_my_number
from proofs.plan import Key

_HEX = 4  # hex digits of a glyph in every font that has codes by text
_MOST = 64  # texts of a place that are known to fit

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
    fitting: set[str] = field(default_factory=set[str])  #: texts found to fit: the same dates come on every card

    def has_room(self, text: str) -> bool:
        """Tell whether a text begins and ends where its place is, of which `fits` says nothing."""
        if not self.least <= self.length(text) <= self.most:
            return False
        if len(self.fitting) < _MOST:
            self.fitting.add(text)
        return True


class Series:
    """Pens that follow one another in one cell, under sides that are alike."""

    def __init__(self, known: Sequence[Known], places: Mapping[Key, int]) -> None:
        self.bits = sum(one.bit for one in known)
        self._known = known
        self._fits = [one.fits // _HEX for one in known]
        self._texts = _picker([places[one.key] for one in known])
        tables: dict[int, list[int]] = {}
        for i, one in enumerate(known):
            tables.setdefault(id(one.shows), []).append(i)
        self._parts = [(known[own[0]].shows.each, _picker(own)) for own in tables.values()]

    def holds(self, values: Sequence[str], codes: Sequence[str], numbers: Sequence[str]) -> bool:
        """Tell whether codes are plainly the texts of a side; False wants a closer look."""
        texts = self._texts(values)
        for each, own in self._parts:
            # Codes are hex: as many of them, with the same between them, are those of the same texts one by one.
            if "".join(map(each, APART.join(own(texts)))) != APART.join(own(codes)):
                return False
        sizes = [*map(len, texts)]
        for one, text in compress(zip(self._known, texts, strict=True), map(gt, sizes, self._fits)):
            if text not in one.fitting and not one.has_room(text):
                return False
        if max(sizes) < DIGITS:
            return True
        long = [text for text in compress(texts, map(DIGITS.__le__, sizes)) if text not in numbers]
        return not (long and holds_my_number(APART.join(long)))


def series(known: Sequence[Known | None], places: Mapping[Key, int]) -> Series | None:
    """Return the series of pens of which each is the only one of its place; None where they are not."""
    found = [one for one in known if one is not None and one.key in places]
    if len(found) < len(known) or len({one.bit for one in found}) < len(found):
        return None
    return Series(found, places)


def _picker(places: Sequence[int]) -> Pick:
    if len(places) == 1:
        (only,) = places
        return lambda row: (row[only],)
    return cast(Pick, cast(Any, itemgetter(*places)))
