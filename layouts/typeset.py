"""The hot path: a template and the texts of one side in, its content stream out.

Nothing here parses, measures twice or builds objects. A file keeps what it wrote for the latest texts of each slot: one
that comes back costs a look-up, a new one that fits for sure a translation into codes and one concatenation.
Everything variable is black; the sheet sets the colour once (design.md §2).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from fonts.runs import EM, Codes, MissingGlyph, shaper
from layouts.document import Fields, Side
from layouts.errors import Overflow
from layouts.fit import FULL, fitted
from layouts.geometry import to_mm
from layouts.show import points, show_pieces, start
from layouts.template import Art, Placed, Slot, Template, Trial

END = ">Tj\n"
# Dates, sexes and insurers come back within a few texts or, like names and numbers, not at all.
_MEMO = 64

_Lookup = tuple[str, Callable[[str], str]]  # a field's name, and its text → operators


@dataclass(frozen=True, slots=True)
class _Open:
    """A template as one file uses it."""

    head: str
    lookups: tuple[_Lookup, ...]
    blocks: Mapping[str, tuple[tuple[str, tuple[_Lookup, ...]], ...]]  #: each place: its head and its slots


@dataclass(slots=True)
class Usage:
    """What a file has shown so far: the codes of each face, and the art it names."""

    codes: dict[str, set[str]] = field(default_factory=lambda: defaultdict[str, set[str]](set))
    arts: dict[str, Art] = field(default_factory=dict[str, Art])
    _tables: dict[str, Codes] = field(default_factory=dict[str, Codes])  # by chain: what its first face shows
    _open: dict[str, _Open] = field(default_factory=dict[str, _Open])

    def shown(self) -> dict[str, set[str]]:
        """Return the codes of each face, those of the art included."""
        every = {tag: set(codes) for tag, codes in self.codes.items()}
        for chain, table in self._tables.items():
            every.setdefault(shaper(chain).tag, set()).update(table.values())
        for art in self.arts.values():
            for tag, codes in art.codes.items():
                every.setdefault(tag, set()).update(codes)
        return every

    def table(self, chain: str) -> Codes:
        """Return the table that notes what the first face of a chain shows."""
        if chain not in self._tables:
            self._tables[chain] = Codes(shaper(chain))
        return self._tables[chain]

    def opened(self, template: Template) -> _Open:
        """Return a template as this file uses it."""
        known = self._open.get(template.name)
        if known is None:
            self.arts[template.art.name] = template.art
            blocks = {
                name: tuple((placed.head, self._lookups(placed.slots)) for placed in block.placed)
                for name, block in template.blocks.items()
            }
            known = self._open[template.name] = _Open(template.head, self._lookups(template.slots), blocks)
        return known

    def _lookups(self, slots: Sequence[Slot]) -> tuple[_Lookup, ...]:
        return tuple((slot.field_name, _Texts(slot, self).__getitem__) for slot in slots)


class _Texts(dict[str, str]):
    """The operators of the latest texts of one slot."""

    __slots__ = ("_code", "_head", "_known", "_slot", "_sure", "_usage", "_width")

    def __init__(self, slot: Slot, usage: Usage) -> None:
        super().__init__({"": ""})
        self._slot, self._usage, self._known = slot, usage, slot.known
        self._code, self._width = usage.table(slot.chain).__getitem__, shaper(slot.chain).width
        self._head = _operators(slot, 0)[0]
        # So many characters, none wider than an em, fit for sure and need not be measured.
        self._sure = slot.steps[0].full // EM if slot.align == "left" else -1

    def __missing__(self, text: str) -> str:
        try:
            codes = "".join(map(self._code, text))
        except KeyError:
            made = _show_pieces(self._slot, text, self._usage)
        else:
            if len(text) <= self._sure:
                made = f"{self._head}{codes}{END}"
            else:
                width = self._width(text)
                before, after = self._known.get(width) or _learn(self._slot, width)
                made = f"{before}{codes}{after}"
        if len(self) >= _MEMO:
            self.clear()
            self[""] = ""
        self[text] = made
        return made


@dataclass(frozen=True, slots=True)
class Unprintable:
    """A text that cannot be drawn: `reason` glyph or width, `detail` codepoints or millimetres."""

    field: str
    reason: str
    detail: str


def typeset(template: Template, side: Side, usage: Usage) -> str:
    """Write the content of one side, its origin at the trim's lower left; raise Overflow for what cannot be drawn."""
    opened = usage.opened(template)
    head, get = opened.head, side.fields.get
    try:
        shown = "".join([texts(get(name, "")) for name, texts in opened.lookups])
        for name, sets in side.blocks.items():
            if sets:
                arts, texts = _show_block(template, name, sets, usage)
                head, shown = head + arts, shown + texts
    except MissingGlyph as missing:
        raise Overflow("glyph", template.name, "no face has {codepoints}", codepoints=missing.codepoints) from None
    return f"{head}BT\n{shown}ET\n" if shown else head


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
            width = slot.run(text).width
        except MissingGlyph as missing:
            found.append(Unprintable(prefix + name, "glyph", missing.codepoints))
            continue
        if width > slot.steps[-1].narrow:
            found.append(Unprintable(prefix + name, "width", _excess(slot, width)))


