"""The walk's own bookkeeping: who was issued what, what it is worth now, who would have nothing in the hand.

It shares no code with the product: who gets what is decided once more by the acceptance tests' bookkeeper (written from
contract §3 alone), numbers and states are the walk's own notes, and everything is compared with what the product says.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta

from acceptance_rules import CARD, NONE, OLD_CARD_ENDS, Bookkeeper, Decided, Issued, Key, Society, day, key_of, later
from year_town import Row, Town, old

Pair = tuple[str, str]
NEW_EXPIRY = (date(2029, 10, 1), date(2034, 9, 30))
_KEPT = timedelta(days=90)


@dataclass
class Books:
    """Documents by number, and the bookkeeper who decides."""

    keeper: Bookkeeper = field(default_factory=Bookkeeper)
    numbers: dict[str, Issued] = field(default_factory=dict[str, Issued])
    issues: dict[Key, list[str]] = field(default_factory=dict[Key, list[str]])
    withdrawn: set[str] = field(default_factory=set[str])
    undelivered: set[str] = field(default_factory=set[str])
    issued_on: dict[str, date] = field(default_factory=dict[str, date])
    expiry: list[tuple[date, date]] = field(default_factory=lambda: [(date(2024, 12, 2), date(2029, 12, 1))])

    def copied(self) -> "Books":
        """Return books that may be written on without these knowing."""
        return deepcopy(self)

    def held(self, key: Key, acquired: str, on: date) -> str:
        """Return the number of the live card of a spell, or nothing."""
        live = [n for n in self.issues.get(key, ()) if self._live(n, on) and self.numbers[n].acquired == acquired]
        assert len(live) < 2, (key, live)
        return live[0] if live else ""

    def holds(self, row: Row, on: date) -> bool:
        """Tell whether someone holds a card."""
        return bool(self.held(key_of(row), row["資格取得年月日"], on))

    def notified(self, row: Row) -> bool:
        """Tell whether a person was ever sent a notice."""
        return any(self.numbers[n].kind != CARD for n in self.issues.get(key_of(row), ()))

    def _live(self, number: str, on: date) -> bool:
        issued = self.numbers[number]
        return issued.kind == CARD and not issued.ended and bool(issued.valid_to and issued.valid_to >= on)

    def job(
        self, town: Town, on: date, told: Mapping[Key, list[Row]], more: Iterable[Row] = (), only: str = ""
    ) -> None:
        """Decide again what the product decided for these people, and compare every row."""
        snapshot = {key_of(row) for row in town.snapshot or ()}
        society = Society(town.rows, [*town.requests, *more], snapshot, expiry=self.expiry)
        decided = self.keeper.job(society, on, sorted(told))
        wrong = {
            key: (_rows(key, ours), [tuple(row.values())[:8] for row in told[key]])
            for key, ours in decided.items()
            if _rows(key, ours) != sorted(tuple(row.values())[:8] for row in told[key])
        }
        assert not wrong, (on, len(wrong), list(wrong.items())[:5])
        for key, rows in told.items():
            self._enter(key, rows, on)

    def _enter(self, key: Key, rows: list[Row], on: date) -> None:
        """Give the numbers of a job to what the bookkeeper entered."""
        fresh = [row for row in rows if row["文書"] != NONE]
        if not fresh:
            return
        for row, issued in zip(fresh, self.keeper.of(key)[-len(fresh) :], strict=True):
            assert (row["文書"], row["規則"]) == (issued.kind, issued.rule)
            assert row["管理番号"] not in self.numbers and row["管理番号"] not in self.withdrawn
            self.numbers[row["管理番号"]] = issued
            self.issued_on[row["管理番号"]] = on
            self.issues.setdefault(key, []).append(row["管理番号"])

    def end(self, number: str) -> None:
        """Note that a document is worth nothing any more."""
        self.numbers[number].ended = True
        self.undelivered.discard(number)

    def compare(self, exported: Iterable[Row], town: Town, on: date) -> None:
        """Hold the product's ledger, as it exports it, against the books."""
        theirs = {row["管理番号"]: row for row in exported if row["状態"] != "withdrawn"}
        assert theirs.keys() == self.numbers.keys(), theirs.keys() ^ self.numbers.keys()
        live: Counter[tuple[Key, str]] = Counter()
        for number, issued in self.numbers.items():
            row = theirs[number]
            assert (key_of(row), row["資格取得年月日"], row["文書"], row["規則"]) == (
                *(issued.key, issued.acquired, issued.kind, issued.rule),
            ), number
            assert row["有効期限"] == (issued.valid_to.isoformat() if issued.valid_to else ""), number
            if issued.kind == CARD:
                assert bool(row["状態"]) == issued.ended, (number, row["状態"], issued)
            if issued.kind == CARD and not row["状態"] and row["有効期限"] >= on.isoformat():
                live[issued.key, issued.acquired] += 1
                self._belongs(number, issued, town, on)
        assert not live or max(live.values()) == 1, [key for key, count in live.items() if count > 1]
        ones = Counter(i.person for i in self.numbers.values() if i.rule == "phase-1")
        assert not ones or max(ones.values()) == 1

    def _belongs(self, number: str, issued: Issued, town: Town, on: date) -> None:
        """Check that a live card's person is insured, or left (or was renumbered, or got older) behind its issue."""
        row = town.current.get(issued.key)
        if row is None or row["資格取得年月日"] != issued.acquired:
            assert issued.key in town.gone, (number, issued)
            return
        head = town.heads[issued.key[:2]]
        for each in (row, head):
            lost = day(each, "資格喪失年月日")
            assert lost is None or lost > self.issued_on[number] or town.late[key_of(each)] > self.issued_on[number]
            born = date.fromisoformat(each["生年月日"])
            assert issued.valid_to is not None and issued.valid_to < later(born, years=75)
        assert row["登録年月日"] <= on.isoformat()

    def gaps(self, town: Town, on: date, unread: set[Key]) -> tuple[set[Key], Counter[str]]:
        """Work out who has nothing in the hand, and what covers the others (contract §1 `ledger coverage`)."""
        uncovered: set[Key] = set()
        counts: Counter[str] = Counter(active=0)
        for key, row in town.current.items():
            if key in unread or not _insured(row, on) or not _insured(town.heads[key[:2]], on):
                continue
            counts["active"] += 1
            how = self._cover(town, row, on)
            counts[how] += 1
            if how in ("gap", "undelivered"):
                uncovered.add(key)
        return uncovered, counts

    def _cover(self, town: Town, row: Row, on: date) -> str:
        number = self.held(key_of(row), row["資格取得年月日"], on)
        if number and number not in self.undelivered:
            return "card"
        asked = town.open_kinds(key_of(row), self.keeper, on)
        if old(row) and on <= OLD_CARD_ENDS and not asked & {"旧証紛失", "旧証き損"}:
            return "old-card"
        certificate = day(row, "電子証明書有効期限")
        runs = certificate is None or on <= later(certificate, months=3)
        if row["マイナ保険証"] == "登録済" and "マイナカード紛失" not in asked and runs:
            return "mynumber-card"
        return "undelivered" if number else "gap"


def _insured(row: Row, on: date) -> bool:
    lost = day(row, "資格喪失年月日")
    begun = max(row["登録年月日"], row["資格取得年月日"]) <= on.isoformat()
    return begun and (lost is None or lost > on) and later(date.fromisoformat(row["生年月日"]), years=75) > on


def _rows(key: Key, decided: list[Decided]) -> list[tuple[str, ...]]:
    return sorted(each.row(key) for each in decided)


__all__ = ["CARD", "NONE", "Books", "Pair"]
