"""One folder of a remake or a pull: it is built hidden, written down in the ledger, then given its name.

A folder that can be seen is always on record. A crash before the record leaves a hidden folder that the next command
builds anew; a crash behind it leaves a hidden folder that the ledger names by its manifest's hash, and the next
command for the job gives it its name.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.errors import ConfigError, LedgerError
from generator.job.hashing import sha256_of
from generator.job.officelist import list_office
from generator.ledger.remaking import Remake


def hidden(job: Path, name: str) -> Path:
    """Return where a folder is built."""
    return job / f".{name}.work"


def next_name(remakes: Iterable[Remake], kind: str) -> str:
    """Return `remake-NN` or `pull-NN`, one behind those on record."""
    return f"{kind}-{1 + sum(remake.name.startswith(f'{kind}-') for remake in remakes):02d}"


def clear(job: Path, name: str) -> Path:
    """Return an empty place to build in. Raises ConfigError where the name itself is taken."""
    if (job / name).exists():
        raise ConfigError(
            "job-folder-exists",
            name,
            "a folder of that name is in the way",
            "move it away, then run the same command again",
        )
    shutil.rmtree(hidden(job, name), ignore_errors=True)
    return hidden(job, name)


def publish(job: Path, name: str) -> None:
    """Give a folder that is on record its name."""
    hidden(job, name).rename(job / name)


def on_record(job: Path, remakes: Iterable[Remake]) -> tuple[str, ...]:
    """Return the folders of a job that are on record; those that a crash left without their names get them.

    Raises LedgerError where one is not there: blocks could not be counted on, and copies would come twice.
    """
    made = tuple(remakes)
    for remake in made:
        manifest = hidden(job, remake.name) / "vendor" / "manifest.json"
        if not (job / remake.name).exists() and manifest.is_file() and sha256_of(manifest) == remake.manifest:
            publish(job, remake.name)
    for fault in lost(job, made):
        raise fault
    return tuple(remake.name for remake in made)


def lost(job: Path, remakes: Iterable[Remake]) -> Iterator[LedgerError]:
    """Yield the folders that are on record and not there."""
    for remake in remakes:
        if not (job / remake.name).is_dir():
            yield LedgerError(
                "remake-folder-missing",
                f"{job.name}/{remake.name}",
                "the ledger knows this folder, and it is not there",
                "put it back; one that was finished and never named gets its name by the next spoil or pull of the job",
            )


def finished(folder: Path) -> str:
    """List the office's files, have all files on the disk before they are on record; return the list's SHA-256."""
    listed = list_office(folder / "office")
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    return listed
