"""`python -m tests.year --people 20000 --write docs/year.md`: walk a society of any size through the year."""

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent), str(ROOT / "tests" / "acceptance")]


def main() -> None:
    """Walk, and write the page or print it."""
    from year_story import walk_year
    from year_table import page

    parser = argparse.ArgumentParser(prog="python -m tests.year", description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--weeks", type=int, default=1, help="weeks from one job to the next")
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--write", type=Path, help="default: standard output")
    parser.add_argument("--folder", type=Path, help="where society and jobs stay; default: nowhere")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch) / "year"
        walk = walk_year(folder, given.people, given.seed, given.weeks, tell=lambda text: print(text, file=sys.stderr))
    weeks = "" if given.weeks == 1 else f" --weeks {given.weeks}"
    text = page(walk, f"python -m tests.year --people {given.people}{weeks} --write …")
    if given.write is None:
        print(text, end="")
    else:
        given.write.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
