"""The hot path: a template and the texts of one side in, its content stream out.

Nothing here parses, measures twice or builds objects. A file keeps what it wrote for the latest texts of each slot: one
that comes back costs a look-up, a new one that fits for sure a translation into codes and one concatenation.
Everything variable is black; the sheet sets the colour once (design.md §2).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from fonts.catalog import Gaiji
from fonts.clusters import utf16
from fonts.runs import EM, LATEST, Codes, MissingGlyph, Piece, Run, Shaper, shaper
from layouts import matrix
from layouts.customer_bars import operators
from layouts.document import Fields, Side
from layouts.errors import Overflow
from layouts.fit import FULL, Fitted, fitted
from layouts.geometry import to_mm
from layouts.pair import Line, in_two
from layouts.show import points, show_pieces, show_under, spanned, start
from layouts.template import Art, Placed, Slot, Template, Trial

END = ">Tj\n"
# A field's name, what its slot wrote for the latest texts, and how it writes a new one of the first face.
_Texts = tuple[str, dict[str, str], Callable[[str], str], Slot]


@dataclass(frozen=True, slots=True)
class _Open:
    """A template as one file uses it."""

    head: str
    texts: tuple[_Texts, ...]
    blocks: Mapping[str, tuple[tuple[str, tuple[_Texts, ...]], ...]]  #: each place: its head and its slots


@dataclass(slots=True)
class Usage:
    """What a file has shown so far: the codes of each face, and the art it names."""

    gaiji: Gaiji | None = None
    codes: dict[str, set[str]] = field(default_factory=lambda: defaultdict[str, set[str]](set))
    arts: dict[str, Art] = field(default_factory=dict[str, Art])
    _tables: dict[Shaper, Codes] = field(default_factory=dict[Shaper, Codes])  # what a chain's first face shows
    opened: dict[str, _Open] = field(default_factory=dict[str, _Open])

    def shown(self) -> dict[str, set[str]]:
        """Return the codes of each face, those of the art included."""
        every = {tag: set(codes) for tag, codes in self.codes.items()}
        for chain, table in self._tables.items():
            every.setdefault(chain.tag, set()).update(table.values())
        for art in self.arts.values():
            for tag, codes in art.codes.items():
                every.setdefault(tag, set()).update(codes)
        return every

    def table(self, chain: Shaper) -> Codes:
        """Return the table that notes what the first face of a chain shows."""
        if chain not in self._tables:
            self._tables[chain] = Codes(chain)
        return self._tables[chain]

    def line(self, chain: str, text: str) -> Run:
        """Return the run of a sheet's own line, noted as shown."""
        return self.run(shaper(chain, self.gaiji), text)

    def run(self, chain: Shaper, text: str) -> Run:
        """Return the run of a text, noted as shown."""
        table = self.table(chain)
        try:
            codes, width = table.measured(text)
        except KeyError:
            run = chain.run(text)
            for piece in run.pieces:
                self.codes[piece.tag].add(piece.codes)
            return run
        return Run((Piece(chain.tag, codes, ""),), width)

    def open(self, template: Template) -> _Open:
        """Prepare a template for this file."""
        self.arts[template.art.name] = template.art
        blocks = {
            name: tuple((placed.head, self._texts(placed.slots)) for placed in block.placed)
            for name, block in template.blocks.items()
        }
        opened = self.opened[template.name] = _Open(template.head, self._texts(template.slots), blocks)
        return opened

    def _texts(self, slots: Sequence[Slot]) -> tuple[_Texts, ...]:
        return tuple((slot.field_name, {}, _writer(slot, self.table(slot.shaper)), slot) for slot in slots)


def _writer(slot: Slot, table: Codes) -> Callable[[str], str]:
    """Return what writes a text of the first face; KeyError: it has other faces, ActualText, or two lines."""
    return _starting(slot, table) if slot.align == "left" else _aligned(slot, table)


def _starting(slot: Slot, table: Codes) -> Callable[[str], str]:
    """Return what writes a text of the first face from its left; one short enough is not even measured."""
    code, advance, known, head = table.__getitem__, table.advances.__getitem__, slot.known, _operators(slot, 0)[0]
    sure = slot.steps[0].full // EM  # so many characters, none of them wider than an em

    def write(text: str) -> str:
        codes = "".join(map(code, text))
        if len(text) <= sure:
            return f"{head}{codes}{END}"
        width = sum(map(advance, text))
        before, after = known.get(width) or _learn(slot, width)
        return f"{before}{codes}{after}"

    return write


def _aligned(slot: Slot, table: Codes) -> Callable[[str], str]:
    """Return what writes a text of the first face that ends or centres at its place."""
    measured, known = table.measured, slot.known

    def write(text: str) -> str:
        codes, width = measured(text)
        before, after = known.get(width) or _learn(slot, width)
        return f"{before}{codes}{after}"

    return write


@dataclass(frozen=True, slots=True)
class Unprintable:
    """A text that cannot be drawn: `reason` glyph or width, `detail` codepoints or millimetres."""

    field: str
    reason: str
    detail: str


