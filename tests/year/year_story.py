"""The calendar: phase Ⅰ in October 2024, the first cards in December, a year of jobs, the bulk run, and the renewal.

Two calendars tell the same story: a job every week, or every fourth week for the test.
"""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import year_desk as desk
import year_people as people
import year_requests as requests
from acceptance_rules import from_70, later
from year_books import NEW_EXPIRY
from year_lists import Left
from year_people import DAY, Fate
from year_town import BEGUN, Row, found_town
from year_walk import BY, Walk

FIRST_CARDS, BULK = date(2024, 12, 3), date(2025, 9, 2)
OLD_ENDED, LAST = date(2025, 12, 2), date(2026, 1, 27)
RENEWAL = date(2029, 10, 2)
WEEK = timedelta(days=7)
MAKER, FIRST, SECOND = "制作太郎", "校閲花子", "課長次郎"


def walk_year(folder: Path, people_count: int, seed: int, every: int, tell: Callable[[str], None] = str) -> Walk:
    """Walk through all of it and return what was told."""
    (folder / "out").mkdir(parents=True)
    walk = Walk(found_town(folder / "society", people_count, seed), folder / "out", tell=tell)
    story = _Story(walk, every)
    story.phase_1()
    story.first_cards()
    day = FIRST_CARDS + every * WEEK
    while day <= LAST:
        story.job(day)
        day += every * WEEK
    story.renewal()
    return walk


