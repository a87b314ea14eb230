"""A ground of waves whose latent word shows on a copy: area, word and seed in, operators in pt out.

Two structures of one tint: lines `weight` wide at `pitch`, and in the word coarser lines at a pitch as much coarser. By
eye both are the same tone. A copier cannot hold the fine structure: its optics blur it to a flat
tone, which its background suppression takes for paper, while the coarse one keeps dark lines above it.
Authority: 健康保険法施行規則 47条2項 (複製等を防止し、若しくは抑止するための措置); print.md §3 (least line 0.1 mm).
"""

from dataclasses import dataclass
from math import ceil, cos, pi, radians, sin

from fonts.outlines import outline
from layouts.geometry import to_pt
from layouts.grounds import flowing
from layouts.marks import Area, Curve, Place
from layouts.palette import Paint
from layouts.security.pen import clipped, contours, moved, path, rectangle, stroked, turned
from layouts.security.seed import Seed

_TURN = 2 * pi
_SLANT = radians(19)  # a word along the lines would show as their edges
_COARSE = 2.2  # the width and the pitch of the word's lines, in those of the ground
_GAP = 0.55  # between words, in their height
_STEPS = 6  # Bézier segments a period


@dataclass(frozen=True, slots=True)
class Latent:
    """What a latent ground is made of; lengths in pt."""

    area: Area
    word: str
    height: float  #: of the word's em
    pitch: float
    weight: float


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


def draw_latent(latent: Latent, paint: Paint, seed: Seed) -> str:
    """Draw the ground, the latent word in it."""
    flow = _flow(seed)
    line = path(_line(flow, latent.area.width)) + " S\n"
    fine, coarse = (_lines(latent, flow, line, factor) for factor in (1.0, _COARSE))
    words = _words(latent)
    around = clipped(rectangle(latent.area) + words, "W*", stroked(paint, latent.weight) + fine)
    inside = clipped(words, "W*", stroked(paint, _COARSE * latent.weight) + coarse) if words else ""
    return clipped(rectangle(latent.area), "W", around + inside)


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


def _words(latent: Latent) -> str:
    """Write the word's contours all over the area, on a slant, every second row half a step on."""
    if not latent.word:
        return ""
    word, area, size = outline("bold", latent.word), latent.area, latent.height
    width, across, along = word.width * size / 1000, cos(_SLANT), sin(_SLANT)
    step, row = width + _GAP * size, size * (1 + _GAP)
    reach = area.width + area.height
    x0, y0 = area.x + area.width / 2 - width / 2 * across, area.y + area.height / 2 - 0.38 * size - width / 2 * along
    parts: list[str] = []
    for i in range(-ceil(reach / row), ceil(reach / row) + 1):
        for j in range(-ceil(reach / step), ceil(reach / step) + 1):
            u, v = (j + (i % 2) / 2) * step, i * row
            at = (x0 + u * across - v * along, y0 + u * along + v * across)
            strokes = turned(word, at, size, across, along)
            spots = [place for stroke in strokes for place in stroke.places]
            if any(_inside(area, spot) for spot in spots):
                parts.append(contours(strokes))
    return "".join(parts)


def _inside(area: Area, place: Place) -> bool:
    return area.x <= place[0] <= area.x + area.width and area.y <= place[1] <= area.y + area.height
