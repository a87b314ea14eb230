"""Strings of one place and the text planned for it go in; where they differ comes out, glyph by glyph.

Condensed texts, smaller texts and texts of several faces are all right, as long as the glyphs are the text's.
"""

from collections.abc import Sequence

from proofs.facts import Matrix
from proofs.glyphs import clusters
from proofs.machine import Style
from proofs.mynumber import holds_my_number
from proofs.reading import Shown, layer
from proofs.spots import Spot

INVISIBLE = (3, 7)  # text rendering modes that paint nothing (ISO 32000-1, 9.3.6)


def differs(wanted: str, strings: Sequence[Shown]) -> int:
    """Return the first character (from 1) whose glyph is not the one shown, 0 if all are right."""
    shown = [(string.proof, code) for string in strings for code in string.proof.codes(string.codes)]
    expected = list(clusters(wanted))
    for place, (cluster, (proof, code)) in enumerate(zip(expected, shown, strict=False), 1):
        if proof.code(cluster) != code:
            return place
    return 0 if len(shown) == len(expected) else min(len(shown), len(expected)) + 1


def is_right(wanted: str, strings: Sequence[Shown], ends: Sequence[tuple[Matrix, float]], spot: Spot) -> bool:
    """Tell whether strings, in the order of their starts, are a text as planned, in every respect.

    `ends` gives for each string its matrix as seen from the cell, and its length in pt.
    """
    glyphs = all(not s.proof.fault(code) for s in strings for code in s.proof.codes(s.codes))
    plain = all(black(string.style) and not string.style.mode for string in strings)
    if not glyphs or not plain or differs(wanted, strings) or layer(strings) != wanted:
        return False
    (first, _), (last, length) = ends[0], ends[-1]
    least, most = spot.lengths(first[4])
    on_line = all(upright(at) and spot.on_line(at[5]) for at, _ in ends)
    return on_line and least <= last[4] + length - first[4] <= most and not holds_my_number(wanted)


def black(style: Style) -> bool:
    """Tell whether a string is filled in K100 or black of the grey scale."""
    kind, *parts = style.fill
    return (kind == "k" and tuple(parts) == (0.0, 0.0, 0.0, 1.0)) or (kind == "g" and tuple(parts) == (0.0,))


def plain(style: Style) -> bool:
    """Tell whether a string is filled in plain black with nothing between it and its codes."""
    shape = style.size > 0 and style.scale > 0 and not style.spacing and not style.words and not style.rise
    return shape and black(style) and not style.mode and style.actual is None


def upright(at: Matrix) -> bool:
    """Tell whether a matrix neither turns nor scales."""
    return abs(at[0] - 1) < 0.001 and abs(at[1]) < 0.001 and abs(at[2]) < 0.001 and abs(at[3] - 1) < 0.001
