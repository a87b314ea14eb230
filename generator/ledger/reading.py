"""In: people's keys and a horizon. Out: what the ledger says of them (History) and of the society (Standing).

Histories are looked up many households at once. The horizon is how far one looks: a resumed job sees the ledger as
it stood before its own reservation, `decide` as it stood on a day (contract §1, §4).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
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


_Household = tuple[str, str]
_KeyRow = tuple[str, str, str]
_Entry = tuple[int, str, Issued]  # row id, the person's root, the document
_ONLY_SNAPSHOT: Final = History(in_snapshot=True)


@dataclass(frozen=True, slots=True)
class _Known:
    """What was found under some keys."""

    documents: Mapping[_KeyRow, list[_Entry]]
    snapshot: frozenset[_KeyRow]


_PHASE_1: Final[sa.ColumnElement[str]] = sa.literal_column(f"'{PHASE_1}'")  # an index over some rows needs the text
_NOTHING: Final = _Known({}, frozenset[_KeyRow]())


def standing(connection: sa.Connection, horizon: Horizon) -> Standing:
    """Say what the ledger holds of the society as a whole."""
    live = sa.and_(ending.c.document == document.c.id, ending.c.how == "withdrawn", horizon.sees(ending.c.event))
    phase_1 = sa.select(document.c.id).where(
        document.c.rule == PHASE_1, horizon.sees(document.c.event), ~sa.exists().where(live)
    )
    # The first Ⅰ of every person has an index of its own, which is empty where nobody had one.
    first = sa.select(document.c.id).where(document.c.rule == _PHASE_1, document.c.predecessor.is_(None)).limit(1)
    keys = sa.select(snapshot_key.c.event).where(horizon.sees(snapshot_key.c.event))
    return Standing(
        phase1_on_record=connection.execute(first).first() is not None
        and connection.execute(phase_1.limit(1)).first() is not None,
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
    known = _NOTHING
    if connection.execute(any_event).first() is not None:
        known = _search(database, connection, asked_for, horizon)
    if known is _NOTHING and in_file is None:
        return dict.fromkeys((key for key, _ in asked_for), NO_HISTORY)
    return {key: _history(known, key, former, in_file) for key, former in asked_for}


def _history(known: _Known, key: Key, former: Key | None, in_file: Callable[[Key], bool] | None) -> History:
    """Gather one person's documents; most people have one key, and at most one document."""
    own = entry.key_row(key)
    entries = known.documents.get(own, ())
    in_snapshot = own in known.snapshot or (in_file is not None and in_file(key))
    if former is not None:
        in_snapshot |= entry.key_row(former) in known.snapshot or (in_file is not None and in_file(former))
    if former is not None or any(root != entry.person_text(key) for _, root, _ in entries):
        entries = _with_other_keys(known, own, former, entries)
    if not entries:
        return _ONLY_SNAPSHOT if in_snapshot else NO_HISTORY
    documents: dict[str, Issued] = {}
    for _, _, issued in sorted(entries, key=itemgetter(0)):
        documents.pop(issued.number, None)  # a card that lives again stands behind the one that was withdrawn
        documents[issued.number] = issued
    return History(tuple(documents.values()), in_snapshot)


def _with_other_keys(known: _Known, own: _KeyRow, former: Key | None, entries: Sequence[_Entry]) -> Sequence[_Entry]:
    """Add the documents under the former key, and under the roots that any of these documents name."""
    before = () if former is None else known.documents.get(entry.key_row(former), ())
    seen = {own} if former is None else {own, entry.key_row(former)}
    roots = {entry.person_row(root) for _, root, _ in (*entries, *before)} - seen
    return [*entries, *before, *(e for root in roots for e in known.documents.get(root, ()))]


def _search(database: Database, connection: sa.Connection, people: Iterable[Person], horizon: Horizon) -> _Known:
    """Find documents and snapshot keys; where documents name another root, look under that too."""
    households = {(k.symbol, k.number) for person in people for k in person if k is not None}
    snapshot = _in_snapshot(database, connection, households, horizon)
    documents: dict[_KeyRow, list[_Entry]] = defaultdict(list)
    seen: set[_Household] = set()
    while households:
        roots: set[str] = set()
        for row_id, root, issued in _documents(database, connection, households, horizon):
            documents[entry.key_row(issued.key)].append((row_id, root, issued))
            roots.add(root)
        seen |= households
        households = {entry.person_row(root)[:2] for root in roots} - seen
    return _Known(documents, snapshot)


def _documents(
    database: Database, connection: sa.Connection, households: Iterable[_Household], horizon: Horizon
) -> Iterator[_Entry]:
    """Read all documents of some households."""
    wanted = database.wanted("symbol", "number")
    same = (document.c.key_symbol == wanted.c.symbol) & (document.c.key_number == wanted.c.number)
    ended = (ending.c.document == document.c.id) & horizon.sees(ending.c.event)
    statement = (
        sa.select(document.c.id, document.c.person, *entry.ISSUED_COLUMNS)
        .select_from(wanted.join(document, same).outerjoin(ending, ended))
        .where(horizon.sees(document.c.event))
    )
    rows: Any = connection.execute(statement, {"wanted": asked(households)}).all()
    return ((row[0], row[1], entry.issued(row[2:])) for row in rows)


def _in_snapshot(
    database: Database, connection: sa.Connection, households: Iterable[_Household], horizon: Horizon
) -> frozenset[_KeyRow]:
    """Return the keys of some households that are in the last stored snapshot."""
    latest = sa.select(sa.func.max(snapshot_key.c.event)).where(horizon.sees(snapshot_key.c.event))
    stored = connection.execute(latest).scalar()
    if stored is None:
        return frozenset[_KeyRow]()
    # The event is asked for row by row: as a constant, SQLite reads the whole snapshot for every household.
    wanted = database.wanted("event", "symbol", "number")
    same = (
        (snapshot_key.c.event == sa.cast(wanted.c.event, sa.Integer))
        & (snapshot_key.c.key_symbol == wanted.c.symbol)
        & (snapshot_key.c.key_number == wanted.c.number)
    )
    columns = (snapshot_key.c.key_symbol, snapshot_key.c.key_number, snapshot_key.c.key_branch)
    statement = sa.select(*columns).select_from(wanted.join(snapshot_key, same))
    rows = connection.execute(statement, {"wanted": asked((str(stored), *household) for household in households)})
    return frozenset((symbol, number, branch) for symbol, number, branch in rows.all())


def _served(connection: sa.Connection, horizon: Horizon) -> frozenset[str]:
    """Return the requests whose last mark is not `reopened`."""
    marks = sa.select(request_mark.c.id, request_mark.c.state).where(horizon.sees(request_mark.c.event))
    last: dict[str, str] = {}
    for request, state in connection.execute(marks.order_by(request_mark.c.event)):
        last[request] = state
    return frozenset(request for request, state in last.items() if state != "reopened")
