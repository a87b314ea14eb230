"""A 管理番号, a key or a figure as somebody wrote it, in; how it is read, full-width or half, out: everywhere alike.

A 管理番号 is figures and hyphens, whatever was typed for them. A key is text (contract §2): 記号 may be written
full-width in members.csv. So a key has readings, as it was typed and then half-width, part by part, and who looks up
takes the first that anybody has. A long vowel is a hyphen only where it follows no kana.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import chain, product
from typing import Final, TypeAlias

from generator.model import Key

Readings: TypeAlias = tuple[Key, ...]
"""A key as it was typed, then with each part half-width where that is another; all of them half-width at the end."""

_HYPHENS: Final = re.compile(
    "[\u2010-\u2015\u2212\u2043\u2500\u2501\ufe63\uff0d]|(?<![\u3041-\u309f\u30a1-\u30fa\u30fc])\u30fc"
)
_DAY: Final = 8  #: figures of the day a 管理番号 begins with


def halved(text: str) -> str:
    """Return a text half-width, its dashes hyphens, without blanks round it."""
    return _dashed(unicodedata.normalize("NFKC", text)).strip()


def _dashed(text: str) -> str:
    return _HYPHENS.sub("-", text)


def readings_of(text: str) -> Readings | None:
    """Read 記号-番号-枝番; the last two hyphens part it. None where it has no three parts."""
    parts = (each.strip().rsplit("-", 2) for each in (text, _dashed(text), halved(text)))
    found = tuple(dict.fromkeys(chain.from_iterable(readings_in(three) for three in parts if len(three) == 3)))
    return found or None


def readings_in(parts: Sequence[str]) -> Readings:
    """Read 記号, 番号 and 枝番 that stand apart, as in the columns of a list."""
    written = ((part.strip(), halved(part)) for part in parts)
    return tuple(dict.fromkeys(Key(*each) for each in product(*written)))


def is_number(text: str) -> bool:
    """Tell a 管理番号 (a day, a job, a serial, a check digit; X- from elsewhere) from a key."""
    parts = text.split("-")
    return (len(parts) == 4 and len(parts[0]) == _DAY and len(parts[3]) == 1) or text.startswith("X-")


def first_known(readings: Readings, known: Callable[[Key], bool]) -> Key:
    """Return the first reading that is known, else the last: the plainest one."""
    return next((key for key in readings if known(key)), readings[-1])
