"""The golden tables, written by hand from contract §3, hold line by line."""

from pathlib import Path

import pytest
from eligibility_golden import FOLDER, Scene, explained, outcome, read

from generator.eligibility.rules import CARDS, NO_CARD, NOT_AT_ALL, NOTICES

FILES = sorted(FOLDER.glob("*.txt"))
LINES = [line for path in FILES for line in read(path)]


@pytest.mark.parametrize(("setting", "expected"), [(s, e) for _, s, e in LINES], ids=[t for t, _, _ in LINES])
def test_line(setting: Scene, expected: str) -> None:
    assert outcome(setting) == expected


def test_titles_are_distinct() -> None:
    titles = [title for title, _, _ in LINES]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("table", [NOT_AT_ALL, CARDS, NO_CARD, NOTICES], ids=["not at all", "cards", "none", "notices"])
def test_every_rule_fires_and_has_a_neighbour_that_does_not(table: tuple) -> None:
    names = {rule.name for rule in table}
    fired = {name for name in names for _, _, expected in LINES if f" {name} " in f" {expected} ".replace(";", " ")}
    assert fired == names
    for name in names:
        assert any(f" {name} " not in f" {expected} ".replace(";", " ") for _, _, expected in LINES)


@pytest.mark.parametrize("setting", [s for _, s, _ in LINES], ids=[t for t, _, _ in LINES])
def test_explanation_ends_with_the_decision_and_tells_nothing_personal(setting: Scene) -> None:
    subject, _ = setting.household()
    lines = explained(setting)
    text = "\n".join(lines)
    assert any(line.startswith("= ") for line in lines)
    assert subject.name not in text
    assert "見本" not in text
    assert subject.born.isoformat() not in text
    decided = [line.split()[2] for line in lines if line.startswith("= ")]
    for rule in decided:
        yes = [line for line in lines if ": yes:" in line and f" {rule}: " in line]
        assert yes or rule == "entitlement-ended"


def test_the_comparison_can_fail(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("able | 2025-10-01 | notified | card wish 申請 事業主 2029-12-01;\n", encoding="utf-8")
    (_, setting, expected) = next(read(wrong))
    assert outcome(setting) != expected
