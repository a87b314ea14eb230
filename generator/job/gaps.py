"""Who would stand at a clinic's desk with nothing in the hand: a society and a day enter, every gap leaves.

Covered is who is insured on the day and has a card that is valid and was not returned by the post, or an old card
while D ≤ old_card_ends, or a usable マイナ保険証: 登録済, and its certificate not three months over. A lost old card
or My Number card, as an open request tells it, covers nobody. Authority: contract §1 (`ledger coverage`), domain.md
§10.5 (zero-gap report), §4.2 row 15 (three months). Households stream; nothing is remembered but counts.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import islice
from pathlib import Path

from generator.calendar import in_months
from generator.decision import Kind, Verdict
from generator.eligibility.active import is_active
from generator.eligibility.case import Ask, Case, Day, asked_by, gather
from generator.eligibility.decide import decide_card
from generator.eligibility.rule import first
from generator.eligibility.rules import NOT_AT_ALL
from generator.history import NO_HISTORY, History
from generator.intake.columns import MEMBERS
from generator.intake.read import Intake, open_intake
from generator.intake.settings import load_society
from generator.job.basis import Ground
from generator.job.ground import Asked, ground_of
from generator.job.setup import look_of
from generator.job.words import Words
from generator.ledger.opening import open_ledger
from generator.messages.catalogue import translator
from generator.model import Household, Key, Myna

GAPS = ("記号", "番号", "枝番", "区分", "マイナ保険証", "理由", "手当", "行")
CERTIFICATE_MONTHS = 3
_BATCH = 500


class Cover(StrEnum):
    """What covers a person, or why nothing does."""

    CARD = "card"
    OLD_CARD = "old-card"
    MYNA = "mynumber-card"
    UNDELIVERED = "undelivered"  #: a valid card, but it came back by post
    GAP = "gap"
    REJECTED = "rejected"  #: a row intake holds back: nobody knows


@dataclass(frozen=True, slots=True)
class Gap:
    """One person who is not covered. `remedy` is what would give a card: `run:<rule>`, `held:<code>`, …"""

    key: tuple[str, str, str]
    cover: Cover
    myna: str
    reason: str
    remedy: str
    line: str = ""

    @property
    def row(self) -> tuple[str, ...]:
        """Return it as GAPS names its columns."""
        return (*self.key, self.cover.value, self.myna, self.reason, self.remedy, self.line)


@dataclass(slots=True)
class Report:
    """The counts of one report."""

    active: int = 0
    covers: Counter[Cover] = field(default_factory=Counter[Cover])


def gaps(folder: Path, on: date, work: Path, report: Report) -> Iterator[Gap]:
    """Yield everyone who is not covered on a day, counting all into `report`; `work` is an empty folder."""
    society = load_society(folder)
    with (
        open_ledger(Path(society.folder), society.ledger_url, create=False) as ledger,
        closing(open_intake(society, work / "intake.sqlite", on)) as intake,
    ):
        asked = Asked(on, frozenset({Kind.CARD}), seen_on=on)
        ground = ground_of(society, look_of(society), intake, ledger, asked, translator())
        back = frozenset(w.document.number for w in ledger.undelivered() if w.since <= on)
        desk = _Desk(ground, ground.day, back)
        for household, past in _households(intake, ground):
            yield from desk.look(household, past, report)
        yield from _rejected(intake, report)


def _households(intake: Intake, ground: Ground) -> Iterator[tuple[Household, Mapping[Key, History]]]:
    """Stream households with their histories, asking the ledger about many at once."""
    source = intake.households()
    while batch := list(islice(source, _BATCH)):
        past = ground.past([(m.key, m.former) for h in batch for m in h.members])
        yield from ((household, past) for household in batch)


def _rejected(intake: Intake, report: Report) -> Iterator[Gap]:
    """Yield the rows of members.csv that are held back; the first reason of each."""
    before = 0
    for problem in intake.problems():
        if problem.file == MEMBERS.file and problem.line != before:
            before = problem.line
            report.covers[Cover.REJECTED] += 1
            place = f"{problem.file}:{problem.line}"
            yield Gap(("", "", ""), Cover.REJECTED, "", problem.code, "correct-the-row", place)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Looks at one household after another."""

    ground: Ground
    day: Day
    undelivered: frozenset[str]  #: numbers

    def look(self, household: Household, past: Mapping[Key, History], report: Report) -> Iterator[Gap]:
        """Yield the gaps of one household."""
        requests = self.ground.requests(household.members)
        for member in household.members:
            if not is_active(member, household.insured, self.day.on):
                continue
            report.active += 1
            history = past.get(member.key, NO_HISTORY)
            case = gather(self.day, member, household.insured, history, asked_by(member, requests))
            cover = cover_of(case, self.undelivered)
            report.covers[cover] += 1
            if cover in (Cover.GAP, Cover.UNDELIVERED):
                key = (member.key.symbol, member.key.number, member.key.branch)
                remedy = "send-again" if cover is Cover.UNDELIVERED else self._remedy(case, household)
                yield Gap(key, cover, member.myna.value, _reason(case, cover), remedy, f"{MEMBERS.file}:{member.line}")

    def _remedy(self, case: Case, household: Household) -> str:
        """Say what would give a card: the rule that fires in the next run, or what stands in its way."""
        barred = first(NOT_AT_ALL, case)
        if barred is not None:
            return f"look:{barred.name}"
        card, why = decide_card(case)
        if card is None:
            return f"look:{why.name if why else ''}"
        held = Words(Verdict(household, (card,)), self.ground).problems(card)
        return f"held:{held[0].code}" if held else f"run:{card.rule}"