class _Story:
    """What was begun and is not over."""

    def __init__(self, walk: Walk, every: int) -> None:
        self.walk, self.town, self.every, self.fate = walk, walk.town, every, Fate()
        self.before, self.turn, self.month = FIRST_CARDS, 0, (2024, 12)
        self.scale = max(1, walk.town.size // 5000)

    def phase_1(self) -> None:
        """Ⅰ with digits: nobody gets it twice; spoiled and pulled pieces; the first hand-over needs 責了."""
        walk, on = self.walk, BEGUN
        self.town.rest(on)
        self._aging()
        left = walk.run(on, "第Ⅰ期(下4桁あり)")
        assert left is not None and {rule for _, rule in left.rules()} == {"phase-1"}
        assert {row["contains_last4"] for row in _files(left) if row["name"] == "notices/001.pdf"} == {True}
        self.town.rest(on)
        numbers = [row["管理番号"] for row in left.issued]
        desk.spoil(walk, left, on + DAY, "用紙", "--pile", "notices", "--sheet", "1/2")
        desk.spoil(walk, left, on + DAY, "管理番号", "--number", numbers[len(numbers) // 2])
        pulled = desk.pull(walk, left, on + 3 * DAY, 4)
        walk.expected.clear()  # the next job is seven weeks away
        walk.say("release", left.folder, "--to", "見本印刷", "--by", BY, "--on", on + 4 * DAY, "--society",
                 self.town.folder, code=6)  # fmt: skip
        self._sign(on + 4 * DAY, self.town.folder)
        walk.settle(left, on + 5 * DAY, pulled=pulled)
        walk.note(on + 5 * DAY, "責了、引渡し、受領、結果の取込み: 照合済み")
        late = walk.run(on + 9 * DAY, "第Ⅰ期の追加(抽出の後に登録された人)")
        assert late is not None
        walk.settle(late, on + 10 * DAY)
        assert walk.run(on + 9 * DAY, "同じ日にもう一度: 対象なし") is None
        self.town.snapshot = None
        self.first = left

    def _sign(self, on: date, place: Path) -> None:
        for name, by in (("初校", FIRST), ("再校", FIRST), ("責了", SECOND)):
            words = ("approve", place, "--round", name, "--by", by, "--on", on, "--society", self.town.folder)
            self.walk.say(*words, *(("--maker", MAKER) if place == self.town.folder else ()))

    def first_cards(self) -> None:
        """The first cards and Ⅱ; a proof, its rounds; requests of every kind of those days."""
        walk, on = self.walk, FIRST_CARDS
        self._events(on)
        self.town.write()
        said = walk.say("proof", self.town.folder, "--on", on, "--out", walk.out / "kosei", "--by", MAKER)
        place = Path(said.out.strip().splitlines()[-1])
        walk.say("approve", place, "--round", "責了", "--by", MAKER, "--on", on, "--society", self.town.folder, code=6)
        self._sign(on, place)
        cards, notices = walk.forecast(on)
        left = self._run(on, "最初の資格確認書、第Ⅱ期")
        assert (cards, notices) == _counts(left)
        walk.foreseen.append((on, cards, notices, len(left.issued)))
        walk.coverage(on, "最初の証の後")
        self._shop(left, on)

    def job(self, on: date) -> None:
        """One regular day: what happened since, the day's job, the desk, the shop."""
        walk = self.walk
        self.turn += 1
        bulk = self.before < BULK <= on
        ended = self.before < OLD_ENDED <= on
        if bulk or ended:
            walk.coverage((BULK if bulk else OLD_ENDED) - DAY, "一斉交付の前" if bulk else "従来の保険証の最後の日")
        self._events(on)
        if bulk or ended:
            cards, notices = walk.forecast(on)
        left = self._run(on, "一斉交付(従来の保険証の人)" if bulk else "新規・異動", apart=bulk)
        if bulk or ended:
            assert (cards, notices) == _counts(left)  # pyright: ignore[reportPossiblyUnboundVariable]
            walk.foreseen.append((on, cards, notices, len(left.issued)))  # pyright: ignore[reportPossiblyUnboundVariable]
            walk.coverage(on, "一斉交付の後" if bulk else "従来の保険証の後")
        self._desk(left, on, bulk=bulk)
        self.before = on

    def _run(self, on: date, what: str, *, apart: bool = False) -> Left:
        left = self.walk.run(on, what, apart=apart)
        assert left is not None
        return left

    def _events(self, on: date) -> None:
        """Everything since the last job, the planted last so that nothing happens to them."""
        walk, town = self.walk, self.town
        town.rest(on)
        people.due_now(walk, on)
        people.turn_75(walk, self.before, on)
        if (on.year, on.month) != self.month:
            self.month = on.year, on.month
            if on.month == 8:
                people.renew_ratios(walk, on)
            requests.monthly(walk, on, self.scale)
        people.turn_70(walk, on)
        requests.ask_all(walk, on, self.turn)
        size = town.size * self.every
        people.leave(walk, self.fate, on, max(2, round(size * 0.0004)))
        people.come_back(walk, self.fate, on)
        if on > FIRST_CARDS:
            desk.hand_in(walk, on)
        people.renumber(walk, on)
        people.births(walk, on, max(1, round(size * 0.0002)))
        people.join(walk, self.fate, on, max(4, round(size * 0.0015)))

    def _desk(self, left: Left, on: date, *, bulk: bool) -> None:
        walk, turn = self.walk, self.turn
        if bulk or turn % 4 == 1:
            self._shop(left, on + DAY)
        else:
            walk.settle(left, on + 3 * DAY)
        day = on + 5 * DAY
        match turn % 6:
            case 1:
                desk.reprint(walk, day, "紛失")
            case 2:
                desk.reprint(walk, day, "盗難", by_number=True)
            case 3:
                desk.reprint(walk, day, "汚損", undo=True)
            case 4:
                desk.gang(walk, day, 3)
            case 5:
                desk.mail(walk, left, day)
            case _:
                desk.refuse_reprint(walk, day)
        if turn == 3:
            words = ("purge", self.first.folder, "--by", BY, "--on", on + 3 * DAY, "--why", "契約終了")
            walk.say(*words, "--society", self.town.folder)
            walk.note(on + 3 * DAY, "第Ⅰ期のジョブを消去")

    def _shop(self, left: Left, on: date) -> None:
        """Spoil by sheet, by number, by the vendor's file after the hand-over; pull; receive in two parts."""
        walk = self.walk
        cards = [row["管理番号"] for row in left.issued if row["文書"] == "資格確認書"]
        desk.spoil(walk, left, on, "用紙", "--sheet", "1")
        pulled = desk.pull(walk, left, on, 2)
        live = [number for number in cards if not walk.books.numbers[number].ended]
        walk.release(left, on + DAY)
        walk.say(
            "withdraw", left.folder, "--by", BY, "--why", "試み", "--on", on, "--society", self.town.folder, code=6
        )
        good = left.good()
        torn = live[-2:]
        fate = ((n, what, day) for n in torn for what, day in (("printed", on), ("spoiled", on + DAY)))
        walk.results([f"{n},{good[n]},{what},{day}" for n, what, day in fate], on + DAY)
        desk.spoil(walk, left, on + DAY, "印刷所の一覧", "--file", desk.vendor_file(walk, torn))
        told = walk.receive(left, on + 2 * DAY, but=live[:1], pulled=pulled)
        assert told["reconciled"] == [] and [m["number"] for m in told["jobs"][0]["missing_copies"]] == live[:1]
        assert walk.receive(left, on + 2 * DAY, pulled=pulled)["reconciled"] == [left.folder.name]
        walk.note(on + 2 * DAY, "結果を二度に分けて取込み: 照合済み", left)

    def _aging(self) -> None:
        """Let some quiet people be 69 or 74, so that every month somebody reaches 70 or 75."""
        for month in range(14):
            for age in (70, 75):
                row = self.town.take(lambda row: row["続柄"] == "本人" and row["登録年月日"] < "2024-10-01", BEGUN)
                if row is not None:
                    row["生年月日"] = later(date(2024, 12, 20), years=-age, months=month).isoformat()
                    row["高齢受給者証"] = "有" if age == 75 else ""
                    self._older_family(row)

    def _older_family(self, head: Row) -> None:
        for row in self.town.homes[head["記号"], head["番号"]]:
            if from_70(date.fromisoformat(row["生年月日"])) <= BEGUN:
                row["高齢受給者証"] = "有"

    def renewal(self) -> None:
        """Years later: a new term of validity, new certificates, and everyone's card is renewed."""
        walk, town, on = self.walk, self.town, RENEWAL
        with (town.folder / "society.toml").open("a", encoding="utf-8") as file:
            for since, until in (walk.books.expiry[0], NEW_EXPIRY):
                file.write(f"\n[[expiry]]\nissued_from = {since}\nvalid_to = {until}\n")
        walk.books.expiry.append(NEW_EXPIRY)
        walk.waiting.clear()
        town.index()
        for row in town.rows:
            if row["マイナ保険証"] == "登録済" and row["電子証明書有効期限"] < "2030-01-31":
                row["電子証明書有効期限"] = "2032-06-30"
            if from_70(date.fromisoformat(row["生年月日"])) <= on:
                row |= {"高齢受給者証": "有", "負担割合": "", "負担割合発効日": "", "負担割合有効期限": ""}
        cards, notices = walk.forecast(on)
        left = self._run(on, "更新(新しい有効期限)", apart=True)
        assert (cards, notices) == _counts(left)
        walk.foreseen.append((on, cards, notices, len(left.issued)))
        walk.coverage(on, "更新の後")
        words = ("release", left.folder, "--to", "見本印刷", "--by", BY, "--on", on + DAY, "--society", town.folder)
        walk.say(*words, code=6)  # what was signed was another policy
        self._sign(on + DAY, town.folder)
        walk.settle(left, on + DAY)
        walk.note(on + DAY, "新しい責了、引渡し、照合済み", left)


def _counts(left: Left) -> tuple[int, int]:
    cards = sum(row["文書"] == "資格確認書" for row in left.issued)
    return cards, len(left.issued) - cards


def _files(left: Left) -> list[dict[str, object]]:
    return list(json.loads((left.folder / "vendor" / "manifest.json").read_text(encoding="utf-8"))["files"])
