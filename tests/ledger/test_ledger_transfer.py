"""Export, import of what was issued elsewhere, backup."""

import csv
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from ledger_office import DAY, Office, key, refused

from generator.errors import InputError
from generator.ledger.backup import copy_rows
from generator.ledger.database import Database, postgres_database
from generator.ledger.ledger import Ledger
from generator.ledger.opening import FILE_NAME, ID_NAME, open_ledger
from generator.ledger.transfer import HEADER

A, B = key(1), key(2)
CARD = "1001,0001,00,2024-12-02,資格確認書,ex-officio,2024-12-10"
NOTICE = "1001,0002,00,2020-04-01,資格情報のお知らせ,phase-1,2024-10-15"


def write(folder: Path, *rows: str, header: str = ",".join((*HEADER, "備考"))) -> Path:
    """Write a file of what was issued elsewhere."""
    path = folder / "elsewhere.csv"
    path.write_text("\r\n".join((header, *rows, "")), encoding="utf-8-sig", newline="")
    return path


def busy(office: Office) -> None:
    """Fill a ledger with something of everything."""
    office.issue(office.card(A), office.notice(B, "phase-1", envelope="E000001"), keys=[A, B])
    first = office.history(A).documents[0].number
    office.withdraw(office.issue(office.card(A, after=first, ends="void", short=True, optional=True)))
    office.issue(office.card(A, after=first, ends="superseded", serves=("r1",)), office.notice(key(4), person=B))
    office.ledger.close_request("r2", by="clerk", why="w", on=DAY)


def test_export_tells_every_document_with_its_state(office: Office, tmp_path: Path) -> None:
    busy(office)
    path = tmp_path / "out.csv"
    assert office.ledger.export(path) == 5
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n") == 6
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert [(r["番号"], r["文書"], r["規則"], r["状態"], r["有効期限"], r["短期"]) for r in rows] == [
        ("0001", "資格確認書", "ex-officio", "withdrawn", "2029-12-01", "有"),
        ("0001", "資格確認書", "ex-officio", "superseded", "2029-12-01", ""),
        ("0001", "資格確認書", "ex-officio", "", "2029-12-01", ""),
        ("0002", "資格情報のお知らせ", "phase-1", "", "", ""),
        ("0004", "資格情報のお知らせ", "phase-2", "", "", ""),
    ]
    assert (rows[3]["封筒"], rows[4]["前の番号"], rows[2]["ジョブ"]) == ("E000001", "0002", "20251001-03")


def test_what_was_exported_can_be_taken_over(office: Office, url: str, tmp_path: Path) -> None:
    busy(office)
    office.ledger.export(tmp_path / "out.csv")
    (tmp_path / "second").mkdir()
    with open_ledger(tmp_path / "second", create=True) as second:
        assert second.take_over(tmp_path / "out.csv", by="clerk", on=DAY) == 4
        other = Office(second)
        assert second.next_job_id(DAY) == "20251001-04"
        assert [(d.number, d.ended) for d in other.history(A).documents] == [
            ("20251001-01-000001-7", "superseded"),
            ("20251001-03-000004-7", ""),
        ]
        assert second.standing().phase1_on_record
        with refused("ledger-phase-1-twice"):
            other.reserve(other.notice(B, "phase-1"))
        last = other.history(A).documents[-1]
        other.reserve(other.card(A, after=last.number, ends="void"))


def test_taking_over_makes_one_event_and_no_job(office: Office, tmp_path: Path) -> None:
    path = write(tmp_path, f"{CARD},2025-12-01,,void,有", f"{CARD},R11.12.1,K-2,,,有", f"{NOTICE},,,,,,9,0009,00,memo")
    assert office.ledger.take_over(path, by="clerk", on=DAY) == 3
    assert (office.ledger.horizon(), office.ledger.last_job_day(), office.ledger.open_job()) == (1, None, None)
    old, new = office.history(A).documents
    assert (old.ended, old.short, old.optional, old.valid_to) == ("void", True, False, date(2025, 12, 1))
    assert (new.number, new.ended, new.short, new.optional, new.content) == ("K-2", "", False, True, "")
    assert old.number.startswith("X-")
    (line,) = office.ledger.show(B)
    assert (line.kind, line.by, line.document.rule) == ("issued-elsewhere", "clerk", "phase-1")
    with refused("ledger-phase-1-twice"):
        office.reserve(office.notice(key(9, 0, "9"), "phase-1"))


