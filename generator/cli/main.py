"""The command line: commands in working order, one handler for refusals (contract §1).

stdout is the result, stderr is talk. A refusal ends with its exit code and one line: place, code, fact, next step.
"""

import sys

import click

from fonts.errors import ExitCode, Refusal
from generator.cli.documents import decide, demo, run, withdraw
from generator.cli.faces import fonts
from generator.cli.inspect import check, doctor, impose, preflight
from generator.cli.layout import layout
from generator.cli.ledger import ledger
from generator.cli.release import approve, purge, release
from generator.cli.vendor import vendor
from generator.messages.catalogue import speak, translator
from generator.messages.helps import translate_helps

_INTERRUPTED = 130  # 128 + SIGINT, as shells count it


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="shikaku-print", prog_name="shikaku")
def shikaku() -> None:
    """Health-insurance cards and notices: from members to a sealed package for the print vendor."""


for command in (
    demo,
    check,
    decide,
    run,
    withdraw,
    approve,
    release,
    purge,
    impose,
    preflight,
    ledger,
    layout,
    vendor,
    fonts,
    doctor,
):
    shikaku.add_command(command)


def main() -> None:
    """Run the command and turn refusals into exit codes."""
    speak()
    translate_helps(shikaku, translator())
    try:
        code = shikaku.main(standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        code = ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo(translator()("interrupted; the same command finishes the job"), err=True)
        code = _INTERRUPTED
    except Refusal as refusal:
        click.echo(refusal.text(translator()), err=True)
        code = refusal.exit_code
    sys.exit(int(code or 0))
