"""Whatever is spoiled and pulled, in whatever order: totals balance, and every live number is one good copy once."""

import csv
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import remake_shop as shop
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fonts.errors import Refusal
from generator.job.places import places_of
from generator.ledger.ledger import Ledger
from generator.remake.pull import Wish as Pull
from generator.remake.pull import pull
from generator.remake.spoil import Wish as Spoil
from generator.remake.spoil import spoil
from generator.remake.wanted import Spoiled

PEOPLE = [("100", str(n), f"{b:02d}") for n, size in ((1, 3), (2, 3), (3, 3), (4, 2), (5, 1)) for b in range(size)]


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop.sealed(tmp_path_factory.mktemp("many"))


spoils = st.lists(st.integers(1, 25), min_size=1, max_size=4).map(lambda found: ("spoil", tuple(found)))
pulls = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2, unique=True).map(lambda found: ("pull", tuple(found)))


def play(job: Path, kind: str, what: tuple[object, ...]) -> None:
    """Do one step; a step that is refused has to leave everything as it was."""
    society = shop.society_of(job)
    before = sorted(path.name for path in job.iterdir())
    try:
        if kind == "spoil":
            all_numbers = sorted({r["管理番号"] for p in ("cards", "notices") for r in shop.cells(job, p)} - {""})
            spoiled = tuple(Spoiled("--number", "汚れ", all_numbers[int(str(n)) - 1]) for n in what)
            spoil(Spoil(job, spoiled, shop.LATER, "a", "b", again=True), society)
        else:
            left = job.parents[1] / "left.csv"
            rows = "".join(f"{','.join(map(str, key))},2025-10-05\n" for key in what if isinstance(key, tuple))
            left.write_text(f"記号,番号,枝番,資格喪失年月日\n{rows}", encoding="utf-8")
            pull(Pull(job, left, shop.LATER, "a"), society)
    except Refusal:
        assert sorted(path.name for path in job.iterdir()) == before


def copies(job: Path) -> dict[tuple[str, int], int]:
    """Count every copy that was printed, by number and make, from the lists alone."""
    found: dict[tuple[str, int], int] = {}
    for folder in (job, *job.glob("remake-*"), *job.glob("pull-*")):
        for pile in ("cards", "notices"):
            for row in shop.cells(folder, pile):
                if row["管理番号"] and row["side"] == "F":
                    copy = (row["管理番号"], int(row.get("make") or 1))
                    found[copy] = found.get(copy, 0) + 1
    return found


def destroyed(job: Path) -> Iterator[tuple[str, int]]:
    for path in job.glob("*/vendor/destruction.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from ((row["管理番号"], int(row["make"])) for row in csv.DictReader(file))


def balances(job: Path, book: Ledger) -> None:
    printed, spoiled = copies(job), list(destroyed(job))
    assert set(printed.values()) == {1}
    assert len(spoiled) == len(set(spoiled)) and set(spoiled) <= printed.keys()
    assert len(printed) == book.tally(job.name).made
    good = printed.keys() - set(spoiled)
    numbers = {number for number, _ in printed}
    assert sorted(number for number, _ in good) == sorted(numbers)  # one copy of each is left
    standing = book.made(numbers)
    assert {(number, copy.make) for number, copy in standing.items()} == good
    assert all(copy.ended == "void" for copy in standing.values() if copy.pulled and copy.kind == "card")
    assert not book.breaks()


def told_where_it_lies(job: Path, book: Ledger) -> None:
    """The place that is told of a number is that of its last make, and no two pieces lie in one place."""
    makes = copies(job)
    last = {number: max(make for other, make in makes if other == number) for number, _ in makes}
    cells: set[tuple[str, ...]] = set()
    for number, make in last.items():
        (paper,) = book.tell(number).papers
        kind = paper.document.kind
        place = places_of(number, kind, paper.envelope, job, paper.folders)[-1]
        assert (place.make, paper.makes) == (make, make)
        if kind == "card":
            cells.add((place.file, place.page, place.row, place.column))
    assert len(cells) == sum(book.made(last)[number].kind == "card" for number in last)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.one_of(spoils, pulls), min_size=1, max_size=4))
def test_every_live_number_exists_once_as_a_good_copy(
    master: Path, steps: list[tuple[str, tuple[object, ...]]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(master.parents[1], Path(folder) / "all")
        job = Path(folder) / "all" / "out" / master.name
        for kind, what in steps:
            play(job, kind, what)
        with shop.book_of(job) as book:
            balances(job, book)
            told_where_it_lies(job, book)
        assert shop.faults(job) == []
