"""Operators go in, shown strings with their place and what else concerns a proof come out.

A small graphics state machine of its own (ISO 32000-1, 8.2, 8.4, 9.3, 9.4, 14.6): it keeps matrices, text state, fill
colour and marked content, and passes over what only paints. Places are in pt of the content's own space.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from proofs.facts import IDENTITY, Matrix
from proofs.tokens import tokens

Advance = Callable[[str, str], tuple[float, int]]  #: font resource and codes → width in 1/1000 em, number of codes
Linked = tuple[Any, ...]  #: a stack as a linked tuple, so that equal states compare equal

BLACK = ("g", 0.0)  # the initial colour (8.6.3)
INHERITED = ("inherited",)  # a form begins with the colour of whoever places it


class Actual:
    """The replacement text of one marked-content sequence (14.9.4); each sequence is an object of its own."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """How a string is shown, wherever it stands."""

    font: str
    size: float
    scale: float  #: Tz / 100
    spacing: float
    words: float
    rise: float
    mode: int
    fill: tuple[Any, ...]
    actual: Actual | None

    def length(self, advance: float, codes: int) -> float:
        """Return the length in text space of so many codes, together `advance` thousandths of an em wide."""
        return (advance * self.size / 1000 + self.spacing * codes) * self.scale


@dataclass(slots=True, eq=False)
class Pen:
    """Where and how a string is shown; never changed, not frozen only because thousands are made a second."""

    at: Matrix  #: text space to the content's space
    line: Matrix  #: the text matrix itself
    style: Style


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """What is not a shown string: a placed XObject (`Do`), a shading (`sh`), a fault of the content."""

    kind: str
    name: str
    at: Matrix
    fill: tuple[Any, ...]


Run = tuple[Pen, str]  #: a pen and the codes it shows, as hex


def times(a: Matrix, b: Matrix) -> Matrix:
    """Multiply two matrices: first `a`, then `b` (8.3.4)."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


