"""A row of members.csv enters, what the society's other files say of that person leaves."""

from collections.abc import Iterator
from datetime import date, timedelta

from generator.calendar import in_years
from generator.fiction.dice import Dice, cumulate
from generator.fiction.persons import EXTRACTED, Row, Setting

_KINDS = cumulate(
    (24, "旧証紛失"), (6, "旧証き損"), (14, "再交付"), (12, "氏名変更"), (5, "訂正"), (9, "要配慮"),
    (12, "マイナカード紛失"), (18, "再通知"),
)  # fmt: skip
_NOTES = ("窓口", "郵送", "事業所より", "電話の後、書面", "")
_KEY = ("記号", "番号", "枝番")
_FORMER = ("前の記号", "前の番号", "前の枝番")


def snapshot_row(dice: Dice, row: Row) -> Row | None:
    """Return the person's row of snapshot.csv, under the key of that day; None for who was not yet in."""
    if row["資格喪失年月日"] and row["資格喪失年月日"] <= EXTRACTED.isoformat():
        return None
    if row.get("前の番号"):
        inside = row["資格取得年月日"] <= (EXTRACTED - timedelta(days=12)).isoformat()
        key = _FORMER if inside and row["登録年月日"] > EXTRACTED.isoformat() else _KEY
    else:
        inside, key = row["登録年月日"] <= EXTRACTED.isoformat(), _KEY
    if not inside:
        return None
    known = row["マイナ保険証"] != "番号未提出" and not dice.chance(0.006)
    names = dict(zip(_KEY, (row[name] for name in key), strict=True))
    return names | {"個人番号下4桁": f"{dice.between(0, 9999):04d}" if known else ""}


def request_rows(setting: Setting, row: Row) -> Iterator[Row]:
    """Return the person's rows of requests.csv, without their 受付番号."""
    dice = setting.dice
    if (row.get("限度額区分") or row.get("特定疾病")) and dice.chance(0.7):
        yield _request(setting, row, "券面追記")
    if dice.chance(0.013):
        yield _request(setting, row, dice.weighted(_KINDS))


def earlier_spell(setting: Setting, row: Row) -> Row | None:
    """Return the closed row of someone who was in before under the same key."""
    acquired = date.fromisoformat(row["資格取得年月日"])
    begun, ended = in_years(acquired, -4), acquired - timedelta(days=40)
    grown = in_years(date.fromisoformat(row["生年月日"]), 20) <= begun
    if not grown or not setting.dice.chance(0.002):
        return None
    return row | {
        "資格取得年月日": begun.isoformat(),
        "登録年月日": (begun + timedelta(days=6)).isoformat(),
        "資格喪失年月日": ended.isoformat(),
        **dict.fromkeys(_FORMER, ""),
    }


def _request(setting: Setting, row: Row, kind: str) -> Row:
    dice, on = setting.dice, setting.on
    received = dice.day(on - timedelta(days=110), on)
    closed = dice.pick(("却下", "取下")) if dice.chance(0.04) else ""
    names = {name: row[name] for name in _KEY}
    return {"受付日": received.isoformat(), **names, "種別": kind, "備考": dice.pick(_NOTES), "処理": closed}
