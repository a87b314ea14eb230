"""Any PDF in, its pages imposed as a vendor's profile says out (`shikaku impose`; contract §1, §5).

A page is one piece, in order. Rotate, UserUnit, the origin of MediaBox and the TrimBox are honoured (print.md §8.6);
a page of another size is refused, never scaled.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from imposition.bar import put_bar
from imposition.draw import Drawn
from imposition.errors import PageRefused
from imposition.layers import placed, put_layers
from imposition.marks import operators
from imposition.metadata import About, catalog
from imposition.pdf import PdfFile, Ref, Value, syntax
from imposition.plan import Block, cut_blocks, sheet_pieces
from imposition.resources import BLACK, OVERPRINT, put_fonts, put_marks
from imposition.sheet import FACES, Face, Stock, print_order
from imposition.sheetcode import SheetName, code_operators
from imposition.side import SheetSide, prepare, slug_operators
from imposition.source import SourceFile, SourcePage
from layouts.geometry import number, to_pt
from layouts.typeset import Usage

TOLERANCE = 0.05  # mm: two decimals of a point, and what drawing programs round away
VOID_PT = 0.5
NO_JOB = "-"  # in a sheet's code


def impose_file(front: Path, out: Path, stock: Stock, *, back: Path | None = None, day: str = "") -> Drawn:
    """Impose the pages of a PDF; `back` holds the backs page by page, or one back for all.

    The file is dated as `day` says (YYYY-MM-DD), else as the fronts are. Raises PageRefused with every page that cannot
    be placed; `out` is a temporary name that the caller renames.
    """
    with PdfFile(out) as file:
        files = [SourceFile(path, file) for path in (front, back) if path is not None]
        if len(files) == 2 and files[1].count not in (1, files[0].count):
            fact = "{backs} backs do not go with {fronts} fronts"
            step = "give one back a page, or a single one for all"
            raise PageRefused("back-count", files[1].name, fact, step, backs=files[1].count, fronts=files[0].count)
        pages = [_pages(source, stock) for source in files]
        dated = day or files[0].day
        press = _Press(file, stock, files, pages, dated)
        blocks = cut_blocks(stock, files[0].count)
        for block in blocks:
            for sheet in print_order(stock, block.sheets):
                press.print_sheet(block, len(blocks), sheet)
        written = file.finish(*press.close())
    every = zip(files, pages, strict=True)
    bare = tuple(
        f"{source.name}:{at}"
        for source, own in every
        for at, page in enumerate(own, 1)
        if page.room < stock.bleed - TOLERANCE
    )
    return Drawn(written.pages, written.bytes, written.sha256, dated, bare)


def _pages(source: SourceFile, stock: Stock) -> list[SourcePage]:
    """Describe every page with the trim it is cut to; collect what cannot be placed."""
    pages: list[SourcePage] = []
    problems: list[PageRefused] = []
    for index in range(source.count):
        page = source.page(index)
        place = f"{source.name}:{index + 1}"
        fitted = _fitted(page, stock)
        if fitted is None:
            fact = "the page is {width} × {height} mm, profile {profile} cuts {width2} × {height2} mm"
            step = "choose another profile, or make the page that size (its bleed around a TrimBox)"
            facts = {"width": round(page.trim.width, 2), "height": round(page.trim.height, 2), "profile": stock.name}
            cut = {"width2": stock.trim.width, "height2": stock.trim.height}
            problems.append(PageRefused("page-size", place, fact, step, **facts, **cut))
        elif page.annotated:
            fact, step = "the page bears annotations or form fields", "flatten it first"
            problems.append(PageRefused("page-annotated", place, fact, step))
        else:
            pages.append(fitted)
    if problems:
        raise PageRefused("pages", source.name, "", problems=tuple(problems))
    return pages


def _fitted(page: SourcePage, stock: Stock) -> SourcePage | None:
    """Return the page if it is of the profile's trim; without a TrimBox also if it is larger by just the bleed."""
    for candidate in (page,) if page.has_trim else (page, page.inset(stock.bleed)):
        off = (candidate.trim.width - stock.trim.width, candidate.trim.height - stock.trim.height)
        if max(map(abs, off)) <= TOLERANCE:
            return candidate
    return None


