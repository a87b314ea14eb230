"""left.csv in: who lost 資格 after the run. Out: their keys and days; every row that cannot be true, collected.

Columns 記号, 番号, 枝番, 資格喪失年月日. A loss before the job's day is as good as one after it: it was reported late.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from fonts.errors import Refusal
from generator.errors import InputError
from generator.intake.convert import BadValue
from generator.intake.dates import parse_date
from generator.intake.problem import InputErrors, gathered
from generator.model import Key

COLUMNS: Final = ("記号", "番号", "枝番", "資格喪失年月日")
_STEP: Final = "correct the row; nobody was pulled"


@dataclass(frozen=True, slots=True)
class Leaver:
    """One row."""

    place: str  #: file:line
    key: Key
    lost: date


def read_left(path: Path, on: date, faults: list[Refusal]) -> tuple[Leaver, ...]:
    """Read left.csv; rows that cannot be true go into `faults`. Raises InputError for what is no such file."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                fact, step = "columns are missing: {columns}", "write 記号, 番号, 枝番, 資格喪失年月日"
                raise InputError("left-columns", path.name, fact, step, columns=", ".join(missing))
            return tuple(_rows(path, reader, on, faults))
    except (UnicodeDecodeError, csv.Error):
        raise InputError("left-unreadable", path.name, "the file is not CSV in UTF-8", "save it as UTF-8 CSV") from None


def refuse(faults: list[Refusal]) -> None:
    """Raise everything that was collected, if anything was."""
    if faults:
        raise gathered(faults, InputErrors)


def unknown(leaver: Leaver) -> Refusal:
    """Return the refusal of a person whom the ledger has nothing for."""
    return InputError("left-unknown", leaver.place, "the ledger has no document for this person", _STEP)


def _rows(path: Path, reader: "csv.DictReader[str]", on: date, faults: list[Refusal]) -> Iterator[Leaver]:
    lines: dict[Key, int] = {}
    for row in reader:
        found = _leaver(f"{path.name}:{reader.line_num}", row, on, lines)
        if isinstance(found, Leaver):
            lines[found.key] = reader.line_num
            yield found
        else:
            faults.append(found)


def _leaver(place: str, row: Mapping[str, str], on: date, lines: Mapping[Key, int]) -> Leaver | Refusal:
    texts = {name: (row[name] or "").strip() for name in COLUMNS}
    key = Key(texts["記号"], texts["番号"], texts["枝番"])
    column = next((name for name in COLUMNS[:3] if not texts[name]), "")
    lost = _day(texts["資格喪失年月日"])
    if column or lost is None:
        return InputError("left-row", place, "column {column} cannot be read", _STEP, column=column or COLUMNS[3])
    if lost > on:
        return InputError("left-later", place, "the day of loss is behind the day of the pull", _STEP)
    if key in lines:
        return InputError("left-twice", place, "this person stands on line {other} too", _STEP, other=lines[key])
    return Leaver(place, key, lost)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except BadValue:
        return None
