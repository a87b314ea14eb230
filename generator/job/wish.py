"""What the operator asked of a job, and what became of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from generator.decision import Kind
from generator.intake.read import Found
from generator.job.item import Item
from generator.job.seal import Balance
from generator.model import Key, Request


@dataclass(frozen=True, slots=True)
class Wish:
    """What the operator asked for.

    `only` restricts a job to some people: their households alone are read. `filed` are requests that nobody wrote
    down yet; `admit` sees what is due before anything is reserved, and raises Refusal where it must not be.
    """

    society: Path
    on: date
    out: Path
    workers: int
    kinds: frozenset[Kind] = frozenset({Kind.CARD, Kind.NOTICE})
    expect: int | None = None
    backdated: bool = False
    by: str = ""
    why: str = ""
    only: frozenset[Key] = frozenset()
    filed: tuple[Request, ...] = ()
    vendor: Mapping[str, str] = field(default_factory=dict[str, str])  #: what is not printed as society.toml says
    desk: bool = False  #: printed in the office and handed over piece by piece: no separators, no order to a vendor
    read: tuple[Path, Found] | None = None  #: an intake of just these people that is open already
    admit: Callable[[Sequence[Item]], None] | None = None

    @property
    def options(self) -> tuple[str, ...]:
        """Return what the job's digest tells of the wish: an interrupted job is finished by the same one only."""
        people = [str(key) for key in sorted(self.only)]
        told = [request.id for request in self.filed]
        return (*sorted(self.kinds), *people, *told, *filter(None, [self.why]))


@dataclass(frozen=True, slots=True)
class Done:
    """What became of it; `job` is "" when nothing was due."""

    job: str
    folder: Path | None
    account: Balance | None
    rules: Mapping[str, int]
    rejected: int
    queries: int
