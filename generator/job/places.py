"""In: a 管理番号 and the folder the jobs lie in. Out: where the piece lies: envelope, piece, sheet, cell, tray.

Read from the lists the vendor got (contract §4): the file of a pile is found by the first number in each, for numbers
rise through a pile; then its rows are read. Authority: domain.md §8 (引抜き: 管理番号 + bin position).
"""

import csv
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PILES: Final = {"card": "cards", "notice": "notices"}
_PIECES: Final = {"card": ("card", "carrier"), "notice": ("notice",)}


@dataclass(frozen=True, slots=True)
class Place:
    """Where one piece lies; "" where a list does not tell."""

    file: str
    page: str
    block: str
    sheet: str
    row: str
    column: str
    tray: str
    position: str
    stack_position: str
    envelope: str
    piece: str
    part: str  #: k/n
    group: str  #: 送付先コード


def place_of(number: str, kind: str, envelope: str, folder: Path) -> Place | None:
    """Return where a piece lies in a job's folder; None where the folder has no such number."""
    vendor = folder / "vendor"
    cell = next(_cells(number, vendor / _PILES[kind]), None)
    if cell is None:
        return None
    nowhere: Mapping[str, str] = {}
    home = next((r for r in _rows(vendor / "envelopes.csv") if r["envelope"] == envelope), nowhere)
    part, parts = home.get("part", ""), home.get("parts", "")
    return Place(
        file=f"{_PILES[kind]}/{cell['file']}",
        page=cell["page"],
        block=cell["block"],
        sheet=cell["sheet"],
        row=cell["row"],
        column=cell["column"],
        tray=cell["tray"],
        position=cell["position"],
        stack_position=cell["stack_position"],
        envelope=envelope,
        piece=_piece(number, kind, envelope, vendor),
        part=f"{part}/{parts}" if part else "",
        group=home.get("送付先コード", ""),
    )


def _cells(number: str, pile: Path) -> Iterator[Mapping[str, str]]:
    """Yield the rows of a number, the front first."""
    files = sorted(pile.glob("*.csv")) if pile.is_dir() else []
    index = bisect_right(files, number, key=_some_number)
    # The first number that a list names need not be its lowest: a separator may lie in the first cell.
    for path in files[max(index - 1, 0) : index + 1]:
        yield from (row for row in _rows(path) if row["管理番号"] == number)


def _some_number(path: Path) -> str:
    return next((row["管理番号"] for row in _rows(path) if row["管理番号"]), "")


def _piece(number: str, kind: str, envelope: str, vendor: Path) -> str:
    """Return the piece whose numbers enclose this one; a household's numbers follow each other in its envelope."""
    for row in _rows(vendor / "pieces.csv"):
        same = row["envelope"] == envelope and row["kind"] in _PIECES[kind]
        if same and row["number_first"] <= number <= row["number_last"]:
            return row["piece"]
    return ""


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
