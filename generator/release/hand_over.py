"""A sealed job, or a part of it that was made later, and a vendor in; the package and its event out.

The package is made under a temporary name, entered into the ledger by its hash, then given its name; a crash between
leaves one that the same command finds again (print.md §7: release is idempotent). Released once, a job goes out in no
other package, and so each of its parts: the remake or the pull behind it, in a package of its own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from generator.errors import ConfigError, LedgerError
from generator.intake.settings import load_society
from generator.job import sound
from generator.job.hashing import sha256_of
from generator.job.seal import MANIFEST, signature
from generator.job.turn import sole_turn
from generator.ledger import events, parting
from generator.ledger.approving import Approval
from generator.ledger.balancing import Astray
from generator.ledger.ledger import Ledger
from generator.ledger.moving import HandedOver, Move
from generator.ledger.opening import open_ledger
from generator.ledger.persons import refuse_nobody
from generator.model import Society
from generator.release.covers import covered_by
from generator.release.lock import Lock
from generator.release.pack import pack
from generator.release.private import open_private, settle
from generator.release.secret import Means, lock_for
from generator.remake import sound as part_sound
from generator.remake.voids import list_void

_NEUTRAL: Final = re.compile(r"[0-9A-Za-z._-]+")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


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
    part: str = ""  #: the folder of a remake or a pull; "" for the job itself

    @property
    def name(self) -> str:
        """Return what the package and the archive in it are called."""
        return "-".join(filter(None, (self.job.name, self.part)))

    @property
    def vendor(self) -> Path:
        """Return what is packed."""
        return self.job / self.part / "vendor"


@dataclass(frozen=True, slots=True)
class Released:
    """What became of it."""

    package: Path
    handed: HandedOver
    approval: Approval | None  #: None where the package was handed over before
    late: bool  #: signed after the job was sealed
    again: bool
    waiting: tuple[str, ...] = ()  #: parts of the job that were not released yet
    void: tuple[Astray, ...] = ()  #: what is void in the package and on no list of pulls
    listed: Path | None = None  #: where they lie


def release(wish: Wish) -> Released:
    """Make the package, or find it again. Raises Refusal; then nothing is released."""
    society = load_society(wish.society)
    place = Path(society.folder)
    with sole_turn(place), open_ledger(place, society.ledger_url, create=False) as ledger, ledger.turn():
        job = wish.job.name
        before = ledger.part(job, wish.part).handed if wish.part else ledger.handed_over(job)
        if before is not None:
            return _again(wish, before)
        if wish.part:
            ledger.may_go(Move(job, parting.PART_RELEASED, wish.by, wish.on), wish.part)
            _same_vendor(wish, ledger.handed_over(job))
        else:
            ledger.may_move(Move(job, events.RELEASED, wish.by, wish.on))
        return _make(wish, society, ledger)


def acknowledge(society: Path, job: str, part: str, told: str, *, by: str, on: date) -> bool:
    """Record that the vendor has a package, by the SHA-256 it told; False where that was recorded before."""
    refuse_nobody(by, "/".join(filter(None, (job, part))))
    digest = told.strip().lower()
    if not _SHA256.fullmatch(digest):
        fact, step = "a SHA-256 is 64 digits, 0-9 and a-f", "write all of what the vendor told"
        raise ConfigError("acknowledged-form", "--acknowledged", fact, step)
    found = load_society(society)
    place = Path(found.folder)
    with sole_turn(place), open_ledger(place, found.ledger_url, create=False) as ledger, ledger.turn():
        handed = ledger.part(job, part).handed if part else ledger.handed_over(job)
        if handed is not None and digest != handed.sha256:
            raise LedgerError(
                "acknowledged-other",
                "/".join(filter(None, (job, part))),
                "the vendor has another file than the one that was released",
                "have it deleted, and send the released package again",
            )
        if part:
            return ledger.acknowledge_part(Move(job, parting.PART_ACKNOWLEDGED, by, on), part)
        if ledger.job(job).state == events.ACKNOWLEDGED:
            return False
        ledger.move(Move(job, events.ACKNOWLEDGED, by, on))
        return True


def _make(wish: Wish, society: Society, ledger: Ledger) -> Released:
    job = wish.job.name
    manifest = _checked(wish, ledger)
    made_with = covered_by(ledger.job(job).digest)
    # A part may have been made with other layouts than its job: then these have to be approved.
    told = {part: value for part, value in manifest["hashes"].items() if wish.part and part in made_with}
    approval = ledger.approval_of({**made_with, **told})
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
    part, content = _part(package), _closed(wish, manifest, lock, _part(package))
    handed = HandedOver(wish.to, sha256_of(part), part.stat().st_size, content, package.name, wish.on)
    detail = {
        "to": handed.to,
        "sha256": handed.sha256,
        "bytes": handed.bytes,
        "content": content,
        "name": handed.name,
        "method": lock.method,
        "manifest": sha256_of(wish.vendor / MANIFEST),
        "approval": approval.seq,
    }
    void = () if wish.part else ledger.void_within(job)
    listed = list_void(wish.job, [each.name for each in ledger.parts(job)], void)
    if wish.part:
        ledger.release_part(Move(job, parting.PART_RELEASED, wish.by, wish.on), wish.part, **detail)
    else:
        ledger.move(Move(job, events.RELEASED, wish.by, wish.on), **detail)
    part.replace(package)
    late = not wish.part and manifest["approval"] != signature(approval)
    waiting = tuple(each.name for each in ledger.parts(job) if each.handed is None)
    return Released(package, handed, approval, late, again=False, waiting=waiting, void=void, listed=listed)


def _checked(wish: Wish, ledger: Ledger) -> Mapping[str, Any]:
    """Return the manifest of what goes out. Raises LedgerError, the first of what is wrong with it."""
    facts = ledger.facts(wish.job.name)
    if wish.part:
        remake = next(each for each in facts.remakes if each.name == wish.part)
        faults = part_sound.faults(wish.job, remake, ledger.ordered(remake))
    else:
        faults = sound.faults(facts, wish.job)
    for fault in faults:
        raise fault
    return sound.read(wish.vendor / MANIFEST) or {}


def _same_vendor(wish: Wish, handed: HandedOver | None) -> None:
    if handed is not None and handed.to != wish.to:
        raise _elsewhere(wish, handed)


def _elsewhere(wish: Wish, handed: HandedOver) -> LedgerError:
    return LedgerError(
        "released-elsewhere",
        wish.name,
        "the job was released to another vendor on {day}",
        "make a new job for this vendor",
        day=handed.on.isoformat(),
    )


def _closed(wish: Wish, manifest: Mapping[str, Any], lock: Lock, part: Path) -> str:
    """Write the package under its temporary name, safe on the disk; return the sha256 of the archive inside."""
    archive = wish.job.parent / f".{wish.name}.tar.part"
    try:
        with open_private(archive) as file:
            pack(wish.name, wish.vendor, manifest, file)
        content = sha256_of(archive)
        lock.close_over(archive, f"{wish.name}.tar", part)
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
        raise _elsewhere(wish, handed)
    package = _package(wish, Path(handed.name).suffix)
    there = [path for path in (package, _part(package)) if path.is_file()]
    for path in there:
        if sha256_of(path) == handed.sha256:
            path.replace(package)
            return Released(package, handed, None, late=False, again=True)
    if there:
        raise LedgerError(
            "package-altered",
            there[0].name,
            "this file is not the package that was released on {day}: its SHA-256 is another",
            "move it away, put back a copy of SHA-256 {sha256}, or name the place one lies at with --out;"
            " another package is never made",
            day=handed.on.isoformat(),
            sha256=handed.sha256,
        )
    raise LedgerError(
        "package-lost",
        package.name,
        "the job was released on {day}, and its package is not here",
        "name the place it lies at with --out, or put back a copy of SHA-256 {sha256}; another package is never made",
        day=handed.on.isoformat(),
        sha256=handed.sha256,
    )


def _package(wish: Wish, suffix: str) -> Path:
    """Return where the package comes to lie; its name says the job, or its part, and nothing else."""
    usual = f"{wish.name}{suffix}"
    if wish.out is None:
        return wish.job.parent / usual
    package = wish.out / usual if wish.out.is_dir() else wish.out
    if not _NEUTRAL.fullmatch(package.name):
        fact, step = "the name of a package is letters, digits, - _ . and nothing else", "take the job's name"
        raise ConfigError("package-name", "--out", fact, step)
    return package


def _part(package: Path) -> Path:
    return package.with_name(f".{package.name}.part")
