"""The commands about faces and names: fonts list, fonts check."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from fonts.catalog import load_catalog
from fonts.clusters import codepoints
from fonts.errors import ExitCode
from generator.cli.options import SOCIETY, json_option, on_option
from generator.intake.names import Names
from generator.intake.naming import names_of
from generator.intake.settings import load_society
from generator.job.coverage import Coverage, NameDesk, NameRow, cover
from generator.job.press import layouts_of
from generator.job.setup import look_of, sample_look
from generator.messages.catalogue import translator
from layouts.fit import FULL
from layouts.trial import HELD, ORDER, Standing

_PATH = frozenset("/\\")  # no name has them: a folder mistyped must not pass for a name that is fine
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
    if len(targets) == 1 and (folder.is_dir() or not _PATH.isdisjoint(targets[0])):
        found = cover(load_society(folder), on or date.max)
        click.echo(_json(found) if as_json else "\n".join(_report(found)))
        context.exit(ExitCode.OK if found.clean else ExitCode.LAYOUT)
    settings = load_society(society) if society else None
    desk = NameDesk(layouts_of(look_of(settings) if settings else sample_look()))
    names = names_of(settings)
    rows = [_look(name, desk, names) for name in targets]
    click.echo(
        json.dumps(rows, ensure_ascii=False, indent=2, sort_keys=True) if as_json else "\n".join(map(_line, rows))
    )
    context.exit(ExitCode.LAYOUT if any(row["held"] for row in rows) else ExitCode.OK)


def _look(name: str, desk: NameDesk, names: Names) -> Mapping[str, Any]:
    """Say what becomes of one 氏名: guards first, then faces and fit."""
    if not name.strip():
        return {"name": name, "codepoints": "", "faces": "", "held": ["name-empty"], "altered": [], "stands": {}}
    reading = names.read("氏名", name)
    row = desk.row("", "氏名", reading.text)
    held = [f"{code} {points}" for code, points in reading.faults]
    if not held and row.worst.how in HELD:
        held = [f"{row.worst.how} {row.worst.missing}".rstrip()]
    return {
        "name": name,
        "codepoints": codepoints(name),
        "faces": row.faces,
        "held": held,
        "altered": [f"{each.kind} {each.before} → {each.after}" for each in reading.changes],
        "stands": {} if held else {place: asdict(stood) for place, stood in row.stands.items()},
    }


def _line(row: Mapping[str, Any]) -> str:
    """Write a name, its faces and how it stands; or why it is held back."""
    stands = _everywhere({place: _stood(Standing(**stood)) for place, stood in row["stands"].items()}, row["stands"])
    parts = (row["name"], row["faces"], *row["altered"], stands, "; ".join(row["held"]))
    return "\t".join(filter(None, parts))


def _everywhere(said: Mapping[str, str], places: Mapping[str, object]) -> str:
    """Write what is said of each place, or once what is the same of all."""
    if len(said) == len(places) and len(set(said.values())) == 1:
        return next(iter(said.values()))
    return "; ".join(f"{place} {text}" for place, text in said.items())


def _stood(stood: Standing) -> str:
    """Write `full`, `condensed 83 %` or `two-lines 7 pt`."""
    if stood.how == "full":
        return stood.how
    size = f"{stood.size:g} pt" if stood.how in ("smaller", "two-lines") else ""
    scale = f"{stood.scale:.0f} %" if stood.scale < FULL else ""
    return " ".join(filter(None, (stood.how, size, scale)))


def _report(found: Coverage) -> Iterable[str]:
    """Write counts, then who needs more than the first face in full size, then who would be held back."""
    translate = translator()
    yield translate("{people} people, {names} names").format(people=f"{found.people:,}", names=f"{found.names:,}")
    yield "  ".join(f"{faces} {count:,}" for faces, count in sorted(found.faces.items()))
    yield "  ".join(f"{how} {found.hows[how]:,}" for how in ORDER if found.hows[how])
    rows = sorted(found.rows, key=lambda row: (-ORDER.index(row.worst.how), row.key, row.column))
    for row in rows[:_LISTED]:
        yield _named(row)
    if len(rows) > _LISTED:
        yield translate("… and {count} more; --json lists all").format(count=f"{len(rows) - _LISTED:,}")
    for problem in found.held:
        yield f"{problem.file}:{problem.line}: {problem.code}: {problem.text(translate)}"


def _named(row: NameRow) -> str:
    stands = _everywhere(
        {place: _stood(stood) for place, stood in row.stands.items() if stood.how != "full"}, row.stands
    )
    return "\t".join(filter(None, (row.key, row.column, row.faces, stands, row.worst.missing)))


def _json(found: Coverage) -> str:
    """Write the whole report; people by key and line only."""
    names = [
        {
            "key": row.key,
            "column": row.column,
            "faces": row.faces,
            "stands": {place: asdict(stood) for place, stood in row.stands.items()},
        }
        for row in found.rows
    ]
    held = [asdict(problem) for problem in found.held]
    counts = {"people": found.people, "names": found.names, "faces": found.faces, "fit": found.hows}
    return json.dumps({**counts, "rows": names, "held": held}, ensure_ascii=False, indent=2, sort_keys=True)
