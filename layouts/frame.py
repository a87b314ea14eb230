"""The elements of one frame (a side or a block) in, its marks, captions and slots out, in pt from its lower left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from fonts.catalog import Gaiji
from fonts.runs import MissingGlyph, shaper
from layouts.art import KNOCKOUT, KNOCKOUT_LINES, ink_operators
from layouts.caption import Caption, set_caption, set_paragraph
from layouts.codes import LEAST_MODULE_MM, qr
from layouts.customer_bars import QUIET_MM, size_mm
from layouts.errors import Faults
from layouts.fit import pair, steps
from layouts.geometry import Point, Rect, Size, to_pt
from layouts.grounds import curves
from layouts.marks import Area, BoxMark, LinesMark, Mark, RuleMark, code_mark
from layouts.matrix import LEAST_MATRIX_MM, MOST_MODULES, QUIET_MODULES
from layouts.palette import Paint
from layouts.place import slot_box
from layouts.read import Element
from layouts.schema import (
    BoxSpec,
    GroundSpec,
    MatrixSpec,
    ParagraphSpec,
    PostalSpec,
    QrSpec,
    RuleSpec,
    SecuritySpec,
    TextSpec,
)
from layouts.security.draw import Paints, draw_security
from layouts.security.seed import Seed
from layouts.source import Raw
from layouts.template import Matrix, Postal, Security, Slot


@dataclass(frozen=True, slots=True)
class Setting:
    """What is the same for every layout: the society's texts, its paints, its own face."""

    statics: Mapping[str, str]
    paints: Mapping[str, Paint]
    gaiji: Gaiji | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """Where something to be read stands, for the checks: its table, its box in mm, its ink."""

    raw: Raw
    box: Rect
    ink: str
    variable: bool = False


@dataclass(slots=True)
class Frame:
    """A frame being filled; `bounds` is where vectors may lie, boxes in mm from the frame's lower left."""

    size: Size
    bounds: Rect
    marks: list[Mark] = field(default_factory=list[Mark])
    security: list[str] = field(default_factory=list[str])
    captions: list[Caption] = field(default_factory=list[Caption])
    slots: list[Slot] = field(default_factory=list[Slot])
    postals: list[Postal] = field(default_factory=list[Postal])
    matrices: list[Matrix] = field(default_factory=list[Matrix])
    fixed: dict[str, Rect] = field(default_factory=dict[str, Rect])
    inks: list[str] = field(default_factory=list[str])  #: of its security art
    texts: list[Text] = field(default_factory=list[Text])
    fills: list[tuple[Rect, str]] = field(default_factory=list[tuple[Rect, str]])

    def codes(self) -> Mapping[str, frozenset[str]]:
        """Return the codes its captions show, by face tag."""
        found: dict[str, set[str]] = {}
        for caption in self.captions:
            for run in caption.runs:
                for piece in run.pieces:
                    found.setdefault(piece.tag, set()).add(piece.codes)
        return {tag: frozenset(codes) for tag, codes in sorted(found.items())}

    def guard(self, name: str) -> Security | None:
        """Return its security art as the content of a form; what lies in it knocks out, as in the art's page."""
        content = f"/{KNOCKOUT} gs /{KNOCKOUT_LINES} gs\n{''.join(self.security)}"
        return Security(f"S_{name}", content.encode("ascii")) if self.security else None

    def spots(self, setting: Setting) -> Sequence[Paint]:
        """Return the spot paints that its captions and its security art need."""
        names = dict.fromkeys([caption.ink for caption in self.captions] + self.inks)
        return [setting.paints[name] for name in names if setting.paints[name].ink.spot]

    def text(self, setting: Setting) -> str:
        """Write its captions as operators, one text object an ink; what is not black knocks out."""
        parts: list[str] = []
        for ink in dict.fromkeys(caption.ink for caption in self.captions):
            shown = "".join(caption.operators for caption in self.captions if caption.ink == ink)
            paint = setting.paints[ink]
            switch = "" if paint.overprints else f"/{KNOCKOUT} gs\n"
            parts.append(f"q\n{switch}{ink_operators(paint)}BT\n{shown}ET\nQ\n")
        return "".join(parts)


