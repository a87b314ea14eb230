"""What the structure of a file says, as plain values: made by `proofs/structure.py`, read by the checks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from layouts.geometry import Rect, to_mm

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_RGB = frozenset({"DeviceRGB", "CalRGB"})


class Unreadable(Exception):  # noqa: N818 - it says what the file is
    """The file cannot be read; the text says why, without anything of its content."""


class Encrypted(Exception):  # noqa: N818 - it says what the file is
    """The file is encrypted, so nobody can check or print it."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Font:
    """A font as the file has it; a code is `code_digits` of upper-case hex."""

    base_font: str  #: with its subset prefix
    identity: bool  #: Type 0, Identity-H, glyphs by number, TrueType outlines
    code_digits: int
    program: bytes = field(repr=False)  #: FontFile2, or b"" where there is none
    embedded: bool
    widths: Mapping[str, float] = field(repr=False)  #: 1/1000 em
    default_width: float
    to_unicode: Mapping[str, str] = field(repr=False)
    resources: "Resources | None" = None  #: of the glyphs of a Type 3 font

    @property
    def name(self) -> str:
        """Return the PostScript name without its subset prefix."""
        head, plus, rest = self.base_font.partition("+")
        return rest if plus and len(head) == 6 else self.base_font

    def advance(self, codes: str) -> tuple[float, int]:
        """Return the width of some codes in 1/1000 em, and how many they are."""
        get, step, default = self.widths.get, self.code_digits, self.default_width
        each = [get(codes[i : i + step], default) for i in range(0, len(codes), step)]
        return sum(each), len(each)


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """A colour space; families by their full names without the slash (ISO 32000-1, 8.6)."""

    family: str
    components: int
    inks: tuple[str, ...] = ()  #: of Separation and DeviceN, as the file spells them
    below: "Space | None" = None  #: base of Indexed and Pattern, alternate of Separation and DeviceN

    @property
    def rgb(self) -> bool:
        """Tell whether it is RGB, or stands on it."""
        profiled = self.family == "ICCBased" and self.components == 3
        return profiled or self.family in _RGB or (self.below is not None and self.below.rgb)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Image:
    """An image XObject; sizes in samples."""

    rgb: bool
    width: int = 0
    height: int = 0
    bits: int = 8  #: per component
    space: Space | None = None  #: None for a stencil, and where nothing says it
    filters: tuple[str, ...] = ()
    stencil: bool = False  #: an image mask, painted in the fill colour
    soft_mask: bool = False
    decode: tuple[float, ...] = ()
    samples: Callable[[], bytes] = field(default=bytes, repr=False)  #: decodes them; b"" for DCT, JPX, fax and the like


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a graphics state dictionary sets; None and "" where it says nothing."""

    fill_alpha: float | None = None
    stroke_alpha: float | None = None
    blend: str = ""
    soft_mask: bool = False
    overprint_fill: bool | None = None  #: op, else OP
    overprint_stroke: bool | None = None
    overprint_mode: int | None = None
    line_width: float | None = None  #: in units of the content
    font: Font | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """An optional content group, with its place among the processing steps (ISO 19593-1)."""

    name: str
    group: str = ""  #: GTS_ProcStepsGroup, "" for a layer that is none
    step: str = ""  #: GTS_ProcStepsType


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Form:
    """A Form XObject or a tiling pattern."""

    matrix: Matrix
    box: Box
    rgb_group: bool
    resources: "Resources | None"  #: None = those of whoever places it
    content: Callable[[], str] = field(repr=False)  #: reads the content, one character a byte
    digest: Callable[[], str] = field(default=str, repr=False)  #: reads all of it: content, and what it names
    names: Callable[[], str] = field(default=str, repr=False)  #: reads the digest of what it names
    group: bool = False  #: a transparency group
    layer: Layer | None = None  #: the optional content it belongs to

    def middle(self, at: Matrix) -> tuple[float, float]:
        """Return the middle of its box, set into place by a matrix."""
        x, y = (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2
        for a, b, c, d, e, f in (self.matrix, at):
            x, y = a * x + c * y + e, b * x + d * y + f
        return x, y

    def placed(self, at: Matrix, origin: tuple[float, float]) -> Rect:
        """Return the area of its box, set into place by a matrix, in mm from a point in pt."""
        corners = [(x, y) for x in (self.box[0], self.box[2]) for y in (self.box[1], self.box[3])]
        for a, b, c, d, e, f in (self.matrix, at):
            corners = [(a * x + c * y + e, b * x + d * y + f) for x, y in corners]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return area((min(xs), min(ys), max(xs), max(ys)), *origin)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Resources:
    """What names in a content stream mean."""

    fonts: Mapping[str, Font] = field(default_factory=dict[str, Font])
    forms: Mapping[str, Form] = field(default_factory=dict[str, Form])
    images: Mapping[str, Image] = field(default_factory=dict[str, Image])
    patterns: tuple[Form, ...] = ()
    overprints: Mapping[str, bool] = field(default_factory=dict[str, bool])  #: of states that say
    rgb_spaces: tuple[str, ...] = ()  #: names of colour spaces and shadings that are RGB
    spaces: Mapping[str, Space] = field(default_factory=dict[str, Space])
    shadings: Mapping[str, Space] = field(default_factory=dict[str, Space])  #: patterns of shadings included
    states: Mapping[str, State] = field(default_factory=dict[str, State])
    layers: Mapping[str, Layer] = field(default_factory=dict[str, Layer])  #: by the names marked content gives them


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Annotation:
    """An annotation of a page: its kind, its place in mm from the page's lower left, the forms that draw it."""

    kind: str
    place: Rect
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Frame:
    """What a page is but for its content, the same object for pages that are alike; boxes in mm from its lower left."""

    boxes: Mapping[str, Rect]  #: media, crop, bleed, trim, art: those it has
    origin: tuple[float, float]  #: lower left of the MediaBox in pt
    rotate: int
    user_unit: float
    rgb_group: bool
    actions: tuple[str, ...]
    resources: Resources
    group: bool = False  #: a transparency group
    annotations: tuple[Annotation, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A page of a file."""

    number: int
    frame: Frame
    content: Callable[[], str] = field(repr=False)  #: reads the content, its streams joined by line ends

    @property
    def resources(self) -> Resources:
        """Return what the names in its content mean."""
        return self.frame.resources


def area(box: Sequence[float], left: float, bottom: float) -> Rect:
    """Return a box in pt, given by any two opposite corners, in mm from a point."""
    x, right = sorted((box[0], box[2]))
    y, top = sorted((box[1], box[3]))
    return Rect(x=to_mm(x - left), y=to_mm(y - bottom), width=to_mm(right - x), height=to_mm(top - y))
