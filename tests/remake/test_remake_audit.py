"""`ledger verify` looks through the folders of remakes and pulls as through the job's own; each fault is planted."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import remake_shop as shop

from fonts.errors import ExitCode, Refusal
from generator.job.csvin import rows
from generator.ledger.remaking import Ordered
from generator.remake.balance import Account, account
from generator.remake.making import Making

CARD, OTHER = "20251001-01-000007-5", "20251001-01-000008-3"
LEFT = "100,1,01,2025-10-05"
Planted = Callable[[Path], object]


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a job with a remake and a pull."""
    job = shop.sealed(tmp_path_factory.mktemp("audit"))
    shop.make(job, CARD)
    shop.take(job, LEFT)
    return job


@pytest.fixture
def job(master: Path, tmp_path: Path) -> Path:
    shutil.copytree(master.parents[1], tmp_path / "all")
    return tmp_path / "all" / "out" / master.name


def flip(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


def test_whole_folders_have_no_fault(job: Path) -> None:
    assert shop.faults(job) == []


@pytest.mark.parametrize("part", ["remake-01", "pull-01"])
@pytest.mark.parametrize(
    ("plant", "code"),
    [
        (lambda folder: next((folder / "vendor").rglob("*.pdf")).unlink(), "file-lost"),
        (lambda folder: flip(next((folder / "vendor").rglob("*.pdf"))), "file-changed"),
        (lambda folder: (folder / "vendor" / "note.txt").write_text("x"), "file-unlisted"),
        (lambda folder: (folder / "vendor" / "manifest.json").unlink(), "file-unreadable"),
        (lambda folder: flip(next((folder / "office").rglob("*.gz"))), "file-changed"),
        (lambda folder: next((folder / "office").rglob("*.gz")).unlink(), "file-lost"),
        (lambda folder: (folder / "office" / "files.json").unlink(), "file-unreadable"),
        (lambda folder: (folder / "office" / "files.json").write_text('{"files": []}'), "office-list-altered"),
    ],
)
def test_a_file_of_a_folder_that_is_missing_other_or_too_many_is_found(
    job: Path, part: str, plant: Planted, code: str
) -> None:
    plant(job / part)
    assert shop.faults(job) == [(code, f"{job.name}/{part}")]


@pytest.mark.parametrize("part", ["remake-01", "pull-01"])
def test_a_manifest_written_anew_to_fit_altered_files_is_not_the_recorded_one(job: Path, part: str) -> None:
    manifest = job / part / "vendor" / "manifest.json"
    told = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**told, "date": "2025-10-09"}), encoding="utf-8")
    assert shop.faults(job) == [("manifest-altered", f"{job.name}/{part}")]


@pytest.mark.parametrize("part", ["remake-01", "pull-01"])
def test_a_folder_that_is_gone_is_named_and_nothing_more_is_made(job: Path, part: str) -> None:
    shutil.rmtree(job / part)
    assert shop.faults(job) == [("remake-folder-missing", f"{job.name}/{part}")]
    for again in (lambda: shop.make(job, OTHER), lambda: shop.take(job, "100,2,01,2025-10-05")):
        with pytest.raises(Refusal) as refused:
            again()
        assert (refused.value.code, refused.value.exit_code) == ("remake-folder-missing", ExitCode.LEDGER)


@pytest.mark.parametrize("part", ["", "remake-01", "pull-01"])
@pytest.mark.parametrize("kind", ["spoil", "pull"])
def test_nothing_is_made_again_from_sources_that_were_written_to(job: Path, part: str, kind: str) -> None:
    """A name is printed from the office's files: one byte of another would be a card that nobody decided on."""
    flip(next((job / part / "office" / "documents").glob("*.gz")))
    before = sorted(path.name for path in job.iterdir())
    with pytest.raises(Refusal) as refused:
        _ = shop.make(job, OTHER) if kind == "spoil" else shop.take(job, "100,2,01,2025-10-05")
    assert (refused.value.code, refused.value.exit_code) == ("file-changed", ExitCode.LEDGER)
    assert sorted(path.name for path in job.iterdir()) == before