def test_the_same_file_is_not_taken_over_twice(office: Office, tmp_path: Path) -> None:
    path = write(tmp_path, "1001,0002,00,2020-04-01,資格情報のお知らせ,phase-2,2024-12-15", header=",".join(HEADER))
    office.ledger.take_over(path, by="clerk", on=DAY)
    with refused("ledger-number-taken"):
        office.ledger.take_over(path, by="clerk", on=DAY)
    assert office.ledger.horizon() == 1


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ((f"{CARD},2029-12-01", f"{CARD},2029-11-30"), "ledger-card-twice"),
        ((NOTICE, NOTICE.replace("10-15", "10-16")), "ledger-phase-1-twice"),
        ((f"{CARD},2029-12-01,K", f"{NOTICE},,K"), "ledger-number-taken"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused_whole(
    office: Office, tmp_path: Path, rows: tuple[str, ...], code: str
) -> None:
    with refused(code):
        office.ledger.take_over(write(tmp_path, *rows), by="clerk", on=DAY)
    assert (office.ledger.horizon(), office.history(B).documents) == (0, ())


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (CARD, "有効期限"),
        (CARD.replace("1001", ""), "記号"),
        (CARD.replace("資格確認書", "card"), "文書"),
        (CARD.replace("2024-12-02", "2024-13-02"), "資格取得年月日"),
        (f"{NOTICE},,,void", "状態"),
        (f"{CARD},2029-12-01,,lost", "状態"),
        ("1001", "番号"),
    ],
)
def test_rows_that_cannot_be_read_are_counted_and_nothing_is_written(
    office: Office, tmp_path: Path, row: str, column: str
) -> None:
    with pytest.raises(InputError) as refusal:
        office.ledger.take_over(write(tmp_path, f"{CARD},2029-12-01", row, row), by="clerk", on=DAY)
    assert (refusal.value.code, refusal.value.place) == ("import-rows", "elsewhere.csv:3")
    assert refusal.value.facts == {"count": 2, "column": column}
    assert office.ledger.horizon() == 0


def test_files_that_are_no_such_csv_are_refused(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="資格取得年月日"):
        ledger.take_over(write(tmp_path, header="記号,番号,枝番"), by="clerk", on=DAY)
    (tmp_path / "sjis.csv").write_bytes("記号,番号".encode("cp932"))
    with pytest.raises(InputError, match="UTF-8"):
        ledger.take_over(tmp_path / "sjis.csv", by="clerk", on=DAY)
    assert ledger.take_over(write(tmp_path), by="clerk", on=DAY) == 0
    assert ledger.horizon() == 0


def tables_of(direct: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return the definitions of all tables, indexes and triggers."""
    return sorted(direct.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall())


def test_a_backup_is_the_same_ledger_again(office: Office, url: str, tmp_path: Path) -> None:
    busy(office)
    (tmp_path / "new").mkdir()
    with open_ledger(tmp_path / "new", create=True):
        pass
    with closing(sqlite3.connect(tmp_path / "new" / FILE_NAME)) as new:
        fresh = tables_of(new)
    assert "successor_of_ended" in dict(fresh)["document"]
    kept = tmp_path / "kept.sqlite"
    office.ledger.backup(kept)
    with pytest.raises(Exception, match="backup-exists"):
        office.ledger.backup(kept)
    assert [p.name for p in tmp_path.glob("kept*")] == ["kept.sqlite"]
    restored = tmp_path / "restored"
    restored.mkdir()
    (restored / ID_NAME).write_text(f"{office.ledger.id}\n")
    kept.rename(restored / FILE_NAME)
    with open_ledger(restored, create=True) as again:
        assert again.id == office.ledger.id
        assert again.seal(("x",)) == office.ledger.seal(("x",))
        assert again.show(A) == office.ledger.show(A)
        assert again.standing() == office.ledger.standing()
        other = Office(again, serial=50)
        with refused("ledger-card-twice"):
            other.reserve(other.card(A))
    with closing(sqlite3.connect(restored / FILE_NAME)) as direct:
        assert tables_of(direct) == fresh
        assert direct.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert direct.execute("PRAGMA foreign_key_check").fetchall() == []
        with pytest.raises(sqlite3.IntegrityError, match="append_only"):
            direct.execute("DELETE FROM ending")


@pytest.mark.postgres
def test_a_ledger_moves_between_databases(
    office: Office, database: Database, postgres_url: str, tmp_path: Path
) -> None:
    busy(office)
    target = postgres_database(sa.make_url(postgres_url))
    try:
        copy_rows(database, target)
    finally:
        target.close()
    with open_ledger(tmp_path, postgres_url, create=True) as moved:
        assert moved.show(A) == office.ledger.show(A)
        Office(moved, serial=90).issue(Office(moved, serial=90).card(key(77)))
