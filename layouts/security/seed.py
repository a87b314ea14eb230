"""The society's 保険者番号 in, the numbers its security art is drawn with out: two societies never have the same art.

Authority: 健康保険法施行規則 47条2項 asks for measures against copying and leaves the means to the insurer. The digest
is no secret and needs none: it varies the drawing, it does not prove it.
"""

import hashlib
from dataclasses import dataclass

_STEPS = 0xFFFF


@dataclass(frozen=True, slots=True)
class Seed:
    """Draws parameters by name, the same for the same society on every machine."""

    number: str

    def between(self, name: str, least: float, most: float) -> float:
        """Return a length or factor of that name between two limits, to 0.001."""
        return round(least + (most - least) * self._share(name), 3)

    def among(self, name: str, least: int, most: int) -> int:
        """Return a count of that name between two limits, both included."""
        return least + min(int(self._share(name) * (most - least + 1)), most - least)

    def _share(self, name: str) -> float:
        digest = hashlib.sha256(f"{self.number} {name}".encode()).digest()
        return int.from_bytes(digest[:2]) / _STEPS
