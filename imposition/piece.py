"""A layout and a vendor's profile in; nothing, or why the one cannot be cut as the other cuts (print.md §4.1)."""

from imposition.errors import PieceRefused
from imposition.sheet import Stock
from layouts.geometry import EPS_MM
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
