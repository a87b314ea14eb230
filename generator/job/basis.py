"""All a decision rests on besides the household: policy, the ledger's memory, digits, layouts, the day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from generator.decision import Kind
from generator.eligibility.case import Day, open_day
from generator.history import History, Seal, Standing
from generator.job.postmark import Mark
from generator.model import Destination, Employer, Key, Member, Request, Society
from layouts.load import Layouts


class Past(Protocol):
    """What the ledger answers about many people at once."""

    def __call__(self, people: Sequence[tuple[Key, Key | None]]) -> Mapping[Key, History]: ...


@dataclass(frozen=True, slots=True)
class Ground:
    """All a decision rests on besides the household."""

    society: Society
    employers: Mapping[str, Employer]
    requests: Callable[[Sequence[Member]], Mapping[Key, Sequence[Request]]]
    past: Past
    standing: Standing
    seal: Seal
    digits: Callable[[Key], str | None]
    layouts: Layouts
    on: date
    kinds: frozenset[Kind]  #: what this run may issue
    translate: Callable[[str], str]
    postmark: Callable[[Destination], Mark]
    only: frozenset[Key] = frozenset()  #: people this run is for, empty for everybody
    employer_faults: dict[str, bool] = field(default_factory=dict[str, bool])  #: 送付先 → cannot be printed

    @property
    def day(self) -> Day:
        """Return the day as the rules see it."""
        policy, insurer = self.society.policy, self.society.insurer
        return open_day(policy, insurer, self.standing, self.on, self.seal, self.has_digits)

    @property
    def has_digits(self) -> Callable[[Key], bool]:
        """Return whether the last four digits of a key are on file."""
        return lambda key: bool(self.digits(key))
