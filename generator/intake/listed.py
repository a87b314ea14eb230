"""A small CSV that somebody sent in; its rows as they were read out, and every row that cannot be read, collected.

UTF-8, with BOM or not, or else CP932, as a vendor's spreadsheet writes it (contract §2): nobody declares which, so the
bytes have to say so beyond doubt. Columns nobody asked for are ignored. What reads a row returns what it says, or a
refusal.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from fonts.errors import Refusal
from generator.errors import InputError
from generator.intake.csvfile import STRAY
from generator.intake.twins import CP932

T = TypeVar("T")
Row = Mapping[str, str]
_STEP = "have it written, or sent, as CSV in UTF-8 or CP932 with the columns {needed}"
_UTF_8 = "utf-8-sig"
_BLOCK = 1 << 18


def listed(
    path: Path, needed: Sequence[Sequence[str]], read: Callable[[str, Row], T | Refusal], faults: list[Refusal]
) -> Iterator[T]:
    """Yield what rows say, and put those that cannot be read into `faults`.

    `needed`: of each group one column has to be there. `read` is given a row's place, file:line, and its texts without
    blanks round them; "" for a column that is not there. Raises InputError for a file that is no such list.
    """
    columns = ["/".join(group) for group in needed]
    try:
        with path.open(encoding=_encoding(path), newline="") as file:
            reader = csv.DictReader(file, restval="")
            names = tuple(reader.fieldnames or ())
            missing = [text for text, group in zip(columns, needed, strict=True) if not set(group) & set(names)]
            if missing:
                fact, told = "columns are missing: {columns}", ", ".join(missing)
                raise InputError("list-columns", path.name, fact, _STEP, columns=told, needed=", ".join(columns))
            for row in reader:
                found = read(f"{path.name}:{reader.line_num}", {name: (row[name] or "").strip() for name in names})
                if isinstance(found, Refusal):
                    faults.append(found)
                else:
                    yield found
    except (UnicodeDecodeError, csv.Error):
        fact = "the file is not CSV in UTF-8 or CP932"
        raise InputError("list-unreadable", path.name, fact, _STEP, needed=", ".join(columns)) from None


def _encoding(path: Path) -> str:
    """Return which encoding all of a file is in. Raises UnicodeDecodeError for one that is in neither."""
    try:
        with path.open(encoding=_UTF_8, newline="") as file:
            while file.read(_BLOCK):
                pass
    except UnicodeDecodeError:
        if _begins_as_utf_8(path):  # and is broken further on: what CP932 would make of it is nobody's text
            raise
    else:
        return _UTF_8
    with path.open(encoding=CP932, newline="") as file:
        while text := file.read(_BLOCK):
            if found := STRAY.search(text):
                raise UnicodeDecodeError(CP932, b"", 0, 1, f"U+{ord(found[0]):04X} stands for a stray byte")
    return CP932


def _begins_as_utf_8(path: Path) -> bool:
    """Tell whether the line of column names is UTF-8 and could be nothing else: not ASCII alone."""
    with path.open("rb") as file:
        head = file.readline()
    try:
        return not head.decode().isascii()
    except UnicodeDecodeError:
        return False
