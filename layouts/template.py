"""A layout compiled: everything in points from the trim's lower left, strings formatted once.

What enters is a checked layout, what leaves is read by the hot path (typeset), the streaming writer (Art) and the
checker (boxes). Authority: design.md §2, ISO 32000-1 8.10 (form XObjects) and 9.4 (text objects).
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from fonts.runs import EM, Shaper
from layouts.geometry import Point, Rect, Size


@dataclass(frozen=True, slots=True)
class Security:
    """The security art of a side or a block: the content of one form of its own, below everything else.

    Its operators are in points from the trim's lower left (the block's, for a block); they name the spots and the
    graphics states of the art's page and no font. Whoever checks a file knows the form by the digest of its content.
    """

    name: str  #: of the form among the art's resources
    content: bytes

    @property
    def sha256(self) -> str:
        """Return the digest of the form's content, decoded."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Art:
    """The fixed part of a side or a block.

    `pdf` is one page of exactly the size of `box`, vectors only, its origin at the lower left of `box`; `text` holds
    the captions as operators in points from the trim's lower left (the block's, for a block), naming faces by tag.
    """

    name: str
    box: Rect  #: mm, relative to the trim's lower left: the bleed box of a side
    pdf: bytes
    text: str
    codes: Mapping[str, frozenset[str]]  #: face tag → shown codes
    security: Security | None = None
    ground: bytes = b""  #: a designer's PDF of one page whose TrimBox is the side's, beneath everything


@dataclass(frozen=True, slots=True)
class Step:
    """One type size of a fit: widths in 1/1000 em that fit as they are (`full`) and condensed to the floor."""

    size: float  #: pt
    full: int
    narrow: int


@dataclass(frozen=True, slots=True)
class Pair:
    """How a text stands in two lines: their size, and how far their baselines lie from the single line's (pt)."""

    step: Step
    upper: float
    lower: float


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a variable text; `x` is its left, centre or right by `align`; lengths in pt."""

    name: str
    place: str  #: layout, block and element, for refusals
    field_name: str
    shaper: Shaper
    align: str
    x: float
    y: float
    room: float
    steps: tuple[Step, ...]  #: full size first
    pair: Pair | None = None
    known: dict[int, tuple[str, str]] = field(default_factory=dict[int, tuple[str, str]])
    #: width → operators before and after the codes of the chain's first face; widths come back often

    @property
    def size(self) -> float:
        """Return the full type size in pt."""
        return self.steps[0].size

    @property
    def trial(self) -> "Trial":
        """Return what the check before printing unpacks: so many characters of an em fit for sure."""
        return self.field_name, self.steps[-1].narrow // EM, self.shaper.covers, self


@dataclass(frozen=True, slots=True)
class Postal:
    """A place for a customer barcode; its lower left in pt from the trim's, its size in its own points."""

    name: str
    field_name: str
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Matrix:
    """A place for a Data Matrix; its upper left in pt from the trim's lower left, its module in pt."""

    name: str
    field_name: str
    x: float
    top: float
    module: float


Trial = tuple[str, int, Callable[[str], bool], Slot]


@dataclass(frozen=True, slots=True)
class Placed:
    """One placement of a block: the operators that draw its art, and its slots as they lie on the side."""

    head: str
    slots: tuple[Slot, ...]
    trials: tuple[Trial, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A part placed 0..n times; `at` = lower left of each placement in pt."""

    name: str
    size: Size
    art: Art | None
    slots: tuple[Slot, ...]
    at: tuple[Point, ...]
    placed: tuple[Placed, ...]
    fixed: Mapping[str, Rect] = field(default_factory=dict[str, Rect])


@dataclass(frozen=True, slots=True)
class Template:
    """One side, ready for typesetting."""

    name: str
    trim: Size
    bleed_mm: float
    safe: Rect
    art: Art
    slots: tuple[Slot, ...]
    blocks: Mapping[str, Block]
    head: str  #: operators that draw the art
    trials: tuple[Trial, ...]
    fixed: Mapping[str, Rect] = field(default_factory=dict[str, Rect])  #: captions and vectors, mm
    postals: tuple[Postal, ...] = ()
    matrices: tuple[Matrix, ...] = ()

    @property
    def fields(self) -> frozenset[str]:
        """Return the fields this side prints; those of a block as ``block.field``."""
        inner = {f"{block.name}.{slot.field_name}" for block in self.blocks.values() for slot in block.slots}
        own = {place.field_name for place in (*self.slots, *self.postals, *self.matrices)}
        return frozenset(own | inner)
