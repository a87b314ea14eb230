"""In: documents of a job that are made again, or taken out of it. Out: rows that say so; no document is changed.

A copy has the number of its document and the next make (domain.md §8: ヤレ are controlled items, same serials). Who
left after the run: the card is void, every number is noted as pulled; a notice proves nothing and never ends
(domain.md §8: 引抜き; schema: a phase Ⅰ notice ends by withdrawal alone).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from fonts.errors import Word
from generator.errors import LedgerError
from generator.ledger import events
from generator.ledger.database import Database, asked
from generator.ledger.entry import Job, key_row
from generator.ledger.results import INSERTED
from generator.ledger.schema import copy, document, ending, event, note, outcome
from generator.model import Key

REMADE: Final = "remade"
PULLED: Final = "pulled"
ENDED: Final = "ended"
"""In an event's detail: copies that were spoiled and are not made again, number → make."""

_MAKES: Final = frozenset({events.SEALED, events.RELEASED, events.ACKNOWLEDGED})
_LIVE: Final = "only a job that is sealed, released or acknowledged has pieces to make again or to pull"
_STEPS: Final[Mapping[str, str]] = {
    events.RESERVED: _LIVE,
    events.WITHDRAWN: _LIVE,
    events.PURGED: _LIVE,
    events.RECONCILED: "its pieces are in their envelopes: open the envelope if it is still here, else have the card"
    " handed in and record that with `shikaku ledger returned`; make a lost card again with `shikaku reprint`",
}


@dataclass(frozen=True, slots=True)
class Made:
    """How a document of a job stands: its last make, how it ended ("" while it lives), whether it was pulled.

    `inserted`: the vendor reported that last make as inserted; its envelope is closed.
    """

    number: str
    kind: str
    make: int
    ended: str
    pulled: bool
    envelope: str
    inserted: bool


@dataclass(frozen=True, slots=True)
class Remake:
    """One time that pieces of a job were made again, or pulled."""

    seq: int
    on: date
    kind: str
    detail: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Return the name of its folder."""
        return str(self.detail["folder"])

    @property
    def manifest(self) -> str:
        """Return the sha256 of the manifest it was written down with."""
        return str(self.detail.get("manifest", ""))

    @property
    def office(self) -> str:
        """Return the sha256 of the list of its office/, "" where it was written down without one."""
        return str(self.detail.get("office", ""))


@dataclass(frozen=True, slots=True)
class Ordered:
    """What one event ordered: copies that are made again, by number; numbers that are pulled.

    `ended`: copies that are destroyed and not made again, by number.
    """

    makes: Mapping[str, int]
    pulled: frozenset[str]
    ended: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True)
class Order:
    """What is written of one: `numbers` get their next make, `pulled` are noted, the cards among them are void."""

    job: str
    kind: str
    on: date
    by: str
    why: str
    detail: Mapping[str, object]
    numbers: Sequence[str] = ()
    pulled: Sequence[str] = ()


def remakes(connection: sa.Connection, job: str) -> tuple[Remake, ...]:
    """Return what was made again or pulled of a job, in order."""
    return by_job(connection, job).get(job, ())


def by_job(connection: sa.Connection, only: str = "") -> Mapping[str, tuple[Remake, ...]]:
    """Return what was made again or pulled of every job that has any, in order."""
    of_one = event.c.job == only if only else sa.true()
    rows: Any = connection.execute(
        sa.select(event.c.job, event.c.seq, event.c.on_day, event.c.kind, event.c.detail)
        .where(event.c.kind.in_((REMADE, PULLED)), of_one)
        .order_by(event.c.seq)
    )
    found: dict[str, tuple[Remake, ...]] = {}
    for job, seq, on, kind, detail in rows:
        each = Remake(seq, date.fromisoformat(on), kind, events.read_detail(detail))
        if "folder" in each.detail:
            found[job] = (*found.get(job, ()), each)
    return found


def ordered(connection: sa.Connection, seq: int) -> Ordered:
    """Return what an event ordered, number by number."""
    makes: Any = connection.execute(sa.select(copy.c.number, copy.c.make).where(copy.c.event == seq))
    gone = connection.scalars(sa.select(note.c.number).where(note.c.event == seq, note.c.what == PULLED))
    detail = events.read_detail(connection.execute(sa.select(event.c.detail).where(event.c.seq == seq)).scalar_one())
    return Ordered(dict(map(tuple, makes)), frozenset(gone), detail.get(ENDED, {}))


def made(database: Database, connection: sa.Connection, numbers: Iterable[str]) -> Mapping[str, Made]:
    """Look numbers up; those the ledger has not are not in the answer."""
    wanted = database.wanted("number")
    makes = sa.select(sa.func.max(copy.c.make)).where(copy.c.number == document.c.number).scalar_subquery()
    is_pulled = sa.exists().where(note.c.number == document.c.number, note.c.what == "pulled")
    statement = (
        sa.select(document.c.number, document.c.kind, makes, ending.c.how, is_pulled, document.c.envelope)
        .select_from(
            document.join(wanted, wanted.c.number == document.c.number).outerjoin(
                ending, ending.c.document == document.c.id
            )
        )
        .order_by(document.c.number, document.c.turn)  # the last turn says how it stands
    )
    value = {"wanted": asked((number,) for number in numbers)}
    said = sa.select(outcome.c.number, outcome.c.make).select_from(
        wanted.join(outcome, outcome.c.number == wanted.c.number)
    )
    inserted = {(number, make) for number, make in connection.execute(said.where(outcome.c.status == INSERTED), value)}
    rows: Any = connection.execute(statement, value)
    return {
        number: Made(number, kind, make or 1, how or "", bool(pulled), envelope, (number, make or 1) in inserted)
        for number, kind, make, how, pulled, envelope in rows
    }


def live_numbers(
    database: Database, connection: sa.Connection, job: str, keys: Iterable[Key]
) -> Mapping[Key, tuple[str, ...]]:
    """Return the numbers of a job's documents of each person that neither ended nor were pulled."""
    wanted = database.wanted("symbol", "number", "branch")
    is_pulled = sa.exists().where(note.c.number == document.c.number, note.c.what == "pulled")
    columns = (document.c.key_symbol, document.c.key_number, document.c.key_branch)
    same = sa.and_(*(a == b for a, b in zip(columns, wanted.c, strict=True)))
    statement = (
        sa.select(*columns, document.c.number)
        .select_from(document.join(wanted, same).outerjoin(ending, ending.c.document == document.c.id))
        .where(document.c.number >= f"{job}-", document.c.number < f"{job}.")
        .where(ending.c.document.is_(None), ~is_pulled)
        .order_by(document.c.number)
    )
    found: dict[Key, tuple[str, ...]] = {}
    for symbol, number, branch, doc in connection.execute(statement, {"wanted": asked(map(key_row, keys))}):
        key = Key(symbol, number, branch)
        found[key] = (*found.get(key, ()), doc)
    return found


