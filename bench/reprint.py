"""A reprint measured as the desk meets it: one command, one card, on a ledger of a million documents.

    python -m bench.reprint [--documents N] [--runs N] [--keep FOLDER]

Makes a society of half as many people as documents, enters their cards and notices into a ledger by the code's own
reservation, and times whole processes on the clock: the bare interpreter, `shikaku --version`, `shikaku reprint`.
Prints, and gates nothing.
"""

import argparse
import csv
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from generator.invent import TABLES
from generator.job.numbering import Numbers
from generator.ledger.entry import Reservation
from generator.ledger.opening import open_ledger
from generator.ledger.reserving import Order
from generator.model import Key

ON: Final = date(2025, 10, 1)
JOB: Final = "20251001-01"
_HOME: Final = 2  # people a household: 本人 and one 家族
_RUN: Final = "from generator.cli.main import main; main()"
_SOCIETY: Final = """\
format = 1

[insurer]
number = "06139992"
name = "見本健康保険組合"
postcode = "100-0013"
address = "東京都千代田区霞が関9-9-9"
phone = "03-0000-0000"
url = "https://kenpo.example.jp/"
"""


def main() -> None:
    """Make what is measured, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.reprint")
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--keep", type=Path)
    wish = parser.parse_args()
    with TemporaryDirectory() as temporary:
        folder = wish.keep or Path(temporary)
        people = wish.documents // 2
        if not (folder / "society" / "ledger.id").is_file():
            make_society(folder / "society", people)
            reserve(folder / "society", people)
        for name, seconds in measure(folder, people, wish.runs):
            print(f"{name:<24}{median(seconds):>8.3f} s   fastest {min(seconds):.3f}, slowest {max(seconds):.3f}")


def keys(people: int) -> Iterator[Key]:
    """Yield the keys of all people."""
    for i in range(people):
        home, branch = divmod(i, _HOME)
        yield Key(f"{1000 + home // 500:05d}", str(1 + home % 500), f"{branch:02d}")


def make_society(folder: Path, people: int) -> None:
    """Write the society's files."""
    folder.mkdir(parents=True)
    (folder / "society.toml").write_text(_SOCIETY, encoding="utf-8")
    for name in ("snapshot.csv", "requests.csv"):
        (folder / name).write_text(",".join(TABLES[name]) + "\r\n", encoding="utf-8")
    with (folder / "employers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(TABLES["employers.csv"])
        for code in sorted({_employer(key) for key in keys(people)}):
            writer.writerow(
                (code, f"若草第{code[1:]}製作所", "060-0001", "北海道札幌市中央区北一条西4-17", "人事部", "")
            )
    with (folder / "members.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, TABLES["members.csv"], restval="")
        out.writeheader()
        out.writerows(map(_member, keys(people)))


def _employer(key: Key) -> str:
    return f"J{key.symbol}"


def _member(key: Key) -> dict[str, str]:
    head = key.branch == "00"
    return {
        "記号": key.symbol,
        "番号": key.number,
        "枝番": key.branch,
        "続柄": "本人" if head else "家族",
        "氏名": "川崎　美咲" if head else "川崎　健太",
        "氏名カナ": "カワサキ　ミサキ" if head else "カワサキ　ケンタ",
        "性別": "女" if head else "男",
        "生年月日": "1981-08-05",
        "資格取得年月日": "2025-04-01",
        "登録年月日": "2025-04-03",
        "事業所コード": _employer(key),
        "区分": "一般",
        "郵便番号": "320-0811",
        "住所": "栃木県宇都宮市大通り5-19-10 ハイツやよい205号室",
        "マイナ保険証": "未登録",
    }


def reserve(folder: Path, people: int) -> None:
    """Enter a card and a notice of everybody into the ledger, as one sealed job of the day."""
    numbers = Numbers(JOB, people, 2 * people)
    with open_ledger(folder, create=True) as ledger:
        ledger.reserve(Order(JOB, ON, {}, ledger.horizon(), by="bench"), _documents(people, numbers))
        ledger.seal_job(JOB)


def _documents(people: int, numbers: Numbers) -> Iterator[Reservation]:
    acquired, until = date(2025, 4, 1), date(2029, 12, 1)
    for i, key in enumerate(keys(people)):
        common = {"key": key, "acquired": acquired, "issued_on": ON, "person": key}
        yield Reservation(number=numbers.card(i), kind="card", rule="ex-officio", valid_to=until, **common)
        yield Reservation(number=numbers.notice(i), kind="notice", rule="phase-3", valid_to=None, **common)


def measure(folder: Path, people: int, runs: int) -> Iterator[tuple[str, Sequence[float]]]:
    """Time whole processes: nothing, the command alone, a reprint of another person each time."""
    society, out = str(folder / "society"), str(folder / "out")
    day = next_day(folder / "society").isoformat()
    wanted = [str(key) for key, _ in zip(keys(people), range(3 * runs), strict=False)][::3]
    told = ("--reason", "紛失", "--on", day, "--by", "bench", "--out", out, "--yes")
    _timed("-c", _RUN, "reprint", society, "--list", "--on", day)  # compiles what is not
    yield "python -c pass", [_timed("-c", "pass") for _ in range(runs)]
    yield "shikaku --version", [_timed("-c", _RUN, "--version") for _ in range(runs)]
    yield "shikaku reprint", [_timed("-c", _RUN, "reprint", society, "--person", key, *told) for key in wanted]


def next_day(society: Path) -> date:
    """Return the day after the last job's: no earlier one is taken, and whoever was reprinted before may be again."""
    with open_ledger(society, create=False) as ledger:
        return (ledger.last_job_day() or ON) + timedelta(days=1)


def _timed(*arguments: str) -> float:
    # Compiled modules are written, as an installer would have: else every start compiles two hundred of them.
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=environ)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
