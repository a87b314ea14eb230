"""The inks a layout may name: the society's colours in, paints out.

Authority: domain.md §1.5 (text K100 only, grey contrast at least 4.5:1 on a clinic's copier), print.md §3 (one
spelling a spot; a tint of a spot stays that spot).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from layouts.ink import BLACK, Ink

CONTRAST = 4.5  # least ratio between a text and what it stands on, seen in grey
_SOCIETY = Ink((0.55, 0.12, 0.30, 0.0))  # only where no card colour is configured
_DEEP_BLACK = 0.45  # K added to the society's colour for rules and heads
_PALE = 0.2
_MID = 0.45  # for bands: black stays legible on it whatever the society's colour
_SOLID = (0.23, 0.17, 0.74, 0.02)  # luminance of solid C, M, Y, K on coated paper
_GAIN = 0.56  # 14 % at a half tone
_FINE_CONTRAST = 7.0
_WORD = (0.48, 0.56)  # depth of a latent word's lines, thin enough for black text
_LINE = (0.42, 0.50)  # depth of a security line: a copier must see it, and black text must stand on it


@dataclass(frozen=True, slots=True)
class Paint:
    """An ink and how much of it."""

    ink: Ink
    tint: float = 1.0

    @property
    def cmyk(self) -> tuple[float, float, float, float]:
        """Return the process parts; for a spot, those of its alternate colour."""
        c, m, y, k = (round(part * self.tint, 4) for part in self.ink.cmyk)
        return c, m, y, k

    @property
    def overprints(self) -> bool:
        """Tell whether this paint is black only and may print over what lies beneath (OPM 1)."""
        return not self.ink.spot and self.ink.cmyk[:3] == (0, 0, 0) and self.ink.cmyk[3] > 0


def palette(inks: Mapping[str, Ink]) -> Mapping[str, Paint]:
    """Name the paints a layout may use; `inks` overrides and adds."""
    society = inks.get("society", _SOCIETY)
    standard = {
        "black": Paint(BLACK),
        "grey": Paint(BLACK, 0.55),
        "pale": Paint(BLACK, 0.12),
        "paper": Paint(Ink((0, 0, 0, 0))),
        "society": Paint(society),
        "society_pale": Paint(society, _PALE),
        "society_mid": Paint(society, _MID),
        "society_fine": _fine(society),
        "society_deep": Paint(_deep(society)),
        "society_line": _line(society, *_LINE),
        "society_word": _word(society),
    }
    return standard | {name: Paint(ink) for name, ink in inks.items()}


def contrast(upper: Paint, lower: Paint) -> float:
    """Return the contrast ratio of two paints in grey (WCAG 2.1, 1.4.3), from 1 to 21."""
    first, second = sorted((_luminance(upper), _luminance(lower)))
    return (second + 0.05) / (first + 0.05)


def _fine(ink: Ink) -> Paint:
    """Return the strongest tint, up to 65 %, that small black text may cross without becoming restless."""
    tints = (Paint(ink, step / 20) for step in range(13, 0, -1))
    return next((paint for paint in tints if contrast(Paint(BLACK), paint) >= _FINE_CONTRAST), Paint(ink, _PALE))


def _deep(ink: Ink) -> Ink:
    """Darken with black; a spot stays as it is, because a mixture would cost two process plates."""
    if ink.spot:
        return ink
    c, m, y, k = ink.cmyk
    return Ink((min(1.0, c * 1.15), min(1.0, m * 1.15), y, min(1.0, k + _DEEP_BLACK)))


def _line(ink: Ink, least: float, most: float) -> Paint:
    """Return the society's colour within two depths: what a copier sees, and what small black text can stand on.

    Too dark a colour is tinted; too light a one grows stronger, then takes black; too light a spot gives way to black.
    """
    tints = (Paint(ink, step / 20) for step in range(20, 0, -1))
    light = next((paint for paint in tints if depth(paint) <= most), Paint(ink, _PALE))
    return light if depth(light) >= least else next(paint for paint in _stronger(ink) if depth(paint) >= least)


def _stronger(ink: Ink) -> Iterator[Paint]:
    """Yield a process colour ever stronger, then with ever more black; a spot is black alone."""
    parts = (0.0, 0.0, 0.0, 0.0) if ink.spot else ink.cmyk
    most = 1 / max(parts) if any(parts) else 1.0
    for step in range(1, 21):
        c, m, y, k = (min(1.0, part * (1 + (most - 1) * step / 20)) for part in parts)
        yield Paint(Ink((c, m, y, k)))
    c, m, y, k = (min(1.0, part * most) for part in parts)
    yield from (Paint(Ink((c, m, y, max(k, step / 20)))) for step in range(1, 20))


def _word(ink: Ink) -> Paint:
    """Return the line's colour darker; a spot that can be the line's is the word's too, as strong as it is."""
    line = _line(ink, *_LINE)
    return Paint(ink) if line.ink.spot and depth(Paint(ink)) < _WORD[0] else _line(ink, *_WORD)


def depth(paint: Paint) -> float:
    """Return the light that a paint on paper takes away: each ink's dots, grown by the press, let their share through.

    Nearer to a press than the screen colours of `contrast`, for which no tint of a green is dark.
    """
    light = 1.0
    for part, solid in zip(paint.cmyk, _SOLID, strict=True):
        light *= 1 - (part + _GAIN * part * (1 - part)) * (1 - solid)
    return 1 - light


def _luminance(paint: Paint) -> float:
    c, m, y, k = paint.cmyk
    red, green, blue = ((1 - part) * (1 - k) for part in (c, m, y))
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def linear(part: float) -> float:
    """Return the light of an sRGB part (IEC 61966-2-1)."""
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
