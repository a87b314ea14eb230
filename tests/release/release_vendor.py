"""A print vendor with a key pair of its own, as age makes them."""

from pathlib import Path
from typing import Any

import pyrage
import pytest

AGE: Any = pyrage


class Vendor:
    """Who may open a package."""

    def __init__(self) -> None:
        self._identity: Any = AGE.x25519.Identity.generate()

    @property
    def public(self) -> str:
        return str(self._identity.to_public())

    @property
    def secret(self) -> str:
        return str(self._identity)

    def open(self, package: Path) -> bytes:
        opened: bytes = AGE.decrypt(package.read_bytes(), [self._identity])
        return opened

    def cannot_open(self, package: Path) -> None:
        with pytest.raises(AGE.DecryptError):
            self.open(package)
