"""The wheel holds the five houses of the checkout, whole, and nothing else; and it works away from the checkout."""

import email
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import checkout
import pytest

pytestmark = pytest.mark.slow

DEMO = ("--people", "120", "--workers", "1")


def test_the_wheel_holds_the_houses_and_nothing_else(tmp_path: Path) -> None:
    wheel = checkout.built(checkout.copied(tmp_path / "checkout"), tmp_path / "dist")
    about = [name for name in checkout.listing(wheel) if name.partition("/")[0].endswith(".dist-info")]
    inside = [name for name in checkout.listing(wheel) if name not in about]
    houses = [name for name in checkout.tracked() if name.partition("/")[0] in checkout.HOUSES]
    assert inside == [name for name in houses if not name.endswith(".sh")]  # scripts of the maintainer's
    _check_metadata(wheel, {Path(name).name: name for name in about})


def _check_metadata(wheel: Path, about: dict[str, str]) -> None:
    with ZipFile(wheel) as archive:
        texts = {name: archive.read(path).decode() for name, path in about.items()}
    assert texts["top_level.txt"].split() == sorted(checkout.HOUSES)
    assert texts["entry_points.txt"].split("\n")[:2] == ["[console_scripts]", "shikaku = generator.cli.main:main"]
    metadata = email.message_from_string(texts["METADATA"])
    assert metadata["Requires-Python"] == ">=3.11"
    assert set(metadata.get_all("Provides-Extra", [])) == {"test", "bench", "postgres"}
    needed = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert len(needed) == len([line for line in needed if "<" in line and ">=" in line])


def test_the_version_is_known_from_the_installation() -> None:
    done = _shikaku([sys.executable, "-c", "from generator.cli.main import main; main()", "--version"], {})
    assert done.startswith("shikaku, version 0.")


def test_the_demo_from_an_installed_wheel_is_the_checkout_s(tmp_path: Path) -> None:
    wheel = checkout.built(checkout.copied(tmp_path / "checkout"), tmp_path / "dist")
    target, elsewhere = tmp_path / "installed", tmp_path / "elsewhere"
    elsewhere.mkdir()
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target)]
    subprocess.run([*install, str(wheel)], check=True, cwd=elsewhere)
    away = {"PYTHONPATH": str(target)}
    where = _shikaku([sys.executable, "-c", "import generator, fonts; print(generator.__file__, fonts.__file__)"], away)
    assert where.split() == [str(target / house / "__init__.py") for house in ("generator", "fonts")]
    _shikaku([str(target / "bin" / "shikaku"), "demo", str(tmp_path / "wheel"), *DEMO], away)
    command = [sys.executable, "-c", "from generator.cli.main import main; main()"]
    _shikaku([*command, "demo", str(tmp_path / "here"), *DEMO], {"PYTHONPATH": str(checkout.ROOT)})
    manifests = [_manifest(tmp_path / out) for out in ("wheel", "here")]
    assert manifests[0] == manifests[1]
    assert manifests[0]["files"]


def _shikaku(line: Sequence[str], more: dict[str, str]) -> str:
    """Run a command outside the checkout and return what it says."""
    clean = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "SHIKAKU_ON"}}
    done = subprocess.run(line, cwd="/", env=clean | more, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _manifest(out: Path) -> dict[str, object]:
    (path,) = out.glob("*/vendor/manifest.json")
    found: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return found
