"""A remake's or a pull's folder in, and what the ledger orders; whether the two agree, from the lists alone, out.

Every copy that was ordered is printed once a side, is destroyed once in the make before it and stands on the packer's
slip; whoever is pulled stands on the list of pulls; nothing else does (domain.md §8, print.md §7: count identities).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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
    printed = {side: Counter(_copies(row for _, row in listed if row["side"] == side)) for side in "FB"}
    all_of = Counter(copy for counted in printed.values() for copy in counted)
    destroyed = Counter(_copies(rows(vendor / DESTROYED)))
    slipped = Counter(_copies(rows(vendor / SLIPPED)))
    pulled = Counter(row["管理番号"] for row in rows(vendor / PULLED))
    right = {
        "cells": set(all_of) == set(again) and all(n == 1 for counted in printed.values() for n in counted.values()),
        DESTROYED: destroyed == Counter((number, make - 1) for number, make in again),
        SLIPPED: slipped == Counter(again),
        PULLED: pulled == Counter(ordered.pulled),
    }
    return Account(
        spoiled=destroyed.total(),
        made_again=len(all_of),
        pulled=pulled.total(),
        separators=_kinds(listed, "separator"),
        blanks=_kinds(listed, "blank"),
        wrong=tuple(name for name, holds in right.items() if not holds),
    )


def _copies(told: Iterable[Row]) -> Iterator[_Copy]:
    return ((row["管理番号"], int(row["make"])) for row in told if row["管理番号"])


def _kinds(listed: Sequence[tuple[str, Row]], kind: str) -> int:
    """Count the cells of a kind, each once, whatever sides of it are listed."""
    place = ("block", "sheet", "row", "column")
    return len({(pile, *(row[name] for name in place)) for pile, row in listed if row["kind"] == kind})
