"""A [security] table's spec in, its operators out; all of a side together are the content of one form.

That form names no font and no state of its own: what it is, is its bytes, and their digest tells it from any other
(`layouts.template.Security`). Authority: 健康保険法施行規則 47条2項.
"""

from collections.abc import Mapping

from layouts.geometry import to_pt
from layouts.marks import Area
from layouts.palette import Paint
from layouts.schema import SecuritySpec
from layouts.security.guilloche import draw_band, draw_rosette
from layouts.security.latent import Latent, draw_latent
from layouts.security.micro import draw_micro
from layouts.security.pen import filled, rectangle
from layouts.security.seed import Seed


def draw_security(spec: SecuritySpec, area: Area, words: str, paints: Mapping[str, Paint], seed: Seed) -> str:
    """Draw one element of security art over its area; `words` is what micro text says. Raises MissingGlyph."""
    fill = paints.get(spec.fill)
    ground = f"{filled(fill)}{rectangle(area)}f\n" if fill else ""
    return ground + _lines(spec, area, words, paints[spec.ink], seed)


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
