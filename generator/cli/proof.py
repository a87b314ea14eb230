"""`shikaku proof`: what staff looks at and signs before a run."""

from datetime import date
from pathlib import Path

import click

from fonts.errors import ExitCode
from generator.cli.options import FOLDER, SOCIETY, by_option, on_option, society_argument, workers_option
from generator.cli.table import aligned
from generator.job.talk import Talk
from generator.messages.catalogue import language, translator
from generator.proof.make import Wish, make_proof
from generator.proof.wording import TONGUES, reason_word

_SEED, _SAMPLE = 1, 8
_HEADS = {"count": "documents", "why": "picked for", "code": "code"}


@click.command()
@society_argument
@on_option()
@click.option("--out", type=FOLDER, required=True, help="Where the proof's folder is made.")
@by_option(required=True)
@click.option("--dummy", is_flag=True, help="Specimens alone, no real person: what a vendor may see.")
@click.option("--seed", type=int, default=_SEED, show_default=True, help="Of the random sample; nothing else moves.")
@click.option("--sample", type=click.IntRange(min=0), default=_SAMPLE, show_default=True, help="How many by lot.")
@click.option("--language", "tongue", type=click.Choice(TONGUES), help="The report opens in it.  [default: yours]")
@click.option("--before", type=SOCIETY, help="The folder of the last approved proof, to compare with.")
@workers_option
@click.pass_context
def proof(
    context: click.Context,
    society: Path,
    on: date,
    out: Path,
    by: str,
    dummy: bool,
    seed: int,
    sample: int,
    tongue: str | None,
    before: Path | None,
    workers: int,
) -> None:
    """Proofs: the hard cases of a day's job, drawn with their measures; nothing is issued."""
    talk = Talk(translator())
    said = tongue or language()
    wish = Wish(society, on, out, by, seed, sample, dummy, before, said, workers)
    made = make_proof(wish, translator(said))
    spoken = TONGUES.index(language())
    rows = [(f"{count:,}", reason_word(reason)[spoken], reason) for reason, count in sorted(made.reasons.items())]
    heads = tuple(translator()(_HEADS[name]) for name in _HEADS)
    for line in aligned([heads, *rows]):
        click.echo(line)
    talk.say("{count} documents picked, {errors} errors found", count=made.documents, errors=made.errors)
    click.echo(str(made.folder))
    context.exit(ExitCode.STOPPED if made.errors else ExitCode.OK)
