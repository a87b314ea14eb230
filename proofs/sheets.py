"""A page and its plan go in; the cells that are not plainly right come out, for a closer look.

The quick pass: a string is right if the layout has a place where it begins, the document's text for that place has
just these codes in the font it is shown with (a table proved glyph by glyph, `proofs/glyphs.py`), and it ends within
its room. Everything else, and every cell that lacks a text or its artwork, is left to `proofs/checks/cell.py`.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from layouts.geometry import Rect
from proofs.compare import Standing, black_fill, is_right, ordered, plain, see_through, upright
from proofs.facts import Page, Resources
from proofs.filled import Cell, Shape
from proofs.glyphs import GlyphProof
from proofs.machine import Event, Pen, Run, Style
from proofs.mynumber import holds_my_number
from proofs.plan import Expected, Face, Grid
from proofs.reading import Reader
from proofs.scan import Pens, Scanned
from proofs.series import Collected, Known, Series, Sheaf
from proofs.spots import Artwork, Spot, Spots, at_place

_TOO_MANY = 1 << 2000  # the bit of no place
_MOST = 60_000  # remembered pens
_MOST_GROUPS = 5_000

_Entry = Known | list[Known] | None


class _Art(NamedTuple):
    """What is known of a placed form: its cell, the layout that cell bore then, the bit of its place."""

    cell: int
    spots: Spots | None
    bit: int


class _Group(NamedTuple):
    """Strings of a stretch that begin in one cell, and what is known of them under each shape of a side."""

    cell: int  #: its index, -1 outside all
    start: int  #: of its strings in the stretch
    end: int
    pens: Pens
    whole: bool  #: they are all of the stretch
    series: dict[Shape, Series | None]


class _Look:
    """What was found on one side: bits of places filled, cells in doubt, strings of a cell that need another look."""

    def __init__(self, cells: list[Cell]) -> None:
        self.cells = cells
        self.seen = [0] * len(cells)
        self.doubt: set[int] = set()
        self.odd: dict[int, list[Run]] = {}
        self.outside: list[Run] = []


class SheetProof:
    """Compares the pages of one file with its plan."""

    def __init__(self, expected: Expected, reader: Reader) -> None:
        self.expected, self.reader = expected, reader
        trim = expected.stock.trim
        leaf = Rect(x=0, y=0, width=trim.width, height=trim.height)
        self.artwork = Artwork(reader, leaf.grown(expected.stock.bleed))
        self.grids: dict[Face, Grid] = {face: Grid(expected.stock, face) for face in expected.faces}
        self.knocks_out = False  #: variable text was met that would cut its shape out of the inks beneath
        self._styles: dict[Style, GlyphProof | None] = {}
        self._collected = Collected()
        self._cells: dict[Face, dict[Pen, int]] = {face: {} for face in expected.faces}
        self._known: dict[tuple[Face, Spots | None], dict[Pen, _Entry]] = {}
        self._places: dict[tuple[GlyphProof, float, Spots, float, float], _Entry] = {}
        self._groups: dict[Face, dict[Pens, Sequence[_Group]]] = {face: {} for face in expected.faces}
        self.arts: dict[Face, dict[Event, _Art]] = {face: {} for face in expected.faces}
        self._where: dict[Face, dict[Event, int]] = {face: {} for face in expected.faces}

    def doubtful(self, page: Page, scanned: Scanned, cells: list[Cell], face: Face) -> tuple[set[int], list[Run]]:
        """Return the cells that need a closer look, and the strings outside all cells."""
        if len(self._cells[face]) > _MOST or len(self._groups[face]) > _MOST_GROUPS:
            self._forget(face)
        resources, sheaf = page.resources, Sheaf()
        look = self._see_strings(scanned, cells, face, resources, sheaf)
        if not sheaf.holds():  # then the page is looked at again, cell by cell
            look = self._see_strings(scanned, cells, face, resources, None)
        for index, runs in look.odd.items():
            look.seen[index] |= self._look_again(runs, cells[index], look.seen[index], face, resources)
        self._see_art(scanned, look, face, resources)
        look.doubt.update(c.index for c in cells if look.seen[c.index] != c.shape.mask or not c.sound)
        return look.doubt, look.outside

    def _see_strings(
        self, scanned: Scanned, cells: list[Cell], face: Face, resources: Resources, sheaf: Sheaf | None
    ) -> _Look:
        """Look at the strings of a page, those of a cell all at once; with a `sheaf` what they are is left to it."""
        look, known = _Look(cells), self._groups[face]
        for pens, codes in scanned.strings:
            for group in known.get(pens) or self._group(pens, face):
                own = codes if group.whole else codes[group.start : group.end]
                if group.cell < 0:
                    look.outside += zip(group.pens, own, strict=True)
                    continue
                index, cell = group.cell, cells[group.cell]
                if cell.shape not in group.series:
                    group.series[cell.shape] = self._put_together(group.pens, cell, face, resources)
                found = group.series[cell.shape]
                if found is None or look.seen[index] & found.bits:
                    self._each([*zip(group.pens, own, strict=True)], look, index, face, resources)
                elif sheaf is not None:
                    sheaf.add(found, cell.values, own, cell.numbers)
                    look.seen[index] |= found.bits
                elif found.holds(cell.values, own, cell.numbers):
                    look.seen[index] |= found.bits
                else:
                    self._each([*zip(group.pens, own, strict=True)], look, index, face, resources)
        return look

    def _group(self, pens: Pens, face: Face) -> Sequence[_Group]:
        """Part pens that follow one another by the cell their strings begin in."""
        where, find = self._cells[face], self.grids[face].find
        guess, at = -1, 0
        for pen in pens:
            guess = where.setdefault(pen, find(pen.at[4], pen.at[5], guess))
        found: list[_Group] = []
        for index, group in groupby(pens, where.__getitem__):
            own = tuple(group)
            found.append(_Group(index, at, at + len(own), own, own == pens, {}))
            at += len(own)
        self._groups[face][pens] = found
        return found

    def _put_together(self, pens: Sequence[Pen], cell: Cell, face: Face, resources: Resources) -> Series | None:
        entries = [self._entry(pen, cell, face, resources) for pen in pens]
        places = cell.shape.places
        chosen = [next((k for k in e if k.key in places), None) if isinstance(e, list) else e for e in entries]
        return self._collected.series(chosen, places)

    def _each(self, runs: Sequence[Run], look: _Look, index: int, face: Face, resources: Resources) -> None:
        """Look at strings one by one; note those that are not plainly right."""
        cell = look.cells[index]
        texts = cell.texts
        for run in runs:
            pen, codes = run
            entry = self._entry(pen, cell, face, resources)
            known = next((one for one in entry if texts.get(one.key)), None) if isinstance(entry, list) else entry
            text = None if known is None else texts.get(known.key)
            if known is None or text is None or known.shows[text] != codes or look.seen[index] & known.bit:
                look.odd.setdefault(index, []).append(run)
                continue
            look.seen[index] |= known.bit
            personal = text not in cell.numbers and holds_my_number(text)
            if personal or (len(codes) > known.fits and not known.has_room(text)):
                look.doubt.add(index)

    def _entry(self, pen: Pen, cell: Cell, face: Face, resources: Resources) -> _Entry:
        """Return what is known of a pen in a cell of a layout."""
        key = face, cell.spots
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = {}
        if pen not in known:
            known[pen] = self._learn(pen, cell, face, resources)
        return known[pen]

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

    def _see_art(self, scanned: Scanned, look: _Look, face: Face, resources: Resources) -> None:
        known, cells = self.arts[face], look.cells
        for event in scanned.events:
            if event.kind == "boxes":
                self._see_boxes(event, look, face)
            if event.kind != "Do":
                continue
            found = known.get(event)
            if found is None or (found.cell >= 0 and cells[found.cell].shape.spots is not found.spots):
                found = known[event] = self._art(event, cells, face, resources)
            index, bit = found.cell, found.bit
            if bit < 0 or (index >= 0 and look.seen[index] & bit):
                look.doubt.add(index)
            elif index >= 0:
                look.seen[index] |= bit

    def _art(self, event: Event, cells: list[Cell], face: Face, resources: Resources) -> _Art:
        index = self.event_cell(event, face, resources)
        cell = cells[index] if index >= 0 else None
        return _Art(index, cell and cell.spots, self._art_bit(event, cell, face, resources))

    def _see_boxes(self, event: Event, look: _Look, face: Face) -> None:
        """Note a code that is right; any other boxes in a cell need a closer look."""
        index = self.boxes_cell(event, face)
        if index < 0:
            return
        cell = look.cells[index]
        at = self.grids[face].local(index, event.at)
        for spot in cell.spots.codes if cell.spots else ():
            wanted = cell.coded(spot.key)
            if wanted and black_fill(event.fill) and spot.says(spot.read(event, at), wanted):
                look.doubt |= {index} if look.seen[index] & spot.bit else set()
                look.seen[index] |= spot.bit
                return
        look.doubt.add(index)

    def boxes_cell(self, event: Event, face: Face) -> int:
        """Return the cell that boxes begin in, -1 outside all."""
        x, y, *_ = event.boxes[0]
        a, b, c, d, e, f = event.at
        return self.grids[face].find(a * x + c * y + e, b * x + d * y + f)

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

    def _learn(self, pen: Pen, cell: Cell, face: Face, resources: Resources) -> _Entry:
        """Find the place a pen's string belongs to, or several; None where it cannot be plainly right."""
        proof = self._proof(pen.style, resources)
        at = self.grids[face].local(cell.index, pen.at)
        if cell.spots is None or proof is None or not upright(at):
            return None
        # Sheets and layouts write hundredths of a point: to these a place is the same in every cell.
        em = pen.style.size * pen.style.scale / 1000
        place = proof, em, cell.spots, round(at[4], 2), round(at[5], 2)
        if place not in self._places:
            self._places[place] = _place(*place)
        return self._places[place]

    def _look_again(self, runs: list[Run], cell: Cell, seen: int, face: Face, resources: Resources) -> int:
        """Return the bits of places whose text, of several strings or with a text layer of its own, is right.

        A string that no place explains gives a bit that no cell asks for.
        """
        if cell.spots is None or any(see_through(pen.style, resources) for pen, _ in runs):
            return _TOO_MANY
        grid = self.grids[face]
        texts: dict[Spot, list[Standing]] = {}
        for string in self.reader.strings(runs, resources):
            at = grid.local(cell.index, string.at)
            spot = next((s for s in cell.spots.find(at[4], at[5]) if s.key in cell.shape.places), None)
            if spot is None or spot.bit & seen:
                return _TOO_MANY
            texts.setdefault(spot, []).append(Standing(at, string))
        right = 0
        for spot, found in texts.items():
            if is_right(cell.values[cell.shape.places[spot.key]], ordered(spot, found), spot):
                right |= spot.bit
        return right

    def _proof(self, style: Style, resources: Resources) -> GlyphProof | None:
        """Return the proof of a style's font, None where the style alone needs a closer look."""
        if style not in self._styles:
            sure = plain(style) and not see_through(style, resources)
            self._styles[style] = self.reader.proof(resources.fonts, style.font) if sure else None
            said = [resources.overprints[name] for name in style.states if name in resources.overprints]
            self.knocks_out |= not (said and said[-1])
        return self._styles[style]

    def _forget(self, face: Face) -> None:
        self._cells[face].clear()
        self._where[face].clear()
        self._known.clear()
        self._places.clear()
        self._collected.clear()
        self._groups[face].clear()
        self._styles.clear()
        self.arts[face].clear()


def _place(proof: GlyphProof, em: float, spots: Spots, x: float, y: float) -> _Entry:
    """Return what is known of strings in a font that begin at a point of a layout; several places may lie there.

    `em` is how long a thousandth of its em is.
    """
    found: list[Known] = []
    for spot in spots.find(x, y):
        if spot.on_line(y):
            least, most = (length / em for length in spot.lengths(x))
            fits = 0 if least > 0 else 4 * int(most / proof.widest)
            found.append(Known(spot.key, proof.shows, spot.bit, fits, least, most, proof.length))
    return found if len(found) > 1 else found[0] if found else None
