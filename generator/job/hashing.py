"""A file that may be long in, its SHA-256 out; it is read in pieces."""

from hashlib import file_digest
from pathlib import Path


def sha256_of(path: Path) -> str:
    """Hash a file."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
