"""Typeset leaves and strokes of a pen in, a PDF to look at on a screen out; never sent to a press.

A leaf is what the job would print, by the same engine; what is drawn over it lies in a form of its own, in RGB and with
transparency, so nobody takes it for a print file. Lengths are mm from the page's lower left, y upwards.
Authority: ISO 32000-1 8.10 (forms), 11.3.5 (blend modes), 11.6.6 (groups).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import cos, radians, sin
from pathlib import Path
from types import MappingProxyType

from fonts.catalog import Gaiji
from fonts.runs import shaper
from imposition.metadata import About, catalog
from imposition.objects import put_art
from imposition.pdf import PdfFile, Ref, Value, syntax
from imposition.resources import BLACK, OVERPRINT, put_fonts
from imposition.side import box_of
from layouts.document import Side
from layouts.geometry import Point, Rect, Size, number, to_mm, to_pt
from layouts.show import show_pieces
from layouts.template import Art, Template
from layouts.typeset import Usage, typeset

Colour = tuple[float, float, float]  #: red, green, blue, from 0 to 1
FACE = "gothic"
_ROUND = 0.5522847498  # control points of a quarter circle
_RGB_GROUP: Mapping[str, Value] = {"Type": "Group", "S": "Transparency", "CS": "DeviceRGB", "I": True}
_STATES: Mapping[str, Value] = {
    "Multiply": {"BM": "Multiply"},
    "Screen": {"BM": "Screen"},
    **{f"A{percent}": {"ca": percent / 100} for percent in range(5, 105, 5)},
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A side as the job would print it, at a place and a scale; `tint` draws all of it in shades of one colour."""

    template: Template
    side: Side
    at: Point  #: where the lower left of its trim lies
    scale: float
    tint: Colour | None = None
    gaiji: Gaiji | None = None  #: the face the template was loaded with


