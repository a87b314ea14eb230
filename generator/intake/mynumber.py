"""Fields in, the one that may hold a 個人番号 out (contract §2; check digit: domain.md §5.3). Never the value.

A cheap test on the whole row comes first: only rows with a long run of digits, or with characters that NFKC turns into
digits, are normalised field by field.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

#: Characters taken for spaces and hyphens between digits, as they stand before or after NFKC.
SEPARATORS: Final = (
    "\t\n\v\f\r \x85\xa0\xad\u1680\u180e\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
    "\\-\u058a\u05be\u1400\u1806\u2010-\u2015\u2043\u207b\u208b\u2212\u2500\u2501\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u2e5d"
    "\u301c\u3030\u30a0\u30fc\ufe31\ufe32\ufe58\ufe63\uff0d\uff70\U00010ead"
)
#: Characters other than 0-9 and ０-９ whose NFKC form contains a digit.
FOLDED: Final = (
    "\xb2\xb3\xb9\xbc-\xbe\u2070\u2074-\u2079\u2080-\u2089\u2150-\u215f\u2189\u2460-\u249b\u24ea\u3251-\u325f"
    "\u32b1-\u32cb\u3358-\u3370\u3378\u3379\u339f-\u33a6\u33a8\u33af\u33e0-\u33fe\U0001d7ce-\U0001d7ff\U0001f100-\U0001f10a\U0001fbf0-\U0001fbf9"
)
NAMES: Final = frozenset({"個人番号", "マイナンバー"})
_SEPARATOR = re.compile(f"[{SEPARATORS}]+")
_TWELVE = re.compile(r"(?<![0-9])[0-9]{12}(?![0-9])")
#: Q of n = 11 … 1, the order in which the digits are written.
_WEIGHTS: Final = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


#: Finds, in a row joined by NUL, a run of digits that deserves a close look; rows with a character of FOLDED do too.
long_run = re.compile(f"[0-9０-９][0-9０-９{SEPARATORS}]{{11}}").search


def holders(fields: Sequence[str]) -> Iterable[int]:
    """Yield the index of every field that contains a 個人番号."""
    return (index for index, field in enumerate(fields) if _holds(field))


def _holds(field: str) -> bool:
    if len(field) < 6:  # one character folds to two digits at most: ㉑
        return False
    bare = _SEPARATOR.sub("", unicodedata.normalize("NFKC", field))
    return any(valid(found[0]) for found in _TWELVE.finditer(bare))


def valid(digits: str) -> bool:
    """Tell whether twelve digits end in the check digit of a 個人番号."""
    rest = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False)) % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def forbidden_name(header: str) -> bool:
    """Tell whether a column is named as one that holds 個人番号."""
    return _SEPARATOR_NAME.sub("", unicodedata.normalize("NFKC", header)) in NAMES


#: ー is part of マイナンバー, so only spaces are taken out of a header.
_SEPARATOR_NAME = re.compile(r"\s+")
