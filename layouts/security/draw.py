"""A [security] table's spec in, its operators out; all of a side together are the content of one form.

That form names no font and no state of its own: what it is, is its bytes, and their digest tells it from any other
(`layouts.template.Security`). Authority: 健康保険法施行規則 47条2項.
"""

from functools import lru_cache

from layouts.geometry import to_pt
from layouts.marks import Area
from layouts.palette import Paint
from layouts.schema import SecuritySpec
from layouts.security.guilloche import draw_band, draw_rosette
from layouts.security.latent import Latent, draw_latent
from layouts.security.micro import draw_micro
from layouts.security.pen import filled, rectangle
from layouts.security.seed import Seed


@lru_cache(maxsize=32)
def draw_security(spec: SecuritySpec, area: Area, words: str, paints: tuple[Paint, Paint | None], seed: Seed) -> str:
    """Draw one element of security art over its area: line and fill; `words` is what micro text says.

    Remembered, because variants of a side share their art. Raises MissingGlyph.
    """
    line, fill = paints
    ground = f"{filled(fill)}{rectangle(area)}f\n" if fill else ""
    return ground + _lines(spec, area, words, line, seed)


def _lines(spec: SecuritySpec, area: Area, words: str, paint: Paint, seed: Seed) -> str:
    match spec.kind:
        case "latent":
            latent = Latent(area, spec.word, to_pt(spec.height), to_pt(spec.pitch), spec.weight)
            return draw_latent(latent, paint, seed)
        case "guilloche":
            return draw_band(area, to_pt(spec.pitch), spec.weight, paint, seed)
        case "rosette":
            return draw_rosette(area, to_pt(spec.pitch), spec.weight, paint, seed)
        case _:
            return draw_micro(area, words, paint) if words else ""
