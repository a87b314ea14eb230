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
from generator.job.hashing import sha256_of
from generator.job.seal import MANIFEST
from generator.job.sound import KEEP

SUMS: Final = "SHA256SUMS"
_MODE: Final = 0o600


def pack(name: str, vendor: Path, manifest: Mapping[str, Any], out: BinaryIO) -> None:
    """Write the archive of a checked vendor/; all lies below `name` in it: that of the job, or of its part."""
    sums = {str(row["name"]): str(row["sha256"]) for row in manifest["files"]}
    sums[MANIFEST] = sha256_of(vendor / MANIFEST)
    listed = "".join(f"{digest}  {each}\n" for each, digest in sorted(sums.items())).encode("ascii")
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for each in sorted((*sums, SUMS)):
            if each == SUMS:
                archive.addfile(_member(f"{name}/{each}", len(listed)), BytesIO(listed))
                continue
            with (vendor / each).open("rb") as file:
                hashed = _Hashed(file)
                archive.addfile(_member(f"{name}/{each}", (vendor / each).stat().st_size), hashed)
            if hashed.digest.hexdigest() != sums[each]:
                raise LedgerError("file-changed", name, "{file} is not what the manifest says", KEEP, file=each)


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
