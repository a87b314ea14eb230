"""The query list: what someone has to look at, one row a reason, from a case and what was decided on it.

`内容` is written as ``header=value`` pairs with the input's own headers, so that it reads the same in every language
and is the same on every machine. Never names, birth dates or digits. Authority: contract §3 (every `*`).
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from generator.decision import Decision, Kind, Query
from generator.eligibility import conditions as c
from generator.eligibility.case import PHASE_2, Ask, Case, Day, pending
from generator.eligibility.rule import Condition
from generator.history import Issued
from generator.model import Member, Request

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


def starred(case: Case, rule: str) -> Query:
    """Put a rule with the contract's `*` on the list."""
    return Query(case.member.key, rule, _SAYS[rule](case) if rule in _SAYS else "")


def standing_queries(case: Case) -> Iterable[Query]:
    """Name what is wrong around a person, whatever is decided today."""
    key = case.member.key
    for card in case.to_collect:
        yield Query(key, "to-collect", _card(card))
    for header in mismatches(case.member, case.insured):
        yield Query(key, "household-mismatch", header)
    for request in case.stale:
        yield Query(key, "stale-request", _request(request))


def card_queries(case: Case, card: Decision | None) -> Iterable[Query]:
    """Name what a card left open."""
    if card and Ask.ITEMS in case.kinds and not card.optional:
        yield Query(case.member.key, "card-without-items", f"規則={card.rule}")


def notice_queries(case: Case, notice: Decision | None, *, held_back: bool) -> Iterable[Query]:
    """Name what a notice left open; `held_back` where Ⅰ is due, has no digits, and policy says hold."""
    if held_back:
        yield Query(case.member.key, "phase-1-hold", "個人番号下4桁なし")
    if notice and notice.rule == PHASE_2 and c.phase_1_missed(case):
        yield Query(case.member.key, "phase-1-missed", f"規則={PHASE_2}")


def unserved(case: Case, reason: str, decisions: Sequence[Decision], *, barred: bool) -> Iterable[Query]:
    """Name every open request that nothing of today serves; `barred` where the reason stands for all of them."""
    if not case.requests:
        return
    served = {request for decision in decisions for request in decision.serves}
    carded = any(d.kind is Kind.CARD for d in decisions)
    for request in case.requests:
        if request.id not in served:
            why = reason if barred else _why(case, request.kind, reason, carded=carded)
            yield Query(case.member.key, "open-request", f"{_request(request)} 理由={why}")


def held_back(day: Day, requests: Sequence[Request], reason: str) -> Iterable[Query]:
    """Name the open and stale requests of someone who is not decided at all (rejected, or not in the file)."""
    fresh, stale = pending(day, requests)
    for request in fresh:
        yield Query(request.key, "open-request", f"{_request(request)} 理由={reason}")
    for request in stale:
        yield Query(request.key, "stale-request", _request(request))


def mismatches(member: Member, insured: Member) -> tuple[str, ...]:
    """Return the headers in which a 家族 row says otherwise than the 本人's; the 本人's holds."""
    if member is insured:
        return ()
    found = [] if member.category is insured.category else ["区分"]
    if member.employer and member.employer != insured.employer:
        found.append("事業所コード")
    if (member.office and member.office != insured.office) or (
        member.office_name and member.office_name != insured.office_name
    ):
        found.append("所属")
    if not member.direct and member.home is not None and member.home != insured.home:
        found.append("住所")
    if not member.direct and member.mail_to is not None and member.mail_to != insured.mail_to:
        found.append("送付先")
    return tuple(found)


def _why(case: Case, kind: str, reason: str, *, carded: bool) -> str:
    if kind == Ask.RENOTIFY:
        if carded:
            return "card-today"
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
