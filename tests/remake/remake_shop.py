"""A sealed job of three employers and a direct mailing, and what its remakes leave."""

import csv
from datetime import date
from pathlib import Path

import folk

from fonts.errors import Refusal
from generator.intake.settings import load_society
from generator.job.audit import audit
from generator.job.run import run_job
from generator.job.talk import Talk
from generator.job.wish import Wish
from generator.ledger.ledger import Ledger
from generator.ledger.opening import open_ledger
from generator.model import Society
from generator.remake import sound
from generator.remake.pull import Pulled, pull
from generator.remake.pull import Wish as Pull
from generator.remake.spoil import Again, spoil
from generator.remake.spoil import Wish as Spoil
from generator.remake.wanted import Spoiled

ON = date(2025, 10, 1)
PHASE_1 = date(2024, 10, 15)
LATER = date(2025, 10, 8)
TOML = '[policy]\nphase1 = "none"\n[envelope]\nmax_pieces = 8\n'
HOME = {"郵便番号": "100-0013", "住所": "東京都千代田区霞が関1-2-3"}


def rows() -> list[dict[str, str]]:
    """Return people who get a card and a notice each, and one by direct mail."""
    return [
        *(row for i in range(1, 4) for row in folk.household(str(i), 3)),
        *folk.household("4", 2, 事業所コード="B"),
        *folk.household("5", 1, 事業所コード="C"),
        *folk.household("6", 1, 事業所コード="", 区分="任意継続", 資格取得年月日="2025-04-01", **HOME),
    ]


def sealed(
    folder: Path,
    toml: str = TOML,
    more: list[dict[str, str]] | None = None,
    snapshot: list[tuple[str, str, str, str]] | None = None,
    on: date = ON,
) -> Path:
    """Make a job and return its folder."""
    folk.write(folder / "society", more or rows(), toml=toml, snapshot=snapshot)
    done = run_job(Wish(folder / "society", on, folder / "out", 1), Talk(str))
    assert done.folder is not None
    return done.folder


def society_of(job: Path) -> Society:
    """Return the society a job was made for."""
    return load_society(job.parents[1] / "society")


def book_of(job: Path) -> Ledger:
    """Open its ledger."""
    society = society_of(job)
    return open_ledger(Path(society.folder), society.ledger_url, create=False)


def cells(folder: Path, pile: str) -> list[dict[str, str]]:
    """Return the cell lists of a pile below a vendor folder."""
    found: list[dict[str, str]] = []
    for path in sorted((folder / "vendor" / pile).glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found += csv.DictReader(file)
    return found


def table(path: Path) -> list[dict[str, str]]:
    """Read a list."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def take(job: Path, *rows: str) -> Pulled:
    """Pull people; a row is 記号,番号,枝番,資格喪失年月日."""
    left = job.parents[1] / "left.csv"
    left.write_text("記号,番号,枝番,資格喪失年月日\n" + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return pull(Pull(job, left, LATER, "業務"), society_of(job))


def make(job: Path, *numbers: str, again: bool = False) -> Again:
    """Make numbers again."""
    spoiled = tuple(Spoiled("--number", "傷", number) for number in numbers)
    return spoil(Spoil(job, spoiled, LATER, "製造", "傷", again), society_of(job))


def faults(job: Path) -> list[tuple[str, str]]:
    """Return code and place of everything `ledger verify` finds in the folders."""
    with book_of(job) as book:
        facts = book.jobs()
        found: list[Refusal] = [*audit(facts, job.parent), *sound.audit(facts, job.parent, book.ordered)]
    return [(fault.code, fault.place) for fault in found]
