"""What a layout file may say: the tables, their keys, and the frozen specs they become (mm from the top left).

Authority: design.md §3 (obligatory units, no conditions, unknown keys are errors), domain.md §1.5 (least type sizes).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from layouts.errors import Unreadable
from layouts.fit import Fit
from layouts.geometry import Point, Size
from layouts.lengths import parse_mm, parse_percent, parse_pt

FORMAT = 1
FACES = ("gothic", "bold", "mincho")
ALIGNS = ("left", "center", "right", "justify")
GROUNDS = ("wave", "guilloche", "rosette", "hatch")
SECURITY = ("latent", "guilloche", "rosette", "micro")
LEAST_FIELD_PT = 6.0
LEAST_CAPTION_PT = 5.0
LEAST_REVERSED_PT = 6.0  # paper-white on ink: what runs in closes it
LEAST_LINE_PT = 0.28  # 0.1 mm, the thinnest line every card printer holds (print.md §3)
LEAST_CONDENSE = 0.7
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
class BlockSpec:
    """[block.NAME] itself, without its elements."""

    at: tuple[Point, ...]
    size: Size


Spec = SideSpec | TextSpec | ParagraphSpec | RuleSpec | BoxSpec | QrSpec | GroundSpec | SecuritySpec | BlockSpec


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of table: its keys with what reads them, and those it must have."""

    spec: Callable[..., Spec]
    keys: Mapping[str, Callable[[Any], object]]
    required: tuple[str, ...]
    one_of: tuple[str, ...] = ()  #: exactly one of these


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise Unreadable("write a text in quotes")
    return value


def _choice(choices: tuple[str, ...]) -> Callable[[Any], str]:
    def read(value: object) -> str:
        if value not in choices:
            raise Unreadable("write one of {choices}", choices=", ".join(choices))
        return str(value)

    return read


def _list(value: object, example: str) -> list[object]:
    if not isinstance(value, list):
        raise Unreadable("write a list such as {example}", example=example)
    return cast("list[object]", value)


def _pair(value: object) -> tuple[float, float]:
    pair = _list(value, '["8mm", "14mm"]')
    if len(pair) != 2:
        raise Unreadable('write two lengths such as ["8mm", "14mm"]')
    return parse_mm(pair[0]), parse_mm(pair[1])


def _point(value: object) -> Point:
    return Point(*_pair(value))


def _points(value: object) -> tuple[Point, ...]:
    return tuple(_point(each) for each in _list(value, '[["8mm", "14mm"]]'))


def _size(value: object) -> Size:
    width, height = _pair(value)
    if width <= 0 or height <= 0:
        raise Unreadable("write a length larger than 0mm")
    return Size(width=width, height=height)


def _positive(value: object) -> float:
    if (length := parse_mm(value)) <= 0:
        raise Unreadable("write a length larger than 0mm")
    return length


def _not_negative(value: object) -> float:
    if (length := parse_mm(value)) < 0:
        raise Unreadable("write a length of 0mm or more")
    return length


def _weight(value: object) -> float:
    if (weight := parse_pt(value)) <= 0:
        raise Unreadable("write a weight larger than 0pt")
    return weight


def _dash(value: object) -> tuple[float, ...]:
    return tuple(_positive(each) for each in _list(value, '["1mm", "1mm"]'))


def _strings(value: object) -> tuple[str, ...]:
    return tuple(_string(each) for each in _list(value, '["insurer_name", "insurer_number"]'))


def _fit(value: object) -> Fit:
    table = cast("dict[str, object]", value) if isinstance(value, dict) else {}
    if "condense" not in table or not set(table) <= {"condense", "least", "lines"}:
        raise Unreadable('write {{ condense = "70%", least = "8pt" }} or {{ condense = "70%", lines = "7pt" }}')
    condense = parse_percent(table["condense"])
    if not LEAST_CONDENSE <= condense <= 1:
        raise Unreadable("condense lies between 70% and 100%")
    least, lines = (parse_pt(table[key]) if key in table else None for key in ("least", "lines"))
    return Fit(condense, least, lines)


_TEXT = {"text": _string, "static": _string, "face": _choice(FACES), "size": parse_pt, "ink": _string, "at": _point}

KINDS: Mapping[str, Kind] = {
    "side": Kind(SideSpec, {"trim": _size, "bleed": _not_negative, "safe": _not_negative}, ("trim", "bleed", "safe")),
    "text": Kind(
        TextSpec,
        {**_TEXT, "field": _string, "width": _positive, "align": _choice(ALIGNS), "fit": _fit},
        ("at", "face", "size"),
        ("text", "static", "field"),
    ),
    "paragraph": Kind(
        ParagraphSpec,
        {**_TEXT, "width": _positive, "height": _positive, "leading": _positive, "bullet": _string},
        ("at", "width", "height", "face", "size", "leading"),
        ("text", "static"),
    ),
    "rule": Kind(
        RuleSpec,
        {"from": _point, "to": _point, "weight": _weight, "ink": _string, "dash": _dash},
        ("from", "to", "weight"),
    ),
    "box": Kind(
        BoxSpec,
        {
            "at": _point,
            "size": _size,
            "fill": _string,
            "stroke": _string,
            "weight": _weight,
            "radius": _not_negative,
        },
        ("at", "size"),
    ),
    "qr": Kind(QrSpec, {"static": _string, "at": _point, "size": _positive}, ("static", "at", "size")),
    "ground": Kind(
        GroundSpec,
        {
            "kind": _choice(GROUNDS),
            "at": _point,
            "size": _size,
            "ink": _string,
            "fill": _string,
            "weight": _weight,
            "pitch": _positive,
        },
        ("kind", "at", "size"),
    ),
    "security": Kind(
        SecuritySpec,
        {
            **dict.fromkeys(("ink", "fill", "word", "word_ink"), _string),
            **dict.fromkeys(("pitch", "height"), _positive),
            "kind": _choice(SECURITY),
            "at": _point,
            "size": _size,
            "weight": parse_pt,
            "word_at": _points,
            "statics": _strings,
        },
        ("kind", "at", "size"),
    ),
    "block": Kind(BlockSpec, {"at": _points, "size": _size}, ("at", "size")),
}
ELEMENTS = ("security", "ground", "box", "rule", "qr", "text", "paragraph")  # also the order in which an art is drawn
TOP = ("format", "extends", "remove", "side", *ELEMENTS, "block")
INK_KEYS = ("ink", "fill", "stroke", "word_ink")
RENAMED = {"from": "start", "to": "end"}  # keys that are Python words
