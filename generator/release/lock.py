"""An archive in, a package that only the vendor can open out (print.md §7: never ZIP with a password by mail).

First choice: age to the vendor's public key (age-encryption.org/v1, by rage). Where a vendor has no key: 7z with
AES-256 and encrypted headers, so that not even the name of the archive inside can be read; the passphrase goes by
another way. Both libraries stay behind this door.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Protocol

import py7zr
import pyrage

from generator.errors import ConfigError
from generator.release.private import open_private

LEAST_PASSPHRASE: Final = 16
_SECRETS: Final = ("AGE-SECRET-KEY-", "PRIVATE KEY")
_SSH: Final = "ssh-"


class Lock(Protocol):
    """A way to encrypt."""

    @property
    def suffix(self) -> str:
        """Return the suffix of a package, with its dot."""
        ...

    @property
    def method(self) -> str:
        """Return how the ledger calls it."""
        ...

    def close_over(self, archive: Path, name: str, out: Path) -> None:
        """Write the package; `name` is what the archive is called inside."""
        ...


class AgeLock:
    """To public keys; whoever has one of the private keys can open it."""

    suffix, method = ".age", "age"

    def __init__(self, recipients: Sequence[Any]) -> None:
        self._recipients = list(recipients)

    def close_over(self, archive: Path, name: str, out: Path) -> None:
        """Write the package."""
        age: Any = pyrage
        with archive.open("rb") as source, open_private(out) as target:
            age.encrypt_io(source, target, self._recipients)


class PassphraseLock:
    """To a passphrase that is told by another way."""

    suffix, method = ".7z", "7z-aes256"

    def __init__(self, passphrase: str) -> None:
        self._passphrase = passphrase

    def close_over(self, archive: Path, name: str, out: Path) -> None:
        """Write the package; nothing is packed smaller, for PDFs are already."""
        filters = [{"id": py7zr.FILTER_COPY}, {"id": py7zr.FILTER_CRYPTO_AES256_SHA256}]
        with (
            open_private(out) as target,
            py7zr.SevenZipFile(
                target, "w", filters=filters, password=self._passphrase, header_encryption=True
            ) as package,
        ):
            package.write(archive, name)


def key_lock(text: str, place: str) -> AgeLock:
    """Read public keys, one a line, `#` for a remark. Raises ConfigError, and never repeats a key."""
    if any(secret in text for secret in _SECRETS):
        fact, step = (
            "this is a private key",
            "it belongs to the vendor alone; have it replaced, and take the public one",
        )
        raise ConfigError("key-private", place, fact, step)
    lines = [line.strip() for line in text.splitlines()]
    keys = [line for line in lines if line and not line.startswith("#")]
    if not keys:
        raise ConfigError("key-missing-lines", place, "there is no public key", "have the vendor send an age key")
    return AgeLock([_recipient(key, place) for key in keys])


def passphrase_lock(text: str, place: str) -> PassphraseLock:
    """Take a passphrase. Raises ConfigError for one that is short or that not every keyboard writes alike."""
    if len(text) < LEAST_PASSPHRASE:
        fact, step = "the passphrase has fewer than {least} characters", "take five words, or 16 random characters"
        raise ConfigError("passphrase-short", place, fact, step, least=LEAST_PASSPHRASE)
    if not text.isascii() or not text.isprintable():
        step = "take letters, digits and marks of a plain keyboard"
        raise ConfigError("passphrase-characters", place, "the passphrase has characters outside ASCII", step)
    return PassphraseLock(text)


def _recipient(key: str, place: str) -> Any:
    age: Any = pyrage
    kind = age.ssh.Recipient if key.startswith(_SSH) else age.x25519.Recipient
    try:
        return kind.from_str(key)
    except age.RecipientError:
        step = "an age key begins with age1, an SSH key with ssh-ed25519 or ssh-rsa"
        raise ConfigError("key-unreadable", place, "a line is no public key", step) from None
