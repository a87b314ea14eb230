"""A content stream goes in, every shown string with its pen and every placed XObject come out, fast.

A sheet repeats itself: between two strings stand the same operators in the same state, cell after cell and sheet after
sheet. So a stream is split at its strings, and what the operators in between do is worked out once per state
(`proofs/operators.py`) and remembered. Nothing is assumed about whose operators they are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import itemgetter
from typing import Any

from proofs.facts import Matrix
from proofs.machine import BLACK, INHERITED, Advance, Event, Machine, Pen, Run, Style, times
from proofs.operators import execute
from proofs.strides import box_run, boxes_of, without_paths
from proofs.tokens import split

_PLACE = re.compile(r"\b1 0 0 1 (-?[0-9]+\.?[0-9]*) (-?[0-9]+\.?[0-9]*) Tm\b")  # an upright text is placed anew
_STRING = re.compile("<[0-9A-F]")
_PEN = itemgetter(0)
_MOST_BOXED = 8
_MOST = 20_000  # remembered steps; a stream that never repeats must not fill the memory


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a stream shows, in its order: strings, and everything else that matters."""

    runs: Sequence[Run]
    events: Sequence[Event]
    fresh: bool = True  #: paths were painted that no stream before painted so
    pens: tuple[Pen, ...] = ()  #: of its strings
    code: Event | None = None  #: rectangles painted as a stream before painted others, which makes nothing fresh


class _LeansOnWidth(Exception):  # noqa: N818 - it says what the stream does
    """A place in a stream hangs on the width of a string."""


@lru_cache(64)
def scan_art(content: str) -> Scanned | None:
    """Scan a form's stream once a process; None where a place in it hangs on the widths of a font."""

    def advance(font: str, codes: str) -> tuple[float, int]:
        raise _LeansOnWidth

    try:
        return Scanner(advance).scan(content, INHERITED)
    except _LeansOnWidth:
        return None


class _Frame:
    """A state of the machine but for the place in the text, and what is known to follow from it.

    `next` holds, by the operators behind a string, what they note and the state they lead to, if they place the next
    string anew; `moved` the same for operators whose only text matrix varies (texts set flush right or centred); `last`
    what they note if nothing is shown behind them; `boxed` the same for operators in which only a code's rectangles
    vary, with the number of the event that holds these.
    """

    __slots__ = ("boxed", "last", "moved", "next", "value")

    def __init__(self, value: tuple[Any, ...]) -> None:
        self.value = value
        self.next: dict[str, tuple[tuple[Event, ...], _State]] = {}
        self.moved: dict[tuple[str, str], tuple[tuple[Event, ...], tuple[_Frame, Matrix, Style]]] = {}
        self.last: dict[str, tuple[Event, ...]] = {}
        self.boxed: dict[tuple[str, str], tuple[tuple[Event, ...], int]] = {}


@dataclass(slots=True, eq=False)
class _State:
    """A frame with a place in the text; `pen` is None where that hangs on the string before."""

    frame: _Frame
    pen: Pen | None
    line: Matrix
    next: dict[str, "tuple[tuple[Event, ...], _State]"]  #: the frame's own


