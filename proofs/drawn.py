"""What a page paints as one picture, with an index of places: what lies beneath a paint, and how much ink that is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import floor

from proofs.facts import Box
from proofs.paints import Paint
from proofs.plane import apart, middle
from proofs.plates import Plates

_SQUARE = 36.0  # pt; the index's own grid
_MOST = 400  # squares a paint is put into; larger ones are looked at always
_DOT = 0.3  # pt
_ALIKE = 12


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """All that a content paints in its order, forms within it included."""

    paints: Sequence[Paint]
    _squares: dict[tuple[int, int], list[int]] = field(default_factory=dict[tuple[int, int], list[int]], repr=False)
    _asked: dict[tuple[object, ...], int] = field(default_factory=dict[tuple[object, ...], int], repr=False)
    _large: list[int] = field(default_factory=list[int], repr=False)

    def beneath(self, index: int) -> dict[str, float]:
        """Return the most of each ink beneath a paint, at its middle and to both sides of that.

        Of a pattern of lines, hundreds alike in one form, a dozen are looked at: their ground is the same.
        """
        found: dict[str, float] = {}
        paint = self.paints[index]
        if paint.where and paint.kind != "text":
            alike = (paint.where, paint.kind, round(paint.thin, 3), paint.tint.inks)
            self._asked[alike] = self._asked.get(alike, 0) + 1
            if self._asked[alike] > _ALIKE:
                return found
        for dot in _dots(self.paints[index].box):
            under = [self.paints[i] for i in self._near(dot) if i < index and not apart(self.paints[i].box, dot)]
            for ink, amount in Plates(under).highest(dot).items() if under else ():
                found[ink] = max(found.get(ink, 0.0), amount)
        return found

    def _near(self, dot: Box) -> Iterable[int]:
        """Return the paints that may lie at a place, in order; text under text is no ground."""
        if not self._squares and not self._large:
            self._put_in()
        x, y = middle(dot)
        return sorted({*self._large, *self._squares.get((floor(x / _SQUARE), floor(y / _SQUARE)), ())})

    def _put_in(self) -> None:
        for index, paint in enumerate(self.paints):
            if paint.kind == "text" or paint.tint.registration:
                continue
            left, low, right, top = (floor(edge / _SQUARE) for edge in paint.box)
            if (right - left + 1) * (top - low + 1) > _MOST:
                self._large.append(index)
                continue
            for x in range(left, right + 1):
                for y in range(low, top + 1):
                    self._squares.setdefault((x, y), []).append(index)
        if not self._large and not self._squares:
            self._squares[0, 0] = []


def _dots(box: Box) -> list[Box]:
    """Return small boxes on the middle line of a box."""
    x, y = middle(box)
    wide, high = (box[2] - box[0]) / 3, (box[3] - box[1]) / 3
    shifts = ((-wide, 0.0), (0.0, 0.0), (wide, 0.0)) if wide >= high else ((0.0, -high), (0.0, 0.0), (0.0, high))
    return [(x + a - _DOT, y + b - _DOT, x + a + _DOT, y + b + _DOT) for a, b in shifts]
