"""A list with nothing but the names of its columns: it is said, nothing is made or recorded, and it is no fault."""

import json
import shutil
from pathlib import Path

import pytest
from cli_desk import Command, Sealed

from generator.ledger.opening import open_ledger

ON = ("--on", "2025-10-20", "--by", "適用課")


@pytest.fixture
def home(sealed: Sealed, tmp_path: Path) -> Sealed:
    out = tmp_path / "out"
    shutil.copytree(sealed.society.parent, out)
    return Sealed(out / "society", out / sealed.notices.name, out / sealed.cards.name)


def events(home: Sealed) -> int:
    with open_ledger(home.society, "", create=False) as book:
        return book.horizon()


@pytest.mark.parametrize(
    ("name", "columns", "says"),
    [
        ("receive", "管理番号,make,status,time", "nothing was received"),
        ("pull", "記号,番号,枝番,資格喪失年月日", "nobody is to be pulled"),
        ("spoil", "管理番号,reason", "it calls nothing spoiled"),
    ],
)
def test_an_empty_list_is_told(home: Sealed, shikaku: Command, name: str, columns: str, says: str) -> None:
    path = home.society.parent / "list.csv"
    path.write_text(f"{columns}\r\n\r\n", encoding="utf-8-sig")
    lines = {
        "receive": ("ledger", "receive", home.society, path),
        "pull": ("pull", home.cards, "--file", path, "--society", home.society),
        "spoil": ("spoil", home.cards, "--file", path, "--why", "汚れ", "--society", home.society),
    }
    before = events(home)
    said = shikaku(*lines[name], *ON)
    assert said.code == 0
    assert said.err == f"list.csv: no row stands below the names of the columns; {says}\n"
    told = json.loads(shikaku(*lines[name], *ON, "--json").out)
    assert not [value for value in told.values() if value]
    assert (events(home), [p.name for p in home.cards.iterdir() if "-0" in p.name]) == (before, [])


def test_an_empty_list_beside_what_is_named_is_told_too(home: Sealed, shikaku: Command) -> None:
    path = home.society.parent / "vendor.csv"
    path.write_text("管理番号\r\n", encoding="utf-8")
    said = shikaku("spoil", home.cards, "--sheet", "1", "--file", path, "--why", "汚れ", "--society", home.society, *ON)
    assert said.code == 0, said.err
    assert "vendor.csv: no row stands" in said.err
    assert "pieces made again" in said.err
