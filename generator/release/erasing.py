"""Files to be erased in, a log of them out; what was begun is finished by the same call.

The log is written before the first file goes, with the hash of each, and says at the end that all are gone. Files are
unlinked, not overwritten: on an SSD or a copy-on-write volume overwriting reaches nothing; what makes them unreadable
is the key of the encrypted volume they lie on (print.md §7).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from generator.job.hashing import sha256_of
from generator.job.jsonout import write_json

LOG: Final = "purge.json"


@dataclass(frozen=True, slots=True)
class Order:
    """Who has what erased, and why."""

    what: str  #: the job's or the proof's name
    by: str
    on: date
    why: str


@dataclass(frozen=True, slots=True)
class Erased:
    """What is gone."""

    files: int
    bytes: int
    log: str  #: sha256 of the log


def erase(folder: Path, order: Order, paths: Sequence[Path]) -> Erased:
    """Erase files in a folder or beside it, and log them in it; a log that is there already is added to."""
    log = folder / LOG
    listed: list[dict[str, Any]] = json.loads(log.read_text(encoding="utf-8"))["files"] if log.is_file() else []
    known = {str(row["name"]) for row in listed}
    named = {_name(path, folder): path for path in paths}
    listed += [_row(name, path, order) for name, path in sorted(named.items()) if name not in known]
    _write(log, order, listed, complete=False)
    for path in named.values():
        path.unlink(missing_ok=True)
    for below in sorted((p for p in folder.rglob("*") if p.is_dir()), reverse=True):
        if not any(below.iterdir()):
            below.rmdir()
    _write(log, order, listed, complete=True)
    return Erased(len(listed), sum(row["bytes"] for row in listed), sha256_of(log))


def is_logged(folder: Path, beside: str) -> bool:
    """Tell whether a file beside the folder was erased with it."""
    log = folder / LOG
    return log.is_file() and any(
        r["name"] == f"../{beside}" for r in json.loads(log.read_text(encoding="utf-8"))["files"]
    )


def _row(name: str, path: Path, order: Order) -> dict[str, Any]:
    digest = "" if path.is_symlink() else sha256_of(path)
    return {
        "name": name,
        "bytes": path.lstat().st_size,
        "sha256": digest,
        "by": order.by,
        "on": order.on.isoformat(),
        "why": order.why,
    }


def _name(path: Path, folder: Path) -> str:
    """Name a file by its place in the folder, one beside it by ../."""
    if path.is_relative_to(folder):
        return path.relative_to(folder).as_posix()
    return f"../{path.relative_to(folder.parent).as_posix()}"


def _write(log: Path, order: Order, listed: Sequence[dict[str, Any]], *, complete: bool) -> None:
    head = {"format": 1, "of": order.what, "complete": complete, "method": "unlinked"}
    write_json(log, head, ("files", listed))
    log.chmod(0o600)
