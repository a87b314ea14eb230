"""The content of a customer barcode enters (seven digits and a number); 67 bars leave, as boxes or as a drawing.

Authority: Japan Post, 郵便番号・バーコードマニュアル (post.japanpost.jp/zipcode/zipmanual): p11 the bars of a symbol,
p12 dimensions, format, what is cut off and filled up, p13 clear zones, p20 the cut through a letter, p21 check digit.
"""

import re
from typing import Final, NamedTuple

from layouts.geometry import Size, number, to_pt

LEAST_PT, MOST_PT = 8.0, 11.5  # the sizes a that are legal (p12)
LONG_MM, TIMING_MM, PITCH_MM, WIDTH_MM, GAP_MM = 0.36, 0.12, 0.12, 0.06, 0.06  # for each point of size (p12)
#: Least and most of each for each point of size (p12): what a reader accepts, for those who measure print.
LONG_RANGE, TIMING_RANGE, PITCH_RANGE = (0.340, 0.360), (0.105, 0.135), (0.095, 0.130)
WIDTH_RANGE, GAP_RANGE = (0.050, 0.070), (0.045, 0.060)
QUIET_MM = 2.0  # clear on every side, also to a window's edge however the contents lie (p13)
EDGE_MM = 10.0  # from the edges of the piece (p13)
STAMP_MM = Size(width=70.0, height=35.0)  # kept free for the stamp unless paid 別納 or 後納 (p13)

BARS: Final = 67
#: 1 long, 2 semi-long upwards, 3 semi-long downwards, 4 timing; by value: 0-9, hyphen, CC1-CC8.
PATTERNS: Final = (
    *("144", "114", "132", "312", "123", "141", "321", "213", "231", "411"),
    *("414", "324", "342", "234", "432", "243", "423", "441", "111"),
)
START, STOP = "13", "31"
HYPHEN, CC1, CC4 = 10, 11, 14
MODULUS: Final = 19
NUMBER_SYMBOLS: Final = 13

_CONTENT = re.compile(r"[0-9]{7}[0-9A-Z-]*")
_BOTTOM_HEIGHT = {"1": (0, 6), "2": (2, 4), "3": (0, 4), "4": (2, 2)}  # in bar widths, which is half the pitch


class Bar(NamedTuple):
    """One bar in pt, counted from the lower left corner of the code."""

    x: float
    bottom: float
    height: float


def size_mm(size_pt: float) -> Size:
    """Return how large the code is without its clear zones."""
    return Size(width=((BARS - 1) * PITCH_MM + WIDTH_MM) * size_pt, height=LONG_MM * size_pt)


def width_pt(size_pt: float) -> float:
    """Return how wide every bar is."""
    return to_pt(WIDTH_MM * size_pt)


def symbols(content: str) -> tuple[int, ...]:
    """Return the values of postcode, number (13) and check digit; raises ValueError on what has no symbol."""
    if not _CONTENT.fullmatch(content):
        raise ValueError("a customer barcode holds seven digits, then 0-9, A-Z and hyphens")
    values = [value for sign in content for value in _VALUES[sign]][: 7 + NUMBER_SYMBOLS]
    values += [CC4] * (7 + NUMBER_SYMBOLS - len(values))
    return (*values, -sum(values) % MODULUS)


def bars(content: str, size_pt: float) -> tuple[Bar, ...]:
    """Return the bars of a code of this size."""
    unit = width_pt(_legal(size_pt))
    kinds = START + "".join(PATTERNS[value] for value in symbols(content)) + STOP
    boxes = ((2 * index, *_BOTTOM_HEIGHT[kind]) for index, kind in enumerate(kinds))
    return tuple(Bar(x * unit, bottom * unit, height * unit) for x, bottom, height in boxes)


def operators(content: str, size_pt: float, x_pt: float, y_pt: float) -> str:
    """Draw the code with its lower left corner there, in the colour that is set; the graphics state stays."""
    unit = number(width_pt(_legal(size_pt)))
    parts = [places[value] for places, value in zip(_DRAWN, symbols(content), strict=True)]
    return f"q {unit} 0 0 {unit} {number(x_pt)} {number(y_pt)} cm {_DRAWN_START}{''.join(parts)}{_DRAWN_STOP}f Q"


def _legal(size_pt: float) -> float:
    if not LEAST_PT <= size_pt <= MOST_PT:
        raise ValueError(f"a customer barcode is {LEAST_PT:g} to {MOST_PT:g} points large")
    return size_pt


def _values(sign: str) -> tuple[int, ...]:
    if sign.isdigit():
        return (int(sign),)
    if sign == "-":
        return (HYPHEN,)
    shift, digit = divmod(ord(sign) - ord("A"), 10)  # A-J after CC1, K-T after CC2, U-Z after CC3
    return (CC1 + shift, digit)


def _drawn(kinds: str, first: int) -> str:
    """Draw bars from the given one on, in bar widths."""
    boxes = ((2 * index, *_BOTTOM_HEIGHT[kind]) for index, kind in enumerate(kinds, first))
    return "".join(f"{x} {bottom} 1 {height} re " for x, bottom, height in boxes)


_VALUES: Final = {sign: _values(sign) for sign in "0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
#: What each value looks like in each of the 21 places; a code is then a join of 23 ready texts.
_DRAWN: Final = tuple(tuple(_drawn(kinds, 2 + 3 * place) for kinds in PATTERNS) for place in range(21))
_DRAWN_START, _DRAWN_STOP = _drawn(START, 0), _drawn(STOP, BARS - 2)
