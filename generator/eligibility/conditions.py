"""The words of contract §3 as conditions: a case enters, yes or no leaves, with the facts looked at.

The templates name only dates, states and numbers; ``generator.eligibility.explain`` fills them.
"""

from collections.abc import Callable

from generator.calendar import DAY
from generator.eligibility.case import LAST_OLD_CARD_DAY, PHASE_1, Ask, Case, Noticing
from generator.eligibility.content import card_digest, notice_digest
from generator.eligibility.expiry import expiry
from generator.eligibility.rule import Condition
from generator.model import Myna

_REGISTRATION = "マイナ保険証 {myna}, 電子証明書有効期限 {certificate}, registered {registered}"
_OLD = "registered {registered}, acquired {acquired}"
_HELD = "card {held}"
_OPEN = "open requests: {open}"


def when(name: str, holds: Callable[[Case], bool], facts: str) -> Condition[Case]:
    """Make a condition on a case."""
    return Condition(name, holds, facts)


def noticing(name: str, holds: Callable[[Noticing], bool], facts: str) -> Condition[Noticing]:
    """Make a condition on a case whose card is decided."""
    return Condition(name, holds, facts)


def asked(*kinds: Ask) -> Condition[Case]:
    """Make the condition that a request of one of these kinds is open."""
    wanted = frozenset(str(kind) for kind in kinds)
    return when("open " + " / ".join(kinds), lambda c: not wanted.isdisjoint(c.kinds), _OPEN)


# Not at all
left = when("left", lambda c: c.member.lost is not None and c.member.lost <= c.day.on, "lost {lost}")
not_yet = when(
    "not yet",
    lambda c: c.member.registered > c.day.on or c.member.acquired > c.day.latest_acquired,
    "registered {registered}, acquired {acquired}, at most {latest_acquired}",
)
over_75 = when("75 reached", lambda c: c.turns_75 <= c.day.on, "75th birthday {turns_75}")
family = when("家族", lambda c: not c.member.insured, "{relation}")
insured_left = when(
    "本人 left", lambda c: c.insured.lost is not None and c.insured.lost <= c.day.on, "本人 lost {insured_lost}"
)
insured_not_yet = when(
    "本人 not yet",
    lambda c: c.insured.registered > c.day.on or c.insured.acquired > c.day.latest_acquired,
    "本人 registered {insured_registered}, acquired {insured_acquired}, at most {latest_acquired}",
)
insured_over_75 = when(
    "本人 75 reached", lambda c: c.insured_turns_75 <= c.day.on, "75th birthday of the 本人 {insured_turns_75}"
)
by_hand = when("個別対応", lambda c: c.member.manual, "個別対応 {manual}")
undisclosed = when("不開示", lambda c: c.member.myna is Myna.UNDISCLOSED, "マイナ保険証 {myna}")
not_direct = when("without 送付方法", lambda c: not c.member.direct, "送付方法 {direct}")
leaves_soon = when(
    "leaves soon",
    lambda c: c.member.lost is not None and c.member.lost <= c.day.latest_leaving,
    "lost {lost}, at most {latest_leaving}",
)

# Registration and standing
able = when("able", lambda c: c.able, _REGISTRATION)
not_able = when("not able", lambda c: not c.able, _REGISTRATION)
unable = when("unable", lambda c: c.unable, _REGISTRATION)
not_unable = when("not unable", lambda c: not c.unable, _REGISTRATION)
unconfirmed = when("未確認", lambda c: c.member.myna is Myna.UNCONFIRMED, _REGISTRATION)
old_card = when("old card", lambda c: c.old_card, _OLD)
no_old_card = when("no old card", lambda c: not c.old_card, _OLD)
old_card_usable = when(
    "old card usable", lambda c: c.day.on <= c.day.policy.old_card_ends, "old_card_ends {old_card_ends}"
)
bulk_begun = when("bulk begun", lambda c: c.day.on >= c.day.policy.bulk_cards_from, "bulk_cards_from {bulk_cards_from}")
unable_or_needs = when("unable or needs", lambda c: c.unable or c.needs, _REGISTRATION + ", 要配慮 {special}, " + _HELD)
unable_needs_or_short = when(
    "unable or needs or a short card",
    lambda c: c.unable or c.needs or (c.held is not None and c.held.short),
    _REGISTRATION + ", 要配慮 {special}, " + _HELD,
)
wished = when("交付希望", lambda c: c.member.wish, "交付希望 {wish}")
special_asked = when("要配慮", lambda c: c.member.special or Ask.SPECIAL in c.kinds, "要配慮 {special}, " + _OPEN)
before_start = when("before cards_from", lambda c: c.day.on < c.day.policy.cards_from, "cards_from {cards_from}")

