"""What a reprint asks of the ledger is answered by an index: no statement on its way walks over all documents."""

import re
from pathlib import Path

from reissue_desk import DAY, KEY, call, issued
from sqlalchemy import Engine, event

from generator.job.talk import Talk
from generator.model import Key
from generator.reissue.desk import print_one
from generator.reissue.loss import Loss, Reason

#: Walks that end at the first row they meet.
SHORT = ("FROM snapshot_key \nWHERE 1 = 1\n LIMIT ?", "ORDER BY document.id DESC\n LIMIT ?")
LARGE = re.compile(r"SCAN (document|ending|last|snapshot_key|note|copy|outcome)\b(?!.*USING (COVERING )?INDEX one_)")


def test_no_statement_walks_over_all_documents(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    found: dict[str, str] = {}

    def explain(connection: object, cursor: object, statement: str, parameters: object, *_: object) -> None:
        if statement.startswith(("SELECT", "INSERT", "WITH")) and statement not in found:
            many = isinstance(parameters, list)
            given = parameters[0] if many and parameters else parameters
            raw = cursor.connection.cursor()  # type: ignore[attr-defined]
            plan = raw.execute(f"EXPLAIN QUERY PLAN {statement}", given).fetchall()
            found[statement] = "; ".join(str(row[3]) for row in plan)

    event.listen(Engine, "before_cursor_execute", explain)
    try:
        loss = Loss(Reason.LOST, DAY, "佐藤", Key(*KEY.split("-")))
        with call(folder, loss) as match:
            print_one(folder, tmp_path / "out", loss, match, Talk(str))
    finally:
        event.remove(Engine, "before_cursor_execute", explain)
    assert len(found) > 20
    walks = {statement: plan for statement, plan in found.items() if LARGE.search(plan)}
    assert {s: plan for s, plan in walks.items() if not any(short in s for short in SHORT)} == {}
    assert not any("CORRELATED" in plan and "SCAN" in plan.split("CORRELATED")[1] for plan in found.values())
