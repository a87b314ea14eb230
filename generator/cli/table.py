"""Rows of text in, aligned lines out, as wide as a terminal shows them."""

import re
from collections.abc import Iterator, Sequence

from generator.messages.columns import width

_GAP = "  "
_FIGURE = re.compile(r"-?[\d,.]+%?|-")


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a line a row, every column as wide as its widest cell; figures beneath a head stand to the right."""
    columns = list(zip(*rows, strict=True))
    sizes = [max(map(width, column)) for column in columns]
    right = [len(column) > 1 and all(map(_FIGURE.fullmatch, column[1:])) for column in columns]
    for row in rows:
        cells = [_cell(*each) for each in zip(row, sizes, right, strict=True)]
        yield _GAP.join(cells).rstrip()


def _cell(text: str, size: int, right: bool) -> str:
    room = " " * (size - width(text))
    return room + text if right else text + room
