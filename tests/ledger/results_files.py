"""What tests of receipts share: a vendor's file, and a released job."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ledger_office import DAY

from generator.ledger import events
from generator.ledger.database import Database
from generator.ledger.ledger import Ledger
from generator.ledger.receiving import Receipt
from generator.ledger.schema import copy

TOLD = date(2025, 10, 6)  #: the day results are received, behind every time in them
HEADER = "管理番号,make,status,time"


def results_file(folder: Path, rows: Iterable[str]) -> Path:
    """Write results.csv as a vendor sends it."""
    path = folder / "results.csv"
    path.write_text("\r\n".join((HEADER, *rows, "")), encoding="utf-8-sig", newline="")
    return path


@dataclass
class Shop:
    """A released job and its vendor."""

    ledger: Ledger
    database: Database
    folder: Path
    job: str
    numbers: tuple[str, ...]

    def receive(self, rows: Iterable[str]) -> Receipt:
        """Receive a file of these rows."""
        return self.ledger.receive(results_file(self.folder, rows), by="clerk", on=TOLD)

    def move(self, state: str) -> None:
        """Bring the job into a state."""
        with self.database.write() as connection:
            events.append(self.database, connection, state, DAY, job=self.job, by="chief")

    def remade(self, number: str, make: int = 2) -> None:
        """Order another make of a document."""
        with self.database.write() as connection:
            seq = events.append(self.database, connection, "spoiled", DAY, job=self.job, by="clerk")
            self.database.load(connection, copy, [(seq, number, make)])