def fill_frame(frame: Frame, elements: Sequence[Element], setting: Setting, faults: Faults) -> Frame:
    """Place every element in the frame."""
    for element in elements:
        spec = element.spec
        if isinstance(spec, TextSpec) and spec.field:
            _add_slot(frame, element.raw, spec, setting)
        elif isinstance(spec, TextSpec | ParagraphSpec):
            _add_caption(frame, element, spec, setting, faults)
        elif isinstance(spec, QrSpec):
            _add_code(frame, element, spec, setting, faults)
        elif isinstance(spec, RuleSpec):
            _add_rule(frame, element, spec, setting)
        elif isinstance(spec, BoxSpec | GroundSpec):
            _add_area(frame, element, spec, setting)
        elif isinstance(spec, PostalSpec):
            _add_postal(frame, element.raw, spec, faults)
        elif isinstance(spec, MatrixSpec):
            _add_matrix(frame, element.raw, spec, faults)
        elif isinstance(spec, SecuritySpec):
            _add_security(frame, element.raw, spec, setting, faults)
    for path, box in frame.fixed.items():
        if not frame.bounds.holds(box):
            raw = next(e.raw for e in elements if ".".join(e.raw.path) == path)
            faults.add("outside", raw.place("at"), "{table}: reaches outside its side or block", table=raw.label)
    return frame


def move_slot(slot: Slot, by: Point, place: str) -> Slot:
    """Return a slot of a block as it lies on the side, moved by a distance in pt."""
    x, y = slot.x + by.x, slot.y + by.y
    return replace(slot, x=x, y=y, place=place, known={})


def _add_slot(frame: Frame, raw: Raw, spec: TextSpec, setting: Setting) -> None:
    x, y = to_pt(spec.at.x), to_pt(frame.size.height - spec.at.y)
    room = to_pt(spec.width or 0.0)
    ladder = steps(spec.size, room, spec.fit)
    slot = Slot(
        name=raw.path[-1],
        place="",
        field_name=spec.field,
        shaper=shaper(spec.face, setting.gaiji),
        align=spec.align,
        x=x,
        y=y,
        room=room,
        steps=ladder,
        pair=pair(spec.size, room, spec.fit),
    )
    frame.slots.append(slot)
    frame.texts.append(Text(raw, slot_box(slot), "black", variable=True))


def _add_postal(frame: Frame, raw: Raw, spec: PostalSpec, faults: Faults) -> None:
    """Place a barcode; it and the clear space round about it (p13) keep off everything else."""
    _check_alone(raw, faults)
    box = _box(frame, spec.at, size_mm(spec.size))
    frame.postals.append(Postal(raw.name, spec.field, to_pt(box.x), to_pt(box.y), spec.size))
    frame.texts.append(Text(raw, box.grown(QUIET_MM), "black"))


def _add_matrix(frame: Frame, raw: Raw, spec: MatrixSpec, faults: Faults) -> None:
    """Place a Data Matrix; room for the largest and for its quiet zone is kept clear."""
    _check_alone(raw, faults)
    if spec.module < LEAST_MATRIX_MM:
        fact, least = "{table} module: too fine to be read at speed; at least {least} mm", f"{LEAST_MATRIX_MM:g}"
        faults.add("code-too-fine", raw.place("module"), fact, table=raw.label, least=least)
    side = MOST_MODULES * spec.module
    box = _box(frame, spec.at, Size(width=side, height=side))
    frame.matrices.append(Matrix(raw.name, spec.field, to_pt(box.x), to_pt(box.top), to_pt(spec.module)))
    frame.texts.append(Text(raw, box.grown(QUIET_MODULES * spec.module), "black"))


def _check_alone(raw: Raw, faults: Faults) -> None:
    if len(raw.path) > 2:
        fact = "{table}: a code of one piece stands on the side itself, not in a block"
        faults.add("value", raw.place(), fact, table=raw.label)


def _add_caption(
    frame: Frame, element: Element, spec: TextSpec | ParagraphSpec, setting: Setting, faults: Faults
) -> None:
    content = _content(element.raw, spec.static, setting, faults) if spec.static else spec.text
    if not content:
        return
    height = frame.size.height
    if isinstance(spec, TextSpec):
        caption = set_caption(element.raw, spec, content, height, setting.gaiji, faults)
    else:
        caption = set_paragraph(element.raw, spec, content, height, setting.gaiji, faults)
    if caption:
        frame.captions.append(caption)
        frame.texts.append(Text(element.raw, caption.box, spec.ink))


