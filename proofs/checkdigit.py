"""A 管理番号 as printed goes in, whether its check digit holds comes out.

Contract §4: `<job>-<serial>-<check>`, check by the 保険者番号 method (domain.md §5.1) over all digits of job and
serial. Written anew for the checker; the maker has its own.
"""

import re
from functools import lru_cache

NUMBER = re.compile(r"(?<![0-9-])[0-9]{8}-[0-9]{2,}-[0-9]{6,7}-[0-9](?![0-9-])")
_TWICE = bytes.maketrans(b"0123456789", bytes((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)))  # the digit sum of twice a digit
_TAIL = 3
_ONCE = bytes.maketrans(b"0123456789", bytes(range(10)))


def check_digit(digits: str) -> int:
    """Return the check digit of a run of ASCII digits: from the right times 2, 1, 2, 1 … (domain.md §5.1)."""
    # Numbers that follow one another share their head for a thousand of them, and their tails with all others.
    return -(_weight(digits[-_TAIL:], 0) + _weight(digits[:-_TAIL], _TAIL % 2)) % 10


@lru_cache(4_096)
def _weight(digits: str, first: int) -> int:
    """Return the sum of digits from the right; the first is taken twice at 0, once at 1."""
    turned = digits.encode("ascii")[::-1]
    return sum(turned[first::2].translate(_TWICE)) + sum(turned[1 - first :: 2].translate(_ONCE))


def sound(number: str) -> bool:
    """Tell whether a printed 管理番号 ends with its right check digit."""
    body, _, check = number.rpartition("-")
    return check.isascii() and check.isdigit() and check_digit(body.replace("-", "")) == int(check)
