"""Where a finding about ink belongs: a place of the page once a page, a place within a form once a file."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from imposition.sheet import FACES, Face, Stock
from layouts.geometry import Rect, to_mm, to_pt
from proofs.facts import Box, Frame, Page
from proofs.finding import Findings
from proofs.paints import Paint
from proofs.plan import Grid
from proofs.plane import common, meet, smaller

_TOUCH = 0.05  # pt


@dataclass(slots=True, eq=False)
class Notes:
    """Notes findings; the same fact at other places of the same page, or of the same form, is the same finding."""

    findings: Findings
    told: set[tuple[object, ...]] = field(default_factory=set[tuple[object, ...]])

    def add(self, code: str, page: Page, where: str, at: tuple[float, float], **facts: str | int | float) -> None:
        """Note a finding at a place in pt; `where` is the form it lies in, "" for none."""
        key = (code, where, None if where else page.number, *sorted(facts.items()))
        if key in self.told:
            return
        self.told.add(key)
        left, low = page.frame.origin
        self.findings.add(code, page.number, (to_mm(at[0] - left), to_mm(at[1] - low)), **facts)


class Trims:
    """The pieces of a page, in pt of its content; several readings where nothing says which side it is.

    A piece lies where the side's calibration puts it: that is what the calibration is for.
    """

    def __init__(self, stock: Stock | None, faces: Sequence[Face]) -> None:
        self._faces = faces
        self._areas = {face: [*map(to_box, Grid(stock, face).trims)] for face in FACES} if stock else {}
        self._last: tuple[Frame | None, int, list[list[Box]]] = (None, 0, [])

    def of(self, page: Page) -> list[list[Box]]:
        """Return the trims of a page; of one without a profile its own, unless that is all of the sheet."""
        frame, number, found = self._last
        if frame is not page.frame or number != page.number:  # all paints of a page ask in turn
            found = self._of(page)
            self._last = page.frame, page.number, found
        return found

    def _of(self, page: Page) -> list[list[Box]]:
        x, y = page.frame.origin
        if self._areas:
            side = [self._faces[(page.number - 1) % len(self._faces)]] if self._faces else FACES
            return [[(a + x, b + y, c + x, d + y) for a, b, c, d in self._areas[face]] for face in side]
        boxes = page.frame.boxes
        trim = boxes.get("trim")
        if trim is None or trim == boxes.get("media"):
            return [[]]
        a, b, c, d = to_box(trim)
        return [[(a + x, b + y, c + x, d + y)]]

    def touches(self, page: Page, paint: Paint) -> bool:
        """Tell whether a paint reaches into a piece, by the boxes around its parts, whichever side the page is."""
        parts = [common(box, paint.clip.box) for box in paint.shape.boxes]
        for areas in self.of(page):
            inner = [smaller(trim, _TOUCH) for trim in areas]
            if not any(meet(trim, part) for trim in inner for part in parts):
                return False
        return True

    def near_edge(self, page: Page, box: Box, safe: float) -> bool:
        """Tell whether a box that begins in a piece comes closer than `safe` pt to its edge, whichever side it is."""
        for areas in self.of(page):
            trim = next((t for t in areas if _within(t, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2)), None)
            if trim is None or _holds(smaller(trim, safe - _TOUCH), box):
                return False
        return True


def to_box(area: Rect) -> Box:
    """Return a rectangle in mm as a box in pt."""
    return to_pt(area.x), to_pt(area.y), to_pt(area.right), to_pt(area.top)


def _within(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _holds(outer: Box, inner: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]
