"""Boxes that want a label in, places for the labels out: close to their box, off the print and off one another.

Greedy and in order, so the first are served best: each label takes the first of its places that nothing covers, or the
one that covers least.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from layouts.geometry import Rect, Size

_GAP = 0.35  # mm between a box and its label


@dataclass(frozen=True, slots=True)
class Wish:
    """A label of a size, and the box it belongs to."""

    box: Rect
    size: Size


def placed(wishes: Sequence[Wish], ink: Iterable[Rect], page: Rect) -> tuple[Rect, ...]:
    """Find a place for every label on a page, given where there is print."""
    taken = list(ink)
    found: list[Rect] = []
    for wish in wishes:
        places = [place for place in _places(wish) if page.holds(place)] or [next(_places(wish))]
        near = [other for other in taken if _reach(wish).touches(other)]
        best = min(places, key=lambda place, near=near: sum(_shared(place, other) for other in near))
        found.append(best)
        taken.append(best)
    return tuple(found)


def _reach(wish: Wish) -> Rect:
    """Return what holds every place a label may go to: only what lies in it counts."""
    return wish.box.grown(max(wish.size.width, 2 * wish.size.height) + 2 * _GAP)


def _places(wish: Wish) -> Iterator[Rect]:
    """Yield where a label may go: over its box, under it, beside it, in its right end."""
    box, size = wish.box, wish.size
    over, under = box.top + _GAP, box.y - size.height - _GAP
    middle = box.y + (box.height - size.height) / 2
    left, right = box.x, box.right - size.width
    spots = [(left, over), (right - _GAP, middle), (right, over), (left, under), (right, under)]
    spots += [(box.right + _GAP, middle), (box.x - size.width - _GAP, middle)]
    spots += [(box.x + (box.width - size.width) * share, y) for share in (0.25, 0.5, 0.75) for y in (over, under)]
    spots += [(left, over + size.height), (left, under - size.height), (right, over + size.height)]
    for x, y in spots:
        yield Rect(x=x, y=y, width=size.width, height=size.height)


def _shared(a: Rect, b: Rect) -> float:
    width = min(a.right, b.right) - max(a.x, b.x)
    height = min(a.top, b.top) - max(a.y, b.y)
    return width * height if width > 0 and height > 0 else 0.0
