"""The commands of README and docs run as they stand, in their order, on an invented society."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.intake.settings import load_society

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "docs/operators.md", "docs/vendors.md")
LONGEST = "docs/operators.md"  # a whole life of a job
BLOCK = re.compile(r"^```(console|toml [a-z.-]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RUN = "from generator.cli.main import main; main()"
PEOPLE = "200"
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def shikaku(*arguments: str, within: Path) -> subprocess.CompletedProcess[str]:
    """Run the installed command's entry point in a process of its own."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "SHIKAKU_LANG": "ja", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        cwd=within, env=environ, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an invented society."""
    folder = tmp_path_factory.mktemp("invented")
    made = shikaku("demo", "demo", "--people", PEOPLE, within=folder)
    assert made.returncode == 0, made.stderr
    return folder / "demo" / "society"


@pytest.fixture
def desk(invented: Path, tmp_path: Path) -> Path:
    """Return a folder with a society that has not had its first job."""
    shutil.copytree(invented, tmp_path / "society", ignore=shutil.ignore_patterns("ledger.*"))
    return tmp_path


def blocks(page: str) -> Iterator[tuple[str, str]]:
    """Yield kind and text of every block that is to be run or written."""
    for match in BLOCK.finditer((ROOT / page).read_text(encoding="utf-8")):
        yield match[1], match[2]


def commands(text: str) -> Iterator[list[str]]:
    """Yield the arguments of every command line of a block; every one is ours."""
    for line in text.splitlines():
        if line.startswith("$ "):
            program, *arguments = shlex.split(line.removeprefix("$ "))
            assert program == "shikaku", line
            yield arguments


@pytest.mark.parametrize("page", [pytest.param(p, marks=pytest.mark.slow) if p == LONGEST else p for p in PAGES])
def test_the_commands_of_a_page_run(page: str, desk: Path) -> None:
    ran = 0
    for kind, text in blocks(page):
        if kind != "console":
            (desk / kind.removeprefix("toml ")).write_text(text, encoding="utf-8")
            continue
        for arguments in commands(text):
            done = shikaku(*arguments, within=desk)
            assert done.returncode == 0, f"shikaku {' '.join(arguments)}\n{done.stdout}{done.stderr}"
            ran += 1
    assert ran > 0


def test_the_smallest_society_is_one(tmp_path: Path) -> None:
    text = next(text for kind, text in blocks("docs/operators.md") if kind == "toml society.toml")
    (tmp_path / "society.toml").write_text(text, encoding="utf-8")
    assert load_society(tmp_path).insurer.number == "06139992"


def test_links_lead_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")]
    broken = [
        f"{page.name}: {target}"
        for page in pages
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_the_columns_of_the_contract_are_told() -> None:
    from generator.intake.columns import FILES

    page = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    assert [name for columns in FILES.values() for name in columns.order if name not in page] == []


def test_the_columns_of_the_vendor_s_lists_are_told() -> None:
    from generator.job.piles import ENVELOPES, PIECES
    from imposition.cells import HEADER

    page = (ROOT / "docs" / "vendors.md").read_text(encoding="utf-8")
    assert [name for name in (*HEADER, *PIECES, *ENVELOPES) if f"`{name}`" not in page] == []


def test_the_vendor_s_table_is_the_profiles() -> None:
    from imposition.stock import load_stock, vendor_names

    page = (ROOT / "docs" / "vendors.md").read_text(encoding="utf-8")
    for name in vendor_names():
        stock = load_stock(name)
        row = next(line for line in page.splitlines() if line.startswith(f"| `{name}` |")).split(" | ")
        assert row[1] == f"{stock.sheet.width:g} × {stock.sheet.height:g}"
        assert row[3] == f"{stock.trim.width:g} × {stock.trim.height:g}"
        assert row[4] == f"{stock.bleed:g}"
        assert row[6] == f"{stock.stack_depth} |"
