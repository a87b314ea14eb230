"""A vendor's profile in, a picture of its sheets out (`shikaku vendor show NAME --png`).

Front and back as seen on each, to scale: trims with their trays and turns, heads, bleeds, safe areas, die, marks,
targets, bar, slug, code, gripper, the axis the sheet is turned about, and dimensions in mm. Marks and code are the
job's own operators, so what is seen is where a job prints it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.preview.dimensions import draw_dimensions
from generator.preview.raster import rasterise
from generator.preview.sheet import INK, QUIET, frame_areas
from imposition.bar import ROOM
from imposition.furniture import Face
from imposition.marks import operators
from imposition.picture import Colour, Pen, Picture, text_width, write_pictures
from imposition.plan import Block, placements
from imposition.sheet import Cell, Stock, cell_on, footprint
from imposition.sheetcode import SheetName, code_operators, widest
from layouts.geometry import Point, Rect, Size, to_mm

Translate = Callable[[str], str]
#: How sheets become pieces → how it is said.
_FINISHES = {
    "guillotine": "guillotine",
    "punch": "punch",
    "punch-column": "punch-column",
    "sequential": "sequential",
}
_LONGEST = 420.0  # mm the drawn sheet may measure
_MARGIN = 30.0
_HEAD = 16.0
_FOOT = 22.0
_TITLE, _TEXT, _SMALL = 15.0, 8.0, 6.5  # pt
_BLEED: Colour = (0.99, 0.88, 0.91)
_UNSAFE: Colour = (1.0, 0.965, 0.85)
_SAFE: Colour = (0.85, 0.55, 0.0)
_PAPER: Colour = (1.0, 1.0, 1.0)
_DIE: Colour = (0.0, 0.5, 0.3)
_TRIM: Colour = (0.15, 0.2, 0.3)
_AXIS: Colour = (0.8, 0.1, 0.1)
_GRIP: Colour = (0.86, 0.88, 0.91)
_HEADS: Colour = (0.1, 0.35, 0.75)
_SLUG: Colour = (0.9, 0.93, 0.99)
_PROCESS: tuple[Colour, ...] = ((0.0, 0.62, 0.89), (0.89, 0.0, 0.49), (1.0, 0.93, 0.0), (0.1, 0.1, 0.1))
_SPOT: Colour = (0.85, 0.85, 0.85)
_DASH = (3.0, 2.0)
_AXIS_DASH = (9.0, 2.5, 1.5, 2.5)


@dataclass(frozen=True, slots=True)
class View:
    """A side of a profile on its page: where the sheet's lower left lies, and the scale it is drawn in."""

    stock: Stock
    face: Face
    safe: float  #: mm inside the trim that the layouts keep clear
    scale: float

    @property
    def page(self) -> Size:
        """Return the page's size."""
        sheet = self.stock.sheet
        return Size(
            width=max(sheet.width * self.scale + 2 * _MARGIN, 190.0),
            height=sheet.height * self.scale + _MARGIN + _HEAD + _FOOT,
        )

    @property
    def origin(self) -> Point:
        """Return where the sheet's lower left lies."""
        return Point((self.page.width - self.stock.sheet.width * self.scale) / 2, _FOOT)

    def box(self, area: Rect) -> Rect:
        """Return where an area of the sheet lies on the page."""
        at = self.point(area.x, area.y)
        return Rect(x=at.x, y=at.y, width=area.width * self.scale, height=area.height * self.scale)

    def point(self, x: float, y: float) -> Point:
        """Return where a point of the sheet lies on the page."""
        return Point(self.origin.x + x * self.scale, self.origin.y + y * self.scale)


def draw_profile(
    stock: Stock, faces: Sequence[Face], safe: float, image: Path, dpi: int, translate: Translate
) -> tuple[Path, ...]:
    """Write one PNG a side; the second side's name says which it is."""
    scale = min(4.0, _LONGEST / max(stock.sheet.width, stock.sheet.height))
    views = [View(stock, face, safe, scale if scale < 1 else float(int(scale))) for face in faces]
    pictures = [_picture(view, translate) for view in views]
    images = [image, *(image.with_name(f"{image.stem}-{face}{image.suffix}") for face in faces[1:])]
    temporary = image.with_name(f".{image.name}.pdf")
    try:
        write_pictures(temporary, pictures, stock.name)
        rasterise(temporary, images, dpi)
    finally:
        temporary.unlink(missing_ok=True)
    return tuple(images)


