"""A birth date in, the days on which 70 and 75 count, as remembered ordinals (domain.md §4.5)."""

from datetime import date
from functools import lru_cache

from generator.calendar import LEAVING_AGE, RATIO_AGE, birthday, month_after_reaching

#: Nobody born after this is anyone's member; reckoning on would leave the calendar.
_LATEST = date(9900, 1, 1).toordinal()
_NEVER = date.max.toordinal()


@lru_cache(maxsize=1 << 15)
def elder_from(born: int) -> int:
    """Return the first day as 高齢受給者."""
    return _NEVER if born > _LATEST else month_after_reaching(date.fromordinal(born), RATIO_AGE).toordinal()


@lru_cache(maxsize=1 << 15)
def over_75_from(born: int) -> int:
    """Return the 75th birthday, the first day outside the society."""
    return _NEVER if born > _LATEST else birthday(date.fromordinal(born), LEAVING_AGE).toordinal()
