"""A delivered PDF goes in; every line and every shown string comes out, as a press would draw them. Lengths in mm.

A reader of its own for the tests: it shares nothing with the maker, nor with the checker.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pikepdf

MM = 25.4 / 72
SECURITY = "/S_"
Matrix = tuple[float, float, float, float, float, float]
_STROKES = frozenset({"S", "s", "B", "B*", "b", "b*"})
_FILLS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*"})
_ENDS = _STROKES | _FILLS | {"n"}
_COLOURS = frozenset({"g", "rg", "k", "sc", "scn"})
_SHOWS = frozenset({"Tj", "TJ", "'", '"'})


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line with its width, a bar with its lesser side, or a string with its paint; `place` names page and forms."""

    kind: str
    place: str
    width: float = 0.0
    paint: tuple[object, ...] = ()
    overprints: bool = False
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class _State:
    ctm: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    width: float = 1.0
    paint: tuple[object, ...] = ("g", 0.0)
    overprint: bool = False
    mode: int = 0
    size: float = 0.0
    bars: tuple[float, ...] = field(default=())

    @property
    def scale(self) -> float:
        a, b, c, d = self.ctm[:4]
        return abs(a * d - b * c) ** 0.5


def drawn(path: Path) -> Iterator[Drawn]:
    """Yield all that a file draws, its security art left out."""
    with pikepdf.open(path) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            yield from _content(page.obj, page.obj.Resources, f"{path.name} p{number}", _State(), {})


def _content(
    held: pikepdf.Object,
    resources: pikepdf.Object,
    place: str,
    state: _State,
    known: dict[tuple[object, ...], list[Drawn]],
) -> Iterator[Drawn]:
    saved: list[_State] = []
    for operands, operator in pikepdf.parse_content_stream(held):
        name = str(operator)
        if name == "q":
            saved.append(state)
        elif name == "Q":
            state = saved.pop()
        elif name == "Do":
            yield from _form(resources.XObject[operands[0]], str(operands[0]), resources, place, state, known)
        elif name in _SHOWS:
            yield Drawn("text", place, 0.0, state.paint, state.overprint, state.size)
        elif name in _ENDS:
            yield from _painted(name, place, state)
            state = replace(state, bars=())
        else:
            state = _changed(state, name, list(operands), resources)


def _form(
    form: pikepdf.Object,
    name: str,
    outer: pikepdf.Object,
    place: str,
    state: _State,
    known: dict[tuple[object, ...], list[Drawn]],
) -> Iterator[Drawn]:
    """Yield what a form draws; a form met again in the same state draws the same again."""
    if name.startswith(SECURITY):
        return
    inner = replace(state, ctm=_times(_matrix(form.get("/Matrix", [1, 0, 0, 1, 0, 0])), state.ctm))
    key = form.objgen, round(inner.scale, 4), state.paint, state.overprint, state.width
    if key not in known:
        known[key] = list(_content(form, form.get("/Resources", outer), f"{place}{name}", inner, known))
    yield from known[key]


def _painted(operator: str, place: str, state: _State) -> Iterator[Drawn]:
    if operator in _STROKES:
        yield Drawn("line", place, state.width * state.scale * MM)
    if operator in _FILLS:
        for side in state.bars:
            yield Drawn("bar", place, side * state.scale * MM)


def _changed(state: _State, name: str, operands: Sequence[pikepdf.Object], resources: pikepdf.Object) -> _State:
    if name == "cm":
        return replace(state, ctm=_times(_matrix(operands), state.ctm))
    if name == "w":
        return replace(state, width=float(operands[0]))
    if name == "re":
        return replace(state, bars=(*state.bars, min(abs(float(operands[2])), abs(float(operands[3])))))
    if name == "Tf":
        return replace(state, size=float(operands[1]))
    if name in _COLOURS:
        return replace(state, paint=(name, *map(_plain, operands)))
    if name == "cs":
        return replace(state, paint=(name, *map(str, operands)))
    if name == "gs":
        said = resources.ExtGState[operands[0]]
        width = float(said.get("/LW", state.width))
        if "/op" in said or "/OP" in said:
            op = bool(said.get("/op", said.get("/OP"))) and int(said.get("/OPM", 0)) == 1
            return replace(state, overprint=op, width=width)
        return replace(state, width=width)
    return state


def _plain(operand: object) -> object:
    return str(operand) if isinstance(operand, pikepdf.Name) else float(operand)  # type: ignore[arg-type]


def _matrix(values: Sequence[object] | pikepdf.Object) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in values)  # type: ignore[arg-type]
    return a, b, c, d, e, f


def _times(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
