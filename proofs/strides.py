"""Operators of a content stream go in; long stretches of one kind, that need not be read token by token, come out.

Two kinds fill most of the bytes: the modules of a code (a hundred rectangles in a row) and the curves of fine art,
which a machine that keeps no paths passes over. Authority: ISO 32000-1, 8.5.2.
"""

import re
from functools import lru_cache
from typing import Final, cast

_MANY: Final = 8  # rectangles in a row
_LONG = 2_000  # shorter ones are read as they are
_SPACE = r"[\x00\t\n\x0c\r ]"
_NUMBER = rf"-?(?:\d++(?:\.\d*+)?|\.\d++){_SPACE}"
_FOUR = re.compile(rf"{_SPACE}?(?:{_NUMBER}){{4}}", re.ASCII)
_ONE_SPACE = re.compile(_SPACE)
_BOXES = re.compile(rf"(?<!\S)(?:(?:{_NUMBER}){{4}}re{_SPACE}){{{_MANY},}}", re.ASCII)
# Behind an operator of one letter no operand is waiting, so what ends with an operator again may be left out whole.
_PATHS = re.compile(rf"(?<={_SPACE}[A-Za-z]{_SPACE})(?:[-+.0-9\x00\t\n\x0c\r ]*+[mlcvyh]{_SPACE})++")

Box = tuple[float, ...]


def box_run(operators: str, at: int = 0) -> re.Match[str] | None:
    """Return the next stretch of rectangles in a row."""
    return _BOXES.search(operators, at) if operators.count(" re", at) >= _MANY else None


def boxes_of(stretch: str) -> tuple[Box, ...] | None:
    """Return the rectangles of a stretch: x, y, width, height; None where it is none."""
    *parts, rest = stretch.split("re")
    boxes = tuple(map(_box, parts))
    whole = len(boxes) >= _MANY and _ONE_SPACE.fullmatch(rest) and None not in boxes
    return cast("tuple[Box, ...]", boxes) if whole else None


@lru_cache(10_000)
def _box(operands: str) -> Box | None:
    """Return a rectangle; those of codes lie on few places, again and again."""
    return tuple(map(float, operands.split())) if _FOUR.fullmatch(operands) else None


def without_paths(operators: str) -> str:
    """Leave out corners and curves of paths; rectangles, and all that paints, stay."""
    return _PATHS.sub("", operators) if len(operators) > _LONG else operators
