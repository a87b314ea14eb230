"""A path in; a file that nobody but its owner may read, and that is on the disk before anything is told of it, out."""

import os
from pathlib import Path
from typing import BinaryIO, Final

_PRIVATE: Final = 0o600


def open_private(path: Path) -> BinaryIO:
    """Open a file for writing that only its owner may read, from its first byte on; what was there is gone."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, _PRIVATE), "w+b")


def settle(path: Path) -> None:
    """See a file onto the disk, before anything is told of it."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
