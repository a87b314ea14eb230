"""Files of the real maker, made once for all tests of the checker."""

from pathlib import Path

import proof_job
import pytest
from proof_job import Made, card, make, notice, separator

from layouts.load import Layouts


@pytest.fixture(scope="session")
def layouts() -> Layouts:
    return proof_job.load()


@pytest.fixture(scope="session")
def cards(tmp_path_factory: pytest.TempPathFactory, layouts: Layouts) -> Made:
    """Two sheets of 21: a separator, 30 cards, blanks at the end."""
    documents = [separator(1, 30), *(card(serial) for serial in range(1, 31))]
    return make(tmp_path_factory.mktemp("cards") / "001.pdf", layouts, documents, "card-21up")


@pytest.fixture(scope="session")
def notices(tmp_path_factory: pytest.TempPathFactory, layouts: Layouts) -> Made:
    """Three phase Ⅰ notices, of one, two and four persons."""
    documents = [notice(1, 1), notice(2, 2, "0307"), notice(4, 4, "9910")]
    return make(tmp_path_factory.mktemp("notices") / "001.pdf", layouts, documents, "notice-a4")


@pytest.fixture
def spoiled(tmp_path: Path) -> Path:
    return tmp_path / "spoiled.pdf"
