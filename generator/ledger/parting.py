"""In: a part of a job that goes to its vendor behind it: a remake or a pull, by the name of its folder. Out: events.

made → released → acknowledged. A part goes out once, to the vendor that has the job, while that vendor is at work on
it: after the job was released and before it is reconciled (print.md §7). The job's own state stays as it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from fonts.errors import Word
from generator.errors import LedgerError
from generator.ledger import events, moving, remaking
from generator.ledger.database import Database
from generator.ledger.moving import HandedOver, Move
from generator.ledger.persons import refuse_nobody
from generator.ledger.schema import event

PART_RELEASED: Final = "part-released"
PART_ACKNOWLEDGED: Final = "part-acknowledged"
_GOES: Final = (events.RELEASED, events.ACKNOWLEDGED)
_STEPS: Final[Mapping[str, str]] = {
    events.SEALED: "release the job first, then its parts",
    events.RECONCILED: "the vendor has reported on all of it; nothing more is to be made",
    events.WITHDRAWN: "its documents are not valid; a new job has to be made",
    events.PURGED: "nothing is left of it but its hashes",
}


@dataclass(frozen=True, slots=True)
class Part:
    """How a part stands."""

    name: str
    seq: int  #: of the event that ordered it
    on: date
    handed: HandedOver | None  #: None while it was not released
    acknowledged: bool


def parts(connection: sa.Connection, job: str) -> tuple[Part, ...]:
    """Return every remake and pull of a job, in order, and whether the vendor has it."""
    gone = {name: moving.told(on, detail) for name, on, detail in _events(connection, job, PART_RELEASED)}
    there = {name for name, _, _ in _events(connection, job, PART_ACKNOWLEDGED)}
    made = remaking.remakes(connection, job)
    return tuple(Part(each.name, each.seq, each.on, gone.get(each.name), each.name in there) for each in made)


def part(connection: sa.Connection, job: str, name: str) -> Part:
    """Return one part. Raises LedgerError where the ledger has none of that name."""
    found = next((each for each in parts(connection, job) if each.name == name), None)
    if found is None:
        raise LedgerError(
            "part-unknown",
            f"{job}/{name}",
            "the ledger has no such remake or pull of the job",
            "name the folder that `shikaku spoil` or `shikaku pull` made, such as remake-01",
        )
    return found


def may_go(database: Database, step: Move, name: str) -> None:
    """Raise LedgerError where a part cannot be released now, or not on that day."""
    with database.read() as connection:
        part(connection, step.job, name)
        _refuse(database, connection, step, name)


def release(database: Database, step: Move, name: str, detail: Mapping[str, object]) -> int:
    """Record that a part went out; return the event's number. Raises LedgerError for one that may not, or did."""
    refuse_nobody(step.by, f"{step.job}/{name}")
    with database.write() as connection:
        _refuse(database, connection, step, name)
        if part(connection, step.job, name).handed is not None:
            raise LedgerError("part-released", f"{step.job}/{name}", "it was released meanwhile", "say it again")
        return _append(database, connection, step, {**detail, "part": name})


def acknowledge(database: Database, step: Move, name: str) -> bool:
    """Record that the vendor has a part; False where that was recorded before. Raises LedgerError before release."""
    refuse_nobody(step.by, f"{step.job}/{name}")
    with database.write() as connection:
        found = part(connection, step.job, name)
        if found.handed is None:
            raise LedgerError(
                "part-not-acknowledged",
                f"{step.job}/{name}",
                "it was not released yet",
                "release it first with `shikaku release --part`",
            )
        fact = "{on} is before {since}, the day it was released"
        events.in_time(f"{step.job}/{name}", step.on, found.handed.on, fact)
        if not found.acknowledged:
            _append(database, connection, step, {"part": name})
        return not found.acknowledged


def _append(database: Database, connection: sa.Connection, step: Move, detail: Mapping[str, object]) -> int:
    return events.append(
        database, connection, step.kind, step.on, job=step.job, by=step.by, why=step.why, detail=detail
    )


def _refuse(database: Database, connection: sa.Connection, step: Move, name: str) -> None:
    job = step.job
    state = events.find_job(database, connection, job).state
    if state not in _GOES:
        raise LedgerError(
            "part-not-released",
            f"{job}/{name}",
            "job {job} is {state}; a remake or a pull goes out behind its job, while the vendor is at work on it",
            _STEPS[state],
            job=job,
            state=Word(state),
        )
    place, made = f"{job}/{name}", part(connection, job, name).on
    events.in_time(place, step.on, made, "{on} is before {since}, the day it was made")
    released = events.day_of(connection, job, events.RELEASED)
    events.in_time(place, step.on, released, "{on} is before {since}, the day its job was released")


def _events(connection: sa.Connection, job: str, kind: str) -> Iterator[tuple[str, date, Mapping[str, Any]]]:
    found = sa.select(event.c.on_day, event.c.detail).where(event.c.job == job, event.c.kind == kind)
    for on_day, text in connection.execute(found.order_by(event.c.seq)):
        detail = events.read_detail(text)
        yield str(detail["part"]), date.fromisoformat(on_day), detail
