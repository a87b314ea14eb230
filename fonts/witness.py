"""A font program in, its glyphs' outlines in one canonical form out; for the checker of what was drawn.

Shares nothing with charmap.py, face.py and runs.py: where the table of characters lies is asked of fontTools, which
outline a glyph has is cut from the raw bytes (OpenType 1.9, cmap and glyf). A text layer made by the table that drew
the page proves nothing.
"""

import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Callable
from functools import cache, cached_property
from mmap import ACCESS_READ, mmap
from operator import le, lt
from pathlib import Path
from struct import unpack_from
from sys import byteorder, maxunicode
from typing import Any, cast

from fontTools.ttLib import TTFont, newTable

from fonts.catalog import Gaiji, load_catalog

Outline = Callable[[int], bytes]

_ARGS_ARE_WORDS, _SCALE, _MORE, _XY_SCALE, _TWO_BY_TWO, _INSTRUCTIONS = 0x1, 0x8, 0x20, 0x40, 0x80, 0x100
_GROUPS = 12  # the format of a subtable: runs of characters whose glyphs are runs as well
_DEEPEST = 8  # composites within composites; a deeper one is a loop


class Witness:
    """What a source file says of itself: the glyph of a cluster, the outline of a glyph."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self.outline = outlines(mmap(file.fileno(), 0, access=ACCESS_READ))
        self._table = _charmap(path)
        self._plain = _plain(self._table)

    @cached_property
    def _sequences(self) -> dict[tuple[int, int], int]:
        """Return the glyphs of variation sequences; a face for private use has none."""
        variants = self._table.getcmap(0, 5)
        listed: dict[int, list[tuple[int, int | None]]] = variants.uvsDict if variants else {}
        found: dict[tuple[int, int], int] = {}
        for selector, rows in listed.items():
            for base, gid in rows:
                shown = self._plain(base) if gid is None else gid
                if shown is not None:
                    found[base, selector] = shown
        return found

    def glyph(self, cluster: str) -> int | None:
        """Return the glyph of a base, a variation sequence, or a kana with its sound mark; None if there is none."""
        if len(cluster) == 2:
            listed = self._sequences.get((ord(cluster[0]), ord(cluster[1])))
            if listed is not None:
                return listed
            # 濁点 typed apart is the same kana; every other name is compared as it was written.
            cluster = unicodedata.normalize("NFC", cluster) if cluster[1] in "\u3099\u309a" else cluster
        return self._plain(ord(cluster)) if len(cluster) == 1 else None


@cache
def witness(tag: str, gaiji: Gaiji | None = None) -> Witness:
    """Return the process's witness of a face of the catalogue; raise FontRefused where its file was altered."""
    if gaiji is not None and tag in load_catalog().faces:
        return witness(tag)
    return Witness(load_catalog(gaiji).faces[tag].path)


def outlines(font_program: bytes | mmap) -> Outline:
    """Return what gives a glyph's canonical outline, without instructions and padding; raise ValueError, struct.error.

    Two canonical outlines are equal exactly if the glyphs have the same box, contours, points and components.
    """
    data = font_program
    count = unpack_from(">H", data, 4)[0]
    entries = (unpack_from(">4s4xL", data, 12 + 16 * i) for i in range(count))
    place: dict[bytes, int] = dict(entries)
    if not {b"glyf", b"loca", b"head", b"maxp"} <= place.keys():
        raise ValueError("the program has no TrueType outlines")
    glyphs = unpack_from(">H", data, place[b"maxp"] + 4)[0]
    wide = unpack_from(">h", data, place[b"head"] + 50)[0]
    form, step, unit = (">LL", 4, 1) if wide else (">HH", 2, 2)

    def outline(gid: int, depth: int = 0) -> bytes:
        if not 0 <= gid < glyphs or depth > _DEEPEST:
            raise ValueError(f"glyph {gid} is not in the program")
        here, after = unpack_from(form, data, place[b"loca"] + step * gid)
        if here == after:
            return b""
        record = data[place[b"glyf"] + here * unit : place[b"glyf"] + after * unit]
        contours = unpack_from(">h", record)[0]
        return _simple(record, contours) if contours >= 0 else _composite(record, lambda part: outline(part, depth + 1))

    return outline


def _simple(record: bytes, contours: int) -> bytes:
    """Cut the instructions out of a simple glyph, and its padding.

    Zeros at the end may be points or padding; the number of points stands in front, so leaving them off loses nothing.
    """
    ends = 10 + 2 * contours
    instructions = unpack_from(">H", record, ends)[0]
    return record[:ends] + record[ends + 2 + instructions :].rstrip(b"\0")


def _composite(record: bytes, part: Outline) -> bytes:
    """Join the box and the components of a composite, each with its own outline."""
    rows, at, flags = [record[:10]], 10, _MORE
    while flags & _MORE:
        flags, gid = unpack_from(">HH", record, at)
        size = 4 + (4 if flags & _ARGS_ARE_WORDS else 2)
        size += 2 if flags & _SCALE else 4 if flags & _XY_SCALE else 8 if flags & _TWO_BY_TWO else 0
        rows += [(flags & ~_INSTRUCTIONS).to_bytes(2, "big"), record[at + 2 : at + size], part(gid)]
        at += size
    return b"".join(rows)


def _charmap(path: Path) -> Any:
    """Return fontTools' table of characters, of which it decodes what it is asked for."""
    with path.open("rb") as file, TTFont(file, lazy=True) as font:  # closed also where fontTools refuses it
        tables = cast(Any, font)
        # Ids instead of names: 61,000 names would be made only to be turned back into ids.
        tables.setGlyphOrder(list(range(tables["maxp"].numGlyphs)))
        found: Any = newTable("cmap")
        found.decompile(_each_once(tables.getTableData("cmap")), tables)
        return found


def _plain(table: Any) -> Callable[[int], int | None]:
    """Return what gives a character's glyph by the subtable fontTools prefers.

    Of tens of thousands of characters a file shows hundreds: the groups of format 12 are searched where they lie. Where
    they are not plainly in order, fontTools says what they mean.
    """
    best = table.getcmap(3, 10)
    groups = array("I", best.data if best is not None and best.format == _GROUPS else b"")
    if byteorder == "little":
        groups.byteswap()
    first, last, glyphs = groups[0::3], groups[1::3], groups[2::3]
    in_order = all(map(le, first, last)) and all(map(lt, last, first[1:]))
    if not groups or groups.itemsize != 4 or not in_order or last[-1] > maxunicode or 0 in glyphs:
        return cast("dict[int, int]", table.getBestCmap() or {}).get

    def glyph(char: int) -> int | None:
        at = bisect_right(first, char) - 1
        return glyphs[at] + char - first[at] if at >= 0 and char <= last[at] else None

    return glyph


def _each_once(table: bytes) -> bytes:
    """Name each subtable once, by its last entry: one named twice fontTools decodes at once, needed or not."""
    entries = (table[4 + 8 * at : 12 + 8 * at] for at in range(unpack_from(">H", table, 2)[0]))
    kept = b"".join({entry[4:]: entry for entry in entries}.values())
    return table[:2] + (len(kept) // 8).to_bytes(2, "big") + kept + table[4 + len(kept) :]
