"""A file and its profile go in; what every cell of every page shows comes out, and what each sheet says of itself.

Numbers are read by glyph; other words by the text layer, which is proved by glyph elsewhere (`checks/fonts.py`). Cells
are those of `proofs.plan.Grid`, so turned cells, backs and calibration are known. Nothing is known of a plan.
Authority: contract §5, print.md §4.2-4.4.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Final, Literal, cast

from imposition.stock import Stock
from proofs.checkdigit import NUMBER
from proofs.facts import Form, Matrix, Page, Resources
from proofs.machine import Event
from proofs.plan import Face, Grid
from proofs.reading import Reader, Shown, layer, lines, placed_forms
from proofs.scan import Scanned
from proofs.sheetcode import read_sheet_code
from proofs.structure import Delivered

Kind = Literal["piece", "separator", "void", "empty"]
Spot = tuple[float, float]
Watch = Callable[[Page, Scanned, Grid, Face], None]  #: looks at a page too, now that its side is known

_VOID, _SEPARATOR = "VOID", "仕切"
_ENVELOPE: Final = re.compile(r"E[0-9]{6,7}")
_GROUP: Final = re.compile(r"P[0-9]{7,8}")
_CARDS: Final = re.compile(r"([0-9]+)枚")
_PERSONS: Final = re.compile(r"([0-9]+)名")
_SLUG: Final = re.compile(r"([0-9]{3,})/([0-9]{3,})\s+sheet ([0-9]+)/([0-9]+)\s+([FB])\b")
_JOB: Final = re.compile(r"(?<![0-9-])[0-9]{8}-[0-9]{2,}(?![0-9-])")
_TILT = 1e-3


@dataclass(frozen=True, slots=True)
class Held:
    """What one cell of one side shows; a separator's numbers are the first and the last that follow it."""

    kind: Kind
    numbers: tuple[str, ...] = ()
    envelope: str = ""
    counts: tuple[int, ...] = ()
    group: str = ""  #: which notices go into one inner envelope
    upright: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """What a sheet says of itself; `blocks` and `sheets` are 0 where it does not say how many there are."""

    block: int
    sheet: int
    face: Face
    job: str = ""
    blocks: int = 0
    sheets: int = 0


@dataclass(frozen=True, slots=True)
class Printed:
    """One page: its cells by their index on the front, the lower left of each, what it says by text and by code."""

    file: str
    page: int
    face: Face
    cells: tuple[Held, ...]
    corners: tuple[Spot, ...]
    text: Said | None
    code: Said | None


@dataclass(frozen=True, slots=True)
class _Words:
    """What one line shows that matters, where it begins, and its matrix; `other` lines merely stand there."""

    at: Matrix
    start: Spot
    numbers: tuple[str, ...]
    text: str
    key: bool


@dataclass(slots=True)
class _Seen:
    """What was met in one cell so far."""

    words: list[_Words] = field(default_factory=list[_Words])


