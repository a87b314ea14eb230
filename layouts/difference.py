"""Two inks in, how different they look out: CIEDE2000 over a plain conversion to Lab.

Sharma, Wu, Dalal, "The CIEDE2000 Color-Difference Formula" (2005), with kL = kC = kH = 1; their test data hold it. CMYK
becomes sRGB by R = (1 - C)(1 - K) and so on, and Lab against D65 (IEC 61966-2-1): without a press profile no
conversion is exact, and between two colours far apart the error of both is small against the difference asked for. A
spot counts by its alternate colour.
"""

from dataclasses import dataclass
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

from layouts.ink import Ink
from layouts.palette import linear

_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
_WHITE = (0.95047, 1.0, 1.08883)  # D65, the sum of each row
_25_7 = 25.0**7


@dataclass(frozen=True, slots=True)
class Lab:
    """A colour in CIE L*a*b*."""

    lightness: float
    a: float
    b: float


def lab(ink: Ink) -> Lab:
    """Return an ink's colour at full tint."""
    c, m, y, k = ink.cmyk
    light = [linear((1 - part) * (1 - k)) for part in (c, m, y)]
    parts = (
        sum(w * v for w, v in zip(row, light, strict=True)) / white for row, white in zip(_XYZ, _WHITE, strict=True)
    )
    x, y, z = (_root(part) for part in parts)
    return Lab(116 * y - 16, 500 * (x - y), 200 * (y - z))


def difference(first: Lab, second: Lab) -> float:
    """Return ΔE2000 of two colours."""
    mean_chroma = (hypot(first.a, first.b) + hypot(second.a, second.b)) / 2
    g = 0.5 * (1 - sqrt(mean_chroma**7 / (mean_chroma**7 + _25_7)))
    (c1, h1), (c2, h2) = (_polar(one.a * (1 + g), one.b) for one in (first, second))
    turn = _turn(c1 * c2, h1, h2)
    lightness, chroma = second.lightness - first.lightness, c2 - c1
    hue = 2 * sqrt(c1 * c2) * sin(radians(turn / 2))
    mean_c, mean_h = (c1 + c2) / 2, _mean_hue(c1 * c2, h1, h2)
    middle = ((first.lightness + second.lightness) / 2 - 50) ** 2
    l_part = lightness / (1 + 0.015 * middle / sqrt(20 + middle))
    c_part = chroma / (1 + 0.045 * mean_c)
    h_part = hue / (1 + 0.015 * mean_c * _hue_weight(mean_h))
    rotation = -2 * sqrt(mean_c**7 / (mean_c**7 + _25_7)) * sin(radians(60 * exp(-(((mean_h - 275) / 25) ** 2))))
    return sqrt(l_part**2 + c_part**2 + h_part**2 + rotation * c_part * h_part)


def _root(part: float) -> float:
    return part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116


def _polar(a: float, b: float) -> tuple[float, float]:
    return hypot(a, b), degrees(atan2(b, a)) % 360


def _turn(chromas: float, h1: float, h2: float) -> float:
    """Return the shorter way from one hue to the other; none where a colour has no hue."""
    return ((h2 - h1 + 180) % 360 - 180 if h2 - h1 != 180 else 180.0) if chromas else 0.0


def _mean_hue(chromas: float, h1: float, h2: float) -> float:
    if not chromas:
        return h1 + h2
    if abs(h1 - h2) <= 180:
        return (h1 + h2) / 2
    return (h1 + h2 + 360) / 2 if h1 + h2 < 360 else (h1 + h2 - 360) / 2


def _hue_weight(hue: float) -> float:
    waves = ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63))
    return 1 + sum(factor * cos(radians(times * hue + shift)) for factor, times, shift in waves)
