"""What names a document or a person on the command line: 管理番号 and 記号-番号-枝番, typed full-width or half."""

from typing import Final

import click

from generator.errors import ConfigError
from generator.intake.spelling import Readings, halved, is_number, readings_of


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
