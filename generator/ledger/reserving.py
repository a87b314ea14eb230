"""In: a job and the stream of its documents. Out: all of it in the ledger, in one transaction, or LedgerError.

A reserved document counts as issued (contract §4). Memory does not grow with the number of documents. What the
database itself refuses is looked up again and named by 管理番号 and key, never by what a row holds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain, islice
from typing import Final, TypeVar

import sqlalchemy as sa

from generator.errors import LedgerError
from generator.ledger import conflict, entry, events
from generator.ledger.database import Database, RowRefused, asked
from generator.ledger.entry import Reservation
from generator.ledger.schema import document, ending, request_mark, snapshot_key
from generator.model import Key

_BATCH: Final = 2000
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Order:
    """A job to be reserved.

    `digest` maps each part of the inputs to its sha256. `after` is the last event the decisions were made on: should
    another command have written since, they are void and the reservation is refused.
    """

    job: str
    on: date
    digest: Mapping[str, str]
    after: int
    by: str = ""
    backdated: bool = False
    why: str = ""
    desk: bool = False  #: printed at the desk: it goes to no vendor


def reserve(database: Database, order: Order, documents: Iterable[Reservation], snapshot_keys: Iterable[Key]) -> int:
    """Reserve a job with its documents and return their number; with none, write nothing.

    Raises LedgerError: the ledger moved on, another job is open, a document conflicts.
    """
    stream = iter(documents)
    first = next(stream, None)
    if first is None:
        return 0
    with database.write() as connection:
        _admit(database, connection, order)
        detail: dict[str, object] = {"digest": dict(order.digest), **({"desk": True} if order.desk else {})}
        told = {"job": order.job, "by": order.by, "why": order.why}
        seq = events.append(database, connection, events.RESERVED, order.on, **told, detail=detail)
        count = add_documents(database, connection, seq, order.on, chain([first], stream))
        for keys in _batches(snapshot_keys):
            database.load(connection, snapshot_key, [(seq, *entry.key_row(key)) for key in keys])
    return count


def add_documents(
    database: Database, connection: sa.Connection, seq: int, on: date, documents: Iterable[Reservation]
) -> int:
    """Write documents, what they end and the requests they serve under an event; return their number."""
    highest: int = connection.execute(sa.select(sa.func.coalesce(sa.func.max(document.c.id), 0))).scalar_one()
    row_id = highest
    for batch in map(partial(_rooted, database, connection), _batches(documents)):
        try:
            with connection.begin_nested():
                _add(database, connection, seq, on, batch, row_id)
        except RowRefused:
            raise conflict.explain(database, connection, batch) from None
        row_id += len(batch)
    return row_id - highest


def _admit(database: Database, connection: sa.Connection, order: Order) -> None:
    """Check, now that no one else can write, that the decisions still stand."""
    if events.horizon(connection) != order.after:
        raise LedgerError(
            "ledger-moved-on",
            database.place,
            "another command has written to the ledger since this one read it",
            "run the command again",
        )
    open_job = events.open_job(connection)
    if open_job is not None:
        raise LedgerError(
            "job-open",
            database.place,
            "job {job} is open",
            "finish it with the command that began it, or withdraw it",
            job=open_job.id,
        )
    last, expected = events.last_job_day(connection), events.next_job_id(connection, order.on)
    if last is not None and order.on < last and not order.backdated:
        raise LedgerError(
            "backdated",
            database.place,
            "the last job was made on {last}",
            "give that day or a later one, or --backdated",
            last=last.isoformat(),
        )
    if order.job != expected:
        raise LedgerError(
            "ledger-job-id",
            database.place,
            "the next job of the day is {expected}, not {job}",
            "run the command again",
            expected=expected,
            job=order.job,
        )


def _add(
    database: Database,
    connection: sa.Connection,
    seq: int,
    on: date,
    batch: Sequence[Reservation],
    row_id: int,
) -> None:
    before = _predecessors(database, connection, batch)
    day = on.isoformat()
    ends = [(before[d.predecessor], seq, d.ends_how, day) for d in batch if d.ends_how]
    rows = [entry.document_row(d, i, seq, before[d.predecessor]) for i, d in enumerate(batch, row_id + 1)]
    database.load(connection, ending, ends)
    database.load(connection, document, rows)
    marks = [(request, seq, "served", d.number) for d in batch for request in d.serves]
    database.load(connection, request_mark, marks)


def _predecessors(database: Database, connection: sa.Connection, batch: Sequence[Reservation]) -> dict[str, int | None]:
    """Map the 管理番号 of predecessors to their last rows; "" to none."""
    rows: dict[str, int | None] = {"": None}
    numbers = {d.predecessor for d in batch if d.predecessor}
    if numbers:
        wanted = database.wanted("number")
        statement = (
            sa.select(document.c.number, sa.func.max(document.c.id))
            .select_from(wanted.join(document, document.c.number == wanted.c.number))
            .group_by(document.c.number)
        )
        found = connection.execute(statement, {"wanted": asked((n,) for n in numbers)})
        rows.update((number, row) for number, row in found)
    missing = sorted(numbers - rows.keys())
    if missing:
        raise LedgerError(
            "ledger-predecessor",
            database.place,
            "{count} predecessors are not in the ledger, the first {number}",
            "run the command again",
            count=len(missing),
            number=missing[0],
        )
    return rows


def _rooted(database: Database, connection: sa.Connection, batch: list[Reservation]) -> list[Reservation]:
    """Give people who were renumbered more than once the root under which the ledger already knows them."""
    former = {d.person for d in batch if d.person != d.key}
    if not former:
        return batch
    wanted = database.wanted("symbol", "number", "branch")
    same = (
        (document.c.key_symbol == wanted.c.symbol)
        & (document.c.key_number == wanted.c.number)
        & (document.c.key_branch == wanted.c.branch)
    )
    columns = (wanted.c.symbol, wanted.c.number, wanted.c.branch, document.c.person)
    statement = sa.select(*columns).select_from(wanted.join(document, same)).order_by(document.c.id.desc())
    found = connection.execute(statement, {"wanted": asked(entry.key_row(k) for k in former)})
    roots = {Key(symbol, number, branch): Key(*entry.person_row(person)) for symbol, number, branch, person in found}
    return [replace(d, person=roots[d.person]) if d.person in roots else d for d in batch]


def _batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    stream = iter(items)
    while batch := list(islice(stream, _BATCH)):
        yield batch