def _picture(view: View, translate: Translate) -> Picture:
    picture = Picture(view.page)
    pen = picture.pen
    sheet = view.stock.sheet
    pen.area(view.box(Rect(x=0, y=0, width=sheet.width, height=sheet.height)), _PAPER)
    _draw_gripper(pen, view, translate)
    _draw_furniture(pen, view, translate)
    for cell in view.stock.cells:
        _draw_areas(pen, view, cell_on(view.stock, cell, view.face))
    pen.outline(view.box(Rect(x=0, y=0, width=sheet.width, height=sheet.height)), INK, 0.8)
    if view.face == "B":
        _draw_axis(pen, view, translate)
    for cell, turns in zip(view.stock.cells, _turns(view.stock), strict=True):
        _draw_label(pen, view, cell_on(view.stock, cell, view.face), turns, translate)
    draw_dimensions(pen, view)
    _draw_head(pen, view, translate)
    _draw_legend(pen, view, translate)
    return picture


def _draw_gripper(pen: Pen, view: View, translate: Translate) -> None:
    """Shade the edge the press holds; on the back the same edge of the sheet lies mirrored."""
    gripper, sheet = view.stock.shop.gripper, view.stock.sheet
    if gripper is None:
        return
    area = gripper.area(sheet)
    if view.face == "B" and view.stock.turn == "vertical":
        area = Rect(x=sheet.width - area.right, y=area.y, width=area.width, height=area.height)
    elif view.face == "B":
        area = Rect(x=area.x, y=sheet.height - area.top, width=area.width, height=area.height)
    box, word = view.box(area), translate("gripper")
    pen.area(box, _GRIP)
    if box.height > box.width:
        pen.upward(Point(box.x + box.width / 2 + 1, box.y + 3), word, _SMALL, INK)
    else:
        pen.text(Point(box.x + 3, box.y + box.height / 2 - 1), word, _SMALL, INK)


def _draw_furniture(pen: Pen, view: View, translate: Translate) -> None:
    stock, face = view.stock, view.face
    if stock.slug and face in stock.slug.sides:
        slug = stock.slug
        box = view.box(slug.box(to_mm(slug.size_pt)))
        pen.area(box, _SLUG)
        write = pen.upward if slug.turn == 90 else pen.text
        write(view.point(slug.at.x, slug.at.y), translate("slug"), _SMALL, QUIET)
    if stock.bar and face in stock.bar.sides:
        bar = stock.bar
        for index in range(ROOM):
            across = (0.0, index * bar.patch) if bar.turn == 90 else (index * bar.patch, 0.0)
            patch = Rect(x=bar.at.x + across[0], y=bar.at.y + across[1], width=bar.patch, height=bar.patch)
            if index < len(_PROCESS):
                pen.area(view.box(patch), _PROCESS[index])
            else:
                pen.outline(view.box(patch), _SPOT, 0.5, _DASH)
    pen.drawing(operators(stock, face), view.origin, view.scale, (0.0, 0.0, 0.0))
    if stock.sheet_code and face in stock.sheet_code.sides:
        name = SheetName("20260401-01", stock.pile, 1, 1, face)
        pen.outline(view.box(stock.sheet_code.box(widest())), _SPOT, 0.4, _DASH)
        pen.drawing(code_operators(stock.sheet_code, name), view.origin, view.scale, (0.0, 0.0, 0.0))


def _draw_areas(pen: Pen, view: View, cell: Cell) -> None:
    """Draw what a cell takes: bleed and all outside the safe area tinted, trim and die outlined."""
    stock, trim = view.stock, _trim(view.stock, cell)
    for area in frame_areas(view.box(trim.grown(stock.bleed)), view.box(trim)):
        pen.area(area, _BLEED)
    pen.area(view.box(trim), _UNSAFE)
    pen.area(view.box(trim.grown(-view.safe)), _PAPER)
    pen.outline(view.box(trim.grown(-view.safe)), _SAFE, 0.4, _DASH)
    pen.outline(view.box(trim), _TRIM, 0.7)
    _draw_die(pen, view, trim, cell)


def _draw_label(pen: Pen, view: View, cell: Cell, turns: tuple[int, int], translate: Translate) -> None:
    """Write a cell's tray (its turn, where all fall into one tray) and point to its head."""
    trim, (tray, turn) = _trim(view.stock, cell), turns
    middle = view.point(trim.x + trim.width / 2, trim.y + trim.height / 2)
    large = min(max(min(trim.width, trim.height) * view.scale * 0.8, 12.0), 60.0)
    low = middle.y - to_mm(large) * 0.3
    word = str(turn if view.stock.finishing in ("punch", "sequential") else tray)
    said = translate("tray {tray}, turn {turn}").format(tray=tray, turn=turn)
    pen.text(Point(middle.x - text_width(word, large, "bold") / 2, low), word, large, INK, "bold")
    pen.text(Point(middle.x - text_width(said, _TEXT) / 2, low - 5), said, _TEXT, QUIET)
    _draw_arrow(pen, view, trim, cell.turned)


def _trim(stock: Stock, cell: Cell) -> Rect:
    taken = footprint(stock, cell)
    return Rect(x=cell.x, y=cell.y, width=taken.width, height=taken.height)


