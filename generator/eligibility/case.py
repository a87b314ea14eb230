"""One person on one day, gathered once: the facts every rule of contract §3 speaks of, and nothing else.

Member, household, open requests, history and policy enter; a frozen ``Case`` leaves. The words are those of
contract §3 ("Words"): spell, holds, able, unable, old card, needs, served Ⅰ, open request.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from generator.calendar import LEAVING_AGE, RATIO_AGE, birthday, month_after_reaching
from generator.history import History, Issued, Seal, Standing
from generator.model import Insurer, Key, Member, Myna, Policy, Request

LAST_OLD_CARD_DAY = date(2024, 12, 1)  # 保険証 were issued up to this day (domain.md §0 SD-9)
PHASE_1, PHASE_2, PHASE_3 = "phase-1", "phase-2", "phase-3"
SPECIAL_NEEDS = "special-needs"


class Ask(StrEnum):
    """種別 of a request."""

    OLD_LOST = "旧証紛失"
    OLD_DAMAGED = "旧証き損"
    SPECIAL = "要配慮"
    MYNA_LOST = "マイナカード紛失"
    REISSUE = "再交付"
    NAME = "氏名変更"
    CORRECTION = "訂正"
    ITEMS = "券面追記"
    RENOTIFY = "再通知"


@dataclass(frozen=True, slots=True)
class Day:
    """What is the same for everybody on one day."""

    on: date
    policy: Policy
    insurer: Insurer
    standing: Standing
    seal: Seal
    has_digits: Callable[[Key], bool]
    latest_acquired: date  #: D + advance_days
    latest_leaving: date  #: D + leaving_days
    latest_renewal: date  #: D + renewal_lead
    oldest_request: date  #: D − request_days
    oldest_unconfirmed: date  #: D − unconfirmed_days


@dataclass(frozen=True, slots=True)
class Case:
    """One person on one day."""

    day: Day
    member: Member
    insured: Member  #: the 本人 of the household
    issued_on: date  #: I = max(D, 資格取得年月日)
    turns_75: date
    insured_turns_75: date
    able: bool
    unable: bool
    needs: bool
    old_card: bool
    ratio: bool  #: a document of today bears 割合
    items: bool  #: 限度額区分 or 特定疾病 is given and still runs
    held: Issued | None  #: the live card of this spell
    cards: tuple[Issued, ...]  #: every card of this spell, oldest first, whatever became of it
    notices: tuple[Issued, ...]  #: every notice of this person that was not withdrawn
    to_collect: tuple[Issued, ...]  #: live cards of an earlier spell or the former key
    history: History
    requests: tuple[Request, ...]  #: open today
    kinds: frozenset[str]  #: 種別 of the open ones
    stale: tuple[Request, ...]

    @property
    def notified_in_spell(self) -> bool:
        """Tell whether Ⅱ or Ⅲ was issued in this spell."""
        return any(n.rule in (PHASE_2, PHASE_3) and _of_spell(n, self.member) for n in self.notices)

    @property
    def had_phase_1(self) -> bool:
        """Tell whether phase Ⅰ was ever issued to this person, under either key."""
        return any(n.rule == PHASE_1 for n in self.notices)

    @property
    def served_phase_1(self) -> bool:
        """Tell whether phase Ⅰ reached this spell, or the snapshot stands for a ledger that knows none."""
        if any(n.rule == PHASE_1 and _of_spell(n, self.member) for n in self.notices):
            return True
        return self.served_by_snapshot

    @property
    def served_by_snapshot(self) -> bool:
        """Tell whether phase Ⅰ was served before this ledger began."""
        return self.history.in_snapshot and not self.day.standing.phase1_on_record

    @property
    def has_digits(self) -> bool:
        """Tell whether the last four digits are on file under the own or the former key."""
        former = self.member.former
        known = self.day.has_digits
        return known(self.member.key) or (former is not None and known(former))


@dataclass(frozen=True, slots=True)
class Noticing:
    """A case once its card is decided: what the notice rules look at."""

    case: Case
    card_today: bool

    @property
    def uncarded(self) -> bool:
        """Tell whether there is no card today and none is held."""
        return not self.card_today and self.case.held is None


def open_day(
    policy: Policy,
    insurer: Insurer,
    standing: Standing,
    on: date,
    seal: Seal,
    has_digits: Callable[[Key], bool],
) -> Day:
    """Work out the limits of one day."""
    return Day(
        on=on,
        policy=policy,
        insurer=insurer,
        standing=standing,
        seal=seal,
        has_digits=has_digits,
        latest_acquired=on + timedelta(days=policy.advance_days),
        latest_leaving=on + timedelta(days=policy.leaving_days),
        latest_renewal=on + timedelta(days=policy.renewal_lead),
        oldest_request=on - timedelta(days=policy.request_days),
        oldest_unconfirmed=on - timedelta(days=policy.unconfirmed_days),
    )


def gather(day: Day, member: Member, insured: Member, history: History, asked: Sequence[Request]) -> Case:
    """Gather what is known of one person on one day."""
    able, unable = registration(member, day)
    cards, notices, elsewhere = _documents(member, history) if history.documents else ((), (), ())
    held = next((c for c in reversed(cards) if c.live(day.on)), None)
    waiting, stale = pending(day, asked) if asked else ((), ())
    issued_on = max(day.on, member.acquired)
    turns_75 = birthday(member.born, LEAVING_AGE)
    return Case(
        day=day,
        member=member,
        insured=insured,
        issued_on=issued_on,
        turns_75=turns_75,
        insured_turns_75=turns_75 if member is insured else birthday(insured.born, LEAVING_AGE),
        able=able,
        unable=unable,
        needs=member.special or (held is not None and held.rule == SPECIAL_NEEDS),
        old_card=member.registered <= LAST_OLD_CARD_DAY and member.acquired <= LAST_OLD_CARD_DAY,
        ratio=bears_ratio(member, issued_on),
        items=runs_limit(member, issued_on) or bool(member.disease),
        held=held,
        cards=cards,
        notices=notices,
        to_collect=tuple(c for c in elsewhere if _in_hand(c, day.on)),
        history=history,
        requests=waiting,
        kinds=frozenset([r.kind for r in waiting]),
        stale=stale,
    )


def asked_by(member: Member, requests: Mapping[Key, Sequence[Request]]) -> Sequence[Request]:
    """Return a person's requests, those under the former key included."""
    own = requests.get(member.key, ())
    former = requests.get(member.former, ()) if member.former is not None else ()
    return (*own, *former) if former else own


