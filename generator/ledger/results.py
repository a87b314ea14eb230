"""In: results.csv of the print vendor. Out: its rows as read, and every row that cannot be read, by file and line.

Columns 管理番号, make, status, time; others are ignored (contract §1, `ledger receive`). `time` may be empty, else it
is a day or a day and an hour, as ISO 8601 writes them. UTF-8 or CP932, as `listed` reads it; figures and dashes as on
the command line (spelling).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from fonts.errors import Refusal
from generator.errors import InputError
from generator.intake.listed import listed
from generator.intake.spelling import halved

COLUMNS: Final = ("管理番号", "make", "status", "time")
PRINTED, SPOILED, INSERTED, PULLED = "printed", "spoiled", "inserted", "pulled"
STATUSES: Final = (PRINTED, SPOILED, INSERTED, PULLED)
RANKS: Final = {PRINTED: 1, INSERTED: 2, PULLED: 3, SPOILED: 4}
"""Which of several words about one copy tells what became of it: the highest."""

ENDS: Final = frozenset({SPOILED, INSERTED, PULLED})
"""What becomes of a copy in the end; only one of them can be true of it."""


@dataclass(frozen=True, slots=True)
class Result:
    """One row: what became of one copy. `at` is "" where no time is given."""

    place: str  #: file:line
    number: str
    make: int
    status: str
    at: str

    @property
    def copy(self) -> tuple[str, int]:
        """Return which copy it speaks of."""
        return self.number, self.make


def results(path: Path, faults: list[Refusal]) -> Iterator[Result]:
    """Yield the rows that can be read and put the others into `faults`; InputError for a file that is no such list."""
    return listed(path, [(name,) for name in COLUMNS], _result, faults)


def _result(place: str, row: Mapping[str, str]) -> Result | Refusal:
    number, make, status, time = (halved(row[name]) for name in COLUMNS)
    at = _time(time)
    column = ""
    if not number:
        column = "管理番号"
    elif not (make.isascii() and make.isdecimal() and len(make) < 6 and int(make) > 0):
        column = "make"
    elif status not in STATUSES:
        column = "status"
    elif at is None:
        column = "time"
    if column:
        return InputError(
            "result-row",
            place,
            "column {column} cannot be read",
            "have the vendor correct the row; nothing was received",
            column=column,
        )
    return Result(place, number, int(make), status, at or "")


def _time(text: str) -> str | None:
    """Return a time in one form, "" for none, None where it cannot be read."""
    if not text:
        return ""
    try:
        return datetime.fromisoformat(text).isoformat(sep=" ", timespec="seconds")
    except ValueError:
        return None
