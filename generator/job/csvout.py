"""CSV as the contract wants it: UTF-8 with BOM, CRLF, RFC 4180 minimal quoting (contract §4)."""

import csv
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


class CsvOut:
    """A CSV file that appears under its name only when it is complete, and that its owner alone may read."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._path = path
        self._temporary = path.with_name(f".{path.name}.partial")
        self._file = open(self._temporary, "w", encoding="utf-8-sig", newline="", opener=_private)  # noqa: SIM115 - closed below
        self._writer = csv.writer(self._file, lineterminator="\r\n")
        self._writer.writerow(header)

    def row(self, values: Iterable[object]) -> None:
        """Write one row."""
        self._writer.writerow(values)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if kind is None:
            self._temporary.replace(self._path)
        else:
            self._temporary.unlink(missing_ok=True)
