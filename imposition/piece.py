"""A layout and a vendor's profile in; nothing, or why the one cannot be cut as the other cuts (print.md §4.1)."""

from imposition.errors import PieceRefused
from imposition.inserter import mark_areas
from imposition.sheet import Stock
from layouts.geometry import EPS_MM, Rect, to_mm
from layouts.place import boxes
from layouts.template import Template


def check_piece(template: Template, stock: Stock) -> None:
    """Raise PieceRefused where a layout's trim is not the profile's, or its art ends inside the profile's bleed."""
    trim, cut = template.trim, stock.trim
    if abs(trim.width - cut.width) > EPS_MM or abs(trim.height - cut.height) > EPS_MM:
        raise PieceRefused(
            "trim-mismatch", template.name, "its trim is {width} × {height} mm, the profile {width2} × {height2} mm",
            "choose another profile than {profile}", profile=stock.name,
            width=trim.width, height=trim.height, width2=cut.width, height2=cut.height,
        )  # fmt: skip
    if 0 < template.bleed_mm < stock.bleed - EPS_MM:
        fact, step = (
            "its bleed is {bleed} mm, profile {profile} cuts through {bleed2} mm",
            "draw the art further out",
        )
        facts = {"bleed": template.bleed_mm, "bleed2": stock.bleed, "profile": stock.name}
        raise PieceRefused("bleed-short", template.name, fact, step, **facts)


def check_inserter(template: Template, stock: Stock) -> None:
    """Raise PieceRefused where a text or a shape of a layout lies where the profile's inserter has its marks."""
    areas = mark_areas(stock.inserter, stock.trim) if stock.inserter else ()
    if any(area.touches(box) for area in areas for box in _printed(template)):
        fact, step = (
            "it prints where profile {profile} has its mark for the inserter",
            "move what lies there, or the mark",
        )
        raise PieceRefused("inserter-on-art", template.name, fact, step, profile=stock.name)


def _printed(template: Template) -> list[Rect]:
    """Return the boxes of variable texts and of shapes, in mm from the trim's lower left."""
    found = [*boxes(template).values(), *template.fixed.values()]
    for block in template.blocks.values():
        for at in block.at:
            x, y = to_mm(at.x), to_mm(at.y)
            found += [Rect(x=b.x + x, y=b.y + y, width=b.width, height=b.height) for b in block.fixed.values()]
    return found
