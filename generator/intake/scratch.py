"""Rows in, rows in key order out: intake's working file on disk, so that memory does not grow with people.

An SQLite file in the job's work folder, made anew by every run and removed when intake closes. It is no ledger.
It holds personal data: it is readable by its owner only, and SQLite keeps no other file beside it.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_PAGES: Final = """
PRAGMA page_size = 16384; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8192;
PRAGMA temp_store = MEMORY; PRAGMA locking_mode = EXCLUSIVE; PRAGMA secure_delete = OFF;
"""
_TABLES: Final = """
CREATE TABLE row (symbol TEXT, number TEXT, branch TEXT, line INT, state INT, head INT, body BLOB,
    PRIMARY KEY (symbol, number, branch, line, state)) WITHOUT ROWID;
CREATE TABLE household (symbol TEXT, number TEXT, insured INT, body BLOB, PRIMARY KEY (symbol, number)) WITHOUT ROWID;
CREATE TABLE former (symbol TEXT, number TEXT, branch TEXT, line INT, own_symbol TEXT, own_number TEXT, own_branch TEXT,
    PRIMARY KEY (symbol, number, branch, line)) WITHOUT ROWID;
CREATE TABLE snapshot (symbol TEXT, number TEXT, branch TEXT, line INT, digits TEXT,
    PRIMARY KEY (symbol, number, branch, line)) WITHOUT ROWID;
CREATE TABLE request (symbol TEXT, number TEXT, branch TEXT, line INT, received TEXT, kind TEXT, note TEXT, serial TEXT,
    closed TEXT, PRIMARY KEY (symbol, number, branch, line)) WITHOUT ROWID;
CREATE TABLE employer (code TEXT, line INT, name TEXT, postcode TEXT, address TEXT, department TEXT, ship_to TEXT,
    PRIMARY KEY (code, line)) WITHOUT ROWID;
CREATE INDEX employer_place ON employer (postcode, address);
CREATE TABLE problem (file TEXT, line INT, code TEXT, col TEXT, detail TEXT,
    PRIMARY KEY (file, line, code, col)) WITHOUT ROWID;
CREATE TABLE query (symbol TEXT, number TEXT, branch TEXT, code TEXT, line INT, col TEXT,
    PRIMARY KEY (symbol, number, branch, code, line)) WITHOUT ROWID;
"""


#: Columns per table.
_WIDTHS: Final = {
    "row": 7,
    "household": 4,
    "former": 7,
    "snapshot": 5,
    "request": 9,
    "employer": 7,
    "problem": 5,
    "query": 6,
}
_BATCH: Final = 1000


class Scratch:
    """The working file: batched in, streamed out."""

    @classmethod
    def frozen(cls, path: Path) -> "Scratch":
        """Open what another process has frozen, for reading only."""
        scratch = cls.__new__(cls)
        scratch._path, scratch._owner = path, False
        scratch._db = _reading(path)
        return scratch

    def freeze(self) -> None:
        """End writing: from here on any process may read, without locks."""
        self.flush()
        self._db.execute("COMMIT")
        self._db.close()
        self._db = _reading(self._path)

    def __init__(self, path: Path) -> None:
        self._owner = True
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        self._path = path
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.executescript(_PAGES + _TABLES)
        self._db.execute("BEGIN")
        self._waiting: dict[str, list[tuple[object, ...]]] = {table: [] for table in _WIDTHS}
        self._inserts = {
            table: f"INSERT OR IGNORE INTO {table} VALUES ({','.join('?' * width)})"  # noqa: S608 - own table names
            for table, width in _WIDTHS.items()
        }

    def put(self, table: str, row: tuple[object, ...]) -> None:
        """Add a row to a table; where its primary key is there already, that one stays."""
        waiting = self._waiting[table]
        waiting.append(row)
        if len(waiting) >= _BATCH:
            self._flush(table)

    def flush(self) -> None:
        """Write what waits; rows put are seen by queries from here on."""
        for table in self._waiting:
            self._flush(table)

    def _flush(self, table: str) -> None:
        waiting = self._waiting[table]
        if waiting:
            waiting.sort()  # neighbours go to the same page
            self._db.executemany(self._inserts[table], waiting)
            waiting.clear()

    def each(self, query: str, *values: object) -> Iterator[tuple[object, ...]]:
        """Stream the rows of a query."""
        return iter(self._db.execute(query, values))

    def one(self, query: str, *values: object) -> tuple[object, ...] | None:
        """Return the first row of a query."""
        return self._db.execute(query, values).fetchone()

    def count(self, query: str, *values: object) -> int:
        """Return the number a query yields."""
        found = self.one(query, *values)
        return int(str(found[0])) if found else 0

    def run(self, statement: str, *values: object) -> None:
        """Run a statement."""
        self._db.execute(statement, values)

    def leave(self) -> None:
        """Give the file up: who opens it next has to remove it."""
        self._owner = False

    def close(self) -> None:
        """Let go of the file; its owner removes it."""
        self._db.close()
        if self._owner:
            self._path.unlink(missing_ok=True)


def _reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True, check_same_thread=False)
