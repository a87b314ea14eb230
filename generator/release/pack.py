"""A sealed job's vendor/ in, one archive out: the same bytes whenever, wherever and by whomever it is made.

Members are sorted, belong to nobody (0:0), are of the epoch and of one mode; SHA256SUMS lists all others, in the form
`sha256sum -c` reads (GNU coreutils). Only vendor/ is packed (contract §4).
"""

import tarfile
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final

from generator.errors import LedgerError
from generator.job.seal import MANIFEST
from generator.release.hashing import sha256_of
from generator.release.sound import KEEP

SUMS: Final = "SHA256SUMS"
_MODE: Final = 0o600


def pack(folder: Path, manifest: Mapping[str, Any], out: BinaryIO) -> None:
    """Write the archive of a checked job; all lies below the job's name in it."""
    vendor, job = folder / "vendor", folder.name
    sums = {str(row["name"]): str(row["sha256"]) for row in manifest["files"]}
    sums[MANIFEST] = sha256_of(vendor / MANIFEST)
    listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())).encode("ascii")
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name in sorted((*sums, SUMS)):
            if name == SUMS:
                archive.addfile(_member(f"{job}/{name}", len(listed)), BytesIO(listed))
                continue
            with (vendor / name).open("rb") as file:
                hashed = _Hashed(file)
                archive.addfile(_member(f"{job}/{name}", (vendor / name).stat().st_size), hashed)
            if hashed.digest.hexdigest() != sums[name]:
                raise LedgerError("file-changed", job, "{file} is not what the manifest says", KEEP, file=name)


class _Hashed:
    """A file that is hashed as it is packed: nothing can come between checking and packing."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.digest = file, sha256()

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        piece = self._file.read(size)
        self.digest.update(piece)
        return piece


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)  # mtime, uid and gid are 0, uname and gname empty
    member.size, member.mode = size, _MODE
    return member
