"""Societies written by hand and the command run on them; what it leaves is read with csv, json and sqlite3 alone.

Nothing of the packages is used but the command itself: `shikaku` runs it in this process, `process` in one of its own.
"""

import contextlib
import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = dict[str, str]

MEMBERS = (
    *("記号", "番号", "枝番", "続柄", "氏名", "氏名カナ", "通称名", "旧姓", "性別裏面", "性別", "生年月日"),
    *("資格取得年月日", "登録年月日", "資格喪失年月日", "事業所コード", "区分", "所属コード", "所属名"),
    *("郵便番号", "住所", "送付方法", "送付先宛名", "送付先郵便番号", "送付先住所", "個別対応"),
    *("前の記号", "前の番号", "前の枝番", "マイナ保険証", "電子証明書有効期限", "交付希望", "要配慮"),
    *("負担割合", "負担割合発効日", "負担割合有効期限", "高齢受給者証"),
    *("限度額区分", "限度額発効日", "限度額有効期限", "特定疾病", "特定疾病発効日", "事業主経由申出"),
)
EMPLOYERS = ("事業所コード", "名称", "郵便番号", "所在地", "担当部署", "送付先コード")
SNAPSHOT = ("記号", "番号", "枝番", "個人番号下4桁")
REQUESTS = ("受付日", "記号", "番号", "枝番", "種別", "備考", "受付番号", "処理")

TOML = """format = 1

[insurer]
number = "06139992"
number_retired = "63139992"
name = "検収健康保険組合"
postcode = "100-0013"
address = "東京都千代田区霞が関1-2-3"
phone = "03-1234-5678"
url = "https://kenpo.example.jp/"
"""
NO_PHASE_1 = '\n[policy]\nphase1 = "none"\n'

_ROOT = Path("generator").absolute().parent

_ORDINARY = {
    "記号": "100", "番号": "1", "枝番": "00", "氏名": "検収　太郎", "氏名カナ": "ケンシュウ　タロウ", "性別": "男",
    "生年月日": "1980-04-02", "資格取得年月日": "2020-04-01", "登録年月日": "2020-04-03", "事業所コード": "A",
    "区分": "一般", "マイナ保険証": "未登録", "郵便番号": "330-0063", "住所": "埼玉県さいたま市浦和区高砂7-8-9",
}  # fmt: skip


def member(**given: str) -> Row:
    """Return a row of members.csv: an ordinary 本人 with an old card who needs a new one, but for what is given."""
    row = _ORDINARY | given
    return row | {"続柄": given.get("続柄", "本人" if row["枝番"] == "00" else "家族")}


def household(number: str, size: int, **given: str) -> list[Row]:
    """Return a 本人 and 家族 whose names differ."""
    people = zip("甲乙丙丁戊己庚辛", "アイウエオカキク", strict=True)
    named = [(f"検収　{kanji}{number}", f"ケンシュウ　{kana}") for kanji, kana in people]
    return [
        member(**({"氏名": named[i][0], "氏名カナ": named[i][1]} | given | {"番号": number, "枝番": f"{i:02d}"}))
        for i in range(size)
    ]


def firm(code: str, *, name: str = "", ship_to: str = "", department: str = "人事部") -> Row:
    """Return a row of employers.csv."""
    return {
        "事業所コード": code, "名称": name or f"株式会社検収{code}", "郵便番号": "105-0011",
        "所在地": "東京都港区芝公園1-2-3 検収ビル5階", "担当部署": department, "送付先コード": ship_to,
    }  # fmt: skip


def write_table(path: Path, header: Sequence[str], rows: Iterable[Mapping[str, str]], encoding: str = "utf-8") -> None:
    """Write a CSV as a society would."""
    with path.open("w", encoding=encoding, newline="") as file:
        out = csv.DictWriter(file, header, restval="", extrasaction="raise")
        out.writeheader()
        out.writerows(rows)


