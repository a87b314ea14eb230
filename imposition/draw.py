"""A block and its documents in, one imposed PDF out (contract §4, §5; design.md §2).

A block's documents are typeset one after another, where memory has them together; its sheets take the leaves in the
strides of the trays. A sheet side is one content stream, compressed once; fonts and artwork are written once a file, at
its end, when it is known what was shown. Pages run F, B, F, B. Everything variable is black and overprints; a form sets
its own state.
"""

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from pathlib import Path
from typing import Protocol

from fonts.catalog import Gaiji
from fonts.runs import EM
from imposition.bar import put_bar
from imposition.errors import PieceRefused
from imposition.inserter import mark_operators
from imposition.layers import placed, put_layers
from imposition.marks import operators
from imposition.metadata import About, catalog
from imposition.objects import put_art, spots_of
from imposition.payload import payload
from imposition.pdf import PdfFile, Ref, Value
from imposition.piece import check_piece
from imposition.plan import Block, sheet_pieces
from imposition.resources import BLACK, OVERPRINT, put_fonts, put_marks
from imposition.sheet import Face, Pile, Stock, print_order
from imposition.sheetcode import SheetName, code_operators
from imposition.side import SheetSide, prepare, slug_operators
from layouts.document import Document, Side
from layouts.geometry import Rect, number, to_pt
from layouts.show import show_pieces
from layouts.template import Template
from layouts.typeset import Usage, typeset

#: What a cell without a piece bears (白紙にせず VOID と刷る); a letter has a sheet of its own and leaves none.
VOIDS: Mapping[tuple[Pile, Face], Side] = {
    ("card", "F"): Side("card/void", {}),
    ("card", "B"): Side("card/void-back", {}),
    ("notice", "F"): Side("notice/void", {}),
    ("notice", "B"): Side("notice/void", {}),
}
STAMPED = 0.8  # of a piece's width that the stamp of a specimen takes
CAPITALS = 0.75  # of the size: how high a capital stands
UNCLIPPED = Rect(x=-1e4, y=-1e4, width=2e4, height=2e4)


class Layouts(Protocol):
    """What is needed of the loaded layouts."""

    @property
    def gaiji(self) -> Gaiji | None:
        """Return the society's face for private-use characters."""
        ...

    def template(self, name: str) -> Template:
        """Return a compiled layout."""
        ...


