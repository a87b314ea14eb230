"""A folder of a remake or a pull in, with what the ledger says of it; everything that is wrong with it out.

As with a job: every file is hashed again, the manifest is the one the event recorded, and the lists are what the event
ordered, copy by copy. Folders the ledger knows have to be there, and no others (print.md §7, §8 trap 18).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from generator.errors import LedgerError
from generator.job.sound import KEEP, damaged, office, read, sealed
from generator.ledger.ledger import Ledger
from generator.ledger.remaking import Ordered, Remake
from generator.ledger.verifying import JobFacts
from generator.release.erasing import LOG
from generator.remake.balance import RECONCILIATION, account
from generator.remake.folder import hidden, lost, on_record

_OWN: Final = frozenset({"vendor", "office", LOG})
_OURS: Final = re.compile(r"(remake|pull)-[0-9]")


def audit(jobs: Iterable[JobFacts], out: Path, ordered: Callable[[Remake], Ordered]) -> Iterator[LedgerError]:
    """Yield what is wrong with the remakes and pulls of the jobs' folders below OUT."""
    for facts in jobs:
        folder = out / facts.job
        if facts.has_folder and folder.is_dir():
            yield from lost(folder, facts.remakes)
            yield from unknown(folder, facts.remakes)
            for remake in facts.remakes:
                if (folder / remake.name).is_dir():
                    yield from faults(folder, remake, ordered(remake))


def faults(job: Path, remake: Remake, ordered: Ordered) -> Iterator[LedgerError]:
    """Yield what is wrong with one folder below a job's."""
    folder, place = job / remake.name, f"{job.name}/{remake.name}"
    manifest = yield from sealed(place, folder, remake.manifest)
    if manifest is None:
        return
    yield from office(place, folder, remake.office)
    told = read(folder / "office" / RECONCILIATION)
    try:
        found = account(folder, ordered)
        counted = manifest["counts"]["separators"] == found.separators
    except (OSError, KeyError, TypeError, ValueError):
        yield damaged(place, "vendor/*.csv")
        return
    if told is None:
        yield damaged(place, f"office/{RECONCILIATION}")
        return
    wrong = [*found.wrong, *([] if counted else ["manifest.json"]), *([] if told == found.told else [RECONCILIATION])]
    if wrong:
        yield LedgerError(
            "remake-unbalanced", place, "{lists} are not what the ledger ordered", KEEP, lists=", ".join(wrong)
        )


def sound_parts(ledger: Ledger, job: Path, name: str) -> tuple[str, ...]:
    """Return the folders of a job that are on record, in order.

    Raises LedgerError: one is missing, or a file of the office, which all is made again from, is not what was sealed.
    """
    made = on_record(job, ledger.remakes(name))
    facts = ledger.facts(name)
    offices = [(name, job, facts.office), *((f"{name}/{r.name}", job / r.name, r.office) for r in facts.remakes)]
    for place, folder, told in offices:
        for fault in office(place, folder, told):
            raise fault
    return made


def unknown(job: Path, remakes: Iterable[Remake]) -> Iterator[LedgerError]:
    """Yield the folders in a job's that nobody wrote down: half made, or copied in."""
    names = {remake.name for remake in remakes}
    waiting = {hidden(job, name).name for name in names if not (job / name).is_dir()}
    for path in sorted(job.iterdir()):
        ours = path.is_dir() or _OURS.search(path.name)
        if ours and path.name not in _OWN | names | waiting:
            yield LedgerError(
                "remake-not-in-ledger",
                f"{job.name}/{path.name}",
                "the ledger does not know this folder: it was half made, or copied in",
                "remove it, and hand nothing of it over",
            )