class PrintedReader:
    """Reads the pages of one file against a profile."""

    def __init__(self, stock: Stock, reader: Reader, watch: Watch | None = None) -> None:
        self._stock, self._reader, self._watch = stock, reader, watch
        self._grids: dict[Face, Grid] = {}
        self._forms: dict[tuple[Form, Resources], tuple[_Words, ...]] = {}

    def pages(self, path: Path, faces: tuple[Face, ...] = ()) -> Iterator[Printed]:
        """Yield the pages of a file, of which `faces` says the sides in turn, () = as the pages themselves say."""
        pages = iter(Delivered(path).pages())
        first = [(page, self._reader.scan(page)) for page in islice(pages, 2)]
        faces = faces or self._faces(first)
        for turn, (page, scanned) in enumerate(chain(first, ((p, self._reader.scan(p)) for p in pages))):
            yield self._page(path.name, page, scanned, faces[turn % len(faces)])

    def _faces(self, first: Sequence[tuple[Page, Scanned]]) -> tuple[Face, ...]:
        """Tell whether fronts and backs take turns: by what the second page says, else by what the profile is for."""
        sides: list[Face | None] = []
        for page, scanned in first:
            _, loose = self._sorted(self._words(page, scanned), self._grid("F"))
            said = self._code(scanned, self._grid("F")) or _by_text(loose)
            sides.append(said.face if said else None)
        if len(first) < 2:
            return (sides[0] or "F",) if sides else ("F",)
        if sides[0] and sides[1]:
            return ("F", "B") if sides[0] != sides[1] else (sides[0],)
        return ("F", "B") if self._stock.pile == "card" else ("F",)

    def _page(self, file: str, page: Page, scanned: Scanned, face: Face) -> Printed:
        grid = self._grid(face)
        if self._watch:
            self._watch(page, scanned, grid, face)
        cells, loose = self._sorted(self._words(page, scanned), grid)
        count = range(len(self._stock.cells))
        held = tuple(self._held(cells.get(index), index, grid) for index in count)
        corners = tuple(map(grid.place, count))
        return Printed(file, page.number, face, held, corners, _by_text(loose), self._code(scanned, grid))

    def _grid(self, face: Face) -> Grid:
        if face not in self._grids:
            self._grids[face] = Grid(self._stock, face)
        return self._grids[face]

    def _words(self, page: Page, scanned: Scanned) -> Iterator[_Words]:
        """Yield the lines of a page, those of its forms included."""
        yield from map(_words, lines([*self._reader.strings(scanned.runs, page.resources)]))
        for event, form in placed_forms(scanned, page.resources):
            yield from _moved(self._in_form(form, page.resources), event)

    def _in_form(self, form: Form, outer: Resources) -> tuple[_Words, ...]:
        """Return the lines of a form: those that matter, and one to tell that there is something."""
        key = form, form.resources or outer
        if key not in self._forms:
            found = [*map(_words, lines(self._reader.flat(form, outer).shown))]
            self._forms[key] = tuple(words for words in found if words.key) or tuple(found[:1])
        return self._forms[key]

    def _sorted(self, words: Iterable[_Words], grid: Grid) -> tuple[dict[int, _Seen], list[_Words]]:
        """Part the lines of a page by cells, and those outside all."""
        cells: dict[int, _Seen] = {}
        loose: list[_Words] = []
        guess = -1
        for each in words:
            guess = grid.find(*each.start, guess)
            if guess < 0:
                loose.append(each)
            else:
                cells.setdefault(guess, _Seen()).words.append(each)
        return cells, loose

    def _held(self, seen: _Seen | None, index: int, grid: Grid) -> Held:
        if seen is None:
            return Held("empty")
        keys = [words for words in seen.words if words.key]
        numbers = tuple(sorted({number for words in keys for number in words.numbers}))
        upright = all(_upright(grid.local(index, words.at)) for words in keys)
        text = "\n".join(words.text for words in keys)
        envelope = next((w.text for w in keys if _ENVELOPE.fullmatch(w.text)), "")
        if envelope or _SEPARATOR in text:
            told = _CARDS if self._stock.pile == "card" else _PERSONS
            return Held("separator", numbers, envelope, tuple(map(int, told.findall(text))), upright=upright)
        if _VOID in text and not numbers:
            return Held("void", upright=upright)
        group = _GROUP.search(text)
        return Held("piece", numbers, group=group[0] if group else "", upright=upright)

    def _code(self, scanned: Scanned, grid: Grid) -> Said | None:
        """Read what the sheet's code says."""
        for event in scanned.events:
            if event.kind != "boxes" or self._stock.sheet_code is None or _within(event, grid):
                continue
            said = read_sheet_code(cast("Sequence[tuple[float, float, float, float]]", event.boxes), event.at)
            if said:
                return Said(int(said[3]), int(said[4]), cast(Face, said[5]), said[1])
        return None


def _words(group: Sequence[Shown]) -> _Words:
    """Read one line."""
    text = layer(group)
    digits = "".join([string.numerals() for string in group])
    numbers = tuple(NUMBER.findall(digits))
    key = bool(numbers) or _VOID in text or _SEPARATOR in text or bool(_MATTERS.search(text))
    first = group[0]
    return _Words(first.at, first.start, numbers, text, key)


_MATTERS: Final = re.compile(f"{_ENVELOPE.pattern}|{_GROUP.pattern}|{_CARDS.pattern}|{_PERSONS.pattern}|sheet ")


def _moved(words: Iterable[_Words], event: Event) -> Iterator[_Words]:
    """Set the lines of a form into place."""
    a, b, c, d, e, f = event.at
    for each in words:
        p, q, r, s, t, u = each.at
        x, y = each.start
        at = (p * a + q * c, p * b + q * d, r * a + s * c, r * b + s * d, t * a + u * c + e, t * b + u * d + f)
        yield _Words(at, (x * a + y * c + e, x * b + y * d + f), each.numbers, each.text, each.key)


def _upright(at: Matrix) -> bool:
    a, b, c, d, *_ = at
    return a > 0 and d > 0 and abs(b) <= _TILT * a and abs(c) <= _TILT * d


def _by_text(loose: Sequence[_Words]) -> Said | None:
    """Read the sheet's own line of text."""
    for words in loose:
        said = _SLUG.search(words.text)
        if said:
            job = _JOB.search(words.text)
            block, blocks, sheet, sheets = map(int, said.groups()[:4])
            return Said(block, sheet, cast(Face, said[5]), job[0] if job else "", blocks, sheets)
    return None


def _within(event: Event, grid: Grid) -> bool:
    """Tell whether boxes begin in a cell."""
    x, y, *_ = event.boxes[0]
    a, b, c, d, e, f = event.at
    return grid.find(a * x + c * y + e, b * x + d * y + f) >= 0
