"""The bench's own arithmetic and tables, and one small round from the command to the page."""

import sys

import pytest

from bench.__main__ import main
from bench.cases import CASES, SHEET
from bench.run import Measured
from bench.table import goals, jobs_table, sheets_table
from bench.whole import Stage, Whole

pytestmark = pytest.mark.slow


def _measured(name: str, count: int, core: float, differs: str = "") -> Measured:
    return Measured(CASES[name], count, 3, core, core, 100, 90, 150, 2, differs)


def test_a_ratio_is_of_pieces_a_second() -> None:
    found = {"ours": _measured("ours", 1000, 0.5), "reportlab": _measured("reportlab", 100, 0.5)}
    assert any("10.00 ×" in line for line in sheets_table(found))
    assert "| ≥ 5 × reportlab straight onto sheets | 10.0 × | yes |" in list(goals(found, []))


def test_a_peer_that_differs_has_no_figure() -> None:
    found = {"ours": _measured("ours", 1000, 0.5), "reportlab": _measured("reportlab", 100, 0.5, "page 1: text")}
    line = next(line for line in sheets_table(found) if "reportlab" in line)
    assert "differs: page 1: text" in line
    assert "200" not in line
    assert not any("reportlab" in line for line in goals(found, []))


def test_growth_is_from_the_smallest_to_the_largest_job() -> None:
    small = Whole(100, 50, 37, 0.02, 0.03, 100, 10_000, {"intake": Stage(0.01, 0.01)})
    large = Whole(1000, 500, 370, 0.25, 0.3, 105, 100_000, {"intake": Stage(0.1, 0.1)})
    lines = list(goals({}, [small, large]))
    assert "| from 100 to 1,000 people: memory grows ≤ 10 % | +5.0% | yes |" in lines
    assert "| from 100 to 1,000 people: time a person grows ≤ 10 % | +25.0% | no |" in lines
    assert len(list(jobs_table([small, large]))) == 6


def test_counts_fill_whole_sheets() -> None:
    assert all(case.count % SHEET == 0 for case in CASES.values() if case.unit == "cards")


def test_a_small_round(capsys: pytest.CaptureFixture[str]) -> None:
    names = "ours,ours-2,floor,notices,letters,names,preflight,preflight-notices,preflight-letters"
    main(["--scale", "0.01", "--runs", "1", "--only", names])
    shown = capsys.readouterr().out
    for name in names.split(","):
        assert CASES[name].title in shown
    assert sys.version.split()[0] in shown


def test_a_small_job(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--only", "job", "--people", "300"])
    shown = capsys.readouterr().out
    assert "| 300 |" in shown
    assert "| intake | decide | press | reserve | rest |" in shown


def test_an_unknown_case_is_refused() -> None:
    with pytest.raises(SystemExit, match="no such case: nothing"):
        main(["--only", "nothing"])