@pytest.mark.parametrize("name", ["remake-02", "pull-07", ".remake-02.work", "remake-01 copy"])
def test_a_folder_that_nobody_wrote_down_is_named_and_counts_for_nothing(job: Path, name: str) -> None:
    shutil.copytree(job / "remake-01", job / name)
    assert shop.faults(job) == [("remake-not-in-ledger", f"{job.name}/{name}")]
    if name == "pull-07":
        made = shop.make(job, OTHER)
        assert {row["block"] for row in shop.cells(made.folder, "cards")} == {"3"}  # behind the job's and the remake's


def test_a_folder_that_was_recorded_and_never_named_is_told_until_it_is(job: Path) -> None:
    (job / "pull-01").rename(job / ".pull-01.work")
    assert shop.faults(job) == [("remake-folder-missing", f"{job.name}/pull-01")]
    shop.make(job, OTHER)
    assert shop.faults(job) == []


def rewrite(path: Path, change: Callable[[list[list[str]]], list[list[str]]]) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(change(table))


def other_make(table: list[list[str]]) -> list[list[str]]:
    column = table[0].index("make")
    return [[*row[:column], "3" if row[column] == "2" else row[column], *row[column + 1 :]] for row in table]


@pytest.mark.parametrize(
    ("part", "name", "change", "wrong"),
    [
        ("remake-01", "cards/002.csv", lambda table: table[:-1], "cells"),
        ("remake-01", "cards/002.csv", lambda table: [*table, table[-1]], "cells"),
        ("remake-01", "cards/002.csv", other_make, "cells"),
        ("remake-01", "destruction.csv", lambda table: table[:-1], "destruction.csv"),
        ("remake-01", "destruction.csv", lambda table: [*table, table[-1]], "destruction.csv"),
        ("remake-01", "slip.csv", lambda table: table[:1], "slip.csv"),
        ("pull-01", "pull.csv", lambda table: table[:-1], "pull.csv"),
        ("pull-01", "notices/002.csv", other_make, "cells"),
    ],
)
def test_the_balance_is_of_the_lists_on_the_disk_and_can_be_false(
    job: Path, part: str, name: str, change: Callable[[list[list[str]]], list[list[str]]], wrong: str
) -> None:
    with shop.book_of(job) as book:
        ordered = {each.name: book.ordered(each) for each in book.remakes(job.name)}[part]
    assert account(job / part, ordered).balanced
    path = job / part / "vendor" / name
    numbered = "管理番号" in next(rows(path))
    rewrite(path, (lambda t: [*change(t[: last_number(t) + 1]), *t[last_number(t) + 1 :]]) if numbered else change)
    assert account(job / part, ordered).wrong == (wrong,)
    assert ("remake-unbalanced", f"{job.name}/{part}") in shop.faults(job)


def last_number(table: list[list[str]]) -> int:
    """Return the last row that bears a number; blanks lie behind it."""
    column = table[0].index("管理番号")
    return max(at for at, row in enumerate(table) if at and row[column])


def test_what_the_ledger_did_not_order_does_not_balance(job: Path) -> None:
    assert account(job / "remake-01", Ordered({CARD: 3}, frozenset())).wrong == ("cells", "destruction.csv", "slip.csv")
    assert account(job / "remake-01", Ordered({CARD: 2}, frozenset({OTHER}))).wrong == ("pull.csv",)


def test_a_remake_whose_lists_are_short_is_not_written_down(job: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Making._lines  # pyright: ignore[reportPrivateUsage]
    with monkeypatch.context() as patched:
        patched.setattr(Making, "_lines", lambda self, printed: whole(self, printed)[:-1])  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
        with pytest.raises(Refusal) as refused:
            shop.make(job, OTHER, "20251001-01-000009-1")
    assert (refused.value.code, refused.value.exit_code) == ("remake-not-balanced", ExitCode.STOPPED)
    told = json.loads((job / ".remake-02.work" / "office" / "reconciliation.json").read_text(encoding="utf-8"))
    assert (told["balanced"], told["wrong"]) == (False, ["destruction.csv", "slip.csv"])
    with shop.book_of(job) as book:
        assert [each.name for each in book.remakes(job.name)] == ["remake-01", "pull-01"]


def test_the_account_is_what_reconciliation_json_says(job: Path) -> None:
    told = json.loads((job / "pull-01" / "office" / "reconciliation.json").read_text(encoding="utf-8"))
    assert told == Account(2, 2, 2, 1, 0, ()).told
