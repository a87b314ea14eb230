"""What a run asks about many households is answered by indexes, whatever SQLite thinks of the sizes."""

from pathlib import Path

from ledger_office import Office, key
from sqlalchemy import Engine, event

from generator.ledger.opening import open_ledger


def test_a_stored_snapshot_is_searched_by_household_not_walked_for_each(tmp_path: Path) -> None:
    plans: dict[str, str] = {}

    def explain(connection: object, cursor: object, statement: str, parameters: object, *_: object) -> None:
        if "json_each" in statement and "JOIN snapshot_key" in statement:
            raw = cursor.connection.cursor()  # type: ignore[attr-defined]
            rows = raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            plans[statement] = "; ".join(str(row[3]) for row in rows)

    with open_ledger(tmp_path, "", create=True) as ledger:
        office = Office(ledger)
        office.reserve(office.notice(key(1), "phase-1"), keys=[key(n) for n in range(1, 200)])
        event.listen(Engine, "before_cursor_execute", explain)
        try:
            found = ledger.histories([(key(n), None) for n in range(150, 250)])
        finally:
            event.remove(Engine, "before_cursor_execute", explain)
    assert sum(history.in_snapshot for history in found.values()) == 50
    (plan,) = plans.values()
    assert "SEARCH snapshot_key USING PRIMARY KEY (event=? AND key_symbol=? AND key_number=?)" in plan
