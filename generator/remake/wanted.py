"""What a vendor or an operator calls spoiled in: sheets, cells, numbers; each with its place and reason out.

vendor.csv has a column 管理番号, or file (or pile and block), sheet and, where not all of it is spoiled, side, row and
column; reason is free. Rows that cannot be read are collected, and refused together (domain.md §8: ヤレ).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fonts.errors import Refusal
from generator.errors import ConfigError, InputError
from generator.intake.listed import listed
from generator.intake.mynumber import holders
from generator.intake.spelling import halved
from generator.remake.sealed import PILES

_SHEET: Final = re.compile(r"(?:([0-9]{1,6})/)?([0-9]{1,6})")
_FILE: Final = re.compile(r"(?:([a-z]+)/)?(?:(carriers)-)?([0-9]+)(?:-(front|back))?(?:\.pdf)?")
_SIDES: Final = {"": "", "F": "F", "B": "B", "front": "F", "back": "B", "表": "F", "裏": "B"}
_COLUMNS: Final = (("管理番号", "sheet"),)
REASON: Final = 60
"""How many characters a reason may have: it is printed on the certificate of destruction."""

_LONG: Final = "the reason is longer than {most} characters, or holds a line break or an individual number (My Number)"
_STEP: Final = "correct the row; nothing was made again"


@dataclass(frozen=True, slots=True)
class Spoiled:
    """One thing that is spoiled: a number, or a sheet (0 = none) or one cell of it (0 = all)."""

    place: str  #: where it was said: file:line, or the option
    reason: str
    number: str = ""
    pile: str = "cards"
    block: int = 1
    sheet: int = 0
    side: str = ""
    row: int = 0
    column: int = 0

    @property
    def words(self) -> str:
        """Return what it names, whoever said it where and for what reason."""
        return f"{self.number}|{self.pile}/{self.block}/{self.sheet}/{self.side}/{self.row}/{self.column}"


def sheet_of(text: str, pile: str, side: str, reason: str) -> Spoiled:
    """Read `--sheet [BLOCK/]SHEET`. Raises ConfigError."""
    named = _SHEET.fullmatch(text)
    if named is None or not int(named[2]):
        raise ConfigError("sheet-form", text, "this is no sheet", "write SHEET or BLOCK/SHEET, such as 12 or 3/12")
    return Spoiled("--sheet", reason, pile=pile, block=int(named[1] or 1), sheet=int(named[2]), side=side)


def reason_of(why: str) -> str:
    """Return `--why`, which is printed where a row has no reason of its own. Raises InputError for a longer one."""
    if len(why) > REASON:
        raise InputError("spoiled-reason", "--why", _LONG, "write it shorter; nothing was made again", most=REASON)
    return why


def read_spoiled(path: Path, pile: str, reason: str, faults: list[Refusal]) -> Iterator[Spoiled]:
    """Yield the rows of vendor.csv that can be read; put the others into `faults`."""
    return listed(path, _COLUMNS, lambda place, row: _spoiled(place, row, pile, reason), faults)


def _spoiled(place: str, row: Mapping[str, str], pile: str, reason: str) -> Spoiled | Refusal:
    said = row.get("reason", "")
    if len(said) > REASON or len(said.splitlines()) > 1 or list(holders([said])):
        return InputError("spoiled-reason", place, _LONG, _STEP, most=REASON)
    why = said or reason
    row = {name: halved(text) for name, text in row.items()}
    if row.get("管理番号"):
        return Spoiled(place, why, row["管理番号"])
    file = _FILE.fullmatch(row.get("file") or f"{row.get('pile') or pile}/{row.get('block') or 1}")
    counts = {name: _count(row.get(name, "")) for name in ("sheet", "row", "column")}
    named = (file[2] or file[1] or pile) if file else ""
    wrong = {
        "file": file is None or named not in PILES,
        "sheet": not counts["sheet"],
        "side": row.get("side", "") not in _SIDES,
        "row": counts["row"] is None,
        "column": counts["column"] is None or bool(counts["row"]) != bool(counts["column"]),
    }
    column = next((name for name, fault in wrong.items() if fault), "")
    if column or file is None:
        return InputError("spoiled-row", place, "column {column} cannot be read", _STEP, column=column)
    side = _SIDES[row.get("side", "")] or _SIDES[file[4] or ""]
    return Spoiled(
        place,
        why,
        pile=named,
        block=int(file[3]),
        sheet=counts["sheet"] or 0,
        side=side,
        row=counts["row"] or 0,
        column=counts["column"] or 0,
    )


def _count(text: str) -> int | None:
    """Return a number from 1, 0 for none, None for what is none."""
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdecimal() and 0 < int(text) < 10**6 else None
