"""A printed text goes in, whether it holds a 個人番号 comes out.

番号法 digits and weights as domain.md §5.3: a run of exactly twelve digits, spaces and hyphens aside, with a valid
check digit. Written anew for the checker; intake has its own.
"""

import re
import unicodedata

# Spaces and every hyphen, dash and minus that survives NFKC; the long vowel mark is often typed for one.
_RUN = re.compile(r"[0-9](?:[\s\-\u2010-\u2015\u2212\u30fc]*[0-9]){11,}")
_NO_DIGITS = re.compile(r"[^0-9]+")
DIGITS = 12
_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def valid(digits: str) -> bool:
    """Tell whether twelve digits end with the check digit of a 個人番号."""
    rest = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False)) % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def holds_my_number(text: str) -> bool:
    """Tell whether a text holds a run of exactly twelve digits with a valid check digit."""
    if len(text) < DIGITS:
        return False
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    for match in _RUN.finditer(plain):
        digits = _NO_DIGITS.sub("", match[0])
        if len(digits) == DIGITS and valid(digits):
            return True
    return False
