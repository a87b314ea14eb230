"""A mapped TrueType file in, its tables and the few numbers of them that printing needs out.

OpenType 1.9: table directory, head, hhea, hmtx, maxp, OS/2, post. Lengths leave in 1/1000 em, as PDF has them.
"""

import sys
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import error as StructError  # noqa: N812 - an exception is named like one
from struct import unpack_from
from typing import TypeAlias

from fonts.errors import FontRefused

_RESTRICTED, _NO_SUBSET, _BITMAP_ONLY = 0x0002, 0x0100, 0x0200  # OS/2 fsType
_CAP_HEIGHT_SINCE = 2  # version of OS/2

Buffer = bytes | mmap
Row: TypeAlias = "array[int]"  # a row of numbers; `array` is generic for the type checker only


@dataclass(frozen=True, slots=True)
class Metrics:
    """What a PDF font descriptor says of the whole face, in 1/1000 em (ISO 32000-1 table 122)."""

    bbox: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int
    italic_angle: float


class Sfnt:
    """One font file, mapped: pages are read as they are needed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                self.data = mmap(file.fileno(), 0, access=ACCESS_READ)
            self.tables = _directory(self.data)
            self._refuse_unprintable()
            self.glyphs = self.number(">H", "maxp", 4)
            self._em = self.number(">H", "head", 18)
            self._advances = self._long_metrics()
            self.metrics = self._read_metrics()
        except (OSError, ValueError, StructError, KeyError, ZeroDivisionError) as error:
            raise FontRefused(
                "font-damaged", path.name, "the font file cannot be read", "install the package again"
            ) from error

    def number(self, form: str, table: str, at: int) -> int:
        """Read one number at an offset of a table."""
        return unpack_from(form, self.data, self.tables[table][0] + at)[0]

    def advance(self, gid: int) -> int:
        """Return how far a glyph moves the pen, in 1/1000 em; glyphs past the long metrics share the last."""
        return self.scale(self._advances[min(gid, len(self._advances) // 2 - 1) * 2])

    def scale(self, units: int) -> int:
        """Convert font units to 1/1000 em."""
        return round(units * 1000 / self._em)

    def _refuse_unprintable(self) -> None:
        if "glyf" not in self.tables:
            raise FontRefused(
                "font-outlines",
                self.path.name,
                "the font has no TrueType outlines",
                "use the TrueType edition of the font",
            )
        rights = self.number(">H", "OS/2", 8) if "OS/2" in self.tables else 0
        if rights & (_RESTRICTED | _NO_SUBSET | _BITMAP_ONLY):
            raise FontRefused(
                "font-embedding",
                self.path.name,
                "the font's licence bits forbid to embed a subset",
                "use a font that may be embedded",
            )

    def _long_metrics(self) -> Row:
        start, count = self.tables["hmtx"][0], self.number(">H", "hhea", 34)
        return big_endian("H", self.data[start : start + count * 4])

    def _read_metrics(self) -> Metrics:
        left, bottom, right, top = unpack_from(">4h", self.data, self.tables["head"][0] + 36)
        ascent, descent = self.number(">h", "hhea", 4), self.number(">h", "hhea", 6)
        has_caps = "OS/2" in self.tables and self.number(">H", "OS/2", 0) >= _CAP_HEIGHT_SINCE
        caps = self.number(">h", "OS/2", 88) if has_caps else ascent
        angle = self.number(">l", "post", 4) / 65536 if "post" in self.tables else 0.0
        box = (self.scale(left), self.scale(bottom), self.scale(right), self.scale(top))
        return Metrics(box, self.scale(ascent), self.scale(descent), self.scale(caps), angle)


def big_endian(form: str, data: bytes) -> Row:
    """Read a row of big-endian numbers (H or I)."""
    row = array(form, data)
    if sys.byteorder == "little":
        row.byteswap()
    return row


def _directory(data: Buffer) -> Mapping[str, tuple[int, int]]:
    """Read the table directory: tag → (offset, length)."""
    entries = (unpack_from(">4s4xLL", data, 12 + i * 16) for i in range(unpack_from(">H", data, 4)[0]))
    return {tag.decode("latin-1"): (offset, length) for tag, offset, length in entries}
