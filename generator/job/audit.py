"""In: what the ledger says of its jobs, and the folder they lie in. Out: every place where the two disagree.

Every delivered file is hashed again and held against the manifest, the manifest against the ledger; the counts of
documents are taken from ledger, manifest, reconciliation and envelopes.csv and have to be one; the head of the chain
that a job was made on has to be in the ledger still, so that a ledger cut off at its end, or written anew, is found
(print.md §7: count identities, append-only log).
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from hashlib import file_digest
from pathlib import Path
from typing import Any, Final

from generator.errors import LedgerError
from generator.ledger.verifying import JobFacts

MANIFEST: Final = "manifest.json"
_JOB: Final = re.compile(r"[0-9]{8}-[0-9]{2,}")
_KINDS: Final = ("cards", "notices")
_BACKUP: Final = "put back the last backup of the ledger, and look for what was written since"
_KEEP: Final = "do not hand it over; put back the sealed folder, or have it made again"


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
                "job-not-in-ledger", folder.name, "the folder is there, but the ledger has no such job", _BACKUP
            )


def _job(facts: JobFacts, folder: Path) -> Iterator[LedgerError]:
    if not folder.is_dir():
        step = "name the folder the jobs lie in with --jobs, or put back this one"
        yield LedgerError("job-folder-missing", facts.job, "the job is {state}, but its folder is not there", step,
                          state=facts.state)  # fmt: skip
        return
    manifest = _read(folder / "vendor" / MANIFEST)
    if manifest is None:
        yield _damaged(facts.job, f"vendor/{MANIFEST}")
        return
    if facts.manifest and facts.manifest != sha256_of(folder / "vendor" / MANIFEST):
        yield LedgerError("manifest-altered", facts.job, "the manifest is not the one the job was sealed with", _KEEP)
    yield from _files(facts.job, folder / "vendor", manifest)
    yield from _counts(facts, folder, manifest)
    yield from _head(facts, folder)


def _files(job: str, vendor: Path, manifest: dict[str, Any]) -> Iterator[LedgerError]:
    listed: set[str] = set()
    for row in manifest["files"]:
        name = str(row["name"])
        listed.add(name)
        path = vendor / name
        if not path.is_file():
            yield LedgerError("file-lost", job, "{file} is on the manifest and not there", _KEEP, file=name)
        elif path.stat().st_size != row["bytes"] or sha256_of(path) != row["sha256"]:
            yield LedgerError("file-changed", job, "{file} is not what the manifest says", _KEEP, file=name)
    for path in sorted(p for p in vendor.rglob("*") if p.is_file()):
        name = path.relative_to(vendor).as_posix()
        if name not in listed and name != MANIFEST:
            step = "remove it: nothing but the manifest's files goes to a vendor"
            yield LedgerError("file-unlisted", job, "{file} is there and not on the manifest", step, file=name)


def _counts(facts: JobFacts, folder: Path, manifest: dict[str, Any]) -> Iterator[LedgerError]:
    """Hold the ledger's counts against every place that tells them."""
    ledger = {"cards": facts.cards, "notices": facts.notices}
    account = _read(folder / "office" / "reconciliation.json")
    if account is None:
        yield _damaged(facts.job, "office/reconciliation.json")
        return
    told = {
        MANIFEST: manifest["counts"],
        "reconciliation.json": account["documents"],
        "reconciliation.json by": {k: sum(row[k] for row in account["by"]) for k in _KINDS},
    }
    envelopes = folder / "vendor" / "envelopes.csv"
    if envelopes.is_file():
        told["envelopes.csv"] = _summed(envelopes)
    for place, counts in told.items():
        for kind in _KINDS:
            if counts[kind] != ledger[kind]:
                yield LedgerError(
                    "counts-differ",
                    facts.job,
                    "{file} counts {told} {kind}, the ledger {ledger}",
                    "find out which is right before anything is handed over",
                    file=place,
                    told=counts[kind],
                    kind=kind,
                    ledger=ledger[kind],
                )
    if not account["balanced"]:
        yield LedgerError("job-unbalanced", facts.job, "reconciliation.json does not balance", _KEEP)


def _head(facts: JobFacts, folder: Path) -> Iterator[LedgerError]:
    inputs = _read(folder / "office" / "inputs.json")
    if inputs is None:
        yield _damaged(facts.job, "office/inputs.json")
    elif facts.before and inputs.get("ledger", facts.before) != facts.before:  # without a link the chain says so
        yield LedgerError(
            "ledger-rewritten", facts.job, "the ledger before this job is not the one it was made on", _BACKUP
        )


def _summed(path: Path) -> dict[str, int]:
    sums: dict[str, int] = dict.fromkeys(_KINDS, 0)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            for kind in _KINDS:
                sums[kind] += int(row[kind] or 0)
    return sums


def _damaged(job: str, name: str) -> LedgerError:
    return LedgerError("file-unreadable", job, "{file} is missing or cannot be read", _KEEP, file=name)


def _read(path: Path) -> dict[str, Any] | None:
    """Read a JSON file; None where it is missing or is no JSON object."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None  # pyright: ignore[reportUnknownVariableType] - keys are text


def sha256_of(path: Path) -> str:
    """Hash a file that may be long; it is read in pieces."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
