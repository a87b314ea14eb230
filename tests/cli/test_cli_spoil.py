"""What `spoil` and `pull` are given on the command line is refused, or told, before anything is made."""

import csv
import json
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


def test_the_folder_is_named_as_the_job_was(home: Sealed, shikaku: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home.society.parent)
    (home.society.parent / "left.csv").write_text("記号,番号,枝番,資格喪失年月日\n" + _first(home), encoding="utf-8")
    day = ("--on", "2025-10-20", "--by", "適用課")
    said = shikaku("spoil", home.cards.name, "--sheet", 1, *day, "--why", "汚れ")
    assert said.out.splitlines()[-1] == f"{home.cards.name}/remake-01"
    pulled = shikaku("pull", home.cards.name, "--file", "left.csv", *day, "--json")
    assert json.loads(pulled.out)["folder"] == f"{home.cards.name}/pull-01"
    monkeypatch.chdir(home.cards)
    again = shikaku("spoil", ".", "--sheet", "2/1", *day, "--why", "汚れ", "--society", "../society", "--json")
    assert json.loads(again.out)["folder"] == "remake-02"


def _first(home: Sealed) -> str:
    """Return the first person with a card, as a row of left.csv."""
    with (home.cards / "office" / "decisions.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["管理番号"])
    return f"{row['記号']},{row['番号']},{row['枝番']},2025-10-10\n"