class Machine:
    """The state of one content stream, and what it showed."""

    def __init__(self, advance: Advance, fill: tuple[Any, ...] = BLACK) -> None:
        self.advance = advance
        self.runs: list[Run] = []
        self.events: list[Event] = []
        self.operands: list[str] = []
        self.ctm = IDENTITY
        self.fill: tuple[Any, ...] = fill
        self.font, self.size, self.scale = "", 0.0, 1.0
        self.spacing = self.words = self.leading = self.rise = 0.0
        self.mode = 0
        self.stack: Linked = ()
        self.marks: Linked = ()
        self.tm: Matrix | None = None  # None = behind the last run
        self.line = IDENTITY
        self.rooted = True  # since `thaw`, nothing was placed by where the text stood before
        self.lenient = 0  # within BX … EX

    def run(self, operators: str) -> None:
        """Execute a part of the stream that holds no strings but those in `operands`."""
        for token in tokens(operators):
            first = token[0]
            if first in "+-.0123456789/<>[]" or token in _CONSTANTS:
                self.operands.append(token)
            else:
                self._operate(token)

    def freeze(self) -> tuple[Any, ...]:
        """Return all of the state but the place in the text as a value."""
        return (*self._saved(), self.stack, self.marks, self.lenient, tuple(self.operands))

    def thaw(self, state: tuple[Any, ...], tm: Matrix | None, line: Matrix) -> None:
        """Take up a state again at a place in the text."""
        self._restore(state[:10])
        self.stack, self.marks, self.lenient = state[10:13]
        self.operands = list(state[13])
        self.tm, self.line, self.rooted = tm, line, True

    def actual(self) -> Actual | None:
        """Return the innermost replacement text that is open."""
        marks = self.marks
        while marks:
            if marks[0] is not None:
                return marks[0]
            marks = marks[1]
        return None

    def pen(self) -> Pen:
        """Return how a string would be shown now."""
        if self.tm is None:
            self.tm = self._behind()
        text = (self.font, self.size, self.scale, self.spacing, self.words, self.rise, int(self.mode))
        return Pen(times(self.tm, self.ctm), self.tm, Style(*text, self.fill, self.actual()))

    def show(self, codes: str) -> None:
        """Show a string of hex codes; the pen then stands behind it."""
        if codes:
            self.runs.append((self.pen(), codes))
            self.tm = None

    def move(self, x: float, y: float) -> None:
        """Move to the start of another line, from the start of this one (Td)."""
        self.rooted = False
        self.tm = self.line = times((1.0, 0.0, 0.0, 1.0, x, y), self.line)

    def kern(self, thousandths: float) -> None:
        """Move the pen back along the line, as a number in TJ does."""
        self.rooted = False
        if self.tm is None:
            self.tm = self._behind()
        shift = -thousandths / 1000 * self.size * self.scale
        self.tm = times((1.0, 0.0, 0.0, 1.0, shift, 0.0), self.tm)

    def note(self, kind: str, name: str) -> None:
        """Note something that is not a shown string."""
        self.events.append(Event(kind, name, self.ctm, self.fill))

    def _behind(self) -> Matrix:
        if not self.runs:
            return IDENTITY
        pen, codes = self.runs[-1]
        length = pen.style.length(*self.advance(pen.style.font, codes))
        return times((1.0, 0.0, 0.0, 1.0, length, 0.0), pen.line)

    def _operate(self, operator: str) -> None:
        action = _ACTIONS.get(operator)
        if action is None:
            if operator not in _SILENT and not self.lenient:
                self.note("fault", operator if operator.isascii() and operator.isprintable() else "?")
        else:
            try:
                action(self, self.operands)
            except (ValueError, IndexError):
                self.note("fault", operator)
        self.operands.clear()

    def _saved(self) -> tuple[Any, ...]:
        text = (self.font, self.size, self.scale, self.spacing, self.words, self.leading, self.rise, self.mode)
        return (self.ctm, self.fill, *text)

    def _restore(self, saved: tuple[Any, ...]) -> None:
        self.ctm, self.fill, self.font, self.size, self.scale = saved[:5]
        self.spacing, self.words, self.leading, self.rise, self.mode = saved[5:10]

    def save(self) -> None:
        """Push the graphics state (q)."""
        self.stack = (self._saved(), self.stack)

    def restore(self) -> None:
        """Pop the graphics state (Q)."""
        saved, self.stack = self.stack if self.stack else (None, ())
        if saved is None:
            raise ValueError
        self._restore(saved)


Action = Callable[[Machine, list[str]], None]


def _matrix(operands: list[str]) -> Matrix:
    a, b, c, d, e, f = map(float, operands[-6:])
    return (a, b, c, d, e, f)


def _text_matrix(machine: Machine, operands: list[str]) -> None:
    machine.tm = machine.line = _matrix(operands)


def _begin_text(machine: Machine, operands: list[str]) -> None:
    machine.tm = machine.line = IDENTITY


def _concat(machine: Machine, operands: list[str]) -> None:
    machine.ctm = times(_matrix(operands), machine.ctm)


def _font(machine: Machine, operands: list[str]) -> None:
    machine.font, machine.size = operands[-2][1:], float(operands[-1])


def _next_line(machine: Machine, operands: list[str]) -> None:
    machine.move(0.0, -machine.leading)


def _move(machine: Machine, operands: list[str]) -> None:
    machine.move(float(operands[-2]), float(operands[-1]))


def _move_leading(machine: Machine, operands: list[str]) -> None:
    machine.leading = -float(operands[-1])
    _move(machine, operands)


def _show(machine: Machine, operands: list[str]) -> None:
    machine.show(operands[-1].strip("<>"))


def _show_line(machine: Machine, operands: list[str]) -> None:
    _next_line(machine, operands)
    _show(machine, operands)


def _show_spaced(machine: Machine, operands: list[str]) -> None:
    machine.words, machine.spacing = float(operands[-3]), float(operands[-2])
    _show_line(machine, operands)


def _show_all(machine: Machine, operands: list[str]) -> None:
    for operand in operands:
        if operand[0] == "<":
            machine.show(operand.strip("<>"))
        elif operand not in "[]":
            machine.kern(float(operand))


