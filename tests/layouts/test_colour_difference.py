"""ΔE2000 against the published test data, and the society's two card colours held apart."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import ConfigError
from generator.intake.settings import load_society
from generator.invent import invent
from generator.job.setup import look_of
from layouts.difference import Lab, difference, lab
from layouts.ink import Ink

#: Sharma, Wu, Dalal (2005), table 1: two colours and their ΔE2000.
PAIRS = """
50.0000 2.6772 -79.7751 50.0000 0.0000 -82.7485 2.0425
50.0000 3.1571 -77.2803 50.0000 0.0000 -82.7485 2.8615
50.0000 2.8361 -74.0200 50.0000 0.0000 -82.7485 3.4412
50.0000 -1.3802 -84.2814 50.0000 0.0000 -82.7485 1.0000
50.0000 -1.1848 -84.8006 50.0000 0.0000 -82.7485 1.0000
50.0000 -0.9009 -85.5211 50.0000 0.0000 -82.7485 1.0000
50.0000 0.0000 0.0000 50.0000 -1.0000 2.0000 2.3669
50.0000 -1.0000 2.0000 50.0000 0.0000 0.0000 2.3669
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0009 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0010 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0011 7.2195
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0012 7.2195
50.0000 -0.0010 2.4900 50.0000 0.0009 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0010 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0011 -2.4900 4.7461
50.0000 2.5000 0.0000 50.0000 0.0000 -2.5000 4.3065
50.0000 2.5000 0.0000 73.0000 25.0000 -18.0000 27.1492
50.0000 2.5000 0.0000 61.0000 -5.0000 29.0000 22.8977
50.0000 2.5000 0.0000 56.0000 -27.0000 -3.0000 31.9030
50.0000 2.5000 0.0000 58.0000 24.0000 15.0000 19.4535
50.0000 2.5000 0.0000 50.0000 3.1736 0.5854 1.0000
50.0000 2.5000 0.0000 50.0000 3.2972 0.0000 1.0000
50.0000 2.5000 0.0000 50.0000 1.8634 0.5757 1.0000
50.0000 2.5000 0.0000 50.0000 3.2592 0.3350 1.0000
60.2574 -34.0099 36.2677 60.4626 -34.1751 39.4387 1.2644
63.0109 -31.0961 -5.8663 62.8187 -29.7946 -4.0864 1.2630
61.2901 3.7196 -5.3901 61.4292 2.2480 -4.9620 1.8731
35.0831 -44.1164 3.7933 35.0232 -40.0716 1.5901 1.8645
22.7233 20.0904 -46.6940 23.0331 14.9730 -42.5619 2.0373
36.4612 47.8580 18.3852 36.2715 50.5065 21.2231 1.4146
90.8027 -2.0831 1.4410 91.1528 -1.6435 0.0447 1.4441
90.9257 -0.5406 -0.9208 88.6381 -0.8985 -0.7239 1.5381
6.7747 -0.2908 -2.4247 5.8714 -0.0985 -2.2286 0.6377
2.0776 0.0795 -1.1350 0.9033 -0.0636 -0.5514 0.9082
"""
ROWS = [tuple(map(float, line.split())) for line in PAIRS.split("\n") if line]
COLOURS = st.builds(Lab, st.floats(0, 100), st.floats(-100, 100), st.floats(-100, 100))


@pytest.mark.parametrize("row", ROWS)
def test_the_published_differences_are_met(row: tuple[float, ...]) -> None:
    assert difference(Lab(*row[:3]), Lab(*row[3:6])) == pytest.approx(row[6], abs=5e-5)


@given(COLOURS, COLOURS)
def test_a_difference_has_no_direction(first: Lab, second: Lab) -> None:
    assert difference(first, second) == pytest.approx(difference(second, first), abs=1e-6)
    assert difference(first, first) == pytest.approx(0, abs=1e-9)


def test_paper_is_white_and_black_is_black() -> None:
    paper, black = lab(Ink((0, 0, 0, 0))), lab(Ink((0, 0, 0, 1)))
    assert (paper.lightness, paper.a, paper.b) == pytest.approx((100, 0, 0), abs=0.02)
    assert (black.lightness, black.a, black.b) == pytest.approx((0, 0, 0), abs=0.02)


@pytest.mark.parametrize(
    ("old", "refused"),
    [
        (None, False),
        (Ink((0, 0.25, 0.10, 0)), False),
        (Ink((0.35, 0, 0.35, 0)), True),
        (Ink((0.35, 0, 0.30, 0), "DIC 181s"), True),
    ],
)
def test_a_card_that_looks_like_the_old_one_is_refused(old: Ink | None, *, refused: bool, tmp_path: Path) -> None:
    invent(tmp_path / "society", people=20, employers=2, seed=1)
    society = replace(load_society(tmp_path / "society"), old_colour=old)
    if not refused:
        assert dict(look_of(society).inks)["society"] == society.colour
        return
    with pytest.raises(ConfigError) as error:
        look_of(society)
    assert error.value.exit_code == 2
    assert error.value.code == "colour-close"
    assert float(str(error.value.facts["found"])) < 20