@dataclass(slots=True)
class Pen:
    """Draws over leaves; what it writes is one form."""

    usage: Usage = field(default_factory=Usage)
    parts: list[str] = field(default_factory=list[str])

    def area(self, box: Rect, colour: Colour, percent: int = 100) -> None:
        """Fill a rectangle, covering what lies beneath to so many per cent (a multiple of 5)."""
        self.parts.append(f"q /A{percent} gs {_numbers(*colour)} rg {_rectangle(box)} f Q\n")

    def tint(self, box: Rect, colour: Colour) -> None:
        """Tint a rectangle; what is dark beneath stays dark."""
        self.parts.append(f"q /Multiply gs {_numbers(*colour)} rg {_rectangle(box)} f Q\n")

    def beneath(self, start: Point, end: Point, colour: Colour, weight: float) -> None:
        """Draw a straight line that what is dark covers; weight in pt."""
        self.parts.append(f"q /Multiply gs {_segment(start, end, colour, weight)} Q\n")

    def outline(self, box: Rect, colour: Colour, weight: float, dash: Sequence[float] = ()) -> None:
        """Stroke a rectangle; weight and dash in pt."""
        self.parts.append(f"q {_stroke(colour, weight, dash)} {_rectangle(box)} S Q\n")

    def line(self, start: Point, end: Point, colour: Colour, weight: float) -> None:
        """Draw a straight line; weight in pt."""
        self.parts.append(f"q {_segment(start, end, colour, weight)} Q\n")

    def stamp(self, middle: Point, text: str, size: float, colour: Colour, turn: float) -> None:
        """Write a text across a point, turned by degrees; what is dark beneath stays dark and can be read."""
        run = self.usage.line("bold", text)
        cosine, sine = cos(radians(turn)), sin(radians(turn))
        along, up = to_pt(text_width(text, size, "bold")) / 2, size * 0.36
        x = to_pt(middle.x) - along * cosine + up * sine
        y = to_pt(middle.y) - along * sine - up * cosine
        shown = show_pieces(run.pieces, number(size))
        matrix = _numbers(cosine, sine, -sine, cosine, x, y)
        self.parts.append(f"q /Multiply gs BT {_numbers(*colour)} rg {matrix} Tm {shown}ET Q\n")

    def text(self, at: Point, text: str, size: float, colour: Colour, face: str = FACE) -> None:
        """Write a text from its left; size in pt."""
        run = self.usage.line(face, text)
        shown = show_pieces(run.pieces, number(size))
        self.parts.append(f"BT {_numbers(*colour)} rg 1 0 0 1 {_numbers(to_pt(at.x), to_pt(at.y))} Tm {shown}ET\n")

    def upward(self, at: Point, text: str, size: float, colour: Colour, face: str = FACE) -> None:
        """Write a text from its lower end upwards; size in pt."""
        run = self.usage.line(face, text)
        shown = show_pieces(run.pieces, number(size))
        self.parts.append(f"BT {_numbers(*colour)} rg 0 1 -1 0 {_numbers(to_pt(at.x), to_pt(at.y))} Tm {shown}ET\n")

    def shape(self, corners: Sequence[Point], colour: Colour) -> None:
        """Fill what lies between some corners."""
        first, *others = (_numbers(to_pt(at.x), to_pt(at.y)) for at in corners)
        lines = "".join(f"{at} l " for at in others)
        self.parts.append(f"q {_numbers(*colour)} rg {first} m {lines}f Q\n")

    def dashed(self, start: Point, end: Point, colour: Colour, weight: float, dash: Sequence[float]) -> None:
        """Draw a broken line; weight and dash in pt."""
        first, last = (_numbers(to_pt(at.x), to_pt(at.y)) for at in (start, end))
        self.parts.append(f"q {_stroke(colour, weight, dash)} {first} m {last} l S Q\n")

    def drawing(self, operators: str, at: Point, scale: float, colour: Colour) -> None:
        """Take over operators that fill, in pt from a place, in one colour."""
        place = f"{_numbers(scale)} 0 0 {_numbers(scale)} {_numbers(to_pt(at.x), to_pt(at.y))} cm"
        self.parts.append(f"q {_numbers(*colour)} rg {place}\n{operators}Q\n")

    def rounded(self, box: Rect, radius: float, colour: Colour, weight: float) -> None:
        """Stroke a rectangle with round corners; weight in pt."""
        x, y, r = box.x, box.y, radius
        k = r * _ROUND
        steps = (
            ((x + r, y), (box.right - r, y), (box.right - r + k, y), (box.right, y + r - k), (box.right, y + r)),
            (
                (box.right, box.top - r),
                (box.right, box.top - r + k),
                (box.right - r + k, box.top),
                (box.right - r, box.top),
            ),
            ((x + r, box.top), (x + r - k, box.top), (x, box.top - r + k), (x, box.top - r)),
            ((x, y + r), (x, y + r - k), (x + r - k, y), (x + r, y)),
        )
        parts = [f"{_stroke(colour, weight, ())} {_place(steps[0][0])} m"]
        for line, *curve in (steps[0][1:], *steps[1:]):
            parts.append(f"{_place(line)} l {' '.join(map(_place, curve))} c")
        self.parts.append(f"q {' '.join(parts)} h S Q\n")


def text_width(text: str, size: float, face: str = FACE) -> float:
    """Return how wide a pen writes a text, in mm."""
    return to_mm(shaper(face).run(text).width * size / 1000)


@dataclass(slots=True)
class Picture:
    """One page to look at: its leaves, drawn in their order, and the pen that draws over all of them."""

    size: Size
    leaves: list[Leaf] = field(default_factory=list[Leaf])
    pen: Pen = field(default_factory=Pen)


def write_pictures(path: Path, pictures: Sequence[Picture], title: str) -> None:
    """Write pictures as the pages of a file."""
    with PdfFile(path) as file:
        stores: dict[Gaiji | None, _Store] = {}
        pens = _Store(file.reserve())
        for picture in pictures:
            _put_page(file, picture, pens, stores)
        file.put(put_fonts(file, pens.shown), pens.fonts)
        for gaiji, store in stores.items():
            _put_store(file, store, gaiji)
        file.finish(*catalog(file, About(title)))


@dataclass(slots=True)
class _Store:
    """What leaves of the same faces share in a file: their fonts, and every artwork once a bleed."""

    fonts: Ref
    shown: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    named: list[tuple[Ref, Rect, Sequence[Art]]] = field(default_factory=list[tuple[Ref, Rect, Sequence[Art]]])


def _put_store(file: PdfFile, store: _Store, gaiji: Gaiji | None) -> None:
    """Write the fonts all leaves named, then the artwork that shows them, then what each leaf calls it by."""
    fonts = put_fonts(file, store.shown, gaiji)
    file.put(fonts, store.fonts)
    drawn: dict[tuple[int, Rect], Ref] = {}
    for ref, clip, arts in store.named:
        for art in arts:
            if (id(art), clip) not in drawn:
                drawn[id(art), clip] = put_art(file, art, fonts, clip)
        file.put({f"A_{art.name}": drawn[id(art), clip] for art in arts}, ref)


