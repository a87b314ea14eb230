"""Take a job out of the ledger again (contract §1). Its folder, if it has one, is left for the operator to destroy."""

from datetime import date
from pathlib import Path

from generator.errors import ConfigError, LedgerError
from generator.intake.settings import load_society
from generator.job.turn import sole_turn
from generator.ledger import events
from generator.ledger.entry import Job
from generator.ledger.opening import open_ledger


def find_society(job: str, named: Path | None) -> Path:
    """Return the society's folder: the one named, the current one, or the one beside the job's folder."""
    beside = Path(job).parent
    for folder in (named, Path(), beside, beside / "society"):
        if folder is not None and (folder / "society.toml").is_file():
            return folder
    raise ConfigError(
        "society-unknown",
        "--society",
        "no society.toml was found here or beside the job",
        "name the society's folder with --society",
    )


def withdraw_job(folder: Path, job: str, *, by: str, why: str, on: date | None) -> int:
    """Withdraw a job; return the number of its documents. Without a day, the job's own counts (contract §1).

    Raises LedgerError where it was released, printed at the desk on an earlier day, or made after this day.
    """
    society = load_society(folder)
    place = Path(society.folder)
    with sole_turn(place), open_ledger(place, society.ledger_url, create=False) as ledger, ledger.turn():
        made = ledger.job(job)
        on = on or made.on
        _refuse_late(made, max(on, ledger.last_job_day() or made.on))
        events.in_time(job, on, made.on, "it is withdrawn on {on}, before its own day, {since}")
        return ledger.withdraw(job, by=by, why=why, on=on)


def _refuse_late(job: Job, today: date) -> None:
    """Refuse what was printed at the desk on another day: the new card is in the hand, the old one may be a thief's."""
    if job.desk and job.state == events.SEALED and today != job.on:
        raise LedgerError(
            "reprint-undo-late",
            job.id,
            "the card of job {job} was printed at the desk on {day}; only on that day can it be taken back",
            "make another with `shikaku reprint`, or record a card handed in with `shikaku ledger returned`",
            job=job.id,
            day=job.on.isoformat(),
        )
