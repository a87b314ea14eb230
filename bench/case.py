"""One case in a process of its own: `python -m bench.case NAME COUNT OUT` prints what it spent as JSON."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from bench.cases import CASES
from bench.clock import spend
from generator.job.workers import calm


def main(name: str, count: str, out: str) -> None:
    """Make a case ready, run it, say what it spent."""
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    make = CASES[name].ready(int(count), folder)
    calm()  # as the job does before it prints; peers gain by it too
    print(json.dumps(asdict(spend(make))))


if __name__ == "__main__":
    main(*sys.argv[1:])
