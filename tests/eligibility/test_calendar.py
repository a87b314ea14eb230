"""Date arithmetic against the contract's examples and against counting days one by one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.calendar import birthday, in_months, in_years, month_after_reaching, term_ends

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        ("2024-02-29", 1, "2025-03-01"),
        ("2024-02-29", 4, "2028-02-29"),
        ("1952-02-29", 75, "2027-03-01"),
        ("2024-12-02", 5, "2029-12-02"),
        ("1896-02-29", 4, "1900-03-01"),
        ("1996-02-29", 4, "2000-02-29"),
    ],
)
def test_years(day: str, years: int, expected: str) -> None:
    assert in_years(date.fromisoformat(day), years).isoformat() == expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2025-12-31", 2, "2026-03-01"),
        ("2025-12-28", 2, "2026-02-28"),
        ("2025-12-29", 2, "2026-03-01"),
        ("2023-12-29", 2, "2024-02-29"),
        ("2025-08-31", 1, "2025-10-01"),
        ("2025-10-31", 2, "2025-12-31"),
        ("2025-11-15", 2, "2026-01-15"),
        ("2025-12-01", 1, "2026-01-01"),
    ],
)
def test_months(day: str, months: int, expected: str) -> None:
    assert in_months(date.fromisoformat(day), months).isoformat() == expected


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("1955-10-01", "2025-10-01"),
        ("1955-10-02", "2025-11-01"),
        ("1955-09-30", "2025-10-01"),
        ("1955-12-31", "2026-01-01"),
        ("1956-01-01", "2026-01-01"),
        ("1956-02-29", "2026-03-01"),
        ("1956-03-01", "2026-03-01"),
        ("1956-02-28", "2026-03-01"),
    ],
)
def test_month_after_reaching_70(born: str, expected: str) -> None:
    assert month_after_reaching(date.fromisoformat(born), 70).isoformat() == expected


@given(DAYS, st.integers(1, 100))
def test_a_missing_day_is_the_first_of_the_next_month(day: date, years: int) -> None:
    later = in_years(day, years)
    assert later.year == day.year + years
    assert (later.month, later.day) == (day.month, day.day) or (later.month, later.day) == (3, 1)


@given(DAYS, st.integers(0, 30))
def test_months_agree_with_years(day: date, years: int) -> None:
    assert in_months(day, 12 * years) == in_years(day, years)


@given(DAYS, st.integers(1, 600))
def test_a_month_later_is_that_month_or_the_first_of_the_next(day: date, months: int) -> None:
    later = in_months(day, months)
    ahead = (later.year * 12 + later.month) - (day.year * 12 + day.month) - months
    assert (ahead, later.day) in ((0, day.day), (1, 1))


@given(DAYS, st.integers(1, 6))
def test_a_term_counts_its_first_day(day: date, years: int) -> None:
    assert term_ends(day, years=years) + timedelta(days=1) == in_years(day, years)


@given(DAYS)
def test_70_is_reached_on_the_eve_and_counts_from_the_month_after(born: date) -> None:
    begins = month_after_reaching(born, 70)
    eve = birthday(born, 70) - timedelta(days=1)
    assert begins.day == 1
    assert timedelta(0) < begins - eve <= timedelta(days=31)