def _mark(machine: Machine, operands: list[str]) -> None:
    held = None
    if "/ActualText" in operands:
        codes = operands[operands.index("/ActualText") + 1].strip("<>")
        held = Actual(_text_string(bytes.fromhex(codes)))
    machine.marks = (held, machine.marks)


def _text_string(data: bytes) -> str:
    """Decode a text string (7.9.2.2); PDFDocEncoding is Latin-1 for all that matters to names of ours."""
    if data[:2] == b"\xfe\xff":
        return data[2:].decode("utf-16-be", "replace")
    return data[3:].decode("utf-8", "replace") if data[:3] == b"\xef\xbb\xbf" else data.decode("latin-1")


def _unmark(machine: Machine, operands: list[str]) -> None:
    machine.marks = machine.marks[1] if machine.marks else ()


def _fill(operator: str) -> Action:
    def action(machine: Machine, operands: list[str]) -> None:
        numbers = [float(value) for value in operands if value[0] != "/"]
        machine.fill = (operator, *numbers, *(value for value in operands if value[0] == "/"))

    return action


def _space(machine: Machine, operands: list[str]) -> None:
    machine.fill = ("cs", operands[-1])
    if operands[-1] in ("/DeviceRGB", "/CalRGB"):
        machine.note("rgb", "cs")


def _stroke_space(machine: Machine, operands: list[str]) -> None:
    if operands[-1] in ("/DeviceRGB", "/CalRGB"):
        machine.note("rgb", "CS")


def _component(machine: Machine, operands: list[str]) -> None:
    space = machine.fill[1] if machine.fill[0] in ("cs", "scn") else "/"
    machine.fill = ("scn", space, *operands)


def _rgb(operator: str) -> Action:
    def action(machine: Machine, operands: list[str]) -> None:
        machine.fill = (operator, *operands) if operator == "rg" else machine.fill
        machine.note("rgb", operator)

    return action


def _named(kind: str) -> Action:
    def action(machine: Machine, operands: list[str]) -> None:
        machine.note(kind, operands[-1][1:])

    return action


def _number(name: str, scale: float = 1.0) -> Action:
    def action(machine: Machine, operands: list[str]) -> None:
        setattr(machine, name, float(operands[-1]) * scale)

    return action


_ACTIONS: Mapping[str, Action] = {
    "q": lambda machine, _: machine.save(),
    "Q": lambda machine, _: machine.restore(),
    "cm": _concat,
    "BT": _begin_text,
    "Tm": _text_matrix,
    "Tf": _font,
    "Td": _move,
    "TD": _move_leading,
    "T*": _next_line,
    "Tj": _show,
    "TJ": _show_all,
    "'": _show_line,
    '"': _show_spaced,
    "Tz": _number("scale", 0.01),
    "Tc": _number("spacing"),
    "Tw": _number("words"),
    "TL": _number("leading"),
    "Ts": _number("rise"),
    "Tr": _number("mode"),
    "BDC": _mark,
    "BMC": lambda machine, _: setattr(machine, "marks", (None, machine.marks)),
    "EMC": _unmark,
    "g": _fill("g"),
    "k": _fill("k"),
    "rg": _rgb("rg"),
    "RG": _rgb("RG"),
    "cs": _space,
    "CS": _stroke_space,
    "sc": _component,
    "scn": _component,
    "Do": _named("Do"),
    "sh": _named("sh"),
    "EI": lambda machine, _: machine.note("inline", ""),
    "BX": lambda machine, _: setattr(machine, "lenient", machine.lenient + 1),
    "EX": lambda machine, _: setattr(machine, "lenient", max(machine.lenient - 1, 0)),
}
_CONSTANTS = frozenset({"true", "false", "null"})
# Paths, painting, clipping, stroke state, marks without content: they show no text and set no fill.
_SILENT = frozenset(
    "ET,w,J,j,M,d,ri,i,gs,m,l,c,v,y,h,re,S,s,f,F,f*,B,B*,b,b*,n,W,W*,G,K,SC,SCN,d0,d1,MP,DP,BI,ID".split(",")  # noqa: SIM905 - a list of forty is harder to read
)
