"""Every form of a date that contract §2 names, and what is none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.intake.convert import BadValue
from generator.intake.dates import parse_date
from generator.wareki import wareki

GOLDEN = """
2024-12-02        2024-12-02
2024/12/2         2024-12-02
2024.12.2         2024-12-02
20241202          2024-12-02
２０２４／１２／２      2024-12-02
２０２４１２０２      2024-12-02
2024年12月2日      2024-12-02
２０２４年１２月２日    2024-12-02
令和6年12月2日      2024-12-02
令和６年１２月２日     2024-12-02
令和06年12月02日    2024-12-02
令和元年5月1日       2019-05-01
令和1年5月1日       2019-05-01
平成31年4月30日     2019-04-30
平成元年1月8日       1989-01-08
昭和64年1月7日      1989-01-07
昭和元年12月25日     1926-12-25
大正15年12月24日    1926-12-24
大正元年7月30日      1912-07-30
明治45年7月29日     1912-07-29
明治元年1月25日      1868-01-25
R6.12.2           2024-12-02
r6.12.2           2024-12-02
Ｒ６．１２．２         2024-12-02
R06/12/02         2024-12-02
S55-4-1           1980-04-01
H1.1.8            1989-01-08
T1.7.30           1912-07-30
M1.1.25           1868-01-25
令和6.12.2         2024-12-02
㋿6年12月2日        2024-12-02
2024-02-29        2024-02-29
2023-02-29        date-calendar
20241301          date-calendar
1867-12-31        date-calendar
令和6年2月30日       date-calendar
令和0年5月1日        date-calendar
令和元年4月30日      date-era
平成31年5月1日       date-era
昭和64年1月8日       date-era
平成元年1月7日        date-era
昭和元年12月24日     date-era
大正元年7月29日       date-era
H31.5.1           date-era
45628             date-serial
１２３４５            date-serial
45628.0           date-serial
1                 date-serial
241202            date-serial
1E+05             date-format
2024-12/2         date-format
2024-12           date-format
2024-12-02 0:00   date-format
5061202           date-format
Q6.12.2           date-format
令和年12月2日        date-format
未定               date-format
"""


@pytest.mark.parametrize("line", GOLDEN.strip().splitlines())
def test_golden_table_of_date_forms(line: str) -> None:
    text, _, expected = line.rpartition("  ")
    try:
        found = parse_date(text.strip()).isoformat()
    except BadValue as bad:
        found = bad.code
    assert found == expected.strip()


@given(st.dates(min_value=date(1868, 1, 25)))
def test_what_is_printed_as_wareki_reads_back(day: date) -> None:
    assert parse_date(day.isoformat()) == day
    if day.year < 2117:  # two digits of a year of an era
        assert parse_date(wareki(day)) == day


@given(st.text())
def test_any_text_is_a_day_or_a_coded_fault(text: str) -> None:
    try:
        assert isinstance(parse_date(text), date)
    except BadValue as bad:
        assert bad.code in {"date-format", "date-serial", "date-calendar", "date-era"}
