"""In: what happened, on which day, who answers for it. Out: a numbered event, and the jobs read from the events.

The order of events is their number, not their date; nothing here reads the clock (contract §1).
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from generator.errors import LedgerError
from generator.ledger import entry
from generator.ledger.database import Database
from generator.ledger.entry import Job
from generator.ledger.schema import document, event

RESERVED: Final = "reserved"
SEALED: Final = "sealed"
WITHDRAWN: Final = "withdrawn"
RELEASED: Final = "released"
ACKNOWLEDGED: Final = "acknowledged"
RECONCILED: Final = "reconciled"
PURGED: Final = "purged"
STATES: Final = (RESERVED, SEALED, WITHDRAWN, RELEASED, ACKNOWLEDGED, RECONCILED, PURGED)
"""The states of a job, as the kinds of the events that lead to them; other events of a job leave its state."""

OPEN: Final = RESERVED
"""A job whose last event is its reservation is open."""

_JOB_OF_NUMBER: Final = re.compile(r"[0-9]{8}-([0-9]+)-")
_JOB_COLUMNS: Final = (event.c.job, event.c.on_day, event.c.seq, event.c.detail, event.c.by, event.c.why)


def horizon(connection: sa.Connection) -> int:
    """Return the number of the last event, 0 before the first."""
    return connection.execute(sa.select(sa.func.coalesce(sa.func.max(event.c.seq), 0))).scalar_one()


def append(
    database: Database,
    connection: sa.Connection,
    kind: str,
    on: date,
    *,
    job: str = "",
    by: str = "",
    why: str = "",
    detail: Mapping[str, object] | None = None,
) -> int:
    """Write the next event and return its number."""
    seq = horizon(connection) + 1
    text = json.dumps(detail or {}, ensure_ascii=False, sort_keys=True)
    database.load(connection, event, [(seq, on.isoformat(), kind, job, by, why, text)])
    return seq


def read_detail(text: str) -> Mapping[str, Any]:
    """Read what an event says beside its columns."""
    return json.loads(text)


def day_of(connection: sa.Connection, job: str, kind: str) -> date:
    """Return the day a job came to a state it has been in."""
    came = sa.select(event.c.on_day).where(event.c.job == job, event.c.kind == kind)
    return date.fromisoformat(connection.execute(came.order_by(event.c.seq.desc()).limit(1)).scalar_one())


def in_time(place: str, on: date, since: date, fact: str) -> None:
    """Raise LedgerError for a day before the one it has to come behind; `fact` says what was on `{since}`."""
    if on < since:
        raise LedgerError(
            "day-impossible", place, fact, "correct the day (--on)", on=on.isoformat(), since=since.isoformat()
        )


def find_job(database: Database, connection: sa.Connection, name: str) -> Job:
    """Return a job. Raises LedgerError when the ledger has none of that name."""
    reserved = sa.select(*_JOB_COLUMNS).where(event.c.job == name, event.c.kind == RESERVED)
    row = connection.execute(reserved).first()
    if row is None:
        raise LedgerError(
            "ledger-job-unknown", database.place, "the ledger has no job {job}", "check the job's name", job=name
        )
    return entry.job(tuple(row), state(connection, name))


def open_job(connection: sa.Connection) -> Job | None:
    """Return the job that was reserved and neither sealed nor withdrawn, if there is one."""
    reserved = sa.select(*_JOB_COLUMNS).where(event.c.kind == RESERVED, event.c.job.not_in(_jobs(SEALED, WITHDRAWN)))
    row = connection.execute(reserved).first()
    return None if row is None else entry.job(tuple(row), RESERVED)


def last_job_day(connection: sa.Connection) -> date | None:
    """Return the latest D of the jobs that were not withdrawn."""
    standing = event.c.job.not_in(_jobs(WITHDRAWN))
    latest = sa.select(sa.func.max(event.c.on_day)).where(event.c.kind == RESERVED, standing)
    day: Any = connection.execute(latest).scalar()
    return None if day is None else date.fromisoformat(day)


def next_job_id(connection: sa.Connection, on: date) -> str:
    """Return `YYYYMMDD-NN`: the day, and 1 + the jobs of that day.

    Withdrawn jobs count, and so do those whose numbers were taken over from another ledger.
    """
    same_day = sa.select(sa.func.count()).where(event.c.kind == RESERVED, event.c.on_day == on.isoformat())
    prefix = f"{on:%Y%m%d}-"
    numbers = sa.select(sa.func.max(document.c.number)).where(
        document.c.number >= prefix, document.c.number < f"{on:%Y%m%d}."
    )
    highest = _JOB_OF_NUMBER.match(connection.execute(numbers).scalar() or "")
    count = max(connection.execute(same_day).scalar_one(), int(highest[1]) if highest else 0)
    return f"{prefix}{count + 1:02d}"


def _jobs(*kinds: str) -> sa.Select[tuple[str]]:
    """Select the jobs that have an event of these kinds: found once, for every reprint is a job."""
    later = event.alias("later")
    return sa.select(later.c.job).where(later.c.kind.in_(kinds))


def state(connection: sa.Connection, name: str) -> str:
    """Return the state of a job: the kind of its last event that is one."""
    latest = sa.select(event.c.kind).where(event.c.job == name, event.c.kind.in_(STATES))
    return connection.execute(latest.order_by(event.c.seq.desc()).limit(1)).scalar_one()
