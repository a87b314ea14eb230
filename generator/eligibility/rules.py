"""The four tables of contract §3, in its order and with its names: first match decides.

Hold them against the contract line by line. Two rows of one name are one rule with two grounds.
"""

from generator.eligibility import conditions as c
from generator.eligibility.case import PHASE_1, PHASE_2, PHASE_3, SPECIAL_NEEDS, Ask, Case, Noticing
from generator.eligibility.rule import Rule

APPLIED, EX_OFFICIO = "申請", "職権"

NOT_AT_ALL: tuple[Rule[Case], ...] = (
    Rule("left", "", (c.left,)),
    Rule("not-yet", "", (c.not_yet,)),
    Rule("over-75", "", (c.over_75,), query=True),
    Rule("insured-left", "", (c.family, c.insured_left), query=True),
    Rule("not-yet", "", (c.family, c.insured_not_yet)),
    Rule("insured-over-75", "", (c.family, c.insured_over_75), query=True),
    Rule("manual", "", (c.by_hand,), query=True),
    Rule("manual", "", (c.undisclosed, c.not_direct), query=True),
    Rule("leaves-soon", "", (c.leaves_soon,), query=True),
)

CARDS: tuple[Rule[Case], ...] = (
    Rule("reissue", APPLIED, (c.asked(Ask.REISSUE), c.holds, c.unable_needs_or_short)),
    Rule("changed", APPLIED, (c.holds, c.unable_or_needs, c.asked(Ask.NAME, Ask.CORRECTION))),
    Rule("changed", EX_OFFICIO, (c.holds, c.unable_or_needs, c.bears_other)),
    Rule("optional-items", APPLIED, (c.asked(Ask.ITEMS), c.items_given, c.holds_unable_or_needs)),
    Rule(SPECIAL_NEEDS, APPLIED, (c.special_asked, c.not_holding)),
    Rule("mynumber-card-lost", APPLIED, (c.asked(Ask.MYNA_LOST), c.not_unable, c.not_holding)),
    Rule(
        "lost-old-card",
        APPLIED,
        (c.asked(Ask.OLD_LOST, Ask.OLD_DAMAGED, Ask.NAME), c.old_card, c.old_card_usable, c.unable, c.not_holding),
    ),
    Rule("wish", APPLIED, (c.wished, c.no_old_card, c.not_able, c.not_holding)),
    Rule("ex-officio", EX_OFFICIO, (c.unable, c.no_old_card, c.not_holding)),
    Rule("ex-officio-bulk", EX_OFFICIO, (c.unable, c.old_card, c.bulk_begun, c.not_holding)),
    Rule("renewal", EX_OFFICIO, (c.holds, c.expires_soon, c.unable_or_needs, c.later_expiry)),
)
SHORT_RULES = frozenset({"mynumber-card-lost"})

NO_CARD: tuple[Rule[Case], ...] = (
    Rule("before-start", "", (c.before_start,)),
    Rule("holds", "", (c.holds,)),
    Rule("wish-but-registered", "", (c.wished, c.no_old_card, c.able), query=True),
    Rule("old-card-valid", "", (c.unable,)),
    Rule("unconfirmed", "", (c.unconfirmed,), query=True),
    Rule("able", "", ()),
)

NOTICES: tuple[Rule[Noticing], ...] = (
    Rule(PHASE_1, "", (c.in_snapshot, c.phase_1_open, c.never_phase_1)),
    Rule(PHASE_2, "", (c.joined_before, c.not_served_phase_1, c.phase_2_open, c.not_notified_in_spell)),
    Rule(PHASE_3, "", (c.joined_after, c.phase_2_open, c.not_notified_in_spell, c.uncarded_or_both)),
    Rule("notice-changed", "", (c.notified, c.uncarded, c.last_bore_other)),
    Rule("renotify", "", (c.asked_again, c.notified, c.uncarded)),
)
