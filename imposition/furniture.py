"""What stands on a sheet beside the pieces: cut marks, targets, colour bar, slug, sheet code; each switchable per side.

Lengths in mm from the sheet's lower left as seen on the page, but `Target.at`, which is seen on the front and lies at
the same spot of the sheet on both sides; rule weight and type size in pt. Authority: print.md §4.1.
"""

from dataclasses import dataclass
from typing import Literal

from layouts.geometry import Point, Rect, Size

Face = Literal["F", "B"]
#: double: トンボ, trim and bleed line, at the sheet's edge; edge: trim line only; gutter: between the cells too.
Cut = Literal["none", "double", "edge", "gutter"]
Shape = Literal["circle", "ring", "square", "cross"]

FACES: tuple[Face, ...] = ("F", "B")
CUTS: tuple[Cut, ...] = ("none", "double", "edge", "gutter")
SHAPES: tuple[Shape, ...] = ("circle", "ring", "square", "cross")


@dataclass(frozen=True, slots=True)
class Marks:
    """Cut marks (トンボ): where, how long and how far from any bleed at least (mm), how thick (pt), on which sides."""

    cut: Cut = "none"
    length: float = 0.0
    gap: float = 0.0
    weight_pt: float = 0.3
    centre: float = 0.0  #: arm of the register cross at the middle of each edge (センタートンボ), 0 = none
    sides: tuple[Face, ...] = FACES
    centre_sides: tuple[Face, ...] = FACES


@dataclass(frozen=True, slots=True)
class Target:
    """A mark a punch (型抜き) or a camera finds the sheet by: its middle as seen on the front, its size across."""

    at: Point
    shape: Shape
    size: float
    sides: tuple[Face, ...] = FACES


@dataclass(frozen=True, slots=True)
class Bar:
    """A colour bar: square patches C, M, Y, K and one for each spot, from `at` to the right or upwards."""

    at: Point
    patch: float
    turn: Literal[0, 90]
    sides: tuple[Face, ...] = FACES

    def box(self, patches: int) -> Rect:
        """Return the area of so many patches."""
        long, short = self.patch * patches, self.patch
        width, height = (short, long) if self.turn == 90 else (long, short)
        return Rect(x=self.at.x, y=self.at.y, width=width, height=height)


@dataclass(frozen=True, slots=True)
class SlugPlace:
    """Where the sheet's own line of text starts, which way it runs, how long it may be (mm)."""

    at: Point
    turn: Literal[0, 90]
    length: float
    size_pt: float
    sides: tuple[Face, ...] = FACES

    def box(self, size_to_mm: float) -> Rect:
        """Return the area the line may take: an em high, a quarter of it below the base line."""
        high, low = size_to_mm, size_to_mm / 4
        if self.turn == 90:
            return Rect(x=self.at.x - high + low, y=self.at.y, width=high, height=self.length)
        return Rect(x=self.at.x, y=self.at.y - low, width=self.length, height=high)


@dataclass(frozen=True, slots=True)
class SheetCode:
    """Where the Data Matrix stands that names the sheet: lower left of its quiet zone, size of a module (mm)."""

    at: Point
    module: float
    sides: tuple[Face, ...] = FACES

    def box(self, modules: int) -> Rect:
        """Return the area of a code so many modules across, quiet zone included."""
        across = modules * self.module
        return Rect(x=self.at.x, y=self.at.y, width=across, height=across)


@dataclass(frozen=True, slots=True)
class Die:
    """What the die leaves of a piece, centred on its trim: size and radius of the corners in mm (ISO/IEC 7810)."""

    size: Size
    radius: float
