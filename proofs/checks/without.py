"""A file of which no plan is known: its numbers against the placement table beside it, else front against back.

Contract §4, `cards/NNN.csv`; print.md §8, traps 2 and 19.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from imposition.stock import Stock
from layouts.geometry import to_mm
from proofs.checkdigit import NUMBER, sound
from proofs.facts import Page
from proofs.finding import Findings
from proofs.mynumber import holds_my_number
from proofs.placed import PlacedCell, read_placed
from proofs.reading import Shown, layer, lines

Found = list[tuple[str, tuple[float, float]]]  #: numbers with their places in mm


class Unplanned:
    """Collects the numbers of a file page by page."""

    def __init__(self, path: Path, stock: Stock | None, findings: Findings) -> None:
        self._findings = findings
        self._table = read_placed(path)
        self._trim = stock.trim if stock else None
        self._turned = stock is not None and stock.turn == "horizontal"
        self._front: Found = []
        self._pairs: list[tuple[int, Found, Found]] = []

    def check(self, page: Page, shown: Sequence[Shown]) -> None:
        """Check the texts of one page and note its numbers."""
        found: Found = []
        for group in lines(shown):
            at = to_mm(group[0].start[0]), to_mm(group[0].start[1])
            digits = "".join(string.numerals() for string in group)
            if holds_my_number(layer(group)) or holds_my_number(digits):
                self._findings.add("my-number", page.number, at)
            for number in NUMBER.findall(digits):
                found.append((number, at))
                if not sound(number):
                    self._findings.add("number-check", page.number, at, number=number)
        if self._table and self._trim:
            self._check_cells(page.number, found, self._table.get(page.number, ()))
        elif page.number % 2:
            self._front = found
        else:
            self._check_pair(page.number, self._front, found)

    def close(self) -> None:
        """Check what only the whole file tells."""
        if self._table and self._trim:
            return
        fronts = {number for _, front, _ in self._pairs for number, _ in front}
        backs = {number for _, _, back in self._pairs for number, _ in back}
        if len(fronts & backs) * 2 <= len(fronts):
            return  # no sheets with backs: letters and notices bear their numbers on one side
        for page, front, back in self._pairs:
            for number, at in _lacking(front, back):
                self._findings.add("number-unpaired", page - 1, at, number=number)
            for number, at in _lacking(back, front):
                self._findings.add("number-unpaired", page, at, number=number)

    def _check_pair(self, page: int, front: Found, back: Found) -> None:
        if front or back:
            self._pairs.append((page, front, back))

    def _check_cells(self, page: int, found: Found, cells: Sequence[PlacedCell]) -> None:
        """Compare the numbers of each cell with the table's."""
        trim = self._trim
        if trim is None:
            return
        left = list(found)
        for cell in cells:
            inside = [
                (number, at)
                for number, at in left
                if cell.x <= at[0] <= cell.x + trim.width and cell.y <= at[1] <= cell.y + trim.height
            ]
            left = [pair for pair in left if pair not in inside]
            self._check_cell(page, cell, inside)

    def _check_cell(self, page: int, cell: PlacedCell, inside: Found) -> None:
        counts = Counter(number for number, _ in inside)
        if cell.kind == "separator":
            return  # it names the first and the last number of its envelope
        for number in cell.numbers:
            if not counts[number]:
                self._findings.add("number-missing", page, (cell.x, cell.y), number=number)
            elif cell.kind == "card" and counts[number] > 1:
                self._findings.add("number-twice", page, (cell.x, cell.y), number=number)
        for number, at in inside:
            if number not in cell.numbers:
                self._findings.add("number-stray", page, at, number=number)


def _lacking(these: Found, those: Found) -> Found:
    """Return the numbers that are on the first side more often than on the second."""
    extra = Counter(number for number, _ in these) - Counter(number for number, _ in those)
    return [(number, at) for number, at in these if number in extra]
