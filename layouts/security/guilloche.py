"""An area, a pitch and a seed in, interlaced lines out: a band between swelling envelopes, and a rosette.

Nothing that a scanner smooths or a hand redraws keeps such crossings. Authority: domain.md §1.5. Operators in pt.
"""

from math import cos, pi, sin

from layouts.grounds import flowing
from layouts.marks import Area, Curve
from layouts.palette import Paint
from layouts.security.pen import clipped, path, rectangle, stroked
from layouts.security.seed import Seed
from layouts.show import points

_TURN = 2 * pi


def draw_band(area: Area, pitch: float, weight: float, paint: Paint, seed: Seed) -> str:
    """Draw a band as long as the area; `pitch` is the distance of its lines where they lie widest.

    Swells and turns share their period, and half of the lines are the other half upside down: so one swell's lines are
    written again and again as the same bytes.
    """
    swells = seed.among("swells", 3, 5)
    swell, turns = area.width / swells, seed.among("turns", 11, 14) // swells
    depth, half = seed.between("depth", 0.24, 0.36), area.height / 2
    count = max(3, round(half / pitch))
    lines = "".join(path(_strand(swell, turns, depth, half, pi * i / count)) + "\n" for i in range(count)) + "S\n"
    middle = area.y + half
    parts = [
        f"q 1 0 0 {side} {points(area.x + index * swell)} {points(middle)} cm\n{lines}Q\n"
        for side in (1, -1)
        for index in range(swells)
    ]
    return clipped(rectangle(area), "W", stroked(paint, weight) + "".join(parts))


def _strand(swell: float, turns: int, depth: float, half: float, phase: float) -> Curve:
    """Draw one line of one swell of a band, along the band's middle."""

    def motion(t: float) -> tuple[float, float, float, float]:
        beat, turn = _TURN * t / swell, _TURN * turns * t / swell + phase
        reach, grows = half * (1 - depth + depth * cos(beat)), -half * depth * sin(beat) * _TURN / swell
        return t, reach * sin(turn), 1.0, grows * sin(turn) + reach * cos(turn) * _TURN * turns / swell

    return flowing(motion, 0.0, swell, turns * 6)


def draw_rosette(area: Area, pitch: float, weight: float, paint: Paint, seed: Seed) -> str:
    """Draw one closed flower turned about the centre; `pitch` is the distance of its turns at the rim."""
    radius = min(area.width, area.height) / 2
    petals, inner = seed.among("petals", 7, 11), seed.between("inner", 0.2, 0.27)
    second = seed.between("second", 0.03, 0.08)
    outer = 1 - inner - second

    def motion(t: float) -> tuple[float, float, float, float]:
        r = radius * (outer + inner * cos(petals * t) + second * sin(2 * petals * t))
        dr = radius * petals * (2 * second * cos(2 * petals * t) - inner * sin(petals * t))
        return r * cos(t), r * sin(t), dr * cos(t) - r * sin(t), dr * sin(t) + r * cos(t)

    line = path(flowing(motion, 0.0, _TURN, petals * 10)) + " s\n"
    count = max(4, round(_TURN * radius / petals / pitch))
    x, y = area.x + area.width / 2, area.y + area.height / 2
    parts: list[str] = []
    for index in range(count):
        c, s = cos(_TURN * index / petals / count), sin(_TURN * index / petals / count)
        parts.append(f"q {c:.5f} {s:.5f} {-s:.5f} {c:.5f} {x:.2f} {y:.2f} cm\n{line}Q\n")
    return clipped(rectangle(area), "W", stroked(paint, weight) + "".join(parts))
