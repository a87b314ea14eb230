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
        raws = [text.encode() for text in content]
        told = b"".join([b"%d:%b" % (len(raw), raw) for raw in raws])
        return blake2b(told, key=self.salt, digest_size=_SIZE).hexdigest()
