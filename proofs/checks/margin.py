"""What is shown outside all cells of a side goes in: the sheet's own line as planned, and nothing else.

print.md §4.4: which job, pile, block, sheet and side, and which numbers; never a name or a date. Written out here anew
from the plan, and compared character by character: a wrong line sends a sheet to the wrong stack.
"""

from collections.abc import Sequence
from itertools import chain
from typing import Final

from layouts.geometry import to_mm
from proofs.checks.fonts import Fonts
from proofs.checks.numbers import numbers_of
from proofs.checks.privacy import Personal
from proofs.compare import INVISIBLE
from proofs.facts import Page
from proofs.finding import Findings
from proofs.mynumber import holds_my_number
from proofs.plan import Expected, Face, Stated, spot_of
from proofs.reading import Shown, layer, lines

_NEAR: Final = 0.1  # mm
_SIDES: Final = {"F": "F 表", "B": "B 裏"}
_GAP: Final = "  "


class Margin:
    """Checks what stands beside the pieces."""

    def __init__(self, expected: Expected, fonts: Fonts, personal: Personal, findings: Findings) -> None:
        self._expected, self._fonts, self._personal, self._findings = expected, fonts, personal, findings
        self._sheet, self._own = 0, list[str]()

    def check(self, page: Page, shown: Sequence[Shown], sheet: int, face: Face) -> None:
        """Check the strings outside the cells of one side."""
        self._fonts.check_shown(shown, page.number)
        numbers, place, stated = self._numbers(sheet), self._expected.stock.slug, self._expected.stated
        wanted = stated and self._wanted(stated, numbers, sheet, face)
        groups = [*lines(shown)]
        lacking = stated is not None and place is not None and face in place.sides
        for group in groups:
            said = layer(group)
            own = lacking and (said == wanted or self._goes_on(said, wanted)) and self._stands(group, face)
            lacking &= not own
            if not own or said != wanted:  # a line as planned bears nothing but what the plan says
                self._check_private(page, group, said, numbers)
            if not own and stated is not None:
                self._findings.add("slug-differs", page.number, _at(group))
        if lacking and not groups:
            self._findings.add("slug-missing", page.number)

    def _check_private(self, page: Page, group: Sequence[Shown], text: str, own: Sequence[str]) -> None:
        """Look for a document's text, and for numbers of other pieces than the sheet's own."""
        at = _at(group)
        if self._personal.within(text):
            self._findings.add("slug-personal", page.number, at)
        if holds_my_number(text):
            self._findings.add("my-number", page.number, at)
        for number in numbers_of(group):
            if number not in own:
                self._findings.add("number-stray", page.number, at, number=number)

    def _goes_on(self, said: str, wanted: str | None) -> bool:
        """Tell whether a line says what is planned and then a note that nobody knows any more."""
        stated = self._expected.stated
        return stated is not None and stated.note is None and said.startswith(f"{wanted}{_GAP}")

    def _stands(self, group: Sequence[Shown], face: Face) -> bool:
        """Tell whether a line is where the profile has it, and there to be read."""
        place = self._expected.stock.slug
        if place is None or any(string.style.mode in INVISIBLE for string in group):
            return False
        x, y = spot_of(self._expected.stock, face, place.at)
        left, low = _at(group)
        a, b, c, d, *_ = group[0].at
        along, across = (b, -c) if place.turn == 90 else (a, d)
        return abs(x - left) <= _NEAR and abs(y - low) <= _NEAR and along > 0 and across > 0

    def _wanted(self, stated: Stated, numbers: Sequence[str], sheet: int, face: Face) -> str:
        block = self._expected.block
        parts = (
            stated.insurer_number,
            stated.job,
            f"{stated.pile} {block.number:03d}/{stated.blocks:03d}",
            f"sheet {sheet}/{block.sheets}",
            _SIDES[face],
            " - ".join(dict.fromkeys((*numbers[:1], *numbers[-1:]))),
            stated.note or "",
        )
        return _GAP.join(part for part in parts if part)

    def _numbers(self, sheet: int) -> Sequence[str]:
        """Return the 管理番号 of a sheet in the order of its pieces; both sides of a sheet are asked for in turn."""
        if sheet != self._sheet:
            pieces = self._expected.pieces(sheet)
            self._sheet, self._own = sheet, [*chain.from_iterable(document.numbers for document in pieces)]
        return self._own


def _at(group: Sequence[Shown]) -> tuple[float, float]:
    x, y = group[0].start
    return to_mm(x), to_mm(y)
