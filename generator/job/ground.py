"""What decisions of a run rest on, put together: intake, ledger as of a moment, policy, layouts."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from generator.decision import Kind
from generator.eligibility.check import check_standing
from generator.history import History
from generator.intake.read import Intake
from generator.job.basis import Ground
from generator.job.press import Look, layouts_of
from generator.ledger.ledger import Ledger
from generator.model import Key, Request, Society

_SNAPSHOT = "snapshot.csv"
Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A day, what may be issued, and how far into the ledger to look: below an event, or up to a day."""

    on: date
    kinds: frozenset[Kind]
    before: int | None = None
    seen_on: date | None = None


def ground_of(
    society: Society, look: Look, intake: Intake, ledger: Ledger, asked: Asked, translate: Translate
) -> Ground:
    """Return the ground of a run; raises InputError or ConfigError for a day that cannot be decided."""
    standing = ledger.standing(before=asked.before, on=asked.seen_on)
    standing = replace(standing, snapshot_known=standing.snapshot_known or _SNAPSHOT in intake.hashes)
    check_standing(society.policy, standing, asked.on)
    in_file = partial(_in_snapshot, intake) if intake.counts.rows.get(_SNAPSHOT) else None

    def past(people: Sequence[tuple[Key, Key | None]]) -> Mapping[Key, History]:
        return ledger.histories(people, before=asked.before, on=asked.seen_on, in_file=in_file)

    return Ground(
        society=society,
        employers=intake.employers,
        requests=_by_key(intake.requests),
        past=past,
        standing=standing,
        seal=ledger.seal,
        digits=intake.digits,
        layouts=layouts_of(look),
        on=asked.on,
        kinds=asked.kinds,
        translate=translate,
    )


def _in_snapshot(intake: Intake, key: Key) -> bool:
    return intake.digits(key) is not None


def _by_key(requests: Sequence[Request]) -> Mapping[Key, Sequence[Request]]:
    found: dict[Key, list[Request]] = defaultdict(list)
    for request in requests:
        found[request.key].append(request)
    return dict(found)
