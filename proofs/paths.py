"""Operators that build paths go in; corners in pt come out, and what a path leaves of the clip. ISO 32000-1, 8.5."""

from collections.abc import Callable, Mapping

from proofs.machine import BLACK, Advance, Linked, Machine
from proofs.operators import ACTIONS
from proofs.paints import Clip
from proofs.plane import Corner, Line, chords, placed
from proofs.shapes import Shape


class Tracer(Machine):
    """A machine that also keeps the path being made and the clip in force."""

    def __init__(self, advance: Advance) -> None:
        super().__init__(advance, BLACK)
        self.clip = Clip()
        self.lines: list[list[Corner]] = []
        self.cut: bool | None = None  # the path made also clips: by the even-odd rule?
        self._clips: Linked = ()  # what q keeps besides

    def path(self, *, closed: bool) -> tuple[Line, ...]:
        """Return the path made."""
        if closed:
            _close(self)
        return tuple(tuple(line) for line in self.lines)

    def end(self) -> None:
        """End a path, which may clip what comes (8.5.4)."""
        if self.cut is not None:
            shape = Shape(self.path(closed=False), self.cut)
            self.clip = self.clip.within(shape.box, exact=shape.upright)
        self.cut = None
        self.lines.clear()
        self.boxes.clear()

    def save(self) -> None:
        """Push the graphics state (q)."""
        super().save()
        self._clips = (self.clip, self._clips)

    def restore(self) -> None:
        """Pop the graphics state (Q)."""
        super().restore()
        self.clip, self._clips = self._clips


def _numbers(operands: list[str], count: int) -> list[float]:
    return [float(value) for value in operands[-count:]]


def _start(tracer: Tracer, operands: list[str]) -> None:
    x, y = _numbers(operands, 2)
    tracer.lines.append([placed(tracer.ctm, x, y)])


def _line(tracer: Tracer, operands: list[str]) -> None:
    x, y = _numbers(operands, 2)
    tracer.lines[-1].append(placed(tracer.ctm, x, y))


def _curve(first: str) -> Callable[[Tracer, list[str]], None]:
    """Return what adds a curve: `c` gives both its handles, `v` lacks the first, `y` the second."""

    def action(tracer: Tracer, operands: list[str]) -> None:
        line, count = tracer.lines[-1], 6 if first == "c" else 4
        numbers = _numbers(operands, count)
        given = [placed(tracer.ctm, x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        start = line[-1]
        one = start if first == "v" else given[0]
        line.extend(chords(start, one, given[-2], given[-1]) if first != "y" else chords(start, one, *given[-1:] * 2))

    return action


def _close(tracer: Tracer, _: list[str] | None = None) -> None:
    if tracer.lines and tracer.lines[-1][0] != tracer.lines[-1][-1]:
        tracer.lines[-1].append(tracer.lines[-1][0])


def _box(tracer: Tracer, operands: list[str]) -> None:
    x, y, width, height = _numbers(operands, 4)
    outline = ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
    tracer.lines.append([placed(tracer.ctm, *corner) for corner in outline])


def _clip(even: bool) -> Callable[[Tracer, list[str]], None]:  # noqa: FBT001 - a rule of two
    return lambda tracer, _: setattr(tracer, "cut", even)


TRACES: Mapping[str, Callable[[Tracer, list[str]], None]] = {
    **ACTIONS,
    **{"m": _start, "l": _line, "c": _curve("c"), "v": _curve("v"), "y": _curve("y"), "h": _close, "re": _box},
    **{"W": _clip(even=False), "W*": _clip(even=True), "n": lambda tracer, _: tracer.end()},
}
