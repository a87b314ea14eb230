"""What changed between two sets of layouts in, the picture of it out: a page a layout, before and after in one.

Before is drawn in red, after in blue-green; what is the same in both comes out dark. Every change bears a number, and
the numbers are explained beneath.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.preview.elements import ink
from generator.preview.labels import Wish, placed
from generator.preview.raster import rasterise
from generator.preview.samples import filled
from generator.preview.sheet import INK, Stage, draw_rulers, stage
from imposition.picture import Colour, Leaf, Pen, Picture, text_width, write_pictures
from layouts.diff import Change, Fate
from layouts.geometry import Point, Rect, Size
from layouts.load import Layouts

DPI = 200
_BEFORE: Colour = (0.93, 0.22, 0.16)
_AFTER: Colour = (0.0, 0.62, 0.72)
_PAPER: Colour = (1.0, 1.0, 1.0)
_TEXT, _LINE = 7.0, 4.2  # pt of a line of the list, mm from line to line
_NUMBER = 6.5  # pt
_DOT = 3.4  # mm
_SAMPLE = "typical"
_FATES = {Fate.ADDED: "added", Fate.REMOVED: "removed", Fate.CHANGED: "changed"}


@dataclass(frozen=True, slots=True)
class Compared:
    """Two sets of layouts and what changed between them."""

    old: Layouts
    new: Layouts
    changes: tuple[Change, ...]


def sentence(change: Change, translate: Callable[[str], str]) -> str:
    """Say what became of an element, in one line."""
    parts: list[str] = []
    if change.fate is not Fate.CHANGED:
        parts.append(translate(_FATES[change.fate]))
    if change.moved:
        parts.append(translate("moved {way}").format(way=_way(change.moved, translate)))
    parts += [f"{key} {old} → {new}" for key, old, new in change.keys]
    said = "; ".join(parts) or translate(_FATES[change.fate])
    return f"{' '.join(filter(None, (change.layout, change.element)))}: {said}"


def _way(step: Point, translate: Callable[[str], str]) -> str:
    across = translate("{mm} mm right") if step.x > 0 else translate("{mm} mm left")
    along = translate("{mm} mm down") if step.y > 0 else translate("{mm} mm up")
    ways = ((abs(step.x), across), (abs(step.y), along))
    return ", ".join(way.format(mm=f"{mm:.2f}") for mm, way in ways if mm >= 0.005)


def draw_changes(compared: Compared, out: Path, translate: Callable[[str], str]) -> tuple[Path, ...]:
    """Write a PDF with a page for every layout that changed, and a PNG for each page; return the images."""
    names = list(dict.fromkeys(change.layout for change in compared.changes))
    pictures = [_picture(name, compared, translate) for name in names]
    stem = out.with_suffix("").name
    images = [out.with_name(f"{stem}{'.' + name.replace('/', '.') if len(names) > 1 else ''}.png") for name in names]
    temporary = out.with_name(f".{out.name}.partial")
    write_pictures(temporary, pictures, "layout diff")
    rasterise(temporary, images, DPI)
    temporary.replace(out)
    return tuple(images)


def _picture(name: str, compared: Compared, translate: Callable[[str], str]) -> Picture:
    changes = [change for change in compared.changes if change.layout == name]
    shown = [(set_, set_.template(name), tint) for set_, tint in _both(compared) if name in set_.names]
    first = shown[-1][1]
    on = stage(first.trim, first.bleed_mm, _LINE * (len(changes) + 2) + 4)
    picture = Picture(on.page)
    dark: list[Rect] = []
    for set_, template, tint in shown:
        side = filled(template, _SAMPLE).side
        picture.leaves.append(Leaf(template, side, on.origin, on.scale, tint, set_.gaiji))
        dark += map(on.box, ink(set_.draft(name), template, side))
    draw_rulers(picture.pen, on)
    picture.pen.outline(on.box(Rect(x=0, y=0, width=first.trim.width, height=first.trim.height)), INK, 0.4)
    _draw_changes(picture.pen, on, changes, dark)
    _draw_list(picture.pen, on, name, changes, translate)
    return picture


def _both(compared: Compared) -> tuple[tuple[Layouts, Colour], tuple[Layouts, Colour]]:
    return (compared.old, _BEFORE), (compared.new, _AFTER)


def _draw_changes(pen: Pen, on: Stage, changes: Sequence[Change], dark: Sequence[Rect]) -> None:
    """Outline every changed element where it was and where it is, join the two, and number it."""
    wishes: list[tuple[int, Wish]] = []
    for number, change in enumerate(changes, 1):
        for boxes, colour, dash in ((change.before, _BEFORE, (2.0, 1.5)), (change.after, _AFTER, ())):
            for box in boxes:
                pen.outline(on.box(box), colour, 0.6, dash)
        for old, new in zip(change.before, change.after, strict=False):
            a, b = on.box(old), on.box(new)
            if change.moved:
                pen.line(Point(a.x, a.top), Point(b.x, b.top), INK, 0.5)
        seen = change.after or change.before
        if seen:
            wishes.append((number, Wish(on.box(seen[0]), Size(width=_DOT, height=_DOT))))
    page = Rect(x=0, y=0, width=on.page.width, height=on.page.height)
    for (number, _), at in zip(wishes, placed([wish for _, wish in wishes], dark, page), strict=True):
        _draw_number(pen, Point(at.x, at.y), number)


def _draw_number(pen: Pen, at: Point, number: int) -> None:
    text = str(number)
    pen.area(Rect(x=at.x, y=at.y, width=_DOT, height=_DOT), INK)
    pen.text(Point(at.x + (_DOT - text_width(text, _NUMBER)) / 2, at.y + 0.85), text, _NUMBER, _PAPER)


def _draw_list(pen: Pen, on: Stage, name: str, changes: Sequence[Change], translate: Callable[[str], str]) -> None:
    left, y = on.origin.x - on.bleed * on.scale, on.foot + 5
    x = left
    pen.text(Point(x, y), name, _TEXT + 1, INK)
    x += text_width(name, _TEXT + 1) + 6
    for word, colour in ((translate("before"), _BEFORE), (translate("after"), _AFTER)):
        pen.area(Rect(x=x, y=y - 0.3, width=2.6, height=2.6), colour)
        pen.text(Point(x + 3.6, y), word, _TEXT, INK)
        x += 3.6 + text_width(word, _TEXT) + 5
    for number, change in enumerate(changes, 1):
        y -= _LINE
        _draw_number(pen, Point(left, y - 0.85), number)
        said = sentence(change, translate).removeprefix(f"{name} ").removeprefix(f"{name}: ")
        pen.text(Point(left + 5, y), _shortened(said, on), _TEXT, INK)


def _shortened(text: str, on: Stage) -> str:
    """Cut a line that would run out of the page; the whole of it is on standard output."""
    room = on.page.width - 2 * (on.origin.x - on.bleed * on.scale) - 5
    if text_width(text, _TEXT) <= room:
        return text
    while text and text_width(f"{text}…", _TEXT) > room:
        text = text[:-1]
    return f"{text}…"
