"""What will be due, month by month, before anything is issued: a society and days enter, counts leave.

A dry run of the rules on every day in turn, each on what the ledger would hold if the days before had been issued;
nothing is written. Households are decided one after another, all days of one at once, so that memory does not grow
with people; what is due waits on disk for the walk over the envelopes of its day. Who is not in members.csv yet is
not foreseen. Authority: contract §1 (`ledger forecast`), §3, §5.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, fields, replace
from datetime import date
from itertools import count, islice, takewhile
from pathlib import Path

from generator.calendar import in_months
from generator.decision import Decision, Kind, Route, Verdict
from generator.eligibility.active import is_active
from generator.eligibility.check import check_standing
from generator.eligibility.decide import decide
from generator.history import NO_HISTORY, History, Issued, Standing
from generator.intake.read import Intake, open_intake
from generator.intake.settings import load_society
from generator.job.basis import Ground
from generator.job.envelope import Envelope
from generator.job.envelopes import total, walk
from generator.job.foreseen import PressSheets
from generator.job.ground import Asked, ground_of
from generator.job.item import Item
from generator.job.scratch import Gathered, Shard
from generator.job.setup import Setup, set_up
from generator.job.weights import weights
from generator.job.words import Words
from generator.ledger.opening import open_ledger
from generator.messages.catalogue import translator
from generator.model import Household, Key, Myna, Packing
from generator.post.tariff import tariff_of

FORECAST = (
    "day",
    "事業所コード",
    "cards",
    "notices",
    "envelopes",
    "sheets",
    "grams",
    "postage",
    "active",
    "registered",
)
_BOTH = frozenset({Kind.CARD, Kind.NOTICE})
_BATCH = 500
_FILED = {Kind.CARD: "card", Kind.NOTICE: "notice"}


@dataclass(slots=True)
class Due:
    """What is due to one employer's people on one day; `sheets` are of paper, with letters and lists."""

    cards: int = 0
    notices: int = 0
    envelopes: int = 0
    sheets: int = 0
    grams: float = 0.0
    postage: int = 0

    def add(self, envelope: Envelope, postage: int) -> None:
        """Add an envelope."""
        self.envelopes += 1
        self.sheets += envelope.sheets
        self.grams += envelope.grams
        self.postage += postage


@dataclass(frozen=True, slots=True)
class Month:
    """One day's run: by employer ("" for people without one), by rule, and the sheets of the press by pile."""

    on: date
    employers: Mapping[str, Due]
    rules: Mapping[str, int]
    press: Mapping[str, int]

    def whole(self) -> Due:
        """Return the sums over all employers."""
        sums, each = Due(), self.employers.values()
        for part in fields(sums):
            setattr(sums, part.name, sum(getattr(due, part.name) for due in each))
        return sums


@dataclass(slots=True)
class Rate:
    """How many of an employer's people are insured on the first day, and how many of them registered."""

    active: int = 0
    registered: int = 0


@dataclass(frozen=True, slots=True)
class Forecast:
    """All months, and the rate of registration by employer."""

    months: tuple[Month, ...]
    rates: Mapping[str, Rate]


@dataclass(slots=True)
class _Counts:
    """What passes: documents by day and employer, rules by day, and the rates."""

    cards: Counter[tuple[int, str]] = field(default_factory=Counter[tuple[int, str]])
    notices: Counter[tuple[int, str]] = field(default_factory=Counter[tuple[int, str]])
    rules: Counter[tuple[int, str]] = field(default_factory=Counter[tuple[int, str]])
    rates: defaultdict[str, Rate] = field(default_factory=lambda: defaultdict[str, Rate](Rate))


def days_of(first: date, last: date) -> tuple[date, ...]:
    """Return the first day and the same day of every month up to the last."""
    return tuple(takewhile(lambda day: day <= last, (in_months(first, k) for k in count())))


def forecast(folder: Path, days: Sequence[date], work: Path) -> Forecast:
    """Foresee a run on every day; `work` is an empty folder. Raises what a run of these days would raise."""
    society = load_society(folder)
    setup, counts = set_up(society), _Counts()
    paths = [work / f"day-{k:03d}.sqlite" for k in range(len(days))]
    with (
        open_ledger(Path(society.folder), society.ledger_url, create=False) as ledger,
        closing(open_intake(society, work / "intake.sqlite", days[0])) as intake,
    ):
        ground = ground_of(society, setup.look, intake, ledger, Asked(days[0], _BOTH), translator())
        standings = _standings(ground, days)
        with ExitStack() as stack:
            shards = [stack.enter_context(Shard(path)) for path in paths]
            desk = _Desk(ground, days, standings, shards, counts)
            for household, past in _households(intake, ground):
                desk.take(household, past)
        months = tuple(
            _month(setup, ground, day, k, path, counts) for k, (day, path) in enumerate(zip(days, paths, strict=True))
        )
    return Forecast(months, dict(sorted(counts.rates.items())))


