"""Options and click types the commands share; units, dates and names end here."""

import os
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from generator.errors import ConfigError
from generator.intake.mynumber import holders

F = TypeVar("F", bound=Callable[..., Any])


#: Days a job can be of; terms are counted from them, back and forth.
_FIRST, _LAST = date(2000, 1, 1), date(2199, 12, 31)


class DayType(click.ParamType[date]):
    """A calendar day, YYYY-MM-DD."""

    name = "DATE"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read a day; a usage error names the form expected."""
        try:
            day = value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r}: YYYY-MM-DD", param, ctx)
        if not _FIRST <= day <= _LAST:
            self.fail(f"{day}: {_FIRST} … {_LAST}", param, ctx)
        return day


class WordsType(click.ParamType[str]):
    """A name or a remark: NFKC, without blanks round it; one that is given is not empty, and hides nothing."""

    name = "TEXT"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read it. Raises ConfigError, which never repeats it."""
        place = param.opts[0] if param else ""
        told = unicodedata.normalize("NFKC", value).strip()
        if any(unicodedata.category(char) in _HIDDEN for char in value):
            fact, step = "a control character or a character that is not seen stands in it", "type it anew"
            raise ConfigError("words-hidden", place, fact, step)
        if list(holders([value])):
            fact, step = "it may hold an individual number (My Number)", "leave it out; nothing was recorded"
            raise ConfigError("words-my-number", place, fact, step)
        given = ctx is None or param is None or ctx.get_parameter_source(param.name or "") is not _DEFAULT
        if given and not any(unicodedata.category(char)[0] in "LNS" for char in told):
            raise ConfigError(
                "words-empty", place, "nothing is written in it", "write a name or a word, or leave it out"
            )
        return told


_DEFAULT = click.core.ParameterSource.DEFAULT
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
WORDS = WordsType()
FOLDER = click.Path(file_okay=False, path_type=Path)
SOCIETY = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

society_argument = click.argument("society", type=SOCIETY)
json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON to standard output.")


def on_option(*, required: bool = True, default: str | None = None) -> Callable[[F], F]:
    """Return the --on option: nothing reads the clock, the day is always told (contract §1)."""
    told: dict[str, Any] = {"required": required} if default is None else {"default": default}
    return click.option(
        "--on", type=DayType(), envvar="SHIKAKU_ON", help="The day, YYYY-MM-DD (or SHIKAKU_ON).", **told
    )


def by_option(*, required: bool = False) -> Callable[[F], F]:
    """Return the --by option: who answers for it."""
    told: dict[str, Any] = {"required": True} if required else {"default": ""}  # a default would answer for someone
    return click.option("--by", type=WORDS, help="Who answers for it.", **told)


workers_option = click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    show_default="all cores",
    help="Processes that lay out and check; the result does not depend on it.",
)