@dataclass(frozen=True, slots=True)
class Slug:
    """What a sheet says of itself outside the pieces; neutral, never about a person."""

    job: str
    pile: str  #: cards, notices, letters
    blocks: int
    insurer_number: str = ""  #: 保険者番号
    _: KW_ONLY
    title: str = ""  #: of the file behind the job, where it is not its pile and block
    note: str = ""  #: what sets these sheets apart from the job's own: a remake and its make
    stamp: str = (
        ""  #: what lies under the texts of a specimen's pieces, in outline, so that nobody takes it for a job's
    )
    stamp_at: Mapping[str, float] = field(
        default_factory=dict[str, float]
    )  #: layout → its middle if not the piece's, mm


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was written."""

    pages: int
    bytes: int
    sha256: str
    day: str = ""  #: that the file is dated, YYYY-MM-DD; without one it claims nothing
    bare: tuple[str, ...] = ()  #: pages from elsewhere that do not reach as far as the profile's bleed, as FILE:PAGE


def draw_block(
    path: Path,
    stock: Stock,
    block: Block,
    documents: Sequence[Document],
    layouts: Layouts,
    slug: Slug,
    *,
    backs: bool,
    fronts: bool = True,
) -> Drawn:
    """Write the sheets of a block to `path`, a temporary name that the caller renames.

    `documents` are the block's pieces in order. With `fronts` or `backs` alone the file holds that run only
    (`runs = "separate"`). Raises PieceRefused where a document does not fit the profile, and leaves no file then.
    """
    faces: tuple[Face, ...] = (*(("F",) if fronts else ()), *(("B",) if backs else ()))
    with PdfFile(path) as file:
        press = _Press(file, stock, block, layouts, slug, faces)
        press.typeset(documents)
        for sheet in print_order(stock, block.sheets):
            pieces = [None if piece is None else piece - block.first for piece in sheet_pieces(stock, block, sheet)]
            press.print_sheet(sheet, pieces, _range(documents, [piece for piece in pieces if piece is not None]))
        catalog_entries, info = press.close()
        written = file.finish(catalog_entries, info)
    return Drawn(written.pages, written.bytes, written.sha256, press.about.day)


class _Press:
    """The state of one file being printed: the sides prepared, the leaves to lay on them, what was shown."""

    def __init__(
        self, file: PdfFile, stock: Stock, block: Block, layouts: Layouts, slug: Slug, faces: tuple[Face, ...]
    ) -> None:
        self._file, self._stock, self._block, self._layouts, self._slug = file, stock, block, layouts, slug
        self._usage = Usage(layouts.gaiji)
        self._templates: dict[str, Template] = {}
        self._voids: dict[Face, str] = {}
        self._leaves: dict[Face, list[str]] = {face: [] for face in faces}
        self._resources = file.reserve()
        self._named = b"/Resources %d 0 R" % self._resources.number
        self._sides = [prepare(stock, face) for face in faces]
        self._marks = {face: drawn for face in faces if (drawn := operators(stock, face))}
        self._bars = [face for face in faces if stock.bar and face in stock.bar.sides]
        self._layers = {face: placed(stock, face) for face in faces}

    def typeset(self, documents: Sequence[Document]) -> None:
        """Write the content of every piece of the block."""
        for document in documents:
            for face, leaves in self._leaves.items():
                leaves.append(self._leaf(document, face))

    def print_sheet(self, sheet: int, pieces: Sequence[int | None], numbers: str) -> None:
        """Write the pages of one sheet; `pieces` says which of the block's lies in each cell."""
        for side in self._sides:
            parts, leaves = [side.start, BLACK, self._furniture(side.face)], self._leaves[side.face]
            for place in side.places:
                piece = pieces[place.index]
                parts += place.head, self._blank(side.face) if piece is None else leaves[piece], "Q\n"
            parts += self._layers[side.face], self._slug_line(side, sheet, numbers), self._sheet_code(side.face, sheet)
            parts.append(side.end)
            self._file.put_page(side.entries + self._named, "".join(parts).encode("latin-1"))

    def close(self) -> tuple[Mapping[str, Value], Mapping[str, Value]]:
        """Write what the pages name, now that it is known; return catalog entries and information."""
        fonts = put_fonts(self._file, self._usage.shown(), self._layouts.gaiji)
        forms: dict[str, Ref] = {}
        clips = {t.art.name: self._clip(t) for t in self._templates.values()}
        for name, art in sorted(self._usage.arts.items()):
            forms[f"A_{name}"] = put_art(self._file, art, fonts, clips.get(name, UNCLIPPED))
        width, height = to_pt(self._stock.sheet.width), to_pt(self._stock.sheet.height)
        for face, drawn in self._marks.items():
            forms[f"M_{face}"] = put_marks(self._file, width, height, drawn)
        if self._stock.bar and self._bars:
            forms["B"] = put_bar(self._file, self._stock.bar, self._stock.sheet, self._spots())
        layers = put_layers(self._file, self._stock, [side.face for side in self._sides])
        named: dict[str, Value] = {"Font": fonts, "XObject": {**forms, **layers.forms}, "ExtGState": {"K": OVERPRINT}}
        if layers.properties:
            named["Properties"] = layers.properties
        self._file.put(named, self._resources)
        entries, info = catalog(self._file, self.about, self._stock.intent)
        return {**entries, **layers.catalog}, info

    def _leaf(self, document: Document, face: Face) -> str:
        side = document.front if face == "F" else document.back
        if side is None:
            fact = "a {kind} has no back, but this profile prints backs"
            raise PieceRefused("no-back", document.front.layout, fact, kind=document.kind)
        template = self._templates.get(side.layout) or self._template(side.layout)
        drawn = typeset(template, side, self._usage) + self._mark(document, face)
        return self._stamped(template, drawn) if self._slug.stamp else drawn

    def _mark(self, document: Document, face: Face) -> str:
        """Draw what an inserting machine reads, where the profile has a place for it and the piece a track."""
        inserter, track = self._stock.inserter, document.track
        if inserter is None or track is None:
            return ""
        content = payload(self._slug.job, self._block.number, face, track)
        return mark_operators(inserter, self._stock.trim, content, track)

    def _blank(self, face: Face) -> str:
        if face not in self._voids:
            side = VOIDS.get((self._stock.pile, face))
            self._voids[face] = "" if side is None else self._void(side)
        return self._voids[face]

    def _void(self, side: Side) -> str:
        template = self._template(side.layout)
        drawn = typeset(template, side, self._usage)
        return self._stamped(template, drawn) if self._slug.stamp else drawn

    def _template(self, name: str) -> Template:
        """Load a layout and see that it is cut as the profile cuts."""
        template = self._layouts.template(name)
        check_piece(template, self._stock)
        self._templates[name] = template
        return template

    def _clip(self, template: Template) -> Rect:
        """Return the bleed that the profile leaves room for."""
        bleed = min(template.bleed_mm, self._stock.bleed)
        return Rect(x=0, y=0, width=template.trim.width, height=template.trim.height).grown(bleed)

    def _furniture(self, face: Face) -> str:
        """Name the marks and the colour bar of a side."""
        marks = f"/M_{face} Do\n" if face in self._marks else ""
        return f"{marks}/B Do\n" if face in self._bars else marks

    def _spots(self) -> Mapping[str, Value]:
        found: dict[str, Value] = {}
        for _, art in sorted(self._usage.arts.items()):
            found |= spots_of(self._file, art)
        return found

    def _sheet_code(self, face: Face, sheet: int) -> str:
        place = self._stock.sheet_code
        if place is None or face not in place.sides:
            return ""
        return code_operators(place, SheetName(self._slug.job, self._stock.pile, self._block.number, sheet, face))

    def _slug_line(self, side: SheetSide, sheet: int, numbers: str) -> str:
        if side.slug is None:
            return ""
        slug, block = self._slug, self._block
        turned = "表" if side.face == "F" else "裏"
        parts = (
            slug.insurer_number,
            slug.job,
            f"{slug.pile} {block.number:03d}/{slug.blocks:03d}",
            f"sheet {sheet}/{block.sheets}",
            f"{side.face} {turned}",
            numbers,
            slug.note,
        )
        return slug_operators(side.slug, "  ".join(filter(None, parts)), self._usage)

    def _stamped(self, template: Template, drawn: str) -> str:
        """Lay under the texts of one piece what sets a specimen apart: a card cut out of the sheet still bears it."""
        run, piece = self._usage.line("bold", self._slug.stamp), self._stock.trim
        width = to_pt(piece.width)
        size = width * STAMPED * EM / run.width
        middle = to_pt(self._slug.stamp_at.get(template.name, piece.height / 2))
        at = f"{number(width * (1 - STAMPED) / 2)} {number(middle - size * CAPITALS / 2)}"
        shown = show_pieces(run.pieces, number(size))
        stamp = f"q 0 0 0 0.6 K 0.6 w 1 Tr BT 1 0 0 1 {at} Tm {shown}ET Q\n"
        return f"{template.head}{stamp}{drawn[len(template.head) :]}"

    @property
    def about(self) -> About:
        """Return what the file says of itself."""
        sides = f" {self._sides[0].face}" if self._stock.runs == "separate" else ""
        day = self._slug.job[:8]
        named = self._slug.title or f"{self._slug.pile} {self._block.number:03d}"
        title = f"{self._slug.job} {named}{sides}"
        return About(title, f"{day[:4]}-{day[4:6]}-{day[6:]}" if day.isdecimal() and len(day) == 8 else "")


def _range(documents: Sequence[Document], pieces: Sequence[int]) -> str:
    """Return the lowest and the highest 管理番号 of a sheet; separators bear none."""
    numbers = [number for piece in sorted(pieces) for number in documents[piece].numbers]
    if len(numbers) < 2:
        return "".join(numbers)
    return f"{numbers[0]} - {numbers[-1]}"
