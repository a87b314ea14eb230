"""A layout in, a PDF and a PNG out that show it as a designer wants to see it (`shikaku layout preview`).

The side as the job would print it, filled with samples; over it rulers, a grid, the bleed and what lies outside the
safe area tinted, and every element's name at its box.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.preview.elements import Sort, ink, parts
from generator.preview.labels import Wish, placed
from generator.preview.raster import rasterise
from generator.preview.samples import Filled, Misfit, filled
from generator.preview.sheet import INK, QUIET, Stage, draw_grid, draw_rulers, frame_areas, stage
from imposition.picture import Colour, Leaf, Pen, Picture, text_width, write_pictures
from layouts.compile import Draft
from layouts.geometry import Point, Rect, Size
from layouts.load import Layouts
from layouts.template import Template

DPI = 200
_COLOURS: dict[Sort, Colour] = {
    Sort.FIELD: (0.05, 0.33, 0.75),
    Sort.CAPTION: (0.38, 0.38, 0.42),
    Sort.SHAPE: (0.1, 0.5, 0.3),
    Sort.BLOCK: (0.55, 0.2, 0.6),
}
_WORDS = {
    Sort.FIELD: "field",
    Sort.CAPTION: "fixed text",
    Sort.SHAPE: "box, rule, ground, code",
    Sort.BLOCK: "block",
}
_BLEED: Colour = (0.99, 0.88, 0.91)
_UNSAFE: Colour = (1.0, 0.965, 0.85)
_SAFE_EDGE: Colour = (0.9, 0.6, 0.0)
_MISFIT: Colour = (0.85, 0.05, 0.05)
_PAPER: Colour = (1.0, 1.0, 1.0)
#: What the colours of a drawn side mean.
KEY: tuple[tuple[str, Colour], ...] = (
    *((_WORDS[sort], colour) for sort, colour in _COLOURS.items()),
    ("bleed", _BLEED),
    ("outside the safe area", _UNSAFE),
)
_SAID = {
    "field": "field",
    "fixed text": "fixed text",
    "box, rule, ground, code": "box, rule, ground, code",
    "block": "block",
    "bleed": "bleed",
    "outside the safe area": "outside the safe area",
    "sample has no room": "sample has no room",
}
_LABEL, _FACE = 4.4, "bold"  # pt; a light face loses its underscores in this size
_LEGEND = 7.0  # pt
_FOOT = 9.0  # mm


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be seen: a layout, with which samples, and a grid of a pitch in mm (0 = none)."""

    name: str
    sample: str
    grid: float


def preview(wanted: Wanted, layouts: Layouts, out: Path, translate: Callable[[str], str]) -> tuple[Misfit, ...]:
    """Write the PDF and, beside it, the PNG; return the elements whose sample has no room."""
    draft, template = layouts.draft(wanted.name), layouts.template(wanted.name)
    sample = filled(template, wanted.sample)
    on = stage(template.trim, template.bleed_mm, _FOOT)
    picture = Picture(on.page)
    picture.leaves.append(Leaf(template, sample.side, on.origin, on.scale, gaiji=layouts.gaiji))
    draw_tints(picture.pen, on, template)
    if wanted.grid:
        draw_grid(picture.pen, on, wanted.grid)
    draw_names(picture.pen, on, draft, template, sample)
    draw_rulers(picture.pen, on)
    _draw_legend(picture.pen, on, wanted, template, translate)
    temporary = out.with_name(f".{out.name}.partial")
    write_pictures(temporary, [picture], f"{wanted.name} {wanted.sample}")
    rasterise(temporary, [out.with_suffix(".png")], DPI)
    temporary.replace(out)
    return sample.misfits


def draw_tints(pen: Pen, on: Stage, template: Template) -> None:
    """Tint the bleed and what lies outside the safe area; outline trim and safe area."""
    trim = Rect(x=0, y=0, width=template.trim.width, height=template.trim.height)
    for area in frame_areas(on.box(trim.grown(template.bleed_mm)), on.box(trim)):
        pen.tint(area, _BLEED)
    for area in frame_areas(on.box(trim), on.box(template.safe)):
        pen.tint(area, _UNSAFE)
    pen.outline(on.box(trim), INK, 0.5)
    pen.outline(on.box(template.safe), _SAFE_EDGE, 0.5, (3, 2))


def draw_names(pen: Pen, on: Stage, draft: Draft, template: Template, sample: Filled) -> None:
    """Outline every element and write its name where it hides least."""
    found = parts(draft)
    misfits = {(misfit.block, misfit.element) for misfit in sample.misfits}
    for part in found:
        _draw_box(pen, on.box(part.box), part.sort)
    names = [part for part in found if part.name]
    wishes = [Wish(on.box(p.box), Size(width=text_width(p.name, _LABEL, _FACE) + 0.6, height=1.9)) for p in names]
    page = Rect(x=0, y=0, width=on.page.width, height=on.page.height)
    for part, at in zip(
        names, placed(wishes, [on.box(box) for box in ink(draft, template, sample.side)], page), strict=True
    ):
        colour = _COLOURS[part.sort]
        if part.sort is Sort.FIELD and (part.block, part.name) in misfits:
            colour = _MISFIT
            pen.tint(on.box(part.box), (1.0, 0.8, 0.8))
        pen.area(at, _PAPER, 80)
        pen.text(Point(at.x + 0.3, at.y + 0.5), part.name, _LABEL, colour, _FACE)


def _draw_box(pen: Pen, box: Rect, sort: Sort) -> None:
    if box.width and box.height:
        pen.outline(box, _COLOURS[sort], 0.3, () if sort is Sort.FIELD else (1.2, 1.2))


def _draw_legend(pen: Pen, on: Stage, wanted: Wanted, template: Template, translate: Callable[[str], str]) -> None:
    said = translate("{name}: {width} × {height} mm, bleed {bleed} mm, drawn {scale} : 1, sample {sample}")
    facts = {"name": wanted.name, "width": f"{template.trim.width:g}", "height": f"{template.trim.height:g}"}
    line = said.format(**facts, bleed=f"{template.bleed_mm:g}", scale=f"{on.scale:g}", sample=wanted.sample)
    left, low = on.origin.x - on.bleed * on.scale, 5.0
    pen.text(Point(left, low + 5), line, _LEGEND, INK)
    draw_key(pen, Point(left, low), (*KEY, ("sample has no room", _MISFIT)), translate)


def draw_key(pen: Pen, at: Point, entries: Sequence[tuple[str, Colour]], translate: Callable[[str], str]) -> None:
    """Say what colours mean, in a line."""
    x = at.x
    for name, colour in entries:
        word = translate(_SAID[name])
        swatch = Rect(x=x, y=at.y - 0.3, width=2.2, height=2.2)
        pen.area(swatch, colour)
        pen.outline(swatch, QUIET, 0.2)
        pen.text(Point(x + 3.2, at.y), word, _LEGEND, QUIET)
        x += 3.2 + text_width(word, _LEGEND) + 5
