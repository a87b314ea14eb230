"""The placement table beside a file goes in, the 管理番号 of every cell comes out. Contract §4, `cards/NNN.csv`."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell of one page: its lower left in mm, what kind of piece it holds, and the piece's numbers."""

    row: int
    column: int
    x: float
    y: float
    kind: str
    numbers: tuple[str, ...]


Table = Mapping[int, tuple[PlacedCell, ...]]  #: cells by page


def read_placed(path: Path) -> Table | None:
    """Read the table beside a PDF; None where there is none, or where it is not such a table."""
    table = _beside(path)
    if table is None:
        return None
    pages: dict[int, dict[tuple[int, int], PlacedCell]] = {}
    with table.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            try:
                if Path(row["file"]).name == path.name:
                    _add(pages.setdefault(int(row["page"]), {}), row)
            except (KeyError, ValueError, TypeError):
                return None
    return {page: tuple(cells.values()) for page, cells in pages.items()}


def _add(cells: dict[tuple[int, int], PlacedCell], row: dict[str, str]) -> None:
    """Add a row; the persons of one notice have a row each, all of one cell."""
    place = int(row["row"]), int(row["column"])
    numbers = (*(cells[place].numbers if place in cells else ()), *filter(None, [row["管理番号"]]))
    cells[place] = PlacedCell(*place, float(row["x_mm"]), float(row["y_mm"]), row["kind"], numbers)


def _beside(path: Path) -> Path | None:
    stem = path.stem.removesuffix("-front").removesuffix("-back")
    found = (path.with_name(f"{name}.csv") for name in dict.fromkeys((path.stem, stem)))
    return next((table for table in found if table.is_file()), None)
