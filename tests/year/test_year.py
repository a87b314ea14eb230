"""A small society walks the same way as the 20,000 of docs/year.md, and its table is golden text."""

import os
from pathlib import Path

import pytest
from year_story import walk_year
from year_table import page
from year_walk import Walk

PEOPLE, SEED, WEEKS = 1500, 6, 6
GOLDEN = Path(__file__).parent / "golden" / "small.md"
PAGE = Path(__file__).parents[2] / "docs" / "year.md"
#: What has to come up in the year, by rule; the first four are nobody's document.
RULES = {
    *("left", "leaves-soon", "not-yet", "over-75", "insured-left", "manual", "able", "holds", "old-card-valid"),
    *("reissue", "changed", "optional-items", "special-needs", "mynumber-card-lost", "lost-old-card", "wish"),
    *("ex-officio", "ex-officio-bulk", "renewal", "phase-2", "phase-3", "notice-changed", "renotify"),
}


@pytest.mark.slow
def test_a_society_walks_through_the_year(tmp_path: Path) -> None:
    walk = walk_year(tmp_path / "year", PEOPLE, SEED, WEEKS)
    assert planted(walk) >= RULES, RULES - planted(walk)
    text = page(walk, f"python -m tests.year --people {PEOPLE} --weeks {WEEKS} --write …")
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(text, encoding="utf-8")
    assert text.splitlines() == GOLDEN.read_text(encoding="utf-8").splitlines()


def planted(walk: Walk) -> set[str]:
    """Return the rules of all planted cases."""
    return {rule for _, rules in walk.met for rule in rules.split(" + ")}


def test_the_page_tells_of_twenty_thousand_people_and_a_whole_year() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert "架空の加入者 20,000 人" in text
    assert "第Ⅰ期(下4桁あり)" in text and "更新(新しい有効期限)" in text
    assert text.count("| 新規・異動 |") >= 52  # every week of a year
    heads = [line for line in GOLDEN.read_text(encoding="utf-8").splitlines() if line.startswith(("#", "| 日付"))]
    assert [line for line in text.splitlines() if line.startswith(("#", "| 日付"))] == heads
