"""A proof's folder in; what proof.json says of it out, once every specimen is what it says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from generator.errors import InputError, LedgerError
from generator.job.hashing import sha256_of

NAME: Final = "proof.json"


@dataclass(frozen=True, slots=True)
class Proof:
    """What `shikaku proof` left."""

    folder: Path
    insurer: str
    on: date
    real_persons: bool
    hashes: Mapping[str, str]
    files: Mapping[str, str]  #: name → sha256
    sha256: str  #: of proof.json

    def check(self) -> None:
        """Raise LedgerError where a specimen is missing or is not what was proofed."""
        for name, digest in self.files.items():
            path = self.folder / name
            if not path.is_file() or sha256_of(path) != digest:
                raise LedgerError(
                    "proof-altered",
                    self.folder.name,
                    "{file} is missing or is not what the proof says",
                    "make the proof again, look at it and sign that one",
                    file=name,
                )


def is_proof(folder: Path) -> bool:
    """Tell whether a folder holds a proof."""
    return (folder / NAME).is_file()


def read_proof(folder: Path) -> Proof:
    """Read proof.json. Raises InputError where it cannot be read."""
    path = folder / NAME
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return Proof(
            folder,
            str(told["insurer_number"]),
            date.fromisoformat(told["on"]),
            bool(told["real_persons"]),
            dict(told["hashes"]),
            {str(row["name"]): str(row["sha256"]) for row in told["files"]},
            sha256_of(path),
        )
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(
            "proof-unreadable", folder.name, "proof.json is missing or cannot be read", "make the proof again"
        ) from None
