"""A TOML file in, values that know their line out; every fault collected (contract §2: file and line)."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from fonts.errors import Refusal
from generator.errors import ConfigError
from generator.intake.convert import BadValue
from generator.intake.dates import parse_date

_TABLE = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"""\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")
_MOST_DAYS = 36_500  # a hundred years
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


def read_toml(path: Path, name: str) -> tuple[dict[str, Any], dict[str, int], bytes]:
    """Return the table, the line of every key by its dotted path, and the bytes; raises ConfigError."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ConfigError("file-missing", name, "the file is not there", "name a society's folder") from None
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        return tomllib.loads(text), lines_of(text), raw
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ConfigError("undecodable", f"{name}:{line}", "the line is not UTF-8", "save the file as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        place = f"{name}:{found[1]}" if found else name
        step = "mend the line; text stands in quotes, and so do Japanese keys"
        raise ConfigError("toml-syntax", place, "the line is not TOML", step) from None


def lines_of(text: str) -> dict[str, int]:
    """Return the line of every table and key by dotted path; tables of an array are counted, `expiry.0`."""
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.split("\n"), 1):
        if found := _TABLE.match(line):
            table = _dotted(found[2])
            if found[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = f"{table}.{counts[table]}"
            lines.setdefault(table, number)
        elif found := _KEY.match(line):
            lines.setdefault(f"{table}.{_dotted(found[1])}".lstrip("."), number)
    return lines


def _dotted(key: str) -> str:
    return ".".join(part.strip("\"'") for part in _PART.findall(key))


class Section:
    """One table being read: what is asked for is taken out, what remains at `done` is unknown."""

    def __init__(self, name: str, path: str, table: object, lines: Mapping[str, int], faults: list[Refusal]) -> None:
        self._name, self._path, self._lines, self._faults = name, path, lines, faults
        self._known: list[str] = []
        self._left: dict[str, Any] = {}
        if isinstance(table, dict):
            self._left = dict(table)  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType]
        elif table is not None:
            self.fault("", "wrong-type", "{key} is not a table")

    def __contains__(self, key: str) -> bool:
        return key in self._left

    def fault(self, key: str, code: str, fact: str, step: str = "", **facts: object) -> None:
        """Note a fault of a key, at its line."""
        path = f"{self._path}.{key}".strip(".")
        self._faults.append(ConfigError(code, self._place(path), fact, step, key=path, **facts))

    def _place(self, path: str) -> str:
        while path and path not in self._lines:
            path = path.rpartition(".")[0]
        return f"{self._name}:{self._lines[path]}" if path else self._name

    def take(self, key: str) -> Any:
        """Take a value out; None where it is not there."""
        self._known.append(key)
        return self._left.pop(key, None)

    def section(self, key: str) -> "Section":
        """Take a table out."""
        return self.inner(key, self.take(key))

    def inner(self, key: str, table: object) -> "Section":
        """Return a table that was taken out already as a section of its own."""
        path = f"{self._path}.{key}".strip(".")
        return Section(self._name, path, table, self._lines, self._faults)

    def known(self, key: str) -> bool:
        """Tell whether a key is there, and that it may be."""
        self._known.append(key)
        return key in self._left

    def keys(self) -> tuple[str, ...]:
        """Return the keys not yet taken."""
        return tuple(self._left)

    def text(self, key: str, default: str | None = "") -> str:
        """Take a text; a default of None makes it required."""
        value = self.take(key)
        if isinstance(value, str):
            if default is None and not value.strip():
                self.fault(key, "value-missing", "{key} is empty")
            return value.strip()
        if value is not None:
            self.fault(key, "wrong-type", "{key} is not text", "write it in quotes")
        elif default is None:
            self.fault(key, "key-missing", "{key} is required")
        return default or ""

    def choice(self, key: str, values: Iterable[str], default: str) -> str:
        """Take one of a list of values; an empty one among them stands for none and is not offered."""
        value = self.text(key, default)
        if value not in values:
            self.fault(key, "value-unknown", "{key} is none of {values}", values=", ".join(filter(None, values)))
            return default
        return value

    def day(self, key: str, default: date | None) -> date:
        """Take a day, as a TOML date or as text in any form of members.csv; None makes it required."""
        value = self.take(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if isinstance(value, str):
            try:
                return parse_date(value.strip())
            except BadValue:
                value = self
        if value is not None:
            self.fault(key, "date-format", "{key} is not a day", "write it like 2024-12-02")
        elif default is None:
            self.fault(key, "key-missing", "{key} is required")
        return default or date.min

    def whole(self, key: str, default: int, least: int = 0, most: int | None = None) -> int:
        """Take a whole number."""
        value = self.take(key)
        if value is None:
            return default
        if isinstance(value, int) and not isinstance(value, bool) and value >= least:
            if most is None or value <= most:
                return value
            self.fault(key, "wrong-type", "{key} is more than {most}", most=most)
            return default
        self.fault(key, "wrong-type", "{key} is not a whole number of at least {least}", least=least)
        return default

    def days(self, key: str, default: int) -> int:
        """Take a number of days, as many as may be counted from any day."""
        return self.whole(key, default, most=_MOST_DAYS)

    def number(self, key: str, default: float) -> float:
        """Take a number above zero."""
        value = self.take(key)
        if value is None:
            return default
        if isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
            return float(value)
        self.fault(key, "wrong-type", "{key} is not a number above zero")
        return default

    def flag(self, key: str, *, default: bool) -> bool:
        """Take true or false."""
        value = self.take(key)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.fault(key, "wrong-type", "{key} is neither true nor false")
        return default

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of texts."""
        value = self.take(key)
        if value is None:
            return ()
        if isinstance(value, list):
            items: list[object] = value  # pyright: ignore[reportUnknownVariableType]
            found = tuple(item.strip() for item in items if isinstance(item, str))
            if len(found) == len(items):
                return found
        self.fault(key, "wrong-type", "{key} is not a list of texts", 'write it like ["電話番号"]')
        return ()

    def done(self) -> None:
        """Note every key that nobody asked for."""
        for key in self._left:
            close = difflib.get_close_matches(key, self._known, n=1)
            step = "did you mean {meant}?" if close else "the keys here are {known}"
            facts = {"meant": close[0]} if close else {"known": ", ".join(dict.fromkeys(self._known))}
            self.fault(key, "unknown-key", "unknown key {key}", step, **facts)
