"""A designer's PDF in, the spot inks it names out, each with the process colour that stands for it where there is one.

Authority: ISO 32000-1 8.6.6.4 and 8.6.6.5 (Separation, DeviceN), 7.10 (functions); print.md §3 (one spelling a spot).
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from layouts.ink import Ink

_PROCESS = frozenset({"All", "None", "Cyan", "Magenta", "Yellow", "Black"})
_DEEPEST = 12  # forms within forms; deeper ones go in circles
_LONGEST = 200  # operators of a tint function that is followed


def ground_inks(data: bytes) -> tuple[tuple[str, Ink | None], ...]:
    """Return the spots of a ground that was found sound; None where its alternate is no plain CMYK."""
    page = PdfReader(BytesIO(data)).pages[0]
    return tuple(dict.fromkeys(_resources(_dict(page.get("/Resources")), 0)))


def _resources(held: DictionaryObject, depth: int) -> Iterator[tuple[str, Ink | None]]:
    if depth > _DEEPEST:
        return
    for space in _values(held, "/ColorSpace"):
        yield from _space(space)
    for shading in _values(held, "/Shading"):
        yield from _space(_dict(shading).get("/ColorSpace"))
    for solid in (*_values(held, "/XObject"), *_values(held, "/Pattern")):
        if not isinstance(solid, DictionaryObject):
            continue
        yield from _space(solid.get("/ColorSpace"))
        yield from _space(_dict(solid.get("/Shading")).get("/ColorSpace"))
        yield from _resources(_dict(solid.get("/Resources")), depth + 1)
    for font in _values(held, "/Font"):
        yield from _resources(_dict(_dict(font).get("/Resources")), depth + 1)


def _space(held: object) -> Iterator[tuple[str, Ink | None]]:
    """Find the spots a colour space is made of, or stands on."""
    parts = _array(held)
    if len(parts) < 2:
        return
    family = str(parts[0])
    if family in ("/Indexed", "/I", "/Pattern"):
        yield from _space(parts[1])
    elif family == "/Separation" and len(parts) >= 4:
        name = str(_solid(parts[1]))[1:]
        if name not in _PROCESS:
            yield name, _alternate(name, str(_solid(parts[2])), _solid(parts[3]))
    elif family == "/DeviceN":
        yield from ((str(name)[1:], None) for name in _array(parts[1]) if str(name)[1:] not in _PROCESS)


def _alternate(name: str, space: str, function: object) -> Ink | None:
    """Return the colour of the full ink."""
    parts = _full(_dict(function)) if space == "/DeviceCMYK" else None
    if parts is None or len(parts) != 4:
        return None
    c, m, y, k = parts
    return Ink((c, m, y, k), name)


def _full(function: DictionaryObject) -> Sequence[float] | None:
    """Return what a function of one number makes of 1, where it is told without samples."""
    kind = function.get("/FunctionType")
    if kind == 2:
        return [float(part) for part in _array(function.get("/C1"))]
    if kind == 4 and isinstance(function, StreamObject):
        return _calculated(function.get_data().decode("latin-1"))
    return None


def _calculated(program: str) -> Sequence[float] | None:
    """Run a calculator function (7.10.5) on 1; None where it uses more than drawing programs write."""
    stack: list[float] = [1.0]
    words = program.replace("{", " ").replace("}", " ").split()
    try:
        for word in words[:_LONGEST]:
            _step(word, stack)
    except (ValueError, IndexError):
        return None
    return stack if len(words) <= _LONGEST else None


def _step(word: str, stack: list[float]) -> None:
    match word:
        case "mul":
            stack.append(stack.pop() * stack.pop())
        case "add":
            stack.append(stack.pop() + stack.pop())
        case "sub":
            stack.append(-stack.pop() + stack.pop())
        case "neg":
            stack.append(-stack.pop())
        case "dup":
            stack.append(stack[-1])
        case "pop":
            stack.pop()
        case "exch":
            stack.insert(-1, stack.pop())
        case "index":
            stack.append(stack[-1 - int(stack.pop())])
        case "roll":
            _roll(stack)
        case "cvr":
            pass
        case _:
            stack.append(float(word))


def _roll(stack: list[float]) -> None:
    by, count = int(stack.pop()), int(stack.pop())
    if not 0 < count <= len(stack):
        raise ValueError
    top = stack[-count:]
    by %= count
    stack[-count:] = top[-by:] + top[:-by] if by else top


def _values(held: DictionaryObject, key: str) -> list[Any]:
    return [_solid(value) for value in _dict(held.get(key)).values()]


def _solid(held: Any) -> Any:
    """Return the object behind a reference."""
    return held.get_object() if hasattr(held, "get_object") else held


def _dict(held: object) -> DictionaryObject:
    return solid if isinstance(solid := _solid(held), DictionaryObject) else DictionaryObject()


def _array(held: object) -> list[Any]:
    return list(solid) if isinstance(solid := _solid(held), ArrayObject) else []
