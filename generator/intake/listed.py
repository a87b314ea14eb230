"""A small CSV that somebody sent in; its rows as they were read out, and every row that cannot be read, collected.

UTF-8, with BOM or not; columns nobody asked for are ignored. What reads a row returns what it says, or a refusal.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from fonts.errors import Refusal
from generator.errors import InputError

T = TypeVar("T")
Row = Mapping[str, str]
_STEP = "have it written, or sent, as UTF-8 CSV with the columns {needed}"


def listed(
    path: Path, needed: Sequence[Sequence[str]], read: Callable[[str, Row], T | Refusal], faults: list[Refusal]
) -> Iterator[T]:
    """Yield what rows say, and put those that cannot be read into `faults`.

    `needed`: of each group one column has to be there. `read` is given a row's place, file:line, and its texts without
    blanks round them; "" for a column that is not there. Raises InputError for a file that is no such list.
    """
    columns = ["/".join(group) for group in needed]
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
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
        fact = "the file is not CSV in UTF-8"
        raise InputError("list-unreadable", path.name, fact, _STEP, needed=", ".join(columns)) from None
