"""Two readings of a layout in, what changed between them out: element by element, in mm as layout files count.

Right and down are positive, places are of the trim's (a block's) upper left. Values are shown as the files write them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import cast

from layouts.compile import Draft
from layouts.frame import Frame
from layouts.geometry import EPS_MM, Point, Rect
from layouts.load import Layouts
from layouts.read import Element
from layouts.schema import KINDS, RENAMED, BlockSpec, RuleSpec, SideSpec, Spec

_NOT_SAID = "-"
_PLACES = frozenset({"at", "from", "to"})


class Fate(Enum):
    """What became of an element, or of a whole layout."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one element; `element` is "" for a whole layout. Boxes are of the side, mm from its lower left."""

    layout: str
    element: str
    fate: Fate
    moved: Point | None = None  #: mm to the right and down
    keys: tuple[tuple[str, str, str], ...] = ()  #: key, value before, value after
    before: tuple[Rect, ...] = ()
    after: tuple[Rect, ...] = ()


def compare(old: Layouts, new: Layouts, names: Sequence[str] = ()) -> tuple[Change, ...]:
    """Compare all layouts of two sets, or those named."""
    found: list[Change] = []
    for name in names or sorted({*old.names, *new.names}):
        if name not in new.names:
            found.append(Change(name, "", Fate.REMOVED))
        elif name not in old.names:
            found.append(Change(name, "", Fate.ADDED))
        else:
            found += _compare(old.draft(name), new.draft(name))
    return tuple(found)


def _compare(old: Draft, new: Draft) -> Iterator[Change]:
    before, after = _elements(old), _elements(new)
    boxes = _boxes(old), _boxes(new)
    yield from _sides(old, new)
    for path in dict.fromkeys([*before, *after]):
        a, b = before.get(path), after.get(path)
        seen = boxes[0].get(path, ()), boxes[1].get(path, ())
        if a is None:
            yield Change(new.name, path, Fate.ADDED, after=seen[1])
        elif b is None:
            yield Change(new.name, path, Fate.REMOVED, before=seen[0])
        else:
            moved, keys = _moved(a.spec, b.spec), tuple(_keys(a, b))
            if moved or keys:
                yield Change(new.name, path, Fate.CHANGED, moved, keys, *seen)


def _sides(old: Draft, new: Draft) -> Iterator[Change]:
    """Compare what a side says of itself."""
    pairs = (("trim", "width"), ("trim", "height"), ("bleed", ""), ("safe", ""))
    keys: list[tuple[str, str, str]] = []
    for key, part in pairs:
        a, b = (getattr(draft.side, key) for draft in (old, new))
        a, b = (getattr(each, part) if part else each for each in (a, b))
        if abs(a - b) > EPS_MM:
            keys.append((f"{key} {part}".strip(), f"{a:g}mm", f"{b:g}mm"))
    if keys:
        yield Change(new.name, "side", Fate.CHANGED, keys=tuple(keys))
    if old.ground != new.ground:
        fate = Fate.CHANGED if old.ground and new.ground else Fate.ADDED if new.ground else Fate.REMOVED
        yield Change(new.name, "ground", fate)


def _elements(draft: Draft) -> Mapping[str, Element]:
    return {".".join(element.raw.path): element for element in draft.elements}


def _moved(old: Spec, new: Spec) -> Point | None:
    """Return how far an element moved as a whole, None where it did not or not as a whole."""
    steps = [Point(b.x - a.x, b.y - a.y) for a, b in zip(_points(old), _points(new), strict=False)]
    if not steps or len(_points(old)) != len(_points(new)):
        return None
    first = steps[0]
    alike = all(abs(step.x - first.x) < EPS_MM and abs(step.y - first.y) < EPS_MM for step in steps)
    return first if alike and max(abs(first.x), abs(first.y)) > EPS_MM else None


def _points(spec: Spec) -> tuple[Point, ...]:
    if isinstance(spec, RuleSpec):
        return spec.start, spec.end
    if isinstance(spec, BlockSpec):
        return spec.at
    return () if isinstance(spec, SideSpec) else (spec.at,)


def _keys(old: Element, new: Element) -> Iterator[tuple[str, str, str]]:
    """Yield the keys that differ; places only where the element did not move as a whole."""
    moved = _moved(old.spec, new.spec) is not None
    for key in KINDS[new.raw.kind].keys:
        name = RENAMED.get(key, key)
        a, b = (getattr(element.spec, name) for element in (old, new))
        if a != b and not (moved and key in _PLACES):
            if isinstance(old.spec, BlockSpec) and key == "at":
                yield from _placements(cast("tuple[Point, ...]", a), cast("tuple[Point, ...]", b))
            else:
                yield key, _said(old.raw.values.get(key)), _said(new.raw.values.get(key))


def _placements(old: Sequence[Point], new: Sequence[Point]) -> Iterator[tuple[str, str, str]]:
    """Yield the placements of a block that differ, counted from 1."""
    for index in range(max(len(old), len(new))):
        a, b = (_point(places[index]) if index < len(places) else _NOT_SAID for places in (old, new))
        if a != b:
            yield f"at {index + 1}", a, b


def _point(at: Point) -> str:
    return f"{at.x:g}mm, {at.y:g}mm"


def _said(value: object) -> str:
    """Write a value as a layout file has it, on one line."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {_said(item)}" for key, item in cast("dict[str, object]", value).items())
    if isinstance(value, list):
        return ", ".join(map(_said, cast("list[object]", value)))
    return _NOT_SAID if value is None else " ".join(str(value).split())


def _boxes(draft: Draft) -> Mapping[str, tuple[Rect, ...]]:
    """Return where every element lies on the side: of a block's at each of its placements."""
    found: dict[str, tuple[Rect, ...]] = {path: (box,) for path, box in _framed(draft.frame)}
    for name, (spec, frame) in draft.blocks.items():
        corners = [Point(at.x, draft.side.trim.height - at.y - spec.size.height) for at in spec.at]
        size = {"width": spec.size.width, "height": spec.size.height}
        found[f"block.{name}"] = tuple(Rect(x=at.x, y=at.y, **size) for at in corners)
        for path, box in _framed(frame):
            found[path] = tuple(
                Rect(x=box.x + at.x, y=box.y + at.y, width=box.width, height=box.height) for at in corners
            )
    return found


def _framed(frame: Frame) -> Iterator[tuple[str, Rect]]:
    for text in frame.texts:
        yield ".".join(text.raw.path), text.box
    yield from frame.fixed.items()
