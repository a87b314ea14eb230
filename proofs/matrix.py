"""Filled rectangles of one path go in, the text of the Data Matrix they are comes out, or None.

An own reader, stricter than any scanner: it corrects nothing. Rectangles must lie on the grid of modules, the edges of
the symbol must be whole and the error correction must be the one that belongs to the data, so that a single damaged
module is found. Authority: ISO/IEC 16022, 5.2 (ASCII encodation), Annex E (Reed-Solomon over GF(256), 301), Annex F
(placement of codewords).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from proofs.facts import Matrix

#: Modules of a side → codewords of data and of error correction; squares of one region.
_SIZES: Final = {
    **{10: (3, 5), 12: (5, 7), 14: (8, 10), 16: (12, 12), 18: (18, 14), 20: (22, 18)},
    **{22: (30, 20), 24: (36, 24), 26: (44, 28)},
}
_NEAR: Final = 0.02  # of a module
_FLAT: Final = 1e-4  # what a matrix that only scales has beside its diagonal
_PAD, _PAIRS, _LAST_PAIR = 129, 130, 229
_POLYNOMIAL: Final = 301

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """From the space that rectangles are drawn in to modules, counted right and down from the upper left corner."""

    scale: float
    right: float
    down: float


def grid(at: Matrix, module: float, left: float, top: float) -> Grid | None:
    """Return the grid of a code planned there, from the matrix it is drawn with; None where that turns or stretches."""
    a, b, c, d, e, f = at
    if abs(b) > _FLAT or abs(c) > _FLAT or abs(a - d) > _FLAT or a <= 0:
        return None
    return Grid(a / module, (e - left) / module, (top - f) / module)


def read_matrix(boxes: Sequence[Sequence[float]], on: Grid) -> str | None:
    """Return the text of a code; None where it is none, or not whole, or not on its grid."""
    across = round(on.down - min(y for _, y, _, _ in boxes) * on.scale)
    dark = _modules(boxes, on, across) if across in _SIZES else None
    return None if dark is None or not _framed(bytes(dark), across) else _text(dark, across)


def _modules(boxes: Sequence[Sequence[float]], on: Grid, across: int) -> bytearray | None:
    """Return the modules row by row from the top, 1 = dark; None where a rectangle does not fill whole ones."""
    dark, ink = bytearray(across * across), b"\1" * across
    scale, right, down = on.scale, on.right, on.down
    for x, y, width, height in boxes:
        left, top = x * scale + right, down - (y + height) * scale
        wide, high = width * scale, height * scale
        column, row, columns, rows = round(left), round(top), round(wide), round(high)
        off = max(abs(left - column), abs(top - row), abs(wide - columns), abs(high - rows))
        if off > _NEAR or min(column, row, columns - 1, rows - 1) < 0 or max(column + columns, row + rows) > across:
            return None
        for at in range(row * across + column, (row + rows) * across + column, across):
            dark[at : at + columns] = ink[:columns]
    return dark


def _framed(dark: bytes, across: int) -> bool:
    """Tell whether left and lower edge are solid, upper and right one dotted."""
    dots = b"\1\0" * (across // 2)
    solid = dark[::across] == dark[-across:] == b"\1" * across
    return solid and dark[:across] == dots and dark[across - 1 :: across] == dots[::-1]


def _text(dark: bytearray, across: int) -> str | None:
    data_words, check_words = _SIZES[across]
    words = bytes(_word(dark, places) for places in _placement(across))
    data = words[:data_words]
    if int.from_bytes(words[data_words : data_words + check_words], "big") != _remainder(data, check_words):
        return None
    signs: list[str] = []
    for word in data:
        if word == _PAD:
            break
        if _PAIRS <= word <= _LAST_PAIR:
            signs.append(f"{word - _PAIRS:02d}")
        elif 0 < word < _PAD:
            signs.append(chr(word - 1))
        else:
            return None  # another encodation: none that we print
    return "".join(signs)


def _word(dark: bytearray, places: tuple[int, ...]) -> int:
    a, b, c, d, e, f, g, h = places
    high = dark[a] << 7 | dark[b] << 6 | dark[c] << 5 | dark[d] << 4
    return high | dark[e] << 3 | dark[f] << 2 | dark[g] << 1 | dark[h]


@lru_cache(len(_SIZES))
def _placement(across: int) -> tuple[tuple[int, ...], ...]:
    """Return, codeword by codeword, where its bits lie among the modules of the whole symbol (Annex F.3)."""
    size = across - 2
    taken: set[Place] = set()
    order: list[tuple[Place, ...]] = []

    def put(bits: Sequence[Place]) -> None:
        found = tuple(_wrapped(row, column, size) for row, column in bits)
        order.append(found)
        taken.update(found)

    def sweep(row: int, column: int, down: int) -> Place:
        """Go up to the right, or down to the left, one step at least."""
        while True:
            if 0 <= row < size and 0 <= column < size and (row, column) not in taken:
                put(_utah(row, column))
            row, column = row + down, column - down
            ahead, behind = (size - row, column + 1) if down > 0 else (row + 1, size - column)
            if ahead <= 0 or behind <= 0:
                return row, column

    row, column = 4, 0
    while row < size or column < size:
        for corner in _corners(row, column, size):
            put(corner)
        row, column = sweep(row, column, -2)
        row, column = sweep(row + 1, column + 3, 2)
        row, column = row + 3, column + 1
    return tuple(tuple((r + 1) * across + c + 1 for r, c in bits) for bits in order)


def _utah(row: int, column: int) -> tuple[Place, ...]:
    """Return the eight places of a codeword of the usual shape, its lower right one given."""
    shifts = ((-2, -2), (-2, -1), (-1, -2), (-1, -1), (-1, 0), (0, -2), (0, -1), (0, 0))
    return tuple((row + down, column + right) for down, right in shifts)


def _corners(row: int, column: int, size: int) -> tuple[tuple[Place, ...], ...]:
    """Return the codeword that begins here where it takes one of the four corner shapes, none or one."""
    last = size - 1
    if row == size and column == 0:
        return (((last, 0), (last, 1), (last, 2), (0, last - 1), (0, last), (1, last), (2, last), (3, last)),)
    if row == size - 2 and column == 0 and size % 4:
        return (((last - 2, 0), (last - 1, 0), (last, 0), *((0, last - k) for k in (3, 2, 1, 0)), (1, last)),)
    if row == size - 2 and column == 0 and size % 8 == 4:
        return (((last - 2, 0), (last - 1, 0), (last, 0), (0, last - 1), *((k, last) for k in range(4))),)
    if row == size + 4 and column == 2 and size % 8 == 0:
        upper = tuple((k, last - 2 + j) for k in (0, 1) for j in (0, 1, 2))
        return (((last, 0), (last, last), *upper),)
    return ()


def _wrapped(row: int, column: int, size: int) -> Place:
    if row < 0:
        row, column = row + size, column + 4 - (size + 4) % 8
    if column < 0:
        column, row = column + size, row + 4 - (size + 4) % 8
    return row, column


def _remainder(data: bytes, words: int) -> int:
    """Return the error correction of data: the remainder by the generator, a codeword at a time."""
    table, high = _table(words), 8 * (words - 1)
    mask, rest = (1 << 8 * words) - 1, 0
    for word in data:
        rest = (rest << 8 & mask) ^ table[word ^ rest >> high]
    return rest


@lru_cache(len(_SIZES))
def _table(words: int) -> tuple[int, ...]:
    """Return the generator polynomial of so many codewords (its first coefficient left out) times every factor."""
    generator, root = [1], 1
    for _ in range(words):
        root = _product(root, 2)
        shifted = [*generator, 0]
        generator = [a ^ _product(b, root) for a, b in zip(shifted, [0, *generator], strict=True)]
    return tuple(
        int.from_bytes(bytes(_product(factor, part) for part in generator[1:]), "big") for factor in range(256)
    )


def _product(a: int, b: int) -> int:
    """Multiply in GF(256)."""
    found = 0
    while b:
        found ^= a if b & 1 else 0
        a, b = a << 1, b >> 1
        a ^= _POLYNOMIAL if a & 256 else 0
    return found