def _turns(stock: Stock) -> list[tuple[int, int]]:
    """Return tray and turn of each cell, in the order of the cells: where the pieces of one sheet come to lie."""
    count = len(stock.cells)
    found = {
        (p.row, p.column): (p.tray or 0, p.position or 0) for p in placements(stock, Block(1, 0, count, 1), backs=False)
    }
    return [found[cell.row, cell.column] for cell in stock.cells]


def _draw_die(pen: Pen, view: View, trim: Rect, cell: Cell) -> None:
    die = view.stock.die
    if die is None:
        return
    upright = cell.turned % 180 == 0
    width, height = (die.size.width, die.size.height) if upright else (die.size.height, die.size.width)
    x, y = trim.x + (trim.width - width) / 2, trim.y + (trim.height - height) / 2
    box = view.box(Rect(x=x, y=y, width=width, height=height))
    pen.rounded(box, die.radius * view.scale, _DIE, 0.6)


def _draw_arrow(pen: Pen, view: View, trim: Rect, turned: int) -> None:
    """Point to the head of a piece (天) from within its trim."""
    box = view.box(trim)
    size = min(box.width, box.height) * 0.07
    inset = view.safe * view.scale + size * 0.6
    middle = Point(box.x + box.width / 2, box.y + box.height / 2)
    tip, way = {
        0: (Point(middle.x, box.top - inset), (0, 1)),
        90: (Point(box.x + inset, middle.y), (-1, 0)),
        180: (Point(middle.x, box.y + inset), (0, -1)),
        270: (Point(box.right - inset, middle.y), (1, 0)),
    }[turned]
    foot = Point(tip.x - way[0] * size * 1.4, tip.y - way[1] * size * 1.4)
    corners = [
        tip,
        Point(foot.x + way[1] * size, foot.y - way[0] * size),
        Point(foot.x - way[1] * size, foot.y + way[0] * size),
    ]
    pen.shape(corners, _HEADS)


def _draw_axis(pen: Pen, view: View, translate: Translate) -> None:
    """Draw the line the sheet was turned about."""
    sheet, word = view.stock.sheet, translate("axis of the turn")
    if view.stock.turn == "vertical":
        low, high = view.point(sheet.width / 2, 0), view.point(sheet.width / 2, sheet.height)
        pen.dashed(Point(low.x, low.y - 7), Point(high.x, high.y + 5), _AXIS, 0.9, _AXIS_DASH)
        pen.text(Point(low.x + 1.5, low.y - 6), word, _TEXT, _AXIS)
    else:
        left, right = view.point(0, sheet.height / 2), view.point(sheet.width, sheet.height / 2)
        pen.dashed(Point(left.x - 5, left.y), Point(right.x + 7, right.y), _AXIS, 0.9, _AXIS_DASH)
        pen.upward(Point(right.x + 5.5, right.y + 1.5), word, _TEXT, _AXIS)


def _draw_head(pen: Pen, view: View, translate: Translate) -> None:
    stock, page = view.stock, view.page
    title = translate("front, as seen from the front") if view.face == "F" else translate("back, as seen from the back")
    top, left = page.height - 12, min(view.origin.x, 20.0)
    pen.text(Point(left, top), stock.name, _TITLE, INK, "bold")
    pen.text(Point(left + text_width(stock.name, _TITLE, "bold") + 5, top), title, _TITLE - 3, INK)
    pen.text(Point(left, top - 6), summary(stock, translate), _TEXT + 0.5, QUIET)


def summary(stock: Stock, translate: Translate) -> str:
    """Return a profile in one line."""
    said = translate(
        "sheet {sheet} mm, trim {trim} mm, bleed {bleed} mm, {cells} cells, {finishing}, stacks of {depth}"
    )
    return said.format(
        sheet=f"{stock.sheet.width:g} × {stock.sheet.height:g}", trim=f"{stock.trim.width:g} × {stock.trim.height:g}",
        bleed=f"{stock.bleed:g}", cells=len(stock.cells),
        finishing=translate(_FINISHES[stock.finishing]), depth=stock.stack_depth,
    )  # fmt: skip


def _draw_legend(pen: Pen, view: View, translate: Translate) -> None:
    words: list[tuple[str, Colour]] = [(translate("trim"), _TRIM)]
    words += [(translate("bleed"), _BLEED)] if view.stock.bleed else []
    words.append((translate("outside the safe area"), _UNSAFE))
    if view.stock.die:
        words.append((translate("die"), _DIE))
    words.append((translate("head of the piece"), _HEADS))
    if view.stock.shop.gripper:
        words.append((translate("gripper"), _GRIP))
    x = min(view.origin.x, 20.0)
    for word, colour in words:
        swatch = Rect(x=x, y=9.0, width=3.0, height=3.0)
        pen.area(swatch, colour)
        pen.outline(swatch, QUIET, 0.2)
        pen.text(Point(x + 4.2, 9.4), word, _TEXT, INK)
        x += 4.2 + text_width(word, _TEXT) + 6
