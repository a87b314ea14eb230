"""In: a document somebody holds in the hand again. Out: a note on it, what it is worth now, and what is undelivered.

返戻 (came back by post): valid, but undelivered until it is sent again or ends. 返納 (handed in): a card that was live
is void from then on; a notice proves nothing by itself and never ends, so it is noted only (contract §1; domain.md
§4.2 rows 22, 25 and 28; 施行規則51条). 回収不能: what has no force any more and cannot be had back is given up, so that
its job can be settled. What was never handed over is in nobody's hand, and no note is taken before the last one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa

from generator.errors import LedgerError
from generator.history import Issued
from generator.ledger import entry, events
from generator.ledger.database import Database
from generator.ledger.following import follower
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
    handed_in: date | None = None  #: the day it had been handed in before


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

    Raises LedgerError: no such number, never handed over, a day before the document's or the last note's, undelivered
    or given up already, not undelivered, or given up although it is valid.
    """
    with database.write() as connection:
        row_id, issued, envelope = _last_row(database, connection, number)
        _refuse_at_home(database, connection, number)
        noted = _noted(connection, number)
        _refuse_early(number, on, issued, noted)
        _admit(database, number, what, [known for known, _ in noted])
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
        after = follower(connection, row_id)
    handed_in = next((day for known, day in reversed(noted) if known == What.HANDED_IN.value), None)
    return Noted(issued, envelope, after.number if after else "", issued.ended, voids, handed_in)


def waiting(connection: sa.Connection) -> Iterator[Waiting]:
    """Yield what came back and was neither sent again, nor handed in, nor has ended, in the order it came."""
    later, last = note.alias("later"), document.alias("last")
    moved_on = sa.exists().where(
        later.c.number == note.c.number, later.c.event > note.c.event, later.c.what.in_([w.value for w in _WAYS])
    )
    lasted = document.c.valid_to.is_(None) | (document.c.valid_to >= event.c.on_day)
    replaced = sa.exists().where(last.c.number == document.c.number, last.c.turn > document.c.turn)
    statement = (
        sa.select(document.c.envelope, event.c.on_day, event.c.by, event.c.why, *entry.ISSUED_COLUMNS)
        .select_from(
            note.join(event, event.c.seq == note.c.event)
            .join(document, document.c.number == note.c.number)
            .outerjoin(ending, ending.c.document == document.c.id)
        )
        .where(note.c.what == What.UNDELIVERED.value, ~moved_on, ~replaced, lasted, ending.c.document.is_(None))
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


def _noted(connection: sa.Connection, number: str) -> list[tuple[str, date]]:
    """Return what was noted of a document, and on which days, in the order of the events."""
    taken = sa.select(note.c.what, event.c.on_day).join(event, event.c.seq == note.c.event)
    rows = connection.execute(taken.where(note.c.number == number).order_by(note.c.event)).all()
    return [(what, date.fromisoformat(on_day)) for what, on_day in rows]


def _refuse_at_home(database: Database, connection: sa.Connection, number: str) -> None:
    """Refuse what lies in a job that no vendor was given; what the desk printed is in somebody's hand."""
    name = _job_of(number)
    reserved = sa.select(event.c.seq).where(event.c.job == name, event.c.kind == events.RESERVED)
    if not name or connection.execute(reserved).first() is None:
        return
    job = events.find_job(database, connection, name)
    if job.state in (events.RESERVED, events.SEALED) and not job.desk:
        raise LedgerError(
            "not-handed-over",
            database.place,
            "{number} is of job {job}, which was not handed over yet: nobody can have it in the hand",
            "take the job back with `shikaku withdraw`, or one person's documents out of it with `shikaku pull`",
            number=number,
            job=name,
        )


def _refuse_early(number: str, on: date, issued: Issued, noted: Sequence[tuple[str, date]]) -> None:
    events.in_time(number, on, issued.issued_on, "{on} is before {since}, the day of the document")
    last = max((day for _, day in noted), default=issued.issued_on)
    events.in_time(number, on, last, "{on} is before {since}, the day of the last note of this document")


def _admit(database: Database, number: str, what: What, noted: Sequence[str]) -> None:
    """Refuse what would say the same twice, or send again what never came back."""
    if what is What.UNRECOVERED and noted[-1:] == [What.UNRECOVERED.value]:
        raise LedgerError(
            "unrecovered-already",
            database.place,
            "{number} was given up already",
            "if it turned up, record it as found or handed in",
            number=number,
        )
    last = next((known for known in reversed(noted) if known in _WAYS), None)
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
