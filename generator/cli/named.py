"""What names a document or a person on the command line: 管理番号 and 記号-番号-枝番, typed full-width or half.

A 管理番号 is figures and hyphens, whatever was typed for them. A key is text (contract §2): 記号 may be written
full-width in members.csv. So a key has readings, as it was typed and then half-width, part by part, and who looks up
takes the first that anybody has. A long vowel is a hyphen only where it follows no kana.
"""

import re
import unicodedata
from collections.abc import Callable
from itertools import chain, product
from typing import Final, TypeAlias

import click

from generator.errors import ConfigError
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
    found = (product(*((part.strip(), halved(part)) for part in three)) for three in parts if len(three) == 3)
    return tuple(dict.fromkeys(Key(*each) for each in chain.from_iterable(found))) or None


def is_number(text: str) -> bool:
    """Tell a 管理番号 (a day, a job, a serial, a check digit; X- from elsewhere) from a key."""
    parts = text.split("-")
    return (len(parts) == 4 and len(parts[0]) == _DAY and len(parts[3]) == 1) or text.startswith("X-")


class NumberType(click.ParamType[str]):
    """A 管理番号."""

    name = "管理番号"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return it half-width; whether it is one, the ledger says."""
        return halved(value)


class KeyType(click.ParamType[Readings]):
    """A person's key."""

    name = "記号-番号-枝番"

    def convert(self, value: str | Readings, param: click.Parameter | None, ctx: click.Context | None) -> Readings:
        """Read it. Raises ConfigError."""
        readings = value if isinstance(value, tuple) else readings_of(value)
        if readings is None:
            raise ConfigError("key-form", str(value), "this is no key", "write 記号-番号-枝番")
        return readings


class SubjectType(click.ParamType[str | Readings]):
    """A 管理番号, or a person's key."""

    name = "管理番号|記号-番号-枝番"

    def convert(
        self, value: str | Readings, param: click.Parameter | None, ctx: click.Context | None
    ) -> str | Readings:
        """Tell which, and read it. Raises ConfigError."""
        if isinstance(value, tuple):
            return value
        if is_number(number := halved(value)):
            return number
        readings = readings_of(value)
        if readings is None:
            fact, step = "neither a 管理番号 nor a key", "write 記号-番号-枝番 or the number on the card"
            raise ConfigError("subject-unknown", value, fact, step)
        return readings


NUMBER: Final = NumberType()
KEY: Final = KeyType()
SUBJECT: Final = SubjectType()


def first_known(readings: Readings, known: Callable[[Key], bool]) -> Key:
    """Return the first reading that is known, else the last: the plainest one."""
    return next((key for key in readings if known(key)), readings[-1])