class Scanner:
    """Scans streams whose font names mean the same; remembers steps from one to the next."""

    def __init__(self, advance: Advance) -> None:
        self._advance = advance
        self._frames: dict[tuple[Any, ...], _Frame] = {}
        self._states: dict[tuple[_Frame, Matrix | None, Matrix], _State] = {}
        self._starts: dict[tuple[Any, ...], _Frame] = {}
        self._steps = 0

    def scan(self, content: str, fill: tuple[Any, ...] = BLACK) -> Scanned:
        """Scan one stream; `fill` is the colour it begins with."""
        if self._steps > _MOST:
            self._forget()
        parts = split(content)
        parts[0] = without_paths(parts[0])
        machine, code = Machine(self._advance, fill), None
        runs, events = machine.runs, machine.events
        state = self._begin(machine, parts[0])
        for codes, operators in zip(parts[1::2], parts[2::2], strict=True):
            if state is not None and (pen := state.pen) is not None:
                step = state.next.get(operators) or self._placed(state.frame, operators)
                if step is not None:
                    runs.append((pen, codes))
                    seen, state = step
                    if seen:
                        events.extend(seen)
                    continue
                if operators is parts[-1]:
                    seen = state.frame.last.get(operators)
                    if seen is None and (boxed := _boxed(state.frame, operators)) is not None:
                        seen, code = boxed
                    if seen is not None:
                        runs.append((pen, codes))
                        events.extend(seen)
                        break
            state = self._learn(machine, state, codes, operators)
        return Scanned(runs, events, machine.painted > 0, tuple(map(_PEN, runs)), code)

    def _begin(self, machine: Machine, operators: str) -> _State | None:
        """Execute what stands in front of the first string, or remember it."""
        frame = self._starts.get(machine.fill)
        if frame is None:
            frame = self._starts[machine.fill] = _Frame(machine.freeze())
        step = frame.next.get(operators) or self._placed(frame, operators)
        if step is not None:
            machine.events.extend(step[0])
            return step[1]
        execute(machine, operators)
        after = self._settle(machine)
        if after is not None:
            self._keep(machine, frame, operators, tuple(machine.events), after)
        return after

    def _placed(self, frame: _Frame, operators: str) -> tuple[tuple[Event, ...], _State] | None:
        """Return a known step whose operators differ from the known in nothing but where the next text begins."""
        found = _PLACE.search(operators)
        if found is None:
            return None
        known = frame.moved.get((operators[: found.start(1)], operators[found.end(2) :]))
        if known is None:
            return None
        seen, (after, ctm, style) = known
        line: Matrix = (1.0, 0.0, 0.0, 1.0, float(found[1]), float(found[2]))
        step = frame.next[operators] = seen, _State(after, Pen(times(line, ctm), line, style), line, after.next)
        self._steps += 1
        return step

    def _learn(self, machine: Machine, state: _State | None, codes: str, operators: str) -> _State | None:
        """Execute a string and what follows it; remember the outcome where it hangs on nothing else."""
        if state is not None:
            machine.thaw(state.frame.value, state.pen and state.pen.line, state.line)
        runs, events = len(machine.runs), len(machine.events)
        machine.operands.append(f"<{codes}>")
        execute(machine, operators)
        after = self._settle(machine)
        if state is None or after is None or state.pen is None:
            return after
        shown = operators.lstrip("\0\t\n\f\r ")[:2] == "Tj" and len(machine.runs) == runs + 1
        if shown:
            machine.runs[-1] = (state.pen, codes)  # one pen a state, so that whoever reads may know it again
            seen = tuple(machine.events[events:])
            if after.pen is not None and machine.rooted:
                self._keep(machine, state.frame, operators, seen, after)
            elif (run := box_run(operators)) is None or not _keep_boxed(state.frame, operators, run, seen):
                state.frame.last[operators] = seen
                self._steps += 1
        return after

    def _keep(self, machine: Machine, frame: _Frame, operators: str, seen: tuple[Event, ...], after: _State) -> None:
        """Remember what operators lead to."""
        frame.next[operators] = seen, after
        self._steps += 1
        found = _PLACE.search(operators)
        if found is None or after.pen is None or operators.count("Tm") > 1:
            return
        if after.line == (1.0, 0.0, 0.0, 1.0, float(found[1]), float(found[2])) == after.pen.line:
            key = operators[: found.start(1)], operators[found.end(2) :]
            frame.moved[key] = seen, (after.frame, machine.ctm, after.pen.style)

    def _settle(self, machine: Machine) -> _State | None:
        """Return the machine's state as one that can be known again; None while it hangs on a string just read."""
        if machine.actual() is not None or any(_STRING.match(operand) for operand in machine.operands):
            return None
        value = machine.freeze()
        frame = self._frames.get(value)
        if frame is None:
            frame = self._frames[value] = _Frame(value)
        key = (frame, machine.tm, machine.line)
        state = self._states.get(key)
        if state is None:
            pen = None if machine.tm is None else machine.pen()
            state = self._states[key] = _State(frame, pen, machine.line, frame.next)
        return state

    def _forget(self) -> None:
        for frame in (*self._frames.values(), *self._starts.values()):
            frame.next.clear()
            frame.moved.clear()
            frame.last.clear()
            frame.boxed.clear()
        self._frames.clear()
        self._states.clear()
        self._starts.clear()
        self._steps = 0


def _keep_boxed(frame: _Frame, operators: str, run: re.Match[str], seen: tuple[Event, ...]) -> bool:
    """Remember what the last operators note but for the rectangles of a code; False where they hold others as well."""
    boxes = boxes_of(run[0])
    at = next((at for at, event in enumerate(seen) if event.boxes == boxes), None)
    if at is None or len(frame.boxed) >= _MOST_BOXED or box_run(operators, run.end()):
        return False
    frame.boxed[operators[: run.start()], operators[run.end() :]] = seen, at
    return True


def _boxed(frame: _Frame, operators: str) -> tuple[tuple[Event, ...], Event] | None:
    """Return what the last operators note if they differ from known ones in nothing but the rectangles of a code."""
    for (before, behind), (seen, at) in frame.boxed.items():
        if operators.startswith(before) and operators.endswith(behind):
            boxes = boxes_of(operators[len(before) : len(operators) - len(behind)])
            if boxes is not None:
                code = replace(seen[at], boxes=boxes)
                return (*seen[:at], code, *seen[at + 1 :]), code
    return None
