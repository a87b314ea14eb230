"""Lengths as people write them in, floats out; the unit is obligatory (design.md §3)."""

import re

from layouts.errors import Unreadable
from layouts.geometry import to_mm, to_pt

_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?) ?(mm|cm|pt)")
_MOST_MM = 5080.0  # 14,400 units: no page of a PDF is wider (ISO 32000-1 annex C)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?) ?%")


def parse_mm(text: object) -> float:
    """Read a length such as "8.5mm" as mm; raise Unreadable."""
    value, unit = _parts(text)
    length = {"mm": value, "cm": 10 * value, "pt": to_mm(value)}[unit]
    if abs(length) > _MOST_MM:
        raise Unreadable("write a length that fits on a page, at most {most}mm", most=f"{_MOST_MM:g}")
    return length


def parse_pt(text: object) -> float:
    """Read a type size or rule weight such as "11pt" as pt, to 0.01; raise Unreadable."""
    value, unit = _parts(text)
    return round({"mm": to_pt(value), "cm": to_pt(10 * value), "pt": value}[unit], 2)


def parse_percent(text: object) -> float:
    """Read a share such as "70%" as a fraction; raise Unreadable."""
    found = _PERCENT.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise Unreadable('write a percentage such as "70%"')
    return float(found[1]) / 100


def _parts(text: object) -> tuple[float, str]:
    if isinstance(text, int | float):
        raise Unreadable('write the unit too, such as "3mm" or "8pt"')
    found = _LENGTH.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise Unreadable('write a length such as "3mm" or "8pt"')
    return float(found[1]), found[2]
