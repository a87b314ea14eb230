"""What must hold for anyone on any day, whatever the file, the ledger and the requests say."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from eligibility_golden import DEFAULTS, FORMER, HOME, INSURER, OWN, seal
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.calendar import in_years
from generator.decision import Kind, Route, Verdict
from generator.eligibility.case import Ask
from generator.eligibility.decide import decide
from generator.eligibility.explain import explain
from generator.eligibility.rules import CARDS, NO_CARD, NOT_AT_ALL, NOTICES
from generator.history import History, Issued, Standing
from generator.model import Category, Expiry, Household, Key, Member, Myna, Policy, Request

EDGES = [
    date(2024, 9, 30), date(2024, 10, 1), date(2024, 10, 31), date(2024, 12, 1), date(2024, 12, 2),
    date(2025, 8, 31), date(2025, 9, 1), date(2025, 12, 1), date(2025, 12, 2), date(2026, 2, 28), date(2028, 2, 29),
]  # fmt: skip
DAYS = st.sampled_from(EDGES) | st.dates(date(2024, 9, 1), date(2029, 11, 30))
SPELLS = st.sampled_from([date(2024, 12, 1), date(2024, 12, 2)]) | st.dates(date(2015, 1, 1), date(2029, 12, 31))
POLICY = Policy(expiry=(Expiry(date(2024, 12, 2), date(2029, 12, 1)), Expiry(date(2026, 4, 1), date(2031, 3, 31))))
RULES = {rule.name for table in (NOT_AT_ALL, CARDS, NO_CARD, NOTICES) for rule in table} | {"entitlement-ended"}


FAMILY = Key("12", "345", "01")


def members(key: Key, *, insured: bool) -> st.SearchStrategy[Member]:
    """Invent one person."""
    return st.builds(
        lambda **values: replace(DEFAULTS, key=key, insured=insured, **values),
        born=st.sampled_from([date(1952, 2, 29), date(1955, 10, 1)]) | st.dates(date(1948, 1, 1), date(2024, 8, 31)),
        acquired=SPELLS,
        registered=SPELLS,
        lost=st.none() | st.none() | SPELLS,
        category=st.sampled_from(Category),
        direct=st.booleans(),
        manual=st.sampled_from([False, False, False, True]),
        former=st.sampled_from([None, FORMER]),
        myna=st.sampled_from(Myna),
        certificate_until=st.none() | DAYS,
        wish=st.booleans(),
        special=st.booleans(),
        ratio=st.sampled_from(["", "2割", "3割"]),
        limit=st.sampled_from(["", "ア"]),
        limit_until=st.none() | DAYS,
        elder_card=st.booleans(),
        alias=st.sampled_from(["", "通称 名"]),
        sex_on_back=st.booleans(),
        via_employer=st.booleans(),
        home=st.sampled_from([None, HOME]),
    )


def documents(key: Key) -> st.SearchStrategy[tuple[Issued, bool]]:
    """Invent something issued to a person before, and whether in the spell of today."""
    issued = st.builds(
        lambda kind, rule, start, days, **rest: Issued(
            number=f"N{start.isoformat()}",
            kind=kind,
            rule=rule[kind == "card"],
            acquired=date(2019, 4, 1),
            issued_on=start,
            valid_to=start + timedelta(days=days) if kind == "card" else None,
            **rest,
        ),
        kind=st.sampled_from(["card", "notice"]),
        rule=st.tuples(
            st.sampled_from([rule.name for rule in NOTICES]), st.sampled_from([rule.name for rule in CARDS])
        ),
        start=DAYS,
        days=st.integers(0, 1800),
        key=st.sampled_from([key, FORMER]),
        short=st.booleans(),
        optional=st.booleans(),
        content=st.sampled_from(["", "other"]),
        ended=st.sampled_from(["", "", "void", "superseded", "withdrawn"]),
    )
    return st.tuples(issued, st.booleans())


def pasts(key: Key) -> st.SearchStrategy[tuple[list[tuple[Issued, bool]], bool]]:
    """Invent up to three documents of a person, and whether the snapshot has that person."""
    return st.tuples(st.lists(documents(key), max_size=3), st.booleans())


def asked(key: Key) -> st.SearchStrategy[list[Request]]:
    """Invent a person's requests."""
    request = st.builds(
        lambda kind, received, closed: Request(2, received, key, str(kind), "", "", closed),
        st.sampled_from(Ask),
        DAYS,
        st.sampled_from(["", "", "取下"]),
    )
    return st.lists(request, max_size=3)


