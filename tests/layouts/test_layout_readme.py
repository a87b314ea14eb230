"""layouts/README.md names every key, value, ink and fault code there is."""

import ast
import re
from pathlib import Path

from layouts.palette import palette
from layouts.schema import ALIGNS, ELEMENTS, FACES, GROUNDS, KINDS, TOP

FOLDER = Path(__file__).parents[2] / "layouts"
README = (FOLDER / "README.md").read_text("utf-8")


def _section(kind: str) -> str:
    found = re.search(rf"### `\[{kind}[^\n]*\n(.*?)(?=\n##|\Z)", README, re.S)
    assert found, kind
    return found[1]


def test_every_key_is_explained_in_the_section_of_its_table() -> None:
    for kind, rules in KINDS.items():
        section = _section(kind)
        assert not [key for key in rules.keys if f"`{key}`" not in section]


def test_no_key_is_explained_that_does_not_exist() -> None:
    for kind, rules in KINDS.items():
        rows = re.findall(r"^\| ([^|]+) \|", _section(kind), re.M)
        named = {key for row in rows for key in re.findall(r"`(\w+)`", row)}
        assert named == set(rules.keys)


def test_every_choice_is_named() -> None:
    words = [*FACES, *ALIGNS, *GROUNDS, *palette({}), "format", "extends", "remove"]
    assert not [word for word in words if f"`{word}`" not in README]
    assert set(TOP) == {"format", "extends", "remove", "side", "block", *ELEMENTS}


def test_every_fault_code_is_explained() -> None:
    codes: set[str] = set()
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "add":
                codes |= {a.value for a in node.args[:1] if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    assert "unknown-key" in codes
    assert not [code for code in codes if f"`{code}`" not in README]
