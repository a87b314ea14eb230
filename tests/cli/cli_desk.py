"""The command as a clerk meets it: what it answers, in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_PROGRAM = [sys.executable, "-c", "from generator.cli.main import main; main()"]


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


Command = Callable[..., Said]


def process(*arguments: object) -> Said:
    """Run the command in a process of its own, in English."""
    kept = {name: value for name, value in os.environ.items() if name != "SHIKAKU_ON"}
    environ = kept | {"PYTHONPATH": str(_ROOT), "SHIKAKU_LANG": "en", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([*_PROGRAM, *map(str, arguments)], env=environ, capture_output=True, encoding="utf-8")
    return Said(done.returncode, done.stdout, done.stderr)


@dataclass(frozen=True, slots=True)
class Sealed:
    """Two sealed jobs of one invented society: phase Ⅰ notices, and a year later cards."""

    society: Path
    notices: Path
    cards: Path