def registration(member: Member, day: Day) -> tuple[bool, bool]:
    """Tell whether マイナ保険証 serves (able) and whether it is known not to (unable)."""
    state = member.myna
    if state is Myna.REGISTERED:
        lapsed = member.certificate_until is not None and member.certificate_until < day.on
        return not lapsed, lapsed
    if state is Myna.UNCONFIRMED:
        return False, day.on >= day.policy.bulk_cards_from and member.registered < day.oldest_unconfirmed
    return False, True


def bears_ratio(member: Member, issued_on: date) -> bool:
    """Tell whether a document issued that day bears 割合 (施行規則47条3項4号, domain.md §4.5)."""
    if not member.ratio or member.elder_card:
        return False
    return month_after_reaching(member.born, RATIO_AGE) <= issued_on < birthday(member.born, LEAVING_AGE)


def runs_limit(member: Member, issued_on: date) -> bool:
    """Tell whether 限度額区分 is given and has not run out."""
    return bool(member.limit) and (member.limit_until is None or member.limit_until >= issued_on)


def pending(day: Day, asked: Sequence[Request]) -> tuple[tuple[Request, ...], tuple[Request, ...]]:
    """Part one person's requests into those open today and those gone stale."""
    alive = [r for r in asked if not r.closed and r.received <= day.on and r.id not in day.standing.served]
    fresh = tuple(r for r in alive if r.received >= day.oldest_request)
    return fresh, tuple(r for r in alive if r.received < day.oldest_request)


def _of_spell(document: Issued, member: Member) -> bool:
    return document.acquired == member.acquired and document.key == member.key


def _in_hand(card: Issued, on: date) -> bool:
    """Tell whether a card can still be shown: a superseded one is valid to its date."""
    return card.ended in ("", "superseded") and card.valid_to is not None and card.valid_to >= on


def _documents(member: Member, history: History) -> tuple[tuple[Issued, ...], tuple[Issued, ...], tuple[Issued, ...]]:
    """Part a history into cards of this spell, notices of the person, and cards of elsewhere."""
    cards: list[Issued] = []
    notices: list[Issued] = []
    elsewhere: list[Issued] = []
    for document in history.documents:
        if document.kind != "card":
            if document.ended != "withdrawn":
                notices.append(document)
        elif _of_spell(document, member):
            cards.append(document)
        else:
            elsewhere.append(document)
    return tuple(cards), tuple(notices), tuple(elsewhere)
