"""The fine-line grounds: there for every kind, smooth, as dense as asked, and light on the file."""

from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layouts.grounds import curves
from layouts.marks import Area
from layouts.schema import GROUNDS

AREA = Area(-8.5, -8.5, 260.0, 170.0)


@pytest.mark.parametrize("kind", GROUNDS)
def test_every_kind_draws_smooth_lines(kind: str) -> None:
    for curve in curves(kind, AREA, 3.0):
        at = curve.start
        incoming = None
        for first, second, end in curve.segments:
            outgoing = (first[0] - at[0], first[1] - at[1])
            if incoming:
                turn = incoming[0] * outgoing[1] - incoming[1] * outgoing[0]
                assert abs(turn) <= 1e-6 * (hypot(*incoming) * hypot(*outgoing) + 1)
            incoming, at = (end[0] - second[0], end[1] - second[1]), end


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(GROUNDS), st.floats(3, 8), st.floats(20, 300), st.floats(20, 300))
def test_a_ground_stays_small(kind: str, pitch: float, width: float, height: float) -> None:
    drawn = curves(kind, Area(0, 0, width, height), pitch)
    assert drawn
    assert sum(len(curve.segments) for curve in drawn) * pitch * pitch < 4 * (width + 60) * (height + 60)


def test_waves_cover_the_area_to_its_corners() -> None:
    drawn = curves("wave", AREA, 3.0)
    ends = [point for curve in drawn for point in (curve.start, curve.segments[-1][2])]
    assert {round(x, 6) for x, _ in ends} == {AREA.x, AREA.x + AREA.width}
    assert min(y for _, y in ends) < AREA.y
    assert max(y for _, y in ends) > AREA.y + AREA.height
