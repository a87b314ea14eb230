"""A colour as a content sets it goes in; the inks it lays, 0 to 1 each, and what it does to those beneath come out.

Process inks are C, M, Y and K, a spot has its own name, registration colour is All. What cannot be known without a
profile or a function (RGB, Lab, Indexed, shadings) is an upper bound and says so. ISO 32000-1, 8.6 and 11.7.4.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from proofs.facts import Space, State

PROCESS = ("C", "M", "Y", "K")
EVERY = "All"
_ESCAPED = re.compile("#([0-9A-Fa-f]{2})")  # of a character in a name (7.3.5)
_LONG = {"Cyan": "C", "Magenta": "M", "Yellow": "Y", "Black": "K"}
_DEVICE = {
    "DeviceGray": Space(family="DeviceGray", components=1),
    "DeviceRGB": Space(family="DeviceRGB", components=3),
    "DeviceCMYK": Space(family="DeviceCMYK", components=4),
    "Pattern": Space(family="Pattern", components=0),
}
_OPERATORS = {
    **{"g": "DeviceGray", "G": "DeviceGray", "k": "DeviceCMYK", "K": "DeviceCMYK"},
    **{"rg": "DeviceRGB", "RG": "DeviceRGB"},
}

Colour = tuple[Any, ...]


@dataclass(frozen=True)
class Tint:
    """What one colour lays on the plates it prints from."""

    inks: tuple[tuple[str, float], ...]  #: those it prints from, laid or not
    direct: bool = False  #: DeviceCMYK itself, of which OPM 1 leaves the inks of nothing (11.7.4.5)
    sure: bool = True  #: False: no more than this

    @cached_property
    def total(self) -> float:
        """Return all of its ink together."""
        return sum(amount for _, amount in self.inks)

    @cached_property
    def laid(self) -> tuple[str, ...]:
        """Return the inks it lays some of."""
        return tuple(ink for ink, amount in self.inks if amount > 0.005)

    @cached_property
    def registration(self) -> bool:
        """Tell whether it prints on every plate."""
        return any(ink == EVERY for ink in self.laid)


#: Blend modes that let nothing through (11.3.5).
OPAQUE: Final = frozenset({"Normal", "Compatible"})


@dataclass(frozen=True, slots=True)
class Blend:
    """How a paint meets what lies beneath: the parameters of the graphics state that count for ink."""

    over_fill: bool = False
    over_stroke: bool = False
    mode: int = 0
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    blend: str = "Normal"
    soft: bool = False


def changed(blend: Blend, state: State) -> Blend:
    """Return what a graphics state dictionary makes of it (8.4.5)."""
    fill, stroke, mode = state.overprint_fill, state.overprint_stroke, state.overprint_mode
    return Blend(
        over_fill=blend.over_fill if fill is None else fill,
        over_stroke=blend.over_stroke if stroke is None else stroke,
        mode=blend.mode if mode is None else mode,
        fill_alpha=blend.fill_alpha if state.fill_alpha is None else state.fill_alpha,
        stroke_alpha=blend.stroke_alpha if state.stroke_alpha is None else state.stroke_alpha,
        blend=state.blend.lstrip("/") or blend.blend,
        soft=blend.soft or state.soft_mask,
    )


def space_of(name: str, spaces: Mapping[str, Space]) -> Space | None:
    """Return the colour space a content names."""
    bare = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), name.removeprefix("/"))
    return spaces.get(bare) or _DEVICE.get(bare)


def is_pattern(colour: Colour) -> bool:
    """Tell whether a colour is a pattern, or some space's own (`scn` with a name)."""
    return colour[0] in ("scn", "SCN") and isinstance(colour[-1], str) and len(colour) > 2 and colour[-1][:1] == "/"


def tint_of(colour: Colour, spaces: Mapping[str, Space]) -> Tint:
    """Return what a colour lays; `colour` as the machine keeps it, or a tint known already."""
    operator = colour[0]
    if operator == "tint":
        return colour[1]
    if operator == "inherited":
        return Tint((("K", 1.0),))
    if operator in _OPERATORS:
        return tint(_DEVICE[_OPERATORS[operator]], [float(value) for value in colour[1:]])
    space = space_of(str(colour[1]), spaces) if len(colour) > 1 else None
    if space is None:
        return bound(None)
    if operator in ("cs", "CS"):
        return tint(space, _initial(space))
    values = [float(value) for value in colour[2:] if not str(value).startswith("/")]
    return tint(space, values)


def tint(space: Space, values: Sequence[float]) -> Tint:
    """Return what the components of a space lay."""
    family = space.family
    if len(values) != max(space.components, 1) or family in ("Indexed", "Pattern", "Lab"):
        return bound(space)
    if family in ("Separation", "DeviceN"):
        named = zip(space.inks, values, strict=False)
        return Tint(tuple((_LONG.get(ink, ink), float(v)) for ink, v in named if ink != "None"))
    if space.components == 1:
        return Tint((("C", 0.0), ("M", 0.0), ("Y", 0.0), ("K", 1.0 - values[0])))
    if space.components == 4:
        return Tint(tuple(zip(PROCESS, map(float, values), strict=True)), direct=family == "DeviceCMYK")
    c, m, y = (1.0 - value for value in values)
    return Tint((("C", c), ("M", m), ("Y", y), ("K", min(c, m, y))), sure=False)


def bound(space: Space | None) -> Tint:
    """Return the most that any colour of a space can lay."""
    if space is None:
        return Tint(tuple((ink, 1.0) for ink in PROCESS), sure=False)
    if space.family in ("Indexed", "Pattern") and space.below is not None:
        return bound(space.below)
    if space.family in ("Separation", "DeviceN"):
        return Tint(tuple((_LONG.get(ink, ink), 1.0) for ink in space.inks if ink != "None"), sure=False)
    if space.components == 1 and space.family != "Indexed":
        return Tint((("C", 0.0), ("M", 0.0), ("Y", 0.0), ("K", 1.0)), sure=False)
    return bound(None)


def _initial(space: Space) -> list[float]:
    """Return the colour a space begins with (8.6.5 to 8.6.6)."""
    if space.family in ("Separation", "DeviceN"):
        return [1.0] * space.components
    if space.family == "DeviceCMYK":
        return [0.0, 0.0, 0.0, 1.0]
    return [0.0] * space.components
