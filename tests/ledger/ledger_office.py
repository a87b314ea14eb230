"""What tests of the ledger share: an office that makes documents and jobs, and an empty schema on a server."""

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from fonts.errors import ExitCode
from generator.errors import LedgerError
from generator.history import History
from generator.ledger import events
from generator.ledger.entry import Reservation
from generator.ledger.ledger import Ledger
from generator.ledger.moving import Move
from generator.ledger.reserving import Order
from generator.model import Key

SERVER = "SHIKAKU_TEST_PG_URL"
ACQUIRED = date(2020, 4, 1)
UNTIL = date(2029, 12, 1)
DAY = date(2025, 10, 1)


@contextmanager
def empty_schema() -> Iterator[str]:
    """Give the url of a schema of its own on the test server."""
    server = os.environ.get(SERVER)
    if not server:
        pytest.skip(f"{SERVER} is not set")
    name = f"test_{secrets.token_hex(6)}"
    engine = sa.create_engine(server)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    try:
        yield f"{server}?options=-csearch_path%3D{name}"
    finally:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
        engine.dispose()


@contextmanager
def refused(code: str) -> Iterator[SimpleNamespace]:
    """Expect a ledger's refusal with exit code 6; `.value` is the refusal."""
    seen = SimpleNamespace(value=None)
    with pytest.raises(LedgerError) as caught:
        yield seen
    seen.value = caught.value
    assert (caught.value.code, caught.value.exit_code) == (code, ExitCode.LEDGER)


def key(number: int, branch: int = 0, symbol: str = "1001") -> Key:
    """Make the key of an invented person."""
    return Key(symbol, f"{number:04d}", f"{branch:02d}")


@dataclass
class Office:
    """Makes documents and jobs as the rest of the house would, with as little as a test wants to say."""

    ledger: Ledger
    on: date = DAY
    digest: dict[str, str] = field(default_factory=lambda: {"members.csv": "aa", "policy": "bb"})
    serial: int = 0

    def card(self, holder: Key, after: str = "", ends: str = "", **more: object) -> Reservation:
        """Make a card that stands behind `after` and ends it as `ends`."""
        return self._document("card", "ex-officio", holder, UNTIL, predecessor=after, ends_how=ends, **more)

    def notice(self, holder: Key, rule: str = "phase-2", **more: object) -> Reservation:
        """Make a notice."""
        return self._document("notice", rule, holder, None, **more)

    def _document(self, kind: str, rule: str, holder: Key, valid_to: date | None, **more: object) -> Reservation:
        self.serial += 1
        number = f"{self.ledger.next_job_id(self.on)}-{self.serial:06d}-7"
        values: dict[str, object] = {"acquired": ACQUIRED, "issued_on": self.on, "person": holder} | more
        return Reservation(number, kind, rule, holder, valid_to=valid_to, **values)  # pyright: ignore[reportArgumentType]

    def order(self, **more: object) -> Order:
        """Make the order of the next job."""
        values: dict[str, object] = {"after": self.ledger.horizon(), "by": "maker"} | more
        return Order(self.ledger.next_job_id(self.on), self.on, self.digest, **values)  # pyright: ignore[reportArgumentType]

    def reserve(self, *documents: Reservation, keys: Iterable[Key] = (), **more: object) -> str:
        """Reserve a job and leave it open."""
        order = self.order(**more)
        self.ledger.reserve(order, documents, keys)
        return order.job

    def issue(self, *documents: Reservation, keys: Iterable[Key] = ()) -> str:
        """Reserve and seal a job."""
        job = self.reserve(*documents, keys=keys)
        self.ledger.seal_job(job)
        return job

    def hand_over(self, *documents: Reservation) -> str:
        """Reserve, seal and release a job."""
        self.release(job := self.issue(*documents))
        return job

    def release(self, job: str) -> None:
        """Bring a sealed job into a vendor's hands."""
        facts = {"to": "v", "sha256": "0" * 64, "bytes": 1, "content": "1" * 64, "name": "p.age"}
        self.ledger.move(Move(job, events.RELEASED, "maker", self.on), **facts)

    def withdraw(self, job: str) -> int:
        """Take a job back."""
        return self.ledger.withdraw(job, by="maker", why="wrong file", on=self.on)

    def history(self, person: Key, former: Key | None = None) -> History:
        """Look one person up."""
        return self.ledger.histories([(person, former)])[person]

    def states(self, person: Key) -> list[tuple[str, str]]:
        """Return serial and state of a person's documents, oldest first."""
        return [(d.number[-8:-2], d.ended) for d in self.history(person).documents]
