"""Values of a layout file in, lengths, places and choices out; Unreadable says what to write instead.

Authority: design.md §3 (obligatory units).
"""

from collections.abc import Callable
from typing import Any, cast

from layouts.customer_bars import LEAST_PT, MOST_PT
from layouts.errors import Unreadable
from layouts.fit import Fit
from layouts.geometry import Point, Size
from layouts.lengths import parse_mm, parse_percent, parse_pt

LEAST_CONDENSE = 0.7
LEAST_PITCH = 0.15  # mm; lines of the least weight print as one tone when they lie closer
#: What a type size can be at all, in pt; what can be read is told apart (layouts/read.py).
_TYPE_PT = (1.0, 500.0)


def string(value: object) -> str:
    """Read a text."""
    if not isinstance(value, str):
        raise Unreadable("write a text in quotes")
    return value


def choice(choices: tuple[str, ...]) -> Callable[[Any], str]:
    """Return what reads one of several words."""

    def read(value: object) -> str:
        if value not in choices:
            raise Unreadable("write one of {choices}", choices=", ".join(choices))
        return str(value)

    return read


def entries(value: object, example: str) -> list[object]:
    """Read a list."""
    if not isinstance(value, list):
        raise Unreadable("write a list such as {example}", example=example)
    return cast("list[object]", value)


def pair(value: object) -> tuple[float, float]:
    """Read two lengths, in mm."""
    pair = entries(value, '["8mm", "14mm"]')
    if len(pair) != 2:
        raise Unreadable('write two lengths such as ["8mm", "14mm"]')
    return parse_mm(pair[0]), parse_mm(pair[1])


def point(value: object) -> Point:
    """Read a place."""
    return Point(*pair(value))


def points(value: object) -> tuple[Point, ...]:
    """Read places."""
    return tuple(point(each) for each in entries(value, '[["8mm", "14mm"]]'))


def size(value: object) -> Size:
    """Read a width and a height, both larger than nothing."""
    width, height = pair(value)
    if width <= 0 or height <= 0:
        raise Unreadable("write a length larger than 0mm")
    return Size(width=width, height=height)


def positive(value: object) -> float:
    """Read a length larger than nothing, in mm."""
    if (length := parse_mm(value)) <= 0:
        raise Unreadable("write a length larger than 0mm")
    return length


def not_negative(value: object) -> float:
    """Read a length, in mm."""
    return _at_least(value, 0.0)


def pitch(value: object) -> float:
    """Read the distance of fine lines, in mm."""
    return _at_least(value, LEAST_PITCH)


def _at_least(value: object, least: float) -> float:
    if (length := parse_mm(value)) < least:
        raise Unreadable("write a length of {least}mm or more", least=f"{least:g}")
    return length


def weight(value: object) -> float:
    """Read a weight of a line, in pt."""
    if (weight := parse_pt(value)) <= 0:
        raise Unreadable("write a weight larger than 0pt")
    return weight


def dash(value: object) -> tuple[float, ...]:
    """Read the lengths of a dashed line, in mm."""
    return tuple(positive(each) for each in entries(value, '["1mm", "1mm"]'))


def strings(value: object) -> tuple[str, ...]:
    """Read texts."""
    return tuple(string(each) for each in entries(value, '["insurer_name", "insurer_number"]'))


def fit(value: object) -> Fit:
    """Read how a text may shrink."""
    table = cast("dict[str, object]", value) if isinstance(value, dict) else {}
    if "condense" not in table or not set(table) <= {"condense", "least", "lines"}:
        raise Unreadable('write {{ condense = "70%", least = "8pt" }} or {{ condense = "70%", lines = "7pt" }}')
    condense = parse_percent(table["condense"])
    if not LEAST_CONDENSE <= condense <= 1:
        raise Unreadable("condense lies between 70% and 100%")
    least, lines = (type_size(table[key]) if key in table else None for key in ("least", "lines"))
    return Fit(condense, least, lines)


def postal_size(value: object) -> float:
    """Read the size of a postal barcode, in points of its own (郵便番号・バーコードマニュアル p12)."""
    return _between(value, LEAST_PT, MOST_PT)


def type_size(value: object) -> float:
    """Read the size of a type, in pt."""
    return _between(value, *_TYPE_PT)


def _between(value: object, least: float, most: float) -> float:
    if not least <= (size := parse_pt(value)) <= most:
        raise Unreadable("write a size from {least}pt to {most}pt", least=f"{least:g}", most=f"{most:g}")
    return size
