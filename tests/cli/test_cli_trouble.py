"""What the system refuses is told in one line: place, code, fact, next step; never a traceback."""

import errno
import os
from pathlib import Path

import pytest
from cli_desk import Command

from generator.cli.main import shikaku as program
from generator.ledger.ledger import Ledger
from generator.ledger.opening import FILE_NAME, open_ledger
from generator.ledger.schema import TABLES


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a ledger that every command of `ledger` opens, whatever society is named."""
    with open_ledger(tmp_path, "", create=True):
        pass

    def opened(folder: Path, *, create: bool = False) -> Ledger:
        return open_ledger(folder, "", create=create)

    monkeypatch.setattr("generator.cli.ledger.open_book", opened)
    return tmp_path


@pytest.mark.parametrize("command", ["export", "backup"])
def test_a_folder_that_is_not_there(book: Path, shikaku: Command, command: str) -> None:
    said = shikaku("ledger", command, book, book / "none" / "out.csv")
    assert said.code == 2
    assert said.err.startswith(f"{book / 'none' / 'out.csv'}") and ": place-missing: " in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EACCES, "file-forbidden"),
        (errno.EROFS, "file-forbidden"),
        (errno.ENOSPC, "disk-full"),
        (errno.EIO, "file-unusable"),
        (errno.ENOENT, "place-missing"),
    ],
)
def test_what_the_system_says(shikaku: Command, monkeypatch: pytest.MonkeyPatch, number: int, code: str) -> None:
    def trouble(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number), "out/.list.csv.partial")

    monkeypatch.setattr(program, "main", trouble)
    said = shikaku("run")
    assert said.code == 2
    assert said.err.startswith(f"out/list.csv: {code}: ") and said.err.count("\n") == 1


@pytest.mark.parametrize("pages", [1, 3])
@pytest.mark.parametrize("command", ["export", "backup"])
def test_a_ledger_cut_short(book: Path, shikaku: Command, command: str, pages: int) -> None:
    assert len(TABLES) > pages  # each table has a page of its own
    os.truncate(book / FILE_NAME, pages * 4096)
    said = shikaku("ledger", command, book, book / "out.csv")
    assert said.code == 6
    assert "ledger-unreadable" in said.err and "backup" in said.err and said.err.count("\n") == 1
    assert not (book / "out.csv").exists()
