"""A number of people in; how long the whole job takes, what it weighs, where the time goes, out.

The society is invented beforehand, in another process. Stages are timed by wrapping the steps the job is made of
(`reserve` numbers and piles the documents up as the ledger takes them); what is between them is counted as `rest`.
Run as `python -m bench.job PEOPLE WORKERS OUT`; 0 workers only invent.
"""

import functools
import json
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from bench.cases import ON
from bench.clock import core_seconds, spend
from bench.whole import Stage, Whole
from generator.job import run as job
from generator.job.talk import Talk
from generator.ledger.ledger import Ledger

A_FIRM = 25  # people an employer

#: stage → the step of the job's module that does it: reading all input; deciding; laying out to reading back
_STEPS = {"intake": "open_intake", "decide": "gather_all", "press": "in_workers"}


def make_society(folder: Path, people: int) -> None:
    """Invent a society once; a folder that is there already is taken as it is."""
    from generator.invent import invent

    if not folder.exists():
        invent(folder, people=people, employers=max(1, people // A_FIRM), seed=1, on=ON)


def whole_job(society: Path, people: int, workers: int, out: Path) -> Whole:
    """Run a job on a society, in this process and its workers."""
    stages = {name: Stage(0.0, 0.0) for name in (*_STEPS, "reserve")}
    for stage, step in _STEPS.items():
        setattr(job, step, _timed(getattr(job, step), stage, stages))
    ledger = cast("Any", Ledger)
    ledger.reserve = _timed(ledger.reserve, "reserve", stages)
    done: list[job.Done] = []

    def make() -> list[Path]:
        done.append(job.run_job(job.Wish(society, ON, out, workers), Talk(str)))
        return []

    spent = spend(make)
    known = stages.values()
    stages["rest"] = Stage(spent.wall - sum(s.wall for s in known), spent.core - sum(s.core for s in known))
    folder, account = done[0].folder, done[0].account
    files = (folder / "vendor").rglob("*") if folder is not None else iter(())
    documents = dict(account.documents) if account is not None else {}
    return Whole(
        people, sum(documents.values()), documents.get("cards", 0), spent.wall, spent.core, spent.peak_mb,
        sum(path.stat().st_size for path in files if path.is_file()), stages,
    )  # fmt: skip


def _timed(step: Callable[..., Any], stage: str, stages: dict[str, Stage]) -> Callable[..., Any]:
    """Wrap a step, or the walk through what it yields."""

    @functools.wraps(step)
    def timed(*args: Any, **named: Any) -> Any:
        with _counted(stage, stages):
            result = step(*args, **named)
        return _walk(cast("Iterator[Any]", result), stage, stages) if isinstance(result, Iterator) else result

    return timed


def _walk(items: Iterator[Any], stage: str, stages: dict[str, Stage]) -> Iterator[Any]:
    missing = object()
    while True:
        with _counted(stage, stages):
            item = next(items, missing)
        if item is missing:
            return
        yield item


@contextmanager
def _counted(stage: str, stages: dict[str, Stage]) -> Generator[None]:
    wall, core = time.perf_counter(), core_seconds()
    yield
    before = stages[stage]
    stages[stage] = Stage(before.wall + time.perf_counter() - wall, before.core + core_seconds() - core)


def main(people: str, workers: str, out: str) -> None:
    """Make a society if need be, run the job on it, print what it took."""
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    society = folder / "society"
    if workers == "0":
        make_society(society, int(people))
    else:
        print(json.dumps(asdict(whole_job(society, int(people), int(workers), folder / "jobs"))))


if __name__ == "__main__":
    main(*sys.argv[1:])
