"""A folded sheet in its envelope: the folds of a profile enter, what shows in the window at any slip leaves, in mm.

Authority: domain.md §5.4 (sizes and clear space of the postal barcode), §7 (長3, window 90 × 45 mm, play of the sheet).
The sheet is folded zigzag (Z折り, the window side outermost), so panels one, three, … face the window.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from layouts.geometry import Rect, Size

ENVELOPE = Size(width=235, height=120)  # 長3, lying
SEAMS = 5.0  # what the seams take of either axis
WINDOW_LEFT, WINDOW_TOP = 22.5, 15.0  # from the envelope's upper left
WINDOW = Size(width=90, height=45)

BARS, PITCHES = 67, 66
BARCODE_PT = 8.0  # the least legal size: at 8.3 pt the code and its clear space are wider than what always shows
QUIET = 2.0
#: From the sheet's upper left: the bars of the postal barcode, below the addressee.
BARCODE_LEFT, BARCODE_TOP = 23.0, 41.3
BARCODE = Size(width=(PITCHES * 1.2 + 0.6) * BARCODE_PT / 10, height=3.6 * BARCODE_PT / 10)


@dataclass(frozen=True, slots=True)
class Strip:
    """A part of a panel that faces the window side: from, to on the sheet, and where it begins in the packet."""

    top: float
    bottom: float
    at: float


@dataclass(frozen=True, slots=True)
class Packet:
    """A folded sheet seen from the window side."""

    width: float
    height: float
    strips: tuple[Strip, ...]

    @property
    def play(self) -> tuple[float, float]:
        """Return how far it slips sideways and up or down from the middle of its envelope."""
        across, along = self._spare()
        return max(0.0, across / 2), max(0.0, along / 2)

    def fits(self) -> bool:
        """Tell whether it goes into the envelope at all."""
        return min(self._spare()) >= 0

    def shown(self, right: float, down: float) -> list[tuple[float, float, float, float]]:
        """Return what shows in the window, slipped that far: (left, right, top, bottom) on the sheet."""
        left = WINDOW_LEFT - (ENVELOPE.width - self.width) / 2 - right
        top = WINDOW_TOP - (ENVELOPE.height - self.height) / 2 - down
        found: list[tuple[float, float, float, float]] = []
        for strip in self.strips:
            upper = max(strip.top, strip.top + top - strip.at)
            lower = min(strip.bottom, strip.top + top + WINDOW.height - strip.at)
            if upper < lower:
                found.append((left, left + WINDOW.width, upper, lower))
        return found

    def _spare(self) -> tuple[float, float]:
        return ENVELOPE.width - self.width - SEAMS, ENVELOPE.height - self.height - SEAMS


def fold(trim: Size, folds: tuple[float, ...]) -> Packet:
    """Fold a sheet zigzag at distances from its upper edge."""
    edges = (0.0, *folds, trim.height)
    places: list[tuple[float, float]] = []  # of each panel in the packet
    at = 0.0
    for number, (top, bottom) in enumerate(pairwise(edges)):
        end = at + (bottom - top) * (1 if number % 2 == 0 else -1)
        places.append((min(at, end), max(at, end)))
        at = end
    first = min(low for low, _ in places)
    strips: list[Strip] = []
    for number in range(0, len(places), 2):
        for low, high in _uncovered(places[number], places[:number]):
            offset = edges[number] + low - places[number][0]
            strips.append(Strip(offset, offset + high - low, low - first))
    return Packet(trim.width, max(high for _, high in places) - first, tuple(strips))


def _uncovered(span: tuple[float, float], covers: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Yield what of a span lies under none of the covers."""
    low, high = span
    for start, end in sorted(covers):
        if start > low:
            yield low, min(start, high)
        low = max(low, end)
    if low < high:
        yield low, high


def barcode_zone(trim: Size) -> Rect:
    """Return the barcode with its clear space, from the sheet's lower left."""
    bars = Rect(
        x=BARCODE_LEFT, y=trim.height - BARCODE_TOP - BARCODE.height, width=BARCODE.width, height=BARCODE.height
    )
    return bars.grown(QUIET)
