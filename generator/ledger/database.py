"""In: where a ledger lies. Out: reading and writing transactions on it, alike on SQLite and PostgreSQL.

The only place that knows in what the two differ: how writers queue, how many rows go in at once, how many are looked
up at once. A writer that has to wait too long, and a row the database refuses, leave as LedgerError or RowRefused;
no message of the database is passed on, since it may quote a row (contract §4).
"""

import json
import sqlite3
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.event import listen
from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.pool import StaticPool

from generator.errors import LedgerError
from generator.ledger import chain

SQLITE: Final = "sqlite"
WAIT_SECONDS: Final = 60
"""How long a writer waits for another; reserving a million documents takes a quarter of this."""

_BEGIN: Final = "shikaku_begin"
_CACHE_KIB: Final = 16_000


class RowRefused(Exception):  # noqa: N818 - the database's own answer, turned into a LedgerError by who asked
    """A constraint or trigger of the database refused a row."""


@dataclass(frozen=True, slots=True)
class Database:
    """A ledger's database: transactions, bulk loading and bulk look-up."""

    engine: sa.Engine
    wait_seconds: float = WAIT_SECONDS

    @property
    def dialect(self) -> str:
        """Return `sqlite` or `postgresql`."""
        return self.engine.dialect.name

    @property
    def place(self) -> str:
        """Return how errors name the ledger: the file's name or the URL without its password."""
        url = self.engine.url
        if self.dialect == SQLITE:
            return Path(url.database or "ledger").name
        return url.set(query={}).render_as_string(hide_password=True)

    @contextmanager
    def read(self) -> Generator[sa.Connection]:
        """Open a reading transaction: everything read in it is of one moment."""
        with self._guarded(), self.engine.connect() as connection:
            if self.dialect != SQLITE:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def write(self) -> Generator[sa.Connection]:
        """Open the one writing transaction; others wait. Its events are linked to those before when it ends.

        Raises LedgerError when another one takes too long.
        """
        with self._guarded(), self.engine.connect() as connection:
            connection = connection.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
            with connection.begin():
                self._queue(connection)
                yield connection
                chain.close(connection)

    @contextmanager
    def turn(self) -> Generator[None]:
        """Hold the sole right to make jobs on a server, until the end; a file's ledger has its folder's lock instead.

        Raises LedgerError where another machine has it: it would finish the first one's open job a second time.
        """
        if self.dialect == SQLITE:
            yield
            return
        with self._guarded(), self.engine.connect() as connection:
            held = connection.exec_driver_sql("SELECT pg_try_advisory_lock(hashtext('turn ' || current_schema()))")
            free = held.scalar_one()
            connection.commit()  # the lock is the session's; no transaction stays open for as long as a job takes
            if not free:
                raise LedgerError(
                    "job-running",
                    self.place,
                    "another process is making or withdrawing a job of this society",
                    "wait until it has ended, then run the same command again",
                )
            yield

    def load(self, connection: sa.Connection, table: sa.Table, rows: Sequence[tuple[object, ...]]) -> None:
        """Insert rows given in the table's column order. Raises RowRefused."""
        if not rows:
            return
        with self._refusing():
            if self.dialect == SQLITE:
                connection.exec_driver_sql(insert_text(table, connection.dialect), list(rows))
            else:
                _copy(connection, table, rows)

    def run(self, connection: sa.Connection, statement: sa.Executable) -> None:
        """Execute a writing statement. Raises RowRefused."""
        with self._refusing():
            connection.execute(statement)

    def defer(self, connection: sa.Connection) -> None:
        """Have references checked at the end of the transaction, for rows that refer to later ones."""
        sqlite, postgres = "PRAGMA defer_foreign_keys = ON", "SET CONSTRAINTS ALL DEFERRED"
        connection.exec_driver_sql(sqlite if self.dialect == SQLITE else postgres)

    def wanted(self, *columns: str) -> sa.Subquery:
        """Make a table of what is asked for, bound at execution to `wanted` (see `asked`)."""
        value = sa.bindparam("wanted", type_=sa.Text)
        if self.dialect == SQLITE:
            each = sa.func.json_each(value).table_valued("value", joins_implicitly=True)
            fields = [sa.func.json_extract(each.c.value, f"$[{i}]").label(name) for i, name in enumerate(columns)]
        else:
            from sqlalchemy.dialects.postgresql import JSONB  # a SQLite ledger starts without it

            array = sa.func.jsonb_array_elements(sa.cast(value, JSONB))
            each = array.table_valued(sa.column("value", JSONB), joins_implicitly=True)
            fields = [each.c.value[i].astext.label(name) for i, name in enumerate(columns)]
        return sa.select(*fields).subquery("wanted")

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    def _queue(self, connection: sa.Connection) -> None:
        """Make PostgreSQL's writers queue as SQLite's do, before the tables exist too; readers are not held up."""
        if self.dialect != SQLITE:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(self.wait_seconds * 1000)}")
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('shikaku ' || current_schema()))")

    @contextmanager
    def _refusing(self) -> Generator[None]:
        driver: Any = self.engine.dialect.loaded_dbapi
        try:
            yield
        except (IntegrityError, driver.IntegrityError) as refusal:
            raise RowRefused from refusal

    @contextmanager
    def _guarded(self) -> Generator[None]:
        try:
            yield
        except OperationalError as trouble:
            raise self._trouble(trouble) from None
        except (DatabaseError, sqlite3.DatabaseError) as trouble:
            if type(trouble) in (DatabaseError, sqlite3.DatabaseError):  # not a database, cut short, damaged
                raise self._trouble(trouble) from None
            raise

    def _trouble(self, trouble: Exception) -> LedgerError:
        said = str(trouble.orig if isinstance(trouble, DBAPIError) else trouble)
        if "locked" in said or "lock timeout" in said:
            return LedgerError(
                "ledger-busy",
                self.place,
                "another command is writing to the ledger",
                "wait until it has finished, then run the command again",
            )
        return LedgerError(
            "ledger-unreadable",
            self.place,
            "the ledger cannot be opened or read",
            "check the file or the server, or put back a backup",
        )


