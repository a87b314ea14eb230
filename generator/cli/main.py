"""The command line: commands in working order, one handler for refusals (contract §1).

stdout is the result, stderr is talk. A refusal ends with its exit code and one line: place, code, fact, next step.
A command's module is imported when the command is called: nobody waits for what another command needs.
"""

import errno
import gc
import logging
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Final

import click

from fonts.errors import ExitCode, Refusal
from generator.errors import ConfigError
from generator.messages.catalogue import speak, translator
from generator.messages.helps import translate_helps

_MANY = 50_000
_INTERRUPTED = 130  # 128 + SIGINT, as shells count it
#: Command → the module below generator.cli that has it, under its own name.
COMMANDS: Final[Mapping[str, str]] = {
    "demo": "documents",
    "check": "inspect",
    "decide": "documents",
    "proof": "proof",
    "run": "documents",
    "withdraw": "documents",
    "spoil": "remake",
    "pull": "remake",
    "reprint": "reprint",
    "approve": "release",
    "release": "release",
    "purge": "release",
    "impose": "inspect",
    "preflight": "inspect",
    "ledger": "ledger",
    "layout": "layout",
    "vendor": "vendor",
    "fonts": "faces",
    "doctor": "inspect",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for, their help in the user's language."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command, once."""
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            command: click.Command = getattr(import_module(f"generator.cli.{COMMANDS[cmd_name]}"), cmd_name)
            translate_helps(command, translator())
            self.commands[cmd_name] = command
        return self.commands.get(cmd_name)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="shikaku-print", prog_name="shikaku")
def shikaku() -> None:
    """Health-insurance cards and notices: from members to a sealed package for the print vendor."""


def main() -> None:
    """Run the command and turn refusals into exit codes."""
    gc.set_threshold(_MANY)  # a hundred modules make no garbage worth a dozen walks over all of them
    speak()
    logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what it says of a damaged file we say ourselves
    translate_helps(shikaku, translator())
    try:
        code = shikaku.main(standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        code = ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo(translator()("interrupted; the same command finishes the job"), err=True)
        code = _INTERRUPTED
    except OSError as trouble:
        code = _refuse(_unusable(trouble))
    except Refusal as refusal:
        code = _refuse(refusal)
    sys.exit(int(code or 0))


def _refuse(refusal: Refusal) -> int:
    click.echo(refusal.text(translator()), err=True)
    return refusal.exit_code


def _unusable(trouble: OSError) -> ConfigError:
    """Turn what the system says of a file into a refusal; files are written under another name first."""
    path = Path(str(trouble.filename or ""))
    place = str(path.with_name(path.name.removeprefix(".").removesuffix(".partial"))) if path.name else ""
    if trouble.errno in (errno.ENOENT, errno.ENOTDIR):
        fact, step = "the file, or the folder it is to lie in, is not there", "make the folder, or name another place"
        return ConfigError("place-missing", place, fact, step)
    if trouble.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        fact, step = "the system allows no reading or writing here", "have the rights set, or name another place"
        return ConfigError("file-forbidden", place, fact, step)
    if trouble.errno in (errno.ENOSPC, errno.EDQUOT):
        return ConfigError("disk-full", place, "there is no room left", "make room, then run the same command again")
    fact, step = "the system cannot use this file or folder (error {number})", "name another place, or ask who runs it"
    return ConfigError("file-unusable", place, fact, step, number=trouble.errno)
