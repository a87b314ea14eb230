"""Opening a ledger: the first time, again, and every case that must end with exit 6 and never with a fresh start."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from ledger_office import DAY, Office, key, refused

from generator.errors import ConfigError
from generator.ledger import migration
from generator.ledger.database import Database
from generator.ledger.ledger import Ledger
from generator.ledger.migration import Identity, identity, migrate
from generator.ledger.opening import FILE_NAME, ID_NAME, open_ledger
from generator.ledger.schema import VERSION, meta


@pytest.fixture
def used(url: str, tmp_path: Path) -> Iterator[str]:
    """Leave a ledger with one job in it; give its id."""
    with open_ledger(tmp_path, url, create=True) as ledger:
        Office(ledger).issue(Office(ledger).card(key(1)))
        yield ledger.id


def test_the_first_opening_makes_ledger_and_id(url: str, tmp_path: Path) -> None:
    with open_ledger(tmp_path, url, create=True) as made:
        assert (tmp_path / ID_NAME).read_text() == f"{made.id}\n"
        seal = made.seal(("a", "b"))
    assert sorted(p.name for p in tmp_path.iterdir()) == [ID_NAME] + ([] if url else [FILE_NAME])
    with open_ledger(tmp_path, url, create=True) as again:
        assert (again.id, again.seal(("a", "b"))) == (made.id, seal)


def test_looking_makes_nothing(url: str, tmp_path: Path) -> None:
    with open_ledger(tmp_path, url, create=False) as ledger:
        assert ledger.horizon() == 0
        assert not ledger.histories([(key(1), None)])[key(1)].documents
    assert list(tmp_path.iterdir()) == []


def test_looking_finds_what_was_made(url: str, tmp_path: Path, used: str) -> None:
    with open_ledger(tmp_path, url, create=False) as ledger:
        assert (ledger.id, ledger.last_job_day()) == (used, DAY)


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize("fault", ["gone", "empty", "no tables", "no identity"])
def test_a_missing_ledger_is_never_begun_anew(tmp_path: Path, fault: str, create: bool) -> None:  # noqa: FBT001
    with open_ledger(tmp_path, create=True) as ledger:
        Office(ledger).issue(Office(ledger).card(key(1)))
    file = tmp_path / FILE_NAME
    file.unlink()
    if fault == "empty":
        file.touch()
    elif fault != "gone":
        with closing(sqlite3.connect(file)) as other:
            other.execute(f"CREATE TABLE {'meta' if fault == 'no identity' else 'x'} (version, ledger_id, salt)")
    before = file.read_bytes() if file.exists() else None
    with refused("ledger-missing"):
        open_ledger(tmp_path, create=create)
    assert (file.read_bytes() if file.exists() else None) == before


@pytest.mark.postgres
def test_an_empty_server_is_a_missing_ledger_too(postgres_url: str, tmp_path: Path) -> None:
    (tmp_path / ID_NAME).write_text("0123456789abcdef\n")
    with refused("ledger-missing"):
        open_ledger(tmp_path, postgres_url, create=True)


def test_another_ledger_is_refused(url: str, tmp_path: Path, used: str) -> None:
    (tmp_path / ID_NAME).write_text("0123456789abcdef\n")
    with refused("ledger-other") as refusal:
        open_ledger(tmp_path, url, create=True)
    assert used in str(refusal.value)


def test_an_empty_id_file_is_refused(url: str, tmp_path: Path, used: str) -> None:
    (tmp_path / ID_NAME).write_text("\n")
    with refused("ledger-id"):
        open_ledger(tmp_path, url, create=True)
    assert used


def test_a_used_ledger_without_its_id_has_to_be_claimed(url: str, tmp_path: Path, used: str) -> None:
    (tmp_path / ID_NAME).unlink()
    for create in (True, False):
        with refused("ledger-unclaimed"):
            open_ledger(tmp_path, url, create=create)
    (tmp_path / ID_NAME).write_text(used)
    with open_ledger(tmp_path, url, create=True) as ledger:
        assert ledger.id == used


def test_a_ledger_that_was_made_but_never_named_is_taken(url: str, tmp_path: Path) -> None:
    with open_ledger(tmp_path, url, create=True) as made:
        pass
    (tmp_path / ID_NAME).unlink()
    with open_ledger(tmp_path, url, create=True) as again:
        assert again.id == made.id
    assert (tmp_path / ID_NAME).exists()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    with open_ledger(tmp_path, create=True):
        pass
    (tmp_path / FILE_NAME).write_bytes(b"not a database at all, but long enough to be read" * 50)
    with refused("ledger-unreadable"):
        open_ledger(tmp_path, create=True)


@pytest.mark.parametrize("url", ["mysql://host/db", "sqlite://", "nonsense", "://"])
def test_other_urls_are_wrong_configuration(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        open_ledger(tmp_path, url, create=True)
    assert refusal.value.code == "ledger-url"
    assert list(tmp_path.iterdir()) == []


def test_a_file_may_lie_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "society").mkdir()
    (tmp_path / "shared").mkdir()
    with open_ledger(tmp_path / "society", "sqlite:///../shared/one.sqlite", create=True):
        pass
    assert (tmp_path / "shared" / "one.sqlite").exists()


def test_a_server_that_does_not_answer_is_told_without_its_password(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    with refused("ledger-unreadable") as refusal:
        open_ledger(tmp_path, "postgresql://clerk:hush@127.0.0.1:1/x", create=True)
    assert "hush" not in str(refusal.value)
    assert refusal.value.__cause__ is None


def found(database: Database) -> Identity:
    """Read the identity behind an open ledger."""
    with database.read() as connection:
        read = identity(connection)
    assert read is not None
    return read


def test_a_newer_ledger_is_refused(database: Database, ledger: Ledger, url: str, tmp_path: Path) -> None:
    mine = found(database)
    with database.write() as connection:
        connection.execute(meta.insert(), {"version": VERSION + 1, "ledger_id": ledger.id, "salt": mine.salt})
    with refused("ledger-newer"):
        open_ledger(tmp_path, url, create=True)


def test_steps_lead_an_older_ledger_forward(database: Database, ledger: Ledger) -> None:
    old = found(database)

    def add_a_column(connection: sa.Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE event ADD COLUMN shift INTEGER")

    def add_a_table(connection: sa.Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE pull (number TEXT)")

    def fail(connection: sa.Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE half (number TEXT)")
        raise RuntimeError

    steps = {VERSION: add_a_column, VERSION + 1: add_a_table, VERSION + 2: fail}
    moved = migrate(database, old, steps, VERSION + 2)
    assert found(database) == moved == replace(old, version=VERSION + 2)
    assert ledger.id == moved.ledger_id
    with pytest.raises(RuntimeError):
        migrate(database, moved, steps, VERSION + 3)
    assert found(database) == moved
    assert {"pull"} == set(sa.inspect(database.engine).get_table_names()) & {"pull", "half"}


def test_every_older_version_has_its_step() -> None:
    assert sorted(migration.STEPS) == list(range(1, VERSION))


def test_the_salt_is_not_shown(database: Database, ledger: Ledger) -> None:
    salt = found(database).salt
    assert salt not in repr(found(database)) + repr(ledger.seal) + repr(ledger)
    assert bytes.fromhex(salt) not in repr(ledger.seal).encode()
