"""In: a society's folder and its [ledger] url. Out: the open Ledger of that society, or a refusal.

`ledger.id` beside society.toml says which ledger is the society's. Where it exists and the ledger is missing, empty
or another one, that is exit 6 and never a fresh start (contract §2): a fresh start would issue everything again.
"""

import os
import secrets
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from generator.errors import ConfigError, LedgerError
from generator.ledger import events, schema
from generator.ledger.database import Database, postgres_database, sqlite_database
from generator.ledger.ledger import Ledger
from generator.ledger.migration import Identity, identity, migrate

FILE_NAME: Final = "ledger.sqlite"
ID_NAME: Final = "ledger.id"
_BACKUP_STEP: Final = "put back the society's own ledger or a backup of it"


def open_ledger(folder: Path, url: str = "", *, create: bool) -> Ledger:
    """Open the ledger of a society.

    Without `create` nothing is written: a society that has none yet gets an empty one in memory, for `decide`.
    Raises ConfigError for a url that cannot be used, LedgerError for a ledger that is not the society's.
    """
    id_file = folder / ID_NAME
    expected = _read_id(id_file)
    database, exists = _locate(folder, url)
    try:
        if expected and not exists:
            raise _missing(database)
        found = _identity(database) if exists else None
        if found is not None:
            _check(database, found, expected)
            found = migrate(database, found)
        elif expected:
            raise _missing(database)
        elif create:
            found = _create(database)
        else:
            database.close()
            database = sqlite_database(None)
            found = _create(database)
            return Ledger(database, found)
        if create and not expected:
            _write_id(id_file, found)
    except BaseException:
        database.close()
        raise
    return Ledger(database, found)


def _read_id(path: Path) -> str:
    """Return the id the society's ledger has; "" where none was ever made. Raises LedgerError for an empty file."""
    if not path.exists():
        return ""
    found = path.read_text(encoding="ascii", errors="replace").strip()
    if not found:
        raise LedgerError("ledger-id", path.name, "the file is empty", "write the ledger's id into it")
    return found


def _locate(folder: Path, url: str) -> tuple[Database, bool]:
    """Return the database of a url ("" is the file in the folder), and whether there is anything at all."""
    try:
        parsed = sa.make_url(url) if url else sa.URL.create("sqlite", database=FILE_NAME)
    except ArgumentError:
        raise _unusable() from None
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        path = folder / parsed.database
        return sqlite_database(path), path.exists() and path.stat().st_size > 0
    if parsed.get_backend_name() == "postgresql":
        try:
            return postgres_database(parsed), True
        except ModuleNotFoundError:
            raise ConfigError(
                "ledger-driver",
                "society.toml",
                "PostgreSQL needs psycopg, which is not installed",
                'install "shikaku-print[postgres]"',
            ) from None
    raise _unusable()


def _identity(database: Database) -> Identity | None:
    with database.read() as connection:
        return identity(connection)


def _check(database: Database, found: Identity, expected: str) -> None:
    """Refuse another society's ledger, and one with events that no ledger.id claims."""
    if expected and found.ledger_id != expected:
        raise LedgerError(
            "ledger-other",
            database.place,
            "the ledger is {found}, but ledger.id says {expected}",
            _BACKUP_STEP,
            found=found.ledger_id,
            expected=expected,
        )
    if expected:
        return
    with database.read() as connection:
        if events.horizon(connection) > 0:
            raise LedgerError(
                "ledger-unclaimed",
                database.place,
                "there is a ledger ({found}) but no ledger.id beside society.toml",
                "if it is this society's, write its id into ledger.id",
                found=found.ledger_id,
            )


def _create(database: Database) -> Identity:
    """Make the tables and the identity, in one transaction."""
    made = Identity(schema.VERSION, secrets.token_hex(16), secrets.token_hex(32))
    with database.write() as connection:
        already = identity(connection)  # another process was quicker
        if already is not None:
            return already
        schema.create_tables(connection)
        database.load(connection, schema.meta, [(made.version, made.ledger_id, made.salt)])
    return made


def _write_id(path: Path, found: Identity) -> None:
    """Write ledger.id whole or not at all."""
    draft = path.with_name(f"{ID_NAME}.{os.getpid()}")
    draft.write_text(found.ledger_id + "\n", encoding="ascii")
    draft.replace(path)


def _missing(database: Database) -> LedgerError:
    return LedgerError(
        "ledger-missing", database.place, "ledger.id is there, but the ledger is missing or empty", _BACKUP_STEP
    )


def _unusable() -> ConfigError:
    return ConfigError(
        "ledger-url", "society.toml", "[ledger] url is neither sqlite:///FILE nor postgresql://…", "correct it"
    )
