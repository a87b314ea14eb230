"""In: a request taken at the desk. Out: its row in the ledger, and those of all such requests as the rules read them.

A lost card is on record from the call on (施行規則49条), before any sheet is made. Closed and served like every other
request (contract §3); its identity is the one it would have in requests.csv, so that a request in both is one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from generator.errors import LedgerError
from generator.ledger import events
from generator.ledger.database import Database, RowRefused
from generator.ledger.reading import Horizon
from generator.ledger.schema import document, ending, event, filed, request_mark
from generator.model import Key, Request

FILED: Final = "filed"
QUEUED: Final = "queued"  #: what a request is that nothing has served yet


@dataclass(frozen=True, slots=True)
class Desk:
    """A request as the desk has it: who took it, why, and what became of it so far."""

    request: Request
    by: str
    reason: str
    state: str  #: "" while open, else served, closed
    number: str  #: of the document that serves it
    at_desk: bool = False  #: that was printed at the desk after all, not with others


@dataclass(frozen=True, slots=True)
class Remade:
    """A card that took another's place at the desk, in a job of its own."""

    number: str
    job: str
    key: Key
    rule: str
    by: str
    reason: str
    state: str  #: of its job
    ended: str  #: how the card itself ended, "" while it lives


def file(database: Database, request: Request, reason: str, *, by: str, on: date) -> None:
    """Write a request. Raises LedgerError where it was filed before."""
    key = request.key
    with database.write() as connection:
        marks = sa.select(request_mark.c.state).where(request_mark.c.id == request.id)
        if connection.execute(marks.order_by(request_mark.c.event.desc()).limit(1)).scalar() not in (None, "reopened"):
            raise _again(database, request)
        seq = events.append(database, connection, FILED, on, by=by, why=reason)
        row = (request.id, seq, key.symbol, key.number, key.branch, request.kind, reason)
        try:
            with connection.begin_nested():
                database.load(connection, filed, [row])
        except RowRefused:
            raise _again(database, request) from None


def requests(connection: sa.Connection, horizon: Horizon) -> tuple[Request, ...]:
    """Return every request ever filed that one sees, oldest first; those served or closed are told by `Standing`."""
    rows = connection.execute(_FILED.where(horizon.sees(filed.c.event)))
    return tuple(_request(tuple(row)[:6]) for row in rows)


def desk(connection: sa.Connection, on: date) -> Iterator[Desk]:
    """Yield what was filed on a day, oldest first."""
    for *row, by, reason in connection.execute(_FILED.where(event.c.on_day == on.isoformat())).all():
        request = _request(tuple(row))
        marks = sa.select(request_mark.c.state, request_mark.c.number, event.c.detail).join(
            event, event.c.seq == request_mark.c.event
        )
        last = marks.where(request_mark.c.id == request.id).order_by(request_mark.c.event.desc())
        mark = connection.execute(last.limit(1)).first()
        if mark is None or mark[0] == "reopened":
            yield Desk(request, by, reason, "", "")
        else:
            yield Desk(request, by, reason, mark[0], mark[1], bool(events.read_detail(mark[2]).get("desk")))


def remade(connection: sa.Connection, on: date, reasons: frozenset[str]) -> Iterator[Remade]:
    """Yield the cards of the day's jobs that were made for one of these reasons."""
    jobs = sa.select(event.c.seq, event.c.job, event.c.by, event.c.why).where(
        event.c.kind == events.RESERVED, event.c.on_day == on.isoformat(), event.c.why.in_(sorted(reasons))
    )
    for _, job, by, why in connection.execute(jobs.order_by(event.c.seq)).all():
        state = events.state(connection, job)
        cards: Any = connection.execute(_cards(job)).all()
        for number, symbol, insured, branch, rule, how in cards:
            yield Remade(number, job, Key(symbol, insured, branch), rule, by, why, state, how or "")


def count_of(connection: sa.Connection, job: str) -> int:
    """Return how many documents a job has."""
    same = (document.c.number >= f"{job}-") & (document.c.number < f"{job}.") & (document.c.turn == 1)
    return connection.execute(sa.select(sa.func.count()).select_from(document).where(same)).scalar_one()


def keys_of(connection: sa.Connection, job: str, limit: int) -> tuple[Key, ...]:
    """Return whose the first documents of a job are."""
    columns = (document.c.key_symbol, document.c.key_number, document.c.key_branch)
    same = (document.c.number >= f"{job}-") & (document.c.number < f"{job}.") & (document.c.turn == 1)
    rows = connection.execute(sa.select(*columns).where(same).order_by(document.c.number).limit(limit))
    return tuple(Key(*row) for row in rows.all())


def taken_off(connection: sa.Connection, why: str) -> frozenset[str]:
    """Return the requests that were closed for this reason; none of them is ever open again."""
    closed = sa.select(request_mark.c.id).join(event, event.c.seq == request_mark.c.event)
    return frozenset(connection.scalars(closed.where(request_mark.c.state == "closed", event.c.why == why)))


def serves(connection: sa.Connection, seq: int, request: str) -> bool:
    """Tell whether the job that this event reserved serves a request."""
    mark = (request_mark.c.id == request) & (request_mark.c.event == seq) & (request_mark.c.state == "served")
    return connection.execute(sa.select(request_mark.c.id).where(mark)).first() is not None


def key_of(connection: sa.Connection, number: str) -> Key | None:
    """Return whose a 管理番号 is, None where the ledger has none such."""
    columns = (document.c.key_symbol, document.c.key_number, document.c.key_branch)
    row = connection.execute(sa.select(*columns).where(document.c.number == number).limit(1)).first()
    return None if row is None else Key(*row)


_COLUMNS: Final[tuple[sa.ColumnElement[Any], ...]] = (
    *(filed.c.id, filed.c.key_symbol, filed.c.key_number, filed.c.key_branch, filed.c.kind, event.c.on_day),
    *(event.c.by, filed.c.reason),
)
_FILED: Final = (
    sa.select(*_COLUMNS).select_from(filed.join(event, event.c.seq == filed.c.event)).order_by(filed.c.event)
)


def _cards(job: str) -> Any:
    """Select a job's cards by the range of their numbers, which the index on numbers serves; each as it stands last."""
    later = document.alias("later")
    replaced = sa.exists().where(later.c.number == document.c.number, later.c.turn > document.c.turn)
    columns = (document.c.number, document.c.key_symbol, document.c.key_number, document.c.key_branch, document.c.rule)
    return (
        sa.select(*columns, ending.c.how)
        .select_from(document.outerjoin(ending, ending.c.document == document.c.id))
        .where(document.c.number >= f"{job}-", document.c.number < f"{job}.", document.c.kind == "card", ~replaced)
        .order_by(document.c.number)
    )


def _request(row: tuple[Any, ...]) -> Request:
    """Read a row; what the identity alone tells is taken from it (`Request.id`)."""
    identity, symbol, number, branch, kind, _ = row
    received, serial = identity.split("|", 1)[0], identity.rsplit("|", 1)[1]
    return Request(0, date.fromisoformat(received), Key(symbol, number, branch), kind, "", serial, "")


def _again(database: Database, request: Request) -> LedgerError:
    return LedgerError(
        "request-filed",
        database.place,
        "request {request} was filed or served before",
        "see `shikaku reprint --list`, and `shikaku ledger show` of the person",
        request=request.id.replace("\t", "-"),
    )
