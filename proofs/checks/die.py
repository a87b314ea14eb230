"""A profile's die and what lies on a piece go in; what the die takes, and what comes too near its edge, comes out.

The die is centred on the trim, its corners are round (ISO/IEC 7810: 85.60 × 53.98 mm, radius 3.18 mm). With a plan the
rooms of every layout's texts are looked at, once a layout; without, what is shown, once a place. print.md §3.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import hypot

from imposition.furniture import Die
from imposition.stock import Stock
from layouts.geometry import EPS_MM, Rect, Size, to_mm
from proofs.facts import Matrix, Page, Resources
from proofs.finding import Findings
from proofs.plan import Expected, Face, Grid
from proofs.reading import Reader, Shown, placed_forms
from proofs.scan import Scanned
from proofs.spots import Artwork, Spots

UNBOUND = Rect(x=-1e4, y=-1e4, width=2e4, height=2e4)
_ASCENT, _DESCENT = 0.88, 0.12  # of an em: what the catalogue's faces reach up and down
_SHORT = 12  # characters of a caption
_CODE = 10  # rectangles painted together that make a code

Corner = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Edge:
    """The die's edge round a piece."""

    trim: Size
    die: Die

    def clearance(self, corners: Iterable[Corner]) -> float:
        """Return how far within the edge the nearest of some points in mm lies; below 0 it is cut away."""
        return min(map(self._within, corners))

    def _within(self, at: Corner) -> float:
        radius = self.die.radius
        across = abs(at[0] - self.trim.width / 2) - (self.die.size.width / 2 - radius)
        up = abs(at[1] - self.trim.height / 2) - (self.die.size.height / 2 - radius)
        return radius - hypot(max(across, 0.0), max(up, 0.0)) - min(max(across, up), 0.0)


@dataclass(frozen=True, slots=True)
class Near:
    """Live matter and how far within the die's edge it lies, in mm."""

    what: str
    distance: float
    page: int = 0
    at: Corner | None = None


def check_die(expected: Expected, reader: Reader, resources: Resources, findings: Findings) -> None:
    """Hold the layouts of a planned file against the profile's die."""
    die = expected.stock.die
    if die is None:
        return
    tell_loss(expected.stock, findings)
    edge, artwork = Edge(expected.stock.trim, die), Artwork(reader, UNBOUND)
    fronts = [d.front for d in expected.documents] if "F" in expected.faces else []
    backs = [d.back for d in expected.documents if d.back] if "B" in expected.faces else []
    for name in sorted({side.layout for side in (*fronts, *backs)}):
        for what, corners in _rooms(Spots(expected.layouts.template(name), None), artwork, resources):
            _tell(Near(f"{name}: {what}", edge.clearance(corners)), expected.stock, findings)


def tell_loss(stock: Stock, findings: Findings) -> None:
    """Tell what a die smaller than the trim takes."""
    if stock.die is None:
        return
    left = (stock.trim.width - stock.die.size.width) / 2
    low = (stock.trim.height - stock.die.size.height) / 2
    if max(left, low) > EPS_MM:
        findings.add("die-loses", left=f"{left:.2f}", low=f"{low:.2f}", radius=f"{stock.die.radius:.2f}")


class LiveMatter:
    """Looks at what is shown in the cells of a file without a plan; keeps the nearest of each place."""

    def __init__(self, stock: Stock, reader: Reader) -> None:
        self._edge = Edge(stock.trim, stock.die) if stock.die else None
        self._stock, self.reader = stock, reader
        self._forms: set[tuple[object, ...]] = set()
        self._nearest: dict[tuple[Face, int, int], Near] = {}

    def see(self, page: Page, scanned: Scanned, grid: Grid, face: Face) -> None:
        """Look at one page."""
        if self._edge is None:
            return
        for string in self.reader.strings(scanned.runs, page.resources):
            self._string(string, page.number, grid, face)
        for event in scanned.events:
            if event.kind == "boxes" and len(event.boxes) >= _CODE:
                self._boxes(event.boxes, event.at, page.number, grid, face)
        for event, form in placed_forms(scanned, page.resources):
            index = grid.find(*form.middle(event.at))
            key = (form, face, *(round(v, 3) for v in grid.local(index, event.at))) if index >= 0 else None
            if key is None or key in self._forms:
                continue
            self._forms.add(key)
            for string in self.reader.placed(event, form, page.resources):
                self._string(string, page.number, grid, face)

    def tell(self, findings: Findings) -> None:
        """Tell what comes too near, each place once."""
        for near in self._nearest.values():
            _tell(near, self._stock, findings)

    def _string(self, string: Shown, page: int, grid: Grid, face: Face) -> None:
        index = grid.find(*string.start)
        if index >= 0:
            box = (0.0, -_DESCENT * string.style.size, string.length, _ASCENT * string.style.size)
            self._look(grid.local(index, string.at), box, page, grid.place(index), face)

    def _boxes(self, boxes: tuple[tuple[float, ...], ...], at: Matrix, page: int, grid: Grid, face: Face) -> None:
        left, low = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, top = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
        a, b, c, d, e, f = at
        index = grid.find(a * left + c * low + e, b * left + d * low + f)
        if index >= 0:
            self._look(grid.local(index, at), (left, low, right, top), page, grid.place(index), face)

    def _look(self, at: Matrix, box: tuple[float, float, float, float], page: int, place: Corner, face: Face) -> None:
        corners = [_point(at, x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        distance = self._edge.clearance(corners) if self._edge else self._stock.rules.safe
        if distance >= self._stock.rules.safe - EPS_MM:
            return
        x, y = min(corner[0] for corner in corners), min(corner[1] for corner in corners)
        key = face, round(y), round(distance * 2)
        if key not in self._nearest or distance < self._nearest[key].distance:
            self._nearest[key] = Near(f"{face} ({x:.1f}, {y:.1f})", distance, page, place)


def _point(at: Matrix, x: float, y: float) -> Corner:
    a, b, c, d, e, f = at
    return to_mm(a * x + c * y + e), to_mm(b * x + d * y + f)


def _rooms(spots: Spots, artwork: Artwork, resources: Resources) -> Iterator[tuple[str, list[Corner]]]:
    """Yield the rooms of a layout's texts and the captions of its artwork, in mm from the trim's lower left."""
    for spot in spots.texts:
        edges = to_mm(spot.left), to_mm(spot.right), to_mm(spot.low), to_mm(spot.top)
        yield spot.field, [(x, y) for x in edges[:2] for y in edges[2:]]
    for art in spots.arts:
        for shown in artwork.captions(art.art, resources):
            at = (*shown.at[:4], shown.at[4] + art.x, shown.at[5] + art.y)
            size = shown.style.size
            tops = (-_DESCENT * size, _ASCENT * size)
            yield shown.layer[:_SHORT], [_point(at, x, y) for x in (0.0, shown.length) for y in tops]


def _tell(near: Near, stock: Stock, findings: Findings) -> None:
    what, distance, safe = near.what, near.distance, stock.rules.safe
    if distance < -EPS_MM:
        findings.add("die-live", near.page, near.at, what=what, by=f"{-distance:.2f}")
    elif distance < safe - EPS_MM:
        findings.add("die-near", near.page, near.at, what=what, distance=f"{max(distance, 0.0):.2f}", safe=f"{safe:g}")
