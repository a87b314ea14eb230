"""What a die takes of a piece, and what lies too near its edge, with a plan and without."""

from dataclasses import replace
from math import sqrt
from pathlib import Path

import pytest
from proof_job import Made, card, load, make, separator
from stack_job import TRIM, Shape, draw, looked_at, pile, stock

from imposition.furniture import Die
from imposition.sheet import Stock
from imposition.stock import load_stock
from layouts.geometry import Size
from layouts.load import Layouts
from proofs.checks.die import Edge
from proofs.finding import Finding

CARD = load_stock("card-21up")
ISO = Die(Size(width=85.60, height=53.98), 3.18)


def made(folder: Path, layouts: Layouts, die: Die) -> Made:
    documents = [separator(1, 12), *(card(serial) for serial in range(1, 13))]
    return make(folder / "001.pdf", layouts, documents, replace(CARD, die=die))


def of_die(findings: list[Finding] | tuple[Finding, ...]) -> list[tuple[str, object]]:
    return [(f.code, f.facts.get("what")) for f in findings if f.code.startswith("die-")]


def test_shipped_layouts_keep_clear_of_an_iso_die(tmp_path: Path) -> None:
    """What the smaller die loses is told, and nothing else: every text is 3 mm within its edge."""
    job = made(tmp_path, load(), ISO)
    (loss,) = [f for f in job.check().findings if f.code.startswith("die-")]
    assert (loss.code, loss.severity) == ("die-loses", "info")
    assert loss.facts == {"left": "0.20", "low": "0.01", "radius": "3.18"}
    assert of_die(looked_at(job.stock, [(job.path,)])) == [("die-loses", None)]


def test_a_die_of_the_trim_takes_nothing(tmp_path: Path) -> None:
    job = made(tmp_path, load(), Die(Size(width=86, height=54), 3.18))
    assert of_die(job.check().findings) == []
    assert of_die(looked_at(job.stock, [(job.path,)])) == []


def test_live_matter_near_and_over_the_edge_with_a_plan(tmp_path: Path) -> None:
    job = made(tmp_path, load(), Die(Size(width=84, height=44), 3.18))
    found = [f for f in job.check().findings if f.code != "die-loses" and f.code.startswith("die-")]
    assert {"card/front: doc", "card/front: insurer_number"} <= {
        f.facts["what"] for f in found if f.severity == "warning"
    } | {f.facts["what"] for f in found if f.severity == "error"}
    assert {f.severity for f in found} == {"warning", "error"} or {f.code for f in found} == {"die-near"}
    assert all(f.page == 0 for f in found)
    assert len(found) == len({f.facts["what"] for f in found})


@pytest.mark.parametrize("turn", ["vertical", "horizontal"])
def test_live_matter_is_found_once_a_place_without_a_plan(tmp_path: Path, turn: str) -> None:
    """The number begins 3 mm from the left and stands 6 mm above the lower edge; the die leaves 2.5 and 1."""
    shape = Shape(turn=turn, turned=(0, 90, 180, 270, 0, 90))
    profile: Stock = replace(stock(shape), die=Die(Size(width=TRIM.width - 1, height=TRIM.height), 0.5))
    files = draw(tmp_path, profile, pile((20,)))
    found = [f for f in looked_at(profile, files) if f.code.startswith("die-")]
    assert [f.code for f in found if f.code == "die-loses"] == ["die-loses"]
    near = [f for f in found if f.code == "die-near"]
    assert {f.facts["distance"] for f in near if "(3.0, " in str(f.facts["what"])} == {"2.50"}
    assert len(near) == 10  # five lines a side, however many cards there are
    cut = replace(profile, die=Die(Size(width=TRIM.width - 8, height=TRIM.height), 0.5))
    errors = [f for f in looked_at(cut, files) if f.code == "die-live"]
    assert {f.facts["by"] for f in errors if "(3.0, " in str(f.facts["what"])} == {"1.00"}
    assert all(f.severity == "error" and f.page and f.x_mm is not None for f in errors)


@pytest.mark.parametrize(
    ("at", "distance"),
    [
        ((43.0, 27.0), 27.0),
        ((3.0, 27.0), 3.0),
        ((43.0, 54.5), -0.5),
        ((3.18, 3.18), 3.18),
        ((0.0, 0.0), 3.18 - 3.18 * sqrt(2)),
        ((3.18 - 3.18 / sqrt(2), 3.18 - 3.18 / sqrt(2)), 0.0),
    ],
)
def test_clearance_to_edges_and_round_corners(at: tuple[float, float], distance: float) -> None:
    edge = Edge(CARD.trim, Die(CARD.trim, 3.18))
    for corner in (at, (86 - at[0], at[1]), (at[0], 54 - at[1])):
        assert edge.clearance([corner, (43.0, 27.0)]) == pytest.approx(distance)


def test_a_vendor_may_weigh_how_near_its_die_may_come_but_not_what_it_cuts_away(tmp_path: Path) -> None:
    job = made(tmp_path, load(), Die(Size(width=84, height=44), 3.18))
    rules = replace(job.stock.rules, severity={"die-near": "error", "die-loses": "off"})
    weighed = replace(job, stock=replace(job.stock, rules=rules))
    found = {f.code: f.severity for f in weighed.check().findings if f.code.startswith("die-")}
    assert found.pop("die-near") == "error"
    assert found == ({"die-live": "error"} if "die-live" in {f.code for f in job.check().findings} else {})
