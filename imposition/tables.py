"""TOML tables in, checked values out; every problem collected with file and line (design.md §3).

A length carries its unit (`"86mm"`, `"0.3pt"`); an unknown key is a problem, with the nearest known one named.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar, cast

from fonts.errors import Refusal
from layouts.geometry import PT_PER_MM

LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(mm|pt)")
KEY = re.compile(r"""\s*(?:\[+\s*(?P<table>[^\]]+?)\s*\]+|(?P<key>[\w-]+|"[^"]+")\s*=)""")
_AT_LINE = re.compile(r"at line (\d+)")  # as tomllib says it; otherwise it means the end
UNKNOWN = "unknown-key"
T = TypeVar("T")


class Source:
    """One TOML file: where its keys stand, and what was wrong with them."""

    def __init__(self, path: Path) -> None:
        self.path, self.name, self.folder = path, path.name, path.parent
        self.data = path.read_bytes()
        self.problems: list[Refusal] = []
        self.refused: set[str] = set()  #: dotted keys whose values were not taken
        self.base: Source | None = None  #: what it extends
        self.root: Mapping[str, object] = {}
        self._lines: dict[str, int] = {}
        try:
            text = self.data.decode("utf-8")
            self.root = tomllib.loads(text)
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as e:
            fact, step, place = "this is not TOML in UTF-8 ({reason})", "correct the file", _broken(self.data, e)
            self.problems.append(Refusal("vendor-syntax", f"{self.name}:{place}", fact, step, reason=str(e)))
        else:
            self._lines = _lines(text)

    def report(self, path: str, code: str, fact: str, step: str = "", **facts: object) -> None:
        """Collect a problem of the key at a dotted path."""
        self.refused |= {path} if code != UNKNOWN else set()
        self.problems.append(Refusal(code, self.place([path]), "{key}: " + fact, step, key=path, **facts))

    def place(self, paths: Sequence[str]) -> str:
        """Return file and line of the first of some dotted paths that is given, here or in what this extends.

        Where none is, that is where the file begins: there a key is missing.
        """
        for source in filter(None, (self, self.base)):
            for path in paths:
                for above in _upwards(path):
                    if above in source._lines:
                        return f"{source.name}:{source._lines[above]}"
        return f"{self.name}:1"


