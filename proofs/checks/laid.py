"""All that a planned page paints itself goes in; what lies in its pieces beside artwork, texts and codes comes out.

Texts are proved by what they say, not by what is seen of them: a bar, an image or the artwork itself painted over a
name, or a clip around it, leaves every text as planned (print.md §8). Beside the pieces a sheet may bear what it likes.
"""

from collections.abc import Iterable, Iterator, Sequence

from layouts.geometry import to_mm
from proofs.checks.ink_notes import to_box
from proofs.facts import Box, Page
from proofs.finding import Findings
from proofs.inks import Blend
from proofs.machine import Event
from proofs.painter import Forms, Own, picture_of
from proofs.paints import Paint
from proofs.plan import Expected, Face
from proofs.plane import bounds, common, corners, meet, placed, smaller, union
from proofs.scan import Scanned
from proofs.sheets import SheetProof

_MOST = 20_000  # events remembered
_HAIR = 0.3  # pt a mark's line may reach over a trim
_UNIT: Box = (0.0, 0.0, 1.0, 1.0)  # an image's (ISO 32000-1, 8.9.5)

Place = tuple[float, float]  # pt


class Laid:
    """Looks at what was not met before in this file; what was, is known to be harmless or was told."""

    def __init__(self, expected: Expected, sheets: SheetProof, own: Own, findings: Findings) -> None:
        plates = expected.stock.plates
        self._plates = frozenset(plates.inks if plates else ())  # white and die line lie in the pieces
        self._sheets, self._own, self._findings = sheets, own, findings
        self._forms = Forms(lambda name, form: False)
        self._met: dict[Face, set[Event]] = {face: set() for face in expected.faces}
        self._trims = {
            face: [smaller(to_box(trim), _HAIR) for trim in sheets.grids[face].trims] for face in expected.faces
        }
        self._all = {face: union(trims) for face, trims in self._trims.items()}

    def check(self, page: Page, scanned: Scanned, face: Face) -> None:
        """Check one page, of which the strings and the artwork were looked at."""
        met = self._met[face]
        if len(met) > _MOST:
            met.clear()
        fresh = [(before, event) for before, event in _pairs(scanned.events) if event not in met]
        met.update(event for _, event in fresh)
        drawn = False
        for before, event in fresh:
            if event.kind == "Do":
                self._check_placed(event, page, face)
            elif event.kind == "boxes":
                self._check_code(event, page, face)
            elif event.kind == "clip":
                self._findings.add("clip-stray", page.number)
            elif event.kind == "layered":
                self._findings.add("text-layered", page.number)
            elif event.kind == "sh":
                self._findings.add("paint-stray", page.number)
            drawn |= event.kind == "paint" and not _is_code(before, event)
        if drawn:
            self._check_own(page, scanned, face)

    def _check_placed(self, event: Event, page: Page, face: Face) -> None:
        """Check artwork to lie beneath its texts, and anything else that is placed to keep clear of the pieces."""
        form, art = page.resources.forms.get(event.name), self._sheets.arts[face].get(event)
        if form is None:
            box = bounds([tuple(placed(event.at, x, y) for x, y in corners(_UNIT))])
            if event.name in page.resources.images and self._touched(box, face):
                self._note(box[:2], page)
        elif art is not None and art.cell >= 0 and art.bit > 0:
            before = self._sheets.grids[face].find(*event.behind[4:]) if event.behind else None
            if before in (art.cell, -1):  # a text of its own, or the sheet's line, which comes last
                self._findings.add("art-over-text", page.number, self._sheets.grids[face].place(art.cell))
        elif not self._sheets.reader.flat(form, page.resources).shown:  # with text it is told as such
            paints = picture_of(event, page, self._forms, Blend()).paints
            self._tell(paints, page, face)

    def _check_code(self, event: Event, page: Page, face: Face) -> None:
        """Check rectangles painted together to lie in one piece, where they are read, or in none."""
        cell = self._sheets.boxes_cell(event, face)
        if not self._is_within(_reach(event), cell, face) and not self._is_within(box := _around(event), cell, face):
            self._note(box[:2], page)

    def _check_own(self, page: Page, scanned: Scanned, face: Face) -> None:
        """Walk all that the page itself paints."""
        codes = {tuple(round(edge, 2) for edge in _around(e)) for e in scanned.events if e.kind == "boxes"}
        paints = [paint for paint in self._own.of(page).paints if paint.kind in ("fill", "stroke")]
        self._tell([p for p in paints if tuple(round(edge, 2) for edge in p.box) not in codes], page, face)

    def _tell(self, paints: Iterable[Paint], page: Page, face: Face) -> None:
        """Note the first of some paints that reaches into a piece; white and die line do."""
        for paint in paints:
            planned = paint.tint.laid and self._plates.issuperset(paint.tint.laid)
            parts = () if planned else [common(box, paint.clip.box) for box in paint.shape.boxes]
            if any(self._touched(part, face) for part in parts):
                self._note(paint.box[:2], page)
                return

    def _is_within(self, box: Box, cell: int, face: Face) -> bool:
        """Tell whether a box reaches into no piece but one."""
        return {*self._touched(box, face)} <= {cell}

    def _touched(self, box: Box, face: Face) -> list[int]:
        """Return the pieces a box reaches into; most that a sheet bears lies around them all."""
        trims = self._trims[face] if meet(self._all[face], box) else ()
        return [index for index, trim in enumerate(trims) if meet(trim, box)]

    def _note(self, at: Place, page: Page) -> None:
        x, y = page.frame.origin
        self._findings.add("paint-stray", page.number, (to_mm(at[0] - x), to_mm(at[1] - y)))


def _pairs(events: Sequence[Event]) -> Iterator[tuple[Event | None, Event]]:
    return zip([None, *events], events, strict=False)


def _is_code(before: Event | None, event: Event) -> bool:
    """Tell whether a paint is that of the rectangles just noted, which are read as a code or told."""
    return before is not None and before.kind == "boxes" and (before.at, before.fill) == (event.at, event.fill)


def _around(event: Event) -> Box:
    """Return the box around the rectangles of a code."""
    left, low, wide, high = zip(*event.boxes, strict=True)
    xs, ys = (*left, *map(float.__add__, left, wide)), (*low, *map(float.__add__, low, high))
    return _seen(event, (min(xs), min(ys), max(xs), max(ys)))


def _reach(event: Event) -> Box:
    """Return a box that surely holds the rectangles of a code; of hundreds it is found sooner than the one around."""
    left, low, wide, high = zip(*event.boxes, strict=True)
    right, top = max(left) + max(0.0, max(wide)), max(low) + max(0.0, max(high))
    return _seen(event, (min(left) + min(0.0, min(wide)), min(low) + min(0.0, min(high)), right, top))


def _seen(event: Event, box: Box) -> Box:
    return bounds([tuple(placed(event.at, x, y) for x, y in corners(box))])
