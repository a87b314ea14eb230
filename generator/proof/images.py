"""A proof's PDF and picks in, the picture of every side out; and of an earlier proof the sides they stand against.

Both proofs are cut out of their proof.pdf in the same way, so the same side has the same bytes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.preview.raster import Cut, cut
from generator.proof.record import PDF, Earlier, Pick, SidePlace

_CARD_DPI, _PAGE_DPI, _CARD = 180, 96, 120.0  # mm: what is wider is an A4 page
_COLOURS = 48
_ALIKE = 2  # sides of one variant that are shown changed


@dataclass(frozen=True, slots=True)
class Picture:
    """A side's picture: PNG."""

    pick: str
    side: SidePlace
    png: bytes


@dataclass(frozen=True, slots=True)
class Change:
    """A side that looks otherwise than in the earlier proof."""

    pick: str
    side: SidePlace
    before: bytes


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of an earlier proof's sides; of those made up alike the first few that changed are shown."""

    day: str
    same: int
    changed: int
    added: int  #: sides without a counterpart
    changes: tuple[Change, ...]


def pictures(folder: Path, picks: Sequence[Pick]) -> tuple[Picture, ...]:
    """Cut every side out of a proof."""
    placed = [(pick.id, side) for pick in picks for side in pick.sides]
    images = cut(folder / PDF, [_cut(side) for _, side in placed])
    return tuple(Picture(pick, side, png) for (pick, side), png in zip(placed, images, strict=True))


def compare(before: Path, earlier: Earlier, picks: Sequence[Pick], now: Sequence[Picture]) -> Compared:
    """Hold the sides of a proof against those of an earlier one."""
    found = {(each.pick, each.side.face): each for each in now}
    matched = list(_matched(picks, earlier.picks))
    pairs = [(found[pick.id, side.face], other) for pick, side, other in matched if other]
    images = cut(before / PDF, [_cut(other) for _, other in pairs])
    changed = [(each, png) for (each, _), png in zip(pairs, images, strict=True) if each.png != png]
    shown: dict[tuple[str, str], list[Change]] = {}
    for each, png in changed:
        alike = shown.setdefault((each.side.variant, each.side.face), [])
        if len(alike) < _ALIKE:
            alike.append(Change(each.pick, each.side, png))
    changes = tuple(change for alike in shown.values() for change in alike)
    return Compared(earlier.day, len(pairs) - len(changed), len(changed), len(matched) - len(pairs), changes)


def _matched(picks: Sequence[Pick], earlier: Sequence[Pick]) -> Iterator[tuple[Pick, SidePlace, SidePlace | None]]:
    """Find for every side its counterpart: of the same number, else picked for the same reasons, else alike."""
    for pick in picks:
        for side in pick.sides:
            alike = [
                (other, s)
                for other in earlier
                for s in other.sides
                if s.variant == side.variant and s.face == side.face
            ]
            best = max(alike, key=lambda each: _likeness(pick, each[0]), default=None)
            yield pick, side, best[1] if best else None


def _likeness(pick: Pick, other: Pick) -> tuple[bool, int, int]:
    shared = len(set(pick.reasons).intersection(other.reasons))
    return bool(pick.numbers) and pick.numbers == other.numbers, shared, -len(other.reasons)


def _cut(side: SidePlace) -> Cut:
    return Cut(side.page, side.box, _CARD_DPI if side.box.width < _CARD else _PAGE_DPI, _COLOURS)