def society(
    folder: Path,
    members: Iterable[Row],
    *,
    firms: Iterable[Row] | None = None,
    toml: str = NO_PHASE_1,
    snapshot: Iterable[Row] | None = None,
    requests: Iterable[Row] | None = None,
    vendors: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
) -> Path:
    """Write a society's folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    head = "" if encoding == "utf-8" else f'\n[encoding]\ndefault = "{encoding}"\n'
    (folder / "society.toml").write_text(TOML + head + toml, encoding="utf-8")
    write_table(folder / "members.csv", MEMBERS, members, encoding)
    write_table(folder / "employers.csv", EMPLOYERS, firms or [firm("A"), firm("B"), firm("C")], encoding)
    if snapshot is not None:
        write_table(folder / "snapshot.csv", SNAPSHOT, snapshot, encoding)
    if requests is not None:
        write_table(folder / "requests.csv", REQUESTS, requests, encoding)
    for name, text in (vendors or {}).items():
        (folder / "vendors").mkdir(exist_ok=True)
        (folder / "vendors" / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


@dataclass(frozen=True, slots=True)
class Said:
    """What a command ended with."""

    code: int
    out: str
    err: str


def shikaku(*args: object, **env: str) -> Said:
    """Run the command in this process, as its console script does."""
    from generator.cli.main import main  # the entry point itself; nothing else of the packages

    out, err = io.StringIO(), io.StringIO()
    before, argv = dict(os.environ), sys.argv
    os.environ |= {"SHIKAKU_LANG": "en"} | env
    sys.argv = ["shikaku", *map(str, args)]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main()
    except SystemExit as end:
        return Said(int(end.code or 0), out.getvalue(), err.getvalue())
    finally:
        sys.argv = argv
        os.environ.clear()
        os.environ |= before
    raise AssertionError("the command did not end with an exit code")


def process(*args: object, **env: str) -> Said:
    """Run the installed command in a process of its own."""
    command = [sys.executable, "-c", "from generator.cli.main import main; main()", *map(str, args)]
    done = subprocess.run(
        command,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(_ROOT), "SHIKAKU_LANG": "en", **env},
        check=False,
    )
    return Said(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def run(folder: Path, out: Path, on: str, *options: object) -> "Left":
    """Run a job that must leave a folder, and return what it left."""
    said = shikaku("run", folder, "--on", on, "--out", out, "--workers", 1, "--json", *options)
    assert said.code == 0, said.err
    told = json.loads(said.out)
    assert told["job"], said.err
    return Left(out / told["job"])


def table(path: Path) -> list[Row]:
    """Read a CSV the command left, as strictly as contract §4 describes it."""
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf"), path
    text = data.decode("utf-8-sig")
    assert "\r" not in text.replace("\r\n", ""), path
    assert text.endswith("\r\n"), path
    parsed = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    again = io.StringIO(newline="")
    csv.writer(again, lineterminator="\r\n").writerows(parsed)
    assert again.getvalue() == text, f"{path}: not minimally quoted"
    header, *rows = parsed
    assert all(len(row) == len(header) for row in rows), path
    return [dict(zip(header, row, strict=True)) for row in rows]


def header(path: Path) -> str:
    """Return the first line of a CSV."""
    return path.read_text(encoding="utf-8-sig").partition("\n")[0].rstrip("\r")


@dataclass(frozen=True, slots=True)
class Left:
    """The folder of one job."""

    folder: Path

    @property
    def job(self) -> str:
        return self.folder.name

    @property
    def vendor(self) -> Path:
        return self.folder / "vendor"

    def decisions(self) -> list[Row]:
        return table(self.folder / "office" / "decisions.csv")

    def office(self, name: str) -> list[Row]:
        return table(self.folder / "office" / name)

    def envelopes(self) -> list[Row]:
        return table(self.vendor / "envelopes.csv")

    def pieces(self) -> list[Row]:
        return table(self.vendor / "pieces.csv")

    def cells(self, pile: str) -> list[Row]:
        """Return the rows of all blocks of `cards` or `notices`."""
        return [row for path in sorted((self.vendor / pile).glob("*.csv")) for row in table(path)]

    def json(self, name: str) -> Any:
        return json.loads((self.folder / name).read_text(encoding="utf-8"))

    def files(self) -> Iterator[Path]:
        return (path for path in sorted(self.folder.rglob("*")) if path.is_file())

    def issued(self) -> dict[tuple[str, str, str], list[Row]]:
        """Return the decision rows by person, `記号, 番号, 枝番`."""
        rows: dict[tuple[str, str, str], list[Row]] = {}
        for row in self.decisions():
            rows.setdefault((row["記号"], row["番号"], row["枝番"]), []).append(row)
        return rows


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file's bytes by its place in the folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
