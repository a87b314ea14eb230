"""Hands that pile up, cut and empty printed sheets, read with another library; shares no code with the checker.

A profile is given in plain numbers. What a cell shows is what pdfium finds within its trim; which way its number reads
is seen from the places of its letters. Authority: contract §5, print.md §4.2.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

POINTS = 72 / 25.4
Vector = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Machine:
    """Lower left corner and quarter turns of every cell in the vendor's order, and what is done with the sheets."""

    sheet: tuple[float, float]
    trim: tuple[float, float]
    cells: Sequence[tuple[float, float, int]]
    columns: Sequence[int]  #: of each cell, from the left
    finishing: str
    vertical: bool
    reverse: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What a hand holds: the words of both sides, and whether their heads are at one edge."""

    front: str
    back: str
    level: bool


def empty(machine: Machine, front: Path, back: Path | None) -> list[Found]:
    """Return the pieces of one block in the order hands take them from the trays."""
    sheets = [*_sheets(machine, front, back)]
    if machine.reverse:
        sheets.reverse()
    trays: dict[int, list[Found]] = {}
    for sheet in sheets:
        for at, found in enumerate(sheet):
            tray = {"guillotine": at, "punch-column": machine.columns[at]}.get(machine.finishing, 0)
            trays.setdefault(tray, []).append(found)
    return [found for tray in sorted(trays) for found in trays[tray]]


def _sheets(machine: Machine, front: Path, back: Path | None) -> Iterator[list[Found]]:
    fronts = pypdfium2.PdfDocument(front)
    backs = pypdfium2.PdfDocument(back) if back else fronts
    step, shift = (1, 0) if back else (2, 1)
    for at in range(0, len(fronts), step):
        yield [*_pieces(machine, fronts[at].get_textpage(), backs[at + shift].get_textpage())]
    fronts.close()
    if back:
        backs.close()


def _pieces(machine: Machine, front: pypdfium2.PdfTextPage, back: pypdfium2.PdfTextPage) -> Iterator[Found]:
    wide, high = machine.sheet
    for x, y, turned in machine.cells:
        width, height = machine.trim if turned % 180 == 0 else machine.trim[::-1]
        through = (wide - x - width, y) if machine.vertical else (x, high - y - height)
        words, up = _read(front, x, y, width, height)
        behind, down = _read(back, *through, width, height)
        seen = (-down[0], down[1]) if machine.vertical else (down[0], -down[1])
        yield Found(words, behind, up == seen)


def _read(page: pypdfium2.PdfTextPage, x: float, y: float, width: float, height: float) -> tuple[str, Vector]:
    """Return the words within a trim, and which way their heads point."""
    left, low, right, top = (v * POINTS for v in (x, y, x + width, y + height))
    middles = []
    words = ""
    for at in range(page.count_chars()):
        a, b, c, d = page.get_charbox(at)
        across, up = (a + c) / 2, (b + d) / 2
        if left < across < right and low < up < top:
            words += (letter := page.get_text_range(at, 1))
            middles += [(across, up)] if letter.strip() else []
    return " ".join(words.split()), _head(middles)


def _head(middles: Sequence[tuple[float, float]]) -> Vector:
    """Return where the head of a line lies, from its first letters to the next ones, a quarter turn to the left."""
    if not middles:
        return 0, 0
    (x, y), (u, v) = middles[0], middles[1]
    far = max(abs(u - x), abs(v - y))
    return -round((v - y) / far), round((u - x) / far)
