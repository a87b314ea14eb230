"""The state of one content stream: what operators change goes in, shown strings with their place come out.

A small graphics state machine of its own (ISO 32000-1, 8.4, 9.3, 9.4, 14.6): matrices, text state, colours, marked
content. `proofs/operators.py` says what each operator does to it. Places are in pt of the content's own space.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from proofs.facts import IDENTITY, Matrix

Advance = Callable[[str, str], tuple[float, int]]  #: font resource and codes → width in 1/1000 em, number of codes
Linked = tuple[Any, ...]  #: a stack as a linked tuple, so that equal states compare equal

BLACK = ("g", 0.0)  # the initial colour (8.6.3)
BLACK_LINE = ("G", 0.0)
_SAVED = 13  # parts of the state that q saves
INHERITED = ("inherited",)  # a form begins with the colour of whoever places it


class Actual:
    """The replacement text of one marked-content sequence (14.9.4); each sequence is an object of its own."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


LAYER: Final = Actual("")  #: stands for an open layer among the marks


@dataclass(slots=True, eq=False)
class Style:
    """How a string is shown, wherever it stands; never changed, as a pen is not."""

    font: str
    size: float
    scale: float  #: Tz / 100
    spacing: float
    words: float
    rise: float
    mode: int
    fill: tuple[Any, ...]
    states: tuple[str, ...]
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


@dataclass(slots=True, eq=False)
class Event:
    """What is not a shown string: a placed XObject (`Do`), a shading (`sh`), filled boxes, a fault of the content.

    A painted path is a `paint` by the name of its operator, whatever its shape; the same again is not noted twice.
    Never changed, as a pen is not.
    """

    kind: str
    name: str
    at: Matrix
    fill: tuple[Any, ...]
    boxes: tuple[tuple[float, ...], ...] = ()  #: x, y, width, height of rectangles filled as one path
    line: tuple[Any, ...] = ()  #: stroke colour and line width
    states: tuple[str, ...] = ()  #: the graphics states in force
    behind: Matrix | None = None  #: where the string before it stood when these operators were first met


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
        self.stroke: tuple[Any, ...] = BLACK_LINE
        self.width = 1.0
        self.states: tuple[str, ...] = ()  # graphics state dictionaries in force, latest last
        self.font, self.size, self.scale = "", 0.0, 1.0
        self.spacing = self.words = self.leading = self.rise = 0.0
        self.mode = 0
        self.stack: Linked = ()
        self.marks: Linked = ()
        self.tm: Matrix | None = None  # None = behind the last run
        self.line = IDENTITY
        self.rooted = True  # since `thaw`, nothing was placed by where the text stood before
        self.lenient = 0  # within BX … EX
        self.boxes: list[tuple[float, ...]] = []  # rectangles of the path being made
        self.lined = False  # the path being made has lines as well
        self.painted = 0  # paths painted since this machine began
        self._styles: dict[tuple[Any, ...], Style] = {}
        self.last: Event | None = None  # the paint just noted, if nothing but paths came between

    def freeze(self) -> tuple[Any, ...]:
        """Return all of the state but the place in the text as a value."""
        return (*self._saved(), self.stack, self.marks, self.lenient, tuple(self.operands))

    def thaw(self, state: tuple[Any, ...], tm: Matrix | None, line: Matrix) -> None:
        """Take up a state again at a place in the text."""
        self._restore(state[:_SAVED])
        self.stack, self.marks, self.lenient = state[_SAVED : _SAVED + 3]
        self.operands = list(state[-1])
        self.tm, self.line, self.rooted = tm, line, True

    def actual(self) -> Actual | None:
        """Return the innermost replacement text that is open."""
        marks = self.marks
        while marks:
            if marks[0] is not None and marks[0] is not LAYER:
                return marks[0]
            marks = marks[1]
        return None

    def layered(self) -> bool:
        """Tell whether a layer is open, which may be switched off (8.11)."""
        marks = self.marks
        while marks:
            if marks[0] is LAYER:
                return True
            marks = marks[1]
        return False

    def pen(self) -> Pen:
        """Return how a string would be shown now."""
        if self.tm is None:
            self.tm = self._behind()
        at = times(self.tm, self.ctm)
        text = (self.font, self.size, self.scale, self.spacing, self.words, self.rise, int(self.mode))
        # One style for strings that are scaled alike, so that whoever has looked at one of them has looked at all.
        key = (*text, self.fill, self.states, self.actual(), at[:4])
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = Style(*key[:-1])
        return Pen(at, self.tm, style)

    def show(self, codes: str) -> None:
        """Show a string of hex codes; the pen then stands behind it."""
        if codes:
            if self.layered():
                self.note("layered", "")
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
        behind = self.runs[-1][0].at if self.runs else None
        self.events.append(Event(kind, name, self.ctm, self.fill, (), (self.stroke, self.width), self.states, behind))

    def paint(self, operator: str) -> None:
        """Note a painted path, and rectangles that are filled together; one alone is a ground or a rule."""
        self.painted += 1
        code = len(self.boxes) > 1 and operator not in "Ss"
        pure, boxes = code and not self.lined, tuple(self.boxes)
        if pure:
            self.events.append(Event("boxes", "", self.ctm, self.fill, boxes))
        last, line = self.last, (self.stroke, self.width)
        if last is None or (last.name, last.at, last.fill, last.line, last.states) != (
            *(operator, self.ctm, self.fill, line),
            self.states,
        ):
            self.last = Event("paint", operator, self.ctm, self.fill, (), line, self.states)
            self.events.append(self.last)
        if code and not pure:  # more than a code: its paint does not stand behind it
            self.events.append(Event("boxes", "", self.ctm, self.fill, boxes))
        if code:
            self.last = None  # what is painted behind a code is not the code's
        self.end()

    def end(self) -> None:
        """End a path."""
        self.boxes.clear()
        self.lined = False

    def _behind(self) -> Matrix:
        if not self.runs:
            return IDENTITY
        pen, codes = self.runs[-1]
        length = pen.style.length(*self.advance(pen.style.font, codes))
        return times((1.0, 0.0, 0.0, 1.0, length, 0.0), pen.line)

    def _saved(self) -> tuple[Any, ...]:
        text = (self.font, self.size, self.scale, self.spacing, self.words, self.leading, self.rise, self.mode)
        return (self.ctm, self.fill, self.stroke, self.width, self.states, *text)

    def _restore(self, saved: tuple[Any, ...]) -> None:
        self.ctm, self.fill, self.stroke, self.width, self.states = saved[:5]
        self.font, self.size, self.scale, self.spacing, self.words, self.leading, self.rise, self.mode = saved[5:_SAVED]

    def save(self) -> None:
        """Push the graphics state (q)."""
        self.stack = (self._saved(), self.stack)

    def restore(self) -> None:
        """Pop the graphics state (Q)."""
        saved, self.stack = self.stack if self.stack else (None, ())
        if saved is None:
            raise ValueError
        self._restore(saved)
