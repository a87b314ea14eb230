"""Date text as societies write it in, a day out (contract §2; eras and their boundaries: domain.md §5.6)."""

import re
import unicodedata
from datetime import date
from typing import Final

from generator.intake.convert import BadValue

#: Era → first and last day.
_ERAS: Final = {
    "R": (date(2019, 5, 1), date.max),
    "H": (date(1989, 1, 8), date(2019, 4, 30)),
    "S": (date(1926, 12, 25), date(1989, 1, 7)),
    "T": (date(1912, 7, 30), date(1926, 12, 24)),
    "M": (date(1868, 1, 25), date(1912, 7, 29)),
}
_NAMES: Final = {"令和": "R", "平成": "H", "昭和": "S", "大正": "T", "明治": "M"}
_FIRST_YEAR: Final = 1868
_PLAIN = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_KANJI = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_ERA_KANJI = re.compile(r"(令和|平成|昭和|大正|明治|[RHSTMrhstm])(\d{1,2}|元)年(\d{1,2})月(\d{1,2})日")
_ERA_SHORT = re.compile(r"(令和|平成|昭和|大正|明治|[RHSTMrhstm])(\d{1,2}|元)([-/.])(\d{1,2})\3(\d{1,2})")
_SERIAL = re.compile(r"\d{1,6}(?:\.\d+)?")


def parse_date(text: str) -> date:
    """Read a day in any form of contract §2.

    Raises BadValue with date-format, date-calendar, date-era or date-serial.
    """
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text).replace(" ", "")
    if found := _PLAIN.fullmatch(plain):
        return _western(found[1], found[3], found[4])
    if found := _COMPACT.fullmatch(plain) or _KANJI.fullmatch(plain):
        return _western(found[1], found[2], found[3])
    if found := _ERA_KANJI.fullmatch(plain):
        return _era(found[1], found[2], found[3], found[4])
    if found := _ERA_SHORT.fullmatch(plain):
        return _era(found[1], found[2], found[4], found[5])
    raise BadValue("date-serial" if _SERIAL.fullmatch(plain) else "date-format")


def _western(year: str, month: str, day: str) -> date:
    if int(year) < _FIRST_YEAR:
        raise BadValue("date-calendar")
    return _day(int(year), int(month), int(day))


def _era(era: str, year: str, month: str, day: str) -> date:
    first, last = _ERAS[_NAMES.get(era) or era.upper()]
    count = 1 if year == "元" else int(year)
    if count < 1:
        raise BadValue("date-calendar")
    found = _day(first.year + count - 1, int(month), int(day))
    if not first <= found <= last:
        raise BadValue("date-era")
    return found


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise BadValue("date-calendar") from None
