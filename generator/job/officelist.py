"""What lies in office/ goes in; a list of every file with bytes and SHA-256 comes out, office/files.json.

The ledger keeps the list's own hash with the event that seals the folder. What a remake prints comes from these files,
so they are known as exactly as the delivered ones.
"""

from pathlib import Path
from typing import Final

from generator.job.hashing import sha256_of
from generator.job.jsonout import write_json

LIST: Final = "files.json"


def list_office(office: Path) -> str:
    """Write the list beside the files; return its SHA-256."""
    there = sorted(path for path in office.rglob("*") if path.is_file() and path != office / LIST)
    rows = [
        {"name": path.relative_to(office).as_posix(), "bytes": path.stat().st_size, "sha256": sha256_of(path)}
        for path in there
    ]
    write_json(office / LIST, {"files": rows})
    return sha256_of(office / LIST)
