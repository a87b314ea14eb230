"""In: the events of a ledger with all their rows. Out: a hash for each that rests on all before it; or its breaks.

hash(n) = SHA-256 of hash(n - 1), the event's row, and the rows it wrote in every table: a row that is altered,
removed or put in later breaks every link behind it. What cannot be seen here is a ledger cut off at its end; the head
stands among a job's inputs.json for that (print.md §7: append-only, hash-chained).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa

from generator.ledger.schema import (
    copy,
    document,
    ending,
    event,
    filed,
    link,
    note,
    outcome,
    request_mark,
    snapshot_key,
)

START: Final = "0" * 64
_ROWS: Final = (document, ending, request_mark, snapshot_key, copy, outcome, note, filed)
_CHUNK: Final = 1000  # rows written as one list; part of what is hashed


@dataclass(frozen=True, slots=True)
class Break:
    """A link that does not hold: the event's number, and whether the link is missing or another."""

    seq: int
    missing: bool


def head(connection: sa.Connection) -> str:
    """Return the hash of the last event, START before the first."""
    last = sa.select(link.c.hash).order_by(link.c.event.desc()).limit(1)
    return connection.execute(last).scalar() or START


def close(connection: sa.Connection) -> None:
    """Link every event that has no link yet; part of the transaction that wrote it."""
    linked = sa.select(sa.func.coalesce(sa.func.max(link.c.event), 0)).scalar_subquery()
    fresh = connection.execute(sa.select(event).where(event.c.seq > linked).order_by(event.c.seq)).all()
    before = head(connection) if fresh else START
    for row in fresh:
        before = _hash(connection, tuple(row), before)
        connection.execute(link.insert(), {"event": row.seq, "hash": before})


def breaks(connection: sa.Connection) -> Iterator[Break]:
    """Yield every event whose link is missing, or not what its rows say; one break shows once, not in all behind it."""
    before = START
    found = sa.select(event, link.c.hash).select_from(event.outerjoin(link, link.c.event == event.c.seq))
    for *row, written in connection.execute(found.order_by(event.c.seq)).all():
        found_now = _hash(connection, tuple(row), before)
        if written != found_now:
            yield Break(int(row[0]), missing=written is None)
        before = written or found_now


def _hash(connection: sa.Connection, row: tuple[Any, ...], before: str) -> str:
    digest = sha256(before.encode())
    digest.update(_written([row]))
    for table in _ROWS:
        digest.update(table.name.encode())
        rows = iter(connection.execute(_rows_of(table, row[0]).execution_options(yield_per=_CHUNK)))
        while chunk := [tuple(each) for each in islice(rows, _CHUNK)]:
            digest.update(_written(chunk))
    return digest.hexdigest()


def _written(rows: list[tuple[Any, ...]]) -> bytes:
    return json.dumps(rows, separators=(",", ":")).encode("ascii")


def _rows_of(table: sa.Table, seq: int) -> sa.Select[Any]:
    """Select the rows an event wrote, in the order of their primary key."""
    statement = sa.select(table).where(table.c.event == seq).order_by(*table.primary_key.columns)
    if table is not document:
        return statement
    # Documents are numbered as they come: whatever an event wrote lies behind the rows of all events before it. Walking
    # back from the end to them spares a million entries of another index.
    earlier = sa.select(document.c.id).where(document.c.event < seq).order_by(document.c.id.desc()).limit(1)
    return statement.where(document.c.id > sa.func.coalesce(earlier.scalar_subquery(), 0))
