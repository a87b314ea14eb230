"""The job's scratch files: decided documents in §5 order on disk, so that memory does not grow with people.

Households are decided in shards, by as many processes as there are workers; each shard puts its documents in order
in a file of its own, and all shards are read as one. They lie in the job's work folder (0700) and go with it.
"""

import heapq
import marshal
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from generator.decision import Kind, Route
from generator.job.item import Item, Nothing, pack, unpack

_BATCH = 2000
_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8192;
CREATE TABLE item (sort TEXT, due INTEGER, kind TEXT, route TEXT, grp TEXT, unit TEXT, household TEXT,
                   employer TEXT, phase1 INTEGER, issued TEXT, body BLOB);
CREATE TABLE query (symbol TEXT, number TEXT, branch TEXT, rule TEXT, text TEXT);
CREATE TABLE altered (symbol TEXT, number TEXT, branch TEXT, place INTEGER, col TEXT, kind TEXT, before TEXT,
                      after TEXT, who TEXT, day TEXT, original TEXT);
CREATE TABLE problem (file TEXT, line INTEGER, code TEXT, col TEXT, message TEXT);
"""
_READING = "PRAGMA cache_size = -512; PRAGMA query_only = ON;"

_NO_COLUMNS = (Kind.NONE.value, "", "", "", "", "", 0, "")  #: kind to issued, for those who get nothing
QueryRow = tuple[str, str, str, str, str]
AlteredRow = tuple[str, ...]  #: as names.csv has it


class Light(NamedTuple):
    """What the walk over envelopes needs of a document, without its texts."""

    kind: str
    route: str
    group: str
    unit: str
    household: str
    employer: str
    phase1: bool
    issued: str


@dataclass(frozen=True, slots=True, order=True)
class Held:
    """One row of rejected.csv."""

    file: str
    line: int
    code: str
    column: str
    message: str


class Shard:
    """The outcome of some households, being written."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript(_TABLES)
        self._db.execute("BEGIN")
        self._items: list[tuple[object, ...]] = []

    def add(self, item: Item) -> None:
        """Take a decided document."""
        order = item.order if item.kind != Kind.NOTICE else item.order + "\x00n"
        row = (item.unit, item.household, item.employer, item.phase1, item.issued, pack(item))
        self._put((order, True, item.kind, item.route, item.group, *row))

    def leave(self, order: str, row: Nothing) -> None:
        """Take someone who gets nothing."""
        self._put((order, False, *_NO_COLUMNS, marshal.dumps(tuple(row))))

    def _put(self, row: tuple[object, ...]) -> None:
        self._items.append(row)
        if len(self._items) >= _BATCH:
            self._flush()

    def ask(self, rows: Iterable[QueryRow]) -> None:
        """Take rows of queries.csv."""
        self._db.executemany("INSERT INTO query VALUES (?,?,?,?,?)", rows)

    def alter(self, rows: Iterable[AlteredRow]) -> None:
        """Take the rows of names.csv of one person, in their order."""
        values = ((*row[:3], place, *row[3:]) for place, row in enumerate(rows))
        self._db.executemany("INSERT INTO altered VALUES (?,?,?,?,?,?,?,?,?,?,?)", values)

    def hold(self, rows: Iterable[Held]) -> None:
        """Take rows of rejected.csv."""
        values = ((r.file, r.line, r.code, r.column, r.message) for r in rows)
        self._db.executemany("INSERT INTO problem VALUES (?,?,?,?,?)", values)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._settle()
        self._db.close()

    def _settle(self) -> None:
        """Put everything into order and end the writing; what follows are scans."""
        self._flush()
        self._db.execute("CREATE TABLE ordered AS SELECT * FROM item ORDER BY due DESC, sort")
        self._db.execute("DROP TABLE item")
        self._db.execute("COMMIT")

    def _flush(self) -> None:
        self._db.executemany("INSERT INTO item VALUES (?,?,?,?,?,?,?,?,?,?,?)", self._items)
        self._items.clear()


class Gathered:
    """All shards, read as one in order."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._shards = [sqlite3.connect(path, isolation_level=None) for path in paths]
        for shard in self._shards:
            shard.executescript(_READING)

    def light(self) -> Iterator[Light]:
        """Yield the due documents in §5 order, without texts."""
        columns = "kind, route, grp, unit, household, employer, phase1, issued"
        rows = self._merged(f"SELECT sort, {columns} FROM ordered WHERE due ORDER BY rowid")  # noqa: S608
        return (Light._make(row[1:]) for row in rows)

    def bulk_groups(self) -> int:
        """Return how many destinations of the employer route have anything due."""
        statement = "SELECT DISTINCT grp FROM ordered WHERE due AND route = ?"
        groups = (shard.execute(statement, (Route.EMPLOYER.value,)) for shard in self._shards)
        return len({group for rows in groups for (group,) in rows})

    def due(self) -> Iterator[Item]:
        """Yield the due documents in §5 order."""
        return (unpack(body) for _, body in self._merged("SELECT sort, body FROM ordered WHERE due ORDER BY rowid"))

    def undue(self) -> Iterator[Nothing]:
        """Yield those who get nothing in §5 order."""
        rows = self._merged("SELECT sort, body FROM ordered WHERE NOT due ORDER BY rowid")
        return (Nothing._make(marshal.loads(body)) for _, body in rows)  # noqa: S302 - written by this very job

    def queries(self) -> Iterator[QueryRow]:
        """Yield the rows of queries.csv in key order."""
        statement = "SELECT symbol, number, branch, rule, text FROM query ORDER BY symbol, number, branch, rule, text"
        return heapq.merge(*(shard.execute(statement) for shard in self._shards))

    def alterations(self) -> Iterator[AlteredRow]:
        """Yield the rows of names.csv in key order."""
        statement = "SELECT * FROM altered ORDER BY symbol, number, branch, place"
        rows = heapq.merge(*(shard.execute(statement) for shard in self._shards))
        return ((*row[:3], *row[4:]) for row in rows)

    def problems(self) -> Iterator[Held]:
        """Yield the rows of rejected.csv in file and line order."""
        statement = "SELECT file, line, code, col, message FROM problem ORDER BY file, line, code, col, message"
        return (Held(*row) for row in heapq.merge(*(shard.execute(statement) for shard in self._shards)))

    def problem_count(self) -> int:
        """Return how many rows rejected.csv will have."""
        return self._count("SELECT count(*) FROM problem")

    def query_count(self) -> int:
        """Return how many rows queries.csv will have."""
        return self._count("SELECT count(*) FROM query")

    def close(self) -> None:
        """Let go of the files."""
        for shard in self._shards:
            shard.close()

    def _count(self, statement: str) -> int:
        return sum(int(shard.execute(statement).fetchone()[0]) for shard in self._shards)

    def _merged(self, statement: str) -> Iterator[tuple[Any, ...]]:
        cursors = [shard.execute(statement) for shard in self._shards]
        return iter(cursors[0]) if len(cursors) == 1 else heapq.merge(*cursors, key=itemgetter(0))
