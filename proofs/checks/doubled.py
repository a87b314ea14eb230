"""Pages of a file without a profile go in; those with the code of a sheet and side that was there already come out.

Where the profile is known, cutting and stacking tells it (`checks/stack.py`). Authority: print.md §4.4, §8 trap 19.
"""

from collections.abc import Sequence
from typing import cast

from proofs.facts import Page
from proofs.finding import Findings
from proofs.scan import Scanned
from proofs.sheetcode import read_sheet_code


class Doubled:
    """Remembers the sheets of one file."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._pages: dict[tuple[str, ...], int] = {}

    def check(self, page: Page, scanned: Scanned) -> None:
        """Read the codes of a page that are a sheet's."""
        for event in scanned.events:
            if event.kind != "boxes":
                continue
            said = read_sheet_code(cast("Sequence[tuple[float, float, float, float]]", event.boxes), event.at)
            if said is None:
                continue
            first = self._pages.setdefault(said.groups()[:5], page.number)
            if first != page.number:
                sheet = {"sheet": int(said[4]), "side": said[5], "block": int(said[3])}
                self._findings.add("sheet-twice", page.number, None, **sheet, first=first)
