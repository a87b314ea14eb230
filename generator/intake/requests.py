"""requests.csv in, requests stored under their key; a repeated identity is a row problem (contract §2-3)."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from generator.intake.convert import BadValue
from generator.intake.fields import required_day
from generator.intake.members import State
from generator.intake.scratch import Scratch
from generator.intake.snapshot import key_faults
from generator.intake.table import Fault, Homes, Table
from generator.model import Key, Request

KINDS: Final = frozenset(
    {"旧証紛失", "旧証き損", "要配慮", "マイナカード紛失", "再交付", "氏名変更", "訂正", "券面追記", "再通知"}
)
CLOSED: Final = frozenset({"", "却下", "取下"})
_KEY: Final = frozenset({"記号", "番号", "枝番"})
_COLUMNS: Final = "symbol, number, branch, line, received, kind, note, serial, closed"


def read_requests(table: Table, scratch: Scratch, homes: Homes | None = None) -> None:
    """Store the rows; a row with a problem holds its person back."""
    for line, values, seen in table.rows():
        received, symbol, number, part, kind, note, serial, closed = values
        if homes is not None and (symbol, number) not in homes:
            continue
        faults = [*seen, *key_faults(symbol, number, part), *_faults(received, kind, closed)]
        if faults:
            table.note_all(line, faults)
            if not any(column in _KEY for _, column in faults):
                _hold(scratch, symbol, number, part, line)
            continue
        day = date.fromordinal(required_day(received)).isoformat()
        scratch.put("request", (symbol, number, part, line, day, kind, note, serial, closed))
    scratch.flush()
    _refuse_repeated(table, scratch)


def unknown_requests(table: Table, scratch: Scratch) -> None:
    """Note requests for nobody in members.csv and take them out."""
    query = (
        "SELECT symbol, number, branch, line FROM request AS r"
        " WHERE NOT EXISTS (SELECT 1 FROM row AS m WHERE m.symbol = r.symbol AND m.number = r.number"
        " AND m.branch = r.branch AND m.state != ?)"
        " AND NOT EXISTS (SELECT 1 FROM former AS f WHERE f.symbol = r.symbol AND f.number = r.number"
        " AND f.branch = r.branch)"
    )
    for found in list(scratch.each(query, State.HELD)):
        table.note(int(str(found[3])), "request-unknown", "番号")
        _drop(scratch, *found)


def requests_of(scratch: Scratch, key: Key) -> tuple[Request, ...]:
    """Return the requests under one key, in the order of the file."""
    query = f"SELECT {_COLUMNS} FROM request WHERE symbol = ? AND number = ? AND branch = ? ORDER BY line"  # noqa: S608
    return tuple(map(_request, scratch.each(query, key.symbol, key.number, key.branch)))


def all_requests(scratch: Scratch) -> Iterator[Request]:
    """Stream every request in key order."""
    order = " ORDER BY symbol, number, branch, line"
    return map(_request, scratch.each(f"SELECT {_COLUMNS} FROM request{order}"))  # noqa: S608 - constants only


def _request(row: tuple[object, ...]) -> Request:
    symbol, number, part, line, received, kind, note, serial, closed = map(str, row)
    return Request(int(line), date.fromisoformat(received), Key(symbol, number, part), kind, note, serial, closed)


def _faults(received: str, kind: str, closed: str) -> Iterator[Fault]:
    try:
        required_day(received)
    except BadValue as bad:
        yield bad.code, "受付日"
    if kind not in KINDS:
        yield ("value-unknown" if kind else "value-missing"), "種別"
    if closed not in CLOSED:
        yield "value-unknown", "処理"


def _refuse_repeated(table: Table, scratch: Scratch) -> None:
    first: dict[str, int] = {}
    key: Key | None = None
    repeated: list[Request] = []
    for request in all_requests(scratch):
        if request.key != key:
            key, first = request.key, {}
        if first.setdefault(request.id, request.line) != request.line:
            table.note(request.line, "request-duplicate", detail=str(first[request.id]))
            repeated.append(request)
    for request in repeated:
        place = (request.key.symbol, request.key.number, request.key.branch, request.line)
        _drop(scratch, *place)
        _hold(scratch, *place)
    scratch.flush()


def _hold(scratch: Scratch, symbol: str, number: str, part: str, line: int) -> None:
    scratch.put("row", (symbol, number, part, line, State.HELD, 0, None))


def _drop(scratch: Scratch, *place: object) -> None:
    query = "DELETE FROM request WHERE symbol = ? AND number = ? AND branch = ? AND line = ?"
    scratch.run(query, *place)
