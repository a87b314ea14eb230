"""What the database itself refuses, with every check of the code passed by: rows are written straight into it."""

from typing import Any

import pytest
import sqlalchemy as sa
from ledger_office import ACQUIRED, DAY, Office, key
from sqlalchemy.exc import DBAPIError, IntegrityError

from generator.ledger import entry
from generator.ledger.database import SQLITE, Database
from generator.ledger.schema import TABLES, document, ending
from generator.model import Key

A, B = key(1), key(2)


def row_id(database: Database, number: str) -> int:
    """Return the last row of a number."""
    newest = sa.select(sa.func.max(document.c.id)).where(document.c.number == number)
    with database.engine.connect() as connection:
        return connection.execute(newest).scalar_one()


def insert(database: Database, kind: str, holder: Key, predecessor: int | None, **more: Any) -> None:
    """Write one document past all code."""
    highest = sa.select(sa.func.max(document.c.id))
    with database.engine.begin() as connection:
        new = connection.execute(highest).scalar_one() + 1
        values = {
            "id": new,
            "number": f"raw-{new}",
            "turn": 1,
            "event": 1,
            "kind": kind,
            "rule": "ex-officio" if kind == "card" else "phase-1",
            "key_symbol": holder.symbol,
            "key_number": holder.number,
            "key_branch": holder.branch,
            "acquired": ACQUIRED.isoformat(),
            "person": entry.person_text(holder),
            "issued_on": DAY.isoformat(),
            "valid_to": "2029-12-01" if kind == "card" else None,
            "short": False,
            "optional": False,
            "content": "",
            "predecessor": predecessor,
            "envelope": "",
        } | more
        connection.execute(document.insert(), values)


def end(database: Database, row: int, how: str) -> None:
    """Write one ending past all code."""
    with database.engine.begin() as connection:
        connection.execute(ending.insert(), {"document": row, "event": 1, "how": how, "on_day": DAY.isoformat()})


@pytest.mark.parametrize("kind", ["card", "notice"])
def test_no_second_one_beside_a_live_one(office: Office, database: Database, kind: str) -> None:
    first = office.card(A) if kind == "card" else office.notice(A, "phase-1")
    office.issue(first)
    live = row_id(database, first.number)
    with pytest.raises(IntegrityError):
        insert(database, kind, A, None)
    with pytest.raises(IntegrityError):
        insert(database, kind, A, live)
    assert len(office.history(A).documents) == 1
    insert(database, kind, B, None)


def test_one_successor_to_an_ended_card(office: Office, database: Database) -> None:
    first = office.card(A)
    office.issue(first)
    office.issue(office.card(A, after=first.number, ends="void"))
    with pytest.raises(IntegrityError):
        insert(database, "card", A, row_id(database, first.number))
    with pytest.raises(IntegrityError):
        insert(database, "card", A, None)


def test_no_second_card_behind_an_ended_one_of_another_chain(office: Office, database: Database) -> None:
    mine, other = office.card(A), office.card(B)
    office.issue(mine, other, office.notice(key(3), "phase-1"))
    ended = row_id(database, other.number)
    end(database, ended, "void")
    with pytest.raises(IntegrityError):
        insert(database, "card", A, ended)
    with pytest.raises(IntegrityError):
        insert(database, "card", B, ended, acquired="2025-04-01")
    with pytest.raises(IntegrityError):
        insert(database, "notice", B, ended)
    insert(database, "card", B, ended)


def test_no_second_live_card_after_a_withdrawal(office: Office, database: Database) -> None:
    first = office.card(A)
    office.issue(first)
    second = office.card(A, after=first.number, ends="void")
    office.withdraw(office.issue(second))
    for predecessor in (None, row_id(database, first.number), row_id(database, second.number)):
        with pytest.raises(IntegrityError):
            insert(database, "card", A, predecessor)
    with pytest.raises(IntegrityError):
        insert(database, "card", A, row_id(database, first.number) - 2)


def test_phase_1_ends_by_withdrawal_only(office: Office, database: Database) -> None:
    notice = office.notice(A, "phase-1")
    office.issue(notice)
    row = row_id(database, notice.number)
    for how in ("void", "superseded", "expired"):
        with pytest.raises(IntegrityError):
            end(database, row, how)
    end(database, row, "withdrawn")
    insert(database, "notice", A, row)


def test_a_former_keys_phase_1_counts(office: Office, database: Database) -> None:
    office.issue(office.notice(A, "phase-1"))
    with pytest.raises(IntegrityError):
        insert(database, "notice", B, None, person=entry.person_text(A))


def test_a_number_is_never_used_again(office: Office, database: Database) -> None:
    notice = office.notice(A)
    office.withdraw(office.issue(notice))
    with pytest.raises(IntegrityError):
        insert(database, "card", B, None, number=notice.number)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "letter"},
        {"valid_to": None},
        {"rule": "phase-1"},
        {"event": 99},
        {"predecessor": 99},
        {"content": None},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_rows_that_make_no_sense_are_refused(office: Office, database: Database, wrong: dict[str, Any]) -> None:
    office.issue(office.card(A))
    with pytest.raises(IntegrityError):
        insert(database, **{"kind": "card", "holder": B, "predecessor": None} | wrong)


def test_no_job_is_reserved_twice(office: Office, database: Database) -> None:
    job = office.issue(office.card(A))
    with pytest.raises(IntegrityError), database.engine.begin() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO event VALUES (9, '2025-10-01', 'reserved', '{job}', '', '', '{{}}')"  # noqa: S608
        )


LATER = (
    "INSERT INTO copy VALUES (1, '{0}', 2)",
    "INSERT INTO outcome VALUES (1, '{0}', 1, 'printed', '')",
    "INSERT INTO note VALUES (1, '{0}', 'found')",
    "INSERT INTO filed VALUES ('r2', 1, '1001', '0001', '00', '再交付', '紛失')",
)
"""What becomes of a card after it was issued, past every check of the code."""


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_rows_stay_as_they_are(office: Office, database: Database, table: str) -> None:
    first = office.card(A)
    office.issue(first, keys=[A])
    office.issue(office.card(A, after=first.number, ends="void", serves=("r1",)))
    with database.engine.begin() as connection:
        for statement in LATER:
            connection.exec_driver_sql(statement.format(first.number))
    column = next(t for t in TABLES if t.name == table).columns.keys()[-1]
    with database.engine.connect() as connection:
        count = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()  # noqa: S608
    assert count
    attempts = [f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"]  # noqa: S608
    attempts += [f"REPLACE INTO {table} SELECT * FROM {table}" if database.dialect == SQLITE else f"TRUNCATE {table}"]  # noqa: S608
    for attempt in attempts:
        with pytest.raises(DBAPIError, match=r"append_only|constraint"), database.engine.begin() as connection:
            connection.exec_driver_sql(attempt)


def test_two_live_cards_of_one_spell_can_be_found_nowhere(office: Office, database: Database) -> None:
    office.issue(office.card(A), office.card(B))
    office.issue(office.card(A, after=office.history(A).documents[0].number, ends="void"))
    live = (
        sa.select(document.c.key_number)
        .outerjoin(ending, ending.c.document == document.c.id)
        .where(ending.c.document.is_(None), document.c.kind == "card")
        .group_by(document.c.key_symbol, document.c.key_number, document.c.key_branch, document.c.acquired)
        .having(sa.func.count() > 1)
    )
    with database.engine.connect() as connection:
        assert connection.execute(live).all() == []
