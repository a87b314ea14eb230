"""Strings of one place and the text planned for it go in; where they differ comes out, glyph by glyph.

Condensed texts, smaller texts and texts of several faces are all right, as long as the glyphs are the text's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from proofs.facts import Matrix, Resources
from proofs.glyphs import clusters
from proofs.inks import OPAQUE, Blend, changed
from proofs.machine import Style
from proofs.mynumber import holds_my_number
from proofs.reading import Shown, layer
from proofs.spots import Spot

_SPACES = " \u3000\u00a0"
INVISIBLE = (3, 7)  # text rendering modes that paint nothing (ISO 32000-1, 9.3.6)


@dataclass(frozen=True, slots=True)
class Standing:
    """A string as it stands in a cell; `at` takes its text space to the cell's lower left, in pt."""

    at: Matrix
    string: Shown

    @property
    def x(self) -> float:
        """Return where it begins."""
        return self.at[4]

    @property
    def y(self) -> float:
        """Return the line it stands on."""
        return self.at[5] + self.string.style.rise

    @property
    def ink(self) -> float:
        """Return its length without the spaces at its end: the first of two lines ends with the one it is broken at."""
        proof = self.string.proof
        blank = {proof.code(char) for char in _SPACES}
        codes = proof.codes(self.string.codes)
        while codes and codes[-1] in blank:
            codes.pop()
        return self.string.style.length(*proof.font.advance("".join(codes)))


def differs(wanted: str, strings: Sequence[Shown]) -> int:
    """Return the first character (from 1) whose glyph is not the one shown, 0 if all are right."""
    shown = [(string.proof, code) for string in strings for code in string.proof.codes(string.codes)]
    expected = list(clusters(wanted))
    for place, (cluster, (proof, code)) in enumerate(zip(expected, shown, strict=False), 1):
        if proof.code(cluster) != code:
            return place
    return 0 if len(shown) == len(expected) else min(len(shown), len(expected)) + 1


def ordered(spot: Spot, found: Iterable[Standing]) -> list[Standing]:
    """Return the strings of a place as they are read: the upper of two lines first, each from its left."""
    return sorted(found, key=lambda each: (spot.line(each.y) or 0, each.x))


def stretches(spot: Spot, found: Sequence[Standing]) -> list[tuple[float, float]] | None:
    """Return where each line of a text begins and where its ink ends; None where a string stands on no line of it."""
    rows: dict[int | None, list[Standing]] = {}
    for each in found:
        rows.setdefault(spot.line(each.y), []).append(each)
    if set(rows) not in ({0}, {1, 2}):
        return None
    return [(row[0].x, row[-1].x + row[-1].ink) for row in rows.values()]


def is_right(wanted: str, found: Sequence[Standing], spot: Spot) -> bool:
    """Tell whether strings, in the order they are read, are a text as planned, in every respect."""
    strings = [each.string for each in found]
    glyphs = all(not s.proof.fault(code) for s in strings for code in s.proof.codes(s.codes))
    plain = all(black(string.style) and not string.style.mode for string in strings)
    if not glyphs or not plain or differs(wanted, strings) or layer(strings) != wanted:
        return False
    rows = stretches(spot, found)
    if rows is None or not all(spot.holds(*row) for row in rows):
        return False
    return all(upright(each.at) for each in found) and not holds_my_number(wanted)


def black(style: Style) -> bool:
    """Tell whether a string is filled in K100 or black of the grey scale."""
    return black_fill(style.fill)


def black_fill(fill: tuple[Any, ...]) -> bool:
    """Tell whether a fill is K100 or black of the grey scale."""
    kind, *parts = fill
    return (kind == "k" and tuple(parts) == (0.0, 0.0, 0.0, 1.0)) or (kind == "g" and tuple(parts) == (0.0,))


def plain(style: Style) -> bool:
    """Tell whether a string is filled in plain black with nothing between it and its codes."""
    shape = style.size > 0 and style.scale > 0 and not style.spacing and not style.words and not style.rise
    return shape and black(style) and not style.mode and style.actual is None


def see_through(style: Style, resources: Resources) -> bool:
    """Tell whether a string lets through what lies beneath it, or is masked."""
    blend = Blend()
    for name in style.states:
        if name in resources.states:
            blend = changed(blend, resources.states[name])
    return blend.soft or blend.fill_alpha < 1 or blend.blend not in OPAQUE


def upright(at: Matrix) -> bool:
    """Tell whether a matrix neither turns nor scales."""
    return abs(at[0] - 1) < 0.001 and abs(at[1]) < 0.001 and abs(at[2]) < 0.001 and abs(at[3] - 1) < 0.001