def _show_block(template: Template, name: str, sets: Sequence[Fields], usage: Usage) -> tuple[str, str]:
    """Return the operators that draw a block's art in its places, and those of its texts."""
    _placed(template, name, sets)
    if art := template.blocks[name].art:
        usage.arts[art.name] = art
    places = usage.opened(template).blocks[name][: len(sets)]
    shown = [
        texts(fields.get(name, ""))
        for (_, lookups), fields in zip(places, sets, strict=True)
        for name, texts in lookups
    ]
    return "".join([head for head, _ in places]), "".join(shown)


def _learn(slot: Slot, width: int) -> tuple[str, str]:
    """Work out, once a width, how a text of the first face is aligned, condensed or set smaller."""
    known = slot.known[width] = _operators(slot, width)
    return known


def _operators(slot: Slot, width: int) -> tuple[str, str]:
    before, size, after = _placement(slot, width)
    return f"{before}/{shaper(slot.chain).tag} {size} Tf <", END + after


def _show_pieces(slot: Slot, text: str, usage: Usage) -> str:
    """Write a text of several faces, or of glyphs that stand for another text."""
    run = slot.run(text)
    for piece in run.pieces:
        usage.codes[piece.tag].add(piece.codes)
    before, size, after = _placement(slot, run.width)
    return before + show_pieces(run.pieces, size) + after


def _placement(slot: Slot, width: int) -> tuple[str, str, str]:
    """Return the operators before a text, its type size, and those after it."""
    fit = fitted(width, slot.steps)
    if fit is None:
        raise Overflow(
            "overflow", slot.place, "the text is too wide for its place: {detail}", detail=_excess(slot, width)
        )
    x = slot.x
    if slot.align == "right":
        x -= fit.width
    elif slot.align == "center":
        x -= fit.width / 2
    at = start(x, slot.y)
    condensed = fit.scale != FULL
    return f"{points(fit.scale)} Tz {at}" if condensed else at, points(fit.size), "100 Tz\n" if condensed else ""


def _excess(slot: Slot, width: int) -> str:
    least = slot.steps[-1]
    needed = width * least.size / 1000 * (least.full / least.narrow)
    return f"{to_mm(needed):.1f} mm of {to_mm(slot.room):.1f} mm"


def _placed(template: Template, name: str, sets: Sequence[Fields]) -> tuple[Placed, ...]:
    """Return the places of a block; refuse more texts than it has places."""
    block = template.blocks.get(name)
    placed = block.placed if block else ()
    if len(sets) > len(placed):
        fact = "block {block} has {places} place(s), {given} were given"
        raise Overflow("overflow", template.name, fact, block=name, places=len(placed), given=len(sets))
    return placed
