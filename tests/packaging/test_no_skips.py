"""Where nothing may be skipped, every way to skip a test fails the run."""

import os
import subprocess
import sys
from pathlib import Path

CONFTEST = Path(__file__).parents[1] / "conftest.py"
TESTS = """
import pytest

@pytest.fixture
def server():
    pytest.skip("no server")

def test_by_fixture(server): ...

@pytest.mark.skip
def test_by_mark(): ...

def test_by_call():
    pytest.skip("not here")
"""
MODULE = "import pytest\npytest.importorskip('no_such_library')\ndef test_it(): ...\n"


def run(folder: Path, forbidden: str) -> tuple[int, str]:
    """Run tests that skip themselves under the project's conftest; return exit code and last line."""
    (folder / "conftest.py").write_text(CONFTEST.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "test_functions.py").write_text(TESTS, encoding="utf-8")
    (folder / "test_module.py").write_text(MODULE, encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    options = ("-q", "-p", "no:cacheprovider", "--continue-on-collection-errors", "--rootdir", str(folder))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(folder)],
        cwd=folder,
        env=environment | {"SHIKAKU_NO_SKIPS": forbidden},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout.splitlines()[-1]


def test_every_way_to_skip_fails_where_nothing_may_be_skipped(tmp_path: Path) -> None:
    code, last = run(tmp_path, "1")
    assert code == 1
    assert last.startswith("1 failed, 3 errors in ")  # in a test; while setting up or collecting


def test_elsewhere_a_skipped_test_is_skipped(tmp_path: Path) -> None:
    code, last = run(tmp_path, "")
    assert code == 0
    assert last.startswith("4 skipped in ")
