"""Texts in, what they take of a terminal out: a kanji takes two columns, a letter one (UAX #11)."""

import re
import unicodedata
from collections.abc import Iterator

_WIDE = frozenset("WFA")  # ambiguous ones too: the terminals of those who read Japanese show them wide
_WORD = re.compile(
    r" +|[!-~]+[、。」)]*|.[、。」)ーっゃゅょ]*"
)  #: what stays together: a word, a sign with what ends it


def width(text: str) -> int:
    """Return how many columns a text takes."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in _WIDE else 1 for sign in text
    )


def wrapped(text: str, columns: int) -> Iterator[str]:
    """Break a text into lines of so many columns: between words, in Japanese anywhere but before what ends a phrase."""
    line = ""
    for word in _WORD.findall(" ".join(text.split("\n"))):
        if line and width((line + word).rstrip()) > columns:
            yield line.rstrip()
            line = ""
        line += word if line else word.lstrip()
    if line.strip():
        yield line.rstrip()
