"""`shikaku vendor`: what profiles there are, one of them in words and as a picture, and whether one's own is sound."""

from collections.abc import Callable, Iterator
from pathlib import Path

import click

from generator.cli.options import FILE, SOCIETY
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
_society = click.option("--society", type=SOCIETY, help="With this society's own profiles.")


@click.group()
def vendor() -> None:
    """Vendor profiles: sheets, cells, finishing."""


@vendor.command("list")
@_society
def vendor_list(society: Path | None) -> None:
    """List the profiles, with pile, sheet, cells, finishing, stack, turn and runs."""
    own = society and society / VENDORS
    for name in vendor_names(own):
        stock = load_stock(name, own)
        sheet = f"{stock.sheet.width:g} × {stock.sheet.height:g} mm"
        cells, depth = f"{len(stock.cells)}-up", f"× {stock.stack_depth}"
        click.echo("\t".join((name, stock.pile, sheet, cells, stock.finishing, depth, stock.turn, stock.runs)))


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


def described(stock: Stock, translate: Callable[[str], str]) -> Iterator[str]:
    """Yield a profile in words, then a line a cell: row, column, x, y, degrees it is turned."""
    size, trim, shop = stock.sheet, stock.trim, stock.shop
    yield f"{stock.name}: {size.width:g} × {size.height:g} mm, {stock.finishing}, {stock.turn}"
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
    for cell in stock.cells:
        yield f"{cell.row}\t{cell.column}\t{cell.x:.3f}\t{cell.y:.3f}\t{cell.turned}°"
