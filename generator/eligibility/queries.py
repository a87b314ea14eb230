"""The query list: what someone has to look at, one row a reason, from a case and what was decided on it.

`内容` is written as ``header=value`` pairs with the input's own headers, so that it reads the same in every language
and is the same on every machine. Never names, birth dates or digits. Authority: contract §3 (every `*`).
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from generator.decision import Decision, Kind, Query, Route
from generator.eligibility import conditions as c
from generator.eligibility.case import PHASE_2, Ask, Case, Day, pending
from generator.eligibility.rule import Condition, Rule
from generator.history import Issued
from generator.model import Request

#: Why a card request got no card, before the card table's own reason: the first that fits.
_WHY: dict[str, tuple[tuple[str, Condition[Case]], ...]] = {
    Ask.REISSUE: (("no-card-held", c.not_holding), ("able", c.able), ("unconfirmed", c.not_unable)),
    Ask.NAME: (("able", c.able), ("unconfirmed", c.not_unable)),
    Ask.CORRECTION: (("able", c.able), ("unconfirmed", c.not_unable), ("no-card-held", c.not_holding)),
    Ask.ITEMS: (("no-optional-items", Condition("no items", lambda case: not case.items, "")),),
    Ask.OLD_LOST: (("able", c.able), ("holds", c.holds), ("no-old-card", c.no_old_card)),
    Ask.OLD_DAMAGED: (("able", c.able), ("holds", c.holds), ("no-old-card", c.no_old_card)),
}


#: What 内容 says beside a starred rule. Nothing about ages: a birthday is a birth date.
_SAYS: dict[str, Callable[[Case], str]] = {
    "insured-left": lambda case: f"本人の資格喪失年月日={_day(case.insured.lost)}",
    "manual": lambda case: "個別対応=有" if case.member.manual else f"マイナ保険証={case.member.myna} 送付方法=",
    "leaves-soon": lambda case: f"資格喪失年月日={_day(case.member.lost)}",
    "wish-but-registered": lambda case: f"交付希望=有 マイナ保険証={case.member.myna}",
    "unconfirmed": lambda case: f"登録年月日={_day(case.member.registered)}",
}


def ask(
    case: Case, reason: Rule[Case] | None, decisions: Sequence[Decision], *, barred: bool, held_back: bool
) -> list[Query]:
    """List all that someone has to look at.

    `reason` is why there is no card, None where there is one; `barred` where it stands for everything of the person;
    `held_back` where Ⅰ is due, has no digits, and policy says hold.
    """
    key = case.member.key
    found = [Query(key, "to-collect", _card(card)) for card in case.to_collect]
    found += [Query(key, "stale-request", _request(request)) for request in case.stale]
    if reason is not None and reason.query:
        found.append(Query(key, reason.name, _SAYS[reason.name](case) if reason.name in _SAYS else ""))
    if held_back:
        found.append(Query(key, "phase-1-hold", "個人番号下4桁="))
    if decisions:
        found += _documents(case, decisions)
    if case.requests:
        found += _unserved(case, reason, decisions, barred=barred)
    return found


def _documents(case: Case, decisions: Sequence[Decision]) -> Iterable[Query]:
    """Name what the documents of today leave open."""
    key = case.member.key
    for decision in decisions:
        if decision.kind is Kind.CARD and Ask.ITEMS in case.kinds and not decision.optional:
            yield Query(key, "card-without-items", f"規則={decision.rule}")
        if decision.rule == PHASE_2 and c.phase_1_missed(case):
            yield Query(key, "phase-1-missed", f"規則={PHASE_2}")
    if case.member.mail_to is not None and any(d.route is Route.EMPLOYER for d in decisions):
        yield Query(key, "mail-to-unused", "送付方法=")


def _unserved(case: Case, reason: Rule[Case] | None, decisions: Sequence[Decision], *, barred: bool) -> Iterable[Query]:
    """Name every open request that nothing of today serves, with the reason."""
    served = {request for decision in decisions for request in decision.serves}
    name = reason.name if reason else "card-today"
    for request in case.requests:
        if request.id not in served:
            why = name if barred else _why(case, request.kind, name)
            yield Query(case.member.key, "open-request", f"{_request(request)} 理由={why}")


def held_back(day: Day, requests: Sequence[Request], reason: str) -> Iterable[Query]:
    """Name the open and stale requests of someone who is not decided at all (rejected, or not in the file)."""
    fresh, stale = pending(day, requests)
    for request in fresh:
        yield Query(request.key, "open-request", f"{_request(request)} 理由={reason}")
    for request in stale:
        yield Query(request.key, "stale-request", _request(request))


def _why(case: Case, kind: str, reason: str) -> str:
    if kind == Ask.RENOTIFY:
        if reason == "card-today":
            return reason
        return "holds" if case.held else "never-notified"
    if reason in ("before-start", "entitlement-ended"):
        return reason
    return next((code for code, condition in _WHY.get(kind, ()) if condition.holds(case)), reason)


def _request(request: Request) -> str:
    serial = f" 受付番号={request.serial}" if request.serial else ""
    return f"種別={request.kind} 受付日={request.received.isoformat()}{serial}"


def _card(card: Issued) -> str:
    return f"管理番号={card.number} 有効期限={_day(card.valid_to)}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
