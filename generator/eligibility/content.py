"""What a document bears, as a fixed tuple of texts, so that two days can be compared by a salted digest.

Members and the insurer enter, tuples for ``Seal`` leave. The first element names the shape: another shape is another
digest, so it is only ever changed on purpose. Authority: contract §3 `changed` and `notice-changed`;
施行規則47条3項, 51条の3第5項.
"""

from datetime import date

from generator.eligibility.case import Case
from generator.model import Category, Insurer, Member


def card_content(member: Member, insured: Member, insurer: Insurer, *, ratio: bool) -> tuple[str, ...]:
    """Return what a card bears of number, insurer, name, sex, birth, acquisition, 割合 and 被保険者氏名."""
    return (
        "card-1",
        *_numbers(member, insured, insurer),
        member.name,
        member.alias,
        member.maiden,
        member.sex,
        "裏面参照" if member.sex_on_back or member.alias else "",
        member.born.isoformat(),
        member.acquired.isoformat(),
        *_ratio(member, ratio=ratio),
        "" if member.insured else insured.shown_name,
    )


def notice_content(member: Member, insured: Member, insurer: Insurer, *, ratio: bool) -> tuple[str, ...]:
    """Return what a notice bears of number, 保険者番号, 保険者の名称 and 割合 with its dates."""
    return ("notice-1", *_numbers(member, insured, insurer), *_ratio(member, ratio=ratio))


def insurer_number(insurer: Insurer, insured: Member) -> str:
    """Return the 保険者番号 of a household: 法別 63 for 特例退職."""
    return insurer.number_retired if insured.category is Category.RETIRED else insurer.number


def card_digest(case: Case) -> str:
    """Return the salted digest of the card this person would get today."""
    return case.day.seal(card_content(case.member, case.insured, case.day.insurer, ratio=case.ratio))


def notice_digest(case: Case) -> str:
    """Return the salted digest of the notice this person would get today."""
    return case.day.seal(notice_content(case.member, case.insured, case.day.insurer, ratio=case.ratio))


def _numbers(member: Member, insured: Member, insurer: Insurer) -> tuple[str, ...]:
    key = member.key
    return key.symbol, key.number, key.branch, insurer_number(insurer, insured), insurer.name


def _ratio(member: Member, *, ratio: bool) -> tuple[str, str, str]:
    return (member.ratio, _iso(member.ratio_from), _iso(member.ratio_until)) if ratio else ("", "", "")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
