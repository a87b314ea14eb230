"""保険者番号 in, what is wrong with it out (domain.md §5.1)."""

import re

_EIGHT = re.compile("[0-9]{8}")
RETIRED_LAW = "63"  #: 法別 of 特例退職


def check_digit(digits: str) -> int:
    """Return the check digit: weights 2, 1, 2, 1 … from the right, digits of products summed."""
    products = (int(digit) * (1 if place % 2 else 2) for place, digit in enumerate(reversed(digits)))
    return -sum(product // 10 + product % 10 for product in products) % 10


def number_fault(number: str, *, retired: bool) -> str:
    """Return "" for a sound number, else what is wrong with it, as a message template."""
    if not _EIGHT.fullmatch(number):
        return "{key} is not eight half-width digits"
    if check_digit(number[:7]) != int(number[7]):
        return "{key} has a wrong check digit"
    if retired != (number[:2] == RETIRED_LAW):
        if retired:
            return "{key} does not begin with 63 (特例退職)"
        return "{key} begins with 63, which belongs in number_retired"
    return ""
