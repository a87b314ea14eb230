"""A tree of commands in, its help in the user's language out, in columns as a terminal counts them.

click translates words of its own alone, and lays its lists out by signs; a kanji takes two columns.
"""

import re
from collections.abc import Callable, Iterable
from inspect import cleandoc

import click

from generator.messages.columns import width, wrapped

_GAP = 2
_FIRST = 30  # columns of the longest term that still has its text beside it
_SIGN = re.compile("[A-Z]{2,}")
#: What stands for a value in help → how it is said.
_SIGNS = {
    "ARGS": "ARGS",
    "BLOCK": "BLOCK",
    "COMMAND": "COMMAND",
    "DATE": "DATE",
    "DIR": "DIR",
    "INTEGER": "INTEGER",
    "JOB": "JOB",
    "NAME": "NAME",
    "OPTIONS": "OPTIONS",
    "OUT": "OUT",
    "PROOF": "PROOF",
    "RANGE": "RANGE",
    "SHEET": "SHEET",
    "SOCIETY": "SOCIETY",
    "TEXT": "TEXT",
    "VENDOR": "VENDOR",
}


class _Columns(click.HelpFormatter):
    """What click writes help with; lists and paragraphs break where a terminal's columns end."""

    def write_text(self, text: str) -> None:
        """Write a paragraph, or several with an empty line between."""
        indent = " " * self.current_indent
        whole = [wrapped(part, max(self.width - self.current_indent, 11)) for part in text.split("\n\n")]
        self.write("\n".join("".join(f"{indent}{line}\n" for line in lines) for lines in whole))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _FIRST, col_spacing: int = _GAP) -> None:
        """Write terms and their texts in two columns."""
        listed = list(rows)
        first = min(max((width(term) for term, _ in listed), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for term, said in listed:
            lines = list(wrapped(said, max(self.width - first - 2, 10)))
            beside = width(term) <= first - col_spacing
            head = f"{indent}{term}{' ' * (first - width(term))}{lines.pop(0)}" if beside and lines else indent + term
            self.write("\n".join((head, *(f"{indent}{' ' * first}{line}" for line in lines))) + "\n")


class _Context(click.Context):
    formatter_class = _Columns


def translate_helps(command: click.Command, translate: Callable[[str], str]) -> None:
    """Put the help of a command, its options and the commands below it into the language of `translate`."""

    def said(signs: str) -> str:
        return _SIGN.sub(lambda found: translate(_SIGNS[found[0]]) if found[0] in _SIGNS else found[0], signs)

    command.context_class = _Context
    command.options_metavar = said(command.options_metavar or "") or None
    if command.help:
        command.help = translate(cleandoc(command.help))
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            if parameter.help:
                parameter.help = translate(parameter.help)
            if isinstance(parameter.show_default, str):
                parameter.show_default = translate(parameter.show_default)
        _name_value(parameter, said)
    if isinstance(command, click.Group):
        command.subcommand_metavar = said(command.subcommand_metavar)
        for below in command.commands.values():
            translate_helps(below, translate)


def _name_value(parameter: click.Parameter, said: Callable[[str], str]) -> None:
    """Name what a parameter takes, where its name is a word of the language and not one of click's own making."""
    if isinstance(parameter, click.Option) and (parameter.is_flag or parameter.count):
        return
    simple = isinstance(parameter, click.Option) or (parameter.required and parameter.nargs == 1)
    own = parameter.type.name if isinstance(parameter, click.Option) else parameter.name or ""
    sign = parameter.metavar or (own.upper() if simple and not isinstance(parameter.type, click.Choice) else "")
    if said(sign) != sign:
        parameter.metavar = said(sign).replace(said("RANGE"), "").strip() if sign.endswith(" RANGE") else said(sign)
