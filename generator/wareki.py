"""Dates as Japanese documents print them: 元号 + 年月日, first year 元年 (domain.md §5.6)."""

from datetime import date
from functools import lru_cache

_ERAS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
    (date(1868, 1, 25), "明治"),
)


@lru_cache(maxsize=65536)
def wareki(day: date) -> str:
    """Write a day as 令和11年12月1日; raises ValueError before 明治."""
    for start, era in _ERAS:
        if day >= start:
            year = day.year - start.year + 1
            return f"{era}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    raise ValueError("a day before the first era")


def wareki_or_blank(day: date | None) -> str:
    """Write a day, or nothing where none is given."""
    return "" if day is None else wareki(day)
