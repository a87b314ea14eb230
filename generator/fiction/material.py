"""material.toml in, names, towns and workplaces out as tuples."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Read = tuple[str, str]  #: as written, and as read


@dataclass(frozen=True, slots=True)
class Material:
    """All that names and places are made of."""

    surnames: tuple[Read, ...]
    hard: tuple[Read, ...]  #: surnames in difficult forms
    men: tuple[Read, ...]
    women: tuple[Read, ...]
    latin: tuple[Read, ...]  #: whole names
    towns: tuple[Read, ...]  #: postcode, place up to the 町域
    stems: tuple[str, ...]
    trades: tuple[str, ...]
    departments: tuple[str, ...]
    offices: tuple[str, ...]
    unprintable: str  #: a character no face has


@cache
def load_material(encoding: str) -> Material:
    """Read the material a file of this encoding can hold."""
    table = tomllib.loads(files("generator.fiction").joinpath("material.toml").read_text(encoding="utf-8"))
    narrow = encoding == "cp932"
    return Material(
        surnames=_read(table["surnames"], " "),
        hard=_read(table["hard_cp932" if narrow else "hard"], " "),
        men=_read(table["men"], " "),
        women=_read(table["women"], " "),
        latin=_read(table["latin"], "/"),
        towns=_read(table["towns"], " "),
        stems=tuple(table["stems"]),
        trades=tuple(table["trades"]),
        departments=tuple(table["departments"]),
        offices=tuple(table["offices"]),
        # 外字 of CP932 (F040) without a face for it; in Unicode a character of extension I.
        unprintable="\ue000" if narrow else "\U0002ebf0",
    )


def _read(entries: list[str], separator: str) -> tuple[Read, ...]:
    pairs = (entry.partition(separator) for entry in entries)
    return tuple((written, read) for written, _, read in pairs)
