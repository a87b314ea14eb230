"""`shikaku run` in two processes at once on one society: never does one person get two documents."""

import csv
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from plain_society import PLAIN

from generator.ledger.opening import open_ledger
from generator.model import Key

ROOT = Path(__file__).parents[2]
PEOPLE = 60
TOML = (
    PLAIN
    + """[ledger]
url = "{url}"
"""
)
HEADER = "記号,番号,枝番,続柄,氏名,氏名カナ,性別,生年月日,資格取得年月日,登録年月日,事業所コード,区分,マイナ保険証"


def society(folder: Path, url: str) -> Path:
    """Write a society whose people all need a card."""
    folder.mkdir()
    (folder / "society.toml").write_text(TOML.format(url=url or "sqlite:///ledger.sqlite"), encoding="utf-8")
    row = "100,{n},00,本人,健保 太郎,ケンポ タロウ,男,1980-04-02,2020-04-01,2020-04-03,A,一般,未登録"
    rows = [HEADER, *(row.format(n=n) for n in range(1, PEOPLE + 1)), ""]
    (folder / "members.csv").write_text("\r\n".join(rows), encoding="utf-8")
    firm = "事業所コード,名称,郵便番号,所在地,担当部署\r\nA,株式会社見本,105-0011,東京都港区芝公園1-2-3,人事部\r\n"
    (folder / "employers.csv").write_text(firm, encoding="utf-8")
    return folder


def begin(folder: Path, out: Path) -> "subprocess.Popen[str]":
    """Begin a run and do not wait for it."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "SHIKAKU_LANG": "en"}
    line = ("run", str(folder), "--on", "2025-10-01", "--out", str(out), "--workers", "1", "--cards-only")
    program = [sys.executable, "-c", "from generator.cli.main import main; main()", *line]
    return subprocess.Popen(program, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")


def together(*runs: tuple[Path, Path]) -> tuple[list[int], str]:
    """Let all run at once; return their exit codes, sorted, and what they said."""
    processes = [begin(folder, out) for folder, out in runs]
    said = [process.communicate(timeout=300)[1] for process in processes]
    return sorted(process.returncode for process in processes), "".join(said)


def carded(outs: Sequence[Path]) -> Counter[tuple[str, ...]]:
    """Count the cards of every person in all the jobs that were sealed."""
    found = Counter[tuple[str, ...]]()
    for decisions in (path for out in outs for path in out.glob("*/office/decisions.csv")):
        with decisions.open(encoding="utf-8-sig", newline="") as file:
            found.update((r["記号"], r["番号"], r["枝番"]) for r in csv.DictReader(file) if r["管理番号"])
    return found


def documents(folder: Path, url: str) -> list[int]:
    """Return how many documents the ledger has of everyone."""
    people = [(Key("100", str(n), "00"), None) for n in range(1, PEOPLE + 1)]
    with open_ledger(folder, url, create=False) as book:
        assert book.breaks() == ()
        return [len(history.documents) for history in book.histories(people).values()]


def test_two_runs_of_one_folder_issue_to_everyone_once(url: str, tmp_path: Path) -> None:
    folder, outs = society(tmp_path / "s", url), (tmp_path / "a", tmp_path / "b")
    codes, said = together(*((folder, out) for out in outs))
    assert codes in ([0, 0], [0, 6]), said
    assert "Traceback" not in said
    assert set(carded(outs).values()) == {1}
    assert documents(folder, url) == [1] * PEOPLE


@pytest.mark.postgres
def test_two_machines_on_one_server_issue_to_everyone_once(postgres_url: str, tmp_path: Path) -> None:
    """Two copies of the folder share a ledger: no lock file stands between them, only the database does."""
    first = society(tmp_path / "s", postgres_url)
    with open_ledger(first, postgres_url, create=True):
        pass
    second = tmp_path / "t"
    shutil.copytree(first, second)
    outs = (tmp_path / "a", tmp_path / "b")
    codes, said = together((first, outs[0]), (second, outs[1]))
    assert codes in ([0, 0], [0, 6]), said
    assert "Traceback" not in said
    assert set(carded(outs).values()) == {1}
    assert documents(first, postgres_url) == [1] * PEOPLE
