"""Nothing is spoiled or pulled before the job was made, nor before what was made again of it last."""

from datetime import date
from pathlib import Path

import pytest
import remake_shop as shop

from fonts.errors import Refusal
from generator.remake.pull import Wish as Pull
from generator.remake.pull import pull
from generator.remake.spoil import Wish, spoil
from generator.remake.wanted import Spoiled

CARD = "20251001-01-000007-5"


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop.sealed(tmp_path_factory.mktemp("days"))


def refused(job: Path, on: date) -> list[tuple[str, str]]:
    """Try both on a day."""
    left = job.parents[1] / "left.csv"
    left.write_text("記号,番号,枝番,資格喪失年月日\n100,1,01,2025-09-20\n", encoding="utf-8")
    society, found = shop.society_of(job), list[tuple[str, str]]()
    with pytest.raises(Refusal) as fault:
        spoil(Wish(job, (Spoiled("--number", "傷", CARD),), on, "製造", "傷"), society)
    found.append((fault.value.code, fault.value.place))
    with pytest.raises(Refusal) as fault:
        pull(Pull(job, left, on, "業務"), society)
    return [*found, (fault.value.code, fault.value.place)]


def test_a_day_before_the_job_and_then_before_its_last_remake_is_refused(job: Path) -> None:
    assert refused(job, date(2025, 9, 30)) == [("day-impossible", job.name)] * 2
    assert shop.make(job, CARD).name == "remake-01"  # on 8 October
    assert refused(job, date(2025, 10, 7)) == [("day-impossible", f"{job.name}/remake-01")] * 2
    assert shop.take(job, "100,1,01,2025-09-20").name == "pull-01"
    with shop.book_of(job) as book:
        assert len(book.remakes(job.name)) == 2
