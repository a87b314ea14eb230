"""layouts/README.md names every key, value, ink, text of the society, field and fault code there is, and no other."""

import ast
import re
from dataclasses import fields
from pathlib import Path

from generator.job.press import layouts_of
from generator.job.setup import sample_look
from generator.preview.samples import SAMPLES, texts
from layouts.fit import Fit
from layouts.load import PACKAGED
from layouts.palette import palette
from layouts.schema import ALIGNS, ELEMENTS, FACES, GROUNDS, KINDS, TOP

FOLDER = Path(__file__).parents[2] / "layouts"
README = (FOLDER / "README.md").read_text("utf-8")
LOOK = sample_look()
LAYOUTS = layouts_of(LOOK)
PLAIN = ("format", "extends", "remove")  # what stands at the top besides tables


def _section(heading: str) -> str:
    found = re.search(rf"### {re.escape(heading)}[^\n]*\n(.*?)(?=\n##|\Z)", README, re.S)
    assert found, heading
    return found[1]


def _rows(section: str) -> list[list[set[str]]]:
    """Return the names in the cells of each row of the tables of a section."""
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| ")]
    return [[set(re.findall(r"`([\w./-]+)`", cell)) for cell in row] for row in rows]


def _first(section: str) -> set[str]:
    return set[str]().union(*(row[0] for row in _rows(section)))


def _fields(name: str) -> set[str]:
    return set(LAYOUTS.template(name).fields)


def test_every_kind_of_table_has_a_section_with_all_its_keys_and_no_other() -> None:
    for kind, rules in KINDS.items():
        heading = f"`[{kind}]`" if kind == "side" else f"`[{kind}.名前]`"
        assert _first(_section(heading)) == set(rules.keys), kind


def test_every_key_at_the_top_is_explained() -> None:
    top = README.partition("## 書き方")[2].partition("### ")[0]
    assert _first(top) == {*PLAIN, "ground"}
    assert set(TOP) == {*PLAIN, "side", "block", *ELEMENTS}
    assert set(KINDS) == {"side", "block", *ELEMENTS}


def test_every_choice_is_named() -> None:
    sections = {"`[text.名前]`": {*FACES, *ALIGNS}, "`[ground.名前]`": set(GROUNDS)}
    for heading, words in sections.items():
        named = set(re.findall(r"`(\w+)`", _section(heading)))
        assert words <= named, heading
    fit = _section("`[text.名前]`")
    assert all(field.name in fit for field in fields(Fit))


def test_every_ink_is_named_and_no_other() -> None:
    assert _first(_section("色")) == set(palette({}))


def test_every_text_of_the_society_is_named_and_no_other() -> None:
    assert _first(_section("組合の文字")) == {name for name, _ in LOOK.statics}


def test_every_field_of_every_layout_is_named_and_no_other() -> None:
    told: dict[str, set[str]] = {}
    section = _section("項目")
    for row in _rows(section):
        for name in row[0] & set(LAYOUTS.names):
            told[name] = row[1]
    assert told == {name: _fields(name) for name in LAYOUTS.names if _fields(name)}


def test_every_field_has_its_meaning_and_its_samples() -> None:
    known = {field.rpartition(".")[2] for name in LAYOUTS.names for field in _fields(name)}
    explained = _first(_section("項目").partition("\n| 項目 | 意味 |")[2])
    assert explained == known
    for name in LAYOUTS.names:
        for field in _fields(name):
            assert set(SAMPLES) <= texts(name, field.rpartition(".")[2]).keys(), field


def test_every_packaged_file_is_a_layout() -> None:
    assert {p.relative_to(PACKAGED).with_suffix("").as_posix() for p in PACKAGED.rglob("*.toml")} == set(LAYOUTS.names)


def test_every_fault_code_is_explained_and_no_other() -> None:
    codes: set[str] = set()
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "add":
                codes |= {a.value for a in node.args[:1] if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    assert "unknown-key" in codes
    told = _first(README.partition("## 読み込むときに断るもの")[2])
    assert told == codes


def test_every_module_is_listed() -> None:
    head = README.partition("## ")[0]
    listed = set(re.findall(r"`(\w+\.py)`", head))
    assert listed >= {path.name for path in FOLDER.glob("*.py")} - {"__init__.py", "errors.py", "show.py"}
