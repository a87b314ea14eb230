"""One cell that was not plainly right: what is shown against what the plan says, text by text and glyph by glyph.

Contract §4: each number once a side, each text of the document in its place, nothing else; last-four digits in their
column only. Places are reported as on the page.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from layouts.geometry import to_mm, to_pt
from proofs.checkdigit import NUMBER
from proofs.checks.fonts import Fonts
from proofs.checks.numbers import check_numbers, is_number
from proofs.codespots import CodeSpot
from proofs.compare import INVISIBLE, Standing, black, black_fill, differs, ordered, see_through, stretches
from proofs.facts import Matrix, Page
from proofs.filled import Cell
from proofs.finding import Findings
from proofs.glyphs import clusters
from proofs.machine import Event
from proofs.mynumber import holds_my_number
from proofs.plan import Face, label
from proofs.reading import Shown, layer, lines
from proofs.sheets import SheetProof
from proofs.spots import Spot, at_place, strays

_ASCENT, _DESCENT = 0.88, 0.12  # of the em: the ideographic box of every face here
_LAST_FOUR = re.compile("[0-9]{4}|未登録|")
_OURS = re.compile(r"v1(\|[0-9FBS/-]+)+|[01]+")  # what may be told in a message: nothing of a person
_REACH = 0.3  # pt a glyph's box may reach over the trim before it counts


@dataclass(slots=True)
class View:
    """A cell as found on the page: strings of its own and of forms that are not its artwork, artwork seen."""

    page: Page
    face: Face
    cell: Cell
    shown: list[Shown] = field(default_factory=list[Shown])
    placed: list[Event] = field(default_factory=list[Event])
    boxes: list[Event] = field(default_factory=list[Event])


class CellCheck:
    """Looks closely at single cells."""

    def __init__(self, proof: SheetProof, fonts: Fonts, findings: Findings) -> None:
        self._proof, self._fonts, self._findings = proof, fonts, findings

    def check(self, view: View, digits: frozenset[str]) -> None:
        """Check one cell; `digits` are the last-four digits that stand anywhere on this sheet's documents."""
        self._check_art(view)
        self._fonts.check_shown(view.shown, view.page.number)
        texts: dict[Spot, list[Shown]] = {}
        others: list[Shown] = []
        for string in view.shown:
            spot = self._spot(view, string)
            if spot is None:
                others.append(string)
            else:
                texts.setdefault(spot, []).append(string)
        if self._is_lost(view, texts):
            self._findings.add("separator-missing", view.page.number, self._corner(view))
            return
        for spot in view.cell.spots.texts if view.cell.spots else ():
            self._check_text(view, spot, texts.get(spot, []), others)
        self._check_codes(view)
        self._check_unplaced(view)
        self._check_others(view, others, digits)
        check_numbers(view.cell, view.shown, view.page.number, self._corner(view), view.face, self._findings)
        for group in lines(view.shown):
            if holds_my_number(layer(group)) or holds_my_number("".join(s.numerals() for s in group)):
                self._findings.add("my-number", view.page.number, _at(group[0]))

    def _check_art(self, view: View) -> None:
        """Look for the artwork; strings of any other form join the cell's own."""
        proof, cell, page = self._proof, view.cell, view.page
        missing = [spot for spot in cell.spots.arts if spot.bit & view.cell.shape.mask] if cell.spots else []
        for event in view.placed:
            form = page.resources.forms.get(event.name)
            if form is None:
                continue
            at = proof.grids[view.face].local(cell.index, event.at)
            spot = next((spot for spot in missing if at_place(at, spot)), None)
            if spot is not None and proof.artwork.shows(spot.art, form, page.resources):
                missing.remove(spot)
            elif spot is not None and proof.reader.flat(form, page.resources).shown:
                missing.remove(spot)
                self._findings.add("art-text", page.number, self._corner(view), layout=spot.art.name)
            else:
                view.shown += proof.reader.placed(event, form, page.resources)
        for spot in missing:
            self._findings.add("art-missing", page.number, self._corner(view), layout=spot.art.name)

    def _spot(self, view: View, string: Shown) -> Spot | None:
        if view.cell.spots is None:
            return None
        spots = view.cell.spots.find(*self._local(view, string.start))
        return next((spot for spot in spots if view.cell.texts.get(spot.key)), spots[0] if spots else None)

    def _is_lost(self, view: View, texts: dict[Spot, list[Shown]]) -> bool:
        document = view.cell.document
        return document is not None and document.kind == "separator" and not texts and bool(view.cell.texts)

    def _check_text(self, view: View, spot: Spot, strings: list[Shown], others: list[Shown]) -> None:
        """Compare what stands in a place with the document's text for it."""
        wanted = view.cell.texts.get(spot.key, "")
        place = {"field": label(spot.key)}
        if not wanted and spot.field == "digits" and not self._proof.expected.digits_known and _digits_alone(strings):
            return
        if not wanted:
            others += strings
            return
        if not strings:
            if not is_number(wanted):
                self._findings.add("text-missing", view.page.number, self._corner(view), **place)
            return
        found = ordered(spot, [self._standing(view, string) for string in strings])
        strings = [each.string for each in found]
        at = _at(strings[0])
        wrong = differs(wanted, strings)
        if wrong and len(_repeated(wanted, strings)) > 1:
            self._findings.add("text-twice", view.page.number, at, **place)
        elif wrong and spot.field == "digits":
            self._findings.add("digits-differ", view.page.number, at)
        elif wrong and not is_number(wanted):
            self._findings.add("text-differs", view.page.number, at, **place, place=wrong)
        elif not wrong and layer(strings) != wanted:
            self._blame_layer(view, wanted, strings)
        self._check_style(view, strings)
        if not wrong:
            self._check_stand(view, spot, found)

    def _check_stand(self, view: View, spot: Spot, found: list[Standing]) -> None:
        """Check that a text begins, ends and stands where the layout says."""
        page, at, field = view.page.number, _at(found[0].string), label(spot.key)
        end = max(each.x + each.ink for each in found)
        rows = stretches(spot, found)
        if end > spot.right + _REACH:
            self._findings.add("text-overflow", page, at, field=field, by=round(to_mm(end - spot.right), 2))
        elif rows is None or not all(spot.holds(*row) for row in rows):
            self._findings.add("text-misplaced", page, at, field=field)

    def _standing(self, view: View, string: Shown) -> Standing:
        return Standing(self._proof.grids[view.face].local(view.cell.index, string.at), string)

    def _blame_layer(self, view: View, wanted: str, strings: list[Shown]) -> None:
        """Name the glyph whose text is wrong; a replacement text is blamed at its first glyph."""
        glyphs = [(s, code) for s in strings for code in s.proof.codes(s.codes)]
        for cluster, (string, code) in zip(clusters(wanted), glyphs, strict=False):
            if string.style.actual is not None or string.proof.font.to_unicode.get(code) != cluster:
                font = string.proof.font.name
                self._findings.add("text-layer", view.page.number, _at(string), font=font, glyph=code)
                return

    def _check_style(self, view: View, strings: Sequence[Shown]) -> None:
        for string in strings:
            if string.style.mode in INVISIBLE:
                self._findings.add("text-invisible", view.page.number, _at(string))
            elif string.style.mode:
                self._findings.add("text-outlined", view.page.number, _at(string))
            elif see_through(string.style, view.page.resources):
                self._findings.add("text-faint", view.page.number, _at(string))
            elif not black(string.style):
                self._findings.add("text-colour", view.page.number, _at(string))

    def _check_codes(self, view: View) -> None:
        """Compare what boxes stand in a cell with the codes and marks planned for it."""
        boxes, lacking = list(view.boxes), list[CodeSpot]()
        for spot in view.cell.spots.codes if view.cell.spots else ():
            wanted = view.cell.coded(spot.key)
            right = [
                event for event in boxes if black_fill(event.fill) and spot.says(self._said(view, spot, event), wanted)
            ]
            if wanted and not right:
                lacking.append(spot)
            elif wanted:
                boxes.remove(right[0])
        for spot in lacking:
            nearest = min(boxes, key=lambda event: self._far(view, spot, event), default=None)
            if nearest is not None:
                boxes.remove(nearest)
            self._blame_code(view, spot, nearest)
        if boxes:
            self._findings.add("barcode-stray", view.page.number, self._corner(view))

    def _blame_code(self, view: View, spot: CodeSpot, event: Event | None) -> None:
        """Say what is wrong with a code: not there, saying something else, or not to be read."""
        page, at, wanted = view.page.number, self._corner(view), view.cell.coded(spot.key)
        if event is None:
            self._findings.add(f"{spot.sort}-missing", page, at)
            return
        said = self._said(view, spot, event) or ""
        if spot.sort == "barcode":
            self._findings.add("barcode-wrong", page, at)
        elif _OURS.fullmatch(said) and said != wanted:
            self._findings.add(f"{spot.sort}-wrong", page, at, found=said, wanted=wanted)
        else:
            self._findings.add(f"{spot.sort}-damaged", page, at)

    def _said(self, view: View, spot: CodeSpot, event: Event) -> str | None:
        return spot.read(event, self._local_matrix(view, event.at))

    def _far(self, view: View, spot: CodeSpot, event: Event) -> float:
        a, b, c, d, e, f = self._local_matrix(view, event.at)
        x, y = event.boxes[0][:2]
        return abs(a * x + c * y + e - spot.at[0]) + abs(b * x + d * y + f - spot.at[1])

    def _local_matrix(self, view: View, at: Matrix) -> Matrix:
        return self._proof.grids[view.face].local(view.cell.index, at)

    def _check_unplaced(self, view: View) -> None:
        """Report texts of the document that the layout has no place for, and digits where none may be."""
        spots, page = view.cell.spots, view.page.number
        if spots is None:
            return
        for key, text in view.cell.texts.items():
            if text and strays(spots.name, key):
                self._findings.add("digits-place", page, self._corner(view))
            elif text and key not in spots.keys:
                self._findings.add("text-missing", page, self._corner(view), field=label(key))

    def _check_others(self, view: View, others: list[Shown], digits: frozenset[str]) -> None:
        """Report strings that no field explains."""
        for group in lines(others):
            text = layer(group)
            page, at = view.page.number, _at(group[0])
            if self._leaves(view, group):
                self._findings.add("text-outside", page, at)
            if text.strip() in digits:
                self._findings.add("digits-place", page, at)
            elif NUMBER.fullmatch("".join(s.numerals() for s in group).strip()):
                continue
            elif view.cell.document is None:
                self._findings.add("blank-filled", page, at)
            elif view.cell.side is None:
                self._findings.add("piece-stray", page, at)
            else:
                self._findings.add("text-unexpected", page, at)

    def _leaves(self, view: View, group: tuple[Shown, ...]) -> bool:
        """Tell whether a text reaches over the cell's trim."""
        trim = self._proof.expected.stock.trim
        right, top = to_pt(trim.width), to_pt(trim.height)
        for string in group:
            for x, y in (self._local(view, string.start), self._local(view, string.end)):
                low, high = y - _DESCENT * string.size, y + _ASCENT * string.size
                if min(x, low) < -_REACH or x > right + _REACH or high > top + _REACH:
                    return True
        return False

    def _local(self, view: View, point: tuple[float, float]) -> tuple[float, float]:
        at = self._proof.grids[view.face].local(view.cell.index, (1.0, 0.0, 0.0, 1.0, *point))
        return at[4], at[5]

    def _corner(self, view: View) -> tuple[float, float]:
        return self._proof.grids[view.face].place(view.cell.index)


def _digits_alone(strings: Sequence[Shown]) -> bool:
    """Tell whether strings show just four digits, or say that none are on file."""
    return _LAST_FOUR.fullmatch(layer(strings)) is not None and all(
        string.proof.says_right(code) for string in strings for code in string.proof.codes(string.codes)
    )


def _repeated(wanted: str, strings: Sequence[Shown]) -> list[Shown]:
    """Return the strings that each show the whole text."""
    return [string for string in strings if not differs(wanted, [string])]


def _at(string: Shown) -> tuple[float, float]:
    x, y = string.start
    return to_mm(x), to_mm(y)
