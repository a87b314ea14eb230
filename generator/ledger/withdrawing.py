"""In: a job that was not released. Out: events that take it back; what it ended lives again.

Nothing is deleted and no number is used again (contract §1): the job's documents end as `withdrawn`, a document that
one of them had ended gets a new row behind it (`turn` + 1), the requests it served are open again. Refused where
later documents already build on the job.
"""

from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from fonts.errors import Word
from generator.errors import LedgerError
from generator.ledger import events
from generator.ledger.database import Database
from generator.ledger.entry import Job
from generator.ledger.schema import document, ending, request_mark

_TAKEN_BACK: Final = (events.RESERVED, events.SEALED)


def withdraw(database: Database, name: str, by: str, why: str, on: date) -> int:
    """Take a job back and return the number of its documents.

    Raises LedgerError: no such job, released or withdrawn already, or later events build on it.
    """
    with database.write() as connection:
        job = events.find_job(database, connection, name)
        if job.state not in _TAKEN_BACK:
            raise LedgerError(
                "job-not-withdrawable",
                database.place,
                "job {job} is {state}",
                "only a job that was neither released nor withdrawn can be withdrawn",
                job=name,
                state=Word(job.state),
            )
        _refuse_built_upon(database, connection, job)
        seq = events.append(database, connection, events.WITHDRAWN, on, job=name, by=by, why=why)
        count = _end(database, connection, job, seq, on)
        _revive(database, connection, job, seq)
        _reopen(database, connection, job, seq)
    return count


def _of_job(job: Job) -> sa.ColumnElement[bool]:
    """Select the rows of a job's numbers, revived ones too; a range, so that the index on numbers serves."""
    return (document.c.number >= f"{job.id}-") & (document.c.number < f"{job.id}.")


def _has_ended() -> sa.ColumnElement[bool]:
    return sa.exists().where(ending.c.document == document.c.id)


def _refuse_built_upon(database: Database, connection: sa.Connection, job: Job) -> None:
    """Refuse when the last row of one of the job's documents has been ended by something else."""
    later = document.alias("later")
    has_later = sa.exists().where(later.c.number == document.c.number, later.c.turn > document.c.turn)
    ended = sa.select(document.c.number).where(_of_job(job), _has_ended(), ~has_later)
    numbers = list(connection.scalars(ended.order_by(document.c.number)))
    if numbers:
        raise LedgerError(
            "job-built-upon",
            database.place,
            "{count} documents of job {job} have ended since, the first {number}",
            "withdraw the later job first",
            job=job.id,
            count=len(numbers),
            number=numbers[0],
        )


def _end(database: Database, connection: sa.Connection, job: Job, seq: int, on: date) -> int:
    columns = (
        document.c.id,
        sa.literal(seq, sa.Integer),
        sa.literal("withdrawn", sa.Text),
        sa.literal(on.isoformat(), sa.Text),
    )
    rows = sa.select(*columns).where(_of_job(job), ~_has_ended())
    database.run(connection, ending.insert().from_select(["document", "event", "how", "on_day"], rows))
    ended = sa.select(sa.func.count()).select_from(ending).where(ending.c.event == seq)
    return connection.execute(ended).scalar_one()


def _revive(database: Database, connection: sa.Connection, job: Job, seq: int) -> None:
    """Write a new row of every document this job had ended, behind the last row of the one that took its place."""
    successor, last = document.alias("successor"), document.alias("last")
    highest = sa.select(sa.func.coalesce(sa.func.max(document.c.id), 0)).scalar_subquery()
    # By turn, not max(id): PostgreSQL would look for the greatest id of all and walk down from there.
    turns = sa.select(last.c.id).where(last.c.number == successor.c.number).order_by(last.c.turn.desc())
    changed: dict[str, sa.ColumnElement[Any]] = {
        "id": highest + sa.func.row_number().over(order_by=document.c.id),
        "turn": document.c.turn + 1,
        "event": sa.literal(seq, sa.Integer),
        "predecessor": turns.limit(1).scalar_subquery(),
    }
    columns = [changed.get(column.name, column).label(column.name) for column in document.columns]
    ended = ending.join(document, document.c.id == ending.c.document).join(
        successor, successor.c.predecessor == document.c.id
    )
    rows = sa.select(*columns).select_from(ended).where(ending.c.event == job.seq)
    database.run(connection, document.insert().from_select([c.name for c in document.columns], rows))


def _reopen(database: Database, connection: sa.Connection, job: Job, seq: int) -> None:
    columns = (
        request_mark.c.id,
        sa.literal(seq, sa.Integer),
        sa.literal("reopened", sa.Text),
        request_mark.c.number,
    )
    rows = sa.select(*columns).where(request_mark.c.event == job.seq, request_mark.c.state == "served")
    database.run(connection, request_mark.insert().from_select(["id", "event", "state", "number"], rows))
