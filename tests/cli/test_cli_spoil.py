"""What `spoil` and `pull` are given on the command line is refused, or told, before anything is made."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from cli_desk import Command, Sealed

from generator.ledger.events import RELEASED
from generator.ledger.moving import Move
from generator.ledger.opening import open_ledger


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


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_job_that_was_not_released_is_told(home: Sealed, shikaku: Command, form: tuple[str, ...]) -> None:
    day = ("--on", "2025-10-20", "--by", "適用課")
    line = ("spoil", home.cards, "--sheet", 1, *day, "--why", "汚れ", "--society", home.society, *form)
    told = f"job {home.cards.name} was not released yet"
    said = shikaku(*line)
    assert (said.code, told in said.err, told in said.out) == (0, True, False)


def test_a_job_that_was_released_is_not(home: Sealed, shikaku: Command) -> None:
    day = date(2025, 10, 2)
    with open_ledger(home.society, "", create=False) as book:
        book.move(Move(home.cards.name, RELEASED, "製造", day), vendor="card-8up")
    line = ("spoil", home.cards, "--sheet", 1, "--on", "2025-10-20", "--by", "適用課", "--why", "汚れ")
    said = shikaku(*line, "--society", home.society)
    assert said.code == 0 and "released" not in said.err