class _Press:
    """The state of one file being imposed."""

    def __init__(
        self,
        file: PdfFile,
        stock: Stock,
        files: Sequence[SourceFile],
        pages: Sequence[Sequence[SourcePage]],
        day: str,
    ) -> None:
        self._file, self._stock, self._files, self._pages, self._day = file, stock, files, pages, day
        self._usage = Usage()
        self._fonts = file.reserve()
        self._sides = [prepare(stock, face) for face in FACES[: len(files)]]
        self._marks = {side.face: self._put_marks(side.face) for side in self._sides}
        self._bar = put_bar(file, stock.bar, stock.sheet, {}) if stock.bar else None
        self._single: Ref | None = None
        self._layers = put_layers(file, stock, [side.face for side in self._sides])

    def print_sheet(self, block: Block, blocks: int, sheet: int) -> None:
        """Write the pages of one sheet."""
        pieces = sheet_pieces(self._stock, block, sheet)
        for which, side in enumerate(self._sides):
            forms: dict[str, Value] = dict(self._layers.forms)
            parts: list[str] = [side.start]
            if marks := self._marks[side.face]:
                forms["M"] = marks
                parts.append("/M Do\n")
            if self._bar and self._stock.bar and side.face in self._stock.bar.sides:
                forms["B"] = self._bar
                parts.append("/B Do\n")
            for place in side.places:
                piece = pieces[place.index]
                if piece is not None:
                    forms[f"P{place.index}"] = self._form(which, piece)
                parts += (place.head, self._void() if piece is None else f"/P{place.index} Do\n", "Q\n")
            numbers = [piece + 1 for piece in pieces if piece is not None]
            parts.append(placed(self._stock, side.face))
            parts.append(self._slug_line(side, block, blocks, sheet, f"p. {min(numbers)} - {max(numbers)}"))
            parts += self._sheet_code(side.face, block, sheet), side.end
            resources: dict[str, Value] = {"Font": self._fonts, "XObject": forms, "ExtGState": {"K": OVERPRINT}}
            if self._layers.properties:
                resources["Properties"] = self._layers.properties
            entries = side.entries + b"/Resources" + syntax(resources)
            self._file.put_page(entries, "".join(parts).encode("latin-1"))

    def close(self) -> tuple[Mapping[str, Value], Mapping[str, Value]]:
        """Write the fonts of slug and blanks; return catalog entries and information."""
        self._file.put(put_fonts(self._file, self._usage.shown()), self._fonts)
        entries, info = catalog(self._file, About(f"imposed {self._stock.name}", self._day), self._stock.intent)
        return {**entries, **self._layers.catalog}, info

    def _form(self, which: int, piece: int) -> Ref:
        """Write a page as a form; the one back of all pieces is written once."""
        source, pages = self._files[which], self._pages[which]
        if len(pages) > 1 or which == 0:
            return source.put(piece, pages[piece], self._stock.bleed)
        if self._single is None:
            self._single = source.put(0, pages[0], self._stock.bleed)
        return self._single

    def _put_marks(self, face: Face) -> Ref | None:
        drawn = operators(self._stock, face)
        sheet = self._stock.sheet
        return put_marks(self._file, to_pt(sheet.width), to_pt(sheet.height), drawn) if drawn else None

    def _void(self) -> str:
        """Cross a blank out, 3 mm inside its trim."""
        low, right, top = (number(to_pt(v)) for v in (3, self._stock.trim.width - 3, self._stock.trim.height - 3))
        cross = f"{low} {low} m {right} {top} l {low} {top} m {right} {low} l"
        return f"0 0 0 1 K {VOID_PT} w {cross} S\n"

    def _sheet_code(self, face: Face, block: Block, sheet: int) -> str:
        place = self._stock.sheet_code
        if place is None or face not in place.sides:
            return ""
        name = SheetName(NO_JOB, self._stock.pile, block.number, sheet, face)
        return f"q\n{BLACK}{code_operators(place, name)}Q\n"

    def _slug_line(self, side: SheetSide, block: Block, blocks: int, sheet: int, pages: str) -> str:
        if side.slug is None:
            return ""
        text = (
            f"{self._stock.name}  {block.number:03d}/{blocks:03d}  sheet {sheet}/{block.sheets}  {side.face}  {pages}"
        )
        return f"q\n{BLACK}{slug_operators(side.slug, text, self._usage)}Q\n"
