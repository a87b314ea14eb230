"""The command as a clerk meets it: what it answers, in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.ledger import events
from generator.ledger.moving import Move
from generator.ledger.opening import open_ledger

_ROOT = Path(__file__).parents[2]
_PROGRAM = [sys.executable, "-c", "from generator.cli.main import main; main()"]


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


Command = Callable[..., Said]


def process(*arguments: object, tongue: str = "en") -> Said:
    """Run the command in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if name != "SHIKAKU_ON"}
    environ = kept | {"PYTHONPATH": str(_ROOT), "SHIKAKU_LANG": tongue, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([*_PROGRAM, *map(str, arguments)], env=environ, capture_output=True, encoding="utf-8")
    return Said(done.returncode, done.stdout, done.stderr)


@dataclass(frozen=True, slots=True)
class Sealed:
    """Two sealed jobs of one invented society: phase Ⅰ notices, and a year later cards."""

    society: Path
    notices: Path
    cards: Path


def release(society: Path, job: Path) -> None:
    """Bring a job into its vendor's hands, as far as the ledger goes."""
    facts = {"to": "v", "sha256": "0" * 64, "bytes": 1, "content": "1" * 64, "name": "p.age"}
    with open_ledger(society, "", create=False) as book:
        book.move(Move(job.name, events.RELEASED, "x", date(2025, 10, 2)), **facts)
