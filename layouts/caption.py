"""Fixed texts in, glyph operators out: captions, texts of the society, and running text, for the art.

The same faces and the same code form as the variable texts, so that captions add no font to a file.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from fonts.catalog import Gaiji
from fonts.runs import MissingGlyph, Run, Shaper, shaper
from layouts.errors import Faults
from layouts.fit import FULL, fitted, steps
from layouts.geometry import EPS_MM, Rect, to_mm, to_pt
from layouts.lines import break_lines
from layouts.place import ASCENT, text_box
from layouts.schema import ParagraphSpec, TextSpec
from layouts.show import points, show_pieces, start
from layouts.source import Raw


@dataclass(frozen=True, slots=True)
class Caption:
    """A fixed text set: its operators in pt of its frame, its box in mm, its ink's name."""

    operators: str
    box: Rect
    ink: str
    runs: tuple[Run, ...]


def set_caption(
    raw: Raw, spec: TextSpec, content: str, height: float, gaiji: Gaiji | None, faults: Faults
) -> Caption | None:
    """Set a caption in a frame of a height in mm; note a fault and return None where it does not fit."""
    run = _run(raw, shaper(spec.face, gaiji), content, faults)
    if run is None:
        return None
    natural = run.width * spec.size / 1000
    room = natural if spec.width is None else to_pt(spec.width)
    fit = fitted(run.width, steps(spec.size, room + 0.01, spec.fit))
    if fit is None:
        _too_wide(raw, natural, room, faults)
        return None
    x, y = to_pt(spec.at.x), to_pt(height - spec.at.y)
    box = text_box(spec.align, spec.at.x, height - spec.at.y, to_mm(room), to_mm(spec.size))
    if spec.align == "justify":
        return Caption(_justified(run, spec, x, y, room), box, spec.ink, (run,))
    left = x - fit.width if spec.align == "right" else x - fit.width / 2 if spec.align == "center" else x
    text = start(left, y) + show_pieces(run.pieces, points(fit.size))
    if fit.scale != FULL:
        text = f"{points(fit.scale)} Tz {text}100 Tz\n"
    return Caption(text, box, spec.ink, (run,))


def _justified(run: Run, spec: TextSpec, x: float, y: float, room: float) -> str:
    """Spread the glyphs over the room (均等割付)."""
    count = sum(len(piece.codes) // 4 for piece in run.pieces)
    space = (room - run.width * spec.size / 1000) / max(1, count - 1)
    return f"{points(space)} Tc {start(x, y)}{show_pieces(run.pieces, points(spec.size))}0 Tc\n"


def set_paragraph(
    raw: Raw, spec: ParagraphSpec, content: str, height: float, gaiji: Gaiji | None, faults: Faults
) -> Caption | None:
    """Break and set running text; note a fault and return None where it does not fit its room."""
    chain = shaper(spec.face, gaiji)
    if _run(raw, chain, content.replace("\n", "") + spec.bullet, faults) is None:
        return None
    shape = chain.run
    lines = list(_lines(spec, content, lambda text: shape(text).width * spec.size / 1000))
    top = height - spec.at.y + ASCENT * to_mm(spec.size)
    box = Rect(x=spec.at.x, y=top - spec.height, width=spec.width, height=spec.height)
    needed = (len(lines) - 1) * spec.leading + to_mm(spec.size)
    if needed > spec.height + EPS_MM:
        fact = "{table}: {count} lines need {needed} mm, the room is {room} mm high"
        faults.add(
            "overflow", raw.place(), fact, table=raw.label, count=len(lines), needed=f"{needed:.1f}", room=spec.height
        )
        return None
    parts: list[str] = []
    runs: list[Run] = []
    for index, line in enumerate(lines):
        y = to_pt(height - spec.at.y - index * spec.leading)
        for indent, text in line:
            run = shape(text)
            if indent + run.width * spec.size / 1000 > to_pt(spec.width) + 0.01:
                _too_wide(raw, indent + run.width * spec.size / 1000, to_pt(spec.width), faults)
                return None
            parts.append(start(to_pt(spec.at.x) + indent, y) + show_pieces(run.pieces, points(spec.size)))
            runs.append(run)
    return Caption("".join(parts), box, spec.ink, tuple(runs))


def _lines(spec: ParagraphSpec, content: str, measure: Callable[[str], float]) -> Iterator[Sequence[tuple[float, str]]]:
    """Yield the lines, each as (indent in pt, text); a bullet hangs before the first line of each part."""
    indent = measure(spec.bullet) if spec.bullet else 0.0
    for part in content.split("\n"):
        for index, line in enumerate(break_lines(part, to_pt(spec.width) - indent, measure)):
            texts = [(indent, line)] if line else []
            yield [(0.0, spec.bullet), *texts] if spec.bullet and index == 0 else texts


def _run(raw: Raw, chain: Shaper, content: str, faults: Faults) -> Run | None:
    try:
        return chain.run(content)
    except MissingGlyph as missing:
        fact = "{table}: no face has {codepoints}"
        faults.add("glyph", raw.place(), fact, table=raw.label, codepoints=missing.codepoints)
        return None


def _too_wide(raw: Raw, width: float, room: float, faults: Faults) -> None:
    fact = "{table}: the text is {width} mm wide, its room {room} mm"
    faults.add(
        "overflow",
        raw.place(),
        fact,
        table=raw.label,
        width=f"{to_mm(width):.1f}",
        room=f"{to_mm(room):.1f}",
    )
