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
from generator.model import Destination, Key, Member, Request, Society

Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A day, what may be issued, and how far into the ledger to look: below an event, or up to a day."""

    on: date
    kinds: frozenset[Kind]
    before: int | None = None
    seen_on: date | None = None
    only: frozenset[Key] = frozenset()  #: people a job is for, empty for everybody
    filed: tuple[Request, ...] = ()  #: requests that nobody wrote down yet


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
        requests=partial(_requests, intake, at_the_desk(ledger, asked)),
        past=past,
        standing=standing,
        seal=ledger.seal,
        digits=intake.digits,
        layouts=layouts_of(look),
        on=asked.on,
        kinds=asked.kinds,
        only=asked.only,
        translate=translate,
        postmark=postmark,
    )


def at_the_desk(ledger: Ledger, asked: Asked) -> Mapping[Key, Sequence[Request]]:
    """Return the requests that never stood in requests.csv: those of the ledger, and those that come with the job."""
    found: dict[Key, dict[str, Request]] = {}
    for request in (*ledger.filed(before=asked.before, on=asked.seen_on), *asked.filed):
        found.setdefault(request.key, {})[request.id] = request
    return {key: tuple(requests.values()) for key, requests in found.items()}


def standing_of(society: Society, intake: Intake, ledger: Ledger, asked: Asked) -> Standing:
    """Return what is known of the society; raises InputError or ConfigError for a day that cannot be decided."""
    standing = ledger.standing(before=asked.before, on=asked.seen_on)
    standing = replace(standing, snapshot_known=standing.snapshot_known or intake.snapshot_present)
    check_standing(society.policy, standing, asked.on)
    return standing


def _requests(
    intake: Intake, desk: Mapping[Key, Sequence[Request]], people: Sequence[Member]
) -> Mapping[Key, Sequence[Request]]:
    """Put the requests of the file and of the desk together; one that is in both is one."""
    written: Mapping[Key, Sequence[Request]] = intake.requests_of(people)
    named = (key for person in people for key in (person.key, person.former)) if desk else ()
    keys = {key for key in named if key is not None and key in desk}
    if not keys:
        return written
    known = {request.id for requests in written.values() for request in requests}
    fresh = {key: [r for r in desk[key] if r.id not in known] for key in keys}
    return {key: (*written.get(key, ()), *fresh.get(key, ())) for key in {*written, *fresh}}


def _in_snapshot(intake: Intake, key: Key) -> bool:
    return intake.digits(key) is not None
