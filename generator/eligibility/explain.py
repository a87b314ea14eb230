"""Why a person gets what they get: a case enters, one line a rule looked at leaves.

Staff output, without personal data beside the key: dates of enrolment, states, numbers of documents. Templates are
English message ids; `translate` puts them into the user's language. Authority: contract §1 (`--explain`) and §3.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from generator.decision import Decision, Kind, Query
from generator.eligibility.case import Case, Noticing, asked_by, gather, open_day
from generator.eligibility.decide import card_rule, decide_card, judge
from generator.eligibility.expiry import caps, keeps_short
from generator.eligibility.rule import Rule, first
from generator.eligibility.rules import CARDS, NO_CARD, NOT_AT_ALL, NOTICES, SHORT_RULES
from generator.history import NO_HISTORY, History, Issued, Seal, Standing
from generator.model import Household, Insurer, Key, Policy, Request

T = TypeVar("T")
Translate = Callable[[str], str]


def explain(
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
    key: Key,
    translate: Translate = str,
) -> tuple[str, ...]:
    """Explain one person of a household, rule by rule; KeyError if the key is not of this household."""
    member = next((m for m in household.members if m.key == key), None)
    if member is None:
        raise KeyError(str(key))
    day = open_day(policy, insurer, standing, on, seal, has_digits)
    case = gather(day, member, household.insured, history.get(key, NO_HISTORY), asked_by(member, requests))
    return trace(case, translate)


def trace(case: Case, translate: Translate = str) -> tuple[str, ...]:
    """Explain one case, rule by rule."""
    facts = _facts(case, translate)
    lines = [f"{case.member.key} {case.day.on.isoformat()}"]
    lines += _table("not at all", NOT_AT_ALL, case, facts, translate)
    if first(NOT_AT_ALL, case) is None:
        lines += _card_lines(case, facts, translate)
        card, _ = decide_card(case)
        facts["card_today"] = _yes(card is not None)
        lines += _table("notice", NOTICES, Noticing(case, card is not None), facts, translate)
    outcome = judge(case)
    lines += [_decision(d) for d in outcome.decisions]
    lines += [_query(q) for q in outcome.queries]
    return tuple(lines)


def _card_lines(case: Case, facts: Mapping[str, str], translate: Translate) -> Iterable[str]:
    if case.day.on >= case.day.policy.cards_from:
        yield from _table("card", CARDS, case, facts, translate)
    rule = card_rule(case)
    if rule is None:
        yield from _table("no card", NO_CARD, case, facts, translate)
        return
    short = rule.name in SHORT_RULES or keeps_short(case)
    found = caps(case, short=short)
    looked = ", ".join(translate(name) for name, _ in found)  # a 75th birthday's date would be a birth date
    yield f"{translate('card expiry')}: {translate(min(found, key=lambda cap: cap[1])[0])}: {looked}"


def _table(
    title: str, rules: Iterable[Rule[T]], subject: T, facts: Mapping[str, str], translate: Translate
) -> Iterable[str]:
    """Explain one table up to the rule that fits."""
    for rule in rules:
        stop = rule.missing(subject)
        if stop is not None:
            wanted, looked = translate(stop.name), translate(stop.facts).format_map(facts)
            yield f"{translate(title)} {rule.name}: {translate('no')}: {wanted}? {looked}"
            continue
        looked = "; ".join(f"{translate(c.name)}: {translate(c.facts).format_map(facts)}" for c in rule.conditions)
        yield f"{translate(title)} {rule.name}: {translate('yes')}: {looked or translate('nothing else fits')}"
        return


def _facts(case: Case, translate: Translate) -> dict[str, str]:
    """Gather every fact a condition may name."""
    member, insured, day = case.member, case.insured, case.day
    policy = day.policy
    return {
        "lost": _day(member.lost),
        "registered": _day(member.registered),
        "acquired": _day(member.acquired),
        "turns_75": translate(_reached(case.turns_75, day.on)),
        "relation": "本人" if member.insured else "家族",
        "insured_lost": _day(insured.lost),
        "insured_registered": _day(insured.registered),
        "insured_acquired": _day(insured.acquired),
        "insured_turns_75": translate(_reached(case.insured_turns_75, day.on)),
        "manual": _yes(member.manual),
        "direct": "直送" if member.direct else "-",
        "myna": str(member.myna),
        "certificate": _day(member.certificate_until),
        "special": _yes(member.special),
        "wish": _yes(member.wish),
        "limit": _yes(bool(member.limit)),
        "limit_until": _day(member.limit_until),
        "disease": _yes(bool(member.disease)),
        "open": ", ".join(f"{r.kind} {r.received.isoformat()}" for r in case.requests) or "-",
        "held": _card(case.held),
        "expiry": _expiry(case),
        "notices": ", ".join(f"{n.rule} {n.issued_on.isoformat()} ({n.key})" for n in case.notices) or "-",
        "in_snapshot": _yes(case.history.in_snapshot),
        "phase1_on_record": _yes(day.standing.phase1_on_record),
        "phase1": " - ".join(d.isoformat() for d in policy.phase1) if policy.phase1 else translate("none"),
        "latest_acquired": _day(day.latest_acquired),
        "latest_leaving": _day(day.latest_leaving),
        "latest_renewal": _day(day.latest_renewal),
        "cards_from": _day(policy.cards_from),
        "phase2_from": _day(policy.phase2_from),
        "bulk_cards_from": _day(policy.bulk_cards_from),
        "old_card_ends": _day(policy.old_card_ends),
    }


def _expiry(case: Case) -> str:
    if case.held is None or case.day.on < case.day.policy.cards_from:
        return "-"
    return min(day for _, day in caps(case, short=False)).isoformat()


def _card(card: Issued | None) -> str:
    if card is None:
        return "-"
    return f"{card.number} {card.rule}{' short' if card.short else ''} {_day(card.valid_to)}"


def _reached(turns: date, on: date) -> str:
    """Say whether a birthday has come: the day itself would give the birth date away."""
    return "reached" if turns <= on else "not reached"


def _decision(decision: Decision) -> str:
    if decision.kind is Kind.NONE:
        return f"= {decision.kind} {decision.rule}"
    parts = [decision.kind, decision.rule, decision.basis, decision.route, _day(decision.valid_to)]
    return "= " + " ".join(str(part) for part in parts if part and part != "-")


def _query(query: Query) -> str:
    return f"? {query.rule} {query.text}".rstrip()


def _day(day: date | None) -> str:
    return day.isoformat() if day else "-"


def _yes(value: bool) -> str:  # noqa: FBT001 - it writes a truth value
    return "有" if value else "-"
