"""A dry run in, the figures of its report out: how many by rule, route and employer, and the counts that must agree."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.proof.source import Dry


@dataclass(frozen=True, slots=True)
class Share:
    """Cards and notices of one route or employer."""

    name: str
    cards: int
    notices: int

    @property
    def total(self) -> int:
        """Return both."""
        return self.cards + self.notices


@dataclass(frozen=True, slots=True)
class Equal:
    """Two counts from different sources that must agree; `key` names the sentence that says which."""

    key: str
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Account:
    """The figures of a job that was not made; codes and counts only."""

    rules: Mapping[str, int] = field(default_factory=dict[str, int])
    routes: tuple[Share, ...] = ()
    employers: tuple[Share, ...] = ()
    equals: tuple[Equal, ...] = ()

    @property
    def balanced(self) -> bool:
        """Tell whether every pair agrees."""
        return all(each.left == each.right for each in self.equals)


def account_of(dry: Dry) -> Account:
    """Sum up a dry run."""
    piled, tally, read = dry.piled, dry.tally, dry.counts
    routes, employers = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for share in piled.shares:
        for kind, count in (("cards", share.cards), ("notices", share.notices)):
            routes[share.route, kind] += count
            employers[share.employer or share.group, kind] += count
    shared = sum(share.cards + share.notices for share in piled.shares)
    equals = (
        Equal("people_in", read.people, tally.with_document + tally.none + tally.held + read.rejected),
        Equal("documents_shared", tally.cards + tally.notices, shared),
        Equal("cards_packed", tally.cards, piled.packed[0]),
        Equal("notices_packed", tally.notices, piled.packed[1]),
        Equal("cards_piled", tally.cards, piled.kinds["cards"].get("card", 0)),
        Equal("envelopes_posted", piled.envelopes, piled.mailing.envelopes),
    )
    return Account(dict(sorted(tally.rules.items())), _shares(routes), _shares(employers), equals)


def _shares(counts: Counter[tuple[str, str]]) -> tuple[Share, ...]:
    names = dict.fromkeys(name for name, _ in counts)
    shares = (Share(name, counts[name, "cards"], counts[name, "notices"]) for name in names)
    return tuple(sorted(shares, key=lambda share: (-share.total, share.name)))
