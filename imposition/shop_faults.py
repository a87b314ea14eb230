"""A profile that can be drawn in, what the floor cannot make of it out: folds, thickness, height of a stack, gripper.

Authority: print.md §4.2 (guillotine lift height), §3 (thickness in trade), §4.1 (nothing stands where a press grips).
"""

from collections.abc import Iterator, Sequence

from fonts.errors import Refusal
from imposition.furniture import Face
from imposition.sheet import Stock
from layouts.geometry import EPS_MM, Rect

THICKNESS = (0.03, 3.0)  # mm: from the thinnest paper to the thickest card; beyond, somebody meant another unit
MOST_STACK = 160.0  # mm a guillotine lifts


def sheet_faults(stock: Stock, place: str) -> Iterator[Refusal]:
    """Tell what cannot be folded, cut or held."""
    if any(not 0 < fold < stock.trim.height for fold in stock.folds):
        fact, step = "a fold lies outside the trimmed piece", "give folds from the trim's upper edge"
        yield Refusal("fold-outside", place, fact, step)
    thin, thick = THICKNESS
    if stock.thickness > 0 and not thin <= stock.thickness <= thick:
        fact = "a sheet {thickness} mm thick is neither paper nor card"
        yield Refusal("thickness-odd", place, fact, "give the thickness of one sheet", thickness=stock.thickness)
    height = stock.stack_depth * stock.thickness
    if stock.finishing == "guillotine" and len(stock.cells) > 1 and height > MOST_STACK + EPS_MM:
        fact = "a stack of {depth} sheets is {height} mm high, a guillotine lifts {most} mm"
        facts = {"depth": stock.stack_depth, "height": f"{height:.0f}", "most": f"{MOST_STACK:.0f}"}
        yield Refusal("stack-high", place, fact, "lower stack_depth", **facts)


def gripped(stock: Stock, face: Face, printed: Sequence[Rect]) -> bool:
    """Tell whether something printed on the front lies where the press holds the sheet.

    Cut and register marks may: there they are lost on one edge, and the other three serve.
    """
    gripper = stock.shop.gripper
    if gripper is None or face == "B":
        return False
    return any(gripper.area(stock.sheet).touches(box) for box in printed)
