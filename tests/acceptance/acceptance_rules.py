"""Contract §3 once more, written from its text alone: rows of a society's files in, decision rows out.

An oracle for whole societies over several days: it keeps a ledger of its own, so that two bookkeepers who never met
have to agree on every document. Policy is the default but for what is given. Dates in the files are ISO.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

Row = Mapping[str, str]
Key = tuple[str, str, str]
Content = tuple[str, ...]

CARD, NOTICE, NONE = "資格確認書", "資格情報のお知らせ", "なし"
LAST_OLD = date(2024, 12, 1)
CARDS_FROM = PHASE_2_FROM = date(2024, 12, 2)
OLD_CARD_ENDS, BULK_FROM = date(2025, 12, 1), date(2025, 9, 1)
PHASE_1 = (date(2024, 10, 1), date(2024, 10, 31))
UNABLE = {"未登録", "未取得", "番号未提出", "解除", "返納", "カード期限切れ", "不開示"}
DAY = timedelta(days=1)


def later(day: date, *, years: int = 0, months: int = 0) -> date:
    """Add; a day that the month lacks is the first of the next."""
    count = day.year * 12 + day.month - 1 + years * 12 + months
    try:
        return date(count // 12, count % 12 + 1, day.day)
    except ValueError:
        count += 1
        return date(count // 12, count % 12 + 1, 1)


def from_70(born: date) -> date:
    """Return the first day on which a ratio is printed (domain.md §4.5)."""
    reached = later(born, years=70) - DAY
    return later(reached.replace(day=1), months=1)


@dataclass(slots=True)
class Issued:
    kind: str
    rule: str
    key: Key
    acquired: str
    person: Key
    valid_to: date | None
    content: Content
    optional: bool = False
    short: bool = False
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    kind: str
    rule: str
    basis: str = ""
    route: str = ""
    valid_to: date | None = None
    optional: bool = False
    short: bool = False
    digits: bool = False

    def row(self, key: Key) -> tuple[str, ...]:
        return (*key, self.kind, self.rule, self.basis, self.route, self.valid_to.isoformat() if self.valid_to else "")


def key_of(row: Row) -> Key:
    return row["記号"], row["番号"], row["枝番"]


def former_of(row: Row) -> Key:
    return row.get("前の記号", ""), row.get("前の番号", ""), row.get("前の枝番", "")


def day(row: Row, name: str) -> date | None:
    return date.fromisoformat(row[name]) if row.get(name) else None


@dataclass(slots=True)
class Society:
    """What the files say on a day: the latest spell of everyone, requests, the snapshot's keys."""

    members: Sequence[Row]
    requests: Sequence[Row]
    snapshot: set[Key]
    insurer: tuple[str, str] = ("06139992", "63139992")
    expiry: Sequence[tuple[date, date]] = ((date(2024, 12, 2), date(2029, 12, 1)),)
    heads: dict[tuple[str, str], Row] = field(default_factory=dict)
    current: dict[Key, Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row in self.members:
            if key_of(row) not in self.current or self.current[key_of(row)]["資格取得年月日"] < row["資格取得年月日"]:
                self.current[key_of(row)] = row
        self.heads = {key[:2]: row for key, row in self.current.items() if row["続柄"] == "本人"}


class Bookkeeper:
    """Decides job after job and remembers what was issued."""

    def __init__(self) -> None:
        self.issued: list[Issued] = []
        self._of: dict[Key, list[Issued]] = {}
        self._served: set[tuple[str, ...]] = set()
        self.snapshot: set[Key] = set()
        self.ones: set[Key] = set()
        self.phase_1 = False

    def job(self, society: Society, on: date, keys: Iterable[Key]) -> dict[Key, list[Decided]]:
        """Decide for those keys, then enter everything issued."""
        self.snapshot |= society.snapshot
        decided = {key: _Case(self, society, society.current[key], on).decide() for key in keys}
        for key, documents in decided.items():
            self._enter(society, society.current[key], documents, on)
        self.phase_1 = bool(self.ones)
        return decided

    def of(self, key: Key) -> list[Issued]:
        return self._of.get(key, [])

    def is_open(self, request: Row, on: date) -> bool:
        received = date.fromisoformat(request["受付日"])
        fresh = received <= on <= received + timedelta(days=90)
        return fresh and not request.get("処理") and tuple(request.values()) not in self._served

    def _enter(self, society: Society, row: Row, documents: list[Decided], on: date) -> None:
        key = key_of(row)
        for made in documents:
            if made.kind == NONE:
                continue
            if made.kind == CARD:
                for held in self.of(key):
                    if held.kind == CARD and held.acquired == row["資格取得年月日"]:
                        held.ended = True
            serves = {"再通知"} if made.kind == NOTICE else set(_KINDS_OF_CARDS)
            for request in society.requests:
                if key_of(request) in (key, former_of(row)) and request["種別"] in serves and self.is_open(request, on):
                    self._served.add(tuple(request.values()))
            case = _Case(self, society, row, on)
            content = case.card_content() if made.kind == CARD else case.notice_content()
            entry = Issued(made.kind, made.rule, key, row["資格取得年月日"], case.person, made.valid_to, content,
                           made.optional, made.short)  # fmt: skip
            self.issued.append(entry)
            if made.rule == "phase-1":
                self.ones.add(case.person)
            self._of.setdefault(key, []).append(entry)


_KINDS_OF_CARDS = ("旧証紛失", "旧証き損", "要配慮", "マイナカード紛失", "再交付", "氏名変更", "訂正", "券面追記")


class _Case:
    """One person on one day."""

    def __init__(self, book: Bookkeeper, society: Society, row: Row, on: date) -> None:
        self.book, self.society, self.row, self.on = book, society, row, on
        self.head = society.heads[key_of(row)[:2]]
        self.key, self.former = key_of(row), former_of(row)
        self.person = self.former if all(self.former) else self.key
        acquired, registered = day(row, "資格取得年月日"), day(row, "登録年月日")
        born, head_born = day(row, "生年月日"), day(self.head, "生年月日")
        assert acquired and registered and born and head_born
        self.acquired, self.registered, self.born, self.head_born = acquired, registered, born, head_born
        mine = [e for e in book.of(self.key) if e.acquired == row["資格取得年月日"]]
        self.spell = mine
        held = [e for e in mine if e.kind == CARD and not e.ended and e.valid_to and e.valid_to >= on]
        self.held = held[-1] if held else None
        mine_all = {self.key, self.former}  # a request filed before a renumbering is still this person's
        self.open = {r["種別"] for r in society.requests if key_of(r) in mine_all and book.is_open(r, on)}
        self.old_card = registered <= LAST_OLD and acquired <= LAST_OLD
        state, certificate = row["マイナ保険証"], day(row, "電子証明書有効期限")
        lapsed = state == "登録済" and certificate is not None and certificate < on
        self.able = state == "登録済" and not lapsed
        waited = state == "未確認" and on >= BULK_FROM and registered + timedelta(days=60) < on
        self.unable = state in UNABLE or lapsed or waited
        special = self.held is not None and self.held.rule == "special-needs"
        self.needs = row.get("要配慮") == "有" or special
        self.items = bool(row.get("限度額区分") or row.get("特定疾病"))

    def decide(self) -> list[Decided]:
        if reason := self._not_at_all():
            return [Decided(NONE, reason)]
        card = self._card()
        made = [card] if card.kind == CARD else []
        if notice := self._notice(card_today=bool(made)):
            made.append(notice)
        return made or [card]

    def _not_at_all(self) -> str:
        lost, head_lost = day(self.row, "資格喪失年月日"), day(self.head, "資格喪失年月日")
        head_from = (day(self.head, "登録年月日"), day(self.head, "資格取得年月日"))
        state = self.row["マイナ保険証"]
        tests = (
            ("left", lost is not None and lost <= self.on),
            ("not-yet", self.registered > self.on or self.acquired > self.on),
            ("over-75", later(self.born, years=75) <= self.on),
            ("insured-left", head_lost is not None and head_lost <= self.on),
            ("not-yet", any(d is not None and d > self.on for d in head_from)),
            ("insured-over-75", later(self.head_born, years=75) <= self.on),
            ("manual", self.row.get("個別対応") == "有" or (state == "不開示" and not self.row.get("送付方法"))),
            ("leaves-soon", lost is not None and lost <= self.on + timedelta(days=14)),
        )
        return next((reason for reason, holds in tests if holds), "")

    def _card(self) -> Decided:
        rule, basis = self._card_rule() if self.on >= CARDS_FROM else ("", "")
        if not rule:
            return Decided(NONE, self._reason())
        short = rule == "mynumber-card-lost"
        valid_to = self._expiry(short=short)
        if rule == "reissue" and self.held and self.held.short:
            valid_to, short = min(valid_to, self.held.valid_to or valid_to), True
        if valid_to < max(self.on, self.acquired):
            return Decided(NONE, "entitlement-ended")
        until = day(self.row, "限度額有効期限")
        run = bool(self.row.get("特定疾病")) or (bool(self.row.get("限度額区分")) and (not until or until >= self.on))
        optional = rule == "optional-items" or bool(self.held and self.held.optional and run)
        private = bool(self.row.get("通称名") or self.row.get("性別裏面"))
        route = self._route(private=(optional or private) and self.row.get("事業主経由申出") != "有")
        return Decided(CARD, rule, basis, route, valid_to, optional, short)

    def _card_rule(self) -> tuple[str, str]:
        asked, held, wants = self.open, self.held, self.unable or self.needs
        if "再交付" in asked and held and (wants or held.short):
            return "reissue", "申請"
        if held and wants:
            if asked & {"氏名変更", "訂正"}:
                return "changed", "申請"
            if self.card_content() != held.content:
                return "changed", "職権"
        if "券面追記" in asked and self.items and (held or wants):
            return "optional-items", "申請"
        if not held and (self.row.get("要配慮") == "有" or "要配慮" in asked):
            return "special-needs", "申請"
        if not held and "マイナカード紛失" in asked and not self.unable:
            return "mynumber-card-lost", "申請"
        lost = asked & {"旧証紛失", "旧証き損", "氏名変更"}
        if lost and self.old_card and self.on <= OLD_CARD_ENDS and self.unable and not held:
            return "lost-old-card", "申請"
        if self.row.get("交付希望") == "有" and not self.old_card and not self.able and not held:
            return "wish", "申請"
        if self.unable and not self.old_card and not held:
            return "ex-officio", "職権"
        if self.unable and self.old_card and self.on >= BULK_FROM and not held:
            return "ex-officio-bulk", "職権"
        if held and held.valid_to and wants and held.valid_to <= self.on + timedelta(days=60):
            return ("renewal", "職権") if self._expiry(short=False) > held.valid_to else ("", "")
        return "", ""

    def _reason(self) -> str:
        if self.on < CARDS_FROM:
            return "before-start"
        if self.held:
            return "holds"
        if self.row.get("交付希望") == "有" and not self.old_card and self.able:
            return "wish-but-registered"
        if self.unable:
            return "old-card-valid"
        return "able" if self.able else "unconfirmed"

    def _expiry(self, *, short: bool) -> date:
        issued = max(self.on, self.acquired)
        bounds = [
            [to for since, to in self.society.expiry if since <= issued][-1],
            later(issued, years=5) - DAY,
            later(self.born, years=75) - DAY,
            later(self.head_born, years=75) - DAY,
        ]
        if self.head["区分"] == "任意継続":
            began = day(self.head, "資格取得年月日")
            assert began
            bounds.append(later(began, years=2) - DAY)
        bounds += [lost - DAY for row in (self.row, self.head) if (lost := day(row, "資格喪失年月日"))]
        if short:
            bounds.append(later(issued, months=2) - DAY)
        return min(bounds)

    def _route(self, *, private: bool) -> str:
        direct = self.head["区分"] in ("任意継続", "特例退職") or self.row.get("送付方法") == "直送" or private
        return "直送" if direct else "事業主"

    def _notice(self, *, card_today: bool) -> Decided | None:
        rule = self._notice_rule(alone=not card_today and not self.held)
        if not rule:
            return None
        return Decided(NOTICE, rule, "", self._route(private=False), digits=rule == "phase-1")

    def _notice_rule(self, *, alone: bool) -> str:
        snapshot, past = self.book.snapshot, [e for e in self.spell if e.kind == NOTICE]
        listed = self.key in snapshot or self.former in snapshot
        ones = self.book.ones
        if listed and PHASE_1[0] <= self.on <= PHASE_1[1] and self.person not in ones and self.key not in ones:
            return "phase-1"
        served_1 = any(e.rule == "phase-1" for e in self.spell) or (not self.book.phase_1 and listed)
        told = any(e.rule in ("phase-2", "phase-3") for e in past)
        if self.on >= PHASE_2_FROM and not told:
            if self.acquired <= LAST_OLD and not served_1:
                return "phase-2"
            if self.acquired > LAST_OLD and alone:
                return "phase-3"
        before = [e for key in (self.former, self.key) for e in self.book.of(key) if e.kind == NOTICE]
        if before and alone:
            if before[-1].content != self.notice_content():
                return "notice-changed"
            if "再通知" in self.open:
                return "renotify"
        return ""

    def _ratio(self) -> Content:
        if self.on < from_70(self.born) or not self.row.get("負担割合"):
            return ()
        return tuple(self.row.get(name, "") for name in ("負担割合", "負担割合発効日", "負担割合有効期限"))

    def _insurer(self) -> str:
        return self.society.insurer[self.head["区分"] == "特例退職"]

    def card_content(self) -> Content:
        names = ("氏名", "通称名", "性別", "生年月日", "資格取得年月日")
        hides_sex = str(bool(self.row.get("通称名") or self.row.get("性別裏面")))  # one of them is enough
        maiden = "" if self.row.get("通称名") else self.row.get("旧姓", "")
        own = (*(self.row.get(name, "") for name in names), hides_sex, maiden)
        head = () if self.row["続柄"] == "本人" else (self.head.get("通称名") or self.head["氏名"],)
        return (*self.key, self._insurer(), *own, *head, *self._ratio())

    def notice_content(self) -> Content:
        return (*self.key, self._insurer(), *self._ratio())
