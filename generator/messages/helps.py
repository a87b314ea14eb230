"""A tree of commands in, its help in the user's language out; click translates only words of its own."""

from collections.abc import Callable

import click


def translate_helps(command: click.Command, translate: Callable[[str], str]) -> None:
    """Put the help of a command, its options and the commands below it into the language of `translate`."""
    if command.help:
        command.help = translate(command.help)
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            if parameter.help:
                parameter.help = translate(parameter.help)
            if isinstance(parameter.show_default, str):
                parameter.show_default = translate(parameter.show_default)
    if isinstance(command, click.Group):
        for below in command.commands.values():
            translate_helps(below, translate)
