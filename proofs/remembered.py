"""What content streams did goes in, step by step; what the same operators will do in the same state comes out.

A step leads from one shown string to the next, a leap over all strings of a stretch. Only what hangs on nothing but the
operators and the state before them is kept: no place that follows from the width of a string, so no font has a part in
it, and what was learned of one file holds for the next. Everything is forgotten at once when it becomes too much.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from proofs.facts import Matrix
from proofs.machine import Event, Pen, Style
from proofs.strides import box_run, boxes_of

_MOST_BOXED = 8
_MOST = 20_000  # steps; a stream that never repeats must not fill the memory
_MOST_LEAPT = 60_000  # strings of leaps

Pens = tuple[Pen, ...]


class Frame:
    """A state of the machine but for the place in the text, and what is known to follow from it.

    `next` holds, by the operators behind a string, what they note and the state they lead to, if they place the next
    string anew; `moved` the same for operators whose only text matrix varies (texts set flush right or centred); `last`
    what they note if nothing is shown behind them; `boxed` the same for operators in which only a code's rectangles
    vary, with the number of the event that holds these.
    """

    __slots__ = ("boxed", "last", "moved", "next", "value")

    def __init__(self, value: tuple[Any, ...]) -> None:
        self.value = value
        self.next: dict[str, tuple[tuple[Event, ...], State]] = {}
        self.moved: dict[tuple[str, str], tuple[tuple[Event, ...], tuple[Frame, Matrix, Style]]] = {}
        self.last: dict[str, tuple[Event, ...]] = {}
        self.boxed: dict[tuple[str, str], tuple[tuple[Event, ...], int]] = {}


@dataclass(slots=True, eq=False)
class State:
    """A frame with a place in the text; `pen` is None where that hangs on the string before.

    `leaps` holds, by the operators behind each string of a stretch that begins here, what it shows and notes, and the
    state it leads to.
    """

    frame: Frame
    pen: Pen | None
    line: Matrix
    next: dict[str, "tuple[tuple[Event, ...], State]"]  #: the frame's own
    leaps: "dict[Sequence[str], Leap] | None" = None

    def leap(self, behind: Sequence[str]) -> "Leap | None":
        """Return what is known of a stretch that begins here."""
        return self.leaps.get(behind) if self.leaps else None

    def keep(self, behind: Sequence[str], pens: Pens, seen: tuple[Event, ...], after: "State") -> None:
        """Remember a stretch that begins here; most states begin none, and need no place for it."""
        if self.leaps is None:
            self.leaps = {}
        self.leaps[behind] = pens, seen, after


Leap = tuple[Pens, tuple[Event, ...], State]  #: what a stretch shows and notes, and where it leads to


class Memory:
    """What is known of streams whose pens and events may be taken for one another's."""

    def __init__(self) -> None:
        self.frames: dict[tuple[Any, ...], Frame] = {}
        self.states: dict[tuple[Frame, Matrix | None, Matrix], State] = {}
        self.starts: dict[tuple[Any, ...], Frame] = {}  #: by the colour a stream begins with
        self.leapt_from: list[State] = []
        self.steps = self.leapt = 0

    def make_room(self) -> None:
        """Forget everything if it has become too much."""
        if self.steps <= _MOST and self.leapt <= _MOST_LEAPT:
            return
        for frame in (*self.frames.values(), *self.starts.values()):
            frame.next.clear()
            frame.moved.clear()
            frame.last.clear()
            frame.boxed.clear()
        for state in self.leapt_from:
            state.leaps = None
        self.leapt_from.clear()
        self.frames.clear()
        self.states.clear()
        self.starts.clear()
        self.steps = self.leapt = 0


def keep_boxed(frame: Frame, operators: str, run: re.Match[str], seen: tuple[Event, ...]) -> bool:
    """Remember what the last operators note but for the rectangles of a code; False where they hold others as well."""
    boxes = boxes_of(run[0])
    at = next((at for at, event in enumerate(seen) if event.boxes == boxes), None)
    if at is None or len(frame.boxed) >= _MOST_BOXED or box_run(operators, run.end()):
        return False
    frame.boxed[operators[: run.start()], operators[run.end() :]] = seen, at
    return True


def boxed(frame: Frame, operators: str) -> tuple[tuple[Event, ...], Event] | None:
    """Return what the last operators note if they differ from known ones in nothing but the rectangles of a code."""
    for (before, behind), (seen, at) in frame.boxed.items():
        if operators.startswith(before) and operators.endswith(behind):
            boxes = boxes_of(operators[len(before) : len(operators) - len(behind)])
            if boxes is not None:
                like = seen[at]
                code = Event(like.kind, like.name, like.at, like.fill, boxes, like.line, like.states, like.behind)
                return (*seen[:at], code, *seen[at + 1 :]), code
    return None
