"""A TrueType file goes in, the advance width of each glyph comes out. OpenType 1.9, head, hhea, hmtx.

And the widths that a font of a PDF states of its codes: ISO 32000-1, 9.7.4.3.
"""

from collections.abc import Callable, Sequence
from functools import cache
from mmap import ACCESS_READ, mmap
from struct import unpack_from

from fonts.catalog import Gaiji, load_catalog

_LAST = 0xFFFF  # no code of two bytes is larger


@cache
def source_advances(tag: str, gaiji: Gaiji | None = None) -> Callable[[int], float]:
    """Return the widths of a face of the catalogue as its own file has them, in 1/1000 em."""
    with load_catalog(gaiji).faces[tag].path.open("rb") as file:
        return advances(mmap(file.fileno(), 0, access=ACCESS_READ))


def advances(data: bytes | mmap) -> Callable[[int], float]:
    """Return what gives a glyph's advance width in 1/1000 em; raises KeyError where tables are missing."""
    count = unpack_from(">H", data, 4)[0]
    place: dict[bytes, int] = dict(unpack_from(">4s4xL", data, 12 + 16 * i) for i in range(count))
    em: int = unpack_from(">H", data, place[b"head"] + 18)[0]
    listed: int = unpack_from(">H", data, place[b"hhea"] + 34)[0]
    start = place[b"hmtx"]

    def advance(gid: int) -> float:
        # Glyphs behind the last listed one are all as wide as it.
        width: int = unpack_from(">H", data, start + 4 * min(gid, listed - 1))[0]
        return width * 1000 / em

    return advance


def cid_widths(entries: Sequence[float | Sequence[float]]) -> dict[str, float]:
    """Read /W, `c [w …]` and `first last w`: widths by code; raises TypeError where it is neither."""
    widths: dict[str, float] = {}
    items = iter(entries)
    for first in items:
        start, second = _whole(first), next(items, 0.0)
        if isinstance(second, Sequence):
            widths |= {f"{start + i:04X}": value for i, value in enumerate(second)}
        else:
            codes = (f"{code:04X}" for code in range(start, min(int(second), _LAST) + 1))
            widths |= dict.fromkeys(codes, _number(next(items, 0.0)))
    return widths


def _number(entry: float | Sequence[float]) -> float:
    if isinstance(entry, Sequence):
        raise TypeError
    return entry


def _whole(entry: float | Sequence[float]) -> int:
    return int(_number(entry))
