"""Everything the ledger knows of a person or a document, and what leaves it as CSV."""

import csv
from pathlib import Path

from ledger_office import DAY, Office, key
from results_files import Shop

from generator.ledger import events
from generator.ledger.database import Database
from generator.ledger.ledger import Ledger
from generator.ledger.notes import What
from generator.ledger.opening import open_ledger
from generator.ledger.schema import filed

A, FORMER = key(1), key(1, symbol="0999")


def busy(office: Office, database: Database, folder: Path) -> tuple[str, str]:
    """Issue a card, make it again, receive it, lose it, reprint it, find it; return the two numbers."""
    first = office.card(A, envelope="E000001")
    job = office.issue(first)
    shop = Shop(office.ledger, database, folder, job, (first.number,))
    shop.move(events.RELEASED)
    shop.remade(first.number)
    shop.receive([f"{first.number},1,spoiled,2025-10-02", f"{first.number},2,inserted,2025-10-03"])
    request = f"{DAY.isoformat()}|1001\t0001\t00|再交付|"
    with database.write() as connection:
        seq = events.append(database, connection, "request-filed", DAY, by="desk")
        database.load(connection, filed, [(request, seq, "1001", "0001", "00", "再交付", "紛失")])
    second = office.card(A, after=first.number, ends="void", serves=(request,))
    office.issue(second)
    office.ledger.note(first.number, What.FOUND, by="clerk", why="", on=DAY)
    return first.number, second.number


def test_a_person_s_history_has_everything_in_order(office: Office, database: Database, tmp_path: Path) -> None:
    first, second = busy(office, database, tmp_path)
    record = office.ledger.tell(A)
    told = [(h.what, h.number, h.detail) for h in record.happenings]
    request = "2025-10-01|1001-0001-00|再交付|"
    assert told == [
        ("issued", first, "ex-officio"),
        ("made-again", first, "make 2"),
        ("spoiled", first, "make 1 2025-10-02 00:00:00"),
        ("inserted", first, "make 2 2025-10-03 00:00:00"),
        ("request-filed", "", f"{request} 紛失"),
        ("void", first, "ex-officio"),
        ("issued", second, "ex-officio"),
        ("request-served", second, request),
        ("found", first, ""),
    ]
    one, two = record.papers
    assert (one.makes, one.outcome, one.note, one.successor, one.ended_on) == (2, "inserted", "found", second, DAY)
    assert (two.makes, two.outcome, two.note, two.successor, two.ended_on) == (1, "", "", "", None)


def test_a_document_s_history_is_its_own(office: Office, database: Database, tmp_path: Path) -> None:
    first, second = busy(office, database, tmp_path)
    assert {h.number for h in office.ledger.tell(second).happenings} == {second, ""}
    assert [p.document.number for p in office.ledger.tell(first).papers] == [first]


def test_a_renumbered_person_is_found_with_the_former_key_s_documents(office: Office) -> None:
    office.issue(office.notice(FORMER, "phase-1"))
    office.issue(office.card(A, person=FORMER))
    assert [str(p.document.key) for p in office.ledger.tell(A).papers] == ["0999-0001-00", "1001-0001-00"]


def test_nothing_is_known_of_a_stranger(ledger: Ledger) -> None:
    record = ledger.tell(key(404))
    assert (record.papers, record.happenings) == ((), ())


def test_an_export_says_what_became_of_each_and_can_be_taken_over(
    office: Office, database: Database, tmp_path: Path
) -> None:
    first, second = busy(office, database, tmp_path)
    assert office.ledger.export(tmp_path / "all.csv") == 2
    with (tmp_path / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["管理番号"]: row for row in csv.DictReader(file)}
    since = ("状態", "作成回数", "印刷所の報告", "記録")
    assert [rows[first][name] for name in since] == ["void", "2", "inserted", "found"]
    assert [rows[second][name] for name in since] == ["", "1", "", ""]
    (tmp_path / "other").mkdir()
    with open_ledger(tmp_path / "other", "", create=True) as other:
        assert other.take_over(tmp_path / "all.csv", by="clerk", on=DAY) == 2
        assert [d.ended for d in other.histories([(A, None)])[A].documents] == ["void", ""]


def test_the_events_leave_with_their_hashes(office: Office, database: Database, tmp_path: Path) -> None:
    busy(office, database, tmp_path)
    count = office.ledger.export_events(tmp_path / "events.csv")
    with (tmp_path / "events.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == count == office.ledger.horizon()
    assert [int(row["番号"]) for row in rows] == list(range(1, count + 1))
    assert rows[-1]["ハッシュ"] == office.ledger.head()
