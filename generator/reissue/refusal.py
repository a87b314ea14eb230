"""Why a card is not reprinted, in the words of the desk: a case and its outcome enter, a Refusal leaves.

Every answer names the document to offer instead, or who decides. Never a name, a birth date or a digit; authority:
contract §3, domain.md §4.2 rows 20-26.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from generator.decision import Kind
from generator.eligibility.case import Case
from generator.eligibility.decide import Outcome, decide_card
from generator.errors import Stopped

#: Reason → fact and next step. The reasons are the rules' own, but the last two; the first three stand behind `holds`.
WHY: Final[Mapping[str, tuple[str, str]]] = {
    "able": (
        "the マイナ保険証 of {key} works, so no card is due",
        "offer a 資格情報のお知らせ (request 再通知); with 要配慮 a card is due all the same",
    ),
    "unconfirmed": (
        "whether the マイナ保険証 of {key} works is 未確認",
        "have the registration looked up and members.csv corrected; with 要配慮 a card is due all the same",
    ),
    "holds": ("no rule replaces the card of {key}", "look at `shikaku decide --explain`"),
    "left": (
        "{key} lost 資格 on {lost}; nothing is issued any more",
        "ask for the card back (返納), or offer a 資格喪失証明書",
    ),
    "not-yet": ("資格 of {key} has not begun, or is not registered yet", "the first card comes with the day's job"),
    "over-75": (
        "{key} has reached 75; the entitlement has ended",
        "ask for the card back (返納); the 後期高齢者医療広域連合 issues from now on",
    ),
    "insured-left": (
        "the 本人 of {key} lost 資格 on {insured_lost}, and the family with it",
        "ask for the cards back (返納), or correct members.csv",
    ),
    "insured-over-75": (
        "the 本人 of {key} has reached 75; the family's entitlement has ended with it",
        "ask for the cards back (返納); the family joins another insurer",
    ),
    "manual": (
        "{key} is 個別対応, or 不開示 without 送付方法: nothing is made by machine",
        "let the person in charge of the case decide",
    ),
    "leaves-soon": ("資格 of {key} ends on {lost}", "offer a 資格喪失証明書 for the days after it"),
    "before-start": ("no cards are issued before {cards_from}", "the 保険証 is reissued as before"),
    "entitlement-ended": ("a card of {key} would have expired before its first day", "look at members.csv"),
    "old-card-valid": (
        "{key} holds no card yet; the old 保険証 serves until {old_card_ends}",
        "if the 保険証 is lost, file 旧証紛失 in requests.csv: it gives the first card",
    ),
    "wish-but-registered": (
        "{key} holds no card, and the マイナ保険証 works, so none is due",
        "offer a 資格情報のお知らせ (request 再通知); with 要配慮 a card is due all the same",
    ),
    "no-card": (
        "{key} holds no card that could be reprinted",
        "offer a 資格情報のお知らせ (request 再通知); with 要配慮 a card is due all the same",
    ),
    "other-rule": ("this is no reprint: rule {rule} gives {key} a card", "it comes with the next `shikaku run`"),
}


def refused(case: Case, outcome: Outcome) -> Stopped:
    """Say why no reprint is due."""
    key, policy = str(case.member.key), case.day.policy
    card = next((d for d in outcome.decisions if d.kind is Kind.CARD), None)
    if card is not None:
        return _stopped(WHY["other-rule"], key=key, rule=card.rule)
    reason = _reason(case, outcome)
    fact, step = WHY.get(reason, WHY["holds"])
    if case.held is None and reason in ("able", "unconfirmed"):
        fact = WHY["no-card"][0]
    facts = {
        "lost": _iso(case.member.lost),
        "insured_lost": _iso(case.insured.lost),
        "cards_from": _iso(policy.cards_from),
        "old_card_ends": _iso(policy.old_card_ends),
    }
    return _stopped((fact, step), key=key, **facts)


def _reason(case: Case, outcome: Outcome) -> str:
    """Return the rules' reason; behind `holds`, why the request did not fire."""
    none = next((d.rule for d in outcome.decisions if d.kind is Kind.NONE), "")
    if not none:  # a notice stands in the place of the なし row
        _, rule = decide_card(case)
        none = rule.name if rule else ""
    if none != "holds":
        return none
    if case.able:
        return "able"
    return none if case.unable else "unconfirmed"


def _stopped(template: tuple[str, str], **facts: str) -> Stopped:
    fact, step = template
    return Stopped("reprint-refused", "", fact, step, **facts)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
