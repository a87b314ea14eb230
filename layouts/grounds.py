"""A kind, an area and a pitch in, fine-line curves out: the anti-copy ground (地紋) the law asks for.

Fine lines of a light tint break up or fill in on a copier. Authority: 健康保険法施行規則 47条2項
(複製等を防止し、若しくは抑止するための措置), domain.md §1.5. All lengths in points; deterministic, no randomness.
"""

from collections.abc import Callable, Iterator
from math import cos, pi, sin

from layouts.marks import Area, Curve, Place

Motion = Callable[[float], tuple[float, float, float, float]]  # t → x, y, dx/dt, dy/dt
TURN = 2 * pi


def curves(kind: str, area: Area, pitch: float) -> tuple[Curve, ...]:
    """Draw one kind of ground over an area (clipped by the caller); `pitch` is the distance between lines."""
    return tuple(_KINDS[kind](area, pitch))


def _wave(area: Area, pitch: float) -> Iterator[Curve]:
    """Parallel lines that swing together and slowly drift apart: a relief of water."""
    length, swing = 34 * pitch, 3.2 * pitch
    count = int(area.height / pitch) + 1
    for index in range(-5, count + 6):
        level = area.y + index * pitch
        drift = 0.045 * index

        def motion(t: float, level: float = level, drift: float = drift) -> tuple[float, float, float, float]:
            first = TURN * t / length + drift
            second = TURN * t / (length * 0.41) - 2.3 * drift
            y = level + swing * (0.72 * sin(first) + 0.28 * sin(second))
            slope = swing * TURN / length * (0.72 * cos(first) + 0.28 / 0.41 * cos(second))
            return area.x + t, y, 1.0, slope

        yield flowing(motion, 0.0, area.width, _segments(area.width, length * 0.41 / 5))


def _guilloche(area: Area, pitch: float) -> Iterator[Curve]:
    """A band of interlaced lines between two swelling envelopes, as on a bank note."""
    length, swell = 11 * pitch, area.width / 3
    middle = area.y + area.height / 2
    count = max(6, int(area.height / pitch))
    for index in range(count):
        phase = TURN * index / count

        def motion(t: float, phase: float = phase) -> tuple[float, float, float, float]:
            beat, turn = TURN * t / swell, TURN * t / length + phase
            reach = area.height / 2 * (0.68 + 0.32 * cos(beat))
            grows = -area.height / 2 * 0.32 * sin(beat) * TURN / swell
            return area.x + t, middle + reach * sin(turn), 1.0, grows * sin(turn) + reach * cos(turn) * TURN / length

        yield flowing(motion, 0.0, area.width, _segments(area.width, length / 6))


def _rosette(area: Area, pitch: float) -> Iterator[Curve]:
    """Closed petals turned about one centre; `pitch` is the distance of the turns at the rim."""
    x, y = area.x + area.width / 2, area.y + area.height / 2
    radius = min(area.width, area.height) / 2
    count = max(6, int(radius / pitch))
    for index in range(count):
        phase, petals = TURN * index / count, 8

        def motion(t: float, phase: float = phase, petals: int = petals) -> tuple[float, float, float, float]:
            r = radius * (0.62 + 0.38 * cos(petals * t + phase))
            dr = -radius * 0.38 * petals * sin(petals * t + phase)
            return x + r * cos(t), y + r * sin(t), dr * cos(t) - r * sin(t), dr * sin(t) + r * cos(t)

        yield flowing(motion, 0.0, TURN, petals * 8)


def _hatch(area: Area, pitch: float) -> Iterator[Curve]:
    """Straight lines at 45°, rising to the right."""
    count = int((area.width + area.height) / (pitch * 2**0.5)) + 1
    for index in range(count + 1):
        offset = index * pitch * 2**0.5 - area.height

        def motion(t: float, offset: float = offset) -> tuple[float, float, float, float]:
            return area.x + offset + t, area.y + t, 1.0, 1.0

        yield flowing(motion, 0.0, area.height, 1)


_KINDS = {"wave": _wave, "guilloche": _guilloche, "rosette": _rosette, "hatch": _hatch}


def _segments(length: float, step: float) -> int:
    return max(2, round(length / step))


def flowing(motion: Motion, first: float, last: float, count: int) -> Curve:
    """Approximate a motion by Bézier segments that share its places and directions (Hermite)."""
    step = (last - first) / count
    x, y, dx, dy = motion(first)
    start = (x, y)
    segments: list[tuple[Place, Place, Place]] = []
    for index in range(1, count + 1):
        ex, ey, edx, edy = motion(first + index * step)
        third = step / 3
        segments.append(((x + dx * third, y + dy * third), (ex - edx * third, ey - edy * third), (ex, ey)))
        x, y, dx, dy = ex, ey, edx, edy
    return Curve(start, tuple(segments))