class Table:
    """A TOML table being read: every key that is asked for is known, all others are problems."""

    def __init__(self, source: Source, values: Mapping[str, object], path: str = "") -> None:
        self._source, self._values, self._path = source, values, path
        self._known: list[str] = []

    def has(self, key: str) -> bool:
        """Tell whether a key is given, and make it known."""
        self._known.append(key)
        return key in self._values

    @property
    def given(self) -> tuple[str, ...]:
        """Return the keys that stand in the table."""
        return tuple(self._values)

    def is_table(self, key: str) -> bool:
        """Tell whether a key holds a table."""
        return isinstance(self._values.get(key), dict)

    def is_tables(self, key: str) -> bool:
        """Tell whether a key holds a list of tables."""
        value = self._values.get(key)
        return isinstance(value, list) and any(isinstance(item, dict) for item in cast(list[object], value))

    def report(self, key: str, code: str, fact: str, step: str = "", **facts: object) -> None:
        """Collect a problem of one of this table's keys."""
        self._source.report(self._at(key), code, fact, step, **facts)

    def length(self, key: str, *, unit: str = "mm", otherwise: float | None = None) -> float:
        """Read a length in mm (or pt, where the unit asked for is pt)."""
        return self._read(key, lambda v: _length(v, unit), f'a length such as "3{unit}"', 0.0, otherwise)

    def lengths(self, key: str, count: int | None = None) -> tuple[float, ...]:
        """Read a list of lengths in mm; `count` None takes any number, and the key may be left out."""

        def read(value: object) -> tuple[float, ...]:
            items = tuple(_length(v, "mm") for v in _items(value))
            if count is not None and len(items) != count:
                raise ValueError
            return items

        wanted = f"{count} lengths with their units" if count else "a list of lengths with their units"
        return self._read(key, read, wanted, (0.0,) * (count or 0), () if count is None else None)

    def points(self, key: str) -> tuple[tuple[float, float], ...]:
        """Read a list of pairs of lengths in mm."""

        def read(value: object) -> tuple[tuple[float, float], ...]:
            return tuple((_length(x, "mm"), _length(y, "mm")) for x, y in map(_items, _items(value)))

        return self._read(key, read, 'a list of pairs such as ["26mm", "28.5mm"]', ())

    def texts(self, key: str, *, otherwise: tuple[str, ...]) -> tuple[str, ...]:
        """Read a list of words of the vendor's own."""

        def read(value: object) -> tuple[str, ...]:
            items = _items(value)
            if not all(isinstance(item, str) and item for item in items):
                raise ValueError
            return tuple(map(str, items))

        return self._read(key, read, "a list of words", (), otherwise)

    def whole(self, key: str, least: int = 1, *, most: int | None = None, otherwise: int | None = None) -> int:
        """Read a whole number."""

        def read(value: object) -> int:
            if not isinstance(value, int) or isinstance(value, bool) or value < least:
                raise ValueError
            if most is not None and value > most:
                raise ValueError
            return value

        wanted = f"a whole number of at least {least}" + (f" and at most {most}" if most is not None else "")
        return self._read(key, read, wanted, least, otherwise)

    def text(self, key: str, *, otherwise: str | None = None) -> str:
        """Read a text of one line that says something."""

        def read(value: object) -> str:
            if not isinstance(value, str) or not value.strip() or not value.isprintable():
                raise ValueError
            return value

        return self._read(key, read, "a text of one line", "", otherwise)

    def choice(self, key: str, options: Sequence[T], *, otherwise: T | None = None) -> T:
        """Read one of a few words (or numbers)."""

        def read(value: object) -> T:
            return options[[o == value and type(o) is type(value) for o in options].index(True)]

        wanted = "one of " + ", ".join(map(str, options))
        return self._read(key, read, wanted, options[0], otherwise)

    def choices(self, key: str, options: Sequence[T], *, otherwise: tuple[T, ...]) -> tuple[T, ...]:
        """Read a list of a few words, in the order of the options."""

        def read(value: object) -> tuple[T, ...]:
            items = _items(value)
            if any(item not in options for item in items):
                raise ValueError
            return tuple(option for option in options if option in items)

        return self._read(key, read, "a list of " + ", ".join(map(str, options)), (), otherwise)

    def words(self, key: str, options: Sequence[T]) -> tuple[T, ...]:
        """Read a list of a few words as it is, each any number of times."""

        def read(value: object) -> tuple[T, ...]:
            return tuple(options[options.index(cast(T, item))] for item in _items(value))

        return self._read(key, read, "a list of " + ", ".join(map(str, options)), ())

    def flag(self, key: str) -> bool:
        """Read true or false; a key that is missing is false."""
        return self.choice(key, (False, True), otherwise=False)

    def tables(self, key: str) -> "tuple[Table, ...]":
        """Read a list of tables; one that is missing reads as empty."""
        self._known.append(key)
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in cast(list[object], value)):
            self.report(key, "vendor-value", "this has to be a list of tables")
            return ()
        items = cast(list[Mapping[str, object]], value)
        return tuple(Table(self._source, item, self._at(key)) for item in items)

    def table(self, key: str) -> "Table":
        """Read a table; one that is missing reads as empty."""
        self._known.append(key)
        value = self._values.get(key, {})
        if not isinstance(value, dict):
            self.report(key, "vendor-value", "this has to be a table")
            value = {}
        return Table(self._source, cast(Mapping[str, object], value), self._at(key))

    def finish(self) -> None:
        """Report the keys nobody asked for."""
        for key in self._values:
            if key not in self._known:
                guess = get_close_matches(key, self._known, 1)
                step = "did you mean '{guess}'?" if guess else "known here: {known}"
                known = ", ".join(sorted(set(self._known)))
                self.report(key, UNKNOWN, "unknown key", step, guess=guess[0] if guess else "", known=known)

    def _at(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def _read(self, key: str, read: Callable[[object], T], wanted: str, fallback: T, otherwise: T | None = None) -> T:
        if not self.has(key):
            if otherwise is not None:
                return otherwise
            self.report(key, "missing-key", "this key is missing", "give {wanted}", wanted=wanted)
            return fallback
        try:
            return read(self._values[key])
        except ValueError:
            self.report(key, "vendor-value", "this value does not serve", "give {wanted}", wanted=wanted)
            return fallback


def _upwards(path: str) -> Iterator[str]:
    """Yield a dotted path and those of the tables it stands in."""
    while path:
        yield path
        path = path.rpartition(".")[0]


def _broken(data: bytes, error: UnicodeDecodeError | tomllib.TOMLDecodeError) -> int:
    """Return the line on which a file ceases to be TOML in UTF-8."""
    if isinstance(error, UnicodeDecodeError):
        return data.count(b"\n", 0, error.start) + 1
    said = _AT_LINE.search(str(error))
    return int(said[1]) if said else data.count(b"\n") + 1


def _length(value: object, unit: str) -> float:
    match = LENGTH.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError
    figure, given = float(match[1]), match[2]
    if given == unit:
        return figure
    return figure / PT_PER_MM if unit == "mm" else figure * PT_PER_MM


def _items(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError
    return cast(list[object], value)


def _lines(text: str) -> dict[str, int]:
    """Find the line of every table and key; tomllib keeps no positions."""
    found: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        match = KEY.match(line)
        if match is None:
            continue
        if match["table"]:
            table = match["table"]
            found.setdefault(table, number)
        else:
            key = match["key"].strip('"')
            found.setdefault(f"{table}.{key}" if table else key, number)
    return found
