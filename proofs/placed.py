"""The placement table beside a file goes in, the 管理番号 of every cell comes out. Contract §4, `cards/NNN.csv`."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell of one page: its lower left in mm, what kind of piece it holds, and the piece's number ("" if none)."""

    row: int
    column: int
    x: float
    y: float
    kind: str
    number: str


Table = Mapping[int, tuple[PlacedCell, ...]]  #: cells by page


def read_placed(path: Path) -> Table | None:
    """Read the table beside a PDF; None where there is none, or where it is not such a table."""
    table = _beside(path)
    if table is None:
        return None
    pages: dict[int, list[PlacedCell]] = {}
    with table.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            try:
                if Path(row["file"]).name == path.name:
                    pages.setdefault(int(row["page"]), []).append(_cell(row))
            except (KeyError, ValueError, TypeError):
                return None
    return {page: tuple(cells) for page, cells in pages.items()}


def _cell(row: dict[str, str]) -> PlacedCell:
    x, y = float(row["x_mm"]), float(row["y_mm"])
    return PlacedCell(int(row["row"]), int(row["column"]), x, y, row["kind"], row["管理番号"])


def _beside(path: Path) -> Path | None:
    stem = path.stem.removesuffix("-front").removesuffix("-back")
    found = (path.with_name(f"{name}.csv") for name in dict.fromkeys((path.stem, stem)))
    return next((table for table in found if table.is_file()), None)
