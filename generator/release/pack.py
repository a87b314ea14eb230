"""A sealed job's vendor/ in, one archive out: the same bytes whenever, wherever and by whomever it is made.

Members are sorted, belong to nobody (0:0), are of the epoch and of one mode; SHA256SUMS lists all others, in the form
`sha256sum -c` reads (GNU coreutils). Only vendor/ is packed (contract §4).
"""

import tarfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final

from generator.job.seal import MANIFEST
from generator.release.hashing import sha256_of

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
                archive.addfile(_member(f"{job}/{name}", (vendor / name).stat().st_size), file)


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)  # mtime, uid and gid are 0, uname and gname empty
    member.size, member.mode = size, _MODE
    return member
