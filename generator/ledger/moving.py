"""In: a job and the next state it is to come to. Out: the event, or a refusal that says what is missing.

sealed → released → acknowledged → reconciled → purged; a withdrawn job may only be purged,
and so may what was printed at the desk, once its day is over. A job is released once and
to one vendor: its package is known by its hash, and no other ever goes out under the job's name (print.md §7).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from fonts.errors import Word
from generator.errors import LedgerError
from generator.ledger import events
from generator.ledger.database import Database
from generator.ledger.persons import refuse_nobody
from generator.ledger.schema import event

_FROM: Final[Mapping[str, tuple[str, ...]]] = {
    events.RELEASED: (events.SEALED,),
    events.ACKNOWLEDGED: (events.RELEASED,),
    events.PURGED: (events.RECONCILED, events.WITHDRAWN),
}
_CODES: Final[Mapping[str, str]] = {
    events.RELEASED: "job-not-released",
    events.ACKNOWLEDGED: "job-not-acknowledged",
    events.PURGED: "job-not-purged",
}
_FACTS: Final[Mapping[str, str]] = {
    events.RELEASED: "job {job} is {state}; only a sealed job can be released",
    events.ACKNOWLEDGED: "job {job} is {state}; only a released job can be acknowledged",
    events.PURGED: "job {job} is {state}; only a reconciled or withdrawn job can be purged",
}
_STEPS: Final[Mapping[str, str]] = {
    events.RESERVED: "finish the job with the command that began it",
    events.SEALED: "release it first with `shikaku release`",
    events.RELEASED: "have the vendor confirm the SHA-256, then `shikaku release --acknowledged`",
    events.ACKNOWLEDGED: "take in the vendor's results first with `shikaku ledger receive`",
    events.RECONCILED: "the vendor has reported on it; a new job has to be made",
    events.WITHDRAWN: "its documents are not valid; a new job has to be made",
    events.PURGED: "nothing is left of it but its hashes",
}


@dataclass(frozen=True, slots=True)
class HandedOver:
    """How a job left the house."""

    to: str
    sha256: str  #: of the package as it was handed over
    bytes: int
    content: str  #: sha256 of the archive inside
    name: str  #: of the package's file
    on: date


@dataclass(frozen=True, slots=True)
class Move:
    """What is to be recorded of a job."""

    job: str
    kind: str
    by: str
    on: date
    why: str = ""


def handed_over(connection: sa.Connection, job: str) -> HandedOver | None:
    """Return how a job was released; None before."""
    found = sa.select(event.c.on_day, event.c.detail).where(event.c.job == job, event.c.kind == events.RELEASED)
    row = connection.execute(found.order_by(event.c.seq.desc()).limit(1)).first()
    if row is None:
        return None
    return told(date.fromisoformat(row.on_day), events.read_detail(row.detail))


def told(on: date, detail: Mapping[str, Any]) -> HandedOver:
    """Read how something left the house from what its event says."""
    return HandedOver(detail["to"], detail["sha256"], detail["bytes"], detail["content"], detail["name"], on)


def may_move(database: Database, step: Move) -> None:
    """Raise LedgerError where a job cannot come to that state now, or not on that day."""
    with database.read() as connection:
        _refuse(database, connection, step)


def move(database: Database, step: Move, detail: Mapping[str, object]) -> int:
    """Record the next state of a job and return the event's number. Raises LedgerError for a step out of order."""
    refuse_nobody(step.by, step.job)
    with database.write() as connection:
        _refuse(database, connection, step)
        return events.append(
            database, connection, step.kind, step.on, job=step.job, by=step.by, why=step.why, detail=detail
        )


def _refuse(database: Database, connection: sa.Connection, step: Move) -> None:
    job = events.find_job(database, connection, step.job)
    if job.desk and (step.kind, job.state) == (events.PURGED, events.SEALED):
        if step.on > job.on:
            return  # handed over piece by piece, to no vendor
        fact, advice = "job {job} was printed at the desk on {day}", "it may be purged from the next day on"
        raise LedgerError(_CODES[step.kind], step.job, fact, advice, job=step.job, day=job.on.isoformat())
    if job.state not in _FROM[step.kind]:
        raise LedgerError(
            _CODES[step.kind], step.job, _FACTS[step.kind], _STEPS[job.state], job=step.job, state=Word(job.state)
        )
    fact = "{on} is before {since}, the day the job came to the state it is in"
    events.in_time(step.job, step.on, events.day_of(connection, step.job, job.state), fact)
