"""Small invented societies for the job's tests: rows by hand, so that a test says what it depends on."""

import csv
from collections.abc import Iterable
from pathlib import Path

HEADER = (
    "記号", "番号", "枝番", "続柄", "氏名", "氏名カナ", "性別", "生年月日", "資格取得年月日", "登録年月日",
    "事業所コード", "区分", "所属コード", "所属名", "郵便番号", "住所", "送付方法", "マイナ保険証", "通称名", "旧姓",
    "限度額区分", "限度額発効日", "負担割合", "負担割合発効日", "資格喪失年月日", "事業主経由申出", "個別対応",
    "送付先宛名", "送付先郵便番号", "送付先住所",
)  # fmt: skip
_PERSON = {
    "記号": "100", "番号": "1", "枝番": "00", "続柄": "本人", "氏名": "健保　太郎", "氏名カナ": "ケンポ　タロウ",
    "性別": "男", "生年月日": "1980-04-02", "資格取得年月日": "2020-04-01", "登録年月日": "2020-04-03",
    "事業所コード": "A", "区分": "一般", "マイナ保険証": "未登録",
}  # fmt: skip
TOML = """format = 1
[insurer]
number = "06139992"
number_retired = "63139992"
name = "見本健康保険組合"
postcode = "100-0013"
address = "東京都千代田区霞が関1-2-3"
phone = "03-1234-5678"
url = "https://kenpo.example.jp/"
"""


def person(**given: str) -> dict[str, str]:
    """Return a row; what is not given is an ordinary 本人 who needs a card."""
    row = _PERSON | given
    if row["枝番"] != "00" and "続柄" not in given:
        row["続柄"] = "家族"
    return row


def household(number: str, size: int, **given: str) -> list[dict[str, str]]:
    """Return a 本人 and the 家族."""
    return [person(番号=number, 枝番=f"{i:02d}", **given) for i in range(size)]


def write(
    folder: Path,
    rows: Iterable[dict[str, str]],
    *,
    toml: str = "",
    snapshot: Iterable[tuple[str, str, str, str]] | None = None,
    employers: Iterable[str] = ("A", "B", "C"),
) -> Path:
    """Write a society's folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "society.toml").write_text(TOML + toml, encoding="utf-8")
    _csv(folder / "members.csv", HEADER, ([row.get(h, "") for h in HEADER] for row in rows))
    head = ("事業所コード", "名称", "郵便番号", "所在地", "担当部署")
    firms = ([c, f"株式会社見本{c}", "105-0011", "東京都港区芝公園1-2-3 見本ビル5階", "人事部"] for c in employers)
    _csv(folder / "employers.csv", head, firms)
    if snapshot is not None:
        _csv(folder / "snapshot.csv", ("記号", "番号", "枝番", "個人番号下4桁"), snapshot)
    return folder


def read(path: Path) -> list[dict[str, str]]:
    """Read a CSV that a job left."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _csv(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        out.writerow(header)
        out.writerows(rows)
