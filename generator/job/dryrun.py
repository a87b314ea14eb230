"""Decisions without a job: the rules on the ledger as it stood on a day; nothing is written (contract §1, `decide`)."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from generator.decision import Kind
from generator.eligibility.explain import explain
from generator.errors import ConfigError
from generator.intake.read import open_intake
from generator.intake.settings import load_society
from generator.job.basis import Ground
from generator.job.gathering import Recipe, gather_all
from generator.job.ground import Asked, ground_of
from generator.job.item import Item
from generator.job.setup import look_of
from generator.ledger.ledger import Ledger
from generator.ledger.opening import open_ledger
from generator.model import Household, Key, Society

_NOTHING = ("", "", "", "")  #: basis to number
_BOTH = frozenset({Kind.CARD, Kind.NOTICE})


def decision_rows(folder: Path, on: date, work: Path) -> Iterator[tuple[str, ...]]:
    """Yield the rows of decisions.csv a job of this day would have, without numbers; `work` is an empty folder."""
    society = load_society(folder)
    recipe = Recipe(society, look_of(society), Asked(on, _BOTH, seen_on=on), work / "intake.sqlite")
    with closing(open_intake(society, recipe.intake, on)) as intake:
        gathered, _ = gather_all(intake, recipe, work, 1, lambda _: None)
        with closing(gathered):
            yield from map(_row, gathered.due())
            yield from ((*left[:3], Kind.NONE.value, left.rule, *_NOTHING) for left in gathered.undue())


def explained(
    folder: Path, on: date, keys: Sequence[Key], scratch_folder: Path, translate: Callable[[str], str]
) -> tuple[str, ...]:
    """Say why one person gets what they get, rule by rule. Raises ConfigError for a key nobody has."""
    society = load_society(folder)
    with (
        _ledger(society) as ledger,
        closing(open_intake(society, scratch_folder / "intake.sqlite", on)) as intake,
    ):
        household, person = _find(intake.households(), keys)
        ground = ground_of(society, look_of(society), intake, ledger, Asked(on, _BOTH, seen_on=on), translate)
        return _explain(household, person, ground, translate)


def _explain(household: Household, person: Key, ground: Ground, translate: Callable[[str], str]) -> tuple[str, ...]:
    return explain(
        household,
        ground.requests(household.members),
        ground.past([(m.key, m.former) for m in household.members]),
        ground.standing,
        ground.society.policy,
        ground.society.insurer,
        ground.on,
        ground.seal,
        has_digits=ground.has_digits,
        key=person,
        translate=translate,
    )


def _ledger(society: Society) -> Ledger:
    return open_ledger(Path(society.folder), society.ledger_url, create=False)


def _find(households: Iterator[Household], keys: Sequence[Key]) -> tuple[Household, Key]:
    """Find the person whose key is one of these readings, the first if two people's are."""
    found: dict[Key, tuple[Household, Key]] = {}
    for household in households:
        found |= {member.key: (household, member.key) for member in household.members if member.key in keys}
        if keys[0] in found:
            break
    for key in keys:
        if key in found:
            return found[key]
    raise ConfigError(
        "person-unknown",
        "--explain",
        "nobody with the key {key} can be decided",
        "write it as 記号-番号-枝番; if it is right, look for its row with `shikaku check`",
        key=keys[0],
    )


def _row(item: Item) -> tuple[str, ...]:
    return item.symbol, item.number, item.branch, item.kind, item.rule, item.basis, item.route, item.valid_to, ""
