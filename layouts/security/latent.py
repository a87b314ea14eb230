"""A ground of waves whose latent word shows on a copy: area, word and seed in, operators in pt out.

Two structures of as much ink, in one flow: fine lines `weight` wide at `pitch`; in the word darker lines at 2.5 times
the pitch, of which every second goes on beyond it. By eye both are the same tone. A copier cannot hold the fine
structure: its optics blur it to a flat tone, which its background suppression takes for paper, while the coarse
one keeps dark lines above it.
Authority: 健康保険法施行規則 47条2項 (複製等を防止し、若しくは抑止するための措置); print.md §3 (least line 0.1 mm).
"""

from dataclasses import dataclass
from math import ceil, cos, pi, radians, sin

from fonts.outlines import outline
from layouts.geometry import to_pt
from layouts.grounds import flowing
from layouts.marks import Area, Curve, Place
from layouts.palette import Paint, depth
from layouts.security.pen import clipped, contours, filled, moved, path, rectangle, stroked, turned
from layouts.security.seed import Seed

_TURN = 2 * pi
_SLANT = radians(4)  # a word along the lines would show as their edges
_COARSE = 2.5  # the pitch of the word's lines in that of the ground: every second one goes on beyond the word
_SWELL = 0.028  # of the em, all round: a stroke wide enough for several lines
_SIDES = 12  # directions a stroke swells in
_STEPS = 6  # Bézier segments a period


@dataclass(frozen=True, slots=True)
class Word:
    """What a copy shows, about its middles; none where the text is empty."""

    text: str
    height: float  #: of the em
    middles: tuple[Place, ...]
    paint: Paint


@dataclass(frozen=True, slots=True)
class Latent:
    """What a latent ground is made of; lengths in pt."""

    area: Area
    word: Word
    pitch: float
    weight: float
    line: Paint
    ground: Paint  #: under the lines: what clears the word of the fine ones


@dataclass(frozen=True, slots=True)
class _Flow:
    """The one line that all lines repeat: a swing with an overtone, moved along from line to line."""

    period: float
    swing: float
    overtone: float
    phase: float
    lean: float  #: how far the swing moves along from line to line, in their distance

    def motion(self, x: float) -> tuple[float, float, float, float]:
        """Return place and direction."""
        turn = _TURN * x / self.period
        y = self.swing * (sin(turn) + self.overtone * sin(2 * turn + self.phase))
        slope = self.swing * _TURN / self.period * (cos(turn) + 2 * self.overtone * cos(2 * turn + self.phase))
        return x, y, 1.0, slope


def draw_latent(latent: Latent, seed: Seed) -> str:
    """Draw the lines, the latent words in them."""
    flow = _flow(seed)
    line = path(_line(flow, latent.area.width)) + " S\n"
    drawn = stroked(latent.line, latent.weight) + _lines(latent, flow, line, 1.0)
    if latent.word.text:
        cleared = f"{filled(latent.ground)}{rectangle(latent.area)}f\n"
        coarse = stroked(latent.word.paint, _coarse(latent)) + _lines(latent, flow, line, _COARSE)
        drawn += clipped(_contours(latent.word), "W", cleared + coarse)
    return clipped(rectangle(latent.area), "W", drawn)


def _coarse(latent: Latent) -> float:
    """Return how wide the word's lines are, to be of one tone with the ground."""
    lighter, darker = depth(latent.line), depth(latent.word.paint)
    return max(latent.weight, _COARSE * latent.weight * lighter / darker)


def _flow(seed: Seed) -> _Flow:
    period = to_pt(seed.between("period", 36, 48))
    return _Flow(
        period=period,
        swing=to_pt(seed.between("swing", 2.0, 2.8)),
        overtone=seed.between("overtone", 0.12, 0.26),
        phase=seed.between("phase", 0, _TURN),
        lean=seed.between("lean", 0.25, 0.6) * (1 if seed.among("side", 0, 1) else -1),
    )


def _line(flow: _Flow, width: float) -> Curve:
    length = width + flow.period
    return flowing(flow.motion, 0.0, length, ceil(length / flow.period * _STEPS))


def _lines(latent: Latent, flow: _Flow, line: str, factor: float) -> str:
    """Repeat the line over the area, from below it to above it, the pitch wider by a factor."""
    area, reach, pitch = latent.area, flow.swing * (1 + flow.overtone), latent.pitch * factor
    parts: list[str] = []
    for index in range(ceil((area.height + 2 * reach) / pitch) + 1):
        level = index * pitch
        shift = (level * flow.lean) % flow.period - flow.period
        parts.append(moved((area.x + shift, area.y - reach + level), line))
    return "".join(parts)


def _contours(word: Word) -> str:
    """Write the word's contours whole about each of its middles, on a slight slant, its strokes swollen.

    Several copies a little apart, filled by the nonzero rule, are one word with thicker strokes.
    """
    drawn, size, across, along = outline("bold", word.text), word.height, cos(_SLANT), sin(_SLANT)
    half, rise = drawn.width * size / 2000, 0.38 * size
    parts: list[str] = []
    for middle in word.middles:
        x, y = middle[0] - half * across + rise * along, middle[1] - half * along - rise * across
        for side in range(_SIDES):
            turn = _TURN * side / _SIDES
            at = (x + _SWELL * size * cos(turn), y + _SWELL * size * sin(turn))
            parts.append(contours(turned(drawn, at, size, across, along)))
    return "".join(parts)