def cover_of(case: Case, undelivered: frozenset[str]) -> Cover:
    """Return what covers a person on the day of the case."""
    usable = [c.number for c in case.cards if _usable(c.ended, c.issued_on, c.valid_to, case.day.on)]
    if any(number not in undelivered for number in usable):
        return Cover.CARD
    if case.old_card and case.day.on <= case.day.policy.old_card_ends and not _asked(case, _OLD_GONE):
        return Cover.OLD_CARD
    if _myna_serves(case):
        return Cover.MYNA
    return Cover.UNDELIVERED if usable else Cover.GAP


_OLD_GONE: Sequence[Ask] = (Ask.OLD_LOST, Ask.OLD_DAMAGED)


def _usable(ended: str, issued_on: date, valid_to: date | None, on: date) -> bool:
    """Tell whether a card may be shown on a day: a superseded one may to its date."""
    return ended in ("", "superseded") and issued_on <= on and valid_to is not None and on <= valid_to


def _asked(case: Case, kinds: Sequence[Ask]) -> bool:
    return any(kind in case.kinds for kind in kinds)


def _myna_serves(case: Case) -> bool:
    """Tell whether the My Number card serves: registered, at hand, its certificate not three months over."""
    member = case.member
    if member.myna is not Myna.REGISTERED or Ask.MYNA_LOST in case.kinds:
        return False
    until = member.certificate_until
    return until is None or case.day.on <= in_months(until, CERTIFICATE_MONTHS)


def _reason(case: Case, cover: Cover) -> str:
    """Say why nothing covers a person: what became of the last card, or that there never was one."""
    if cover is Cover.UNDELIVERED:
        return "card-undelivered"
    if case.old_card and case.day.on <= case.day.policy.old_card_ends:
        return "old-card-lost"
    if case.member.myna is Myna.REGISTERED:
        return "mynumber-card-lost" if Ask.MYNA_LOST in case.kinds else "certificate-expired"
    if not case.cards:
        return "no-card"
    last = case.cards[-1]
    if last.ended in ("void", "withdrawn"):
        return f"card-{last.ended}"
    return "card-not-begun" if last.issued_on > case.day.on else "card-expired"
