"""The commands about faces and names: fonts list, fonts check."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from fonts.catalog import load_catalog
from fonts.clusters import codepoints
from fonts.errors import ExitCode
from generator.cli.options import SOCIETY, json_option, on_option
from generator.intake.names import Names, names_of
from generator.intake.settings import NAME, load_society
from generator.job.coverage import Coverage, NameDesk, NameRow, cover
from generator.job.press import layouts_of
from generator.job.setup import look_of, sample_look
from generator.messages.catalogue import translator
from layouts.trial import HELD, Standing

_LISTED = 200  #: rows of a report for people; --json has all


@click.group()
def fonts() -> None:
    """Faces, and whether names can be written with them."""


@fonts.command("list")
@click.option("--society", type=SOCIETY, help="With this society's own face.")
def fonts_list(society: Path | None) -> None:
    """List the faces with version and licence."""
    gaiji = look_of(load_society(society)).gaiji if society else None
    for tag, face in load_catalog(gaiji).faces.items():
        click.echo("\t".join(filter(None, (tag, face.name, face.version, face.licence or face.origin))))


@fonts.command("check")
@click.argument("targets", nargs=-1, required=True, metavar="NAME…|SOCIETY")
@click.option("--society", type=SOCIETY, help="Read names as this society's files are read.")
@on_option(required=False)
@json_option
@click.pass_context
def fonts_check(
    context: click.Context, targets: tuple[str, ...], society: Path | None, on: date | None, as_json: bool
) -> None:
    """Say which faces names need and how they stand; of a SOCIETY all names. Exit 4 if any would be held back."""
    folder = Path(targets[0])
    if len(targets) == 1 and (folder / NAME).is_file():
        found = cover(load_society(folder), on or date.max)
        click.echo(_json(found) if as_json else "\n".join(_report(found)))
        context.exit(ExitCode.OK if found.clean else ExitCode.LAYOUT)
    settings = load_society(society) if society else None
    desk = NameDesk(layouts_of(look_of(settings) if settings else sample_look()))
    rows = [_look(name, desk, names_of(settings)) for name in targets]
    click.echo(json.dumps(rows, ensure_ascii=False, indent=2, sort_keys=True) if as_json else "\n".join(map(_line, rows)))
    context.exit(ExitCode.LAYOUT if any(row["held"] for row in rows) else ExitCode.OK)