def admit(database: Database, connection: sa.Connection, job: str) -> None:
    """Refuse a job that is not with the vendor or on its way there. Raises LedgerError."""
    state = events.find_job(database, connection, job).state
    if state not in _MAKES:
        raise LedgerError(
            "remake-state",
            database.place,
            "job {job} is {state}",
            _STEPS[state],
            job=job,
            state=Word(state),
        )


def in_time(job: Job, before: Sequence[Remake], on: date) -> None:
    """Refuse a day before the job's own, or before that of its last remake or pull. Raises LedgerError."""
    events.in_time(job.id, on, job.on, "{on} is before {since}, the day of the job")
    if before:
        fact = "{on} is before {since}, the day it was made"
        events.in_time(f"{job.id}/{before[-1].name}", on, before[-1].on, fact)


def write(database: Database, order: Order, makes: Mapping[str, int]) -> None:
    """Write an order, whole. `makes` is the last make each number was looked up with.

    Raises LedgerError where the job, or one of the numbers, is no longer as it was looked up.
    """
    with database.write() as connection:
        admit(database, connection, order.job)
        now = made(database, connection, [*order.numbers, *order.pulled])
        changed = [n for n in order.numbers if n not in now or now[n].make != makes[n] or now[n].ended]
        changed += [n for n in order.pulled if n not in now or now[n].ended or now[n].pulled]
        if changed:
            raise LedgerError(
                "remake-changed",
                database.place,
                "{count} documents have changed meanwhile, the first {number}",
                "run the command again",
                count=len(changed),
                number=changed[0],
            )
        seq = events.append(
            database, connection, order.kind, order.on, job=order.job, by=order.by, why=order.why, detail=order.detail
        )
        database.load(connection, copy, [(seq, number, makes[number] + 1) for number in sorted(order.numbers)])
        database.load(connection, note, [(seq, number, "pulled") for number in sorted(order.pulled)])
        _void(database, connection, seq, order, [n for n in order.pulled if now[n].kind == "card"])


def _void(database: Database, connection: sa.Connection, seq: int, order: Order, cards: Sequence[str]) -> None:
    wanted = database.wanted("number")
    live = (
        sa.select(document.c.id)
        .select_from(
            document.join(wanted, wanted.c.number == document.c.number).outerjoin(
                ending, ending.c.document == document.c.id
            )
        )
        .where(ending.c.document.is_(None))
        .order_by(document.c.id)
    )
    rows: Any = connection.execute(live, {"wanted": asked((number,) for number in cards)})
    database.load(connection, ending, [(row_id, seq, "void", order.on.isoformat()) for (row_id,) in rows])
