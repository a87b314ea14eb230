"""Dice, material and a day enter; households of invented people leave, as rows of members.csv.

Shares follow the briefing where it gives one (domain.md §0 SD-12: about 37 % cannot use マイナ保険証), else they are
chosen so that every rule of contract §3 has someone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from generator.calendar import DAY, birthday, in_years, month_after_reaching
from generator.fiction.dice import Dice, cumulate
from generator.fiction.material import Material
from generator.fiction.places import Address, Workplace, address

Row = dict[str, str]

EXTRACTED = date(2024, 10, 11)  # the day the invented snapshot was taken
LAST_OLD_CARD = date(2024, 12, 1)
YES = "有"

_SIZES = cumulate((45, 1), (20, 2), (15, 3), (13, 4), (5, 5), (2, 6))
_STATES = cumulate(
    (62.6, "登録済"), (16.0, "未登録"), (13.5, "未取得"), (1.8, "番号未提出"), (1.2, "解除"), (0.6, "返納"),
    (1.2, "カード期限切れ"), (0.2, "不開示"), (1.3, "未確認"), (1.6, "期限切れの証明書"),
)  # fmt: skip
_LATE = cumulate((70, (60, 120)), (30, (121, 400)))
_LIMITS = ("ア", "イ", "ウ", "エ", "オ")
_DISEASES = ("人工透析", "血友病", "慢性腎不全")


@dataclass(frozen=True, slots=True)
class Setting:
    """What every household is invented from."""

    dice: Dice
    material: Material
    on: date


@dataclass(frozen=True, slots=True)
class Home:
    """What the people of one household share."""

    symbol: str
    number: str
    category: str
    employer: str
    office: tuple[str, str]
    address: Address
    surname: tuple[str, str]
    acquired: date
    registered: date
    lost: date | None
    former: tuple[str, str] | None  #: 前の記号, 前の番号


def household(setting: Setting, symbol: str, number: int, work: Workplace | None, category: str) -> Iterator[Row]:
    """Invent one household, the 本人 first."""
    dice = setting.dice
    home = _home(setting, symbol, number, work, category)
    age = _insured_age(dice, category, home.acquired, setting.on)
    born = _born(dice, setting.on, age, age)
    yield _person(setting, home, 0, "本人", "男" if dice.chance(0.62) else "女", born)
    size = dice.between(1, 2) if category == "特例退職" else dice.weighted(_SIZES)
    for branch in range(1, size):
        relative, oldest, youngest = _relative(dice, branch, size, age)
        sex = "女" if relative == "spouse" and dice.chance(0.9) else dice.pick(("男", "女"))
        yield _person(setting, home, branch, "家族", sex, _born(dice, setting.on, youngest, oldest))


def _home(setting: Setting, symbol: str, number: int, work: Workplace | None, category: str) -> Home:
    dice = setting.dice
    acquired, registered = _joined(setting, category)
    former = None
    if number > 1 and dice.chance(0.01):
        # Renumbered: registered anew, and known before under a number nobody has now.
        former = (symbol, f"9{number:05d}")
        registered = dice.day(max(acquired, date(2024, 10, 20)), setting.on)
    offices = work.offices if work else ()
    return Home(
        symbol=symbol,
        number=str(number),
        category=category,
        employer=work.code if work else "",
        office=dice.pick(offices) if offices else ("", ""),
        address=address(dice, setting.material),
        surname=dice.pick(setting.material.hard if dice.chance(0.03) else setting.material.surnames),
        acquired=acquired,
        registered=registered,
        lost=_leaves(setting, acquired) if dice.chance(0.03) else None,
        former=former,
    )


def _joined(setting: Setting, category: str) -> tuple[date, date]:
    """Return 資格取得年月日 and 登録年月日: long ago, late in 2024, or in the new time; some file late."""
    dice, on = setting.dice, setting.on
    if category == "任意継続":
        acquired = dice.day(in_years(on, -2) + timedelta(days=1), on)
    elif category == "特例退職":
        acquired = dice.day(in_years(on, -8), on - timedelta(days=30))
    elif (share := dice.share()) < 0.80:
        acquired = date(dice.between(1990, 2023), dice.pick((4, 4, 4, 7, 10, 1)), 1)
    elif share < 0.82:
        acquired = date(2024, dice.between(1, 10), 1)
    elif share < 0.86:
        acquired = dice.day(date(2024, 10, 12), LAST_OLD_CARD)
    else:
        acquired = dice.day(min(LAST_OLD_CARD + DAY, on - timedelta(days=60)), on + timedelta(days=7))
    if acquired > on + timedelta(days=7):
        acquired = dice.day(in_years(on, -2), on)
    delay = dice.between(*dice.weighted(_LATE)) if dice.chance(0.015) else dice.between(1, 12)
    registered = acquired + timedelta(days=delay)
    if registered > on and not dice.chance(0.3):
        registered = max(acquired, on)
    return acquired, registered


def _leaves(setting: Setting, acquired: date) -> date:
    """Return 資格喪失年月日: most have left lately, some will soon."""
    gone = setting.dice.day(setting.on - timedelta(days=200), setting.on + timedelta(days=60))
    return max(gone, acquired + timedelta(days=1))


def _insured_age(dice: Dice, category: str, acquired: date, on: date) -> int:
    if category == "特例退職":
        return dice.between(62, 74)
    if dice.chance(0.02):
        return dice.between(70, 74)
    return dice.between(min(66, 19 + on.year - acquired.year), 67)


def _relative(dice: Dice, branch: int, size: int, age: int) -> tuple[str, int, int]:
    """Return who a 家族 is, and the greatest and least age."""
    if branch == 1 and dice.chance(0.75):
        return "spouse", min(age + 6, 74), max(age - 8, 18)
    if branch == size - 1 and age < 52 and dice.chance(0.12):
        return "parent", 75, max(56, age + 19)
    return "child", min(24, max(1, age - 20)), 0


def _born(dice: Dice, on: date, youngest: int, oldest: int) -> date:
    """Return a birth date of someone who is from so young to so old on the day."""
    first = in_years(on, -max(oldest, youngest) - 1) + timedelta(days=1)
    born = dice.day(first, in_years(on, -youngest))
    return date(born.year, 2, 29) if born.year % 4 == 0 and born.month == 2 and dice.chance(0.1) else born


def _person(setting: Setting, home: Home, branch: int, relation: str, sex: str, born: date) -> Row:
    dice = setting.dice
    name, kana = _name(setting, home, sex)
    late = relation == "家族" and dice.chance(0.06)
    acquired = max(born, home.acquired)
    registered = max(home.registered, acquired + timedelta(days=3) if acquired > home.acquired else acquired)
    if late:
        acquired = dice.day(acquired, max(acquired, setting.on - timedelta(days=20)))
        registered = max(registered, acquired + timedelta(days=dice.between(3, 15)))
    row: Row = {
        "記号": home.symbol,
        "番号": home.number,
        "枝番": f"{branch:02d}",
        "続柄": relation,
        "氏名": name,
        "氏名カナ": kana,
        "性別": sex,
        "生年月日": born.isoformat(),
        "資格取得年月日": acquired.isoformat(),
        "登録年月日": registered.isoformat(),
        "資格喪失年月日": home.lost.isoformat() if home.lost and home.lost > acquired else "",
        "事業所コード": home.employer,
        "区分": home.category,
        "所属コード": home.office[0],
        "所属名": home.office[1],
        "郵便番号": home.address.postcode,
        "住所": home.address.whole,
        "住所B": home.address.detail,
    }
    if home.former:
        row["前の記号"], row["前の番号"], row["前の枝番"] = *home.former, row["枝番"]
    _register(setting, row, born)
    if setting.on >= month_after_reaching(born, 70):
        _ratio(setting, row, born)
    _particulars(setting, row, new=acquired > LAST_OLD_CARD)
    return row


def _name(setting: Setting, home: Home, sex: str) -> tuple[str, str]:
    dice, material = setting.dice, setting.material
    if dice.chance(0.006):
        return dice.pick(material.latin)
    given = dice.pick(material.men if sex == "男" else material.women)
    return f"{home.surname[0]}　{given[0]}", f"{home.surname[1]}　{given[1]}"


def _register(setting: Setting, row: Row, born: date) -> None:
    """Fill in マイナ保険証 and the certificate, which ends on a birthday up to five years on."""
    dice, on = setting.dice, setting.on
    fresh = row["登録年月日"] > (on - timedelta(days=60)).isoformat()
    state = "未確認" if fresh and dice.chance(0.15) else dice.weighted(_STATES)
    if state == "期限切れの証明書":
        row["マイナ保険証"] = "登録済"
        row["電子証明書有効期限"] = (on - timedelta(days=dice.between(1, 80))).isoformat()
        return
    row["マイナ保険証"] = state
    if state == "登録済":
        next_one = birthday(born, on.year - born.year)
        row["電子証明書有効期限"] = in_years(next_one, dice.between(int(next_one < on), 4)).isoformat()
    elif state == "不開示":
        row["送付方法"] = "直送"


def _ratio(setting: Setting, row: Row, born: date) -> None:
    """Fill in 割合 from the month after 70, renewed every August."""
    dice, on = setting.dice, setting.on
    if dice.chance(0.1):
        row["高齢受給者証"] = YES
        return
    august = date(on.year if on.month >= 8 else on.year - 1, 8, 1)
    row["負担割合"] = "3割" if dice.chance(0.3) else "2割"
    row["負担割合発効日"] = max(august, month_after_reaching(born, 70)).isoformat()
    row["負担割合有効期限"] = date(august.year + 1, 7, 31).isoformat()


def _particulars(setting: Setting, row: Row, *, new: bool) -> None:
    """Fill in what only few have."""
    dice = setting.dice
    if new and dice.chance(0.2):
        row["交付希望"] = YES
    share = dice.share() * 1000
    if share < 5:
        row["要配慮"] = YES
    elif share < 9:
        _items(setting, row)
    elif share < 12:
        row["旧姓"] = dice.pick(setting.material.surnames)[0]
    elif share < 13:
        surname, given = dice.pick(setting.material.surnames), dice.pick(setting.material.women)
        row["通称名"] = f"{surname[0]}　{given[0]}"
    elif share < 14:
        row["性別裏面"] = YES
    elif share < 18:
        row["送付方法"] = "直送"
        if dice.chance(0.4):
            row |= _elsewhere(setting)
    elif share < 18.5:
        row["個別対応"] = YES


def _items(setting: Setting, row: Row) -> None:
    """Fill in 限度額区分 or 特定疾病."""
    dice, on = setting.dice, setting.on
    begins = date(on.year, on.month, 1)
    if dice.chance(0.7):
        row["限度額区分"] = dice.pick(_LIMITS)
        row["限度額発効日"] = begins.isoformat()
        row["限度額有効期限"] = (in_years(begins, 1) - timedelta(days=1)).isoformat()
    else:
        row["特定疾病"] = dice.pick(_DISEASES)
        row["特定疾病発効日"] = begins.isoformat()
    if dice.chance(0.2):
        row["事業主経由申出"] = YES


def _elsewhere(setting: Setting) -> Row:
    """Invent a 送付先."""
    away = address(setting.dice, setting.material)
    surname, given = setting.dice.pick(setting.material.surnames), setting.dice.pick(setting.material.women)
    return {
        "送付先宛名": f"{surname[0]}　{given[0]}",
        "送付先郵便番号": away.postcode,
        "送付先住所": away.whole,
    }
