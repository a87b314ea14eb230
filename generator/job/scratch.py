"""The job's scratch file: decided documents put into §5 order on disk, so that memory does not grow with people.

It lies in the job's work folder (0700), is made anew by every run and goes with the work folder. It is no ledger.
"""

import pickle
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.decision import Kind
from generator.job.item import Item, pack, unpack
from generator.ledger.entry import Reservation, person_row
from generator.model import Key

_BATCH = 2000
_SCHEMA = """
CREATE TABLE item (sort TEXT, due INTEGER, kind TEXT, route TEXT, grp TEXT, unit TEXT, household TEXT,
                   employer TEXT, phase1 INTEGER, issued TEXT, body BLOB);
CREATE TABLE query (seq INTEGER PRIMARY KEY, symbol TEXT, number TEXT, branch TEXT, rule TEXT, text TEXT);
CREATE TABLE reserved (number TEXT, envelope TEXT, body BLOB);
CREATE TABLE problem (file TEXT, line INTEGER, code TEXT, col TEXT, message TEXT);
"""


@dataclass(frozen=True, slots=True)
class Light:
    """What the walk over envelopes needs of a document, without its texts."""

    kind: str
    route: str
    group: str
    unit: str
    household: str
    employer: str
    phase1: bool
    issued: str


@dataclass(frozen=True, slots=True)
class Held:
    """One row of rejected.csv."""

    file: str
    line: int
    code: str
    column: str
    message: str


class Scratch:
    """Documents, queries and problems of one run, streamed in and out."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16000;" + _SCHEMA)
        self._db.execute("BEGIN")
        self._items: list[tuple[object, ...]] = []
        self._reserved: list[tuple[str, str, bytes]] = []

    def add(self, item: Item) -> None:
        """Take a decided document, or a なし."""
        due = item.kind != Kind.NONE
        order = item.order if item.kind != Kind.NOTICE else item.order + "\x00n"
        row = (item.unit, item.household, item.employer, item.phase1, item.issued, pack(item))
        self._items.append((order, due, item.kind, item.route, item.group, *row))
        if len(self._items) >= _BATCH:
            self._flush()

    def ask(self, rows: Iterable[tuple[str, str, str, str, str]]) -> None:
        """Take rows of queries.csv."""
        self._db.executemany("INSERT INTO query(symbol, number, branch, rule, text) VALUES (?,?,?,?,?)", rows)

    def hold(self, rows: Iterable[Held]) -> None:
        """Take rows of rejected.csv."""
        values = ((r.file, r.line, r.code, r.column, r.message) for r in rows)
        self._db.executemany("INSERT INTO problem VALUES (?,?,?,?,?)", values)

    def settle(self) -> None:
        """Put the documents into order once; what follows are scans."""
        self._flush()
        self._db.execute("CREATE TABLE due AS SELECT * FROM item WHERE due ORDER BY sort")

    def light(self) -> Iterator[Light]:
        """Yield the due documents in §5 order, without texts."""
        rows = self._db.execute(
            "SELECT kind, route, grp, unit, household, employer, phase1, issued FROM due ORDER BY rowid"
        )
        return (Light(*row) for row in rows)

    def due(self) -> Iterator[Item]:
        """Yield the due documents in §5 order."""
        return (unpack(body) for (body,) in self._db.execute("SELECT body FROM due ORDER BY rowid"))

    def undue(self) -> Iterator[Item]:
        """Yield the なし rows in §5 order."""
        return (unpack(body) for (body,) in self._db.execute("SELECT body FROM item WHERE NOT due ORDER BY sort"))

    def reserve(self, item: Item, number: str, envelope: str) -> None:
        """Take a numbered document on its way into the ledger."""
        self._reserved.append((number, envelope, pickle.dumps(_ledger_values(item), protocol=5)))
        if len(self._reserved) >= _BATCH:
            self._flush()

    def reserved(self) -> Iterator[Reservation]:
        """Yield the numbered documents in order, as the ledger takes them."""
        self._flush()
        rows = self._db.execute("SELECT number, envelope, body FROM reserved ORDER BY rowid")
        return (_reservation(number, envelope, body) for number, envelope, body in rows)

    def queries(self) -> Iterator[tuple[str, str, str, str, str]]:
        """Yield the rows of queries.csv in key order."""
        rows = "SELECT symbol, number, branch, rule, text FROM query ORDER BY symbol, number, branch, rule, text"
        return iter(self._db.execute(rows))

    def problems(self) -> Iterator[Held]:
        """Yield the rows of rejected.csv in file and line order."""
        rows = self._db.execute("SELECT file, line, code, col, message FROM problem ORDER BY file, line, code, col")
        return (Held(*row) for row in rows)

    def problem_count(self) -> int:
        """Return how many rows rejected.csv will have."""
        return self._count("SELECT count(*) FROM problem")

    def query_count(self) -> int:
        """Return how many rows queries.csv will have."""
        return self._count("SELECT count(*) FROM query")

    def _count(self, statement: str) -> int:
        return int(self._db.execute(statement).fetchone()[0])

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _flush(self) -> None:
        self._db.executemany("INSERT INTO item VALUES (?,?,?,?,?,?,?,?,?,?,?)", self._items)
        self._items.clear()
        self._db.executemany("INSERT INTO reserved VALUES (?,?,?)", self._reserved)
        self._reserved.clear()


def _ledger_values(item: Item) -> tuple[object, ...]:
    key = (item.symbol, item.number, item.branch)
    days = (item.acquired, item.issued, item.valid_to)
    chain = (item.ends_how if item.ends else "", item.predecessor, item.serves)
    return item.kind, item.rule, key, days, item.person, (item.short, item.optional, item.content), chain


def _reservation(number: str, envelope: str, body: bytes) -> Reservation:
    values = pickle.loads(body)  # noqa: S301 - written by this very process a moment ago
    kind, rule, key, (acquired, issued, valid_to), person, (short, optional, content), chain = values
    ends_how, predecessor, serves = chain
    return Reservation(
        number=number,
        kind="card" if kind == Kind.CARD else "notice",
        rule=rule,
        key=Key(*key),
        acquired=date.fromisoformat(acquired),
        issued_on=date.fromisoformat(issued),
        valid_to=date.fromisoformat(valid_to) if valid_to else None,
        person=Key(*person_row(person)),
        short=short,
        optional=optional,
        content=content,
        ends_how=ends_how,
        predecessor=predecessor,
        serves=serves,
        envelope=envelope,
    )
