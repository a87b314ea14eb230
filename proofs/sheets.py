"""A page and its plan go in; the cells that are not plainly right come out, for a closer look.

The quick pass: a string is right if the layout has a place where it begins, the document's text for that place has
just these codes in the font it is shown with (a table proved glyph by glyph, `proofs/glyphs.py`), and it ends within
its room. Everything else, and every cell that lacks a text or its artwork, is left to `proofs/checks/cell.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from layouts.document import Document, Side
from proofs.compare import is_right, plain, upright
from proofs.facts import Matrix, Page, Resources
from proofs.glyphs import GlyphProof
from proofs.machine import Event, Pen, Run, Style
from proofs.mynumber import holds_my_number
from proofs.plan import Expected, Face, Grid, Key, texts
from proofs.reading import Reader, Shown
from proofs.scan import Scanned
from proofs.spots import Artwork, Spot, Spots, at_place

_TOO_MANY = 1 << 2000  # the bit of no place
_MOST = 60_000  # remembered pens
_LONG = 48  # hex digits of twelve glyphs: shorter texts hold no 個人番号
_VOIDS = {"card": ("card/void", "card/void-back"), "notice": ("notice/void",)}


# What is known of a pen under a layout: key, codes by character, bit of its place, hex digits that surely fit, shortest
# and longest width in 1/1000 em, widths by character.
_Known = tuple[Key, Mapping[int, str], int, int, float, float, Mapping[str, float]]


@dataclass(slots=True)
class Cell:
    """What one cell of one side must show; `spots` is None where nothing at all may be shown."""

    index: int
    document: Document | None
    side: Side | None
    spots: Spots | None
    texts: Mapping[Key, str] = field(default_factory=dict[Key, str])
    mask: int = 0
    accounted: bool = True  #: every text has a place, last-four digits none but their own

    @property
    def numbers(self) -> tuple[str, ...]:
        """Return the 管理番号 this piece bears."""
        return self.document.numbers if self.document and self.side else ()


class SheetProof:
    """Compares the pages of one file with its plan."""

    def __init__(self, expected: Expected, reader: Reader) -> None:
        self.expected, self.reader = expected, reader
        self.artwork = Artwork(reader)
        self.grids: dict[Face, Grid] = {face: Grid(expected.stock, face) for face in expected.faces}
        self._spots: dict[str, Spots] = {}
        self._masks: dict[tuple[str, tuple[Key, ...]], tuple[int, bool]] = {}
        self.knocks_out = False  #: variable text was met that would cut its shape out of the inks beneath
        self._styles: dict[Style, GlyphProof | None] = {}
        self._cells: dict[Face, dict[Pen, int]] = {face: {} for face in expected.faces}
        self._known: dict[tuple[Face, str], dict[Pen, _Known | list[_Known] | None]] = {}
        self._arts: dict[tuple[Face, str], dict[Event, int]] = {}
        self._where: dict[Face, dict[Event, int]] = {face: {} for face in expected.faces}

    def cells(self, sheet: int, face: Face) -> list[Cell]:
        """Return what the cells of a side must show."""
        return [self._cell(i, document, face) for i, document in enumerate(self.expected.row(sheet))]

    def doubtful(self, page: Page, scanned: Scanned, cells: list[Cell], face: Face) -> tuple[set[int], list[Run]]:
        """Return the cells that need a closer look, and the strings outside all cells."""
        resources = page.resources
        if len(self._cells[face]) > _MOST:
            self._forget(face)
        where, find = self._cells[face], self.grids[face].find
        known = [self._known.setdefault((face, cell.spots.name if cell.spots else ""), {}) for cell in cells]
        given = [cell.texts.get for cell in cells]
        seen = [0] * len(cells)
        doubt: set[int] = set()
        odd: dict[int, list[Run]] = {}  # strings that need more than one look, by cell
        outside: list[Run] = []
        index = -1
        for run in scanned.runs:
            pen, codes = run
            place = where.get(pen)
            if place is None:
                place = where[pen] = find(pen.at[4], pen.at[5], index)
            index = place
            if index < 0:
                outside.append(run)
                continue
            try:
                entry = known[index][pen]
            except KeyError:
                entry = known[index][pen] = self._learn(pen, cells[index], face, resources)
            if isinstance(entry, list):
                entry = next((one for one in entry if given[index](one[0])), None)
            if entry is None:
                odd.setdefault(index, []).append(run)
                continue
            key, table, bit, fits, least, most, widths = entry
            text = given[index](key)
            if text is None or text.translate(table) != codes or seen[index] & bit:
                odd.setdefault(index, []).append(run)
                continue
            seen[index] |= bit
            if len(codes) > fits and not least <= sum(map(widths.__getitem__, text)) <= most:
                doubt.add(index)
            if len(codes) >= _LONG and text not in cells[index].numbers and holds_my_number(text):
                doubt.add(index)
        for index, runs in odd.items():
            seen[index] |= self._look_again(runs, cells[index], seen[index], face, resources)
        self._see_art(scanned, cells, face, resources, seen, doubt)
        doubt.update(
            cell.index for cell in cells if seen[cell.index] != cell.mask or not (cell.accounted and _numbered(cell))
        )
        return doubt, outside

    def cell_of(self, pen: Pen, face: Face) -> int:
        """Return the cell a string of a page just seen begins in, -1 outside all."""
        return self._cells[face][pen]

    def event_cell(self, event: Event, face: Face, resources: Resources) -> int:
        """Return the cell a placed form lies in by the middle of its box, -1 outside all."""
        where = self._where[face]
        if event not in where:
            form = resources.forms.get(event.name)
            x, y = form.middle(event.at) if form else event.at[4:]
            where[event] = self.grids[face].find(x, y)
        return where[event]

    def _see_art(
        self,
        scanned: Scanned,
        cells: list[Cell],
        face: Face,
        resources: Resources,
        seen: list[int],
        doubt: set[int],
    ) -> None:
        where = self._where[face]
        for event in scanned.events:
            if event.kind != "Do":
                continue
            index = where.get(event)
            if index is None:
                index = self.event_cell(event, face, resources)
            cell = cells[index] if index >= 0 else None
            arts = self._arts.setdefault((face, cell.spots.name if cell and cell.spots else ""), {})
            bit = arts.get(event)
            if bit is None:
                bit = arts[event] = self._art_bit(event, cell, face, resources)
            if bit < 0 or (cell is not None and seen[cell.index] & bit):
                doubt.add(index)
            elif cell is not None:
                seen[cell.index] |= bit

    def _art_bit(self, event: Event, cell: Cell | None, face: Face, resources: Resources) -> int:
        """Return the bit of the artwork a placed form is, 0 for a form without text, -1 for any other."""
        form = resources.forms.get(event.name)
        if form is None:
            return 0
        if cell is not None and cell.spots is not None:
            at = self.grids[face].local(cell.index, event.at)
            for spot in cell.spots.arts:
                if at_place(at, spot) and self.artwork.shows(spot.art, form, resources):
                    return spot.bit
        return -1 if self.reader.flat(form, resources).shown else 0

    def _learn(self, pen: Pen, cell: Cell, face: Face, resources: Resources) -> _Known | list[_Known] | None:
        """Find the place a pen's string belongs to, or several; None where it cannot be plainly right."""
        proof = self._proof(pen.style, resources)
        at = self.grids[face].local(cell.index, pen.at)
        if cell.spots is None or proof is None or not upright(at):
            return None
        em = pen.style.size * pen.style.scale / 1000
        found: list[_Known] = []
        for spot in cell.spots.find(at[4], at[5]):
            if spot.on_line(at[5]):
                least, most = (length / em for length in spot.lengths(at[4]))
                fits = 0 if least > 0 else 4 * int(most / proof.widest)
                found.append((spot.key, proof.table, spot.bit, fits, least, most, proof.widths))
        return found if len(found) > 1 else found[0] if found else None

    def _look_again(self, runs: list[Run], cell: Cell, seen: int, face: Face, resources: Resources) -> int:
        """Return the bits of places whose text, of several strings or with a text layer of its own, is right.

        A string that no place explains gives a bit that no cell asks for.
        """
        if cell.spots is None:
            return _TOO_MANY
        grid = self.grids[face]
        texts: dict[Spot, list[tuple[Matrix, Shown]]] = {}
        for string in self.reader.strings(runs, resources):
            at = grid.local(cell.index, string.at)
            spot = next((s for s in cell.spots.find(at[4], at[5]) if cell.texts.get(s.key)), None)
            if spot is None or spot.bit & seen:
                return _TOO_MANY
            texts.setdefault(spot, []).append((at, string))
        right = 0
        for spot, found in texts.items():
            found.sort(key=lambda pair: pair[0][4])
            strings = [string for _, string in found]
            ends = [(at, string.length) for at, string in found]
            if is_right(cell.texts[spot.key], strings, ends, spot):
                right |= spot.bit
        return right

    def _proof(self, style: Style, resources: Resources) -> GlyphProof | None:
        """Return the proof of a style's font, None where the style alone needs a closer look."""
        if style not in self._styles:
            self._styles[style] = self.reader.proof(resources.fonts, style.font) if plain(style) else None
            said = [resources.overprints[name] for name in style.states if name in resources.overprints]
            self.knocks_out |= not (said and said[-1])
        return self._styles[style]

    def _cell(self, index: int, document: Document | None, face: Face) -> Cell:
        side = None if document is None else document.front if face == "F" else document.back
        if side is None:
            return self._blank(index, document)
        spots, given = self.spots(side.layout), texts(side)
        key = (side.layout, tuple(given)) if not side.blocks and "" not in given.values() else None
        known = self._masks.get(key) if key else None
        if known is None:
            known = _mask(spots, given, side), _accounted(spots, given)
            if key:
                self._masks[key] = known
        return Cell(index, document, side, spots, given, *known)

    def _blank(self, index: int, document: Document | None) -> Cell:
        known = self.expected.layouts.names
        voids = [name for name in _VOIDS.get(self.expected.stock.pile, ()) if name in known]
        if document is not None or not voids:
            return Cell(index, document, None, None)
        return Cell(index, None, None, self.spots(voids[0]), {}, 1)

    def spots(self, layout: str) -> Spots:
        """Return the places of a layout."""
        if layout not in self._spots:
            self._spots[layout] = Spots(self.expected.layouts.template(layout))
        return self._spots[layout]

    def _forget(self, face: Face) -> None:
        self._cells[face].clear()
        self._where[face].clear()
        self._known.clear()
        self._styles.clear()
        self._arts.clear()


def _mask(spots: Spots, given: Mapping[Key, str], side: Side) -> int:
    """Return the bits of all places that must be filled."""
    counts = {block: len(sets) for block, sets in side.blocks.items()}
    arts = (art.bit for art in spots.arts if not art.block or art.index < counts.get(art.block, 0))
    return sum(arts) + sum(spot.bit for spot in spots.texts if given.get(spot.key))


def _accounted(spots: Spots, given: Mapping[Key, str]) -> bool:
    """Tell whether every text has a place, and last-four digits none but their own."""
    placed = all(key in spots.keys or not text for key, text in given.items())
    return placed and not any(given.get(key) for key in spots.stray_digits)


def _numbered(cell: Cell) -> bool:
    """Tell whether the plan's own texts bear the piece's numbers as they must: a card's once a side."""
    document = cell.document
    if document is None or cell.side is None or not document.numbers:
        return True
    given = list(cell.texts.values())
    if document.kind == "card":
        return len(document.numbers) == 1 and given.count(document.numbers[0]) == 1
    return all(number in given for number in document.numbers)
