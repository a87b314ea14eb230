"""A content and its resources go in; everything it paints comes out, in its order, forms and patterns included.

The slow road: a machine with paths (`proofs/paths.py`) and all of the graphics state. It is walked once for each
form, and for pages that paint what was not met before. ISO 32000-1, 8.4 to 8.10.
"""

from collections.abc import Callable, Mapping
from math import hypot, inf
from types import MappingProxyType
from typing import Any

from layouts.geometry import to_pt
from proofs.drawn import Picture
from proofs.facts import IDENTITY, Box, Font, Form, Matrix, Page, Resources
from proofs.inks import Blend, Colour, Tint, bound, changed, is_pattern, space_of, tint, tint_of
from proofs.machine import Event, Linked, Style, times
from proofs.operators import ACTIONS, PAINTS, carry_out
from proofs.paints import EVERYWHERE, Clip, Kind, Paint
from proofs.paths import TRACES, Tracer
from proofs.plane import bounds, corners, placed, union
from proofs.plates import most
from proofs.samples import mixtures
from proofs.shapes import Area, Shape, Stroke, thinnest
from proofs.tokens import split

_DEEPEST = 12  # forms within forms; deeper ones go in circles
_INVISIBLE = (3, 7)
_STROKED = (1, 5)
_CONDENSED = 0.7  # letters may be as narrow as that before their narrowness counts
_LINE = 4.0  # a filled path is a line if it is that many times as long as thick

_NONE: Mapping[str, Any] = MappingProxyType({})

Skip = Callable[[str, Form], bool]  #: tells of a form, by its name and itself, whether it is left out
_Key = tuple[object, ...]


class Forms:
    """What the forms of one file paint, each worked out once for every way it is scaled and coloured."""

    def __init__(self, skip: Skip) -> None:
        self.skip = skip
        self._known: dict[_Key, list[Paint]] = {}

    def paints(self, key: _Key, make: Callable[[], list[Paint]]) -> list[Paint]:
        """Return the paints of a form whose origin is the page's."""
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]


def type_size(style: Style, at: Matrix) -> float:
    """Return the size in pt at which a string is read: its height; less where it is narrower than condensed."""
    a, b, c, d = at[:4]
    along = hypot(a, b)
    if not along:
        return 0.0
    high = abs(style.size) * abs(a * d - b * c) / along
    return min(high, abs(style.size * style.scale) * along / _CONDENSED)


def picture(page: Page, forms: Forms) -> Picture:
    """Return what a page paints."""
    painter = Painter(page.resources, forms)
    painter.clip = Clip(_room(page))
    painter.run(page.content())
    return Picture(painter.paints)


class Own:
    """What pages paint themselves, without the forms they place: several ask of one page, one after the other."""

    def __init__(self) -> None:
        self._forms = Forms(lambda name, form: True)
        self._last: tuple[Page, Picture] | None = None

    def of(self, page: Page) -> Picture:
        """Return what a page paints itself."""
        if self._last is None or self._last[0] is not page:
            self._last = page, picture(page, self._forms)
        return self._last[1]


def picture_of(event: Event, page: Page, forms: Forms, blend: Blend) -> Picture:
    """Return what a form paints where a page places it."""
    outer = page.resources
    painter = Painter(outer, forms, event.at)
    painter.clip, painter.fill, painter.blend = Clip(_room(page)), event.fill, blend
    painter.stroke, painter.width = event.line or (painter.stroke, painter.width)
    painter.place(outer.forms[event.name], event.name)
    return Picture(painter.paints)


def _room(page: Page) -> Box:
    """Return the page in pt of its content: nothing beyond it prints."""
    x, y = page.frame.origin
    media = page.frame.boxes.get("media")
    return (x, y, x + to_pt(media.width), y + to_pt(media.height)) if media else EVERYWHERE


