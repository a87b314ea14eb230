"""A seed enters; choices leave, the same on every machine and every Python.

Only ``random()`` is used: its sequence for a seed is promised to stay (random module, "Notes on Reproducibility").
"""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A source of choices."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed).random  # noqa: S311 - it invents people, it keeps no secret

    def share(self) -> float:
        """Return a number from 0 up to but not including 1."""
        return self._random()

    def chance(self, probability: float) -> bool:
        """Tell whether something of this probability happens."""
        return self._random() < probability

    def between(self, first: int, last: int) -> int:
        """Return a whole number from first to last, both included."""
        return first + int(self._random() * (last - first + 1))

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of the choices."""
        return choices[int(self._random() * len(choices))]

    def weighted(self, table: Sequence[tuple[float, T]]) -> T:
        """Return one of a table of (share up to here, choice); the last share is 1."""
        share = self._random()
        return next(choice for up_to, choice in table if share < up_to)

    def day(self, first: date, last: date) -> date:
        """Return a day from first to last, both included; first where they are crossed."""
        return date.fromordinal(self.between(first.toordinal(), max(first, last).toordinal()))


def cumulate(*shares: tuple[float, T]) -> tuple[tuple[float, T], ...]:
    """Make a table for `weighted` from (weight, choice)."""
    total = sum(weight for weight, _ in shares)
    table: list[tuple[float, T]] = []
    reached = 0.0
    for weight, choice in shares:
        reached += weight / total
        table.append((reached, choice))
    return (*table[:-1], (1.0, table[-1][1]))
