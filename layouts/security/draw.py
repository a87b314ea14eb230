"""A [security] table's spec in, its operators out; all of a side together are the content of one form.

That form names no font and no state of its own: what it is, is its bytes, and their digest tells it from any other
(`layouts.template.Security`). Authority: 健康保険法施行規則 47条2項.
"""

from dataclasses import dataclass
from functools import lru_cache

from layouts.geometry import to_pt
from layouts.ink import Ink
from layouts.marks import Area, Place
from layouts.palette import Paint
from layouts.schema import SecuritySpec
from layouts.security.guilloche import draw_band, draw_rosette
from layouts.security.latent import Latent, Word, draw_latent
from layouts.security.micro import draw_micro
from layouts.security.pen import filled, rectangle
from layouts.security.seed import Seed

_PAPER = Paint(Ink((0, 0, 0, 0)))


@dataclass(frozen=True, slots=True)
class Paints:
    """What an element is drawn with."""

    line: Paint
    word: Paint
    fill: Paint | None


@lru_cache(maxsize=32)
def draw_security(
    spec: SecuritySpec, where: tuple[Area, tuple[Place, ...]], words: str, paints: Paints, seed: Seed
) -> str:
    """Draw one element of security art: its area, the middles of latent words, and what micro text says.

    Remembered, because variants of a side share their art. Raises MissingGlyph.
    """
    area, middles = where
    if spec.kind == "latent":
        drawn = draw_latent(_latent(spec, area, middles, paints), seed)
    else:
        drawn = _lines(spec, area, words, paints.line, seed)
    return (f"{filled(paints.fill)}{rectangle(area)}f\n" if paints.fill else "") + drawn


def _latent(spec: SecuritySpec, area: Area, middles: tuple[Place, ...], paints: Paints) -> Latent:
    middle = area.x + area.width / 2, area.y + area.height / 2
    word = Word(spec.word, to_pt(spec.height), middles or (middle,), paints.word)
    return Latent(area, word, to_pt(spec.pitch), spec.weight, paints.line, paints.fill or _PAPER)


def _lines(spec: SecuritySpec, area: Area, words: str, paint: Paint, seed: Seed) -> str:
    match spec.kind:
        case "guilloche":
            return draw_band(area, to_pt(spec.pitch), spec.weight, paint, seed)
        case "rosette":
            return draw_rosette(area, to_pt(spec.pitch), spec.weight, paint, seed)
        case _:
            return draw_micro(area, words, paint) if words else ""
