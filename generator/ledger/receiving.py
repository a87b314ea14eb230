"""In: the vendor's results, row by row. Out: all of them in the ledger, or none and every row that cannot be true.

A result is true of one copy: a document (管理番号) and its make. A copy is printed, and in the end inserted, pulled or
spoiled, one of them only; a make that was replaced by the next one cannot have gone into an envelope. The same row
again says nothing new. A job is settled (`reconciled`) when good + pulled = ordered and made = good + pulled + spoiled
(domain.md §8, print.md §7), and every remake and pull of it was released: what never went out, nobody has made, and
what nobody was told to pull lies in its envelope still. Rows are looked up by the thousand; memory does
not grow with the file.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa

from fonts.errors import Refusal, Word
from generator.errors import InputError
from generator.intake.problem import InputErrors, gathered
from generator.ledger import balancing, events, parting
from generator.ledger.balancing import Astray, Tally
from generator.ledger.database import Database, asked
from generator.ledger.results import ENDS, INSERTED, PRINTED, PULLED, Result
from generator.ledger.schema import copy, document, event, note, outcome

RECEIVED: Final = "received"
_TAKES: Final = frozenset({events.RELEASED, events.ACKNOWLEDGED, events.RECONCILED})
_SETTLES: Final = frozenset({events.RELEASED, events.ACKNOWLEDGED})
_BATCH: Final = 4000

_Copy = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a file said that was new, and how every job in it stands since."""

    rows: int
    fresh: int
    jobs: tuple[Tally, ...]
    settled: tuple[str, ...]  #: jobs that became `reconciled` by it
    waiting: Mapping[str, tuple[str, ...]]  #: jobs that cannot yet, for these parts were not released
    astray: tuple[Astray, ...]  #: void documents in envelopes, of the jobs it speaks of


@dataclass(slots=True)
class _Known:
    """What the ledger has of the numbers of a batch."""

    jobs: dict[str, str] = field(default_factory=dict[str, str])  #: number → its job
    makes: dict[str, int] = field(default_factory=dict[str, int])  #: number → last make
    ordered: dict[_Copy, int] = field(default_factory=dict[_Copy, int])  #: copy → the event that ordered it
    said: defaultdict[_Copy, dict[str, str]] = field(
        default_factory=lambda: defaultdict[_Copy, dict[str, str]](dict[str, str])
    )  #: copy → status → time
    pulled: set[str] = field(default_factory=set[str])  #: numbers that the office pulled


def receive(database: Database, rows: Iterable[Result], faults: list[Refusal], by: str, on: date) -> Receipt:
    """Write what is new in the rows, all or nothing; `faults` holds what the file's own reading found.

    Raises InputError, the faults collected, with nothing written; LedgerError for a day before a job's release.
    """
    with database.write() as connection:
        desk = _Desk(database, connection, faults, by, on)
        for batch in _batches(rows):
            desk.take(batch)
        if faults:
            raise gathered(faults, InputErrors)
        return desk.close()


class _Desk:
    """One file's receipt, in one transaction."""

    def __init__(self, database: Database, connection: sa.Connection, faults: list[Refusal], by: str, on: date) -> None:
        self._database, self._connection, self._faults = database, connection, faults
        self._by, self._on = by, on
        self._states: dict[str, str] = {}
        self._days: dict[str, date] = {}  #: job → the day it was released
        self._kept: dict[str, Mapping[int, str]] = {}  #: job → event → its part, where that was not released
        self._seq = 0
        self._rows = self._fresh = 0

    def take(self, batch: Sequence[Result]) -> None:
        """Check a batch and write what is new in it."""
        known = _look_up(self._database, self._connection, batch)
        fresh: list[Result] = []
        for row in batch:
            fault = self._fault(row, known)
            if fault is not None:
                self._faults.append(fault)
            elif row.status not in known.said[row.copy]:
                known.said[row.copy][row.status] = row.at
                fresh.append(row)
        self._rows += len(batch)
        self._fresh += len(fresh)
        if fresh and not self._faults:
            self._seq = self._seq or events.append(self._database, self._connection, RECEIVED, self._on, by=self._by)
            rows = [(self._seq, row.number, row.make, row.status, row.at) for row in fresh]
            self._database.load(self._connection, outcome, rows)

    def close(self) -> Receipt:
        """Add up every job of the file and settle those of which nothing is missing."""
        jobs = tuple(balancing.tally(self._connection, job) for job in sorted(self._states))
        open_jobs = [t.job for t in jobs if self._states[t.job] in _SETTLES]
        waiting = {job: tuple(parts.values()) for job in open_jobs if (parts := self._unreleased(job))}
        settled = tuple(t.job for t in jobs if t.balanced and t.job in open_jobs and t.job not in waiting)
        for job in settled:
            events.append(self._database, self._connection, events.RECONCILED, self._on, job=job, by=self._by)
        astray = tuple(each for job in sorted(self._states) for each in balancing.void_inserted(self._connection, job))
        return Receipt(self._rows, self._fresh, jobs, settled, waiting, astray)

    def _fault(self, row: Result, known: _Known) -> Refusal | None:
        job = known.jobs.get(row.number)
        if not job:
            return InputError(
                "result-number", row.place, "no job made {number}", "have the vendor check it", number=row.number
            )
        state = self._state(job)
        if state not in _TAKES:
            return InputError(
                "result-job-state",
                row.place,
                "job {job} is {state}",
                "only what was released to a vendor can have been printed",
                job=job,
                state=Word(state),
            )
        events.in_time(job, self._on, self._since(job), "{on} is before {since}, the day the job was released")
        fault = _untimely(row, f"{job[:4]}-{job[4:6]}-{job[6:8]}", self._on.isoformat())
        if fault is not None:
            return fault
        if row.make > known.makes.get(row.number, 1):
            return InputError(
                "result-make",
                row.place,
                "{number} was never ordered as make {make}",
                "have the vendor check it",
                number=row.number,
                make=row.make,
            )
        part = self._unreleased(job).get(known.ordered.get(row.copy, 0))
        if part is not None:
            return InputError(
                "result-part-state",
                row.place,
                "make {make} of {number} is in {part}, which was not released",
                "release it first, `shikaku release --part {part}`, or have the vendor check the make",
                number=row.number,
                make=row.make,
                part=part,
            )
        return _contradiction(row, known)

    def _state(self, job: str) -> str:
        if job not in self._states:
            self._states[job] = events.find_job(self._database, self._connection, job).state
        return self._states[job]

    def _since(self, job: str) -> date:
        if job not in self._days:
            self._days[job] = events.day_of(self._connection, job, events.RELEASED)
        return self._days[job]

    def _unreleased(self, job: str) -> Mapping[int, str]:
        if job not in self._kept:
            found = parting.parts(self._connection, job)
            self._kept[job] = {part.seq: part.name for part in found if part.handed is None}
        return self._kept[job]


