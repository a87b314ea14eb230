"""A picked document in, its pages of proof.pdf out: at 1:1 with rulers and measures, then each side enlarged.

The first page can be laid under the print: drawn at 100 % a mm is a mm. Enlarged pages show the trim, the bleed, what
lies outside the safe area and the field names. The mark over every side (校正, 見本) multiplies: no text is hidden.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.preview.preview import KEY, draw_key, draw_names, draw_tints
from generator.preview.samples import Filled
from generator.preview.sheet import INK, QUIET, Stage, draw_rulers, stage
from generator.proof.measure import Text, sides, texts
from imposition.picture import Colour, Leaf, Pen, Picture, text_width
from layouts.document import Document, Side
from layouts.fit import FULL
from layouts.geometry import Point, Rect, Size
from layouts.load import Layouts

_MARGIN, _GAP = 12.0, 17.0  # mm; a ruler stands in them, and clear of the bleed beside it
_A4 = Size(width=210, height=297)
_TITLE, _TEXT, _MEASURE = 9.0, 7.0, 5.6  # pt
_LINE = 2.7  # mm from line to line of the measures
_STAMP: Colour = (0.9, 0.91, 0.93)
_NARROW: Colour = (0.72, 0.25, 0.05)  #: of what stands condensed, smaller or in two lines
_COLUMN = 74.0  # mm; three beneath an A4 side
_PT, _SCALE, _ROOM = 36.0, 44.0, 65.0  # mm from a column's left to where its figures end
_LONG = 60  # characters of a title that still stands beside the mark
_FOOT = 7.0  # mm from the page's lower edge
_TURN = 24.0  # degrees
_KEY = 6.0  # mm kept beneath an enlarged side for the key of its colours
_SHARE = 0.5  # of the side's width that the mark takes


@dataclass(frozen=True, slots=True)
class Shown:
    """A document to be shown: its name in the proof, what is said of it, and the mark over it."""

    id: str
    document: Document
    said: Sequence[str]  #: lines beneath the title
    mark: str
    kind: str = ""  #: what the document is called
    faces: tuple[str, str] = ("F", "B")  #: what its sides are called
    foot: str = ""  #: what is said beneath pages that are true to size


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a side stands at 1:1: the page counted from the spread's first, 0, and its trim in mm."""

    face: str
    layout: str
    page: int
    box: Rect


@dataclass(frozen=True, slots=True)
class Spread:
    """The pages of one document."""

    pictures: tuple[Picture, ...]
    spots: tuple[Spot, ...]


def spread(shown: Shown, layouts: Layouts, translate: Callable[[str], str]) -> Spread:
    """Draw all pages of one document."""
    found = sides(shown.document)
    measured = [tuple(t for t in texts(side, layouts) if not t.field.endswith("_caption")) for side in found]
    trim = layouts.template(found[0].layout).trim
    if trim.width + 2 * _MARGIN > _A4.width:
        pages = [_large(shown, side, rows, layouts, translate) for side, rows in zip(found, measured, strict=True)]
        placed = enumerate(zip("FB", found, pages, strict=False))
        spots = [Spot(face, side.layout, k, box) for k, (face, side, (_, box)) in placed]
        first = [picture for picture, _ in pages]
    else:
        picture, boxes = _small(shown, found, measured, layouts, translate)
        first = [picture]
        spots = [Spot(face, side.layout, 0, box) for face, side, box in zip("FB", found, boxes, strict=False)]
    return Spread((*first, *(_enlarged(shown, side, layouts, translate) for side in found)), tuple(spots))


def stamp(pen: Pen, box: Rect, mark: str) -> None:
    """Lay the mark over a side."""
    middle = Point(box.x + box.width / 2, box.y + box.height / 2)
    size = 100.0 * box.width * _SHARE / text_width(mark, 100.0, "bold")
    pen.stamp(middle, mark, size, _STAMP, _TURN)


def _small(
    shown: Shown,
    found: Sequence[Side],
    measured: Sequence[Sequence[Text]],
    layouts: Layouts,
    translate: Callable[[str], str],
) -> tuple[Picture, tuple[Rect, ...]]:
    """Put both sides of a card on an A4 page at 1:1, its measures beneath."""
    picture = Picture(_A4)
    top = _head(picture.pen, shown, _A4)
    boxes: list[Rect] = []
    for column, (side, rows) in enumerate(zip(found, measured, strict=True)):
        template = layouts.template(side.layout)
        x = _MARGIN + column * (template.trim.width + _GAP)
        box = Rect(x=x, y=top - 14 - template.trim.height, width=template.trim.width, height=template.trim.height)
        _leaf(picture, side, box, layouts, shown.mark)
        _rulers(picture.pen, box, template.bleed_mm)
        picture.pen.text(Point(x, box.y - 7.5), f"{shown.faces[column]}  {side.layout}", _TEXT, INK)
        _measures(picture.pen, Point(x, box.y - 12), rows, 45, translate)
        boxes.append(box)
    picture.pen.text(Point(_MARGIN, _FOOT), shown.foot, _TEXT, QUIET)
    return picture, tuple(boxes)


