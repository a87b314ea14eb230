"""The hot path: a template and the texts of one side in, its content stream out.

Nothing here parses, measures twice or builds objects: a text that fits as it is costs one look-up and one
concatenation. Everything variable is black; the sheet sets the colour once (design.md §2).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from fonts.runs import MissingGlyph, Run
from layouts.document import Fields, Side
from layouts.errors import Overflow
from layouts.fit import FULL, fitted
from layouts.geometry import to_mm
from layouts.show import pieces, points, start
from layouts.template import Art, Slot, Template

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
        _show(template.slots, side.fields, usage.codes, shown)
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
    """Say which texts of a side cannot be drawn, without drawing it."""
    found: list[Unprintable] = []
    for slot, text, prefix in _texts(template, side):
        try:
            width = slot.run(text).width
        except MissingGlyph as missing:
            found.append(Unprintable(prefix + slot.field, "glyph", missing.codepoints))
            continue
        if width > slot.steps[-1].narrow:
            found.append(Unprintable(prefix + slot.field, "width", _excess(slot, width)))
    return tuple(found)


def _texts(template: Template, side: Side) -> Iterator[tuple[Slot, str, str]]:
    for slot in template.slots:
        if text := side.fields.get(slot.field):
            yield slot, text, ""
    for name, sets in side.blocks.items():
        block = template.blocks.get(name)
        if block is None or len(sets) > len(block.placed):
            raise _places(template, name, len(sets))
        for fields in sets:
            for slot in block.slots:
                if text := fields.get(slot.field):
                    yield slot, text, name + "."


def _show(slots: Sequence[Slot], fields: Fields, codes: dict[str, set[str]], out: list[str]) -> None:
    get, put = fields.get, out.append
    for slot in slots:
        text = get(slot.field)
        if not text:
            continue
        run = slot.run(text)
        if run.width <= slot.limit and len(run.pieces) == 1 and not run.pieces[0].actual:
            piece = run.pieces[0]
            codes[piece.tag].add(piece.codes)
            put(slot.heads[piece.tag] + piece.codes + END)
        else:
            put(_fit(slot, run))
            for piece in run.pieces:
                codes[piece.tag].add(piece.codes)


def _show_block(
    template: Template, name: str, sets: Sequence[Fields], usage: Usage, out: list[str], shown: list[str]
) -> None:
    block = template.blocks.get(name)
    if block is None or len(sets) > len(block.placed):
        raise _places(template, name, len(sets))
    if block.art is not None and sets:
        usage.arts[block.art.name] = block.art
    for placed, fields in zip(block.placed, sets, strict=False):
        out.append(placed.head)
        _show(placed.slots, fields, usage.codes, shown)


def _fit(slot: Slot, run: Run) -> str:
    """Write a text that is aligned, condensed, smaller, or of several faces."""
    fit = fitted(run.width, slot.steps)
    if fit is None:
        raise Overflow(
            "overflow", slot.place, "the text is too wide for its place: {detail}", detail=_excess(slot, run.width)
        )
    x = slot.x
    if slot.align == "right":
        x -= fit.width
    elif slot.align == "center":
        x -= fit.width / 2
    text = start(x, slot.y) + pieces(run.pieces, fit.size)
    return text if fit.scale == FULL else f"{points(fit.scale)} Tz {text}100 Tz\n"


def _excess(slot: Slot, width: int) -> str:
    least = slot.steps[-1]
    needed = width * least.size / 1000 * (least.full / least.narrow)
    return f"{to_mm(needed):.1f} mm of {to_mm(slot.room):.1f} mm"


def _places(template: Template, name: str, given: int) -> Overflow:
    block = template.blocks.get(name)
    return Overflow(
        "overflow",
        template.name,
        "block {block} has {places} place(s), {given} were given",
        block=name,
        places=len(block.placed) if block else 0,
        given=given,
    )
