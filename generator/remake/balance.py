"""A remake's or a pull's folder in, and what the ledger orders; whether the two agree, from the lists alone, out.

Every copy that was ordered is printed once a side, is destroyed once in the make before it and stands on the packer's
slip; what had ended is destroyed alone; whoever is pulled stands on the list of pulls; nothing else does (domain.md §8,
print.md §7: count identities).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from generator.job.csvin import Row, cells, rows
from generator.ledger.remaking import Ordered
from generator.remake.papers import DESTROYED, SLIPPED
from generator.remake.sealed import NUMBERED

RECONCILIATION: Final = "reconciliation.json"
PULLED: Final = "pull.csv"
_Copy = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Account:
    """What the lists of a folder add up to; `wrong` names those that are not what was ordered."""

    spoiled: int
    made_again: int
    pulled: int
    separators: int
    blanks: int
    wrong: tuple[str, ...]

    @property
    def balanced(self) -> bool:
        """Tell whether every list is what was ordered."""
        return not self.wrong

    @property
    def told(self) -> dict[str, object]:
        """Return what reconciliation.json says."""
        return {**asdict(self), "wrong": list(self.wrong), "balanced": self.balanced}


def account(folder: Path, ordered: Ordered) -> Account:
    """Add up the lists of a folder. Raises KeyError or ValueError for lists that cannot be read."""
    vendor = folder / "vendor"
    listed = [(pile, row) for pile in NUMBERED for row in cells(folder, pile)]
    again = ordered.makes.items()
    blocks = _blocks(listed)
    fronts = Counter(copy for sides in blocks.values() for copy in next(iter(sides.values())).elements())
    alike = all(side == next(iter(sides.values())) for sides in blocks.values() for side in sides.values())
    destroyed = Counter(_copies(rows(vendor / DESTROYED)))
    slipped = Counter(_copies(rows(vendor / SLIPPED)))
    pulled = Counter(row["管理番号"] for row in rows(vendor / PULLED))
    right = {
        "cells": alike and fronts == Counter(again),
        DESTROYED: destroyed == Counter([*ordered.ended.items(), *((number, make - 1) for number, make in again)]),
        SLIPPED: slipped == Counter(again),
        PULLED: pulled == Counter(ordered.pulled),
    }
    return Account(
        spoiled=destroyed.total(),
        made_again=fronts.total(),
        pulled=pulled.total(),
        separators=_kinds(listed, "separator"),
        blanks=_kinds(listed, "blank"),
        wrong=tuple(name for name, holds in right.items() if not holds),
    )


def _blocks(listed: Sequence[tuple[str, Row]]) -> Mapping[tuple[str, str], Mapping[str, Counter[_Copy]]]:
    """Count the copies on every side that is listed of every block: it may be one, where the runs are separate."""
    found: dict[tuple[str, str], dict[str, Counter[_Copy]]] = {}
    for pile, row in listed:
        side = found.setdefault((pile, row["block"]), {}).setdefault(row["side"], Counter())
        side.update(_copies([row]))
    return found


def _copies(told: Iterable[Row]) -> Iterator[_Copy]:
    return ((row["管理番号"], int(row["make"])) for row in told if row["管理番号"])


def _kinds(listed: Sequence[tuple[str, Row]], kind: str) -> int:
    """Count the cells of a kind, each once, whatever sides of it are listed."""
    sides = Counter((pile, row["block"], row["side"]) for pile, row in listed if row["kind"] == kind)
    return sum({(pile, block): count for (pile, block, _), count in sides.items()}.values())
