"""What happens to people between two jobs: they join, are born, leave, come back, age, move; each with what is due.

Every function changes rows of the town and plants what the next job has to decide for exactly these people.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle

from acceptance_rules import CARD, NONE, NOTICE, from_70, key_of, later
from year_books import Pair
from year_town import LAST_OLD, Row, Town, able, old, unable
from year_walk import Walk

DAY = timedelta(days=1)
PHASE_2_FROM = date(2024, 12, 2)
BULK_FROM = date(2025, 9, 1)
CARD_NOW, TOLD = (CARD, "ex-officio"), (NOTICE, "phase-3")
FAR_END = "2032-05-31"
#: State of a newcomer: name of the case, what the row says, what is due at once.
NEWCOMERS: tuple[tuple[str, Row, Pair], ...] = (
    ("加入: 登録済", {"マイナ保険証": "登録済", "電子証明書有効期限": FAR_END}, TOLD),
    ("加入: 未登録", {"マイナ保険証": "未登録"}, CARD_NOW),
    ("加入: 登録済", {"マイナ保険証": "登録済", "電子証明書有効期限": FAR_END}, TOLD),
    ("加入: 交付希望、未確認", {"マイナ保険証": "未確認", "交付希望": "有"}, (CARD, "wish")),
    ("加入: 番号未提出", {"マイナ保険証": "番号未提出"}, CARD_NOW),
    ("加入: 登録済", {"マイナ保険証": "登録済", "電子証明書有効期限": FAR_END}, TOLD),
    ("加入: 未取得", {"マイナ保険証": "未取得"}, CARD_NOW),
    ("加入: 交付希望、登録済", {"マイナ保険証": "登録済", "電子証明書有効期限": FAR_END, "交付希望": "有"}, TOLD),
    ("加入: 未登録", {"マイナ保険証": "未登録"}, CARD_NOW),
    ("加入: 未確認", {"マイナ保険証": "未確認"}, TOLD),
    ("加入: 登録済、要配慮", {"マイナ保険証": "登録済", "電子証明書有効期限": FAR_END, "要配慮": "有"},
     (CARD, "special-needs")),
    ("加入: 登録済", {"マイナ保険証": "登録済", "電子証明書有効期限": FAR_END}, TOLD),
    ("加入: 不開示、直送", {"マイナ保険証": "不開示", "送付方法": "直送"}, CARD_NOW),
    ("加入: 未登録、交付希望", {"マイナ保険証": "未登録", "交付希望": "有"}, (CARD, "wish")),
    ("加入: 不開示", {"マイナ保険証": "不開示"}, (NONE, "manual")),
    ("加入: 証明書切れ", {"マイナ保険証": "登録済", "電子証明書有効期限": "2024-11-30"}, CARD_NOW),
)  # fmt: skip


@dataclass
class Fate:
    """The decks from which newcomers and leavers are dealt, so that every kind comes in its turn."""

    states: Iterator[tuple[str, Row, Pair]] = field(default_factory=lambda: cycle(NEWCOMERS))
    ways: Iterator[str] = field(default_factory=lambda: cycle(("plain", "plain", "late-filing", "voluntary", "early")))
    leaves: Iterator[str] = field(default_factory=lambda: cycle(("gone", "soon", "family", "head-only", "later")))
    left: list[tuple[date, Row]] = field(default_factory=list[tuple[date, Row]])


def join(walk: Walk, fate: Fate, on: date, people: int) -> None:
    """Let people join: households of all sizes, whose members are in one state or another."""
    town, count = walk.town, 0
    while count < people:
        way = next(fate.ways)
        if way == "late-filing" and on > date(2025, 6, 30):
            way = "plain"
        symbol, firm = ("990001", "") if way == "voluntary" else town.firm()
        home = town.newcomers(on, symbol, firm, "任意継続" if way == "voluntary" else "一般")
        acquired = max(on - timedelta(days=1 + int(town.random.random() * 6)), PHASE_2_FROM)
        if way == "late-filing":
            acquired = date(2024, 10, 20) + timedelta(days=int(town.random.random() * 40))
        elif way == "early":
            acquired = on + timedelta(days=3)
        for row in home:
            _enter(walk, row, next(fate.states), acquired, on, way)
        town.add(home, on)
        count += len(home)


def _enter(walk: Walk, row: Row, dealt: tuple[str, Row, Pair], acquired: date, on: date, way: str) -> None:
    case, state, due = dealt
    born = date.fromisoformat(row["生年月日"])
    row["生年月日"] = min(born, acquired - timedelta(days=400)).isoformat()
    row |= {"資格取得年月日": acquired.isoformat(), "登録年月日": (on - DAY).isoformat(), **state}
    if way == "early":
        walk.expect("加入: 取得日が先", row, (NONE, "not-yet"))
        walk.waiting.append((acquired, case, row, lambda _: frozenset({due})))
    elif way == "late-filing":
        pairs = {due} if due[0] == NONE else {due, (NOTICE, "phase-2")} - {TOLD}
        walk.expect(f"届出が遅れた{case}", row, *pairs)
    else:
        walk.expect(f"任意継続、{case}" if way == "voluntary" else case, row, due)


def births(walk: Walk, on: date, count: int) -> None:
    """Let children be born into quiet households: nobody has a card on the first days."""
    for turn in range(count):
        parent = walk.town.take(lambda row: row["続柄"] == "本人" and row["生年月日"] > "1975", on)
        if parent is None:
            return
        fresh = walk.town.newcomers(on, "000000", "")[0]
        home = walk.town.homes[key_of(parent)[:2]]
        branch = max(int(row["枝番"]) for row in home) + 1
        same = ("記号", "番号", "事業所コード", "区分", "所属コード", "所属名", "郵便番号", "住所", "住所B")
        surname, kana = parent["氏名"].split("　")[0], parent["氏名カナ"].split("　")[0]
        born = max(on - timedelta(days=4), PHASE_2_FROM)
        child = fresh | {name: parent[name] for name in same} | {"枝番": f"{branch:02d}", "続柄": "家族"}
        child |= {
            "生年月日": born.isoformat(),
            "資格取得年月日": born.isoformat(),
            "登録年月日": (on - DAY).isoformat(),
        }
        if "　" in fresh["氏名"]:
            child["氏名"] = f"{surname}　{fresh['氏名'].split('　')[1]}"
            child["氏名カナ"] = f"{kana}　{fresh['氏名カナ'].split('　')[1]}"
        state, due = ("未確認", TOLD) if turn % 3 == 2 else ("未取得", CARD_NOW)
        child["マイナ保険証"] = state
        walk.town.rows.append(child)
        walk.expect(f"出生: {state}", child, due)


def leave(walk: Walk, fate: Fate, on: date, households: int) -> None:
    """Let households leave: reported behind the day, before it, without the family, or a child alone."""
    for _ in range(households):
        way = next(fate.leaves)
        home = _home(walk.town, on, family=way in ("family", "head-only"))
        if home is None:
            return
        if way == "family":
            member = next(row for row in home if row["続柄"] == "家族")
            _lose(walk, member, on - timedelta(days=2), on)
            walk.expect("扶養から外れた", member, (NONE, "left"))
            continue
        days = {"soon": 9, "later": 40}.get(way, -int(walk.town.random.random() * 6))
        lost = on + timedelta(days=days)
        for row in home:
            if way == "head-only" and row["続柄"] == "家族":
                walk.expect("本人だけ喪失の届", row, (NONE, "insured-left"))
                walk.waiting.append((on + DAY, "家族の喪失の届", row, lambda _: frozenset({(NONE, "left")})))
                continue
            _lose(walk, row, lost, on)
            if way == "later":
                continue
            walk.expect("喪失" if days <= 0 else "まもなく喪失", row, (NONE, "left" if days <= 0 else "leaves-soon"))
            if way == "gone" and len(home) == 1:
                fate.left.append((on, row))


def _home(town: Town, on: date, *, family: bool) -> list[Row] | None:
    head = town.take(lambda row: not family or len(town.homes[key_of(row)[:2]]) > 1, on)
    return town.homes[key_of(head)[:2]] if head is not None else None


def _lose(walk: Walk, row: Row, lost: date, on: date) -> None:
    row["資格喪失年月日"] = lost.isoformat()
    walk.town.late[key_of(row)] = on


def come_back(walk: Walk, fate: Fate, on: date) -> None:
    """Let one of those who left two months ago join again under the old key: a spell of its own."""
    found = next((each for each in fate.left if each[0] + timedelta(days=56) <= on), None)
    if found is None:
        return
    fate.left.remove(found)
    before = found[1]
    again = before | {"資格喪失年月日": "", "資格取得年月日": (on - 2 * DAY).isoformat()}
    again |= {"登録年月日": (on - DAY).isoformat(), "交付希望": ""}
    walk.town.gone.add(key_of(before))
    walk.town.rows.append(again)
    walk.town.rested[key_of(again)[:2]] = on
    walk.expect("再加入", again, CARD_NOW if unable(again) else TOLD)


def turn_75(walk: Walk, before: date, on: date) -> None:
    """Expect nothing more for those who reached 75 since the last job."""
    for row in walk.town.current.values():
        birthday = later(date.fromisoformat(row["生年月日"]), years=75)
        quiet = key_of(row) not in walk.expected and key_of(row) not in walk.town.held_back
        if before < birthday <= on and quiet and not row["資格喪失年月日"] and row["登録年月日"] < before.isoformat():
            walk.expect("75歳", row, (NONE, "over-75"))


def turn_70(walk: Walk, on: date) -> None:
    """Give everyone a ratio from the month after reaching 70: a card or a notice that says so is due."""
    town = walk.town
    for row in town.current.values():
        begins = from_70(date.fromisoformat(row["生年月日"]))
        if begins > on or row["負担割合"] or row["高齢受給者証"]:
            continue
        until = date(begins.year + (begins.month >= 8), 7, 31)
        row |= {"負担割合": "2割", "負担割合発効日": begins.isoformat(), "負担割合有効期限": until.isoformat()}
        _ratio_due(walk, row, on, "70歳")


def renew_ratios(walk: Walk, on: date) -> None:
    """Decide the ratios anew in August."""
    august = date(on.year, 8, 1)
    for row in walk.town.current.values():
        if row["負担割合"] and row["負担割合有効期限"] < august.isoformat():
            row["負担割合"] = "3割" if row["負担割合"] == "2割" and row["番号"].endswith("7") else row["負担割合"]
            row |= {"負担割合発効日": august.isoformat(), "負担割合有効期限": f"{august.year + 1}-07-31"}
            _ratio_due(walk, row, on, "8月の負担割合")


def _ratio_due(walk: Walk, row: Row, on: date, case: str) -> None:
    """Plant what a new ratio brings to someone who is otherwise plain."""
    key = key_of(row)
    odd = ("個別対応", "送付方法", "要配慮", "限度額区分", "特定疾病", "資格喪失年月日", "前の番号", "交付希望")
    head = walk.town.heads.get(key[:2], row)
    plain = not any(row[name] or head[name] for name in odd) and row["区分"] == "一般"
    plain = plain and max(row["登録年月日"], row["資格取得年月日"], head["登録年月日"]) < on.isoformat()
    aging = later(date.fromisoformat(min(row["生年月日"], head["生年月日"])), years=75) <= on + timedelta(days=9)
    if not plain or aging or key in walk.expected or key in walk.town.held_back or key in walk.town.asked:
        return
    lapsed = row["マイナ保険証"] == "登録済" and bool(row["電子証明書有効期限"] < on.isoformat())
    cannot = unable(row) or lapsed
    if walk.books.holds(row, on):
        if cannot:
            walk.expect(f"{case}: 証あり", row, (CARD, "changed"))
    elif walk.books.notified(row) and old(row) and (on < BULK_FROM or not cannot) and row["マイナ保険証"] != "未確認":
        walk.expect(f"{case}: 通知のみ", row, (NOTICE, "notice-changed"))


def renumber(walk: Walk, on: date) -> None:
    """Move a household to another employer: a new 記号 and 番号, the former ones named."""
    town = walk.town
    head = town.take(lambda row: old(row) and row["続柄"] == "本人" and walk.books.notified(row), on)
    if head is None:
        return
    home = list(town.homes[key_of(head)[:2]])
    symbol, firm = town.firm()
    number = town.newcomers(on, symbol, firm)[0]["番号"]
    for row in home:
        before = key_of(row)
        town.gone.add(before)
        names = ("前の記号", "前の番号", "前の枝番")
        row |= dict(zip(names, before, strict=True))
        row |= {"記号": symbol, "番号": number, "事業所コード": firm, "所属コード": "", "所属名": ""}
        row["登録年月日"] = (on - DAY).isoformat()
        told: Pair = (NOTICE, "phase-2" if row["資格取得年月日"] <= LAST_OLD else "phase-3")
        pairs = {CARD_NOW} if unable(row) else {told}
        if told[1] == "phase-2":
            pairs |= {told}
        walk.expect("転籍(番号の変更)", row, *pairs)
    town.rested[key_of(home[0])[:2]] = on


def due_now(walk: Walk, on: date) -> None:
    """Expect what was put off until today; a function is asked then."""
    ready = [each for each in walk.waiting if each[0] <= on]
    for each in ready:
        walk.waiting.remove(each)
        _, case, row, due = each
        if case == "家族の喪失の届":
            _lose(walk, row, on - DAY, on)
        walk.expect(case, row, *due(row))


Fits = Callable[[Row], bool]
__all__ = ["Fate", "Fits", "able", "births", "come_back", "due_now", "join", "leave", "renumber", "turn_70", "turn_75"]
