"""A number of people and a seed enter; the folder of an invented society leaves, the same for the same arguments.

It is input for `shikaku demo` and the benches, with the headers and values of contract §2: households, joiners and
leavers, late filings, renumbered people, names that are hard to write, requests, and a few rows no one may accept.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from itertools import chain, count, islice
from pathlib import Path
from typing import TypeAlias

from generator.fiction.dice import Dice
from generator.fiction.filings import earlier_spell, request_rows, snapshot_row
from generator.fiction.material import load_material
from generator.fiction.mishaps import EVERY, spoil
from generator.fiction.persons import Row, Setting, household
from generator.fiction.places import Workplace, workplaces

Writer: TypeAlias = "csv.DictWriter[str]"

TABLES = {
    "members.csv": (
        *("記号", "番号", "枝番", "続柄", "氏名", "氏名カナ", "通称名", "旧姓", "性別裏面", "性別", "生年月日"),
        *("資格取得年月日", "登録年月日", "資格喪失年月日", "事業所コード", "区分", "所属コード", "所属名"),
        *("郵便番号", "住所", "住所B", "送付方法", "送付先宛名", "送付先郵便番号", "送付先住所", "個別対応"),
        *("前の記号", "前の番号", "前の枝番", "マイナ保険証", "電子証明書有効期限", "交付希望", "要配慮"),
        *("負担割合", "負担割合発効日", "負担割合有効期限", "高齢受給者証"),
        *("限度額区分", "限度額発効日", "限度額有効期限", "特定疾病", "特定疾病発効日", "事業主経由申出"),
    ),
    "employers.csv": ("事業所コード", "名称", "郵便番号", "所在地", "担当部署", "送付先コード"),
    "snapshot.csv": ("記号", "番号", "枝番", "個人番号下4桁"),
    "requests.csv": ("受付日", "記号", "番号", "枝番", "種別", "備考", "受付番号", "処理"),
}

_VOLUNTARY, _RETIRED = ("990001", "任意継続"), ("995001", "特例退職")
_VOLUNTARY_SHARE, _RETIRED_SHARE = 0.03, 0.02

_SOCIETY = """\
# An invented society: every name, number and address in this folder is made up.
format = 1

[insurer]
number = "06139992"
number_retired = "63139992"
name = "見本健康保険組合"
postcode = "100-0013"
address = "東京都千代田区霞が関9-9-9 見本会館"
phone = "03-0000-0000"
url = "https://kenpo.example.jp/"

[card]
colour = {{ cmyk = [35, 0, 30, 0] }}
old_colour = {{ cmyk = [0, 25, 10, 0] }}

[encoding]
default = "{encoding}"
"""


def invent(
    folder: Path,
    *,
    people: int = 1000,
    employers: int = 40,
    seed: int = 1,
    on: date = date(2025, 10, 1),
    encoding: str = "utf-8",
) -> None:
    """Write an invented society of so many people into a folder, as it stands on a day; `encoding` may be cp932."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "society.toml").write_text(_SOCIETY.format(encoding=encoding), encoding="utf-8", newline="\n")
    setting = Setting(Dice(seed), load_material(encoding), on)
    voluntary, retired = round(people * _VOLUNTARY_SHARE), round(people * _RETIRED_SHARE)
    employed = people - voluntary - retired
    places = list(workplaces(setting.dice, setting.material, employers=employers, people=employed))
    groups = chain(
        _at_work(setting, places, employed),
        _at_home(setting, *_VOLUNTARY, voluntary),
        _at_home(setting, *_RETIRED, retired),
    )
    with ExitStack() as files:
        tables = {name: _table(files, folder / name, header, encoding) for name, header in TABLES.items()}
        tables["employers.csv"].writerows(place.row for place in places)
        _write(setting, groups, tables["members.csv"], tables["snapshot.csv"], tables["requests.csv"])


def _write(setting: Setting, rows: Iterable[Row], members: Writer, snapshot: Writer, requests: Writer) -> None:
    """Write people as they come, with what the other files say of them."""
    asked = 0
    for place, row in enumerate(rows, 1):
        if line := snapshot_row(setting.dice, row):
            snapshot.writerow(line)
        for request in request_rows(setting, row):
            asked += 1
            requests.writerow(request | {"受付番号": f"U{asked:06d}"})
        if before := earlier_spell(setting, row):
            members.writerow(before)
        if place % EVERY == 0:
            spoil(row, place // EVERY, setting.material)
        members.writerow(row)


def _at_work(setting: Setting, places: Sequence[Workplace], people: int) -> Iterator[Row]:
    """Invent so many people, employer by employer; what a household has too many, the next employer has less."""
    left, due = people, 0
    for place in places:
        due, number = due + place.people, 0
        while due > 0 and left > 0:
            number += 1
            for row in islice(household(setting, place.symbol, number, place, "一般"), left):
                yield row
                due, left = due - 1, left - 1


def _at_home(setting: Setting, symbol: str, category: str, people: int) -> Iterator[Row]:
    """Invent so many people who have no employer."""
    numbered = (household(setting, symbol, number, None, category) for number in count(1))
    return islice(chain.from_iterable(numbered), people)


def _table(files: ExitStack, path: Path, header: Sequence[str], encoding: str) -> Writer:
    """Open a table and write its header; UTF-8 with a BOM, as spreadsheets want it."""
    stream = path.open("w", encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="")
    writer = csv.DictWriter(files.enter_context(stream), header, restval="", extrasaction="ignore")
    writer.writeheader()
    return writer
