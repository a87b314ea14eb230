"""In: documents of a job that are made again, or taken out of it. Out: rows that say so; no document is changed.

A copy has the number of its document and the next make (domain.md §8: ヤレ are controlled items, same serials). Who
left after the run: the card is void, every number is noted as pulled; a notice proves nothing and never ends
(domain.md §8: 引抜き; schema: a phase Ⅰ notice ends by withdrawal alone).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from generator.errors import LedgerError
from generator.ledger import events
from generator.ledger.database import Database, asked
from generator.ledger.entry import key_row
from generator.ledger.schema import copy, document, ending, event, note
from generator.model import Key

REMADE: Final = "remade"
PULLED: Final = "pulled"
_MAKES: Final = frozenset({events.SEALED, events.RELEASED, events.ACKNOWLEDGED})


@dataclass(frozen=True, slots=True)
class Made:
    """How a document of a job stands: its last make, how it ended ("" while it lives), whether it was pulled."""

    number: str
    kind: str
    make: int
    ended: str
    pulled: bool
    envelope: str


@dataclass(frozen=True, slots=True)
class Remake:
    """One time that pieces of a job were made again, or pulled."""

    on: date
    kind: str
    detail: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Return the name of its folder."""
        return str(self.detail["folder"])


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
    rows: Any = connection.execute(
        sa.select(event.c.on_day, event.c.kind, event.c.detail)
        .where(event.c.job == job, event.c.kind.in_((REMADE, PULLED)))
        .order_by(event.c.seq)
    )
    found = (Remake(date.fromisoformat(on), kind, events.read_detail(detail)) for on, kind, detail in rows)
    return tuple(each for each in found if "folder" in each.detail)


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
    rows: Any = connection.execute(statement, {"wanted": asked((number,) for number in numbers)})
    return {
        number: Made(number, kind, make or 1, how or "", bool(pulled), envelope)
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
            "only a job that is sealed, released or acknowledged has pieces to make again or to pull",
            job=job,
            state=state,
        )


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
