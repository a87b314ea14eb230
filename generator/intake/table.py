"""A CSV file in, its sound rows out as values in canonical column order; the others as problems (contract §2)."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from pathlib import Path

from fonts.errors import Refusal
from generator.errors import InputError
from generator.intake.columns import Columns, Header, resolve
from generator.intake.csvfile import CsvFile
from generator.intake.mynumber import FOLDED, holders, long_run
from generator.intake.problem import LISTED, Notice, Problem
from generator.intake.scratch import Scratch
from generator.intake.sieve import sieve_for
from generator.model import Society

#: Control characters within a field (outer ones are stripped); \u2028 and \u2029 break lines too.
_CONTROL = re.compile("[\x01-\x1f\x7f-\x9f\u2028\u2029]")
_ODD = re.compile(f"[\x01-\x1f\x7f-\x9f\u2028\u2029{FOLDED}]")
#: 記号 and 番号 of households.
Homes = frozenset[tuple[str, str]]
#: (code, column) or (code, column, detail)
Fault = tuple[str, ...]
_EXCEL = re.compile(r"[+-]?\d(?:\.\d+)?[Ee]\+\d+")


class Table:
    """One input file being read; what it collects is complete when `rows` has ended."""

    def __init__(
        self,
        society: Society,
        key: str,
        columns: Columns,
        *,
        free: frozenset[str] = frozenset(),
        rows: Iterable[Sequence[str]] | None = None,
    ) -> None:
        """Prepare to read a file; `rows` are texts of the rows wanted, None for all of them."""
        self.columns = columns
        self.rows_read = 0
        self.problems: list[Problem] = []  #: taken away by the reader from time to time
        self.notices: list[Notice] = []
        self._society, self._own = society, society.columns.get(key, {})
        sieve = None if rows is None else sieve_for(rows, society.encodings[key])
        self._csv = CsvFile(Path(society.folder) / columns.file, columns.file, society.encodings[key], sieve)
        self._free = free
        self._order = {column: place for place, column in enumerate(columns.order)}
        self._header_row: Header | None = None
        self._last = 0  #: line on which the row at hand ends
        self._empty = 0
        self._first_empty = 0

    @property
    def present(self) -> bool:
        """Tell whether the file is there."""
        return self._csv.path.is_file()

    @property
    def sha256(self) -> str:
        """Return the digest of the file."""
        return self._csv.sha256

    @property
    def refusals(self) -> list[Refusal]:
        """Return what refuses the file whole."""
        return self._csv.refusals

    def note(self, line: int, code: str, column: str = "", detail: str = "") -> None:
        """Note a problem of a row."""
        self.problems.append(Problem(self.columns.file, line, code, column, detail))

    def note_all(self, line: int, faults: Iterable[Fault]) -> None:
        """Note the faults of a row; of several in one column the first."""
        first: dict[str, Fault] = {}
        for fault in faults:
            first.setdefault(fault[1], fault)
        for fault in first.values():
            self.note(line, *fault)

    def drain(self, scratch: Scratch) -> None:
        """Move the problems noted so far to the scratch."""
        for problem in self.problems:
            scratch.put("problem", (problem.file, problem.line, problem.code, problem.column, problem.detail))
        self.problems.clear()

    def rows(self) -> Iterator[tuple[int, tuple[str, ...], Sequence[Fault]]]:
        """Yield line, values (stripped, in canonical order) and faults seen so far of every row of the right width."""
        records = self._csv.records()
        header = self._header(records)
        if header is None:
            return
        self._header_row = header
        odd, strip = _ODD.search, str.strip
        pick = _picker(header.places)
        for line, last, fields, raw in records:
            if fields is None or len(fields) != header.width:
                self._malformed(line, last, fields, raw, header)
                continue
            if last > line:
                self._csv.refuse_swallowing(line, fields)
            for index in header.dropped:
                del fields[index]
            stripped = list(map(strip, fields))
            joined = "\0".join(stripped)
            faults: Sequence[Fault] = ()
            if long_run(joined) or odd(joined) or "E+" in joined or "e+" in joined:
                faults = self._look(line, stripped, header)
            elif len(joined) < len(stripped):
                self._skip(line)
                continue
            stripped.append("")
            self.rows_read += 1
            self._last = last
            yield line, pick(stripped), faults
        if self._empty:
            self.notices.append(Notice(self.columns.file, self._first_empty, "rows-empty", detail=str(self._empty)))

    def original(self, column: str) -> bytes:
        """Return a column of the row at hand as the file has it, b"" where the file has no such column."""
        header = self._header_row
        if header is None:
            return b""
        place = header.places[self._order[column]]
        if place == len(header.names):
            return b""
        fields = self._csv.original(self._last)
        for index in header.dropped:
            del fields[index]
        return fields[place]

    def _header(self, records: Iterator[tuple[int, int, list[str] | None, str]]) -> Header | None:
        for line, _, fields, _ in records:
            if fields is None:
                fact, step = "the header row is not well-formed CSV", "export the file as CSV with CRLF or LF line ends"
                self._csv.refuse("csv-syntax", line, fact, step)
                return None
            if not any(map(str.strip, fields)):
                continue
            if any(refusal.place == f"{self.columns.file}:{line}" for refusal in self.refusals):
                return None  # its bytes are not what they are declared to be; its names would mislead
            header, faults = resolve(self.columns, self._own, self._society.not_my_number, fields, line)
            self.refusals.extend(faults)
            self._refuse_numbers(line, header.names, ())
            self.notices.extend(header.notices)
            return None if faults else header
        if not self.refusals:
            fact, step = "the file is empty", "export it with its header row, even where it has no rows"
            self.refusals.append(InputError("file-empty", self.columns.file, fact, step))
        return None

    def _malformed(self, line: int, last: int, fields: list[str] | None, raw: str, header: Header) -> None:
        if not fields and not raw:
            self._skip(line)
            return
        if last > line:
            self._csv.refuse_quote(line)
        self.rows_read += 1
        self._refuse_numbers(line, fields or raw.split(","), ())
        if fields is None:
            self.note(line, "csv-syntax")
        else:
            self.note(line, "field-count", detail=f"{len(fields)} ≠ {header.width}")

    def _skip(self, line: int) -> None:
        self._first_empty = self._first_empty or line
        self._empty += 1

    def _look(self, line: int, fields: list[str], header: Header) -> list[Fault]:
        """Look closely at a row that may hold a 個人番号, a control character or a spreadsheet's number."""
        faults: list[Fault] = []
        self._refuse_numbers(line, fields, header.names)
        for canonical, place in zip(self.columns.order, header.places, strict=True):
            if place == len(fields) or canonical in self._free:
                continue
            if _CONTROL.search(fields[place]):
                faults.append(("control-character", canonical))
            if _EXCEL.fullmatch(fields[place]):
                faults.append(("excel-number", canonical))
        return faults

    def _refuse_numbers(self, line: int, fields: Sequence[str], names: Sequence[str]) -> None:
        fact = "column {column} contains a number with the check digit of a 個人番号"
        step = "take it out; if the column can hold no such number, name it in [columns] not_my_number"
        for index in holders(fields):
            column = (names[index] if index < len(names) else "") or str(index + 1)
            self._csv.refuse("my-number", line, fact, step, column=column)


def _picker(places: tuple[int, ...]) -> Callable[[list[str]], tuple[str, ...]]:
    """Return the function that puts the fields of a row into canonical order."""
    return itemgetter(*places)  # pyright: ignore[reportUnknownVariableType]


def duplicates(table: Table, rows: Iterable[tuple[object, ...]]) -> list[Refusal]:
    """Return a refusal for every key that stands on two lines; rows are (key, line) in that order."""
    found: list[Refusal] = []
    last: tuple[object, ...] = (None, 0)
    for row in rows:
        if row[0] != last[0]:
            last = row
        elif len(found) < LISTED:
            found.append(duplicate(table.columns.file, int(str(row[1])), int(str(last[1]))))
    return found


def duplicate(file: str, line: int, other: int) -> Refusal:
    """Return the refusal of a key that stands on two lines."""
    fact, step = "the key of this row stands on line {other} too", "leave one row of a key"
    return InputError("duplicate-key", f"{file}:{line}", fact, step, other=other)
