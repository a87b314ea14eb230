"""`shikaku vendor`: what profiles there are, one of them in words and as a picture, and whether one's own is sound."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from generator.cli.options import FILE, SOCIETY, json_option
from generator.cli.table import aligned
from generator.job.press import layouts_of
from generator.job.setup import VENDORS, sample_look
from generator.messages.catalogue import translator
from generator.preview.profile import draw_profile
from imposition.furniture import FACES, Face
from imposition.sheet import Pile, Stock
from imposition.stock import load_stock, vendor_names

DPI = 150
_PNG = click.Path(dir_okay=False, path_type=Path)
#: A layout of each pile, for what it keeps clear inside the trim.
_LAYOUTS: dict[Pile, str] = {
    "card": "card/front",
    "notice": "notice/plain",
    "letter": "letter/cover",
    "envelope": "letter/face",
}
_HEADS = {
    "name": "profile",
    "pile": "pile",
    "sheet": "sheet",
    "cells": "cells",
    "finishing": "finishing",
    "stack_depth": "sheets a stack",
    "turn": "turned",
    "runs": "front and back",
}
_CELLS = {"row": "row", "column": "column", "x": "x in mm", "y": "y in mm", "turned": "degrees"}
_FINISHED = {
    "guillotine": "guillotine",
    "punch": "punch",
    "punch-column": "punch-column",
    "sequential": "sequential",
}
_PILES: dict[Pile, str] = {"card": "cards", "notice": "notices", "letter": "letters", "envelope": "envelopes"}
_TURNS = {"vertical": "like a book", "horizontal": "top to bottom"}
_RUNS = {"duplex": "in one file", "separate": "in two files"}
_society = click.option("--society", type=SOCIETY, help="With this society's own profiles.")


@click.group()
def vendor() -> None:
    """Vendor profiles: sheets, cells, finishing."""


@vendor.command("list")
@_society
@json_option
def vendor_list(society: Path | None, as_json: bool) -> None:
    """List the profiles, with pile, sheet, cells, finishing, stack, turn and runs."""
    own = society and society / VENDORS
    stocks = {name: load_stock(name, own) for name in vendor_names(own)}
    if as_json:
        told = [{"name": name, **_told(stock)} for name, stock in stocks.items()]
        click.echo(json.dumps({"profiles": told}, ensure_ascii=False, indent=2, sort_keys=True))
        return
    translate = translator()
    heads = tuple(translate(_HEADS[name]) for name in _HEADS)
    for line in aligned([heads, *((name, *_row(stock, translate)) for name, stock in stocks.items())]):
        click.echo(line)


@vendor.command("show")
@click.argument("name")
@click.option("--png", type=_PNG, help="Draw it; without --side the back is written beside it.")
@click.option("--side", type=click.Choice(FACES), help="Draw one side only.")
@click.option("--dpi", type=click.IntRange(20, 600), default=DPI, show_default=True)
@_society
def vendor_show(name: str, png: Path | None, side: Face | None, dpi: int, society: Path | None) -> None:
    """Show a profile: dimensions, turn, finishing, marks, every cell's place and head; or draw it."""
    stock = load_stock(name, society and society / VENDORS)
    translate = translator()
    if png is None:
        for line in described(stock, translate):
            click.echo(line)
        return
    faces: tuple[Face, ...] = (side,) if side else FACES
    safe = layouts_of(sample_look()).template(_LAYOUTS[stock.pile])
    inside = safe.trim.height - safe.safe.top
    for path in draw_profile(stock, faces, inside, png, dpi, translate):
        click.echo(str(path))


@vendor.command("check")
@click.argument("file", type=FILE)
def vendor_check(file: Path) -> None:
    """Check a profile of your own; exit 2 with every problem located."""
    stock = load_stock(str(file))
    click.echo(translator()("{name} is sound: {cells} cells").format(name=stock.name, cells=len(stock.cells)))


def _told(stock: Stock) -> dict[str, object]:
    """Say of a profile what a program wants to know, in the profile's own words."""
    return {
        "pile": stock.pile,
        "sheet": [stock.sheet.width, stock.sheet.height],
        "cells": len(stock.cells),
        "finishing": stock.finishing,
        "stack_depth": stock.stack_depth,
        "turn": stock.turn,
        "runs": stock.runs,
    }


def _row(stock: Stock, translate: Callable[[str], str]) -> tuple[str, ...]:
    """Say the same to people."""
    return (
        translate(_PILES[stock.pile]),
        f"{stock.sheet.width:g} × {stock.sheet.height:g} mm",
        f"{len(stock.cells)}",
        translate(_FINISHED[stock.finishing]),
        f"{stock.stack_depth}",
        translate(_TURNS[stock.turn]),
        translate(_RUNS[stock.runs]),
    )


def described(stock: Stock, translate: Callable[[str], str]) -> Iterator[str]:
    """Yield a profile in words, then a table of its cells: row, column, x, y, degrees it is turned."""
    size, trim, shop = stock.sheet, stock.trim, stock.shop
    how = f"{translate(_FINISHED[stock.finishing])}, {translate(_TURNS[stock.turn])}"
    yield f"{stock.name}: {size.width:g} × {size.height:g} mm, {how}"
    said = translate("trim {width} × {height} mm, bleed {bleed} mm, {columns} × {rows} cells")
    facts = {"columns": stock.columns, "rows": stock.rows, "bleed": f"{stock.bleed:g}"}
    yield said.format(width=f"{trim.width:g}", height=f"{trim.height:g}", **facts)
    if stock.turn == "vertical":
        yield translate("turned about the vertical axis, like a book: left and right change sides")
    else:
        yield translate("tumbled about the horizontal axis: top and bottom change sides")
    if stock.runs == "separate":
        yield translate("fronts and backs are separate runs with the same sheet numbers")
    else:
        yield translate("fronts and backs alternate in one file")
    said = translate("stacks of {depth} sheets of {thickness} mm; spare sheets: {sheets} and {percent} %")
    spare = {"sheets": shop.make_ready.sheets, "percent": shop.make_ready.percent}
    yield said.format(depth=stock.stack_depth, thickness=f"{stock.thickness:g}", **spare)
    left, low = min(cell.x for cell in stock.cells), min(cell.y for cell in stock.cells)
    said = translate("margins: left {left} mm, bottom {bottom} mm; marks: {marks}, {targets} punch targets")
    margins = {"left": f"{left:g}", "bottom": f"{low:g}"}
    yield said.format(**margins, marks=stock.marks.cut, targets=len(stock.targets))
    if shop.material:
        yield translate("material: {material}").format(material=shop.material)
    cells = [
        (f"{cell.row}", f"{cell.column}", f"{cell.x:.3f}", f"{cell.y:.3f}", f"{cell.turned}") for cell in stock.cells
    ]
    yield from aligned([tuple(translate(_CELLS[name]) for name in _CELLS), *cells])
