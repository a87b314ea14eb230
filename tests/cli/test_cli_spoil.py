"""What `spoil` and `pull` are given on the command line is refused, or told, before anything is made."""

import shutil
from pathlib import Path

import pytest
from cli_desk import Command, Sealed


@pytest.fixture
def home(sealed: Sealed, tmp_path: Path) -> Sealed:
    out = tmp_path / "out"
    shutil.copytree(sealed.society.parent, out)
    return Sealed(out / "society", out / sealed.notices.name, out / sealed.cards.name)


def test_a_why_that_does_not_fit_on_the_certificate_is_refused(home: Sealed, shikaku: Command) -> None:
    line = (
        "spoil",
        home.cards,
        "--sheet",
        1,
        "--on",
        "2025-10-20",
        "--by",
        "適用課",
        "--society",
        home.society,
        "--why",
    )
    said = shikaku(*line, "傷" * 61)
    assert (said.code, said.err.partition(": the reason")[0]) == (3, "--why: spoiled-reason")
    assert not (home.cards / "remake-01").exists()
    assert shikaku(*line, "傷" * 60).code == 0
