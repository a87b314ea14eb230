"""In: a document somebody holds in the hand again. Out: a note on it, what it is worth now, and what is undelivered.

返戻 (came back by post): valid, but undelivered until it is sent again or ends. 返納 (handed in): a card that was live
is void from then on; a notice proves nothing by itself and never ends, so it is noted only (contract §1; domain.md
§4.2 rows 22, 25 and 28; 施行規則51条). 回収不能: what has no force any more and cannot be had back is given up, so that
its job can be settled.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa

from generator.errors import LedgerError
from generator.history import Issued
from generator.ledger import entry, events
from generator.ledger.database import Database
from generator.ledger.schema import document, ending, event, note


class What(StrEnum):
    """What is noted of a document, as the ledger writes it."""

    FOUND = "found"
    UNDELIVERED = "undelivered"  #: 返戻
    SENT_AGAIN = "sent-again"
    HANDED_IN = "handed-in"  #: 返納
    UNRECOVERED = "unrecovered"  #: 回収不能
    PULLED = "pulled"  #: 引抜き


@dataclass(frozen=True, slots=True)
class Noted:
    """What a document was when the note was taken, and what it is now."""

    document: Issued
    envelope: str
    successor: str  #: 管理番号 of the card that took its place, "" for none
    ended: str  #: how it had ended before, "" while it lived
    voided: bool  #: the note itself ended it


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document that came back by post and waits to be sent again."""

    document: Issued
    envelope: str
    since: date
    by: str
    why: str


_WAYS: Final = (What.UNDELIVERED, What.SENT_AGAIN, What.HANDED_IN)


def take(database: Database, number: str, what: What, by: str, why: str, on: date) -> Noted:
    """Note something of a document.

    Raises LedgerError: no such number, undelivered already, not undelivered, or given up although it is valid.
    """
    with database.write() as connection:
        row_id, issued, envelope = _last_row(database, connection, number)
        events.in_time(number, on, issued.issued_on, "{on} is before {since}, the day of the document")
        _admit(database, connection, number, what)
        if what is What.UNRECOVERED and not issued.ended and not _pulled(connection, number):
            raise LedgerError(
                "unrecovered-valid",
                database.place,
                "{number} is valid and cannot be given up",
                "take up its loss first with `shikaku reprint`, or pull it with `shikaku pull`",
                number=number,
            )
        seq = events.append(database, connection, what, on, job=_job_of(number), by=by, why=why)
        database.load(connection, note, [(seq, number, what.value)])
        voids = what is What.HANDED_IN and issued.kind == "card" and not issued.ended
        if voids:
            database.load(connection, ending, [(row_id, seq, "void", on.isoformat())])
        after = sa.select(document.c.number).where(document.c.predecessor == row_id)
        successor = str(connection.execute(after).scalar() or "")
    return Noted(issued, envelope, successor, issued.ended, voids)


def waiting(connection: sa.Connection) -> Iterator[Waiting]:
    """Yield what came back and was neither sent again, nor handed in, nor has ended, in the order it came."""
    later, last = note.alias("later"), document.alias("last")
    moved_on = sa.exists().where(
        later.c.number == note.c.number, later.c.event > note.c.event, later.c.what.in_([w.value for w in _WAYS])
    )
    replaced = sa.exists().where(last.c.number == document.c.number, last.c.turn > document.c.turn)
    statement = (
        sa.select(document.c.envelope, event.c.on_day, event.c.by, event.c.why, *entry.ISSUED_COLUMNS)
        .select_from(
            note.join(event, event.c.seq == note.c.event)
            .join(document, document.c.number == note.c.number)
            .outerjoin(ending, ending.c.document == document.c.id)
        )
        .where(note.c.what == What.UNDELIVERED.value, ~moved_on, ~replaced, ending.c.document.is_(None))
        .order_by(note.c.event, note.c.number)
    )
    rows: Any = connection.execute(statement)
    for envelope, on_day, by, why, *columns in rows:
        yield Waiting(entry.issued(tuple(columns)), envelope, date.fromisoformat(on_day), by, why)


def undelivered(connection: sa.Connection) -> frozenset[str]:
    """Return the numbers of `waiting`."""
    return frozenset(each.document.number for each in waiting(connection))


def _last_row(database: Database, connection: sa.Connection, number: str) -> tuple[int, Issued, str]:
    statement = (
        sa.select(document.c.id, document.c.envelope, *entry.ISSUED_COLUMNS)
        .select_from(document.outerjoin(ending, ending.c.document == document.c.id))
        .where(document.c.number == number)
        .order_by(document.c.turn.desc())
    )
    row: Any = connection.execute(statement.limit(1)).first()
    if row is None:
        raise LedgerError(
            "number-unknown",
            database.place,
            "the ledger has no document {number}",
            "read the number on the document again",
            number=number,
        )
    return row[0], entry.issued(tuple(row[2:])), row[1]


def _pulled(connection: sa.Connection, number: str) -> bool:
    taken = sa.select(note.c.number).where(note.c.number == number, note.c.what == What.PULLED.value)
    return connection.execute(taken.limit(1)).first() is not None


def _admit(database: Database, connection: sa.Connection, number: str, what: What) -> None:
    """Refuse what would say the same twice, or send again what never came back."""
    if what not in (What.UNDELIVERED, What.SENT_AGAIN):
        return
    ways = [each.value for each in _WAYS]
    before = sa.select(note.c.what).where(note.c.number == number, note.c.what.in_(ways))
    last = connection.execute(before.order_by(note.c.event.desc()).limit(1)).scalar()
    if what is What.UNDELIVERED and last == What.UNDELIVERED.value:
        raise LedgerError(
            "undelivered-already",
            database.place,
            "{number} is on the list of undelivered mail already",
            "record it as sent again first, or as handed in",
            number=number,
        )
    if what is What.SENT_AGAIN and last != What.UNDELIVERED.value:
        raise LedgerError(
            "not-undelivered",
            database.place,
            "{number} is not on the list of undelivered mail",
            "look at `shikaku ledger undelivered`",
            number=number,
        )


def _job_of(number: str) -> str:
    """Return the job a 管理番号 names; numbers taken over from elsewhere name none."""
    parts = number.split("-")
    return "-".join(parts[:2]) if len(parts) == 4 else ""
