"""A small society whose people hold cards, and the desk's command on it, here or in a process of its own."""

import csv
import io
import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from plain_society import PLAIN

from generator.cli.main import main
from generator.job.run import run_job
from generator.job.talk import Talk
from generator.job.wish import Done, Wish
from generator.reissue.lookup import Match, looked_up
from generator.reissue.loss import Loss
from generator.reissue.reading import reading

ROOT = Path(__file__).parents[2]
FIRST, DAY = date(2025, 10, 1), date(2025, 10, 20)
PROGRAM = [sys.executable, "-c", "from generator.cli.main import main; main()"]
HEADER = (
    "記号", "番号", "枝番", "続柄", "氏名", "氏名カナ", "性別", "生年月日", "資格取得年月日", "登録年月日",
    "事業所コード", "区分", "郵便番号", "住所", "送付方法", "マイナ保険証", "要配慮", "資格喪失年月日", "個別対応",
    "前の記号", "前の番号", "前の枝番", "高齢受給者証",
)  # fmt: skip
SOUND = {
    "記号": "0012", "番号": "345", "枝番": "00", "続柄": "本人", "氏名": "健保　太郎", "氏名カナ": "ケンポ　タロウ",
    "性別": "男", "生年月日": "1980-04-02", "資格取得年月日": "2025-04-01", "登録年月日": "2025-04-03",
    "事業所コード": "A", "区分": "一般", "マイナ保険証": "未登録", "郵便番号": "105-0011",
    "住所": "東京都港区芝公園4-5-6",
}  # fmt: skip
KEY = "0012-345-00"
OLD = "20251001-01-000001-8"


@contextmanager
def call(folder: Path, loss: Loss) -> Generator[Match]:
    """Look up who calls."""
    with reading(folder, loss) as read, looked_up(folder, loss, read(), str) as match:
        yield match


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


def person(**given: str) -> dict[str, str]:
    """Return a row; what is not given is a 本人 who needs a card."""
    return SOUND | given


def write_members(folder: Path, *rows: dict[str, str]) -> None:
    """Write members.csv."""
    with (folder / "members.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, HEADER, restval="")
        out.writeheader()
        out.writerows(rows)


def write_requests(folder: Path, *rows: tuple[str, ...]) -> None:
    """Write requests.csv."""
    with (folder / "requests.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("受付日", "記号", "番号", "枝番", "種別", "備考", "受付番号"), *rows])


def society(folder: Path, *rows: dict[str, str], toml: str = "") -> Path:
    """Write a society's folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "society.toml").write_text(PLAIN + toml, encoding="utf-8")
    firms = [("事業所コード", "名称", "郵便番号", "所在地", "担当部署"), *map(_firm, "ABC")]
    with (folder / "employers.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(firms)
    write_members(folder, *(rows or (person(),)))
    return folder


def _firm(code: str) -> tuple[str, ...]:
    return code, f"株式会社見本{code}", "105-0011", "東京都港区芝公園1-2-3", "人事部"


def issued(tmp_path: Path, *rows: dict[str, str], toml: str = "", on: date = FIRST) -> Path:
    """Return a society whose first job has been done."""
    folder = society(tmp_path / "society", *rows, toml=toml)
    run(folder, tmp_path / "out", on)
    return folder


def run(folder: Path, out: Path, on: date) -> Done:
    """Do the job of a day, in this process."""
    return run_job(Wish(folder, on, out, 1), Talk(str))


def command(*arguments: object) -> list[str]:
    """Return a command line of ours."""
    return [*PROGRAM, *map(str, arguments)]


def environ() -> dict[str, str]:
    """Return an environment in which it speaks English."""
    kept = {name: value for name, value in os.environ.items() if name != "SHIKAKU_ON"}
    return kept | {"PYTHONPATH": str(ROOT), "SHIKAKU_LANG": "en", "PYTHONIOENCODING": "utf-8"}


def in_a_process(*arguments: object) -> Said:
    """Run a command in a process of its own; nobody sits at its terminal."""
    done = subprocess.run(
        command(*arguments), env=environ(), capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL, check=False
    )
    return Said(done.returncode, done.stdout, done.stderr)


def said(*arguments: object) -> Said:
    """Run a command in this process, as its console script does; nobody sits at its terminal."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, Path(os.devnull).open(encoding="utf-8") as nobody:
        patch.delenv("SHIKAKU_ON", raising=False)
        for name in ("SHIKAKU_LANG", "LANGUAGE"):  # the command sets the second; this way it is set back
            patch.setenv(name, "en")
        patch.setattr(sys, "argv", ["shikaku", *map(str, arguments)])
        patch.setattr(sys, "stdin", nobody)
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
            main()
    return Said(int(ended.value.code or 0), out.getvalue(), err.getvalue())
