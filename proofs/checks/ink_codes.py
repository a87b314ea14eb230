"""Codes that change from page to page go in; whether one may differ in ink from those already looked at comes out.

Sheets bear a code at one place, each with modules of its own. The first page is looked at whole; on those that follow,
a code of the same colour at the same place is looked at by itself: its rectangles, and what else lies where they lie.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from proofs.drawn import Picture
from proofs.facts import Box, Matrix
from proofs.inks import Tint
from proofs.machine import Event
from proofs.paints import Paint
from proofs.plane import apart, bounds, common, placed

_MANY = 2_000  # paints of a form that are not looked at one by one
_Place = tuple[Matrix, tuple[object, ...]]
_Laid = tuple[Box, Tint | None]  #: an area, and the colour where it is one paint of the page itself


@dataclass(slots=True, eq=False)
class Codes:
    """What pages paint that bear codes, by the codes' matrix and colour."""

    _known: dict[_Place, set[_Laid]] = field(default_factory=dict[_Place, set[_Laid]])

    def see(self, found: Picture, events: Iterable[Event]) -> None:
        """Remember what a page paints that was looked at whole."""
        codes = [event for event in events if event.kind == "boxes"]
        if not codes:
            return
        paints = [paint for paint in found.paints if paint.kind != "text"]
        many = {form for form, count in Counter(paint.where for paint in paints).items() if count > _MANY}
        laid = {each for paint in paints for each in _laid(paint, fine=paint.where in many)}
        for code in codes:
            self._known.setdefault((code.at, code.fill), set()).update(laid)

    def is_like(self, code: Event, tint: Tint, *, thick: float) -> bool:
        """Tell whether a code lies where one of its colour was, on nothing else, and has no line less than so thick."""
        laid = self._known.get((code.at, code.fill))
        if laid is None or tint.registration or not tint.sure:
            return False
        boxes = [_placed(code.at, box) for box in code.boxes]
        least = min(min(right - left, top - low) for left, low, right, top in boxes)
        left, low, right, top = zip(*boxes, strict=True)
        area = min(left), min(low), max(right), max(top)
        beneath = {other for box, other in laid if not apart(box, area)}
        return least >= thick and beneath <= {tint}


def _laid(paint: Paint, *, fine: bool) -> Iterator[_Laid]:
    """Yield where a paint may lie, part by part; of fine art the area that all of it is cut to."""
    tint = paint.tint if paint.kind == "fill" and not paint.where else None
    for box in [paint.clip.box] if fine else paint.shape.boxes:
        yield common(box, paint.clip.box), tint


def _placed(at: Matrix, box: tuple[float, ...]) -> Box:
    x, y, width, height = box
    return bounds([(placed(at, x, y), placed(at, x + width, y + height))])
