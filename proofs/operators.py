"""Operators of a content stream go in, and are carried out on a machine.

ISO 32000-1, Annex A: those that move, show, colour, mark, paint or place are carried out, what builds a path is passed
over (but for rectangles), those that PDF does not know are noted as faults.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from proofs.facts import IDENTITY, Matrix
from proofs.machine import LAYER, Actual, Machine, times
from proofs.strides import box_run, boxes_of, without_paths
from proofs.tokens import tokens

Action = Callable[[Machine, list[str]], None]
M = TypeVar("M", bound=Machine)

#: Operators that paint a path (8.5.3), and whether they fill it, stroke it, close it first, by the even-odd rule.
PAINTS: Mapping[str, str] = {
    **{"f": "fill", "F": "fill", "f*": "fill even", "S": "stroke", "s": "close stroke", "B": "fill stroke"},
    **{"B*": "fill even stroke", "b": "close fill stroke", "b*": "close fill even stroke"},
}


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
    if operands[-1][0] != "<":
        raise ValueError  # what is no string shows nothing
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
    held = LAYER if operands[0] == "/OC" else None
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
        machine.fill = _colour(operator, operands)

    return action


def _stroke(operator: str) -> Action:
    def action(machine: Machine, operands: list[str]) -> None:
        machine.stroke = _colour(operator, operands)

    return action


def _colour(operator: str, operands: list[str]) -> tuple[object, ...]:
    numbers = [float(value) for value in operands if value[0] != "/"]
    return (operator, *numbers, *(value for value in operands if value[0] == "/"))


def _space(machine: Machine, operands: list[str]) -> None:
    machine.fill = ("cs", operands[-1])
    _note_rgb(machine, operands, "cs")


def _stroke_space(machine: Machine, operands: list[str]) -> None:
    machine.stroke = ("CS", operands[-1])
    _note_rgb(machine, operands, "CS")


def _note_rgb(machine: Machine, operands: list[str], operator: str) -> None:
    if operands[-1] in ("/DeviceRGB", "/CalRGB"):
        machine.note("rgb", operator)


def _component(machine: Machine, operands: list[str]) -> None:
    space = machine.fill[1] if machine.fill[0] in ("cs", "scn") else "/"
    machine.fill = ("scn", space, *operands)


def _stroke_component(machine: Machine, operands: list[str]) -> None:
    space = machine.stroke[1] if machine.stroke[0] in ("CS", "SCN") else "/"
    machine.stroke = ("SCN", space, *operands)


def _state(machine: Machine, operands: list[str]) -> None:
    name = operands[-1][1:]
    if machine.states[-1:] != (name,):
        machine.states = (*machine.states[-_STATES:], name)


def _rgb(operator: str) -> Action:
    def action(machine: Machine, operands: list[str]) -> None:
        if operator == "rg":
            machine.fill = (operator, *operands)
        else:
            machine.stroke = (operator, *operands)
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


def _paint(operator: str) -> Action:
    return lambda machine, _: machine.paint(operator)


def _box(machine: Machine, operands: list[str]) -> None:
    x, y, width, height = map(float, operands[-4:])
    machine.boxes.append((x, y, width, height))


ACTIONS: Mapping[str, Action] = {
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
    "gs": _state,
    "g": _fill("g"),
    "k": _fill("k"),
    "G": _stroke("G"),
    "K": _stroke("K"),
    "w": _number("width"),
    "rg": _rgb("rg"),
    "RG": _rgb("RG"),
    "cs": _space,
    "CS": _stroke_space,
    "sc": _component,
    "scn": _component,
    "SC": _stroke_component,
    "SCN": _stroke_component,
    "re": _box,
    **{operator: _paint(operator) for operator in PAINTS},
    "m": lambda machine, _: setattr(machine, "lined", True),
    "n": lambda machine, _: machine.end(),
    "W": lambda machine, _: machine.note("clip", "W"),
    "W*": lambda machine, _: machine.note("clip", "W*"),
    "Do": _named("Do"),
    "sh": _named("sh"),
    "EI": lambda machine, _: machine.note("inline", ""),
    "BX": lambda machine, _: setattr(machine, "lenient", machine.lenient + 1),
    "EX": lambda machine, _: setattr(machine, "lenient", max(machine.lenient - 1, 0)),
}
_STATES = 3  # states remembered besides the latest; each may set other parameters
_CONSTANTS = frozenset({"true", "false", "null"})
# Building paths, clipping, the ends of strokes, marks without content: they show no text and set no colour.
_SILENT = frozenset(
    "ET,J,j,M,d,ri,i,l,c,v,y,h,d0,d1,MP,DP,BI,ID".split(",")  # noqa: SIM905 - a list of twenty is harder to read
)


def execute(machine: Machine, operators: str) -> None:
    """Carry out a part of a stream that holds no strings but those in the machine's operands."""
    done = 0
    run = None if "%" in operators or "BI" in operators else box_run(operators)
    while run is not None:
        carry_out(machine, without_paths(operators[done : run.start()]), ACTIONS)
        done = run.start()
        if not machine.operands:
            machine.boxes += boxes_of(run[0]) or ()
            done = run.end()
        run = box_run(operators, run.end())
    carry_out(machine, without_paths(operators[done:]), ACTIONS)


def carry_out(machine: M, operators: str, actions: Mapping[str, Callable[[M, list[str]], None]]) -> None:
    """Carry out a part of a stream by actions of one's own."""
    machine.last = None
    for token in tokens(operators):
        first = token[0]
        if first in "+-.0123456789/<>[]" or token in _CONSTANTS:
            machine.operands.append(token)
        else:
            _operate(machine, token, actions)


def _operate(machine: M, operator: str, actions: Mapping[str, Callable[[M, list[str]], None]]) -> None:
    action = actions.get(operator)
    if action is None:
        if operator not in _SILENT and not machine.lenient:
            machine.note("fault", operator if operator.isascii() and operator.isprintable() else "?")
    else:
        try:
            action(machine, machine.operands)
        except (ValueError, IndexError):
            machine.note("fault", operator)
    machine.operands.clear()
