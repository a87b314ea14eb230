"""`python -m bench`: run the cases, print the tables; `--write` puts them into bench/RESULTS.md."""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bench.cases import CASES, SHEET, Case
from bench.machine import busy, machine, versions
from bench.run import CaseFailed, Measured, measure, whole_job
from bench.table import goals, jobs_table, others_table, sheets_table
from bench.whole import Whole

RESULTS = Path(__file__).with_name("RESULTS.md")
_PEOPLE = (100_000,)
_MANY = (100_000, 1_000_000)


def main(arguments: Sequence[str]) -> None:
    """Measure what was asked for and print it."""
    asked = _parser().parse_args(arguments)
    names: list[str] = asked.only.split(",") if asked.only else [*CASES, "job"]
    unknown = sorted(set(names) - {*CASES, "job"})
    if unknown:
        raise SystemExit(f"no such case: {', '.join(unknown)}; cases are {', '.join([*CASES, 'job'])}")
    cases = [_scaled(CASES[name], asked.scale, asked.runs) for name in names if name in CASES]
    people = asked.people or (_MANY if asked.full else _PEOPLE)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        out = asked.keep or Path(folder)
        before = machine()
        measured = {each.case.name: each for each in measure(cases, out, _tell)} if cases else {}
        jobs: list[Whole] = []
        failed: list[str] = []
        for many in people if "job" in names else ():
            try:
                jobs.append(whole_job(many, asked.workers, out, _tell))
            except CaseFailed as failure:  # the other figures are worth having
                failed.append(f"The whole job of {many:,} people failed: {failure}")
    text = "\n".join([*report(before, measured, jobs), *failed]) + "\n"
    sys.stdout.write(text)
    if asked.write:
        RESULTS.write_text(text, encoding="utf-8")


def report(before: str, measured: Mapping[str, Measured], jobs: Sequence[Whole]) -> Iterator[str]:
    """Write the tables as one Markdown page."""
    yield "# What the bench measured"
    yield ""
    yield f"Machine: {before}. Versions: {versions()}. How it is measured: [README.md](README.md)."
    yield ""
    if busy():
        yield "The machine was busy with other things: trust what is said of a core, not what is said of the clock."
        yield ""
    if measured:
        yield from sheets_table(measured)
        yield ""
        yield from others_table(measured)
        yield ""
    if jobs:
        yield from jobs_table(jobs)
        yield ""
    yield from goals(measured, jobs)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure this system beside its peers.")
    parser.add_argument("--full", action="store_true", help="whole jobs of 100,000 and 1,000,000 people")
    parser.add_argument("--people", type=int, nargs="*", help="whole jobs of these sizes instead")
    parser.add_argument("--workers", type=int, default=2, help="of the whole jobs (default 2)")
    parser.add_argument("--only", default="", help="names of cases with commas between; `job` for whole jobs")
    parser.add_argument("--runs", type=int, help="runs a case instead of its own number")
    parser.add_argument("--scale", type=float, default=1.0, help="pieces a case, times this")
    parser.add_argument("--keep", type=Path, help="keep the files in this folder")
    parser.add_argument("--write", action="store_true", help="write bench/RESULTS.md")
    return parser


def _scaled(case: Case, scale: float, runs: int | None) -> Case:
    """Change the number of pieces, keeping whole sheets, and the number of runs."""
    count = max(1, round(case.count * scale / SHEET)) * SHEET
    return replace(case, count=case.count if scale == 1 else count, runs=runs or case.runs)


def _tell(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
