"""A sealed job's folder in, with what the ledger says of the job; everything that is wrong with it out.

Every delivered file is hashed again and held against its manifest, the manifest against the ledger: one byte more,
less or other, a file too many or too few is found (print.md §8, trap 18); the office's files against their own list.
The counts of documents are taken anew from every list and have to be the ledger's (print.md §7: count identities). The
head of the chain that the job was made on has to be in the ledger still, so that a ledger cut off at its end, or
written anew, is found.
"""

import json
from collections.abc import Generator, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from generator.errors import LedgerError
from generator.job.csvin import cells, rows
from generator.job.hashing import sha256_of
from generator.job.officelist import LIST
from generator.job.seal import MANIFEST
from generator.ledger.verifying import JobFacts

KEEP: Final = "do not hand it over; put back the sealed folder, or have it made again"
BACKUP: Final = "put back the last backup of the ledger, and look for what was written since"
RESTORE: Final = "put back the copy of office/ that was kept, and find out who wrote there"
_KINDS: Final[Mapping[str, str]] = {"cards": "資格確認書", "notices": "資格情報のお知らせ"}
_PIECE: Final[Mapping[str, str]] = {"cards": "card", "notices": "notice"}
_PEOPLE: Final = ("with_document", "none", "rejected")
Manifest = Mapping[str, Any]


def faults(facts: JobFacts, folder: Path) -> Iterator[LedgerError]:
    """Yield what is wrong with a job's own folder; its remakes and pulls are `generator.remake.sound`'s."""
    manifest = yield from sealed(facts.job, folder, facts.manifest)
    if manifest is not None:
        yield from office(facts.job, folder, facts.office)
        yield from _counts(facts, folder, manifest)
        yield from _head(facts, folder)


def sealed(place: str, folder: Path, told: str) -> Generator[LedgerError, None, Manifest | None]:
    """Yield what is wrong with a folder's vendor/ beside its manifest, whose hash is `told`; return the manifest.

    "" is told of what was sealed without one. None is returned where there is no manifest that can be read.
    """
    vendor = folder / "vendor"
    manifest = read(vendor / MANIFEST)
    if manifest is None or not isinstance(manifest.get("files"), list):
        yield damaged(place, f"vendor/{MANIFEST}")
        return None
    if told and told != sha256_of(vendor / MANIFEST):
        yield LedgerError("manifest-altered", place, "the manifest is not the one that is on record", KEEP)
    yield from _files(place, vendor, manifest["files"])
    return manifest


def office(place: str, folder: Path, told: str) -> Iterator[LedgerError]:
    """Yield what is wrong with a folder's office/ beside its list, whose hash is `told`; what was added is let be.

    "" is told of what was sealed without a list.
    """
    listing = folder / "office" / LIST
    if not told:
        return
    listed = read(listing)
    if listed is None:
        yield damaged(place, f"office/{LIST}")
    elif told != sha256_of(listing):
        yield LedgerError("office-list-altered", place, "office/files.json is not the one that is on record", RESTORE)
    else:
        for row in listed["files"]:
            name, path = f"office/{row['name']}", folder / "office" / row["name"]
            if not path.is_file():
                yield LedgerError("file-lost", place, "{file} is listed and not there", RESTORE, file=name)
            elif path.stat().st_size != row["bytes"] or sha256_of(path) != row["sha256"]:
                yield LedgerError("file-changed", place, "{file} is not what its list says", RESTORE, file=name)


def damaged(place: str, name: str) -> LedgerError:
    """Return the fault of a file that is not there or cannot be read."""
    return LedgerError("file-unreadable", place, "{file} is missing or cannot be read", KEEP, file=name)


def read(path: Path) -> dict[str, Any] | None:
    """Read a JSON file; None where it is missing or is no JSON object."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None  # pyright: ignore[reportUnknownVariableType] - keys are text


def _files(job: str, vendor: Path, listed: Iterable[Mapping[str, Any]]) -> Iterator[LedgerError]:
    expected = {str(row["name"]): row for row in listed}
    there = {path.relative_to(vendor).as_posix(): path for path in sorted(vendor.rglob("*")) if not path.is_dir()}
    there.pop(MANIFEST)
    for name, row in sorted(expected.items()):
        path = there.pop(name, None)
        if path is None:
            yield LedgerError("file-lost", job, "{file} is on the manifest and not there", KEEP, file=name)
        elif path.is_symlink() or path.stat().st_size != row["bytes"] or sha256_of(path) != row["sha256"]:
            yield LedgerError("file-changed", job, "{file} is not what the manifest says", KEEP, file=name)
    for name in there:
        step = "remove it: nothing but the manifest's files goes to a vendor"
        yield LedgerError("file-unlisted", job, "{file} is there and not on the manifest", step, file=name)


def _counts(facts: JobFacts, folder: Path, manifest: Manifest) -> Iterator[LedgerError]:
    """Hold the ledger's counts against every place that tells them."""
    account = read(folder / "office" / "reconciliation.json")
    if account is None:
        yield damaged(facts.job, "office/reconciliation.json")
        return
    sure = {"cards": facts.cards, "notices": facts.notices}
    try:
        people = account["people"]
        balanced = account["balanced"] and people["in"] == sum(people[name] for name in _PEOPLE)
        told = [(place, kind, count) for kind in _KINDS for place, count in _told(folder, manifest, account, kind)]
    except (OSError, KeyError, TypeError, ValueError):
        yield damaged(facts.job, "office/")
        return
    if not balanced:
        yield LedgerError("job-unbalanced", facts.job, "reconciliation.json does not balance", KEEP)
    for place, kind, count in told:
        if count != sure[kind]:
            yield LedgerError(
                "counts-differ",
                facts.job,
                "{file} counts {told} {kind}, the ledger {ledger}",
                "find out which is right before anything is handed over",
                file=place,
                told=count,
                kind=kind,
                ledger=sure[kind],
            )


def _told(folder: Path, manifest: Manifest, account: Mapping[str, Any], kind: str) -> Iterator[tuple[str, int]]:
    """Yield every place that tells how many documents of a kind there are, with its number."""
    vendor = folder / "vendor"
    yield MANIFEST, manifest["counts"][kind]
    yield "reconciliation.json", account["documents"][kind]
    yield "reconciliation.json by", sum(row[kind] for row in account["by"])
    yield "envelopes.csv", sum(int(row[kind] or 0) for row in rows(vendor / "envelopes.csv"))
    decided = rows(folder / "office" / "decisions.csv")
    yield "decisions.csv", len({row["管理番号"] for row in decided if row["文書"] == _KINDS[kind]})
    placed = cells(folder, kind)
    yield f"{kind}/*.csv", len({row["管理番号"] for row in placed if row["kind"] == _PIECE[kind]})


def _head(facts: JobFacts, folder: Path) -> Iterator[LedgerError]:
    inputs = read(folder / "office" / "inputs.json")
    if inputs is None:
        yield damaged(facts.job, "office/inputs.json")
    elif facts.before and inputs.get("ledger", facts.before) != facts.before:  # without a link the chain says so
        yield LedgerError(
            "ledger-rewritten", facts.job, "the ledger before this job is not the one it was made on", BACKUP
        )
