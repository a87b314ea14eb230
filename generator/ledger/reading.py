"""In: people's keys and a horizon. Out: what the ledger says of them (History) and of the society (Standing).

Histories are looked up many households at once. The horizon is how far one looks: a resumed job sees the ledger as
it stood before its own reservation, `decide` as it stood on a day (contract §1, §4).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from generator.history import NO_HISTORY, History, Issued, Standing
from generator.ledger import entry
from generator.ledger.database import Database, asked
from generator.ledger.schema import PHASE_1, document, ending, event, request_mark, snapshot_key
from generator.model import Key

Person = tuple[Key, Key | None]
"""A person's own key and the former one."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """How far to look: events numbered below `before`, dated not after `on`."""

    before: int | None = None
    on: date | None = None

    def sees(self, seq: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
        """Return the condition on the number of the event that wrote a row."""
        conditions: list[sa.ColumnElement[bool]] = []
        if self.before is not None:
            conditions.append(seq < self.before)
        if self.on is not None:
            dated = sa.select(event.c.seq).where(event.c.on_day <= self.on.isoformat())
            conditions.append(seq.in_(dated))
        return sa.and_(sa.true(), *conditions)


_Entry = tuple[int, str, Issued]  # row id, the person's root, the document


@dataclass(frozen=True, slots=True)
class _Known:
    """What was found under some keys."""

    documents: Mapping[Key, list[_Entry]]
    snapshot: frozenset[Key]


def standing(connection: sa.Connection, horizon: Horizon) -> Standing:
    """Say what the ledger holds of the society as a whole."""
    live = sa.and_(ending.c.document == document.c.id, ending.c.how == "withdrawn", horizon.sees(ending.c.event))
    phase_1 = sa.select(document.c.id).where(
        document.c.rule == PHASE_1, horizon.sees(document.c.event), ~sa.exists().where(live)
    )
    keys = sa.select(snapshot_key.c.event).where(horizon.sees(snapshot_key.c.event))
    return Standing(
        phase1_on_record=connection.execute(phase_1.limit(1)).first() is not None,
        snapshot_known=connection.execute(keys.limit(1)).first() is not None,
        served=_served(connection, horizon),
    )


def histories(
    database: Database,
    connection: sa.Connection,
    people: Iterable[Person],
    horizon: Horizon,
    in_file: Callable[[Key], bool] | None,
) -> dict[Key, History]:
    """Look up every person asked for, under the own key and the former one."""
    asked_for = list(people)
    any_event = sa.select(event.c.seq).where(horizon.sees(event.c.seq)).limit(1)
    if connection.execute(any_event).first() is None:
        known = _Known({}, frozenset())
    else:
        known = _search(database, connection, {k for person in asked_for for k in person if k}, horizon)
    if not known.documents and not known.snapshot and in_file is None:
        return dict.fromkeys((key for key, _ in asked_for), NO_HISTORY)
    return {key: _history(known, key, former, in_file) for key, former in asked_for}


def _history(known: _Known, key: Key, former: Key | None, in_file: Callable[[Key], bool] | None) -> History:
    keys = {key} if former is None else {key, former}
    entries = [e for k in keys for e in known.documents.get(k, ())]
    roots = {entry.person_key(root) for _, root, _ in entries}
    entries += [e for root in roots - keys for e in known.documents.get(root, ())]
    in_snapshot = not known.snapshot.isdisjoint(keys) or (in_file is not None and any(map(in_file, keys)))
    if not entries:
        return _ONLY_SNAPSHOT if in_snapshot else NO_HISTORY
    documents: dict[str, Issued] = {}
    for _, _, issued in sorted(entries, key=lambda e: e[0]):
        documents.pop(issued.number, None)  # a card that lives again stands behind the one that was withdrawn
        documents[issued.number] = issued
    return History(tuple(documents.values()), in_snapshot)


_ONLY_SNAPSHOT: Final = History(in_snapshot=True)


def _search(database: Database, connection: sa.Connection, keys: set[Key], horizon: Horizon) -> _Known:
    """Find documents and snapshot keys; where documents name another root, look under that too."""
    snapshot = _in_snapshot(database, connection, keys, horizon)
    documents: dict[Key, list[_Entry]] = {}
    seen: set[Key] = set()
    while keys:
        seen |= keys
        found = _documents(database, connection, keys, horizon)
        documents.update((k, found[k]) for k in keys if k in found)
        roots = {root for k in keys if k in found for _, root, _ in found[k]}
        keys = {entry.person_key(root) for root in roots} - seen
    return _Known(documents, snapshot)


def _documents(
    database: Database, connection: sa.Connection, keys: set[Key], horizon: Horizon
) -> dict[Key, list[_Entry]]:
    """Read all documents of the households of some keys."""
    wanted = database.wanted("symbol", "number")
    same = (document.c.key_symbol == wanted.c.symbol) & (document.c.key_number == wanted.c.number)
    ended = (ending.c.document == document.c.id) & horizon.sees(ending.c.event)
    statement = (
        sa.select(document.c.id, document.c.person, *entry.ISSUED_COLUMNS)
        .select_from(wanted.join(document, same).outerjoin(ending, ended))
        .where(horizon.sees(document.c.event))
    )
    rows: Any = connection.execute(statement, {"wanted": asked({(k.symbol, k.number) for k in keys})})
    found: dict[Key, list[_Entry]] = defaultdict(list)
    for row_id, root, *columns in rows:
        issued = entry.issued(tuple(columns))
        found[issued.key].append((row_id, root, issued))
    return found


def _in_snapshot(database: Database, connection: sa.Connection, keys: set[Key], horizon: Horizon) -> frozenset[Key]:
    """Return which keys are in the last stored snapshot."""
    latest = sa.select(sa.func.max(snapshot_key.c.event)).where(horizon.sees(snapshot_key.c.event))
    stored = connection.execute(latest).scalar()
    if stored is None:
        return frozenset()
    wanted = database.wanted("symbol", "number")
    same = (snapshot_key.c.key_symbol == wanted.c.symbol) & (snapshot_key.c.key_number == wanted.c.number)
    statement = (
        sa.select(snapshot_key.c.key_symbol, snapshot_key.c.key_number, snapshot_key.c.key_branch)
        .select_from(wanted.join(snapshot_key, same))
        .where(snapshot_key.c.event == stored)
    )
    rows = connection.execute(statement, {"wanted": asked({(k.symbol, k.number) for k in keys})})
    return frozenset(Key(*row) for row in rows)


def _served(connection: sa.Connection, horizon: Horizon) -> frozenset[str]:
    """Return the requests whose last mark is not `reopened`."""
    marks = sa.select(request_mark.c.id, request_mark.c.state).where(horizon.sees(request_mark.c.event))
    last: dict[str, str] = {}
    for request, state in connection.execute(marks.order_by(request_mark.c.event)):
        last[request] = state
    return frozenset(request for request, state in last.items() if state != "reopened")
