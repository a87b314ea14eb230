"""Paints in their order go in; the most ink that lies anywhere comes out, with its place.

A small simulation of the plates. An area is halved, at the edges of upright rectangles, until every paint covers it
wholly or not at all, or it is smaller than `LEAST`; whatever cannot hold more than the limit is let go early. So
upright rectangles are exact, other shapes to `LEAST`; what may ink less than its shape (text, clips, soft masks,
images) counts as inking all or nothing, whichever is more. More ink beneath never means less on top, so the highest
mixtures of each place suffice. ISO 32000-1, 11.3.5 (blend modes), 11.7.4 (overprint).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor

from proofs.facts import Box
from proofs.inks import EVERY, OPAQUE, PROCESS, Tint
from proofs.paints import Paint
from proofs.plane import common, holds, middle, union
from proofs.shapes import IN, OUT, PART, Cover

LEAST = 0.6  #: pt; what is narrower than that (0.2 mm) is no area
_MIXTURES = 24  # kept at a place
_STEPS = 1_500  # in a square
_MOST_WORK = 400_000  # paints looked at in a file: what would take minutes to count is told instead
_SQUARE = 36.0  # pt
_DARKEST = frozenset({"ColorBurn", "Difference", "Exclusion", "Hue", "Saturation", "Color", "Luminosity"})

Mixture = tuple[float, ...]  #: of each ink, 0 to 1
_Laid = tuple[float | None, ...]  #: of each ink, None for what stays as it is
_Live = tuple[Paint, Cover]


@dataclass(frozen=True, slots=True)
class Peak:
    """The most ink found: in all, where, and whether just so or no more than that."""

    total: float
    at: tuple[float, float]
    sure: bool


def most(paints: Iterable[Paint]) -> dict[str, float]:
    """Return the most of each ink that some paints can leave anywhere; cheap, and never too little."""
    found: dict[str, float] = {}
    for paint in paints:
        raise_to(found, paint.tint, plain=paint.blend in OPAQUE)
    return found


def raise_to(found: dict[str, float], tint: Tint, *, plain: bool) -> None:
    """Raise the most of each ink by another paint; where it does not blend plainly, ink may add up to all of it."""
    for ink, amount in tint.inks:
        if ink != EVERY and amount > found.get(ink, 0.0):
            found[ink] = amount if plain else 1.0
    if not plain:
        found.update(dict.fromkeys((*PROCESS, *found), 1.0))


@dataclass(slots=True)
class Work:
    """How often a paint has been held against a box; shared by all plates of a file."""

    done: int = 0


class Plates:
    """The plates some paints print from; inks `apart` do not add up to the others."""

    def __init__(self, paints: Sequence[Paint], apart: Iterable[str] = (), work: Work | None = None) -> None:
        self._paints = [p for p in paints if not p.tint.registration and p.seen]
        self._inks = tuple(sorted({ink for p in self._paints for ink, _ in p.tint.inks} | set(PROCESS)))
        left_out = {*apart}
        self._counted = [ink.casefold() not in left_out for ink in self._inks]
        self._steps = 0
        self._work = work or Work()
        self._best: Peak | None = None
        self._laid = {id(p): [self._values(p, tint) for tint in p.mixed or (p.tint,)] for p in self._paints}

    @property
    def exhausted(self) -> bool:
        """Tell whether the search was broken off: what it found may then be more than there is, or not all."""
        return self._work.done > _MOST_WORK

    def peak(self, limit: float, *, first: bool = False) -> Peak | None:
        """Return the place that bears the most ink, or the `first` found, if more than `limit` (1.0 = one full ink)."""
        self._best = None
        for square, paints in sorted(self._squares().items()):
            if self._best is not None and (first or self.exhausted):
                break
            live = [(paint, PART) for paint in paints]
            if self._bound(live) > limit + 1e-9:
                self._steps = 0
                left, low = square[0] * _SQUARE, square[1] * _SQUARE
                region = common((left, low, left + _SQUARE, low + _SQUARE), union([p.box for p in paints]))
                self._search(region, live, limit)
        return self._best

    def _squares(self) -> dict[tuple[int, int], list[Paint]]:
        """Sort the paints, in their order, into the squares of a grid."""
        found: dict[tuple[int, int], list[Paint]] = {}
        for paint in self._paints:
            left, low, right, top = (floor(edge / _SQUARE) for edge in paint.box)
            for x in range(left, right + 1):
                for y in range(low, top + 1):
                    found.setdefault((x, y), []).append(paint)
        return found

    def at(self, region: Box) -> Sequence[Mixture]:
        """Return the mixtures a small box may bear."""
        return self._mixtures(self._live(region, [(p, PART) for p in self._paints]), middle(region))[0]

    def highest(self, region: Box) -> dict[str, float]:
        """Return the most of each ink in a small box."""
        found = self.at(region)
        return {ink: max(m[i] for m in found) for i, ink in enumerate(self._inks)}

    def total(self, mixture: Mixture) -> float:
        """Return the ink of a mixture that adds up."""
        return sum(value for value, counts in zip(mixture, self._counted, strict=True) if counts)

    def _search(self, region: Box, above: Sequence[_Live], limit: float) -> None:
        self._steps += 1
        self._work.done += len(above)
        live = self._live(region, above)
        least = limit if self._best is None else max(limit, self._best.total)
        bound = self._bound(live)
        if bound <= least + 1e-9:
            return
        if self.exhausted:
            self._best = self._best or Peak(bound, middle(region), sure=False)
            return
        cut = self._cut(region, live)
        if cut is None or self._steps > _STEPS:
            found, sure = self._mixtures(live, None if cut else middle(region))
            total = max(map(self.total, found))
            if total > least + 1e-9:
                self._best = Peak(total, middle(region), sure and cut is None)
            return
        for half in cut:
            self._search(half, live, limit)

    def _live(self, region: Box, above: Sequence[_Live]) -> list[_Live]:
        """Return what inks a box, without what another paint covers there."""
        live: list[_Live] = []
        for paint, known in above:
            cover = known if known == IN else paint.covers(region)
            if cover == OUT:
                continue
            if cover == IN and paint.erases:
                live.clear()
            live.append((paint, cover))
        return live

    def _bound(self, live: Sequence[_Live]) -> float:
        found = most(paint for paint, _ in live)
        return sum(found.get(ink, 0.0) for ink, counts in zip(self._inks, self._counted, strict=True) if counts)

    def _cut(self, region: Box, live: Sequence[_Live]) -> tuple[Box, Box] | None:
        """Halve a box where a rectangle ends in it, else in its middle; None where there is nothing left to tell."""
        x0, y0, x1, y1 = region
        xs, ys, rough = list[float](), list[float](), False
        for paint, cover in live:
            if cover == PART:
                box = paint.box
                if paint.shape.covers(region) == IN and holds(paint.clip.box, region):
                    continue  # all of it, or as much as there is: no cut would tell
                inner_x = [x for x in (box[0], box[2]) if x0 + 1e-6 < x < x1 - 1e-6]
                inner_y = [y for y in (box[1], box[3]) if y0 + 1e-6 < y < y1 - 1e-6]
                xs += inner_x
                ys += inner_y
                rough |= not (inner_x or inner_y or paint.shape.upright)
        if xs:
            x = min(xs, key=lambda each: abs(each - (x0 + x1) / 2))
            return (x0, y0, x, y1), (x, y0, x1, y1)
        if ys:
            y = min(ys, key=lambda each: abs(each - (y0 + y1) / 2))
            return (x0, y0, x1, y), (x0, y, x1, y1)
        if not rough or max(x1 - x0, y1 - y0) <= LEAST:
            return None
        if x1 - x0 > y1 - y0:
            x = (x0 + x1) / 2
            return (x0, y0, x, y1), (x, y0, x1, y1)
        y = (y0 + y1) / 2
        return (x0, y0, x1, y), (x0, y, x1, y1)

    def _mixtures(self, live: Sequence[_Live], place: tuple[float, float] | None) -> tuple[Sequence[Mixture], bool]:
        """Lay paints over one another; a place decides for solid shapes that cover but a part."""
        found: list[Mixture] = [(0.0,) * len(self._inks)]
        sure = True
        for paint, cover in live:
            whole = cover == IN
            if not whole and place is not None and paint.solid and paint.clip.exact:
                if not paint.shape.upright and not paint.shape.contains(place):
                    continue
                whole = True
            after = [self._over(mixture, laid, paint) for mixture in found for laid in self._laid[id(paint)]]
            found = after if whole else highest([*found, *after])
            sure = sure and whole and paint.tint.sure and paint.blend in OPAQUE
        return found, sure

    def _over(self, mixture: Mixture, laid: _Laid, paint: Paint) -> Mixture:
        """Return a mixture with a paint over it."""
        new = [
            below if value is None else self._blended(below, value, paint)
            for below, value in zip(mixture, laid, strict=True)
        ]
        return tuple(new)

    def _blended(self, below: float, value: float, paint: Paint) -> float:
        mode = paint.blend
        if mode == "Darken":
            full = max(below, value)
        elif mode in _DARKEST:
            full = 1.0
        elif mode in OPAQUE:
            full = value
        else:
            full = below + value - below * value  # Multiply; every other mode lays less
        return below + (full - below) * paint.alpha

    def _values(self, paint: Paint, tint: Tint) -> _Laid:
        """Return what a paint lays of each ink, None where it leaves what lies beneath (11.7.4.3)."""
        own = dict(tint.inks)
        keeps_zero = paint.over and paint.mode == 1 and tint.direct
        values: list[float | None] = []
        for ink in self._inks:
            amount = own.get(ink)
            if amount is None:
                values.append(None if paint.over else 0.0)
            else:
                values.append(None if keeps_zero and amount == 0 else amount)
        return tuple(values)


def highest(found: Iterable[Mixture]) -> list[Mixture]:
    """Drop mixtures that hold no more of any ink than another; too many are taken together as one."""
    kept: list[Mixture] = []
    for mixture in sorted(set(found), reverse=True):
        if not any(all(a >= b for a, b in zip(other, mixture, strict=True)) for other in kept):
            kept.append(mixture)
    return kept if len(kept) <= _MIXTURES else [tuple(map(max, zip(*kept, strict=True)))]