def _large(
    shown: Shown, side: Side, rows: Sequence[Text], layouts: Layouts, translate: Callable[[str], str]
) -> tuple[Picture, Rect]:
    """Put an A4 side on a page of its own at 1:1, its measures beneath."""
    template = layouts.template(side.layout)
    lines = -(-len(rows) // max(1, int((template.trim.width + _MARGIN) / _COLUMN)))
    head, foot = 14 + 3.4 * len(shown.said), 8 + _LINE * (lines + 1)
    page = Size(width=template.trim.width + 2 * _MARGIN, height=template.trim.height + head + foot + 2 * _MARGIN)
    picture = Picture(page)
    top = _head(picture.pen, shown, page)
    box = Rect(x=_MARGIN, y=top - 14 - template.trim.height, width=template.trim.width, height=template.trim.height)
    _leaf(picture, side, box, layouts, shown.mark)
    _rulers(picture.pen, box, template.bleed_mm)
    picture.pen.text(Point(_MARGIN, box.y - 5.5), side.layout, _TEXT, INK)
    _measures(picture.pen, Point(_MARGIN, box.y - 10), rows, lines, translate)
    picture.pen.text(Point(_MARGIN, _FOOT), shown.foot, _TEXT, QUIET)
    return picture, box


def _leaf(picture: Picture, side: Side, box: Rect, layouts: Layouts, mark: str) -> None:
    picture.leaves.append(Leaf(layouts.template(side.layout), side, Point(box.x, box.y), 1.0, gaiji=layouts.gaiji))
    stamp(picture.pen, box, mark)
    picture.pen.outline(box, QUIET, 0.25)


def _rulers(pen: Pen, box: Rect, bleed: float) -> None:
    """Draw rulers at 1:1 along the upper and the left edge."""
    draw_rulers(pen, Stage(Size(width=box.width, height=box.height), bleed, 1.0, corner=Point(box.x, box.y)))


def _head(pen: Pen, shown: Shown, page: Size) -> float:
    """Write what the document is and why it was picked; return how far down the head reaches."""
    y = page.height - _MARGIN
    pen.text(Point(_MARGIN, y), shown.id, _TITLE + 3, INK, "bold")
    numbers = "  ".join(shown.document.numbers)
    pen.text(Point(_MARGIN + 16, y), numbers or shown.kind, _TEXT if len(numbers) > _LONG else _TITLE, INK)
    pen.text(Point(page.width - _MARGIN - text_width(shown.mark, _TITLE, "bold"), y), shown.mark, _TITLE, QUIET, "bold")
    for line in shown.said:
        y -= 3.6
        pen.text(Point(_MARGIN, y - 1.2), line, _TEXT, QUIET)
    return y - 2


def _measures(pen: Pen, at: Point, rows: Sequence[Text], lines: int, translate: Callable[[str], str]) -> None:
    """List how every text stands: element, type size, condensation, room used; never the text."""
    for number, row in enumerate(rows):
        column, line = divmod(number, lines)
        x, y = at.x + column * _COLUMN, at.y - line * _LINE
        stands = row.stands
        plain = stands.how == "full"
        colour = INK if plain else _NARROW
        scale = f"{stands.scale:g} %" if stands.scale < FULL else "100 %"
        room = f"{stands.width:.1f} / {stands.room:.1f} mm"
        pen.text(Point(x, y), row.element, _MEASURE, INK)
        for end, said in ((_PT, f"{stands.size:g} pt"), (_SCALE, scale), (_ROOM, room)):
            pen.text(Point(x + end - text_width(said, _MEASURE), y), said, _MEASURE, colour)
        if stands.how == "two-lines":
            pen.text(Point(x + _ROOM + 1, y), translate("two lines"), _MEASURE, colour)


def _enlarged(shown: Shown, side: Side, layouts: Layouts, translate: Callable[[str], str]) -> Picture:
    template, draft = layouts.template(side.layout), layouts.draft(side.layout)
    on = stage(template.trim, template.bleed_mm, _KEY)
    picture = Picture(on.page)
    picture.leaves.append(Leaf(template, side, on.origin, on.scale, gaiji=layouts.gaiji))
    stamp(picture.pen, on.box(Rect(x=0, y=0, width=template.trim.width, height=template.trim.height)), shown.mark)
    draw_tints(picture.pen, on, template)
    draw_names(picture.pen, on, draft, template, Filled(side, ()))
    draw_rulers(picture.pen, on)
    corner = Point(on.origin.x - on.bleed * on.scale, _KEY)
    picture.pen.text(Point(corner.x, corner.y + 5), f"{shown.id}  {side.layout}  {on.scale:g} : 1", _TEXT, INK)
    draw_key(picture.pen, corner, KEY, translate)
    return picture
