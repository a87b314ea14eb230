"""The society as the walk keeps it: its rows, who is quiet enough to be given a story, new people; written as files.

Nothing here decides anything. New people are drawn by the dice that invent whole societies (generator/fiction), and
then get the dates and states the story wants.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from acceptance_rules import UNABLE, Bookkeeper, Key, day, former_of, from_70, key_of, later

from generator.fiction.dice import Dice
from generator.fiction.material import load_material
from generator.fiction.persons import Setting, household
from generator.invent import TABLES, invent

Row = dict[str, str]
BEGUN = date(2024, 10, 15)
LAST_OLD = "2024-12-01"
REST = timedelta(days=60)
FAR = timedelta(days=100)
#: What makes a person's way through the rules less than plain.
_SPECIAL = (
    *("個別対応", "送付方法", "通称名", "性別裏面", "旧姓", "要配慮", "限度額区分", "特定疾病", "交付希望"),
    *("負担割合", "高齢受給者証", "資格喪失年月日", "前の番号"),
)
#: The print vendor's public key (age); nobody has the secret one.
_VENDOR_KEY = "age17c9fm4pc8mhantmu9l92k7azk7r93cr8qqyc3thaggkkkfrqe4qs0yc4cw"
VENDOR = "見本印刷"


@dataclass
class Town:
    """Everyone's rows, and what is known of the households of a day."""

    folder: Path
    size: int
    rows: list[Row]
    requests: list[Row]
    snapshot: list[Row] | None
    firms: list[Row]
    dice: Dice
    random: Random
    rested: dict[tuple[str, str], date] = field(default_factory=dict[tuple[str, str], date])
    held_back: set[Key] = field(default_factory=set[Key])
    gone: set[Key] = field(default_factory=set[Key])  #: keys nobody has any more, or has anew
    late: dict[Key, date] = field(default_factory=dict[Key, date])  #: when the society heard that someone had left
    current: dict[Key, Row] = field(default_factory=dict[Key, Row])
    heads: dict[tuple[str, str], Row] = field(default_factory=dict[tuple[str, str], Row])
    homes: dict[tuple[str, str], list[Row]] = field(default_factory=dict[tuple[str, str], list[Row]])
    asked: dict[Key, list[Row]] = field(default_factory=dict[Key, list[Row]])
    free: list[list[Row]] = field(default_factory=list[list[Row]])
    _numbers: dict[str, int] = field(default_factory=dict[str, int])

    def index(self) -> None:
        """Look through the rows anew: who stands now for a key, and who lives together."""
        self.current = {}
        for row in self.rows:
            known = self.current.get(key_of(row))
            if known is None or known["資格取得年月日"] < row["資格取得年月日"]:
                self.current[key_of(row)] = row
        self.heads = {key[:2]: row for key, row in self.current.items() if row["続柄"] == "本人"}
        self.asked = {}
        for row in self.requests:
            self.asked.setdefault(key_of(row), []).append(row)
        self.homes = {}
        for row in self.current.values():
            self.homes.setdefault(key_of(row)[:2], []).append(row)
            if row["番号"].isdigit():
                self._numbers[row["記号"]] = max(self._numbers.get(row["記号"], 0), int(row["番号"]) % 900000)

    def rest(self, on: date) -> None:
        """Find the households whose people are plain, in an order of the dice."""
        self.index()
        twice = {key_of(row) for row in self.rows if self.current[key_of(row)] is not row}
        asked = {key_of(row)[:2] for row in self.requests}
        self.free = [
            home
            for name, home in sorted(self.homes.items())
            if name not in asked and self.rested.get(name, date.min) + REST <= on
            if all(self._plain(row, on) and key_of(row) not in twice for row in home)
        ]
        self.random.shuffle(self.free)

    def _plain(self, row: Row, on: date) -> bool:
        begun = max(row["登録年月日"], row["資格取得年月日"]) < on.isoformat()
        if not begun or key_of(row) in self.held_back or any(row.get(name) for name in _SPECIAL):
            return False
        if row["マイナ保険証"] in ("未確認", "不開示"):
            return False
        certificate = day(row, "電子証明書有効期限")
        if row["マイナ保険証"] == "登録済" and (certificate is None or certificate < on + FAR):
            return False
        born = date.fromisoformat(row["生年月日"])
        return born < on and from_70(born) > on + FAR and (row["区分"] == "一般" or row["続柄"] == "家族")

    def take(self, fits: Callable[[Row], bool], on: date, *, alone: bool = False) -> Row | None:
        """Take a plain person out of the quiet households; None where nobody fits."""
        for place, home in enumerate(self.free):
            if alone and len(home) > 1:
                continue
            found = next((row for row in home if fits(row)), None)
            if found is not None:
                del self.free[place]
                self.rested[key_of(found)[:2]] = on
                return found
        return None

    def newcomers(self, on: date, symbol: str, employer: str, category: str = "一般") -> list[Row]:
        """Invent one household that is plain; the story fills in dates and states."""
        self._numbers[symbol] = self._numbers.get(symbol, 0) + 1
        setting = Setting(self.dice, load_material("utf-8"), on)
        home = list(household(setting, symbol, self._numbers[symbol], None, category))
        fresh: list[Row] = []
        for row in home:
            born = date.fromisoformat(row["生年月日"])
            if from_70(born) <= later(on, years=6):
                row["生年月日"] = later(born, years=25).isoformat()
            row = dict.fromkeys(TABLES["members.csv"], "") | row
            row |= dict.fromkeys((*_SPECIAL, "送付先宛名", "送付先郵便番号", "送付先住所", "前の記号", "前の枝番"), "")
            row |= dict.fromkeys((*("限度額発効日", "限度額有効期限", "特定疾病発効日", "事業主経由申出"),), "")
            row |= dict.fromkeys(("負担割合発効日", "負担割合有効期限", "電子証明書有効期限"), "")
            fresh.append(row | {"事業所コード": employer, "所属コード": "", "所属名": ""})
        return fresh

    def add(self, home: Sequence[Row], on: date) -> None:
        """Enter a household."""
        self.rows += home
        self.rested[key_of(home[0])[:2]] = on

    def firm(self) -> tuple[str, str]:
        """Pick an employer: its 記号 and its code."""
        place = int(self.random.random() * len(self.firms))
        return f"{place + 11:04d}", self.firms[place]["事業所コード"]

    def ask(self, row: Row, kind: str, on: date, *, received: date | None = None, closed: str = "") -> None:
        """File a request."""
        key = dict(zip(("記号", "番号", "枝番"), key_of(row), strict=True))
        serial = f"W{len(self.requests) + 1:06d}"
        self.requests.append(
            {"受付日": (received or on - timedelta(days=1)).isoformat(), **key, "種別": kind, "備考": "窓口"}
            | {"受付番号": serial, "処理": closed}
        )

    def open_kinds(self, key: Key, keeper: Bookkeeper, on: date) -> set[str]:
        """Return what a person has asked for that was not served."""
        row = self.current[key]
        mine = {key, former_of(row)}
        return {r["種別"] for name in mine for r in self.asked.get(name, ()) if keeper.is_open(r, on)}

    def write(self) -> None:
        """Write the files as the society's systems export them."""
        self.index()
        tables = {"members.csv": self.rows, "requests.csv": self.requests}
        if self.snapshot is not None:
            tables["snapshot.csv"] = self.snapshot
        else:
            (self.folder / "snapshot.csv").unlink(missing_ok=True)
        for name, rows in tables.items():
            with (self.folder / name).open("w", encoding="utf-8-sig", newline="") as file:
                out = csv.DictWriter(file, TABLES[name], restval="")
                out.writeheader()
                out.writerows(rows)


