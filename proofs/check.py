"""A delivered file goes in, and what the plan says of it where that is known; a report comes out.

The checker shares no code with the maker (design.md §3): structure is read with pypdf, content with a scanner of this
house, fonts through the source files. With a plan every text is compared by glyph; without one the file is held
against itself. Authority: contract §4, print.md §1 and §8, ISO 32000-1.
"""

from collections.abc import Iterable
from pathlib import Path

from imposition.rules import Rules
from imposition.stock import Stock
from layouts.document import Document
from proofs.checks.boxes import Boxes, check_count, check_fit
from proofs.checks.cell import CellCheck, View
from proofs.checks.colours import Colours
from proofs.checks.cutting import check_cutting
from proofs.checks.die import check_die
from proofs.checks.doubled import Doubled
from proofs.checks.file import check_actions
from proofs.checks.fonts import Fonts
from proofs.checks.ink import Inks, Skip, nothing_skipped
from proofs.checks.laid import Laid
from proofs.checks.margin import Margin
from proofs.checks.numbers import check_plan
from proofs.checks.plates import Plates
from proofs.checks.privacy import Personal
from proofs.checks.transparency import Transparency
from proofs.checks.whole import check_whole
from proofs.checks.without import Unplanned
from proofs.claims import NOTHING_ASKED, Asked, Standard
from proofs.facts import Encrypted, Page, Resources, Unreadable
from proofs.filled import Cell, Filled
from proofs.finding import Findings, Report
from proofs.grounds import planned
from proofs.painter import Own
from proofs.plan import Expected, Face, sheet_of
from proofs.reading import Reader, Shown, placed_forms
from proofs.scan import Scanned
from proofs.security import Proved
from proofs.sheets import SheetProof
from proofs.structure import Delivered


def check_file(
    path: Path,
    *,
    expected: Expected | None,
    stock: Stock | None,
    asked: Asked = NOTHING_ASKED,
    known: Skip = nothing_skipped,
) -> Report:
    """Check one file; `stock` holds its pages against a profile where there is no plan, `asked` the file as a whole.

    `known` tells which forms are somebody's security art, where no layouts prove it.
    """
    rules = expected.stock.rules if expected else stock.rules if stock else Rules()
    findings = Findings(path.name, rules.severity)
    try:
        file = Delivered(path)
        if expected is None:
            _check_alone(path, file, stock, asked, known, findings)
        else:
            _Planned(file, expected, asked, findings).check()
    except Encrypted:
        findings.add("encrypted")
    except Unreadable as fault:
        findings.add("unreadable", reason=str(fault))
    return findings.report()


def _check_alone(
    path: Path, file: Delivered, stock: Stock | None, asked: Asked, known: Skip, findings: Findings
) -> None:
    """Hold a file against itself, its profile and the placement table beside it."""
    standard = check_whole(file, asked, Personal(()), findings, planned=False)
    fitting = stock if stock is not None and check_fit(file.pages(), stock, findings) else None
    reader, doubled = Reader(), Doubled(findings)
    fonts, frames = Fonts(findings, planned=False), _Frames(fitting, standard, reader, findings)
    numbers, inks = Unplanned(path, fitting, findings), Inks(stock, findings, skip=known, placed=fitting is not None)
    for page in file.pages():
        scanned = reader.scan(page)
        fonts.check_resources(page.resources, page.number)
        fonts.check_annotations(page)
        frames.check(page, scanned)
        inks.check(page, scanned)
        if fitting is None:
            doubled.check(page, scanned)
        shown = [*reader.strings(scanned.runs, page.resources)]
        for event, form in placed_forms(scanned, page.resources):
            shown += reader.placed(event, form, page.resources)
        fonts.check_shown(shown, page.number)
        numbers.check(page, shown)
    numbers.close()


