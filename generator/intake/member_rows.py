"""members.csv in, its rows stored: sound ones whole, rejected ones as far as they can be read (contract §2)."""

import marshal
from itertools import groupby
from operator import itemgetter

from generator.intake.members import CODED, Row, State, read_row, rejected
from generator.intake.names import Names
from generator.intake.scratch import Scratch
from generator.intake.table import Homes, Table

_SYMBOL_AT, _NUMBER_AT, _BRANCH_AT = CODED, CODED + 1, 0


def read_members(table: Table, scratch: Scratch, on: int, names: Names, homes: Homes | None = None) -> None:
    """Store every row of members.csv, sound or rejected; of other households than `homes` only former keys."""
    dumps, put, original = marshal.dumps, scratch.put, table.original
    for line, values, seen in table.rows():
        row, faults = read_row(values, on, names, original)
        if homes is not None and (values[_SYMBOL_AT], values[_NUMBER_AT]) not in homes:
            if row is not None and row.former_symbol and not seen:
                _former(scratch, row, line)
            continue
        if row is None or seen:
            table.note_all(line, [*seen, *faults])
            state, acquired, lost, head = rejected(values, [*seen, *faults])
            key = (values[_SYMBOL_AT], values[_NUMBER_AT], values[_BRANCH_AT])
            put("row", (*key, line, state, head, dumps((acquired, lost))))
            if len(table.problems) > 1000:
                table.drain(scratch)
            continue
        put("row", (row.symbol, row.number, row.branch, line, 0, row.insured, dumps(tuple(row))))
        if row.former_symbol:
            _former(scratch, row, line)
    table.drain(scratch)
    scratch.flush()


def _former(scratch: Scratch, row: Row, line: int) -> None:
    own = (row.symbol, row.number, row.branch)
    scratch.put("former", (row.former_symbol, row.former_number, row.former_branch, line, *own))


def former_homes(scratch: Scratch) -> Homes:
    """Return the households of all former keys met so far."""
    return frozenset((str(s), str(n)) for s, n in scratch.each("SELECT DISTINCT symbol, number FROM former"))


def shared_formers(table: Table, scratch: Scratch) -> None:
    """Hold back people who name the same former key: one of them would count as the other."""
    query = "SELECT symbol, number, branch, line, own_symbol, own_number, own_branch FROM former"
    rows = scratch.each(f"{query} ORDER BY symbol, number, branch, line")
    for _, group in groupby(rows, itemgetter(0, 1, 2)):
        same = list(group)
        owners = {row[4:] for row in same}
        if len(owners) < 2:
            continue
        lines = ", ".join(str(row[3]) for row in same)
        for row in same:
            table.note(int(str(row[3])), "former-shared", "前の記号", lines)
            scratch.put("row", (*row[4:], row[3], State.HELD, 0, None))
    scratch.flush()