POLICIES = st.builds(
    lambda **given: replace(POLICY, **given),
    advance_days=st.sampled_from([0, 30]),
    no_mynumber=st.sampled_from(["variant", "hold"]),
    notice_for_card_recipients=st.booleans(),
    cards_from=st.sampled_from([POLICY.cards_from, date(2025, 4, 1)]),
)
#: Put together once: to build a strategy takes longer than to draw from it.
PARTS = st.tuples(
    st.tuples(members(OWN, insured=True), members(FAMILY, insured=False)),
    st.fixed_dictionaries({key: asked(key) for key in (OWN, FAMILY)}),
    st.tuples(pasts(OWN), pasts(FAMILY)),
    st.booleans(),
    POLICIES,
    DAYS,
)


def history(member: Member, past: tuple[list[tuple[Issued, bool]], bool]) -> History:
    """Put a person's documents in order, those of today's spell in it."""
    issued = [replace(each, acquired=member.acquired) if current else each for each, current in past[0]]
    return History(tuple(sorted(issued, key=lambda d: d.issued_on)), past[1])


def situation(parts: tuple[Any, ...]) -> dict[str, Any]:
    """Return a household, its requests and its past on a day."""
    people, requests, past, on_record, policy, on = parts
    return {
        "household": Household(people[0], people),
        "requests": requests,
        "history": {member.key: history(member, each) for member, each in zip(people, past, strict=True)},
        "standing": Standing(on_record, snapshot_known=True, served=frozenset()),
        "policy": policy,
        "insurer": INSURER,
        "on": on,
        "seal": seal,
        "has_digits": lambda key: key == FORMER,
    }


SITUATIONS = PARTS.map(situation)


def cards(verdict: Verdict) -> list[Any]:
    return [d for d in verdict.decisions if d.kind is Kind.CARD]


@settings(max_examples=400, deadline=None)
@given(SITUATIONS)
def test_what_must_always_hold(situation: dict[str, Any]) -> None:
    verdict = decide(**situation)
    household, on, policy = situation["household"], situation["on"], situation["policy"]
    everyone_has_a_row(verdict, household)
    for decision in verdict.decisions:
        assert decision.rule in RULES
        assert decision.digits == (decision.rule == "phase-1")
        assert decision.alone <= (decision.route is Route.DIRECT)
        if decision.kind is Kind.NONE:
            assert (decision.route, decision.issued_on, decision.valid_to, decision.serves) == (
                Route.NONE,
                None,
                None,
                (),
            )
            continue
        assert decision.issued_on == max(on, decision.member.acquired)
        if household.insured.category is not Category.GENERAL:
            assert decision.route is Route.DIRECT
    for card in cards(verdict):
        assert on >= policy.cards_from
        assert card.issued_on <= card.valid_to <= in_years(card.issued_on, 5) - timedelta(days=1)
        assert card.valid_to < in_years(card.member.born, 75)
        assert card.valid_to < in_years(household.insured.born, 75)
        for lost in (card.member.lost, household.insured.lost):
            assert lost is None or card.valid_to < lost
        assert card.valid_to <= in_years(card.issued_on, 5)
        assert (card.route is Route.DIRECT) or not (card.optional and not card.member.via_employer)


