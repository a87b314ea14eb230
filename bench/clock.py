"""A thing to do in, how long it took and how much memory it wanted out.

"A core" means processor seconds, of this process and of those it started: on an idle machine the same as seconds on
the clock for one worker, and less troubled by whatever else runs. Memory is the largest of any single process.
"""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc/self")
_MB = 1024


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds on the clock and of processors, megabytes at the peak and before the beginning."""

    wall: float
    core: float
    peak_mb: float
    before_mb: float
    files: tuple[str, ...]


def spend(make: Callable[[], Sequence[Path]]) -> Spent:
    """Do it and measure it."""
    before = memory_mb("VmRSS")
    _forget_peak()
    core, wall = core_seconds(), time.perf_counter()
    files = make()
    wall, core = time.perf_counter() - wall, core_seconds() - core
    return Spent(wall, core, max(memory_mb("VmHWM"), _children_mb()), before, tuple(str(path) for path in files))


def memory_mb(key: str) -> float:
    """Return this process's memory: `VmHWM` its peak, `VmRSS` now; the peak for both where the system has no /proc."""
    if (_PROC / "status").exists():
        for line in (_PROC / "status").read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith(key + ":"):
                return int(line.split()[1]) / _MB
    return _usage_mb("RUSAGE_SELF")


def _children_mb() -> float:
    return _usage_mb("RUSAGE_CHILDREN")


def _usage_mb(whose: str) -> float:
    try:
        import resource
    except ImportError:  # not a Unix
        return 0.0
    return resource.getrusage(getattr(resource, whose)).ru_maxrss / _MB


def _forget_peak() -> None:
    """Let the peak count from now (Linux); elsewhere it counts from the start of the process."""
    clear = _PROC / "clear_refs"
    if clear.exists():
        try:
            clear.write_text("5", encoding="ascii")
        except OSError:
            return


def core_seconds() -> float:
    """Return the processor seconds of this process and of those it started that have ended."""
    children = os.times()  # in hundredths; one's own time is known better
    return time.process_time() + children.children_user + children.children_system
