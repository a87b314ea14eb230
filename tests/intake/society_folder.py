"""A society's folder for intake tests: sound by default, every cell can be changed."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.intake.columns import EMPLOYERS, MEMBERS, REQUESTS, SNAPSHOT

TOML = """format = 1
[insurer]
number = "06139992"
name = "見本健康保険組合"
postcode = "100-0001"
address = "東京都千代田区千代田1-1"
phone = "03-0000-0000"
"""
SOUND: Mapping[str, str] = {
    "記号": "0012",
    "番号": "000345",
    "枝番": "00",
    "続柄": "本人",
    "氏名": "見本 太郎",
    "氏名カナ": "ミホン タロウ",
    "性別": "男",
    "生年月日": "1980-04-01",
    "資格取得年月日": "2010-04-01",
    "登録年月日": "2010-04-05",
    "事業所コード": "E1",
    "区分": "一般",
    "マイナ保険証": "未登録",
    "郵便番号": "100-0001",
    "住所": "東京都港区芝1丁目",
    "住所B": "2-3",
}
FAMILY: Mapping[str, str] = {
    **SOUND,
    "枝番": "01",
    "続柄": "家族",
    "氏名": "見本 花子",
    "性別": "女",
    "生年月日": "1982-05-06",
}
EMPLOYER: Mapping[str, str] = {
    "事業所コード": "E1",
    "名称": "見本工業株式会社",
    "郵便番号": "530-0001",
    "所在地": "大阪府大阪市北区梅田1-1",
    "担当部署": "人事部",
}
REQUEST: Mapping[str, str] = {
    "受付日": "2025-09-01",
    "記号": "0012",
    "番号": "000345",
    "枝番": "00",
    "種別": "再交付",
    "備考": "",
}
SNAP: Mapping[str, str] = {"記号": "0012", "番号": "000345", "枝番": "00", "個人番号下4桁": "0042"}


def table(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Write rows as CSV text with CRLF."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(columns), restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write_society(
    folder: Path,
    members: Iterable[Mapping[str, str]] = (SOUND,),
    *,
    employers: Iterable[Mapping[str, str]] = (EMPLOYER,),
    snapshot: Iterable[Mapping[str, str]] | None = None,
    requests: Iterable[Mapping[str, str]] | None = None,
    toml: str = TOML,
    encoding: str = "utf-8",
) -> Path:
    """Write a folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "society.toml").write_text(toml, encoding="utf-8")
    files = {"members.csv": (MEMBERS, members), "employers.csv": (EMPLOYERS, employers)}
    if snapshot is not None:
        files["snapshot.csv"] = (SNAPSHOT, snapshot)
    if requests is not None:
        files["requests.csv"] = (REQUESTS, requests)
    for name, (columns, rows) in files.items():
        (folder / name).write_bytes(table(columns.order, rows).encode(encoding))
    return folder
