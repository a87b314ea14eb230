"""In: what a document bears, as texts. Out: a digest by which the ledger can tell whether it changed.

Keyed with the ledger's salt, so that names and dates cannot be guessed from a digest without the ledger itself.
"""

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final

_SIZE: Final = 16


@dataclass(frozen=True, slots=True)
class SaltedSeal:
    """A Seal (generator.history) that can be handed to another process."""

    salt: bytes = field(repr=False)

    def __call__(self, content: tuple[str, ...]) -> str:
        """Return the digest of texts; each is preceded by its length, so that no two tuples read alike."""
        digest = blake2b(key=self.salt, digest_size=_SIZE)
        for text in content:
            raw = text.encode()
            digest.update(b"%d:" % len(raw))
            digest.update(raw)
        return digest.hexdigest()