def typeset(template: Template, side: Side, usage: Usage) -> str:
    """Write the content of one side, its origin at the trim's lower left; raise Overflow for what cannot be drawn."""
    opened = usage.opened.get(template.name) or usage.open(template)
    head = opened.head
    shown: list[str] = []
    try:
        _show(opened.texts, side.fields, usage, shown)
        for name, sets in side.blocks.items():
            if sets:
                head += _show_block(template, name, sets, usage, shown)
        for place in template.postals:
            if content := side.fields.get(place.field_name):
                head += f"{operators(content, place.size, place.x, place.y)}\n"
        for place in template.matrices:
            if content := side.fields.get(place.field_name):
                head += f"{matrix.operators(content, place.module, place.x, place.top)}\n"
    except MissingGlyph as missing:
        raise Overflow("glyph", template.name, "no face has {codepoints}", codepoints=missing.codepoints) from None
    return f"{head}BT\n{''.join(shown)}ET\n" if shown else head


def unprintable(template: Template, side: Side) -> tuple[Unprintable, ...]:
    """Say which texts of a side cannot be drawn, without drawing it; raise Overflow for more blocks than places."""
    found: list[Unprintable] = []
    _try(template.trials, side.fields, "", found)
    for name, sets in side.blocks.items():
        for placed, fields in zip(_placed(template, name, sets), sets, strict=False):
            _try(placed.trials, fields, name + ".", found)
    return tuple(found)


def _try(slots: Sequence[Trial], fields: Fields, prefix: str, found: list[Unprintable]) -> None:
    """Note the texts that no face can show, or that no fit makes narrow enough."""
    get = fields.get
    for name, sure, covers, slot in slots:
        text = get(name)
        if not text or (len(text) <= sure and covers(text)):
            continue
        try:
            width = slot.shaper.width(text)
        except MissingGlyph as missing:
            found.append(Unprintable(prefix + name, "glyph", missing.codepoints))
            continue
        if width > slot.steps[-1].narrow and not in_two(slot, text, slot.shaper.run(text)):
            found.append(Unprintable(prefix + name, "width", _excess(slot, width)))


def _show(texts: Sequence[_Texts], fields: Fields, usage: Usage, out: list[str]) -> None:
    """Add the operators of every text given."""
    get, put = fields.get, out.append
    for name, latest, write, slot in texts:
        text = get(name)
        if text:
            if text not in latest:
                if len(latest) >= LATEST:
                    latest.clear()
                try:
                    latest[text] = write(text)
                except KeyError:
                    latest[text] = _show_pieces(slot, text, usage)
            put(latest[text])


def _show_block(template: Template, name: str, sets: Sequence[Fields], usage: Usage, out: list[str]) -> str:
    """Add the operators of a block's texts; return those that draw its art in its places."""
    _placed(template, name, sets)
    if art := template.blocks[name].art:
        usage.arts[art.name] = art
    places = usage.opened[template.name].blocks[name][: len(sets)]
    for (_, texts), fields in zip(places, sets, strict=True):
        _show(texts, fields, usage, out)
    return "".join([head for head, _ in places])


def _learn(slot: Slot, width: int) -> tuple[str, str]:
    """Work out, once a width, how a line of the first face is aligned, condensed or set smaller; KeyError: no line."""
    known = slot.known[width] = _operators(slot, width)
    return known


def _operators(slot: Slot, width: int) -> tuple[str, str]:
    fit = fitted(width, slot.steps)
    if fit is None:
        raise KeyError(width)
    before, after = _placed_line(slot, fit, slot.y)
    return f"{before}/{slot.shaper.tag} {points(fit.size)} Tf <", END + after


def _show_pieces(slot: Slot, text: str, usage: Usage) -> str:
    """Write a text of several faces, of glyphs that stand for another text, or of two lines."""
    run = usage.run(slot.shaper, text)
    fit = fitted(run.width, slot.steps)
    if fit is not None:
        before, after = _placed_line(slot, fit, slot.y)
        return before + show_pieces(run.pieces, points(fit.size)) + after
    lines = in_two(slot, text, run)
    if lines is None:
        raise Overflow(
            "overflow", slot.place, "the text is too wide for its place: {detail}", detail=_excess(slot, run.width)
        )
    # One replacement text over both lines: whoever copies or searches the name finds it whole.
    return spanned("".join(_show_line(slot, line, upper=line is lines[0]) for line in lines), utf16(text))


def _show_line(slot: Slot, line: Line, *, upper: bool) -> str:
    """Write one of two lines."""
    pair = slot.pair
    fit = fitted(line.width, (pair.step,)) if pair else None
    if pair is None or fit is None:
        raise AssertionError("only a text that fits is broken in two")
    before, after = _placed_line(slot, fit, slot.y + (pair.upper if upper else pair.lower))
    return before + show_under(line.pieces, points(fit.size)) + after


def _placed_line(slot: Slot, fit: Fitted, y: float) -> tuple[str, str]:
    """Return the operators before a line and those after it."""
    x = slot.x
    if slot.align == "right":
        x -= fit.width
    elif slot.align == "center":
        x -= fit.width / 2
    condensed = fit.scale != FULL
    at = start(x, y)
    return (f"{points(fit.scale)} Tz {at}", "100 Tz\n") if condensed else (at, "")


def _excess(slot: Slot, width: int) -> str:
    least = slot.steps[-1]
    needed = width * least.size / 1000 * (least.full / least.narrow)
    return f"{to_mm(needed):.1f} > {to_mm(slot.room):.1f} mm"


def _placed(template: Template, name: str, sets: Sequence[Fields]) -> tuple[Placed, ...]:
    """Return the places of a block; refuse more texts than it has places."""
    block = template.blocks.get(name)
    placed = block.placed if block else ()
    if len(sets) > len(placed):
        fact = "block {block} has {places} place(s), {given} were given"
        raise Overflow("overflow", template.name, fact, block=name, places=len(placed), given=len(sets))
    return placed
