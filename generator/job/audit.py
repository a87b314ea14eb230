"""In: what the ledger says of its jobs, and the folder they lie in. Out: every place where the two disagree.

A job's own folder is looked through by `sound`; here: folders that are not there, and those that nobody knows.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from fonts.errors import Word
from generator.errors import LedgerError
from generator.job.sound import BACKUP, faults
from generator.ledger.verifying import JobFacts

_JOB: Final = re.compile(r"[0-9]{8}-[0-9]{2,}")


def audit(jobs: Iterable[JobFacts], out: Path) -> Iterator[LedgerError]:
    """Yield what is wrong with the jobs' folders below OUT."""
    known: set[str] = set()
    for facts in jobs:
        known.add(facts.job)
        if facts.has_folder:
            yield from _job(facts, out / facts.job)
    for folder in sorted(out.iterdir()) if out.is_dir() else ():
        if _JOB.fullmatch(folder.name) and folder.is_dir() and folder.name not in known:
            yield LedgerError(
                "job-not-in-ledger", folder.name, "the folder is there, but the ledger has no such job", BACKUP
            )


def _job(facts: JobFacts, folder: Path) -> Iterator[LedgerError]:
    if folder.is_dir():
        yield from faults(facts, folder)
        return
    step = "name the folder the jobs lie in with --jobs, or put back this one"
    yield LedgerError("job-folder-missing", facts.job, "the job is {state}, but its folder is not there", step,
                      state=Word(facts.state))  # fmt: skip
