"""有効期限: a case enters, the last day of a card issued today leaves, with the cap that decided.

Authority: contract §3 (有効期限 = min(...)), 施行規則47条2項 (five years counted from the issue date), domain.md §4.3.
"""

from datetime import date

from generator.calendar import DAY, term_ends
from generator.eligibility.case import Case
from generator.errors import ConfigError
from generator.model import Category, Policy

LEGAL_YEARS = 5
VOLUNTARY_YEARS = 2
SHORT_MONTHS = 2


def expiry(case: Case, *, short: bool) -> date:
    """Return the last day of a card issued today; ConfigError where [[expiry]] has no usable row."""
    return min(day for _, day in caps(case, short=short))


def caps(case: Case, *, short: bool) -> list[tuple[str, date]]:
    """Return every cap that applies, by name, in the order of contract §3."""
    member, insured, first = case.member, case.insured, case.issued_on
    found = [
        ("[[expiry]]", policy_expiry(case.day.policy, issued_on=first, on=case.day.on)),
        ("5 years", term_ends(first, years=LEGAL_YEARS)),
        ("75th birthday", case.turns_75 - DAY),
    ]
    if member is not insured:
        found.append(("75th birthday of the 本人", case.insured_turns_75 - DAY))
    if insured.category is Category.VOLUNTARY:
        found.append(("任意継続", term_ends(insured.acquired, years=VOLUNTARY_YEARS)))
    if member.lost:
        found.append(("資格喪失年月日", member.lost - DAY))
    if insured.lost and member is not insured:
        found.append(("資格喪失年月日 of the 本人", insured.lost - DAY))
    if short:
        found.append(("short", _short_end(case)))
    return found


def keeps_short(case: Case) -> bool:
    """Tell whether a replaced card stays short, because nothing but the short one entitles the person."""
    return case.held is not None and case.held.short and not case.unable and not case.needs


def policy_expiry(policy: Policy, *, issued_on: date, on: date) -> date:
    """Return valid_to of the last [[expiry]] row in force; ConfigError if there is none or it is over."""
    rows = [row.valid_to for row in policy.expiry if row.issued_from <= issued_on]
    if not rows:
        raise ConfigError(
            "expiry-policy",
            "society.toml",
            "no [[expiry]] row is in force on {day}",
            "add a row with issued_from on or before that day",
            day=issued_on.isoformat(),
        )
    if rows[-1] < on:
        raise ConfigError(
            "expiry-policy",
            "society.toml",
            "cards issued on {day} would have expired on {valid_to}",
            "add an [[expiry]] row with a later valid_to",
            day=on.isoformat(),
            valid_to=rows[-1].isoformat(),
        )
    return rows[-1]


def _short_end(case: Case) -> date:
    if case.held is not None and case.held.valid_to is not None and keeps_short(case):
        return case.held.valid_to
    return term_ends(case.issued_on, months=SHORT_MONTHS)
