"""gaiji.csv in, the approved substitutions out; any fault refuses the file (exit 3), for each prints on a card.

The table is the only way by which another character than the stored one is printed (domain.md §6, contract §2): who
approved it, and when, goes with every use.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from fonts.clusters import SOUND_MARKS, clusters
from fonts.errors import Refusal
from generator.errors import InputError
from generator.intake.codes import ROW_CODES
from generator.intake.columns import GAIJI
from generator.intake.convert import BadValue
from generator.intake.dates import parse_date
from generator.intake.guard import Guard
from generator.intake.table import Fault, Table
from generator.model import Society

_FROM, _TO, _WHO, _WHEN = GAIJI.order
_MOST: Final = 8  #: clusters that one may become
_NOTATION: Final = re.compile(r"U\+[0-9A-F]{4,6}(?: +U\+[0-9A-F]{4,6})*", re.IGNORECASE)
_MEANT: Final = re.compile(r"U\+[0-9A-F]", re.IGNORECASE)
_POINTS: Final = 0x110000
_FORMULA: Final = ("=", "+", "-", "@")  #: a spreadsheet computes a cell that begins so
_STEP: Final = "correct the row, or take it out"


@dataclass(frozen=True, slots=True)
class Approved:
    """What is printed for a cluster, who approved it, and when (ISO)."""

    to: str
    who: str
    when: str


def gaiji_table(society: Society) -> Table:
    """Return the table of a society that names one."""
    return Table(society, "gaiji", replace(GAIJI, file=society.gaiji_table))


def read_gaiji(table: Table, guard: Guard, on: date | None) -> tuple[Mapping[str, Approved], list[Refusal]]:
    """Read the table; its substitutions are fit for use only where nothing is refused.

    What was approved after the day `on` is refused; without a day nothing is later.
    """
    reading = _Reading(table, guard, on)
    reading.read()
    return reading.approved, reading.refusals


class _Reading:
    """One reading of the table."""

    def __init__(self, table: Table, guard: Guard, on: date | None) -> None:
        self._table, self._guard, self._file = table, guard, table.columns.file
        self._on = on or date.max
        self._lines: dict[str, int] = {}
        self.approved: dict[str, Approved] = {}
        self.refusals: list[Refusal] = []

    def read(self) -> None:
        for line, values, seen in self._table.rows():
            self._table.note_all(line, seen)
            self._row(line, *values)
        for problem in self._table.problems:
            place = f"{problem.file}:{problem.line}"
            facts = {"column": problem.column, "detail": problem.detail}
            self.refusals.append(InputError(problem.code, place, ROW_CODES[problem.code], _STEP, **facts))
        self._table.problems.clear()

    def _row(self, line: int, source: str, target: str, who: str, when: str) -> None:
        place = f"{self._file}:{line}"
        before, after = notated(source), notated(target)
        self._table.note_all(line, _empty((source, target, who, when)))
        if source and not self._is_source(before):
            fact = "{column} is not one character, with or without its selector, that a table may replace"
            self._refuse(InputError("gaiji-from", place, fact, _STEP, column=_FROM))
        if target and not self._is_target(after):
            fact = "{column} is not one to {most} characters that a name may hold"
            self._refuse(InputError("gaiji-to", place, fact, _STEP, column=_TO, most=_MOST))
        if before and before == after:
            self._refuse(InputError("gaiji-same", place, "the row replaces a character by itself", _STEP))
        if before and before in self._lines:
            fact = "the character of this row is replaced on line {other} too"
            step = "leave the row that was approved"
            self._refuse(InputError("gaiji-twice", place, fact, step, other=self._lines[before]))
        self._lines.setdefault(before, line)
        day = self._approval(line, who, when)
        if day and self._is_source(before):
            self.approved.setdefault(before, Approved(after, who, day.isoformat()))

    def _approval(self, line: int, who: str, when: str) -> date | None:
        """Look at who approved a row, and return when; office/names.csv says both as they stand here."""
        place, day = f"{self._file}:{line}", self._day(line, when)
        if who.startswith(_FORMULA):
            fact = "{column} begins with a sign that a spreadsheet takes for a formula (= + - @)"
            self._refuse(InputError("gaiji-who", place, fact, "write the name of who approved it", column=_WHO))
        if day and day > self._on:
            fact, step = "{column} is after the day of the job", "correct the day, or run the job on or after it"
            self._refuse(InputError("gaiji-later", place, fact, step, column=_WHEN))
        return day

    def _refuse(self, refusal: Refusal) -> None:
        self.refusals.append(refusal)

    def _day(self, line: int, text: str) -> date | None:
        try:
            return parse_date(text) if text else None
        except BadValue as bad:
            self._table.note(line, bad.code, _WHEN)
            return None

    def _is_source(self, text: str) -> bool:
        return len(clusters(text)) == 1 and self._guard.mappable(text)

    def _is_target(self, text: str) -> bool:
        found = clusters(text)
        return 0 < len(found) <= _MOST and all(
            not cluster.isspace() and cluster[-1] not in SOUND_MARKS and not self._guard.fault(cluster)
            for cluster in found
        )


def _empty(values: tuple[str, ...]) -> list[Fault]:
    return [("value-missing", column) for column, text in zip(GAIJI.order, values, strict=True) if not text]


def notated(text: str) -> str:
    """Return the characters of a cell, written themselves or as `U+9089 U+E0100`; "" for a notation gone wrong."""
    if not _MEANT.match(text):
        return text
    if not _NOTATION.fullmatch(text):
        return ""
    points = [int(part[2:], 16) for part in text.split()]
    return "".join(map(chr, points)) if max(points) < _POINTS else ""
