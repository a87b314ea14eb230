"""Who left in; what members.csv says of them out: whether it knows them, and whether it knows that they left.

A person may have left before any document was made; and who is pulled but has no day of loss in members.csv is entitled
there, so that the next run makes them a new card (domain.md §8: 引抜き).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.intake.read import Intake, examine
from generator.model import Key, Society


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Keys as they were asked for, a former one too."""

    known: frozenset[Key]  #: are, or were, somebody's in members.csv
    staying: frozenset[Key]  #: of these, without a 資格喪失年月日 that can be relied on


def enrolled(society: Society, keys: Iterable[Key], on: date) -> Enrolled:
    """Look people up in members.csv; nobody is known where the file cannot be read, and nothing is refused for that."""
    wanted = frozenset(keys)
    if not wanted:
        return Enrolled(frozenset(), frozenset())
    with TemporaryDirectory() as folder:
        with examine(society, Path(folder) / "first.sqlite", on, wanted) as intake:
            today = {key: intake.renumbered(key) or key for key in wanted}
            moved = frozenset(today.values()) - wanted
            if not moved:
                return _found(intake, today)
        with examine(society, Path(folder) / "second.sqlite", on, wanted | moved) as intake:
            return _found(intake, today)


def _found(intake: Intake, today: dict[Key, Key]) -> Enrolled:
    known = frozenset(key for key in today if intake.knows(key))
    return Enrolled(known, frozenset(key for key in known if not _left(intake, today[key])))


def _left(intake: Intake, key: Key) -> bool:
    """Tell whether a person's row has a day of loss; of a row that is held back nothing is relied on."""
    home = intake.household(key.symbol, key.number)
    members = home.members if home else ()
    return any(member.key == key and member.lost is not None for member in members)
