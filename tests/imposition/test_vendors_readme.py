"""imposition/vendors/README.md explains every key that is read and no other, and its example is a sound profile."""

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

from imposition.stock import load_stock

HOUSE = Path(__file__).parents[2] / "imposition"
README = (HOUSE / "vendors" / "README.md").read_text("utf-8")
READERS = {
    *("has", "choice", "choices", "length", "lengths", "points", "whole", "flag", "text", "table", "tables"),
    *("is_table", "is_tables"),
}
FENCE = re.compile(r"```toml\n(.*?)```", re.S)


def read_keys() -> set[str]:
    """Return every key that some module asks a table of a profile for."""
    found: set[str] = set()
    for path in HOUSE.glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        if not any(isinstance(n, ast.ImportFrom) and n.module == "imposition.tables" for n in ast.walk(tree)):
            continue
        for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
            method = isinstance(call.func, ast.Attribute) and call.func.attr in READERS
            helped = isinstance(call.func, ast.Name) and [ast.unparse(a) for a in call.args[:1]] == ["table"]
            at = call.args[:1] if method else call.args[1:2] if helped else []
            found |= {a.value for a in at if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    return found | {"sides"}  # what a helper asks for unless told otherwise


def told_keys() -> set[str]:
    """Return the last part of every key that has a row."""
    rows = [line for line in README.partition("## 書き方")[2].splitlines() if line.startswith("| `")]
    cells = [re.findall(r"`([a-z_.]+)`", row.split(" | ")[0]) for row in rows]
    return {key.rpartition(".")[2] for cell in cells for key in cell}


def used_keys(values: dict[str, Any]) -> set[str]:
    found = set(values)
    for value in values.values():
        tables = (
            [value]
            if isinstance(value, dict)
            else [v for v in value if isinstance(v, dict)]
            if isinstance(value, list)
            else []
        )
        found |= {key for table in tables for key in used_keys(table)}
    return found


def test_every_key_that_is_read_has_its_row_and_no_other() -> None:
    assert told_keys() == read_keys()


def test_the_example_is_sound_and_shows_every_key(tmp_path: Path) -> None:
    (example,) = FENCE.findall(README)
    (tmp_path / "example.toml").write_text(example, "utf-8")
    stock = load_stock("example", tmp_path)
    assert len(stock.cells) == 24
    assert read_keys() - used_keys(tomllib.loads(example)) == {"extends"}
