"""What a vendor's floor has to know beyond geometry: material, grain, gripper, make-ready, boxes (vendors/README.md).

Enters: keys of a profile. Leaves: `Shop`, which the work order tells and the drawn profile shows; nothing here moves a
cell. Lengths in mm.
"""

from dataclasses import dataclass
from math import ceil
from typing import Literal

from imposition.tables import Table
from layouts.geometry import Rect, Size

Grain = Literal["none", "long", "short"]
Edge = Literal["bottom", "top", "left", "right"]

#: long: 縦目, the fibres run along the sheet's longer edge; short: 横目.
GRAINS: tuple[Grain, ...] = ("none", "long", "short")
EDGES: tuple[Edge, ...] = ("bottom", "top", "left", "right")
MOST_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Gripper:
    """The edge the press holds the sheet by (くわえ), as seen on the front, and how deep nothing is printed."""

    edge: Edge
    depth: float

    def area(self, sheet: Size) -> Rect:
        """Return what it takes of the front."""
        x = sheet.width - self.depth if self.edge == "right" else 0.0
        y = sheet.height - self.depth if self.edge == "top" else 0.0
        upright = self.edge in ("left", "right")
        width, height = (self.depth, sheet.height) if upright else (sheet.width, self.depth)
        return Rect(x=x, y=y, width=width, height=height)


@dataclass(frozen=True, slots=True)
class MakeReady:
    """Sheets beyond the plan (予備): so many to set a pile's run up, and so many per cent of every file's sheets."""

    sheets: int = 20
    percent: int = 2

    def share(self, sheets: int) -> int:
        """Return the spare sheets of a file of so many sheets, the setting up left out."""
        return ceil(sheets * self.percent / 100)


@dataclass(frozen=True, slots=True)
class Box:
    """The most a container takes; 0 = no limit."""

    max_pieces: int = 0
    max_grams: int = 0

    def count(self, pieces: int, grams: float) -> int:
        """Return how many containers so many pieces of so much weight together need."""
        by_count = ceil(pieces / self.max_pieces) if self.max_pieces else 0
        by_weight = ceil(grams / self.max_grams) if self.max_grams else 0
        return max(by_count, by_weight)


@dataclass(frozen=True, slots=True)
class Shop:
    """All that is told and not drawn."""

    material: str = ""
    grain: Grain = "none"
    gripper: Gripper | None = None
    make_ready: MakeReady = MakeReady()
    box: Box = Box()


NOTHING = Shop()


def read_shop(table: Table) -> Shop:
    """Read the keys of the floor; all of them may be left out."""
    return Shop(
        material=table.text("material", otherwise=""),
        grain=table.choice("grain", GRAINS, otherwise="none"),
        gripper=_gripper(table.table("gripper")) if table.has("gripper") else None,
        make_ready=_make_ready(table.table("make_ready")),
        box=_box(table.table("box")),
    )


def _gripper(table: Table) -> Gripper:
    gripper = Gripper(table.choice("edge", EDGES), table.length("depth"))
    table.finish()
    return gripper


def _make_ready(table: Table) -> MakeReady:
    usual = MakeReady()
    found = MakeReady(
        table.whole("sheets", 0, otherwise=usual.sheets), table.whole("percent", 0, otherwise=usual.percent)
    )
    if found.percent > MOST_PERCENT:
        table.report("percent", "vendor-value", "this value does not serve", "give {wanted}", wanted="0 to 100")
    table.finish()
    return found


def _box(table: Table) -> Box:
    box = Box(table.whole("max_pieces", 1, otherwise=0), table.whole("max_grams", 1, otherwise=0))
    table.finish()
    return box