def found_town(folder: Path, people: int, seed: int) -> Town:
    """Invent the society as it stood before phase Ⅰ."""
    invent(folder, people=people, employers=max(40, people // 100), seed=seed, on=BEGUN)
    with (folder / "society.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[vendors.keys]\n"{VENDOR}" = "{_VENDOR_KEY}"\n')
    tables = {name: list(_read(folder / name)) for name in TABLES}
    town = Town(
        folder,
        people,
        tables["members.csv"],
        tables["requests.csv"],
        tables["snapshot.csv"],
        tables["employers.csv"],
        Dice(seed + 1),
        Random(seed + 2),
    )
    town.index()
    return town


def _read(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def able(row: Row) -> bool:
    """Tell that a plain person's マイナ保険証 works."""
    return row["マイナ保険証"] == "登録済"


def unable(row: Row) -> bool:
    """Tell that a plain person has none that works."""
    return row["マイナ保険証"] in UNABLE


def old(row: Row) -> bool:
    """Tell that a person has an old card."""
    return max(row["登録年月日"], row["資格取得年月日"]) <= LAST_OLD


def people(rows: Iterable[Row]) -> Iterator[Key]:
    """Yield keys."""
    return (key_of(row) for row in rows)


__all__ = ["Row", "Town", "able", "former_of", "found_town", "old", "people", "unable"]
