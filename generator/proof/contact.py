"""Picked documents in, contact sheets out: A4 pages as PNG, each document under its name in the proof."""

from collections.abc import Sequence
from pathlib import Path

from generator.preview.raster import rasterise
from generator.preview.sheet import INK, QUIET
from generator.proof.measure import sides
from generator.proof.spread import Shown, stamp
from imposition.picture import Leaf, Picture, text_width, write_pictures
from layouts.document import Side
from layouts.geometry import Point, Rect, Size
from layouts.load import Layouts

DPI = 150
_PAGE = Size(width=297, height=210)
_MARGIN, _GAP, _FOOT = 8.0, 5.0, 8.0  # mm
_HEAD = 7.0  # mm above the first row
_COLUMNS, _ROWS = 6, 3
_ID, _SAID, _TITLE = 8.0, 5.0, 9.0  # pt
_LINES = 2  # of what a document was picked for


def contact_sheets(shown: Sequence[Shown], layouts: Layouts, title: str, out: Path, work: Path) -> tuple[Path, ...]:
    """Write the contact sheets as PNGs into a folder; `work` takes a passing PDF."""
    a_page = _COLUMNS * _ROWS
    pages = [shown[i : i + a_page] for i in range(0, len(shown), a_page)]
    passing = work / "contact.pdf"
    heads = [f"{title}  {k}/{len(pages)}" for k in range(1, len(pages) + 1)]
    write_pictures(passing, [_page(page, head, layouts) for page, head in zip(pages, heads, strict=True)], title)
    images = tuple(out / f"contact-{k}.png" for k in range(1, len(pages) + 1))
    rasterise(passing, images, DPI)
    passing.unlink()
    return images


def _page(shown: Sequence[Shown], head: str, layouts: Layouts) -> Picture:
    picture = Picture(_PAGE)
    picture.pen.text(Point(_MARGIN, _PAGE.height - _MARGIN - 2), head, _TITLE, INK, "bold")
    width = (_PAGE.width - 2 * _MARGIN - (_COLUMNS - 1) * _GAP) / _COLUMNS
    height = (_PAGE.height - 2 * _MARGIN - _HEAD - (_ROWS - 1) * _GAP) / _ROWS
    for number, each in enumerate(shown):
        row, column = divmod(number, _COLUMNS)
        x, top = _MARGIN + column * (width + _GAP), _PAGE.height - _MARGIN - _HEAD - row * (height + _GAP)
        _cell(picture, Rect(x=x, y=top - height, width=width, height=height), each, layouts)
    return picture


def _cell(picture: Picture, cell: Rect, shown: Shown, layouts: Layouts) -> None:
    """Draw a document's sides one above the other, its name and what it was picked for beneath."""
    found = sides(shown.document)
    room = Size(width=cell.width, height=(cell.height - _FOOT - (len(found) - 1)) / len(found))
    for number, side in enumerate(found):
        _put(picture, side, Point(cell.x, cell.top - number * (room.height + 1)), room, layouts, shown.mark)
    picture.pen.text(Point(cell.x, cell.y + 2.2), shown.id, _ID, INK, "bold")
    for line, said in enumerate(_lines(shown.said, cell.width - 9)):
        picture.pen.text(Point(cell.x + 9, cell.y + 2.4 - 2.4 * line), said, _SAID, INK)


def _lines(said: Sequence[str], width: float) -> list[str]:
    """Put as many reasons into the lines as have room, a long one broken at its spaces; else the last line says so."""
    told = [word for line in said for word in line.split("   ")]
    words = [part for word in told for part in (word.split() if text_width(word, _SAID) > width else [word])]
    lines = [""]
    for word in words:
        longer = f"{lines[-1]}  {word}" if lines[-1] else word
        if text_width(longer, _SAID) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > _LINES:
        lines[_LINES - 1 :] = [f"{lines[_LINES - 1]} …"]
    return lines


def _put(picture: Picture, side: Side, upper_left: Point, room: Size, layouts: Layouts, mark: str) -> None:
    template = layouts.template(side.layout)
    scale = min(room.width / template.trim.width, room.height / template.trim.height)
    box = Rect(
        x=upper_left.x,
        y=upper_left.y - template.trim.height * scale,
        width=template.trim.width * scale,
        height=template.trim.height * scale,
    )
    picture.leaves.append(Leaf(template, side, Point(box.x, box.y), scale, gaiji=layouts.gaiji))
    stamp(picture.pen, box, mark)
    picture.pen.outline(box, QUIET, 0.3)
