"""What a layout file may say: the tables, their keys, and the frozen specs they become (mm from the top left).

Authority: design.md §3 (obligatory units, no conditions, unknown keys are errors), domain.md §1.5 (least type sizes).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from layouts import values
from layouts.fit import Fit
from layouts.geometry import Point, Size
from layouts.lengths import parse_pt

FORMAT = 1
FACES = ("gothic", "bold", "mincho")
ALIGNS = ("left", "center", "right", "justify")
GROUNDS = ("wave", "guilloche", "rosette", "hatch")
SECURITY = ("latent", "guilloche", "rosette", "micro")
LEAST_FIELD_PT = 6.0
LEAST_CAPTION_PT = 5.0
LEAST_REVERSED_PT = 6.0  # paper-white on ink: what runs in closes it
LEAST_LINE_PT = 0.28  # 0.1 mm, the thinnest line every card printer holds (print.md §3)
NAME = re.compile(r"[a-z0-9][a-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class SideSpec:
    """[side]."""

    trim: Size
    bleed: float
    safe: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSpec:
    """[text.NAME]: a caption, a text of the society, or a field."""

    at: Point
    face: str
    size: float  #: pt
    text: str = ""
    static: str = ""
    field: str = ""
    width: float | None = None
    align: str = "left"
    fit: Fit | None = None
    ink: str = "black"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphSpec:
    """[paragraph.NAME]: running text; `at` is the baseline of its first line."""

    at: Point
    width: float
    height: float
    face: str
    size: float  #: pt
    leading: float
    text: str = ""
    static: str = ""
    ink: str = "black"
    bullet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSpec:
    """[rule.NAME]."""

    start: Point
    end: Point
    weight: float  #: pt
    ink: str = "black"
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxSpec:
    """[box.NAME]."""

    at: Point
    size: Size
    fill: str = ""
    stroke: str = ""
    weight: float = 0.3  #: pt
    radius: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class QrSpec:
    """[qr.NAME]: a static code; `size` includes its quiet zone."""

    static: str
    at: Point
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundSpec:
    """[ground.NAME]: generated fine lines."""

    kind: str
    at: Point
    size: Size
    ink: str = "society_fine"
    fill: str = ""  #: what lies under the lines
    weight: float = LEAST_LINE_PT
    pitch: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SecuritySpec:
    """[security.NAME]: a measure against copying, drawn from the society's number; exempt from the type rules."""

    kind: str
    at: Point
    size: Size
    ink: str = "society_line"
    fill: str = ""  #: what lies under the lines
    weight: float = LEAST_LINE_PT
    pitch: float = 0.2
    word: str = ""  #: latent: what a copy shows
    word_at: tuple[Point, ...] = ()  #: latent: the middles of its words; none: the area's
    word_ink: str = "society_word"  #: latent: of the word's lines
    height: float = 15.0  #: latent: of the word's em
    statics: tuple[str, ...] = ()  #: micro: the society's texts that it repeats


@dataclass(frozen=True, slots=True, kw_only=True)
class PostalSpec:
    """[postal.NAME]: a customer barcode of the post (カスタマバーコード); `at` is the upper left of its bars."""

    field: str
    at: Point
    size: float  #: its own points, 8 to 11.5


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixSpec:
    """[datamatrix.NAME]: a code of one piece; `at` is the upper left of its modules."""

    field: str
    at: Point
    module: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockSpec:
    """[block.NAME] itself, without its elements."""

    at: tuple[Point, ...]
    size: Size


Spec = (
    SideSpec
    | TextSpec
    | ParagraphSpec
    | RuleSpec
    | BoxSpec
    | QrSpec
    | GroundSpec
    | SecuritySpec
    | PostalSpec
    | MatrixSpec
    | BlockSpec
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of table: its keys with what reads them, and those it must have."""

    spec: Callable[..., Spec]
    keys: Mapping[str, Callable[[Any], object]]
    required: tuple[str, ...]
    one_of: tuple[str, ...] = ()  #: exactly one of these


_TEXT = {
    "text": values.string,
    "static": values.string,
    "face": values.choice(FACES),
    "size": values.type_size,
    "ink": values.string,
    "at": values.point,
}

KINDS: Mapping[str, Kind] = {
    "side": Kind(
        SideSpec,
        {"trim": values.size, "bleed": values.not_negative, "safe": values.not_negative},
        ("trim", "bleed", "safe"),
    ),
    "text": Kind(
        TextSpec,
        {**_TEXT, "field": values.string, "width": values.positive, "align": values.choice(ALIGNS), "fit": values.fit},
        ("at", "face", "size"),
        ("text", "static", "field"),
    ),
    "paragraph": Kind(
        ParagraphSpec,
        {
            **_TEXT,
            "width": values.positive,
            "height": values.positive,
            "leading": values.positive,
            "bullet": values.string,
        },
        ("at", "width", "height", "face", "size", "leading"),
        ("text", "static"),
    ),
    "rule": Kind(
        RuleSpec,
        {"from": values.point, "to": values.point, "weight": values.weight, "ink": values.string, "dash": values.dash},
        ("from", "to", "weight"),
    ),
    "box": Kind(
        BoxSpec,
        {
            "at": values.point,
            "size": values.size,
            "fill": values.string,
            "stroke": values.string,
            "weight": values.weight,
            "radius": values.not_negative,
        },
        ("at", "size"),
    ),
    "qr": Kind(
        QrSpec, {"static": values.string, "at": values.point, "size": values.positive}, ("static", "at", "size")
    ),
    "ground": Kind(
        GroundSpec,
        {
            "kind": values.choice(GROUNDS),
            "at": values.point,
            "size": values.size,
            "ink": values.string,
            "fill": values.string,
            "weight": values.weight,
            "pitch": values.pitch,
        },
        ("kind", "at", "size"),
    ),
    "security": Kind(
        SecuritySpec,
        {
            **dict.fromkeys(("ink", "fill", "word", "word_ink"), values.string),
            "pitch": values.pitch,
            "height": values.positive,
            "kind": values.choice(SECURITY),
            "at": values.point,
            "size": values.size,
            "weight": parse_pt,
            "word_at": values.points,
            "statics": values.strings,
        },
        ("kind", "at", "size"),
    ),
    "postal": Kind(
        PostalSpec,
        {"field": values.string, "at": values.point, "size": values.postal_size},
        ("field", "at", "size"),
    ),
    "datamatrix": Kind(
        MatrixSpec,
        {"field": values.string, "at": values.point, "module": values.positive},
        ("field", "at", "module"),
    ),
    "block": Kind(BlockSpec, {"at": values.points, "size": values.size}, ("at", "size")),
}
ELEMENTS = (
    "security",
    "ground",
    "box",
    "rule",
    "qr",
    "text",
    "paragraph",
    "postal",
    "datamatrix",
)  # also the order in which an art is drawn
TOP = ("format", "extends", "remove", "side", *ELEMENTS, "block")
INK_KEYS = ("ink", "fill", "stroke", "word_ink")
RENAMED = {"from": "start", "to": "end"}  # keys that are Python words
