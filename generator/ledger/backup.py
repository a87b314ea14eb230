"""In: a ledger. Out: a SQLite file that is the same ledger: same id, same rows, same constraints.

SQLite copies itself page by page while others go on; from PostgreSQL every row of one moment is carried over.
"""

from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from generator.errors import LedgerError
from generator.ledger.database import SQLITE, Database, sqlite_database
from generator.ledger.schema import TABLES, create_tables

_BATCH: Final = 5000


def backup(database: Database, path: Path) -> None:
    """Write a backup, whole or not at all. Raises LedgerError where the file exists already."""
    if path.exists():
        raise LedgerError("backup-exists", path.name, "there is such a file already", "choose another name")
    draft = path.with_name(path.name + ".part")
    draft.unlink(missing_ok=True)
    draft.touch()  # where it cannot be made, the system says so better than SQLite
    target = sqlite_database(draft)
    try:
        if database.dialect == SQLITE:
            _copy_pages(database, target)
        else:
            copy_rows(database, target)
    finally:
        target.close()
    draft.replace(path)


def copy_rows(source: Database, target: Database) -> None:
    """Carry a whole ledger over into an empty database of either kind."""
    with source.read() as reading, target.write() as writing:
        create_tables(writing)
        target.defer(writing)
        for table in TABLES:
            statement = sa.select(table).order_by(*table.primary_key.columns)
            rows: Any = reading.execution_options(yield_per=_BATCH).execute(statement)
            for batch in rows.partitions():
                target.load(writing, table, [tuple(row) for row in batch])


def _copy_pages(source: Database, target: Database) -> None:
    with source.read() as reading, target.engine.connect() as writing:
        origin: Any = reading.connection.driver_connection
        origin.backup(writing.connection.driver_connection)
