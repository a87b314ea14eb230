"""In: documents that the database refused. Out: a LedgerError that names them by 管理番号 and key, and says why.

The constraints themselves are in `schema`; this only finds words for them (contract §1: exit 6).
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final

import sqlalchemy as sa

from generator.errors import LedgerError
from generator.ledger import entry
from generator.ledger.database import Database, asked
from generator.ledger.entry import Reservation
from generator.ledger.schema import PHASE_1, document, ending

_STEP: Final = "run the command again; if it is refused again, look them up with `shikaku ledger show`"
_FACTS: Final = {
    "ledger-number-taken": "{count} numbers were used before, the first {number} for {key}",
    "ledger-card-twice": "{count} cards do not follow the last one of their spell, the first {number} for {key}",
    "ledger-phase-1-twice": "{count} people would get phase 1 twice, the first {key} with {number}",
    "ledger-conflict": "one of {count} documents contradicts the ledger; the first of them is {number} for {key}",
}

_Mark = tuple[str, ...]
_SPELL: Final = (document.c.key_symbol, document.c.key_number, document.c.key_branch, document.c.acquired)


def explain(database: Database, connection: sa.Connection, batch: Sequence[Reservation]) -> LedgerError:
    """Find which documents of a refused batch contradict the ledger or each other."""
    cards = [d for d in batch if d.kind == "card"]
    phase_1 = [d for d in batch if d.rule == PHASE_1]
    is_card, is_phase_1 = document.c.kind == "card", document.c.rule == PHASE_1
    found = (
        ("ledger-number-taken", _numbers(database, connection, batch)),
        ("ledger-card-twice", _unchained(database, connection, cards, _SPELL, _spell, is_card)),
        (
            "ledger-phase-1-twice",
            _unchained(database, connection, phase_1, (document.c.person,), _person, is_phase_1),
        ),
        ("ledger-conflict", batch),
    )
    code, guilty = next((code, guilty) for code, guilty in found if guilty)
    number, key = guilty[0].number, guilty[0].key
    return LedgerError(code, database.place, _FACTS[code], _STEP, count=len(guilty), number=number, key=key)


def _spell(card: Reservation) -> _Mark:
    return (*entry.key_row(card.key), card.acquired.isoformat())


def _person(notice: Reservation) -> _Mark:
    return (entry.person_text(notice.person),)


def _numbers(database: Database, connection: sa.Connection, batch: Sequence[Reservation]) -> list[Reservation]:
    """Return the documents whose 管理番号 is in the ledger already, or twice in the batch."""
    wanted = database.wanted("number")
    statement = sa.select(document.c.number).join(wanted, wanted.c.number == document.c.number)
    taken = set(connection.scalars(statement, {"wanted": asked((d.number,) for d in batch)}))
    counts = Counter(d.number for d in batch)
    return [d for d in batch if d.number in taken or counts[d.number] > 1]


def _unchained(
    database: Database,
    connection: sa.Connection,
    batch: Sequence[Reservation],
    columns: tuple[sa.ColumnElement[str], ...],
    mark: Callable[[Reservation], _Mark],
    kind: sa.ColumnElement[bool],
) -> list[Reservation]:
    """Return the documents that do not stand behind the ended last document of their chain."""
    if not batch:
        return []
    wanted = database.wanted(*(f"c{i}" for i in range(len(columns))))
    same = sa.and_(*(column == wanted.c[i] for i, column in enumerate(columns)))
    statement = (
        sa.select(document.c.number, ending.c.how, *columns)
        .select_from(wanted.join(document, same & kind).outerjoin(ending, ending.c.document == document.c.id))
        .order_by(document.c.id)
    )
    found: Any = connection.execute(statement, {"wanted": asked(mark(d) for d in batch)})
    last: dict[_Mark, tuple[str, bool]] = {tuple(m): (number, how is not None) for number, how, *m in found}
    counts = Counter(mark(d) for d in batch)

    def follows(d: Reservation) -> bool:
        number, ended = last.get(mark(d), ("", True))
        return d.predecessor == number and ended == (d.ends_how == "") and counts[mark(d)] == 1

    return [d for d in batch if not follows(d)]
