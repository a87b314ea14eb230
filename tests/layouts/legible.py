"""Two pictures of a side, with its texts and without, go in; the contrast of each text comes out (WCAG 2.1, 1.4.3)."""

from collections.abc import Iterator, Mapping

from PIL import Image, ImageChops

from layouts.document import Side
from layouts.geometry import Rect
from layouts.ink import Ink
from layouts.place import boxes
from layouts.template import Template

COLOURS = {
    "green": Ink((0.35, 0, 0.30, 0)),
    "yellow": Ink((0, 0.10, 0.80, 0)),
    "pink": Ink((0, 0.45, 0.15, 0)),
    "grey-blue": Ink((0.45, 0.25, 0.15, 0.15)),
    "spot": Ink((0, 0.6, 0.2, 0), "DIC 181s"),
    "yellow spot": Ink((0, 0.1, 0.9, 0), "DIC 165"),
}
STROKE = 50  # of 255: a pixel so much darker than without the text belongs to it


def cut(picture: Image.Image, box: Rect, height: float, dpi: float) -> Image.Image:
    """Cut a box in mm from the lower left out of a picture of a trim."""
    scale = dpi / 25.4
    edges = (box.x, height - box.top, box.right, height - box.y)
    return picture.crop(tuple(round(edge * scale) for edge in edges))  # type: ignore[arg-type]


def given(side: Side) -> Mapping[str, str]:
    """Return the texts of a side by the names of their boxes' fields."""
    found = dict(side.fields)
    for block, sets in side.blocks.items():
        for index, fields in enumerate(sets):
            found |= {f"{block}[{index}].{name}": text for name, text in fields.items()}
    return found


def contrasts(picture: Image.Image, blank: Image.Image, template: Template, side: Side) -> Iterator[tuple[str, float]]:
    """Yield the contrast of every given text in grey, against the darkest tenth of what lies beneath its strokes."""
    texts, dpi = given(side), picture.width / template.trim.width * 25.4
    places = boxes(template)
    for name, field in fields(template):
        if texts.get(field):
            shown, ground = (cut(each, places[name], template.trim.height, dpi) for each in (picture, blank))
            strokes = ImageChops.subtract(ground, shown).point([255 * (level > STROKE) for level in range(256)])
            yield name, (share(ground, strokes, 0.1) + 0.05) / (share(shown, strokes, 0.25) + 0.05)


def fields(template: Template) -> Iterator[tuple[str, str]]:
    """Yield the name of every text's box with the field it shows."""
    for slot in template.slots:
        yield slot.name, slot.field_name
    for block in template.blocks.values():
        for index, placed in enumerate(block.placed):
            for slot in placed.slots:
                yield f"{block.name}[{index}].{slot.name}", f"{block.name}[{index}].{slot.field_name}"


def share(picture: Image.Image, mask: Image.Image, part: float) -> float:
    """Return the light of the tone that a part of the masked pixels is darker than."""
    counts = picture.histogram(mask)
    wanted, seen = sum(counts) * part, 0
    for level, count in enumerate(counts):
        seen += count
        if seen > wanted:
            return light(level)
    raise AssertionError("no text is shown")


def light(level: float) -> float:
    """Return the light of a tone of sRGB."""
    part = level / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def grey(picture: Image.Image) -> Image.Image:
    """Return a picture of 600 dpi in grey at 300 dpi."""
    return picture.convert("L").resize((picture.width // 2, picture.height // 2), Image.Resampling.BOX)
