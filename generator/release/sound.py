"""A sealed job's folder in; nothing out, or a refusal that says what is wrong with it.

Every file is hashed again: one byte more, less or other, a file too many or too few, and the job does not leave the
house (print.md §8, trap 18). The counts are taken anew from every list, and all have to be one (print.md §7).
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from generator.errors import LedgerError
from generator.job.seal import MANIFEST
from generator.release.hashing import sha256_of

KEEP: Final = "do not hand it over; put back the sealed folder, or withdraw the job and make a new one"
_KINDS: Final[Mapping[str, str]] = {"cards": "資格確認書", "notices": "資格情報のお知らせ"}
_PIECE: Final[Mapping[str, str]] = {"cards": "card", "notices": "notice"}


def check_job(folder: Path, sealed_with: str) -> Mapping[str, Any]:
    """Return the manifest of a whole job. Raises LedgerError for one that is altered or does not balance."""
    vendor = folder / "vendor"
    manifest = _read(folder, f"vendor/{MANIFEST}")
    if sealed_with and sha256_of(vendor / MANIFEST) != sealed_with:
        fact = "the manifest is not the one the job was sealed with"
        raise LedgerError("manifest-altered", folder.name, fact, KEEP)
    _check_files(folder.name, vendor, manifest["files"])
    try:
        _check_counts(folder, manifest)
    except (OSError, KeyError, TypeError, ValueError):
        raise _unreadable(folder, "office/") from None
    return manifest


def _check_files(job: str, vendor: Path, listed: Iterable[Mapping[str, Any]]) -> None:
    expected = {str(row["name"]): row for row in listed}
    there = {path.relative_to(vendor).as_posix(): path for path in sorted(vendor.rglob("*")) if not path.is_dir()}
    there.pop(MANIFEST)
    for name, row in sorted(expected.items()):
        path = there.pop(name, None)
        if path is None:
            raise LedgerError("file-lost", job, "{file} is on the manifest and not there", KEEP, file=name)
        if path.is_symlink() or path.stat().st_size != row["bytes"] or sha256_of(path) != row["sha256"]:
            raise LedgerError("file-changed", job, "{file} is not what the manifest says", KEEP, file=name)
    if there:
        step = "remove it: nothing but the manifest's files goes to a vendor"
        raise LedgerError("file-unlisted", job, "{file} is there and not on the manifest", step, file=next(iter(there)))


def _check_counts(folder: Path, manifest: Mapping[str, Any]) -> None:
    account = _read(folder, "office/reconciliation.json")
    people = account["people"]
    if not account["balanced"] or people["in"] != sum(people[k] for k in ("with_document", "none", "rejected")):
        raise LedgerError("job-unbalanced", folder.name, "reconciliation.json does not balance", KEEP)
    for kind in _KINDS:
        told = dict(_told(folder, manifest, account, kind))
        sure = told["manifest.json"]
        for place, count in told.items():
            if count != sure:
                raise LedgerError(
                    "counts-differ",
                    folder.name,
                    "{file} counts {told} {kind}, the manifest {sure}",
                    KEEP,
                    file=place,
                    told=count,
                    kind=kind,
                    sure=sure,
                )


def _told(
    folder: Path, manifest: Mapping[str, Any], account: Mapping[str, Any], kind: str
) -> Iterator[tuple[str, int]]:
    """Yield every place that tells how many documents of a kind there are, with its number."""
    vendor = folder / "vendor"
    yield "manifest.json", manifest["counts"][kind]
    yield "reconciliation.json", account["documents"][kind]
    yield "reconciliation.json by", sum(row[kind] for row in account["by"])
    yield "envelopes.csv", sum(int(row[kind] or 0) for row in _rows(vendor / "envelopes.csv"))
    decided = _rows(folder / "office" / "decisions.csv")
    yield "decisions.csv", len({row["管理番号"] for row in decided if row["文書"] == _KINDS[kind]})
    placed = (row for path in sorted((vendor / kind).glob("*.csv")) for row in _rows(path))
    yield f"{kind}/*.csv", len({row["管理番号"] for row in placed if row["kind"] == _PIECE[kind]})


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _read(folder: Path, name: str) -> dict[str, Any]:
    try:
        found = json.loads((folder / name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise _unreadable(folder, name) from None
    return found


def _unreadable(folder: Path, name: str) -> LedgerError:
    return LedgerError("file-unreadable", folder.name, "{file} is missing or cannot be read", KEEP, file=name)
