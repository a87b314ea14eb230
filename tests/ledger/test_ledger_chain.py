"""The chain over events: sound after every kind of writing, and broken by every row altered behind its back."""

import pytest
from ledger_office import Office, key

from generator.ledger.chain import START, Break
from generator.ledger.database import SQLITE, Database
from generator.ledger.ledger import Ledger
from generator.ledger.schema import SINCE_2, TABLES, add_version_2

A, B, C = (key(n) for n in (1, 2, 3))


def busy(office: Office) -> None:
    """Do a little of everything: two jobs, of which one is taken back."""
    first = office.card(A)
    office.issue(first, office.card(B), keys=[A, B])
    job = office.issue(office.card(A, after=first.number, ends="void", serves=("r1",)), office.notice(C))
    office.ledger.withdraw(job, by="M", why="test", on=office.on)


def unfrozen(database: Database, *statements: str) -> None:
    """Change rows as someone would who owns the file: without triggers and references."""
    with database.engine.begin() as connection:
        if database.dialect == SQLITE:
            names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
            for name in names:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            for table in TABLES:
                connection.exec_driver_sql(f"ALTER TABLE {table.name} DISABLE TRIGGER ALL")
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_every_event_is_linked(office: Office, ledger: Ledger, database: Database) -> None:
    assert ledger.head() == START
    busy(office)
    with database.engine.connect() as connection:
        counts = [connection.exec_driver_sql(f"SELECT count(*) FROM {t}").scalar_one() for t in ("event", "link")]  # noqa: S608
    assert counts[0] == counts[1] >= 3
    assert ledger.breaks() == ()
    assert len(ledger.head()) == 64


def test_two_ledgers_of_one_history_have_one_head(office: Office, ledger: Ledger) -> None:
    before = ledger.head()
    busy(office)
    first = ledger.head()
    office.issue(office.card(C))
    assert len({before, first, ledger.head()}) == 3


@pytest.mark.parametrize(
    ("statement", "seq"),
    [
        ("UPDATE event SET why = 'another' WHERE kind = 'withdrawn'", 5),
        ("UPDATE event SET by = 'another' WHERE seq = 1", 1),
        ("UPDATE document SET valid_to = '2030-12-01' WHERE id = 1", 1),
        ("UPDATE document SET envelope = 'E000002' WHERE id = 3", 3),
        ("UPDATE ending SET how = 'superseded' WHERE event = 3", 3),
        ("UPDATE request_mark SET state = 'closed' WHERE event = 3", 3),
        ("UPDATE snapshot_key SET key_branch = '09' WHERE key_number = '0001'", 1),
        ("INSERT INTO note VALUES (2, '20251001-01-000001-7', 'found')", 2),
        ("UPDATE link SET hash = 'x' WHERE event = 1", 1),
    ],
)
def test_what_was_altered_breaks_its_link(
    office: Office, ledger: Ledger, database: Database, statement: str, seq: int
) -> None:
    busy(office)
    unfrozen(database, statement.replace(" by = ", ' "by" = '))
    assert ledger.breaks()[0] == Break(seq, missing=False)


def test_an_event_taken_out_breaks_the_next(office: Office, ledger: Ledger, database: Database) -> None:
    busy(office)
    unfrozen(database, "DELETE FROM link WHERE event = 4", "DELETE FROM event WHERE seq = 4")
    assert ledger.breaks() == (Break(5, missing=False),)


def test_a_ledger_of_version_1_gets_its_links(office: Office, ledger: Ledger, database: Database) -> None:
    """Taken back to what version 1 had, it is brought up again, with every old event linked as it would have been."""
    busy(office)
    head = ledger.head()
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP INDEX mark_by_event")
        for table in reversed(SINCE_2):
            table.drop(connection)
    with database.write() as connection:
        add_version_2(connection)
    assert ledger.head() == head
    assert ledger.breaks() == ()
