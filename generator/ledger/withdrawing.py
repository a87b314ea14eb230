"""In: a job that was not released. Out: events that take it back; what it ended lives again.

Nothing is deleted and no number is used again (contract §1): the job's documents end as `withdrawn`, a document that
one of them had ended gets a new row at the end of the chain (`turn` + 1), the requests it served are open again.
Documents that ended otherwise (pulled, handed in) stay as they are. Refused where a later job that stands put its cards
behind the job's.
"""

from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from fonts.errors import Word
from generator.errors import LedgerError
from generator.ledger import events
from generator.ledger.database import Database
from generator.ledger.entry import Job
from generator.ledger.following import follower
from generator.ledger.schema import document, ending, event, request_mark

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
    """Refuse when a card of another job, not withdrawn, stands behind one of the job's that has ended."""
    later = document.alias("later")
    has_later = sa.exists().where(later.c.number == document.c.number, later.c.turn > document.c.turn)
    ended = sa.select(document.c.id, document.c.number).where(_of_job(job), _has_ended(), ~has_later)
    for row_id, number in connection.execute(ended.order_by(document.c.number)).all():
        after = follower(connection, row_id)
        if after is not None:
            raise LedgerError(
                "job-built-upon",
                database.place,
                "{number} of job {job} was replaced by {successor} of job {later}",
                _way_out(database, connection, job, after.job),
                job=job.id,
                number=number,
                successor=after.number,
                later=after.job or "-",
            )


def _way_out(database: Database, connection: sa.Connection, job: Job, name: str) -> str:
    """Say how the job that stands in the way may be taken back, or else what is left to do."""
    reserved = sa.select(event.c.seq).where(event.c.job == name, event.c.kind == events.RESERVED)
    later = events.find_job(database, connection, name) if connection.execute(reserved).first() is not None else None
    standing = later is None or later.state not in _TAKEN_BACK
    return _STEPS["standing" if standing else "desk" if later and later.desk else "vendor", job.desk]


_STEPS: Final = {
    ("vendor", False): "withdraw that job first, or release this one and have the void card taken out of it",
    ("vendor", True): "withdraw that job first",
    ("desk", False): "on the day it was printed take that card back first, `shikaku reprint --undo {successor}`; later,"
    " release this job and have the void card taken out of it",
    ("desk", True): "take that card back first, `shikaku reprint --undo {successor}`, on the day it was printed",
    ("standing", False): "that job cannot be taken back: release this one and have the void card taken out of it",
    ("standing", True): "that job cannot be taken back, and nothing has to be done: this card is void already",
}
"""The way out, by what the job in the way is, and whether the job itself was printed at the desk."""


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
    """Write a new row of every card this job had ended, at the end of its chain: that of the cards of its spell."""
    last = document.alias("last")
    highest = sa.select(sa.func.coalesce(sa.func.max(document.c.id), 0)).scalar_subquery()
    same = (last.c[name] == document.c[name] for name in ("key_symbol", "key_number", "key_branch", "acquired", "kind"))
    # Of id + 0: PostgreSQL would look for the greatest id of all and walk down from there.
    end = sa.select(sa.func.max(last.c.id + 0)).where(*same)
    changed: dict[str, sa.ColumnElement[Any]] = {
        "id": highest + sa.func.row_number().over(order_by=document.c.id),
        "turn": document.c.turn + 1,
        "event": sa.literal(seq, sa.Integer),
        "predecessor": end.scalar_subquery(),
    }
    columns = [changed.get(column.name, column).label(column.name) for column in document.columns]
    ended = ending.join(document, document.c.id == ending.c.document)
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
