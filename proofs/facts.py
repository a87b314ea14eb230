"""What the structure of a file says, as plain values: made by `proofs/structure.py`, read by the checks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from layouts.geometry import Rect, to_mm

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


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


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Image:
    """An image: whether its samples are RGB."""

    rgb: bool


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

    def middle(self, at: Matrix) -> tuple[float, float]:
        """Return the middle of its box, set into place by a matrix."""
        x, y = (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2
        for a, b, c, d, e, f in (self.matrix, at):
            x, y = a * x + c * y + e, b * x + d * y + f
        return x, y


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Resources:
    """What names in a content stream mean."""

    fonts: Mapping[str, Font] = field(default_factory=dict[str, Font])
    forms: Mapping[str, Form] = field(default_factory=dict[str, Form])
    images: Mapping[str, Image] = field(default_factory=dict[str, Image])
    patterns: tuple[Form, ...] = ()
    overprints: Mapping[str, bool] = field(default_factory=dict[str, bool])  #: of states that say
    rgb_spaces: tuple[str, ...] = ()  #: names of colour spaces and shadings that are RGB


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
