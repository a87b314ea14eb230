"""A file in, its SHA-256 out; read in pieces. And files nobody but their owner may read."""

import os
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO, Final

_PRIVATE: Final = 0o600


def sha256_of(path: Path) -> str:
    """Hash a file that may be long."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def open_private(path: Path) -> BinaryIO:
    """Open a file for writing that only its owner may read, from its first byte on; what was there is gone."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, _PRIVATE), "w+b")


def settle(path: Path) -> None:
    """See a file onto the disk, before anything is told of it."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
