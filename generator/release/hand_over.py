"""A sealed job and a vendor in, the package and its event out (print.md §7: release is idempotent).

The package is made under a temporary name, entered into the ledger by its hash, then given its name; a crash between
leaves one that the same command finds again. Released once, a job goes out in no other package.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from generator.errors import ConfigError, LedgerError
from generator.intake.settings import load_society
from generator.job.seal import MANIFEST, signature
from generator.job.turn import sole_turn
from generator.ledger import events
from generator.ledger.approving import Approval
from generator.ledger.ledger import Ledger
from generator.ledger.moving import HandedOver, Move
from generator.ledger.opening import open_ledger
from generator.model import Society
from generator.release.covers import covered_by
from generator.release.hashing import open_private, settle, sha256_of
from generator.release.lock import Lock
from generator.release.pack import pack
from generator.release.secret import Means, lock_for
from generator.release.sound import check_job

_NEUTRAL: Final = re.compile(r"[0-9A-Za-z._-]+")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the operator asked for."""

    society: Path
    job: Path  #: the job's folder
    to: str
    by: str
    on: date
    means: Means
    out: Path | None = None


@dataclass(frozen=True, slots=True)
class Released:
    """What became of it."""

    package: Path
    handed: HandedOver
    approval: Approval | None  #: None where the package was handed over before
    late: bool  #: signed after the job was sealed
    again: bool


def release(wish: Wish) -> Released:
    """Make the package, or find it again. Raises Refusal; then nothing is released."""
    society = load_society(wish.society)
    place = Path(society.folder)
    with sole_turn(place), open_ledger(place, society.ledger_url, create=False) as ledger:
        before = ledger.handed_over(wish.job.name)
        if before is not None:
            return _again(wish, before)
        ledger.may_move(wish.job.name, events.RELEASED)
        return _make(wish, society, ledger)


def acknowledge(society: Path, job: str, told: str, *, by: str, on: date) -> bool:
    """Record that the vendor has the package, by the SHA-256 it told; False where that was recorded before."""
    found = load_society(society)
    place = Path(found.folder)
    with sole_turn(place), open_ledger(place, found.ledger_url, create=False) as ledger:
        handed = ledger.handed_over(job)
        if handed is not None and told.strip().lower() != handed.sha256:
            raise LedgerError(
                "acknowledged-other",
                job,
                "the vendor has another file than the one that was released",
                "have it deleted, and send the released package again",
            )
        if ledger.job(job).state == events.ACKNOWLEDGED:
            return False
        ledger.move(Move(job, events.ACKNOWLEDGED, by, on))
        return True


def _make(wish: Wish, society: Society, ledger: Ledger) -> Released:
    job = wish.job.name
    manifest = check_job(wish.job, ledger.manifest_of(job))
    approval = ledger.approval_of(covered_by(ledger.job(job).digest))
    if approval is None:
        raise LedgerError(
            "job-unapproved",
            job,
            "no 責了 covers what the job was made with",
            "make a proof, have another person sign it with `shikaku approve --round 責了`",
        )
    lock = lock_for(wish.to, wish.means, society)
    package = _package(wish, lock.suffix)
    if package.exists():
        raise ConfigError("package-exists", package.name, "a file of that name is in the way", "move it away")
    part, content = _part(package), _closed(wish.job, manifest, lock, _part(package))
    handed = HandedOver(wish.to, sha256_of(part), part.stat().st_size, content, package.name, wish.on)
    detail = {
        "to": handed.to,
        "sha256": handed.sha256,
        "bytes": handed.bytes,
        "content": content,
        "name": handed.name,
        "method": lock.method,
        "manifest": sha256_of(wish.job / "vendor" / MANIFEST),
        "approval": approval.seq,
    }
    ledger.move(Move(job, events.RELEASED, wish.by, wish.on), **detail)
    part.replace(package)
    return Released(package, handed, approval, manifest["approval"] != signature(approval), again=False)


def _closed(job: Path, manifest: Mapping[str, Any], lock: Lock, part: Path) -> str:
    """Write the package under its temporary name, safe on the disk; return the sha256 of the archive inside."""
    archive = job.parent / f".{job.name}.tar.part"
    try:
        with open_private(archive) as file:
            pack(job, manifest, file)
        content = sha256_of(archive)
        lock.close_over(archive, f"{job.name}.tar", part)
        settle(part)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    finally:
        archive.unlink(missing_ok=True)
    return content


def _again(wish: Wish, handed: HandedOver) -> Released:
    """Find the package that was handed over; never make another."""
    if handed.to != wish.to:
        raise LedgerError(
            "released-elsewhere",
            wish.job.name,
            "the job was released to another vendor on {day}",
            "make a new job for this vendor",
            day=handed.on.isoformat(),
        )
    package = _package(wish, Path(handed.name).suffix)
    for path in (package, _part(package)):
        if path.is_file() and sha256_of(path) == handed.sha256:
            path.replace(package)
            return Released(package, handed, None, late=False, again=True)
    raise LedgerError(
        "package-lost",
        package.name,
        "the job was released on {day}, and its package is not here",
        "name the place it lies at with --out; another package is never made of a released job",
        day=handed.on.isoformat(),
    )


def _package(wish: Wish, suffix: str) -> Path:
    """Return where the package comes to lie; its name says the job and nothing else."""
    usual = f"{wish.job.name}{suffix}"
    if wish.out is None:
        return wish.job.parent / usual
    package = wish.out / usual if wish.out.is_dir() else wish.out
    if not _NEUTRAL.fullmatch(package.name):
        fact, step = "the name of a package is letters, digits, - _ . and nothing else", "take the job's name"
        raise ConfigError("package-name", "--out", fact, step)
    return package


def _part(package: Path) -> Path:
    return package.with_name(f".{package.name}.part")
