"""Dice and material enter, addresses and employers leave."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from generator.fiction.dice import Dice
from generator.fiction.material import Material

_SHIPPED_TOGETHER = 0.05  # share of employers whose envelope goes to the one before
_WITH_OFFICES = 60  # from so many people on, an employer has offices


@dataclass(frozen=True, slots=True)
class Address:
    """A postcode, the whole address, and what of it follows the 町域."""

    postcode: str
    whole: str
    detail: str


@dataclass(frozen=True, slots=True)
class Workplace:
    """An employer, the 記号 of its people, and how many they are."""

    row: dict[str, str]  #: of employers.csv
    code: str
    symbol: str
    offices: tuple[tuple[str, str], ...]
    people: int


def address(dice: Dice, material: Material) -> Address:
    """Invent a home: sometimes a house number, sometimes a flat."""
    postcode, place = dice.pick(material.towns)
    detail = f"{dice.between(1, 8)}-{dice.between(1, 30)}-{dice.between(1, 20)}"
    if dice.chance(0.4):
        detail += f" ハイツ{dice.pick(material.stems)}{dice.between(1, 9)}0{dice.between(1, 8)}号室"
    return Address(postcode, place + detail, detail)


def workplaces(dice: Dice, material: Material, *, employers: int, people: int) -> Iterator[Workplace]:
    """Invent employers of uneven size that have so many people together, everyone at least one."""
    # Spreads sizes like a log-normal: the largest has about ten times the average, most have less than it.
    weights = [math.exp(1.1 * (sum(dice.share() for _ in range(6)) - 3) * math.sqrt(2)) for _ in range(employers)]
    total, reached, placed = sum(weights), 0.0, 0
    shipped = ""
    for index, weight in enumerate(weights):
        reached += weight
        upto = max(placed + 1, round(people * reached / total))
        code = f"J{index + 1:05d}"
        together = bool(shipped) and dice.chance(_SHIPPED_TOGETHER)
        shipped = shipped if together else code
        yield _workplace(dice, material, index, code, shipped if together else "", upto - placed)
        placed = upto


def _workplace(dice: Dice, material: Material, index: int, code: str, ship_to: str, people: int) -> Workplace:
    postcode, place = dice.pick(material.towns)
    name = dice.pick(material.stems) + dice.pick(material.trades)
    if index >= len(material.stems):
        name = f"{name} 第{index + 1}事業所"  # so that thousands of employers have a name each
    where = f"{place}{dice.between(1, 5)}-{dice.between(1, 40)}"
    department = dice.pick(material.departments)
    count = min(len(material.offices), people // _WITH_OFFICES)
    offices = tuple((f"{number:02d}", material.offices[number - 1]) for number in range(1, count + 1))
    row = {
        "事業所コード": code,
        "名称": name,
        "郵便番号": postcode,
        "所在地": where,
        "担当部署": department,
        "送付先コード": ship_to,
    }
    return Workplace(row, code, f"{index + 11:04d}", offices, people)
