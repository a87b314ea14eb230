"""From households to decided documents in shards: decide, word, and hold back what cannot be printed.

Enters: a range of households and the Ground decisions rest on. Leaves: a Shard of Items and a Tally of people. Shards
share nothing, so they run in parallel; what they hold does not depend on how the households were parted.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import islice

from generator.decision import Decision, Kind, Query, Verdict
from generator.eligibility.decide import decide
from generator.eligibility.queries import held_back
from generator.job.basis import Ground
from generator.job.scratch import AlteredRow, Held, QueryRow, Shard
from generator.job.words import Words
from generator.model import Alteration, Household, Key, Member

_BATCH = 500


@dataclass(slots=True)
class Tally:
    """How many people came, and what became of them."""

    people: int = 0
    with_document: int = 0
    none: int = 0
    held: int = 0
    cards: int = 0
    notices: int = 0
    phase1: int = 0
    rules: Counter[str] = field(default_factory=Counter[str])

    def add(self, other: "Tally") -> None:
        """Add another shard's tally."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


def gather(households: Iterable[Household], ground: Ground, shard: Shard) -> Tally:
    """Decide every household and put the outcome into the shard."""
    tally = Tally()
    for verdict in verdicts(households, ground):
        _take(_restricted(verdict, ground.only) if ground.only else verdict, ground, shard, tally)
    return tally


def verdicts(households: Iterable[Household], ground: Ground) -> Iterator[Verdict]:
    """Yield the verdict on every household, asking the ledger about many at once."""
    source = iter(households)
    while batch := list(islice(source, _BATCH)):
        people = [m for h in batch for m in h.members]
        past = ground.past([(m.key, m.former) for m in people])
        requests = ground.requests(people)
        for household in batch:
            yield decide(
                household,
                requests,
                past,
                ground.standing,
                ground.society.policy,
                ground.society.insurer,
                ground.on,
                ground.seal,
                has_digits=ground.has_digits,
            )


def _restricted(verdict: Verdict, only: frozenset[Key]) -> Verdict:
    """Leave out what was decided about people whom the job is not for."""
    decisions = tuple(d for d in verdict.decisions if d.member.key in only)
    return replace(verdict, decisions=decisions, queries=tuple(q for q in verdict.queries if q.key in only))


def _take(verdict: Verdict, ground: Ground, shard: Shard, tally: Tally) -> None:
    household = verdict.household
    word = Words(verdict, ground)
    if verdict.queries:
        shard.ask(map(query_row, verdict.queries))
    by_person: dict[Key, list[Decision]] = {}
    for decision in verdict.decisions:
        by_person.setdefault(decision.member.key, []).append(decision)
    bearers: list[Member] = []  # whose name stands on something
    for member in household.members:
        if ground.only and member.key not in ground.only:
            continue
        tally.people += 1
        decisions = by_person.get(member.key, [])
        due = [d for d in decisions if d.kind in ground.kinds]
        held = [problem for d in due for problem in word.problems(d)]
        if held:
            tally.held += 1
            shard.hold(_distinct(held))
            asked = ground.requests((member,)).get(member.key, ())
            shard.ask(map(query_row, held_back(ground.day, asked, held[0].code)))
        elif due:
            tally.with_document += 1
            bearers.append(member)
            for decision in due:
                _count(decision, tally)
                shard.ask(map(query_row, word.notes(decision)))
                shard.add(word.item(decision))
        else:
            tally.none += 1
            shard.leave(*word.nothing(member, decisions))
    _note_names(household, bearers, shard)


def _note_names(household: Household, bearers: Sequence[Member], shard: Shard) -> None:
    """Put the alterations behind every printed name: a family's cards, sheets and windows bear the 本人's too."""
    if bearers and household.insured not in bearers:
        bearers = (household.insured, *bearers)
    for member in bearers:
        if member.alterations:
            shard.alter(altered_row(member.key, alteration) for alteration in member.alterations)


def altered_row(key: Key, found: Alteration) -> AlteredRow:
    """Return an alteration as names.csv has it."""
    person = (key.symbol, key.number, key.branch)
    return (*person, found.column, found.kind, found.before, found.after, found.who, found.when, found.original_hex)


def query_row(query: Query) -> QueryRow:
    """Return a query as queries.csv has it."""
    return query.key.symbol, query.key.number, query.key.branch, query.rule, query.text


def _count(decision: Decision, tally: Tally) -> None:
    tally.rules[decision.rule] += 1
    if decision.kind is Kind.CARD:
        tally.cards += 1
    else:
        tally.notices += 1
        tally.phase1 += decision.digits


def _distinct(held: Iterable[Held]) -> list[Held]:
    return list(dict.fromkeys(held))