def _standings(ground: Ground, days: Sequence[date]) -> list[Standing]:
    """Say what the ledger would hold of the society on each day: a phase Ⅰ that falls before it would be on record."""
    policy, found = ground.society.policy, list[Standing]()
    standing = ground.standing
    for day in days:
        check_standing(policy, standing, day)
        found.append(standing)
        within = policy.phase1 is not None and policy.phase1[0] <= day <= policy.phase1[1]
        if within and standing.snapshot_known:
            standing = replace(standing, phase1_on_record=True)
    return found


def _households(intake: Intake, ground: Ground) -> Iterator[tuple[Household, Mapping[Key, History]]]:
    source = intake.households()
    while batch := list(islice(source, _BATCH)):
        past = ground.past([(m.key, m.former) for h in batch for m in h.members])
        yield from ((household, past) for household in batch)


class _Desk:
    """Decides one household after another, on all days."""

    def __init__(
        self,
        ground: Ground,
        days: Sequence[date],
        standings: Sequence[Standing],
        shards: Sequence[Shard],
        counts: _Counts,
    ) -> None:
        self._ground, self._days, self._standings = ground, days, standings
        self._shards, self._counts = shards, counts
        self._serial = count(1)

    def take(self, household: Household, past: Mapping[Key, History]) -> None:
        """Decide a household day by day, as if each day's documents had been issued."""
        requests = self._ground.requests(household.members)
        histories = {m.key: past.get(m.key, NO_HISTORY) for m in household.members}
        served: frozenset[str] = frozenset()
        self._rate(household)
        for k, day in enumerate(self._days):
            standing = self._standings[k]
            if served:
                standing = replace(standing, served=standing.served | served)
            verdict = decide(
                household,
                requests,
                histories,
                standing,
                self._ground.society.policy,
                self._ground.society.insurer,
                day,
                self._ground.seal,
                has_digits=self._ground.has_digits,
            )
            for decision, item in _due(verdict, self._ground):
                self._count(k, decision, item)
                histories[decision.member.key] = self._issued(histories[decision.member.key], decision)
                served |= set(decision.serves)

    def _rate(self, household: Household) -> None:
        rate = self._counts.rates[household.insured.employer]
        for member in household.members:
            if is_active(member, household.insured, self._days[0]):
                rate.active += 1
                rate.registered += member.myna is Myna.REGISTERED

    def _count(self, k: int, decision: Decision, item: Item) -> None:
        # The walk over envelopes needs no texts.
        self._shards[k].add(item._replace(front=None, back=None, person_row=None, cutout=None))
        self._counts.rules[k, decision.rule] += 1
        kinds = self._counts.cards if decision.kind is Kind.CARD else self._counts.notices
        kinds[k, item.employer] += 1

    def _issued(self, history: History, decision: Decision) -> History:
        """Return a history as it would be with one more document."""
        assert decision.issued_on is not None  # noqa: S101 - every document has a day
        issued = Issued(
            number=f"forecast-{next(self._serial)}",
            kind=_FILED[decision.kind],
            rule=decision.rule,
            key=decision.member.key,
            acquired=decision.member.acquired,
            issued_on=decision.issued_on,
            valid_to=decision.valid_to,
            short=decision.short,
            optional=decision.optional,
            content=decision.content,
            ended="",
        )
        before = (
            replace(d, ended=decision.ends_how) if decision.ends and d.number == decision.ends else d
            for d in history.documents
        )
        return replace(history, documents=(*before, issued))


def _due(verdict: Verdict, ground: Ground) -> Iterator[tuple[Decision, Item]]:
    """Yield the documents that can be made; one that cannot holds the whole person back, as in a job."""
    due = [d for d in verdict.decisions if d.kind is not Kind.NONE]
    if not due:
        return
    word = Words(verdict, ground)
    held = {d.member.key for d in due if word.problems(d)}
    yield from ((d, word.item(d)) for d in due if d.member.key not in held)


def _month(setup: Setup, ground: Ground, day: date, k: int, path: Path, counts: _Counts) -> Month:
    """Walk over the envelopes of one day."""
    packing, press = ground.society.packing, PressSheets(ground.society.packing, setup.stocks)
    weigh = weights(setup.stocks["cards"].thickness)
    found: defaultdict[str, Due] = defaultdict(Due)
    with closing(Gathered([path])) as gathered:
        for envelope in total(walk(gathered.light(), packing, weigh), weigh):
            found[envelope.employers[0] if envelope.employers else ""].add(envelope, _postage(envelope, day, packing))
            press.take(envelope)
    for name, kinds in (("cards", counts.cards), ("notices", counts.notices)):
        for (of, employer), documents in kinds.items():
            if of == k:
                setattr(found[employer], name, documents)
    rules = {rule: n for (of, rule), n in sorted(counts.rules.items()) if of == k}
    return Month(day, dict(sorted(found.items())), rules, press.sheets)


def _postage(envelope: Envelope, day: date, packing: Packing) -> int:
    """Return what the post takes for an envelope, by the tariff of the day and the computed weight."""
    form = "角2" if envelope.route == Route.EMPLOYER else "長3"
    return tariff_of(day).quote(form, envelope.grams, envelope.postal_class(packing.mail)).total
