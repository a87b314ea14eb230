"""A job that is over in; its personal data gone, its hashes and counts kept, an event of the ledger out.

Kept: the manifest, the reconciliation, the hashes of the inputs, postage figures and the log; of a remake or a pull its
manifest and its reconciliation. Everything else of the job, its work folder and the packages beside it goes
(domain.md §10; print.md §7: erasure is logged by target, date, method and person).
"""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from generator.errors import LedgerError
from generator.intake.settings import load_society
from generator.job.hashing import sha256_of
from generator.job.turn import sole_turn
from generator.ledger import events
from generator.ledger.ledger import Ledger
from generator.ledger.moving import HandedOver, Move
from generator.ledger.opening import open_ledger
from generator.release.erasing import LOG, Erased, Order, erase, is_logged

_KEPT: Final = frozenset({"vendor/manifest.json", "office/reconciliation.json"})
_KEPT_OF_THE_JOB: Final = _KEPT | {"office/inputs.json", "office/postage.json", LOG}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the operator asked for."""

    society: Path
    job: Path  #: the job's folder
    by: str
    on: date
    why: str


@dataclass(frozen=True, slots=True)
class Purged:
    """What became of it."""

    erased: Erased
    packages_left: tuple[str, ...]  #: names of packages that were handed over and lie elsewhere
    desk: bool = False  #: printed at the desk, and so never released
    again: bool = False  #: it was purged before, and nothing was left


def purge(wish: Wish) -> Purged:
    """Erase a job's personal data.

    Raises LedgerError for a job that is neither reconciled nor withdrawn nor printed at the desk on an earlier day.
    """
    society = load_society(wish.society)
    place = Path(society.folder)
    with sole_turn(place), open_ledger(place, society.ledger_url, create=False) as ledger, ledger.turn():
        job = wish.job.name
        known = ledger.job(job)
        done = known.state == events.PURGED
        if not done:
            ledger.may_move(_step(wish))
        own, parts = ledger.handed_over(job), ledger.parts(job)
        handed = [each for each in (own, *(part.handed for part in parts)) if each is not None]
        if not wish.job.is_dir() and not _work(wish.job).is_dir():
            step = "name the folder the job lies in; without it nothing can be said to be erased"
            raise LedgerError("job-folder-missing", job, "the job's folder is not there", step)
        wish.job.mkdir(mode=0o700, exist_ok=True)
        left = tuple(each.name for each in handed if not _at_hand(wish.job, each))
        kept = _KEPT_OF_THE_JOB.union(f"{part.name}/{name}" for part in parts for name in _KEPT)
        doomed = tuple(_doomed(wish.job, handed, kept))
        erased = erase(wish.job, Order(job, wish.by, wish.on, wish.why), doomed)
        shutil.rmtree(_work(wish.job), ignore_errors=True)
        if not done:
            _record(ledger, wish, erased)
        return Purged(erased, left, known.desk and known.state == events.SEALED, done and not doomed)


def erase_unused(job: Path, order: Order) -> Erased | None:
    """Erase what a purge would of a job that nobody was given, and log it; None where nothing is left to erase.

    The ledger has it by the event that took the job back; its state is not that of a purged job.
    """
    doomed = tuple(_doomed(job, (), _KEPT_OF_THE_JOB))
    return erase(job, order, doomed) if doomed else None


def _record(ledger: Ledger, wish: Wish, erased: Erased) -> None:
    ledger.move(_step(wish), files=erased.files, bytes=erased.bytes, log=erased.log)


def _step(wish: Wish) -> Move:
    return Move(wish.job.name, events.PURGED, wish.by, wish.on, wish.why)


def _doomed(job: Path, handed: Iterable[HandedOver], kept: frozenset[str]) -> Iterator[Path]:
    """Yield what goes: all but the kept files, the work folder of an unfinished job, the packages."""
    for path in sorted(job.rglob("*")):
        if not path.is_dir() and path.relative_to(job).as_posix() not in kept:
            yield path
    for path in sorted(_work(job).rglob("*")):
        if not path.is_dir():
            yield path
    yield from filter(None, (_package(job, each) for each in handed))


def _package(job: Path, handed: HandedOver) -> Path | None:
    """Return the package where it lies beside the job, and is the one that was handed over."""
    package = job.parent / handed.name
    return package if package.is_file() and sha256_of(package) == handed.sha256 else None


def _at_hand(job: Path, handed: HandedOver) -> bool:
    return _package(job, handed) is not None or is_logged(job, handed.name)


def _work(job: Path) -> Path:
    return job.parent / f".{job.name}.work"
