"""Rows of text in, aligned lines out: a kanji takes two columns of a terminal, a letter one (UAX #11)."""

import unicodedata
from collections.abc import Iterator, Sequence

_GAP = "  "
_WIDE = frozenset("WFA")  # ambiguous ones too: the terminals of those who read Japanese show them wide


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a line a row, every column as wide as its widest cell; the last is not padded."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=True)]
        yield _GAP.join(cells).rstrip()


def width(text: str) -> int:
    """Return how many columns a text takes."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in _WIDE else 1 for sign in text
    )
