"""Ledgers to test with, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from ledger_office import Office, empty_schema

from generator.ledger.database import Database, postgres_database, sqlite_database
from generator.ledger.ledger import Ledger
from generator.ledger.opening import FILE_NAME, open_ledger


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the [ledger] url of an empty database: the default file, or a schema of its own on the server."""
    if request.param == "sqlite":
        yield ""
        return
    with empty_schema() as made:
        yield made


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """Give the url of an empty schema on the server."""
    with empty_schema() as made:
        yield made


@pytest.fixture
def database(url: str, ledger: Ledger, tmp_path: Path) -> Iterator[Database]:
    """Reach the database behind `ledger` directly, past every check of the code."""
    direct = postgres_database(sa.make_url(url)) if url else sqlite_database(tmp_path / FILE_NAME)
    yield direct
    direct.close()


@pytest.fixture
def ledger(url: str, tmp_path: Path) -> Iterator[Ledger]:
    """Open a new ledger."""
    with open_ledger(tmp_path, url, create=True) as opened:
        yield opened


@pytest.fixture
def office(ledger: Ledger) -> Office:
    """Work with a new ledger."""
    return Office(ledger)
