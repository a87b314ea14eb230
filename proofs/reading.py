"""A page goes in; its shown strings, with those of the forms it places, come out, each with its font's proof.

Forms are scanned once a file and set into place by their matrix (ISO 32000-1, 8.10).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from threading import get_ident

from fonts.catalog import Gaiji
from proofs.facts import Font, Form, Matrix, Page, Resources
from proofs.glyphs import GlyphProof, numerals
from proofs.grounds import GROUND, Ground
from proofs.machine import INHERITED, Advance, Event, Run, Style, times
from proofs.remembered import Memory
from proofs.scan import Scanned, Scanner, scan_art

_DEEPEST = 12  # forms within forms; deeper ones go in circles
_MOST_SHARED = 4
_UNKNOWN = Font(
    base_font="(no font)",
    identity=False,
    code_digits=2,
    program=b"",
    embedded=False,
    widths={},
    default_width=500,
    to_unicode={},
)


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A shown string: `at` takes its text space to the page, in pt from the MediaBox's lower left."""

    at: Matrix
    style: Style
    codes: str
    proof: GlyphProof

    @property
    def start(self) -> tuple[float, float]:
        """Return where its baseline begins."""
        return self._point(0.0)

    @property
    def length(self) -> float:
        """Return its length in text space."""
        return self.style.length(*self.proof.font.advance(self.codes))

    @property
    def end(self) -> tuple[float, float]:
        """Return where its baseline ends."""
        return self._point(self.length)

    @property
    def size(self) -> float:
        """Return the type size on the page."""
        return abs(self.style.size) * (self.at[2] ** 2 + self.at[3] ** 2) ** 0.5

    @property
    def layer(self) -> str:
        """Return the text that a reader program would copy."""
        return self.style.actual.text if self.style.actual else self.proof.text(self.codes)

    def numerals(self) -> str:
        """Read digits and hyphens by glyph; every other glyph is a space."""
        if self.proof.source is None:
            return self.proof.text(self.codes)
        known = numerals(self.proof.source)
        return "".join(map(known.get, self.proof.codes(self.codes), repeat(" ")))

    def moved(self, by: Matrix) -> "Shown":
        """Return it set into place by another matrix."""
        return Shown(times(self.at, by), self.style, self.codes, self.proof)

    def _point(self, x: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.at
        rise = self.style.rise
        return a * x + c * rise + e, b * x + d * rise + f


@dataclass(frozen=True, slots=True)
class Within:
    """A form that another places itself; `at` takes it to the other's space after its matrix."""

    name: str
    form: Form
    at: Matrix


@dataclass(frozen=True, slots=True)
class Flat:
    """All that a form shows, forms within it included, in its own space after its matrix."""

    shown: tuple[Shown, ...]
    events: tuple[Event, ...]  #: what is neither text nor a form
    forms: tuple[Form, ...]  #: itself and those within
    grounds: tuple[Ground, ...] = ()  #: designers' pages, whose texts are not among those shown
    within: tuple[Within, ...] = ()


@lru_cache(_MOST_SHARED)
def _shared(thread: int, number: int) -> Memory:
    """Return what was learned of the streams of the n-th set of meanings in the files that a thread read before."""
    return Memory()


class Reader:
    """Reads the pages of one file; keeps what it learned of fonts, operators and forms.

    `shared`: what operators do is taken from the files read before, which are of one plan. Pens and events are then
    known again from file to file; but that paths were painted so before tells nothing of this file.
    """

    def __init__(self, gaiji: Gaiji | None = None, grounds: Iterable[Ground] = (), *, shared: bool = False) -> None:
        self.gaiji, self._shares = gaiji, shared
        self._grounds = frozenset(ground.digest for ground in grounds)
        self._proofs: dict[Font, GlyphProof] = {}
        self._scanners: dict[tuple[object, ...], Scanner] = {}
        self._scanner_of: dict[Resources, Scanner] = {}
        self._flats: dict[tuple[Form, Resources], Flat] = {}

    def proof(self, fonts: Mapping[str, Font], name: str) -> GlyphProof:
        """Return the proof of the font that a resource name means."""
        font = fonts.get(name, _UNKNOWN)
        proof = self._proofs.get(font)
        if proof is None:
            proof = self._proofs[font] = GlyphProof(font, self.gaiji)
        return proof

    def fonts(self) -> Iterable[GlyphProof]:
        """Return the proofs of all fonts met so far."""
        return self._proofs.values()

    def scan(self, page: Page) -> Scanned:
        """Scan a page's own content."""
        return self._scanner(page.resources).scan(page.content())

    def strings(self, runs: Iterable[Run], resources: Resources) -> Iterator[Shown]:
        """Return strings of a content with their proofs."""
        for pen, codes in runs:
            yield Shown(pen.at, pen.style, codes, self.proof(resources.fonts, pen.style.font))

    def placed(self, event: Event, form: Form, outer: Resources) -> Iterator[Shown]:
        """Return what a form shows where an event places it."""
        return (shown.moved(event.at) for shown in self.flat(form, outer).shown)

    def flat(self, form: Form, outer: Resources, depth: int = 0) -> Flat:
        """Return all that a form shows; `outer` serves a form without resources of its own."""
        key = (form, form.resources or outer)
        if key not in self._flats:
            self._flats[key] = self._flatten(form, key[1], depth)
        return self._flats[key]

    def _flatten(self, form: Form, resources: Resources, depth: int) -> Flat:
        content = form.content()
        scanned = scan_art(content) or self._scanner(resources).scan(content, INHERITED)
        shown = list(self.strings(scanned.runs, resources))
        others: list[Event] = []
        forms = [form]
        grounds: list[Ground] = []
        within: list[Within] = []
        for event in scanned.events:
            inner = resources.forms.get(event.name) if event.kind == "Do" else None
            if inner is None or depth >= _DEEPEST:
                others.append(event)
                continue
            flat = self.flat(inner, resources, depth + 1)
            within.append(Within(event.name, inner, times(times(inner.matrix, event.at), form.matrix)))
            if event.name == GROUND and (digest := inner.digest()) in self._grounds:
                grounds.append(Ground(digest, within[-1].at))
            else:
                shown += [string.moved(event.at) for string in flat.shown]
            others += flat.events
            forms += flat.forms
        moved = tuple(s.moved(form.matrix) for s in shown)
        return Flat(moved, tuple(others), tuple(forms), tuple(grounds), tuple(within))

    def _scanner(self, resources: Resources) -> Scanner:
        """Return the scanner of contents whose names mean the same: what is known of its pens and events stays true."""
        scanner = self._scanner_of.get(resources)
        if scanner is None:
            meant = (resources.fonts, resources.forms)
            same = (frozenset((name, id(thing)) for name, thing in named.items()) for named in meant)
            key = (*same, frozenset(resources.overprints.items()))
            if key not in self._scanners:
                self._scanners[key] = Scanner(_advance(resources.fonts), self._memory(len(self._scanners)))
            scanner = self._scanner_of[resources] = self._scanners[key]
        return scanner

    def _memory(self, number: int) -> Memory:
        """Return the memory of a scanner: names that mean another thing in this file have another."""
        return _shared(get_ident(), number) if self._shares and number < _MOST_SHARED else Memory()


def _advance(fonts: Mapping[str, Font]) -> Advance:
    return lambda name, codes: fonts.get(name, _UNKNOWN).advance(codes)


def placed_forms(scanned: Scanned, resources: Resources) -> Iterator[tuple[Event, Form]]:
    """Return the forms that a content places."""
    for event in scanned.events:
        form = resources.forms.get(event.name) if event.kind == "Do" else None
        if form is not None:
            yield event, form


def lines(shown: Sequence[Shown]) -> Iterator[tuple[Shown, ...]]:
    """Group strings that follow one another on a line without a gap, as parts of one text."""
    group: list[Shown] = []
    for string in shown:
        if group:
            (x, y), end = string.start, group[-1].end
            near = max(string.size * 0.05, 0.05)
            if abs(x - end[0]) > near or abs(y - end[1]) > near:
                yield tuple(group)
                group = []
        group.append(string)
    if group:
        yield tuple(group)


def layer(shown: Sequence[Shown]) -> str:
    """Return the text layer of strings of one text; a replacement text counts once for all its strings."""
    parts: list[str] = []
    last = None
    for string in shown:
        if string.style.actual is None or string.style.actual is not last:
            parts.append(string.layer)
        last = string.style.actual
    return "".join(parts)
