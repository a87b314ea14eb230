"""The walk itself: the operator's commands one after the other, each with everything that must hold behind it."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from acceptance_rules import CARD, NONE, Key, key_of
from acceptance_society import Said, process, shikaku
from year_books import Books, Pair
from year_lists import Left, sound, table
from year_town import VENDOR, Row, Town

BY = "適用課"


@dataclass
class Line:
    """A row of the table."""

    on: date
    what: str
    people: int = 0
    rules: Counter[Pair] = field(default_factory=Counter[Pair])
    card_sheets: int = 0
    notice_sheets: int = 0
    envelopes: int = 0
    documents: int = 0
    events: int = 0
    verified: str = ""


@dataclass
class Walk:
    """A town, its books, and what was told so far."""

    town: Town
    out: Path
    books: Books = field(default_factory=Books)
    lines: list[Line] = field(default_factory=list[Line])
    expected: dict[Key, tuple[str, frozenset[Pair]]] = field(default_factory=dict[Key, tuple[str, frozenset[Pair]]])
    waiting: list[tuple[date, str, Row, Callable[[Row], frozenset[Pair]]]] = field(default_factory=list)  # type: ignore[type-arg]
    met: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    covered: list[tuple[date, str, Counter[str]]] = field(default_factory=list[tuple[date, str, Counter[str]]])
    foreseen: list[tuple[date, int, int, int]] = field(default_factory=list[tuple[date, int, int, int]])
    tell: Callable[[str], None] = str
    read_back: set[Path] = field(default_factory=set[Path])  #: the first file of what preflight has seen

    def say(self, *words: object, code: int = 0, apart: bool = False) -> Said:
        """Give a command, here or in a process of its own, and expect its exit code."""
        said = (process if apart else shikaku)(*words)
        assert said.code == code, (words, said.code, said.out[-2000:], said.err[-2000:])
        return said

    def expect(self, case: str, row: Row, *pairs: Pair) -> None:
        """Plant a case: what the next job has to decide for a person, and nothing beside it."""
        key = key_of(row)
        assert key not in self.expected, (case, self.expected[key])
        self.expected[key] = case, frozenset(pairs)

    def run(self, on: date, what: str, *options: object, apart: bool = False) -> Left | None:
        """Run the day's job and check all of it."""
        self.town.write()
        words = ("run", self.town.folder, "--on", on, "--out", self.out, "--workers", 1, "--by", BY, "--json")
        told = json.loads(self.say(*words, *options, apart=apart).out)
        line = Line(on, what, len(self.town.current))
        if not told["job"]:
            assert not self.expected or all(kind == NONE for _, p in self.expected.values() for kind, _ in p)
            self._close(line, None)
            return None
        left = Left(self.out / told["job"])
        rows = left.told()
        self.town.held_back = self.town.current.keys() - rows.keys()
        assert len(self.town.held_back) == left.account["people"]["rejected"]
        sound(left, self.town.heads, len(self.town.current))
        assert Counter(told["rules"]) == Counter(rule for _, rule in left.rules().elements())
        self._meet(rows)
        self.books.job(self.town, on, rows)
        self._job_line(line, left)
        return left

    def _meet(self, rows: dict[Key, list[Row]]) -> None:
        for key, (case, pairs) in self.expected.items():
            found = frozenset((row["文書"], row["規則"]) for row in rows.get(key, ()))
            assert found == pairs, (case, key, found, pairs, self.town.current[key])
            self.met[case, " + ".join(rule for _, rule in sorted(pairs, key=str))] += 1
        self.expected.clear()

    def small(self, on: date, what: str, job: str, more: Sequence[Row]) -> Left:
        """Check a job of the desk: a reprint, or the queue's."""
        left = Left(self.out / job)
        keys = {key_of(row) for row in more}
        rows = left.told()
        assert {key_of(row) for row in left.issued} == keys, (rows.keys(), keys)
        sound(left, self.town.heads, left.account["people"]["in"])
        told = {key: rows[key] for key in keys}
        self.books.job(self.town, on, told, more)
        self._job_line(Line(on, what, len(keys)), left)
        return left

    def _job_line(self, line: Line, left: Left) -> None:
        line.rules = left.rules()
        line.card_sheets, line.notice_sheets = left.sheets("cards"), left.sheets("notices")
        line.envelopes = len(left.envelopes)
        self._close(line, left)

    def note(self, on: date, what: str, left: Left | None = None) -> None:
        """Close a step that ran no job."""
        self._close(Line(on, what), left)

    def _close(self, line: Line, touched: Left | None) -> None:
        """Verify: the ledger's chain and every file of every job; books against ledger; the job's files read back."""
        society = self.town.folder
        documents, events = self.out / "daicho.csv", self.out / "kiroku.csv"
        self.say("ledger", "export", society, documents, "--events", events)
        exported = table(documents)
        self.books.compare(exported, self.town, line.on)
        told = json.loads(self.say("ledger", "verify", society, "--jobs", self.out, "--json").out)
        assert told["faults"] == []
        assert sum(job["ordered"] for job in told["jobs"]) == len(self.books.numbers)
        line.documents, line.events = len(self.books.numbers), len(table(events))
        line.verified = f"{len(told['jobs'])}・0"
        for files in touched.pdfs() if touched is not None else ():
            if files[0] in self.read_back:
                continue
            self.read_back.add(files[0])
            found = json.loads(self.say("preflight", *files, "--society", society, "--json").out)
            wrong = [finding for finding in found["findings"] if finding["severity"] != "info"]
            assert wrong == [], wrong[:5]
        self.lines.append(line)
        self.tell(f"{line.on} {line.what}: {sum(line.rules.values())} documents, {line.documents} in the ledger")

    def release(self, left: Left, on: date) -> None:
        """Hand a job over, and have the vendor tell the checksum of what arrived."""
        words = ("release", left.folder, "--by", BY, "--on", on, "--society", self.town.folder)
        digest = self.say(*words, "--to", VENDOR).out.split()[0]
        self.say(*words, "--acknowledged", digest)
        self._release_parts(left, on)

    def _release_parts(self, left: Left, on: date) -> None:
        """Hand over every remake and pull of a job; again, it is the same package."""
        for part in sorted(path.name for path in left.folder.glob("*-[0-9][0-9]") if path.is_dir()):
            words = ("release", left.folder, "--part", part, "--by", BY, "--on", on, "--society", self.town.folder)
            self.say(*words, "--to", VENDOR)

    def receive(self, left: Left, on: date, *, but: Iterable[str] = (), pulled: Iterable[str] = ()) -> Any:
        """Receive the vendor's results: every copy but some."""
        self._release_parts(left, on)
        good, silent, out = left.good(), frozenset(but), frozenset(pulled)
        rows = [f"{number},{make},spoiled," for number, make in left.destroyed()]
        for number, make in sorted(good.items()):
            if number not in silent:
                ends = "pulled" if number in out else "inserted"
                rows += [f"{number},{make},printed,{on}", f"{number},{make},{ends},{on}"]
        return self.results(rows, on)

    def results(self, rows: Sequence[str], on: date) -> Any:
        """Have the vendor send a file of these rows."""
        path = self.out / "results.csv"
        path.write_text("\r\n".join(("管理番号,make,status,time", *rows, "")), encoding="utf-8-sig", newline="")
        words = ("ledger", "receive", self.town.folder, path, "--on", on, "--by", BY, "--missing", "--json")
        return json.loads(self.say(*words).out)

    def settle(self, left: Left, on: date, *, pulled: Iterable[str] = ()) -> None:
        """Hand over, receive everything, and see the job reconciled."""
        self.release(left, on)
        told = self.receive(left, on, pulled=pulled)
        assert told["reconciled"] == [left.folder.name], told

    def coverage(self, on: date, when: str) -> None:
        """Ask who has nothing in the hand, and find exactly those."""
        self.town.write()
        told = json.loads(self.say("ledger", "coverage", self.town.folder, "--on", on, "--json").out)
        lines = (int(row["行"].partition(":")[2]) for row in told["gaps"] if row["区分"] == "rejected")
        unread = {key_of(self.town.rows[line - 2]) for line in lines}
        looked = max((line.on for line in self.lines if line.people), default=on)  # the last job; later rows are new
        assert unread <= self.town.held_back or looked < on
        uncovered, counts = self.books.gaps(self.town, on, unread)
        assert all(row["手当"] for row in told["gaps"])
        named = {key_of(row) for row in told["gaps"] if row["区分"] != "rejected"}
        assert named == uncovered, (on, len(named), len(uncovered), list(named ^ uncovered)[:5])
        theirs = Counter({name: count for name, count in told["counts"].items() if name != "rejected" and count})
        assert theirs == Counter({name: count for name, count in counts.items() if count}), (theirs, counts)
        self.covered.append((on, when, Counter(told["counts"])))

    def forecast(self, on: date) -> tuple[int, int]:
        """Ask what the day's job will bring: cards and notices."""
        self.town.write()
        words = ("ledger", "forecast", self.town.folder, "--from", on, "--to", on, "--json")
        (month,) = json.loads(self.say(*words).out)["months"]
        return month["total"]["cards"], month["total"]["notices"]


__all__ = ["BY", "CARD", "Line", "Walk"]