class _Planned:
    """Checks a file of which the plan is known, sheet by sheet."""

    def __init__(self, file: Delivered, expected: Expected, asked: Asked, findings: Findings) -> None:
        self._file, self._expected, self._findings = file, expected, findings
        self._faces = expected.faces
        self._reader = Reader(expected.layouts.gaiji, map(planned, expected.layouts.grounds), shared=True)
        self._fonts = Fonts(findings, planned=True)
        self._filled = Filled(expected)
        self._sheets = SheetProof(expected, self._reader)
        self._cells = CellCheck(self._sheets, self._fonts, findings)
        self._personal = Personal(expected.documents)
        standard = check_whole(file, asked, self._personal, findings, planned=True)
        own = Own()
        self._laid = Laid(expected, self._sheets, own, findings)
        self._margin = Margin(expected, self._fonts, self._personal, findings)
        self._frames = _Frames(expected.stock, standard, self._reader, findings)
        proved = Proved(expected.layouts)
        self._inks = Inks(expected.stock, findings, faces=self._faces, planned=True, skip=proved.holds, own=own)
        self._proved: set[Resources] = set()

    def check(self) -> None:
        """Check the whole file."""
        findings, expected = self._findings, self._expected
        check_count(self._file.page_count, expected, findings)
        check_plan(expected.documents, findings)
        for page in self._file.pages():
            scanned = self._reader.scan(page)
            self._fonts.check_resources(page.resources, page.number)
            self._frames.check(page, scanned)
            if page.number == 1:
                check_die(expected, self._reader, page.resources, findings)
            self._inks.check(page, scanned)
            turn, side = divmod(page.number - 1, len(self._faces))
            if turn < expected.block.sheets:
                sheet = sheet_of(expected.stock, expected.block.sheets, turn + 1)
                self._check_side(page, scanned, sheet, self._faces[side])
        if self._sheets.knocks_out:
            findings.add("text-knockout")
        check_cutting(expected, findings)
        for proof in self._reader.fonts():
            self._fonts.check_font(proof.font, 0)

    def _check_side(self, page: Page, scanned: Scanned, sheet: int, face: Face) -> None:
        cells = self._filled.cells(sheet, face)
        doubtful, outside = self._sheets.doubtful(page, scanned, cells, face)
        self._check_art_glyphs(page)
        self._laid.check(page, scanned, face)
        margin = [*self._reader.strings(outside, page.resources)]
        if doubtful:
            views = self._views(page, scanned, cells, doubtful, face)
            digits = frozenset(_digits(cell.document for cell in cells))
            for index in sorted(views):
                self._cells.check(views[index], digits)
            margin += self._loose(page, scanned, face)
        for code, layout in self._sheets.artwork.insecure():
            self._findings.add(code, page.number, layout=layout)
        self._margin.check(page, margin, sheet, face)

    def _check_art_glyphs(self, page: Page) -> None:
        """Prove the glyphs of the forms, once for each set of resources."""
        if page.resources in self._proved:
            return
        self._proved.add(page.resources)
        for form in page.resources.forms.values():
            self._fonts.check_shown(self._reader.flat(form, page.resources).shown, page.number)

    def _views(
        self, page: Page, scanned: Scanned, cells: list[Cell], doubtful: set[int], face: Face
    ) -> dict[int, View]:
        """Gather what lies in the doubtful cells."""
        views = {index: View(page, face, cells[index]) for index in doubtful if index >= 0}
        for pen, codes in scanned.runs:
            view = views.get(self._sheets.cell_of(pen, face))
            if view is not None:
                view.shown += self._reader.strings(((pen, codes),), page.resources)
        for event, _ in placed_forms(scanned, page.resources):
            view = views.get(self._sheets.event_cell(event, face, page.resources))
            if view is not None:
                view.placed.append(event)
        for event in scanned.events:
            view = views.get(self._sheets.boxes_cell(event, face)) if event.kind == "boxes" else None
            if view is not None:
                view.boxes.append(event)
        return views

    def _loose(self, page: Page, scanned: Scanned, face: Face) -> list[Shown]:
        """Return what forms outside all cells show."""
        found: list[Shown] = []
        for event, form in placed_forms(scanned, page.resources):
            if self._sheets.event_cell(event, face, page.resources) < 0:
                found += self._reader.placed(event, form, page.resources)
        return found


class _Frames:
    """Checks what every page must fulfil, whatever it shows."""

    def __init__(self, stock: Stock | None, standard: Standard | None, reader: Reader, findings: Findings) -> None:
        self._findings = findings
        self._transparency, self._plates = Transparency(standard, findings), Plates(findings)
        self._boxes, self._colours = Boxes(stock, findings), Colours(reader, findings)

    def check(self, page: Page, scanned: Scanned) -> None:
        """Check one page."""
        self._boxes.check_page(page)
        check_actions(page, self._findings)
        self._colours.check_page(page, scanned.events)
        self._transparency.check_page(page)
        self._plates.check_page(page, scanned)


def _digits(documents: Iterable[Document | None]) -> Iterable[str]:
    """Return the last-four digits of some documents."""
    for document in documents:
        for fields in document.front.blocks.get("person", ()) if document else ():
            digits = fields.get("digits", "")
            if digits.isascii() and digits.isdigit():
                yield digits
