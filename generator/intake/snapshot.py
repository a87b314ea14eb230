"""snapshot.csv in, phase Ⅰ keys and their last four digits stored (contract §2; domain.md §5.3)."""

import re
from collections.abc import Iterator

from fonts.errors import Refusal
from generator.intake.columns import SNAPSHOT
from generator.intake.convert import BadValue
from generator.intake.fields import branch
from generator.intake.members import State
from generator.intake.problem import Notice
from generator.intake.scratch import Scratch
from generator.intake.table import Fault, Homes, Table, duplicates

_FOUR = re.compile("[0-9]{4}")
_SHORT = re.compile("[0-9]{1,3}")
_DIGITS = SNAPSHOT.order[3]


def read_snapshot(table: Table, scratch: Scratch, homes: Homes | None = None) -> list[Refusal]:
    """Store the rows; a row with a problem holds its person back."""
    for line, values, seen in table.rows():
        symbol, number, part, digits = values
        if homes is not None and (symbol, number) not in homes:
            continue
        faults = [*seen, *key_faults(symbol, number, part), *_digit_faults(digits)]
        if not faults:
            scratch.put("snapshot", (symbol, number, part, line, digits))
            continue
        table.note_all(line, faults)
        if not any(column != _DIGITS for _, column in faults):
            scratch.put("snapshot", (symbol, number, part, line, None))
            scratch.put("row", (symbol, number, part, line, State.HELD, 0, None))
    scratch.flush()
    query = "SELECT symbol, number, branch, line FROM snapshot ORDER BY symbol, number, branch, line"
    return duplicates(table, ((row[:3], row[3]) for row in scratch.each(query)))


def key_faults(symbol: str, number: str, part: str) -> Iterator[Fault]:
    """Yield what is wrong with a key."""
    if not symbol:
        yield "value-missing", "記号"
    if not number:
        yield "value-missing", "番号"
    try:
        branch(part)
    except BadValue as bad:
        yield bad.code, "枝番"


def _digit_faults(digits: str) -> Iterator[Fault]:
    if digits and not _FOUR.fullmatch(digits):
        yield ("last4-short" if _SHORT.fullmatch(digits) else "last4-format"), _DIGITS


def unknown_rows(table: Table, scratch: Scratch) -> list[Notice]:
    """Count the rows that name nobody in members.csv, now or formerly; such people may have left long ago."""
    query = (
        "SELECT count(*), min(line) FROM snapshot AS s"
        " WHERE NOT EXISTS (SELECT 1 FROM row AS m WHERE m.symbol = s.symbol AND m.number = s.number"
        " AND m.branch = s.branch AND m.state != ?)"
        " AND NOT EXISTS (SELECT 1 FROM former AS f WHERE f.symbol = s.symbol AND f.number = s.number"
        " AND f.branch = s.branch)"
    )
    found = scratch.one(query, State.HELD)
    if found is None or not found[0]:
        return []
    return [Notice(table.columns.file, int(str(found[1])), "snapshot-unknown", detail=str(found[0]))]
