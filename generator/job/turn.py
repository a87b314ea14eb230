"""One at a time: a society's folder enters; the sole right to make or withdraw its jobs leaves, held until the end.

Two runs side by side would finish one open job twice, and a print vendor could get it twice. SQLite's own file lock
is used because every system has it and because it ends with its process, however that ends.
"""

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from generator.errors import LedgerError

_LOCK: Final = "run.lock"


@contextmanager
def sole_turn(folder: Path, wait_seconds: float = 0) -> Generator[None]:
    """Hold the turn for a society's folder. Raises LedgerError where another process has it, and keeps it so long."""
    with closing(sqlite3.connect(folder / _LOCK, timeout=wait_seconds, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            raise LedgerError(
                "job-running",
                _LOCK,
                "another process is making or withdrawing a job of this society",
                "wait until it has ended, then run the same command again",
            ) from None
        yield
