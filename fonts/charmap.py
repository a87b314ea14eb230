"""The bytes of a `cmap` table in, answers to "which glyph?" and "which text?" out.

OpenType 1.9, cmap: format 12 (all of Unicode), 4 (its first plane: all that an EUDC face has) and 14 (variation
sequences). Ranges stay ranges, as in the file: as dictionaries of strings the 54,000 characters of IPAmj Mincho would
cost every worker 9 MB.
"""

import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from struct import calcsize, iter_unpack, unpack_from
from typing import Any

from fonts.sfnt import Buffer, Row, big_endian

_UNICODE = ((3, 10), (0, 4), (0, 6))  # platform and encoding of format 12
_FIRST_PLANE = ((3, 1), (0, 3), (0, 2), (0, 1), (0, 0))  # and of format 4
_SEQUENCES = ((0, 5),)  # and of format 14

# What stands back when a glyph's text is chosen: soft hyphen, modifiers and combining marks, typographic spaces and
# dashes, hyphenation point, angle brackets of mathematics, radicals, compatibility ideographs. Private use never names.
_SECOND_CHOICE = (
    (0x00AD, 0x00AD),
    (0x02B0, 0x036F),
    (0x2000, 0x2012),
    (0x2027, 0x2027),
    (0x2329, 0x232A),
    (0x2E80, 0x2FDF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)
_PRIVATE = ((0xE000, 0xF8FF), (0xF0000, 0x10FFFF))


class Charmap:
    """Which glyph a code point or a variation sequence has, and which text a glyph stands for."""

    def __init__(self, data: Buffer, table: int, glyphs: int, *, private: bool = False) -> None:
        places = dict(_subtables(data, table))
        full = next(places[key] for key in (*_UNICODE, *(_FIRST_PLANE if private else ())) if key in places)
        self._starts, self._ends, self._gids = _groups(data, full)
        if private:
            _refuse_disorder(self._starts, self._ends)
        self._private = private
        self._defaults: dict[int, tuple[Row, Row]] = {}  # selector → first and last base of each range
        self._variants: dict[tuple[int, int], int] = {}  # (selector, base) → glyph
        for key in _SEQUENCES:
            if key in places:
                self._read_sequences(data, places[key])
        self._selectors = sorted({selector for selector, _ in self._variants} | self._defaults.keys())
        self._glyphs = glyphs

    def glyph(self, point: int) -> int | None:
        """Return the glyph of a code point; one that is mapped to .notdef has none."""
        at = bisect_right(self._starts, point) - 1
        if at < 0 or point > self._ends[at]:
            return None
        return self._gids[at] + point - self._starts[at] or None

    def points(self) -> Iterator[int]:
        """Walk the code points of the table, in order."""
        for start, end in zip(self._starts, self._ends, strict=True):
            yield from range(start, end + 1)

    def variant(self, base: int, selector: int) -> int | None:
        """Return the glyph of a variation sequence, only where the face lists the sequence."""
        gid = self._variants.get((selector, base))
        if gid is not None:
            return gid or None
        starts, ends = self._defaults.get(selector, ((), ()))
        at = bisect_right(starts, base) - 1
        return self.glyph(base) if at >= 0 and base <= ends[at] else None

    def selectors(self, base: int) -> tuple[int, ...]:
        """Return the selectors of all sequences of a base, in order."""
        return tuple(selector for selector in self._selectors if self.variant(base, selector) is not None)

    def text(self, gid: int) -> str:
        """Return the one text a glyph stands for in this face ("" if none), whatever was drawn before."""
        points, sequences = self._canonical
        point = points[gid]
        return chr(point) if point else sequences.get(gid, "")

    def _read_sequences(self, data: Buffer, at: int) -> None:
        """Read format 14: each selector's default ranges and its glyphs of its own."""
        count = unpack_from(">L", data, at + 6)[0]
        for record in range(at + 10, at + 10 + 11 * count, 11):
            high, low, default, own = unpack_from(">BHLL", data, record)
            selector = high << 16 | low
            if default:
                ranges = [(h << 16 | base, more) for h, base, more in _rows(data, at + default, ">BHB")]
                starts, ends = (start for start, _ in ranges), (start + more for start, more in ranges)
                self._defaults[selector] = array("I", starts), array("I", ends)
            if own:
                rows = _rows(data, at + own, ">BHH")
                self._variants.update({(selector, h << 16 | base): gid for h, base, gid in rows})

    @cached_property
    def _canonical(self) -> tuple[Row, Mapping[int, str]]:
        """Choose each glyph's text: an ordinary character, else a second choice, else a sequence; lowest first.

        When somebody asks: most faces of a chain show nothing in a job of a few cards.
        """
        points, gids = array("I"), array("I")
        for start, end, gid in zip(self._starts, self._ends, self._gids, strict=True):
            points.extend(range(start, end + 1))
            gids.extend(range(gid, gid + end - start + 1))
        public = (points, gids) if self._private else _without(_PRIVATE, points, gids)
        chosen = array("I", bytes(4 * self._glyphs))
        for row in (public, _without(_SECOND_CHOICE, *public)):
            for point, gid in zip(reversed(row[0]), reversed(row[1]), strict=True):
                chosen[gid] = point
        sequences = sorted(self._variants.items(), reverse=True)
        return chosen, {gid: chr(base) + chr(vs) for (vs, base), gid in sequences if not chosen[gid]}


def _without(ranges: Sequence[tuple[int, int]], points: Row, gids: Row) -> tuple[Row, Row]:
    """Leave out ranges of code points; `points` ascend."""
    points, gids = points[:], gids[:]
    for first, last in ranges:
        gap = slice(bisect_left(points, first), bisect_right(points, last))
        del points[gap], gids[gap]
    return points, gids


def _subtables(data: Buffer, table: int) -> Iterator[tuple[tuple[int, int], int]]:
    """Walk (platform, encoding) and place of the subtables in formats 4, 12 and 14."""
    for i in range(unpack_from(">H", data, table + 2)[0]):
        platform, encoding, offset = unpack_from(">HHL", data, table + 4 + 8 * i)
        if unpack_from(">H", data, table + offset)[0] in (4, 12, 14):
            yield (platform, encoding), table + offset


def _groups(data: Buffer, at: int) -> tuple[Row, Row, Row]:
    """Read format 12 or 4: first and last code point and first glyph of each group."""
    if unpack_from(">H", data, at)[0] == 4:
        return _segments(data, at)
    count = unpack_from(">L", data, at + 12)[0]
    row = big_endian("I", data[at + 16 : at + 16 + 12 * count])
    return row[0::3], row[1::3], row[2::3]


def _refuse_disorder(starts: Row, ends: Row) -> None:
    """Raise ValueError where groups overlap or leave Unicode: no one has read a society's table before."""
    before = -1
    for start, end in zip(starts, ends, strict=True):
        if not before < start <= end <= sys.maxunicode:
            raise ValueError("the groups of the table overlap")
        before = end


def _segments(data: Buffer, at: int) -> tuple[Row, Row, Row]:
    """Read format 4, a group for each of its characters: such faces have few."""
    count = unpack_from(">H", data, at + 6)[0] // 2
    columns = [at + 14 + extra + 2 * count * index for index, extra in enumerate((0, 2, 2, 2))]
    points, gids, before = array("I"), array("I"), -1
    for i in range(count):
        last, first, delta, offset = (unpack_from(">H", data, column + 2 * i)[0] for column in columns)
        if first <= before:  # every segment may claim 65,535 characters: a damaged table would take minutes
            raise ValueError("the segments of the table overlap")
        before = last
        for point in range(first, min(last, 0xFFFE) + 1):
            gid = point
            if offset:
                gid = unpack_from(">H", data, columns[3] + 2 * i + offset + 2 * (point - first))[0]
            if gid or not offset:
                gid = (gid + delta) & 0xFFFF
            points.append(point)
            gids.append(gid)
    return points, points[:], gids


def _rows(data: Buffer, at: int, form: str) -> Iterator[tuple[Any, ...]]:
    """Walk a list of records that its count precedes."""
    count, size = unpack_from(">L", data, at)[0], calcsize(form)
    return iter_unpack(form, data[at + 4 : at + 4 + count * size])
