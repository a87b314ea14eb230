"""A birth date in, the days on which 70 and 75 count, as ordinals (domain.md §4.5; contract §3 for 29 February)."""

from datetime import date, timedelta
from functools import lru_cache


@lru_cache(maxsize=1 << 15)
def elder_from(born: int) -> int:
    """Return the first day as 高齢受給者: the first of the month after the day before the 70th birthday."""
    eve = _birthday(date.fromordinal(born), 70) - timedelta(days=1)
    year, month = divmod(eve.year * 12 + eve.month, 12)
    return date(year, month + 1, 1).toordinal()


@lru_cache(maxsize=1 << 15)
def over_75_from(born: int) -> int:
    """Return the 75th birthday, the first day outside the society."""
    return _birthday(date.fromordinal(born), 75).toordinal()


def _birthday(born: date, years: int) -> date:
    """Return a birthday; 29 February counts as 1 March in a year without it."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)
