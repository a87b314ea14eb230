"""An open job in, and the command that meets it; a refusal out unless it is the command that began it.

Only one job is open at a time, so whoever comes next has to be told whose it is, and how it is finished or taken back.
"""

from typing import Final

from generator.errors import LedgerError
from generator.job.digest import options_digest
from generator.job.wish import Wish
from generator.ledger.entry import Job
from generator.ledger.ledger import Ledger

GANG: Final = "reprint --gang"  #: why the job of all that is queued is made


def refuse_other(ledger: Ledger, job: Job, wish: Wish) -> None:
    """Raise LedgerError where the open job was begun by another command."""
    same = (job.on, job.why) == (wish.on, wish.why)
    if same and wish.only:  # jobs for some people are told apart by these people
        same = job.digest.get("options") == options_digest(wish.on, wish.options)
    if not same:
        raise unfinished(ledger, job)


def unfinished(ledger: Ledger, job: Job) -> LedgerError:
    """Say which job is open, whose it is, which command finishes it and which takes it back."""
    fact = "job {job} of {day} is open"
    step = "`shikaku run` for {day} with the same options finishes it; `shikaku withdraw {job}` takes it back"
    if job.why == GANG:
        fact = "job {job} of {day} is open: {count} queued reprints, the first of {key}, begun by {by}"
        step = "`shikaku reprint --gang --on {day}` finishes it; `shikaku withdraw {job}` takes it back"
    elif job.why:
        fact = "job {job} of {day} is open: the reprint of {key} ({reason}), begun by {by}"
        step = (
            "`shikaku reprint --person {key} --reason {reason} --on {day}` finishes it; "
            "`shikaku withdraw {job}` takes it back"
        )
    count, first = ledger.count_of(job.id), ledger.keys_of(job.id, 1)
    return LedgerError(
        "job-open",
        job.id,
        fact,
        step,
        job=job.id,
        day=job.on.isoformat(),
        count=count,
        key=first[0] if first else "-",
        reason=job.why,
        by=job.by or "-",
    )
