"""What decisions of a run rest on, put together: intake, ledger as of a moment, policy, layouts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from generator.decision import Kind
from generator.eligibility.check import check_standing
from generator.history import History, Standing
from generator.intake.read import Intake
from generator.job.basis import Ground
from generator.job.postmark import Mark
from generator.job.press import Look, layouts_of
from generator.ledger.ledger import Ledger
from generator.model import Destination, Key, Society

Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A day, what may be issued, and how far into the ledger to look: below an event, or up to a day."""

    on: date
    kinds: frozenset[Kind]
    before: int | None = None
    seen_on: date | None = None


def ground_of(
    society: Society,
    look: Look,
    intake: Intake,
    ledger: Ledger,
    asked: Asked,
    translate: Translate,
    postmark: Callable[[Destination], Mark] = lambda _: Mark(""),
) -> Ground:
    """Return the ground of a run; raises InputError or ConfigError for a day that cannot be decided.

    Without a `postmark` nothing bears a barcode: enough for who asks, not for who prints.
    """
    standing = standing_of(society, intake, ledger, asked)
    in_file = partial(_in_snapshot, intake) if intake.snapshot_present else None

    def past(people: Sequence[tuple[Key, Key | None]]) -> Mapping[Key, History]:
        return ledger.histories(people, before=asked.before, on=asked.seen_on, in_file=in_file)

    if not intake.snapshot_present:
        # Only the file says whose number is on file: without it 未登録 would be a guess, so nobody is told it.
        society = replace(society, policy=replace(society.policy, no_mynumber="hold"))
    return Ground(
        society=society,
        employers=intake.employers,
        requests=intake.requests_of,
        past=past,
        standing=standing,
        seal=ledger.seal,
        digits=intake.digits,
        layouts=layouts_of(look),
        on=asked.on,
        kinds=asked.kinds,
        translate=translate,
        postmark=postmark,
    )


def standing_of(society: Society, intake: Intake, ledger: Ledger, asked: Asked) -> Standing:
    """Return what is known of the society; raises InputError or ConfigError for a day that cannot be decided."""
    standing = ledger.standing(before=asked.before, on=asked.seen_on)
    standing = replace(standing, snapshot_known=standing.snapshot_known or intake.snapshot_present)
    check_standing(society.policy, standing, asked.on)
    return standing


def _in_snapshot(intake: Intake, key: Key) -> bool:
    return intake.digits(key) is not None