def everyone_has_a_row(verdict: Verdict, household: Household) -> None:
    for member in household.members:
        kinds = [d.kind for d in verdict.decisions if d.member is member]
        assert kinds in ([Kind.NONE], [Kind.CARD], [Kind.NOTICE], [Kind.CARD, Kind.NOTICE])


@settings(max_examples=200, deadline=None)
@given(SITUATIONS)
def test_every_open_request_is_served_or_listed_exactly_once(situation: dict[str, Any]) -> None:
    verdict, on = decide(**situation), situation["on"]
    served = [i for d in verdict.decisions for i in d.serves]
    listed = [q for q in verdict.queries if q.rule in ("open-request", "stale-request")]
    open_now = [r for asked in situation["requests"].values() for r in asked if not r.closed and r.received <= on]
    assert len(served) + len(listed) == len(open_now)
    for request in open_now:
        words = f"種別={request.kind} 受付日={request.received.isoformat()}"
        assert (request.id in served) or any(q.text.startswith(words) and q.key == request.key for q in listed)


@settings(max_examples=200, deadline=None)
@given(SITUATIONS)
def test_one_live_card_and_one_phase_1(situation: dict[str, Any]) -> None:
    verdict, on = decide(**situation), situation["on"]
    for decision in verdict.decisions:
        past = situation["history"][decision.member.key].documents
        spell = [d for d in past if (d.key, d.acquired) == (decision.member.key, decision.member.acquired)]
        if decision.kind is Kind.CARD:
            live = [d.number for d in spell if d.live(on)]
            assert decision.ends in live if live else decision.ends_how in ("", "expired")
            assert (decision.ends_how == "superseded") == (decision.rule == "renewal")
        if decision.rule == "phase-1":
            assert all(d.ended == "withdrawn" for d in past if d.rule == "phase-1" and d.kind == "notice")


@settings(max_examples=150, deadline=None)
@given(SITUATIONS)
def test_explanation_says_what_was_decided(situation: dict[str, Any]) -> None:
    verdict = decide(**situation)
    for member in situation["household"].members:
        lines = explain(**situation, key=member.key)
        said = [line.split()[2] for line in lines if line.startswith("= ")]
        assert said == [d.rule for d in verdict.decisions if d.member is member]


@settings(max_examples=150, deadline=None)
@given(SITUATIONS)
def test_the_day_after_a_job_nothing_is_due_again(situation: dict[str, Any]) -> None:
    """Feed a verdict back as history: the same day again issues nothing more."""
    verdict = decide(**situation)
    served = frozenset(i for d in verdict.decisions for i in d.serves)
    standing = situation["standing"]
    first_time = any(d.rule == "phase-1" for d in verdict.decisions)
    again = {
        **situation,
        "history": {key: remembered(past, verdict, key) for key, past in situation["history"].items()},
        "standing": Standing(standing.phase1_on_record or first_time, snapshot_known=True, served=served),
    }
    for decision in decide(**again).decisions:
        # Only Ⅱ may follow Ⅰ on a day that is in both windows, and only a card that could not be compared may recur.
        assert decision.kind is Kind.NONE, (decision.rule, verdict.decisions)


def remembered(past: History, verdict: Verdict, key: Key) -> History:
    """Write a verdict into a history as the ledger would."""
    ended = {d.ends: d.ends_how for d in verdict.decisions if d.ends and d.member.key == key}
    before = [
        replace(d, ended=ended[d.number]) if d.number in ended and not d.ended and d.kind == "card" else d
        for d in past.documents
    ]
    new = [
        Issued(
            f"X{d.rule}", "card" if d.kind is Kind.CARD else "notice", d.rule, key, d.member.acquired,
            d.issued_on or date.min, d.valid_to, d.short, d.optional, d.content, "",
        )
        for d in verdict.decisions
        if d.member.key == key and d.kind is not Kind.NONE
    ]  # fmt: skip
    return History((*before, *new), past.in_snapshot)