def _put_page(file: PdfFile, picture: Picture, pens: _Store, stores: dict[Gaiji | None, _Store]) -> None:
    parts: list[str] = []
    forms: dict[str, Value] = {}
    page = Rect(x=0, y=0, width=picture.size.width, height=picture.size.height)
    for index, leaf in enumerate(picture.leaves):
        store = stores.get(leaf.gaiji) or stores.setdefault(leaf.gaiji, _Store(file.reserve()))
        forms[f"L{index}"] = _put_leaf(file, leaf, page, store)
        parts.append(f"q {'/Multiply gs ' if leaf.tint else ''}/L{index} Do Q\n")
    forms["Pen"] = _put_form(file, "".join(picture.pen.parts), page, {"Font": pens.fonts}, {})
    _add(pens.shown, picture.pen.usage.shown())
    entries: Mapping[str, Value] = {
        "MediaBox": box_of(page),
        "Group": _RGB_GROUP,
        "Resources": {"XObject": forms, "ExtGState": _STATES},
    }
    body = f"1 1 1 rg {_rectangle(page)} f\n{''.join(parts)}/Pen Do\n"
    file.put_page(syntax(entries).removeprefix(b"<<").removesuffix(b">>"), body.encode("latin-1"))


def _put_leaf(file: PdfFile, leaf: Leaf, page: Rect, store: _Store) -> Ref:
    """Write a leaf as a form the size of the page; its fonts and artwork are written when all leaves are known."""
    usage, template = Usage(leaf.gaiji), leaf.template
    content = typeset(template, leaf.side, usage)
    _add(store.shown, usage.shown())
    clip = Rect(x=0, y=0, width=template.trim.width, height=template.trim.height).grown(template.bleed_mm)
    arts = file.reserve()
    store.named.append((arts, clip, [art for _, art in sorted(usage.arts.items())]))
    scale, x, y = number(leaf.scale), number(to_pt(leaf.at.x)), number(to_pt(leaf.at.y))
    body = f"q {scale} 0 0 {scale} {x} {y} cm\n{BLACK}{content}Q\n"
    resources: dict[str, Value] = {"Font": store.fonts, "XObject": arts, "ExtGState": {"K": OVERPRINT}}
    inner = _put_form(file, body, page, resources)
    if leaf.tint is None:
        return inner
    tinted = f"1 1 1 rg {_rectangle(page)} f q /Leaf Do Q /Screen gs {_numbers(*leaf.tint)} rg {_rectangle(page)} f\n"
    return _put_form(file, tinted, page, {"XObject": {"Leaf": inner}})


def _put_form(
    file: PdfFile,
    content: str,
    page: Rect,
    resources: Mapping[str, Value],
    more: Mapping[str, Value] = MappingProxyType({"Group": _RGB_GROUP}),
) -> Ref:
    """Write a form the size of the page: a group of its own, unless it is to blend with what lies beneath."""
    entries: Mapping[str, Value] = {
        "Type": "XObject",
        "Subtype": "Form",
        "BBox": box_of(page),
        "Resources": {"ExtGState": _STATES, **resources},
        **more,
    }
    return file.put_deflated(entries, content.encode("latin-1"))


def _add(shown: dict[str, set[str]], more: Mapping[str, set[str]]) -> None:
    for tag, codes in more.items():
        shown.setdefault(tag, set()).update(codes)


def _rectangle(box: Rect) -> str:
    return f"{_numbers(*map(to_pt, (box.x, box.y, box.width, box.height)))} re"


def _segment(start: Point, end: Point, colour: Colour, weight: float) -> str:
    first, last = (_numbers(to_pt(at.x), to_pt(at.y)) for at in (start, end))
    return f"{_stroke(colour, weight, ())} {first} m {last} l S"


def _stroke(colour: Colour, weight: float, dash: Sequence[float]) -> str:
    return f"{_numbers(*colour)} RG {number(weight)} w [{_numbers(*dash)}] 0 d"


def _numbers(*values: float) -> str:
    return " ".join(map(number, values))


def _place(at: tuple[float, float]) -> str:
    return _numbers(to_pt(at[0]), to_pt(at[1]))
