"""The shape of a rule: a name, a basis, and the conditions that must all hold; first match in a table.

A condition carries a sentence about the facts it looks at, so that the same row decides and explains.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Condition(Generic[T]):
    """One condition: its name as the contract words it, its test, and a template of the facts it looks at."""

    name: str
    holds: Callable[[T], bool]
    facts: str


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """One row of a table: every condition must hold. `query` is the contract's `*`."""

    name: str
    basis: str
    conditions: tuple[Condition[T], ...]
    query: bool = False

    def missing(self, subject: T) -> Condition[T] | None:
        """Return the first condition that does not hold."""
        return next((c for c in self.conditions if not c.holds(subject)), None)


def first(rules: Iterable[Rule[T]], subject: T) -> Rule[T] | None:
    """Return the first rule all of whose conditions hold. The hot path of eligibility: plain loops, no calls."""
    for rule in rules:
        for condition in rule.conditions:
            if not condition.holds(subject):
                break
        else:
            return rule
    return None
