"""left.csv in: who lost 資格 after the run. Out: their keys and days; every row that cannot be true, collected.

Columns 記号, 番号, 枝番, 資格喪失年月日; keys are read as on the command line (spelling). A loss before the job's
day is as good as one after it: it was reported late.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from fonts.errors import Refusal
from generator.errors import InputError
from generator.intake.convert import BadValue
from generator.intake.dates import parse_date
from generator.intake.listed import listed
from generator.intake.problem import InputErrors, gathered
from generator.intake.spelling import Readings, first_known, readings_in
from generator.model import Key

COLUMNS: Final = ("記号", "番号", "枝番", "資格喪失年月日")
_STEP: Final = "correct the row; nobody was pulled"
_ZERO: Final = (
    "a spreadsheet may have dropped the zero before a 枝番 of one figure: write it as members.csv does, such as 01;"
    " nobody was pulled"
)


@dataclass(frozen=True, slots=True)
class Leaver:
    """One row."""

    place: str  #: file:line
    key: Key  #: as it was written, and once it was looked up, as whoever has it writes it
    lost: date
    readings: Readings = ()


def read_left(path: Path, on: date, faults: list[Refusal]) -> tuple[Leaver, ...]:
    """Read left.csv; rows that cannot be true go into `faults`. Raises InputError for what is no such file."""
    places: dict[Key, str] = {}
    return tuple(
        listed(path, [(name,) for name in COLUMNS], lambda place, row: _leaver(place, row, on, places), faults)
    )


def refuse(faults: list[Refusal]) -> None:
    """Raise everything that was collected, if anything was."""
    if faults:
        raise gathered(faults, InputErrors)


def unknown(leaver: Leaver) -> Refusal:
    """Return the refusal of a person whom neither the ledger nor members.csv has."""
    step = _ZERO if len(leaver.key.branch) == 1 else _STEP
    return InputError("left-unknown", leaver.place, "neither the ledger nor members.csv has this person", step)


def settled(leavers: Iterable[Leaver], known: Callable[[Key], bool], faults: list[Refusal]) -> tuple[Leaver, ...]:
    """Return everybody under the first reading of the key that is known; who stands there twice goes into `faults`."""
    found: dict[Key, Leaver] = {}
    for leaver in leavers:
        key = first_known(leaver.readings, known)
        if key in found:
            faults.append(_twice(leaver.place, found[key].place))
        else:
            found[key] = replace(leaver, key=key)
    return tuple(found.values())


def _twice(place: str, other: str) -> Refusal:
    return InputError("left-twice", place, "this person stands at {other} too", _STEP, other=other)


def _leaver(place: str, row: Mapping[str, str], on: date, places: dict[Key, str]) -> Leaver | Refusal:
    readings = readings_in([row[name] for name in COLUMNS[:3]])
    key = readings[0]
    column = next((name for name in COLUMNS[:3] if not row[name]), "")
    lost = _day(row["資格喪失年月日"])
    if column or lost is None:
        return InputError("left-row", place, "column {column} cannot be read", _STEP, column=column or COLUMNS[3])
    if lost > on:
        return InputError("left-later", place, "the day of loss is behind the day of the pull", _STEP)
    if key in places:
        return _twice(place, places[key])
    places[key] = place
    return Leaver(place, key, lost, readings)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except BadValue:
        return None
