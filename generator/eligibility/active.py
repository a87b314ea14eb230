"""Whether somebody is insured on a day: a row of members.csv and its 本人 enter, yes or no leaves.

The first reasons of contract §3 ("Not at all") without those that only hold documents back (`manual`, `leaves-soon`):
who is handled by hand, or leaves in a week, is insured all the same (健康保険法35条, 36条; 75: 高齢者医療確保法50条).
"""

from datetime import date

from generator.calendar import LEAVING_AGE, birthday
from generator.model import Member


def is_active(member: Member, insured: Member, on: date) -> bool:
    """Tell whether a person is insured on a day; a family member is while the 本人 is."""
    return _in_spell(member, on) and (member is insured or _in_spell(insured, on))


def _in_spell(member: Member, on: date) -> bool:
    begun = member.registered <= on and member.acquired <= on
    return begun and (member.lost is None or member.lost > on) and birthday(member.born, LEAVING_AGE) > on