def asked(rows: Iterable[Sequence[str]]) -> str:
    """Write rows as the value of the parameter `wanted`."""
    return json.dumps([list(row) for row in rows], ensure_ascii=False)


def insert_text(table: sa.Table, dialect: sa.Dialect) -> str:
    """Write the INSERT of all the columns of a table, positional."""
    return str(table.insert().compile(dialect=dialect))


def sqlite_database(path: Path | None, wait_seconds: float = WAIT_SECONDS) -> Database:
    """Open a SQLite file, or a database in memory where there is no path."""
    url = sa.URL.create("sqlite+pysqlite", database=None if path is None else str(path))
    engine = sa.create_engine(
        url,
        poolclass=StaticPool if path is None else None,
        connect_args={"isolation_level": None, "timeout": wait_seconds, "check_same_thread": False},
        hide_parameters=True,
    )
    listen(engine, "connect", _prepare_sqlite)
    listen(engine, "begin", _begin_sqlite)
    return Database(engine, wait_seconds)


def postgres_database(url: sa.URL, wait_seconds: float = WAIT_SECONDS) -> Database:
    """Open a PostgreSQL database through psycopg."""
    engine = sa.create_engine(url.set(drivername="postgresql+psycopg"), hide_parameters=True)
    return Database(engine, wait_seconds)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Switch on what SQLite leaves off: references, and triggers for rows that REPLACE would remove."""
    execute: Callable[[str], object] = connection.execute
    execute("PRAGMA foreign_keys = ON")
    execute("PRAGMA recursive_triggers = ON")
    execute(f"PRAGMA cache_size = -{_CACHE_KIB}")


def _begin_sqlite(connection: sa.Connection) -> None:
    begin: str = connection.get_execution_options().get(_BEGIN, "BEGIN")
    connection.exec_driver_sql(begin)


def _copy(connection: sa.Connection, table: sa.Table, rows: Sequence[tuple[object, ...]]) -> None:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
