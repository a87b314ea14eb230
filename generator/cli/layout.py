"""`shikaku layout`: list, check, look at and compare what each side of a piece looks like."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, cast

import click

from generator.cli.options import SOCIETY, json_option
from generator.intake.settings import load_society
from generator.job.press import Look, layouts_of
from generator.job.setup import look_of, sample_look
from generator.job.talk import Talk
from generator.messages.catalogue import translator
from generator.preview.compare import Compared, draw_changes, sentence
from generator.preview.preview import Wanted, preview
from generator.preview.samples import SAMPLES
from layouts.diff import Change, compare
from layouts.errors import LayoutRefused, Unreadable
from layouts.lengths import parse_mm
from layouts.load import Layouts

PACKAGED_WORD = "packaged"


class PlaceType(click.Path):
    """A folder or file of layouts, or the word for those that are shipped."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Let the word pass; what else is named must be there."""
        return Path(value) if value == PACKAGED_WORD else super().convert(value, param, ctx)


PLACE = PlaceType(exists=True, path_type=Path)


class LengthType(click.ParamType[float]):
    """A length with its unit, such as 1mm."""

    name = "LENGTH"

    def convert(self, value: str | float, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read a length as mm; a usage error says what to write."""
        if isinstance(value, float):
            return value
        try:
            length = parse_mm(value)
        except Unreadable as wrong:
            self.fail(f"{value!r}: {translator()(wrong.step).format(**wrong.facts)}", param, ctx)
        return length if length > 0 else self.fail(f"{value!r}: 1mm", param, ctx)


_own = click.option("--layouts", "folder", type=SOCIETY, help="The society's own layouts.")
_society = click.option("--society", type=SOCIETY, help="With this society's texts, colour and layouts.")
_PICTURE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def layout() -> None:
    """Layouts: what each side of a piece looks like."""


@layout.command("list")
@_own
def layout_list(folder: Path | None) -> None:
    """List the layouts."""
    layouts = layouts_of(sample_look(folder))
    for name in layouts.names:
        template = layouts.template(name)
        click.echo(f"{name}\t{template.trim.width:g} × {template.trim.height:g} mm")


@layout.command("check")
@click.argument("directory", metavar="[DIR]", type=SOCIETY, required=False)
@_own
@_society
def layout_check(directory: Path | None, folder: Path | None, society: Path | None) -> None:
    """Check every layout; exit 4 with every problem located."""
    layouts = _layouts(directory or folder, society)
    for name in layouts.names:
        layouts.template(name)
    talk = Talk(translator())
    for name, fields in layouts.unplaced.items():
        talk.say("{name}: no place for {fields}; a job with such texts stops", name=name, fields=", ".join(fields))
    click.echo(translator()("{count} layouts are sound").format(count=len(layouts.names)))


@layout.command("preview")
@click.argument("name")
@click.option("--sample", type=click.Choice(SAMPLES), default="typical", show_default=True, help="What to fill in.")
@click.option("--grid", type=LengthType(), default=0.0, show_default="none", help="Draw a grid, such as 1mm.")
@_own
@_society
@click.option("-o", "--out", required=True, type=_PICTURE, help="The PDF; a PNG is written beside it.")
def layout_preview(name: str, sample: str, grid: float, folder: Path | None, society: Path | None, out: Path) -> None:
    """Draw a layout with rulers, names and samples."""
    talk = Talk(translator())
    misfits = preview(Wanted(name, sample, grid), _layouts(folder, society), out, translator())
    for misfit in misfits:
        element = f"{misfit.block}.{misfit.element}" if misfit.block else misfit.element
        talk.say(
            "{name} {element}: the sample has no room ({detail})", name=name, element=element, detail=misfit.detail
        )
    click.echo(str(out))
    click.echo(str(out.with_suffix(".png")))


@layout.command("diff")
@click.argument("old", type=PLACE)
@click.argument("new", type=PLACE)
@_society
@click.option("-o", "--out", type=_PICTURE, help="A PDF that shows both in one; PNGs are written beside it.")
@json_option
def layout_diff(old: Path, new: Path, society: Path | None, out: Path | None, as_json: bool) -> None:
    """Say what changed between two folders or files of layouts, in mm; `packaged` names those that are shipped."""
    (before, names), (after, more) = _side_of(old, society), _side_of(new, society)
    compared = Compared(before, after, compare(before, after, tuple(dict.fromkeys(names + more))))
    if as_json:
        click.echo(json.dumps([_row(change) for change in compared.changes], ensure_ascii=False, indent=2))
    else:
        for change in compared.changes:
            click.echo(sentence(change, translator()))
    if out is None:
        return
    talk = Talk(translator())
    if not compared.changes:
        talk.say("the layouts are the same; there is nothing to draw")
        return
    for path in (out, *draw_changes(compared, out, translator())):
        talk.say("{file} written", file=path)


def _side_of(place: Path, society: Path | None) -> tuple[Layouts, tuple[str, ...]]:
    """Load what one side of a comparison names; a file stands for its layout alone."""
    packaged = _layouts(None, society) if society is None else layouts_of(_bare(society))
    if place.name == PACKAGED_WORD and not place.exists():
        return packaged, ()
    if place.is_dir():
        return _layouts(place, society), ()
    name = next((name for name in packaged.names if place.with_suffix("").as_posix().endswith(f"/{name}")), "")
    if not name:
        fact, step = (
            "no packaged layout has this name",
            "name the file as in shikaku layout list, such as card/front.toml",
        )
        raise LayoutRefused("unknown-layout", str(place), fact, step)
    return _layouts(place.resolve().parents[name.count("/")], society), (name,)


def _bare(society: Path) -> Look:
    return replace(look_of(load_society(society)), folder=None)


def _row(change: Change) -> dict[str, object]:
    """Return a change for JSON; boxes in mm from the lower left of the trim, as pictures of it count."""
    row = asdict(change)
    row["fate"] = change.fate.value
    row["moved"] = {"right_mm": change.moved.x, "down_mm": change.moved.y} if change.moved else None
    row["keys"] = [{"key": key, "before": old, "after": new} for key, old, new in change.keys]
    return _rounded(row)


def _rounded(value: Any) -> Any:
    """Round what arithmetic left of a millimetre."""
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in cast("list[Any]", value)]
    return round(value, 4) if isinstance(value, float) else value


def _layouts(folder: Path | None, society: Path | None) -> Layouts:
    """Load a society's layouts, or those of a folder; a folder goes before the society's own."""
    if society is None:
        return layouts_of(sample_look(folder))
    look = look_of(load_society(society))
    return layouts_of(look if folder is None else replace(look, folder=folder))