def _untimely(row: Result, first: str, last: str) -> Refusal | None:
    """Say what is wrong with a time: nothing is printed before its job, and nothing is told that is still to come."""
    if row.at and row.at < first:
        return InputError(
            "result-time",
            row.place,
            "the time of {number} is before {day}, the day of its job",
            "have the vendor check the times",
            number=row.number,
            day=first,
        )
    if row.at[:10] > last:
        return InputError(
            "result-time",
            row.place,
            "the time of {number} is after {day}, the day it is received (--on)",
            "have the vendor check the times, or correct the day",
            number=row.number,
            day=last,
        )
    return None


def _contradiction(row: Result, known: _Known) -> Refusal | None:
    """Say what cannot be true beside what was said before, of this copy or of the one that replaced it."""
    said = known.said[row.copy]
    other = next((status for status in said if status in ENDS and status != row.status), None)
    # An envelope that was closed already is opened for whom the office pulls; what nobody asked for may be put back.
    asked_for = row.number in known.pulled
    opened = (row.status, other, asked_for) == (PULLED, INSERTED, True)
    put_back = (row.status, other, asked_for) == (INSERTED, PULLED, False) and row.at > said[PULLED] > ""
    moved = opened or put_back
    if row.status in ENDS and row.status not in said and other is not None and not moved:
        return InputError(
            "result-contradiction",
            row.place,
            "make {make} of {number} is {status} here and was {other} before",
            "have the vendor say which is true",
            number=row.number,
            make=row.make,
            status=Word(row.status),
            other=Word(other),
        )
    if row.status == INSERTED and row.make < known.makes.get(row.number, 1):
        return InputError(
            "result-replaced",
            row.place,
            "make {make} of {number} was replaced by make {last} and cannot have been inserted",
            "have the envelope opened: two copies may be on their way",
            number=row.number,
            make=row.make,
            last=known.makes[row.number],
        )
    if _out_of_order(row, said):
        return InputError(
            "result-order",
            row.place,
            "make {make} of {number} would have come to its end before it was printed",
            "have the vendor check the times",
            number=row.number,
            make=row.make,
        )
    return None


def _out_of_order(row: Result, said: Mapping[str, str]) -> bool:
    """Tell whether the times say that a copy was inserted, pulled or spoiled before it was printed."""
    if not row.at or row.status in said:
        return False
    if row.status == PRINTED:
        return any(at and at < row.at for status, at in said.items() if status in ENDS)
    printed = said.get(PRINTED, "")
    return bool(printed) and row.at < printed


def _look_up(database: Database, connection: sa.Connection, batch: Sequence[Result]) -> _Known:
    known = _Known()
    wanted, value = database.wanted("number"), {"wanted": asked({(row.number,) for row in batch})}
    ours = (
        sa.select(document.c.number, event.c.job)
        .select_from(
            wanted.join(document, document.c.number == wanted.c.number).join(event, event.c.seq == document.c.event)
        )
        .where(document.c.turn == 1, event.c.kind == events.RESERVED)
    )
    known.jobs.update((number, job) for number, job in connection.execute(ours, value))
    makes = (
        sa.select(copy.c.number, copy.c.make, copy.c.event)
        .select_from(wanted.join(copy, copy.c.number == wanted.c.number))
        .order_by(copy.c.make)
    )
    rows: Any = connection.execute(makes, value)
    for number, make, seq in rows:
        known.makes[number], known.ordered[number, make] = make, seq
    said = sa.select(outcome.c.number, outcome.c.make, outcome.c.status, outcome.c.at).select_from(
        wanted.join(outcome, outcome.c.number == wanted.c.number)
    )
    for number, make, status, at in connection.execute(said, value):
        known.said[number, make][status] = at
    pulled = sa.select(note.c.number).select_from(wanted.join(note, note.c.number == wanted.c.number))
    known.pulled.update(connection.scalars(pulled.where(note.c.what == PULLED), value))
    return known


def _batches(rows: Iterable[Result]) -> Iterator[list[Result]]:
    stream = iter(rows)
    while batch := list(islice(stream, _BATCH)):
        yield batch
