"""The checkout as a newcomer gets it, and the wheel that is built from it."""

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).parents[2]
HOUSES = ("fonts", "layouts", "imposition", "proofs", "generator")
_BUILD = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"


def tracked() -> list[str]:
    """Return the files under version control; in an unpacked archive, all but what running leaves behind."""
    if (ROOT / ".git").exists():
        line = ["git", "-c", "safe.directory=*", "-C", str(ROOT), "ls-files", "-z", "--cached", "--deduplicate"]
        names = subprocess.run(line, check=True, capture_output=True, text=True).stdout.split("\0")
        return sorted(name for name in names if name and (ROOT / name).is_file())
    left_behind = {"__pycache__", ".venv", "build", "dist", "demo-out"}
    paths = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in paths if not left_behind.intersection(path.parts))


def copied(folder: Path) -> Path:
    """Copy the tracked files into a folder, without what earlier builds left in the checkout."""
    for name in tracked():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target)
    return folder


def built(source: Path, folder: Path) -> Path:
    """Build the wheel the way pip does: through setuptools' build backend, in a process of its own."""
    folder.mkdir()
    done = subprocess.run([sys.executable, "-c", _BUILD, str(folder)], cwd=source, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel


def listing(wheel: Path) -> list[str]:
    """Return the files in a wheel."""
    with ZipFile(wheel) as archive:
        return sorted(archive.namelist())
