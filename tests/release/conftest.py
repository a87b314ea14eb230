"""One sealed job for all tests of its release; every test has a copy of it."""

import shutil
from pathlib import Path

import pytest
from release_desk import Desk, write_society
from release_vendor import Vendor


@pytest.fixture(scope="session")
def _sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a society, its ledger and a sealed job."""
    home = tmp_path_factory.mktemp("sealed")
    write_society(home / "society")
    assert Desk(home).run().job == "20251001-01"
    return home


@pytest.fixture
def desk(_sealed: Path, tmp_path: Path) -> Desk:
    """Return a copy of the sealed job with all that belongs to it."""
    shutil.copytree(_sealed, tmp_path / "desk")
    return Desk(tmp_path / "desk")


@pytest.fixture
def vendor() -> Vendor:
    """Return the vendor's key pair."""
    return Vendor()


@pytest.fixture
def key(vendor: Vendor, tmp_path: Path) -> Path:
    """Return the file of the vendor's public key."""
    path = tmp_path / "vendor.pub"
    path.write_text(f"# vendor\n{vendor.public}\n", encoding="utf-8")
    return path
