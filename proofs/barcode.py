"""Filled rectangles of one path go in, the content of the postal customer barcode they are comes out, or None.

An own reader: it measures the bars, tells the four kinds by where they begin and end, and undoes the symbols.
Authority: Japan Post, 郵便番号・バーコードマニュアル p11 (bars), p12 (dimensions), p20-21 (symbols, check digit).
"""

import itertools
from collections.abc import Sequence
from typing import Final

from layouts.geometry import to_pt

Box = tuple[float, float, float, float]  #: x, y, width, height in pt

_BARS, _SYMBOLS, _NUMBER = 67, 21, 13
_PITCH, _WIDTH, _LONG, _TIMING = ((to_pt(low), to_pt(high)) for low, high in (
    (0.095, 0.130), (0.050, 0.070), (0.340, 0.360), (0.105, 0.135),
))  # fmt: skip
_NEAR: Final = 0.02  # pt
#: Bars of a symbol by (reaches up, reaches down): L long, U up, D down, T timing.
_KINDS: Final = {(True, True): "L", (True, False): "U", (False, True): "D", (False, False): "T"}
_DIGITS: Final = ("LTT", "LLT", "LDU", "DLU", "LUD", "LTL", "DUL", "ULD", "UDL", "TLL")
_REST: Final = {
    "TLT": "-",
    "DUT": "1",
    "DTU": "2",
    "UDT": "3",
    "TDU": "4",
    "UTD": "5",
    "TUD": "6",
    "TTL": "7",
    "LLL": "8",
}
_VALUE: Final = {shape: value for value, shape in enumerate((*_DIGITS, *_REST))}
_HYPHEN, _CC1, _CC4 = 10, 11, 14


def read_barcode(boxes: Sequence[Box], size: float) -> str | None:
    """Return the content of a code of this size in its own points; None where it is none, or not within the law."""
    bars = sorted(boxes)
    if len(bars) != _BARS or not _legal(bars, size):
        return None
    low, top = min(y for _, y, _, _ in bars), max(y + height for _, y, _, height in bars)
    kinds = "".join(_KINDS[abs(y + height - top) < _NEAR, abs(y - low) < _NEAR] for _, y, _, height in bars)
    if kinds[:2] != "LD" or kinds[-2:] != "DL":
        return None
    values = [_VALUE.get(kinds[at : at + 3]) for at in range(2, _BARS - 2, 3)]
    found = [value for value in values if value is not None]
    if len(found) < _SYMBOLS or sum(found) % 19:
        return None
    return _text(found[:-1])


def says(content: str | None, wanted: str) -> bool:
    """Tell whether a code read says what was planned, cut to the symbols there are (p12, p20)."""
    return content is not None and (
        content == wanted or (wanted.startswith(content) and len(_spread(wanted)) > 7 + _NUMBER)
    )


def _spread(text: str) -> str:
    """Write a letter as the two symbols it takes."""
    return "".join("cc" if sign.isalpha() else sign for sign in text)


def _text(values: Sequence[int]) -> str:
    """Undo the symbols; what fills up the end is nothing, and of a letter cut in two nothing is left."""
    signs: list[str] = []
    shift = -1
    for value in values:
        if shift >= 0:
            signs.append(chr(ord("A") + 10 * shift + value))
            shift = -1
        elif value < 10:
            signs.append(str(value))
        elif value == _HYPHEN:
            signs.append("-")
        elif value < _CC4:
            shift = value - _CC1
    return "".join(signs)


def _legal(bars: Sequence[Box], size: float) -> bool:
    """Tell whether widths, pitches and heights are what a reader of the post accepts."""
    widths = all(_within(width, _WIDTH, size) for _, _, width, _ in bars)
    pitches = all(_within(b[0] - a[0], _PITCH, size) for a, b in itertools.pairwise(bars))
    tallest, least = max(bar[3] for bar in bars), min(bar[3] for bar in bars)
    return widths and pitches and _within(tallest, _LONG, size) and _within(least, _TIMING, size)


def _within(length: float, of: tuple[float, float], size: float) -> bool:
    return of[0] * size - _NEAR <= length <= of[1] * size + _NEAR