def _content(raw: Raw, static: str, setting: Setting, faults: Faults) -> str:
    if static not in setting.statics:
        fact, step = "{table} static: the society has no text of this name", "names are {names}"
        known = ", ".join(sorted(setting.statics))
        faults.add("unknown-static", raw.place("static"), fact, step, table=raw.label, names=known)
    return setting.statics.get(static, "")


def _add_code(frame: Frame, element: Element, spec: QrSpec, setting: Setting, faults: Faults) -> None:
    content = _content(element.raw, spec.static, setting, faults)
    if not content:
        return
    modules = qr(content)
    if spec.size / modules.across < LEAST_MODULE_MM:
        least = f"{modules.across * LEAST_MODULE_MM:.1f}"
        fact = "{table} size: its modules would be too fine to print; at least {least} mm"
        faults.add("code-too-fine", element.raw.place("size"), fact, table=element.raw.label, least=least)
    box = _box(frame, spec.at, Size(width=spec.size, height=spec.size))
    frame.fixed[".".join(element.raw.path)] = box
    frame.texts.append(Text(element.raw, box, "black"))
    frame.marks.append(code_mark(modules, _area(box), setting.paints["black"]))


def _add_rule(frame: Frame, element: Element, spec: RuleSpec, setting: Setting) -> None:
    height = frame.size.height
    ends = [(to_pt(p.x), to_pt(height - p.y)) for p in (spec.start, spec.end)]
    dash = tuple(to_pt(each) for each in spec.dash)
    frame.marks.append(RuleMark(ends[0], ends[1], setting.paints[spec.ink], spec.weight, dash))
    left, right = sorted((spec.start.x, spec.end.x))
    lower, upper = sorted((height - spec.start.y, height - spec.end.y))
    frame.fixed[".".join(element.raw.path)] = Rect(x=left, y=lower, width=right - left, height=upper - lower)


def _add_area(frame: Frame, element: Element, spec: BoxSpec | GroundSpec, setting: Setting) -> None:
    box = _box(frame, spec.at, spec.size)
    frame.fixed[".".join(element.raw.path)] = box
    area, paints = _area(box), setting.paints
    if spec.fill:
        frame.fills.append((box, spec.fill))
    fill = paints.get(spec.fill)
    if isinstance(spec, BoxSpec):
        frame.marks.append(BoxMark(area, fill, paints.get(spec.stroke), spec.weight, to_pt(spec.radius)))
        return
    if fill:
        frame.marks.append(BoxMark(area, fill, None, 0.0, 0.0))
    frame.marks.append(LinesMark(area, curves(spec.kind, area, to_pt(spec.pitch)), paints[spec.ink], spec.weight))
    frame.fills.append((box, spec.ink))  # a text may stand on nothing but a line


def _add_security(frame: Frame, raw: Raw, spec: SecuritySpec, setting: Setting, faults: Faults) -> None:
    box = _box(frame, spec.at, spec.size)
    frame.fixed[".".join(raw.path)] = box
    words = " ".join(_content(raw, static, setting, faults) for static in spec.statics)
    seed = Seed(f"{setting.statics.get('insurer_number', '')} {raw.label}")
    try:
        paints = Paints(setting.paints[spec.ink], setting.paints[spec.word_ink], setting.paints.get(spec.fill))
        middles = tuple((to_pt(at.x), to_pt(frame.size.height - at.y)) for at in spec.word_at)
        frame.security.append(draw_security(spec, (_area(box), middles), words, paints, seed))
    except MissingGlyph as missing:
        faults.add("glyph", raw.place(), "{table}: no face has {codepoints}", table=raw.label, codepoints=missing)
    for ink in filter(None, (spec.fill, spec.ink, spec.word and spec.word_ink)):
        frame.inks.append(ink)
        frame.fills.append((box, ink))


def _box(frame: Frame, at: Point, size: Size) -> Rect:
    return Rect(x=at.x, y=frame.size.height - at.y - size.height, width=size.width, height=size.height)


def _area(box: Rect) -> Area:
    return Area(to_pt(box.x), to_pt(box.y), to_pt(box.width), to_pt(box.height))
