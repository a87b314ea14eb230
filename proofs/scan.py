"""A content stream goes in, every shown string with its pen and every placed XObject come out, fast.

A sheet repeats itself: between two strings stand the same operators in the same state, cell after cell and sheet after
sheet. So a stream is split at its strings, and what the operators in between do is worked out once per state
(`proofs/operators.py`) and remembered. Where all steps from one text object to the next were remembered ones, they are
remembered as one: a cell whose every operator is that of a cell before, in the same state, is taken in one look-up.
Nothing is assumed about whose operators they are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import compress, count, repeat
from operator import contains
from typing import Any

from proofs.facts import Matrix
from proofs.machine import BLACK, INHERITED, Advance, Event, Machine, Pen, Run, times
from proofs.operators import execute
from proofs.remembered import Frame, Memory, Pens, State, boxed, keep_boxed
from proofs.strides import box_run, without_paths
from proofs.tokens import split

_PLACE = re.compile(r"\b1 0 0 1 (-?[0-9]+\.?[0-9]*) (-?[0-9]+\.?[0-9]*) Tm\b")  # an upright text is placed anew
_STRING = re.compile("<[0-9A-F]")


@dataclass(frozen=True, eq=False)
class Scanned:
    """What a stream shows, in its order: strings, and everything else that matters.

    `strings` are its strings in stretches, the pens of each with the codes they show: the very same pens in the same
    order whenever a stretch repeats itself.
    """

    strings: Sequence[tuple[Pens, Sequence[str]]]
    events: Sequence[Event]
    fresh: bool = True  #: paths were painted that no stream before painted so
    code: Event | None = None  #: rectangles painted as a stream before painted others, which makes nothing fresh

    @cached_property
    def runs(self) -> Sequence[Run]:
        """Return its strings one by one."""
        return [run for pens, codes in self.strings for run in zip(pens, codes, strict=True)]

    @property
    def pens(self) -> Pens:
        """Return the pens of its strings."""
        return tuple([pen for pens, _ in self.strings for pen in pens])


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


class Scanner:
    """Scans streams whose font names mean the same; remembers steps from one to the next."""

    def __init__(self, advance: Advance, memory: Memory | None = None) -> None:
        self._advance, self._memory = advance, memory or Memory()

    def scan(self, content: str, fill: tuple[Any, ...] = BLACK) -> Scanned:
        """Scan one stream; `fill` is the colour it begins with."""
        memory = self._memory
        memory.make_room()
        parts = split(content)
        machine = Machine(self._advance, fill)
        state: State | None = self._begin(machine, without_paths(parts[0]))
        strings, events, code = list[tuple[Pens, Sequence[str]]](), machine.events, None
        shown, operators, at = parts[1::2], tuple(parts[2::2]), 0
        for end in _ends(operators):
            codes, behind = shown[at:end], operators[at:end]
            leap = None if state is None else state.leap(behind)
            if leap is not None:
                pens, seen, state = leap
                events.extend(seen)
            else:
                pens, codes, state, code = self._walk(machine, state, codes, behind, last=end == len(operators))
            strings.append((pens, codes))
            at = end
        return Scanned(strings, events, machine.painted > 0, code)

    def _walk(
        self, machine: Machine, begun: State | None, codes: Sequence[str], operators: tuple[str, ...], *, last: bool
    ) -> tuple[Pens, Sequence[str], State | None, Event | None]:
        """Go from string to string; remember the way as one if there was nothing to learn on it."""
        state = begun
        runs, events = machine.runs, machine.events
        first, noted, sure, code = len(runs), len(events), True, None
        for at, (shown, behind) in enumerate(zip(codes, operators, strict=True), 1):
            if state is not None and (pen := state.pen) is not None:
                step = state.next.get(behind)
                if step is None and last and at == len(operators):
                    ended = state.frame.last.get(behind)
                    if ended is None and (found := boxed(state.frame, behind)) is not None:
                        ended, code = found
                    if ended is not None:
                        runs.append((pen, shown))
                        events.extend(ended)
                        state = None
                        break
                if step is not None or (step := self._placed(state.frame, behind)) is not None:
                    runs.append((pen, shown))
                    seen, state = step
                    events.extend(seen)
                    continue
            before, state = state, self._learn(machine, state, shown, behind)
            sure = sure and before is not None and before.pen is not None and behind in before.next
        pens = tuple([pen for pen, _ in runs[first:]])
        if sure and begun is not None and state is not None:
            begun.keep(operators, pens, tuple(events[noted:]), state)
            self._memory.leapt_from.append(begun)
            self._memory.leapt += len(pens)
        return pens, [shown for _, shown in runs[first:]], state, code

    def _begin(self, machine: Machine, operators: str) -> State | None:
        """Execute what stands in front of the first string, or remember it."""
        frame = self._memory.starts.get(machine.fill)
        if frame is None:
            frame = self._memory.starts[machine.fill] = Frame(machine.freeze())
        step = frame.next.get(operators) or self._placed(frame, operators)
        if step is not None:
            machine.events.extend(step[0])
            return step[1]
        execute(machine, operators)
        after = self._settle(machine)
        if after is not None:
            self._keep(machine, frame, operators, tuple(machine.events), after)
        return after

    def _placed(self, frame: Frame, operators: str) -> tuple[tuple[Event, ...], State] | None:
        """Return a known step whose operators differ from the known in nothing but where the next text begins."""
        found = _PLACE.search(operators)
        if found is None:
            return None
        known = frame.moved.get((operators[: found.start(1)], operators[found.end(2) :]))
        if known is None:
            return None
        seen, (after, ctm, style) = known
        line: Matrix = (1.0, 0.0, 0.0, 1.0, float(found[1]), float(found[2]))
        step = frame.next[operators] = seen, State(after, Pen(times(line, ctm), line, style), line, after.next)
        self._memory.steps += 1
        return step

    def _learn(self, machine: Machine, state: State | None, codes: str, operators: str) -> State | None:
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
            elif (run := box_run(operators)) is None or not keep_boxed(state.frame, operators, run, seen):
                state.frame.last[operators] = seen
                self._memory.steps += 1
        return after

    def _keep(self, machine: Machine, frame: Frame, operators: str, seen: tuple[Event, ...], after: State) -> None:
        """Remember what operators lead to."""
        frame.next[operators] = seen, after
        self._memory.steps += 1
        found = _PLACE.search(operators)
        if found is None or after.pen is None or operators.count("Tm") > 1:
            return
        if after.line == (1.0, 0.0, 0.0, 1.0, float(found[1]), float(found[2])) == after.pen.line:
            key = operators[: found.start(1)], operators[found.end(2) :]
            frame.moved[key] = seen, (after.frame, machine.ctm, after.pen.style)

    def _settle(self, machine: Machine) -> State | None:
        """Return the machine's state as one that can be known again; None while it hangs on a string just read."""
        if machine.actual() is not None or any(_STRING.match(operand) for operand in machine.operands):
            return None
        value = machine.freeze()
        frame = self._memory.frames.get(value)
        if frame is None:
            frame = self._memory.frames[value] = Frame(value)
        key = (frame, machine.tm, machine.line)
        state = self._memory.states.get(key)
        if state is None:
            pen = None if machine.tm is None else machine.pen()
            state = self._memory.states[key] = State(frame, pen, machine.line, frame.next)
        return state


def _ends(operators: Sequence[str]) -> list[int]:
    """Return where stretches end: behind a string that another text object follows, and at the end of all."""
    ends = [*compress(count(1), map(contains, operators, repeat("BT")))]
    return ends if ends[-1:] == [len(operators)] or not operators else [*ends, len(operators)]
