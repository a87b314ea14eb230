"""Take a job out of the ledger again (contract §1). Its folder, if it has one, is left for the operator to destroy."""

from datetime import date
from pathlib import Path

from generator.errors import ConfigError
from generator.intake.settings import load_society
from generator.job.turn import sole_turn
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
    """Withdraw a job; return the number of its documents. Without a day, the job's own counts."""
    society = load_society(folder)
    place = Path(society.folder)
    with sole_turn(place), open_ledger(place, society.ledger_url, create=False) as ledger, ledger.turn():
        return ledger.withdraw(job, by=by, why=why, on=on or ledger.job(job).on)