# Cards
holds = when("holds", lambda c: c.held is not None, _HELD)
not_holding = when("not holding", lambda c: c.held is None, _HELD)
bears_other = when(
    "would bear other facts",
    # A card taken over from elsewhere may come without a digest: nothing to compare with.
    lambda c: c.held is not None and bool(c.held.content) and c.held.content != card_digest(c),
    "salted digests compared",
)
items_given = when(
    "限度額区分 or 特定疾病 given", lambda c: c.items, "限度額区分 {limit} until {limit_until}, 特定疾病 {disease}"
)
holds_unable_or_needs = when(
    "holds or unable or needs",
    lambda c: c.held is not None or c.unable or c.needs,
    _HELD + ", " + _REGISTRATION + ", 要配慮 {special}",
)
expires_soon = when(
    "expires within renewal_lead",
    lambda c: c.held is not None and c.held.valid_to is not None and c.held.valid_to <= c.day.latest_renewal,
    _HELD + ", at most {latest_renewal}",
)
later_expiry = when(
    "a card of today expires later",
    lambda c: c.held is not None and c.held.valid_to is not None and expiry(c, short=False) > c.held.valid_to,
    _HELD + ", today {expiry}",
)

# Notices
in_snapshot = noticing("in the snapshot", lambda n: n.case.history.in_snapshot, "in the snapshot {in_snapshot}")
phase_1_open = noticing(
    "within phase1",
    lambda n: (
        n.case.day.policy.phase1 is not None
        and n.case.day.policy.phase1[0] <= n.case.day.on <= n.case.day.policy.phase1[1]
    ),
    "phase1 {phase1}",
)
never_phase_1 = noticing("Ⅰ never issued to the person", lambda n: not n.case.had_phase_1, "notices: {notices}")
joined_before = noticing(
    "acquired by 2024-12-01", lambda n: n.case.member.acquired <= LAST_OLD_CARD_DAY, "acquired {acquired}"
)
joined_after = noticing(
    "acquired from 2024-12-02", lambda n: n.case.member.acquired >= LAST_OLD_CARD_DAY + DAY, "acquired {acquired}"
)
not_served_phase_1 = noticing(
    "not served Ⅰ",
    lambda n: not n.case.served_phase_1,
    "notices: {notices}; in the snapshot {in_snapshot}, Ⅰ in the ledger {phase1_on_record}",
)
phase_2_open = noticing(
    "phase2_from reached", lambda n: n.case.day.on >= n.case.day.policy.phase2_from, "phase2_from {phase2_from}"
)
not_notified_in_spell = noticing(
    "neither Ⅱ nor Ⅲ in this spell", lambda n: not n.case.notified_in_spell, "notices: {notices}"
)
uncarded = noticing("no card today and holds none", lambda n: n.uncarded, "card today {card_today}, " + _HELD)
uncarded_or_both = noticing(
    "no card today and holds none, unless notice_for_card_recipients",
    lambda n: n.uncarded or n.case.day.policy.notice_for_card_recipients,
    "card today {card_today}, " + _HELD,
)
notified = noticing(
    "notified before",
    lambda n: bool(n.case.notices) or n.case.served_by_snapshot,
    "notices: {notices}; in the snapshot {in_snapshot}, Ⅰ in the ledger {phase1_on_record}",
)
last_bore_other = noticing(
    "the last notice bore other facts", lambda n: _notice_differs(n.case), "salted digests compared; notices: {notices}"
)
asked_again = noticing("open 再通知", lambda n: Ask.RENOTIFY in n.case.kinds, _OPEN)


def phase_1_missed(case: Case) -> bool:
    """Tell whether a person of the snapshot never got Ⅰ."""
    return case.history.in_snapshot and not any(n.rule == PHASE_1 for n in case.notices)


def _notice_differs(case: Case) -> bool:
    if not case.notices:
        return False
    last = case.notices[-1]
    if last.key != case.member.key:
        return True
    return bool(last.content) and last.content != notice_digest(case)
