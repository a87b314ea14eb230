"""The text of a layout file in, its raw tables out, every key with the file and line it stands on.

tomllib gives no positions, so a line scan finds them. One level of `extends` is resolved here: tables merge by element
name, the child's keys win.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast

from layouts.errors import Faults
from layouts.schema import ELEMENTS, FORMAT, NAME, TOP

_PART = r"""(?:[\w\-]+|"[^"]*"|'[^']*')"""
_NAMES = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*\[\[?\s*({_NAMES})\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(rf"\s*({_NAMES})\s*=")
_AT_LINE = re.compile(r"\(at line (\d+)")

Keys = tuple[str, ...]
MEANT = "did you mean '{near}'?"


@dataclass(frozen=True, slots=True)
class Raw:
    """One table as written: ("text", "name"), ("side",), ("block", "row", "text", "no"); `places` by key, "" itself."""

    path: Keys
    values: Mapping[str, Any]
    places: Mapping[str, str]

    def place(self, key: str = "") -> str:
        """Return `file:line` of a key, or of the table."""
        return self.places.get(key, self.places[""])

    @property
    def kind(self) -> str:
        """Return its kind: side, text, block …"""
        return self.path[2] if len(self.path) > 2 else "".join(self.path[:1])

    @property
    def name(self) -> str:
        """Return the element's own name."""
        return "".join(self.path[-1:])

    @property
    def label(self) -> str:
        """Return the table's name as people write it."""
        return "[" + ".".join(self.path) + "]"


@dataclass(frozen=True, slots=True)
class Source:
    """One layout file, taken apart."""

    name: str
    file: str
    extends: str
    extends_place: str
    remove: tuple[str, ...]
    remove_place: str
    tables: Mapping[Keys, Raw]
    ground: str = ""  #: a designer's PDF beneath everything, relative to the folder of layouts
    ground_place: str = ""
    folder: Path | None = None  #: the folder of layouts that `ground` lies in


def read_source(name: str, file: str, text: str, faults: Faults) -> Source | None:
    """Take a file apart; None where it is no TOML at all."""
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _AT_LINE.search(str(error))
        place = f"{file}:{line[1]}" if line else file
        faults.add("toml", place, "this is no valid TOML", "look at this line and the one before it")
        return None
    lines: dict[Keys, int] = {}
    for path, number in _scan(text):
        lines.setdefault(path, number)
    _check_top(tree, file, lines, faults)
    tables = {raw.path: raw for raw in _tables(tree, file, lines, faults)}
    if not isinstance(tree.get("side", {}), dict):
        faults.add("value", _place(file, lines, ("side",)), "{key}: must be a table", key="side")
        return None
    ground = tree.get("ground")
    said = {"extends": tree.get("extends", ""), "remove": tree.get("remove", [])}
    said["ground"] = "" if isinstance(ground, dict | None) else ground  # a table holds the generated ones
    places = {key: _place(file, lines, (key,)) for key in said}
    for key, value in said.items():
        fact = "{key}: must be a list" if key == "remove" else "{key}: must be a text in quotes"
        if not isinstance(value, list if key == "remove" else str):
            faults.add("value", places[key], fact, key=key)
            return None
    return Source(
        name,
        file,
        said["extends"],
        places["extends"],
        tuple(map(str, said["remove"])),
        places["remove"],
        tables,
        said["ground"],
        places["ground"],
    )


def extend(child: Source, base: Source, faults: Faults) -> Source:
    """Lay a file over its base."""
    removed = {tuple(each.split(".")) for each in child.remove}
    for path in sorted(removed - base.tables.keys()):
        word = near(".".join(path), [".".join(known) for known in base.tables])
        step = MEANT if word else ""
        fact = "remove: the base has no {element}"
        faults.add("unknown-element", child.remove_place, fact, step, element=".".join(path), near=word)
    if child.ground:
        removed.add(("ground",))  # the designer's takes the place of the generated ones
    tables = {path: raw for path, raw in base.tables.items() if not any(path[: len(gone)] == gone for gone in removed)}
    for path, raw in child.tables.items():
        under = tables.get(path)
        tables[path] = _over(raw, under) if under else raw
    from_base = child if child.ground else base
    ground = {"ground": from_base.ground, "ground_place": from_base.ground_place, "folder": from_base.folder}
    return replace(child, tables=tables, **ground)


def _over(raw: Raw, under: Raw) -> Raw:
    """Merge two tables; a new content (text, static, field) takes the place of the old one's kind."""
    contents = {"text", "static", "field"}
    kept = {k: v for k, v in under.values.items() if not (contents & raw.values.keys() and k in contents)}
    return Raw(raw.path, kept | dict(raw.values), dict(under.places) | dict(raw.places))


def unknown_key(raw: Raw, key: str, known: Sequence[str], faults: Faults) -> None:
    """Note a key that its table does not have."""
    word = near(key, known)
    step = MEANT if word else ""
    faults.add("unknown-key", raw.place(key), "{table} {key}: unknown key", step, table=raw.label, key=key, near=word)


def near(word: str, known: Sequence[str]) -> str:
    """Return the known word closest to a wrong one, "" where none is close."""
    return next(iter(get_close_matches(word, known, n=1)), "")


def _check_top(tree: Mapping[str, Any], file: str, lines: Mapping[Keys, int], faults: Faults) -> None:
    if tree.get("format") != FORMAT:
        place = _place(file, lines, ("format",))
        faults.add("format", place, "format: must be {format}", "write format = {format}", format=FORMAT)
    for key in tree:
        if key not in TOP:
            word = near(key, TOP)
            step = MEANT if word else ""
            faults.add("unknown-key", _place(file, lines, (key,)), "{key}: unknown key", step, key=key, near=word)


def _tables(tree: Mapping[str, Any], file: str, lines: Mapping[Keys, int], faults: Faults) -> Iterator[Raw]:
    if isinstance(tree.get("side"), dict):
        yield _raw(("side",), tree["side"], file, lines)
    yield from _elements((), tree, file, lines, faults)
    for name, block in _named(("block",), tree.get("block", {}), file, lines, faults):
        own = {key: value for key, value in block.items() if key not in ELEMENTS}
        yield _raw(("block", name), own, file, lines)
        yield from _elements(("block", name), block, file, lines, faults)


def _elements(
    parent: Keys, tree: Mapping[str, Any], file: str, lines: Mapping[Keys, int], faults: Faults
) -> Iterator[Raw]:
    for kind in ELEMENTS:
        if not parent and kind == "ground" and not isinstance(tree.get(kind, {}), dict):
            continue  # a designer's file
        for name, table in _named((*parent, kind), tree.get(kind, {}), file, lines, faults):
            yield _raw((*parent, kind, name), table, file, lines)


def _named(
    path: Keys, tree: Any, file: str, lines: Mapping[Keys, int], faults: Faults
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the tables of one kind, noting what is no table or has no usable name."""
    tables = cast("Mapping[str, Any]", tree) if isinstance(tree, dict) else {"": tree}
    for name, table in tables.items():
        if isinstance(table, dict) and NAME.fullmatch(name):
            yield name, table
        else:
            place = _place(file, lines, (*path, name) if isinstance(table, dict) else path)
            fact = "{table}: needs a name of a-z, 0-9 and _"
            faults.add("name", place, fact, "write [{table}.name]", table=".".join(path))


def _raw(path: Keys, values: Mapping[str, Any], file: str, lines: Mapping[Keys, int]) -> Raw:
    places = {key: _place(file, lines, (*path, key)) for key in values}
    return Raw(path, values, {"": _place(file, lines, path), **places})


def _place(file: str, lines: Mapping[Keys, int], path: Keys) -> str:
    """Return `file:line` of a path, or of the nearest table around it."""
    while path and path not in lines:
        path = path[:-1]
    return f"{file}:{lines.get(path, 1)}"


def _scan(text: str) -> Iterator[tuple[Keys, int]]:
    """Yield the line of every [table] and key, skipping what stands inside multi-line strings."""
    table: Keys = ()
    inside = False
    for number, line in enumerate(text.splitlines(), start=1):
        if not inside:
            if header := _HEADER.match(line):
                table = _parts(header[1])
                yield from ((table[:depth], number) for depth in range(1, len(table) + 1))
            elif key := _KEY.match(line):
                path = (*table, *_parts(key[1]))
                yield from ((path[:depth], number) for depth in range(len(table) + 1, len(path) + 1))
        if (line.count('"""') + line.count("'''")) % 2:
            inside = not inside


def _parts(written: str) -> Keys:
    """Part a dotted key into its names, without their quotes."""
    return tuple(part.strip("\"'") for part in re.findall(_PART, written))
