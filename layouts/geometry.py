"""Plain geometry in millimetres, and the one place where millimetres become points.

A length inside the house is a ``float`` in mm; only type sizes and rule weights are in points and say so.
Sheets and trims have their origin at the lower left, as PDF has (ISO 32000-1, 8.3); layout files count from the
top left of the trim and are turned over once, when they are loaded.
"""

from dataclasses import dataclass

PT_PER_MM = 72 / 25.4
EPS_MM = 0.001  # two lengths closer than this are the same length


def to_pt(mm: float) -> float:
    """Convert millimetres to PDF points."""
    return mm * PT_PER_MM


def to_mm(pt: float) -> float:
    """Convert PDF points to millimetres."""
    return pt / PT_PER_MM


def number(value: float) -> str:
    """Write a number for a content stream: at most three decimals (0.0004 mm in pt), no trailing zeros."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


@dataclass(frozen=True, slots=True)
class Point:
    """A place in mm."""

    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A width and a height in mm; keyword-only because the law says 縦54 × 横86."""

    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rect:
    """A rectangle in mm by its lower left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Return the right edge."""
        return self.x + self.width

    @property
    def top(self) -> float:
        """Return the upper edge."""
        return self.y + self.height

    def grown(self, by: float) -> "Rect":
        """Return this rectangle grown by a length on every side."""
        return Rect(x=self.x - by, y=self.y - by, width=self.width + 2 * by, height=self.height + 2 * by)

    def holds(self, other: "Rect") -> bool:
        """Tell whether the other rectangle lies inside this one, within EPS_MM."""
        return (
            other.x >= self.x - EPS_MM
            and other.y >= self.y - EPS_MM
            and other.right <= self.right + EPS_MM
            and other.top <= self.top + EPS_MM
        )

    def touches(self, other: "Rect") -> bool:
        """Tell whether the two rectangles share area (more than EPS_MM deep); asked of every pair, so quick."""
        return (
            self.x < other.x + other.width - EPS_MM
            and other.x < self.x + self.width - EPS_MM
            and self.y < other.y + other.height - EPS_MM
            and other.y < self.y + self.height - EPS_MM
        )
