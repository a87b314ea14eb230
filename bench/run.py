"""The cases in, their measures out: each run in a process of its own, rounds interleaved, the median kept.

A peer's last files are held against ours of the same cards; one that differs keeps its difference and loses its figure.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from bench.cases import CASES, STOCK, Case
from bench.clock import Spent
from bench.same import Scope, differences
from bench.weigh import weigh
from bench.whole import Stage, Whole
from imposition.bar import ROOM
from imposition.sheet import Stock, bleeds
from imposition.sheetcode import widest
from imposition.stock import load_stock
from layouts.geometry import Rect

Tell = Callable[[str], None]


class CaseFailed(Exception):  # noqa: N818 - it names what happened
    """A case ended with an error; says which and how."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a case came to: medians of its runs; bytes and fonts of its first file."""

    case: Case
    count: int
    runs: int
    wall: float
    core: float
    peak_mb: float
    before_mb: float
    bytes_each: float
    fonts: int
    differs: str = ""

    @property
    def rate(self) -> float:
        """Return pieces a second of processor."""
        return self.count / self.core

    @property
    def wall_rate(self) -> float:
        """Return pieces a second on the clock."""
        return self.count / self.wall


def measure(cases: Sequence[Case], out: Path, tell: Tell) -> Sequence[Measured]:
    """Run the cases, one round after another, so that a busy minute of the machine troubles all alike."""
    spent: dict[str, list[Spent]] = {case.name: [] for case in cases}
    for turn in range(max(case.runs for case in cases)):
        for case in cases:
            if turn < case.runs:
                tell(f"round {turn + 1}: {case.title}, {case.count:,} {case.unit}")
                spent[case.name].append(_run(case, out / case.name))
    found = [_measured(case, spent[case.name]) for case in cases]
    return [replace(each, differs=_differs(each.case, out, tell)) if each.case.peer else each for each in found]


def whole_job(people: int, workers: int, out: Path, tell: Tell) -> Whole:
    """Invent a society and run the whole job on it, each in a process of its own."""
    folder = out / f"job-{people}"
    _emptied(folder)
    tell(f"inventing {people:,} people")
    _python("bench.job", str(people), "0", str(folder))
    tell(f"whole job, {people:,} people, {workers} workers")
    found = json.loads(_python("bench.job", str(people), str(workers), str(folder)))
    stages = {name: Stage(**stage) for name, stage in found.pop("stages").items()}
    return Whole(**found, stages=stages)


def _run(case: Case, folder: Path) -> Spent:
    _emptied(folder)
    return Spent(**json.loads(_python("bench.case", case.name, str(case.count), str(folder))))


def _python(module: str, *arguments: str) -> str:
    """Run a module of ours; its last line is the result."""
    done = subprocess.run([sys.executable, "-m", module, *arguments], check=False, capture_output=True, text=True)
    if done.returncode:
        raise CaseFailed(f"{module} {' '.join(arguments)}: {done.stderr.strip()[-1000:]}")
    return done.stdout.strip().rpartition("\n")[2]


def _measured(case: Case, spent: Sequence[Spent]) -> Measured:
    path = Path(spent[-1].files[0])
    each, fonts = 0.0, 0
    if path.suffix == ".pdf":
        weight = weigh(path)
        each, fonts = weight.variable / min(case.count, _in_first_file(case)), weight.fonts
    return Measured(
        case, case.count, len(spent), median(s.wall for s in spent), median(s.core for s in spent),
        median(s.peak_mb for s in spent), median(s.before_mb for s in spent), each, fonts,
    )  # fmt: skip


def _in_first_file(case: Case) -> int:
    stock = load_stock({"sheets": "notice-a4", "pages": "letter-a4"}.get(case.unit, STOCK))
    return len(stock.cells) * stock.stack_depth


def _differs(case: Case, out: Path, tell: Tell) -> str:
    """Hold a peer's first and last sheet against ours of the same cards; return what differs."""
    tell(f"holding against ours: {case.title}")
    mine = out / f"{case.name}-ours"
    ours = _run(replace(CASES["ours"], count=case.count), mine)
    theirs = sorted(path for path in (out / case.name).glob("[0-9][0-9][0-9].pdf"))
    if len(theirs) != len(ours.files):
        return f"{len(theirs)} files instead of {len(ours.files)}"
    pairs = list(zip((Path(file) for file in ours.files), theirs, strict=True))
    ends: Mapping[Path, Path] = dict((pairs[0], pairs[-1]))
    return "; ".join(_first(what for ours, theirs in ends.items() for what in differences(ours, theirs, scope(case))))


def scope(case: Case) -> Scope:
    """Return what of a peer's sheet is held against ours."""
    stock = load_stock(STOCK)
    if case.whole:
        return Scope(bleeds(stock, "F"), spared=_beside(stock))
    from bench.peers.pdfimpose_sheets import moved

    return Scope(bleeds(stock, "F"), whole=False, moved=moved(stock))


def _beside(stock: Stock) -> tuple[Rect, ...]:
    """Return where the colour bar and the sheet code stand; they cost us and no peer."""
    bar = [stock.bar.box(ROOM)] if stock.bar else []
    code = [stock.sheet_code.box(widest())] if stock.sheet_code else []
    return (*bar, *code)


def _first(found: Iterable[str]) -> Sequence[str]:
    return list(found)[:2]


def _emptied(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
