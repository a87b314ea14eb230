"""The lists of a job's folder in, their rows out; a list that is not there has none (contract §4)."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

Row = Mapping[str, str]


def rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a list that `CsvOut` or `write_cells` wrote."""
    if path.is_file():
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)


def cells(folder: Path, pile: str) -> Iterator[Row]:
    """Yield the rows of all cell lists of a pile in a job's folder, or in that of a remake or a pull."""
    for path in sorted((folder / "vendor" / pile).glob("*.csv")):
        yield from rows(path)
