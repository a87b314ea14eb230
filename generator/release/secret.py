"""Whom a package is for in, the lock it is closed with out; a passphrase never stands on a command line."""

import stat
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generator.errors import ConfigError
from generator.job.folders import is_private
from generator.model import Society
from generator.release.lock import Lock, key_lock, passphrase_lock

_STDIN = Path("-")


@dataclass(frozen=True, slots=True)
class Means:
    """How the operator wants a package closed; `ask` prompts for a passphrase where somebody sits."""

    key: Path | None
    passphrase_file: Path | None
    ask: Callable[[], str] | None


def lock_for(vendor: str, means: Means, society: Society) -> Lock:
    """Return the lock: a key file, a passphrase file, the key in society.toml, or a passphrase that is asked for."""
    if means.key is not None:
        return key_lock(means.key.read_text(encoding="utf-8", errors="replace"), means.key.name)
    if means.passphrase_file is not None:
        return passphrase_lock(_passphrase(means.passphrase_file), means.passphrase_file.name)
    known = society.vendor_keys.get(vendor, "") or _folded(society).get(vendor, "")
    if known:
        return _known(known, Path(society.folder))
    if means.ask is None:
        raise ConfigError(
            "key-unknown",
            "--to",
            "society.toml has no key of this vendor",
            "write it into [vendors.keys], or give --key or --passphrase-file",
        )
    return passphrase_lock(means.ask(), "--to")


def _folded(society: Society) -> dict[str, str]:
    """Return the keys by the vendors' names as the command line reads them."""
    return {unicodedata.normalize("NFKC", name).strip(): key for name, key in society.vendor_keys.items()}


def _known(value: str, folder: Path) -> Lock:
    path = folder / value
    if value.startswith(("age1", "ssh-")):
        return key_lock(value, "society.toml")
    if not path.is_file():
        fact, step = "the key file of society.toml is not there", "put it into the society's folder"
        raise ConfigError("key-file-missing", path.name, fact, step)
    return key_lock(path.read_text(encoding="utf-8", errors="replace"), path.name)


def _passphrase(path: Path) -> str:
    """Read the first line of a file that only its owner may read, or of standard input."""
    if path == _STDIN:
        return sys.stdin.readline().rstrip("\r\n")
    if stat.S_ISREG(path.stat().st_mode) and not is_private(path):
        raise ConfigError(
            "passphrase-open", path.name, "others may read the file of the passphrase", "make it 0600 (chmod 600)"
        )
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.readline().rstrip("\r\n")
