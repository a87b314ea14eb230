"""In: a 管理番号 and the folder the jobs lie in. Out: where its copies lie: envelope, piece, sheet, cell, tray.

Read from the lists the vendor got (contract §4). In the job's own lists the file of a pile is found by the first number
in each, for numbers rise through a pile; then its rows are read. A remake's or a pull's lists are short, and are read
whole. Authority: domain.md §8 (引抜き: 管理番号 + bin position).
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.job.csvin import Row, cells, rows

_PILES: Final = {"card": "cards", "notice": "notices"}
_PIECES: Final = {"card": ("card", "carrier"), "notice": ("notice",)}


@dataclass(frozen=True, slots=True)
class Place:
    """Where one copy lies; "" where a list does not tell."""

    make: int
    folder: str  #: of the remake or pull it was made in; "" for the job's own
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


def places_of(number: str, kind: str, envelope: str, folder: Path, made: Sequence[str] = ()) -> tuple[Place, ...]:
    """Return where the copies of a document lie, the last one at the end; () where the job's folder has no such number.

    `made` names the folders that its further makes lie in, in order. Of a make that only its back was printed again
    of, nothing is told: it lies where its front does.
    """
    pile = _PILES[kind]
    own = next(_cells(number, folder / "vendor" / pile), None)
    if own is None:
        return ()
    found = [(1, "", own)]
    for make, name in enumerate(made, start=2):
        again = (row for row in cells(folder / name, pile) if row["管理番号"] == number and row["side"] == "F")
        found += [(make, name, row) for row in again]
    nowhere: Row = {}
    home = next((r for r in rows(folder / "vendor" / "envelopes.csv") if r["envelope"] == envelope), nowhere)
    piece = _piece(number, kind, envelope, folder / "vendor")
    return tuple(_place(make, name, pile, cell, home, piece) for make, name, cell in found)


def _place(make: int, folder: str, pile: str, cell: Row, home: Mapping[str, str], piece: str) -> Place:
    part, parts = home.get("part", ""), home.get("parts", "")
    return Place(
        make=make,
        folder=folder,
        file="/".join(filter(None, (folder, pile, cell["file"]))),
        page=cell["page"],
        block=cell["block"],
        sheet=cell["sheet"],
        row=cell["row"],
        column=cell["column"],
        tray=cell["tray"],
        position=cell["position"],
        stack_position=cell["stack_position"],
        envelope=cell["envelope"],
        piece=piece,
        part=f"{part}/{parts}" if part else "",
        group=home.get("送付先コード", ""),
    )


def _cells(number: str, pile: Path) -> Iterator[Row]:
    """Yield the rows of a number, the front first."""
    files = sorted(pile.glob("*.csv")) if pile.is_dir() else []
    index = bisect_right(files, number, key=_some_number)
    # The first number that a list names need not be its lowest: a separator may lie in the first cell.
    for path in files[max(index - 1, 0) : index + 1]:
        yield from (row for row in rows(path) if row["管理番号"] == number)


def _some_number(path: Path) -> str:
    return next((row["管理番号"] for row in rows(path) if row["管理番号"]), "")


def _piece(number: str, kind: str, envelope: str, vendor: Path) -> str:
    """Return the piece whose numbers enclose this one; a household's numbers follow each other in its envelope."""
    for row in rows(vendor / "pieces.csv"):
        same = row["envelope"] == envelope and row["kind"] in _PIECES[kind]
        if same and row["number_first"] <= number <= row["number_last"]:
            return row["piece"]
    return ""
