"""Who gets what on a day: one household, its requests and its history enter, a ``Verdict`` leaves.

Pure: no clock, no files, no ledger; the digest function and the knowledge of digits are arguments.
Authority: contract §3.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.decision import Decision, Kind, Query, Route, Verdict
from generator.eligibility import queries
from generator.eligibility.case import PHASE_1, Ask, Case, Noticing, asked_by, gather, open_day
from generator.eligibility.content import card_digest, notice_digest
from generator.eligibility.expiry import expiry, keeps_short
from generator.eligibility.route import alone, card_route, notice_route
from generator.eligibility.rule import Rule, first
from generator.eligibility.rules import CARDS, NO_CARD, NOT_AT_ALL, NOTICES, SHORT_RULES
from generator.history import NO_HISTORY, History, Seal, Standing
from generator.model import Household, Insurer, Key, Policy, Request

ENTITLEMENT_ENDED = "entitlement-ended"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was decided about one person."""

    decisions: tuple[Decision, ...]
    queries: tuple[Query, ...]


def decide(
    household: Household,
    requests: Mapping[Key, Sequence[Request]],
    history: Mapping[Key, History],
    standing: Standing,
    policy: Policy,
    insurer: Insurer,
    on: date,
    seal: Seal,
    *,
    has_digits: Callable[[Key], bool],
) -> Verdict:
    """Decide what everyone of a household gets on a day; ConfigError where [[expiry]] cannot serve a card."""
    day = open_day(policy, insurer, standing, on, seal, has_digits)
    decisions: list[Decision] = []
    found: list[Query] = []
    for member in household.members:
        past = history.get(member.key, NO_HISTORY)
        case = gather(day, member, household.insured, past, asked_by(member, requests))
        outcome = judge(case)
        decisions += outcome.decisions
        found += outcome.queries
    return Verdict(household, tuple(decisions), tuple(found))


def judge(case: Case) -> Outcome:
    """Decide about one person."""
    reason = first(NOT_AT_ALL, case)
    barred, held_back = reason is not None, False
    card = notice = None
    if not barred:
        card, reason = decide_card(case)
        notice, held_back = _decide_notice(case, card)
    if card is not None:
        decisions = (card,) if notice is None else (card, notice)
    else:
        decisions = () if notice is None else (notice,)
    found = queries.ask(case, reason, decisions, barred=barred, held_back=held_back)
    return Outcome(decisions or (_none(case, reason.name if reason else ""),), tuple(found))


def decide_card(case: Case) -> tuple[Decision | None, Rule[Case] | None]:
    """Return the card of today, or the reason why there is none."""
    rule = card_rule(case)
    if rule is None:
        return None, first(NO_CARD, case)
    short = rule.name in SHORT_RULES or keeps_short(case)
    valid_to = expiry(case, short=short)
    if valid_to < case.issued_on:
        return None, Rule(ENTITLEMENT_ENDED, "", (), query=True)
    return _card(case, rule, valid_to, short=short), None


def card_rule(case: Case) -> Rule[Case] | None:
    """Return the first card rule that fits, none before cards_from."""
    return first(CARDS, case) if case.day.on >= case.day.policy.cards_from else None


def _card(case: Case, rule: Rule[Case], valid_to: date, *, short: bool) -> Decision:
    optional = case.items and (rule.name == "optional-items" or (case.held is not None and case.held.optional))
    route = card_route(case, optional=optional)
    ends, how = _ended_by(case, rule.name)
    return Decision(
        member=case.member,
        kind=Kind.CARD,
        rule=rule.name,
        basis=rule.basis,
        route=route,
        issued_on=case.issued_on,
        valid_to=valid_to,
        short=short,
        optional=optional,
        ratio=case.ratio,
        alone=alone(case, route, optional=optional),
        person=case.member.former or case.member.key,
        content=card_digest(case),
        ends=ends,
        ends_how=how,
        predecessor=case.cards[-1].number if case.cards else "",
        serves=tuple(r.id for r in case.requests if r.kind != Ask.RENOTIFY),
    )


def _ended_by(case: Case, rule: str) -> tuple[str, str]:
    """Return the card whose place a new one takes, and how it ends."""
    if case.held is not None:
        return case.held.number, "superseded" if rule == "renewal" else "void"
    last = case.cards[-1] if case.cards else None
    return (last.number, "expired") if last is not None and not last.ended else ("", "")


def _decide_notice(case: Case, card: Decision | None) -> tuple[Decision | None, bool]:
    """Return the notice of today, and whether phase Ⅰ is held back for want of digits."""
    rule = first(NOTICES, Noticing(case, card is not None))
    if rule is None:
        return None, False
    if rule.name == PHASE_1 and case.day.policy.no_mynumber == "hold" and not case.has_digits:
        return None, True
    return _notice(case, rule), False


def _notice(case: Case, rule: Rule[Noticing]) -> Decision:
    route = notice_route(case)
    return Decision(
        member=case.member,
        kind=Kind.NOTICE,
        rule=rule.name,
        basis=rule.basis,
        route=route,
        issued_on=case.issued_on,
        ratio=case.ratio,
        digits=rule.name == PHASE_1,
        alone=alone(case, route, optional=False),
        person=case.member.former or case.member.key,
        content=notice_digest(case),
        predecessor=_withdrawn_phase_1(case) if rule.name == PHASE_1 else "",
        serves=tuple(r.id for r in case.requests if r.kind == Ask.RENOTIFY),
    )


def _withdrawn_phase_1(case: Case) -> str:
    """Return the last phase Ⅰ notice of the person; where Ⅰ is due, it can only be a withdrawn one."""
    return next((d.number for d in reversed(case.history.documents) if d.rule == PHASE_1), "")


def _none(case: Case, reason: str) -> Decision:
    return Decision(case.member, Kind.NONE, reason, "", Route.NONE)