class Painter(Tracer):
    """The state of one content stream with all that paints in it."""

    def __init__(self, resources: Resources, forms: Forms, at: Matrix = IDENTITY, depth: int = 0) -> None:
        super().__init__(self._widths)
        self.resources, self.forms, self.depth = resources, forms, depth
        self.ctm = self.base = at  # patterns are laid in the space the content began with (8.7.2)
        self.where = ""
        self.blend, self.faded = Blend(), False
        self.paints: list[Paint] = []
        self._blends: Linked = ()  # what q keeps besides
        self._tints: dict[Colour, Tint] = {}  # the strings of a page are of one colour or two

    def run(self, content: str) -> None:
        """Carry out a content."""
        parts = split(content)
        carry_out(self, parts[0], _ACTIONS)
        for codes, operators in zip(parts[1::2], parts[2::2], strict=True):
            self.operands.append(f"<{codes}>")
            carry_out(self, operators, _ACTIONS)

    def place(self, form: Form, name: str) -> None:
        """Paint a form as it would be placed now."""
        if self.depth >= _DEEPEST or self.forms.skip(name, form):
            return
        at = times(form.matrix, self.ctm)
        colours = self._known(self.fill), self._known(self.stroke)
        linear = tuple(round(value, 6) for value in at[:4])
        key = (form, form.resources or self.resources, name, linear, *colours, self.width, self.blend, self.faded)
        found = self.forms.paints(key, lambda: self._inside(form, name, (*at[:4], 0.0, 0.0), colours))
        moved = (paint.moved(at[4], at[5], self.clip) for paint in found)
        self.paints += [paint for paint in moved if paint.seen]

    def _inside(self, form: Form, name: str, at: Matrix, colours: tuple[Colour, Colour]) -> list[Paint]:
        inner = Painter(form.resources or self.resources, self.forms, at, self.depth + 1)
        (inner.fill, inner.stroke), inner.width = colours, self.width
        inner.blend, inner.where = self.blend, name
        inner.faded = self.faded or self.blend.soft or self.blend.fill_alpha < 1
        outline = tuple(placed(at, x, y) for x, y in corners(form.box))
        inner.clip = Clip(bounds([outline]), Shape((outline,)).upright)
        inner.run(form.content())
        return inner.paints

    def save(self) -> None:
        """Push the graphics state (q)."""
        super().save()
        self._blends = (self.blend, self._blends)

    def restore(self) -> None:
        """Pop the graphics state (Q)."""
        super().restore()
        self.blend, self._blends = self._blends

    def show(self, codes: str) -> None:
        """Show a string, and note the box it may ink."""
        super().show(codes)
        if not codes or int(self.mode) in _INVISIBLE:
            return
        pen = self.runs[-1][0]
        style, at = pen.style, pen.at
        length = style.length(*self._widths(style.font, codes))
        low, high = style.rise - 0.12 * style.size, style.rise + 0.88 * style.size
        outline = tuple(placed(at, x, y) for x, y in ((0.0, low), (length, low), (length, high), (0.0, high)))
        lined = int(self.mode) in _STROKED
        self._note("text", Shape((outline,)), solid=False, lined=lined, size_pt=type_size(style, at))

    def paint(self, operator: str) -> None:
        """Note a painted path, its fill before its stroke."""
        ways = PAINTS[operator].split()
        lines = self.path(closed="close" in ways)
        if "fill" in ways and lines:
            shape = Shape(lines, even="even" in ways)
            thick, long = shape.thinness
            self._note("fill", shape, thin=thick if long >= _LINE * thick else inf, area=shape.area)
        if "stroke" in ways and lines:
            thin = thinnest(lines, self.width, self.ctm)
            self._note("stroke", Stroke(lines, self.width, self.ctm), lined=True, thin=thin)
        self.end()

    def note(self, kind: str, name: str) -> None:
        """Note a placed XObject or a shading."""
        if kind == "Do" and (form := self.resources.forms.get(name)) is not None:
            self.place(form, name)
        elif kind == "Do" and name in self.resources.images:
            self._image(name)
        elif kind == "sh":
            space = self.resources.shadings.get(name)
            box = self.clip.box
            self._add("shade", Shape((corners(box),)), bound(space), over=self.blend.over_fill, solid=False)

    def _image(self, name: str) -> None:
        image, at = self.resources.images[name], self.ctm
        outline = tuple(placed(at, x, y) for x, y in ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)))
        inches = hypot(at[0], at[1]) / 72, hypot(at[2], at[3]) / 72
        ppi = min(image.width / inches[0], image.height / inches[1]) if all(inches) else 0.0
        laid = tint_of(self.fill, self.resources.spaces) if image.stencil else bound(image.space)
        mixed = () if image.stencil else mixtures(image)
        over, facts = self.blend.over_fill, {"image": image, "name": name, "ppi": ppi, "mixed": mixed}
        self._add("image", Shape((outline,)), laid, over=over, solid=False, facts=facts)

    def _note(self, kind: Kind, shape: Area, *, lined: bool = False, solid: bool = True, **facts: Any) -> None:
        """Note a paint in the colour of the fill, or of the stroke."""
        colour = self.stroke if lined else self.fill
        over = self.blend.over_stroke if lined else self.blend.over_fill
        if is_pattern(colour):
            laid, solid = self._pattern(str(colour[-1])[1:], shape, colour), False
            facts["mixed"] = (laid,) if str(colour[-1])[1:] in self.resources.tiles else ()
        else:
            laid = self._tints.get(colour)
            if laid is None:
                laid = self._tints[colour] = tint_of(colour, self.resources.spaces)
        self._add(kind, shape, laid, over=over, solid=solid, lined=lined, facts=facts)

    def _pattern(self, name: str, shape: Area, colour: Colour) -> Tint:
        """Return the most a pattern lays; what a tile paints is noted by itself, once, where it is used."""
        tile = self.resources.tiles.get(name)
        if tile is None:
            return bound(self.resources.shadings.get(name))
        inner = Painter(self.resources, self.forms, self.base, self.depth)
        inner.fill = inner.stroke = ("tint", self._under(colour))
        inner.place(tile, name)
        if not inner.paints:
            return Tint((), sure=False)
        (x, y), (left, low) = shape.box[:2], union([paint.box for paint in inner.paints])[:2]
        self.paints += [p.moved(x - left, y - low) for p in inner.paints if p.kind == "text" or p.thin < inf]
        return Tint(tuple(sorted(most(inner.paints).items())), sure=False)

    def _under(self, colour: Colour) -> Tint:
        """Return the colour an uncoloured tile is painted in (8.7.3.3)."""
        space = space_of(str(colour[1]), self.resources.spaces)
        values = [float(value) for value in colour[2:-1]]
        return tint(space.below, values) if space and space.below and values else Tint((("K", 1.0),))

    def _known(self, colour: Colour) -> Colour:
        """Return a colour that means the same whatever the names of another content mean."""
        return colour if is_pattern(colour) else ("tint", tint_of(colour, self.resources.spaces))

    def _add(
        self,
        kind: Kind,
        shape: Area,
        laid: Tint,
        *,
        over: bool,
        solid: bool,
        lined: bool = False,
        facts: Mapping[str, Any] = _NONE,
    ) -> None:
        blend = self.blend
        paint = Paint(
            kind=kind,
            shape=shape,
            clip=self.clip,
            tint=laid,
            over=over,
            mode=blend.mode,
            alpha=blend.stroke_alpha if lined else blend.fill_alpha,
            blend=blend.blend,
            solid=solid and not (self.faded or blend.soft),
            where=self.where,
            **facts,
        )
        if paint.seen:
            self.paints.append(paint)

    def _widths(self, name: str, codes: str) -> tuple[float, int]:
        font: Font | None = self.resources.fonts.get(name)
        return font.advance(codes) if font else (250.0 * len(codes), len(codes) // 2)


def _state(painter: Painter, operands: list[str]) -> None:
    ACTIONS["gs"](painter, operands)
    state = painter.resources.states.get(operands[-1][1:])
    if state is None:
        return
    painter.blend = changed(painter.blend, state)
    painter.width = painter.width if state.line_width is None else state.line_width


_ACTIONS: Mapping[str, Callable[[Painter, list[str]], None]] = {**TRACES, "gs": _state}
