"""Days in, days out: birthdays, terms of years and months, the month after reaching 70.

Authority: contract §3 (a day that a year or month lacks counts as the first of the next month, which is what
民法143条 comes to for the last day of a term), 年齢計算ニ関スル法律 (an age is reached on the day before the
birthday), domain.md §4.3 and §4.5.
"""

from datetime import date, timedelta

DAY = timedelta(days=1)
RATIO_AGE = 70  # 高齢受給者
LEAVING_AGE = 75  # 後期高齢者医療: entitlement ends on the birthday


def in_years(day: date, years: int) -> date:
    """Return the same day of a later year; 29 February becomes 1 March where the year lacks it."""
    year = day.year + years
    if day.month == 2 and day.day == 29 and not _is_leap(year):
        return date(year, 3, 1)
    return date(year, day.month, day.day)


def in_months(day: date, months: int) -> date:
    """Return the same day of a later month; a day the month lacks becomes the first of the next."""
    years, index = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, index + 1, 1)
    same = first + timedelta(days=day.day - 1)
    return same if same.month == first.month else date(same.year, same.month, 1)


def term_ends(first: date, *, years: int = 0, months: int = 0) -> date:
    """Return the last day of a term that counts its first day (初日算入)."""
    return (in_years(first, years) if years else in_months(first, months)) - DAY


def birthday(born: date, age: int) -> date:
    """Return the birthday on which a person is called so many years old."""
    return in_years(born, age)


def month_after_reaching(born: date, age: int) -> date:
    """Return the first of the month after an age is reached; born on the 1st, that is the birthday itself."""
    reached = birthday(born, age) - DAY
    return in_months(date(reached.year, reached.month, 1), 1)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
