"""The hot path: a template and the texts of one side in, its content stream out.

Nothing here parses, measures twice or builds objects: a text that fits as it is costs one look-up and one
concatenation. Everything variable is black; the sheet sets the colour once (design.md §2).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from fonts.runs import MissingGlyph, Run
from layouts.document import Fields, Side
from layouts.errors import Overflow
from layouts.fit import FULL, fitted
from layouts.geometry import to_mm
from layouts.show import points, show_pieces, start
from layouts.template import Art, Placed, Quick, Slot, Template, Trial

END = ">Tj\n"


@dataclass(slots=True)
class Usage:
    """What a file has shown so far: the codes of each face, and the art it names."""

    codes: dict[str, set[str]] = field(default_factory=lambda: defaultdict[str, set[str]](set))
    arts: dict[str, Art] = field(default_factory=dict[str, Art])

    def shown(self) -> dict[str, set[str]]:
        """Return the codes of each face, those of the art included."""
        every = {tag: set(codes) for tag, codes in self.codes.items()}
        for art in self.arts.values():
            for tag, codes in art.codes.items():
                every.setdefault(tag, set()).update(codes)
        return every


@dataclass(frozen=True, slots=True)
class Unprintable:
    """A text that cannot be drawn: `reason` glyph or width, `detail` codepoints or millimetres."""

    field: str
    reason: str
    detail: str


def typeset(template: Template, side: Side, usage: Usage) -> str:
    """Write the content of one side, its origin at the trim's lower left; raise Overflow for what cannot be drawn."""
    out = [template.head]
    shown: list[str] = []
    usage.arts[template.art.name] = template.art
    try:
        _show(template.quick, side.fields, usage.codes, shown)
        for name, sets in side.blocks.items():
            _show_block(template, name, sets, usage, out, shown)
    except MissingGlyph as missing:
        raise Overflow("glyph", template.name, "no face has {codepoints}", codepoints=missing.codepoints) from None
    if shown:
        out.append("BT\n")
        out += shown
        out.append("ET\n")
    return "".join(out)


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


def _show(slots: Sequence[Quick], fields: Fields, codes: dict[str, set[str]], out: list[str]) -> None:
    """Add the operators of every text given, and the codes they show."""
    get, put = fields.get, out.append
    for name, shape, limit, heads, slot in slots:
        text = get(name)
        if not text:
            continue
        run = shape(text)
        piece = run.pieces[0]
        if piece.actual or len(run.pieces) > 1:
            put(_show_pieces(slot, run))
            for each in run.pieces:
                codes[each.tag].add(each.codes)
            continue
        tag, shown = piece.tag, piece.codes
        codes[tag].add(shown)
        if run.width <= limit:
            put(heads[tag] + shown + END)
        else:
            head, tail = slot.known.get((run.width, tag)) or _learn(slot, run.width, tag)
            put(head + shown + tail)


def _show_block(
    template: Template, name: str, sets: Sequence[Fields], usage: Usage, out: list[str], shown: list[str]
) -> None:
    places = _placed(template, name, sets)
    if sets and (art := template.blocks[name].art):
        usage.arts[art.name] = art
    for placed, fields in zip(places, sets, strict=False):
        out.append(placed.head)
        _show(placed.quick, fields, usage.codes, shown)


def _learn(slot: Slot, width: int, tag: str) -> tuple[str, str]:
    """Work out, once a width, how a text of one face is aligned, condensed or set smaller."""
    before, size, after = _placement(slot, width)
    known = f"{before}/{tag} {size} Tf <", END + after
    slot.known[width, tag] = known
    return known


def _show_pieces(slot: Slot, run: Run) -> str:
    """Write a text of several faces, or of glyphs that stand for another text."""
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
