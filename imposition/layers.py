"""A profile's white and die line in, layers of a file out: one form a side, drawn once, placed once a page.

Both are Separations that overprint, so neither takes anything from a process plate, and lie above the pieces although
white is printed first (print.md §3, §0.5). Each is a processing-step layer, by which a press knows it whatever its
ink is called. Authority: ISO 19593-1 (GTS_Metadata), ISO 32000-1 8.11 (optional content), print.md §1.1 row 15.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from imposition.pdf import PdfFile, Ref, Value, text_string
from imposition.plates import Plates
from imposition.resources import OVERPRINT
from imposition.sheet import Face, Stock, bleeds, trims
from layouts.geometry import Rect, number, to_pt

DIE_PT = 0.25  #: thinnest line a screen still shows; nobody prints it
_ROUND = 0.5522847498  # a quarter of a circle as a Bézier curve
#: What the inks look like where they cannot be had: white as a faint blue on white paper, the die as magenta.
_SEEN: Mapping[str, Sequence[float]] = {"White": (0.2, 0, 0, 0), "Die": (0, 1, 0, 0)}
_STEPS: Mapping[str, Mapping[str, Value]] = {
    "White": {"GTS_ProcStepsGroup": "White"},
    "Die": {"GTS_ProcStepsGroup": "Structural", "GTS_ProcStepsType": "Cutting"},
}


@dataclass(frozen=True, slots=True)
class Layers:
    """What pages name to place the layers, and what the catalog says of them."""

    forms: Mapping[str, Ref]
    properties: Mapping[str, Ref]
    catalog: Mapping[str, Value]


def placed(stock: Stock, face: Face) -> str:
    """Return the operators that place a side's layers, the same on each of its pages."""
    return "".join(f"/OC /{kind} BDC\n/{kind}_{face} Do\nEMC\n" for kind, _ in _kinds(stock.plates, face))


def put_layers(file: PdfFile, stock: Stock, faces: Sequence[Face]) -> Layers:
    """Write the layers of some sides, and the groups they are switched by."""
    forms: dict[str, Ref] = {}
    groups: dict[str, Ref] = {}
    for face in faces:
        for kind, ink in _kinds(stock.plates, face):
            forms[f"{kind}_{face}"] = _put_form(file, stock, face, kind, ink)
            if kind not in groups:
                groups[kind] = file.put({"Type": "OCG", "Name": text_string(ink), "GTS_Metadata": _STEPS[kind]})
    every = list(groups.values())
    default: Mapping[str, Value] = {"Name": text_string("Processing steps"), "Order": every}
    return Layers(forms, groups, {"OCProperties": {"OCGs": every, "D": default}} if every else {})


def inks_seen(plates: Plates) -> Mapping[str, Sequence[float]]:
    """Return the alternate colour of each ink by its name."""
    named = (("White", plates.white), ("Die", plates.die))
    return {plate.ink: _SEEN[kind] for kind, plate in named if plate}


def _kinds(plates: Plates | None, face: Face) -> Iterator[tuple[str, str]]:
    """Yield the layers of a side, white below the die line."""
    for kind, plate in (("White", plates.white), ("Die", plates.die)) if plates else ():
        if plate and face in plate.sides:
            yield kind, plate.ink


def _put_form(file: PdfFile, stock: Stock, face: Face, kind: str, ink: str) -> Ref:
    space: Value = [
        "Separation", ink, "DeviceCMYK",
        {"FunctionType": 2, "Domain": [0, 1], "C0": [0, 0, 0, 0], "C1": _SEEN[kind], "N": 1},
    ]  # fmt: skip
    entries: Mapping[str, Value] = {
        "Type": "XObject", "Subtype": "Form", "BBox": [0, 0, to_pt(stock.sheet.width), to_pt(stock.sheet.height)],
        "Resources": {"ColorSpace": {"Ink": space}, "ExtGState": {"K": OVERPRINT}},
    }  # fmt: skip
    drawn = _white(stock, face) if kind == "White" else _die(stock, face)
    return file.put_deflated(entries, drawn.encode("ascii"))


def _white(stock: Stock, face: Face) -> str:
    """Fill every piece with its bleed, less the choke."""
    choke = stock.plates.choke if stock.plates else 0.0
    areas = (area.grown(-choke) for area in bleeds(stock, face))
    boxes = "".join(f"{_points(a.x, a.y)} {_points(a.width, a.height)} re\n" for a in areas)
    return f"/K gs /Ink cs 1 scn\n{boxes}f\n"


def _die(stock: Stock, face: Face) -> str:
    """Draw along the die of every piece."""
    if stock.die is None:
        return ""  # refused where the profile is read
    die, lines = stock.die, ""
    for cell, trim in zip(stock.cells, trims(stock, face), strict=True):
        across, up = die.size.width, die.size.height
        width, height = (up, across) if cell.turned % 180 else (across, up)
        x, y = trim.x + (trim.width - width) / 2, trim.y + (trim.height - height) / 2
        lines += _rounded(Rect(x=x, y=y, width=width, height=height), die.radius)
    return f"/K gs /Ink CS 1 SCN {DIE_PT} w\n{lines}S\n"


def _rounded(area: Rect, radius: float) -> str:
    """Write a rectangle with rounded corners, from the lower left along the lower edge."""
    x, y, right, top = area.x, area.y, area.right, area.top
    r, k = radius, radius * (1 - _ROUND)
    curves = (
        (f"{_points(right - r, y)} l", ((right - k, y), (right, y + k), (right, y + r))),
        (f"{_points(right, top - r)} l", ((right, top - k), (right - k, top), (right - r, top))),
        (f"{_points(x + r, top)} l", ((x + k, top), (x, top - k), (x, top - r))),
        (f"{_points(x, y + r)} l", ((x, y + k), (x + k, y), (x + r, y))),
    )
    sides = "\n".join(f"{line}\n{' '.join(_points(*p) for p in curve)} c" for line, curve in curves)
    return f"{_points(x + r, y)} m\n{sides}\nh\n"


def _points(*lengths: float) -> str:
    return " ".join(number(to_pt(length)) for length in lengths)
