"""The most ink of stacks of paints against a simulation of every pixel, and what the search never misses."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from proofs.facts import Box
from proofs.inks import PROCESS, Tint
from proofs.paints import Clip, Paint
from proofs.plates import Plates, most
from proofs.shapes import Moved, Shape, Stroke

SIDE = 12
SPOT = "Gold"


def paint(box: Box, inks: dict[str, float], **facts: object) -> Paint:
    x0, y0, x1, y1 = box
    shape = Shape((((x0, y0), (x1, y0), (x1, y1), (x0, y1)),))
    process = any(ink in PROCESS for ink in inks)
    full = {**dict.fromkeys(PROCESS, 0.0), **inks} if process else inks
    given = {"over": False, "mode": 0, "alpha": 1.0, "blend": "Normal", "solid": True, "clip": Clip(), **facts}
    tint = Tint(tuple(full.items()), direct=process)
    return Paint(kind="fill", shape=shape, tint=tint, where="", **given)


amounts = st.sampled_from([0.0, 0.25, 0.5, 1.0])
boxes = st.tuples(*[st.integers(0, SIDE)] * 4).map(
    lambda b: (float(min(b[0], b[2])), float(min(b[1], b[3])), float(max(b[0], b[2])), float(max(b[1], b[3])))
)
inks = st.one_of(
    st.tuples(amounts, amounts, amounts, amounts).map(lambda v: dict(zip(PROCESS, v, strict=True))),
    amounts.map(lambda v: {SPOT: v}),
)
paints = st.builds(
    paint,
    boxes.filter(lambda b: b[0] < b[2] and b[1] < b[3]),
    inks,
    over=st.booleans(),
    mode=st.sampled_from([0, 1]),
    alpha=st.sampled_from([1.0, 0.5]),
    blend=st.sampled_from(["Normal", "Multiply", "Darken"]),
)


def laid(below: dict[str, float], over: Paint) -> dict[str, float]:
    """Lay one paint over the inks of a pixel, as ISO 32000-1 11.7.4 has it."""
    own, after = dict(over.tint.inks), dict(below)
    for ink in below:
        value = own.get(ink)
        kept = value is None or (value == 0 and over.mode == 1 and over.tint.direct)
        if over.over and kept:
            continue
        value = value or 0.0
        mixed = {
            "Normal": value,
            "Multiply": 1 - (1 - below[ink]) * (1 - value),
            "Darken": max(below[ink], value),
        }[over.blend]
        after[ink] = below[ink] * (1 - over.alpha) + mixed * over.alpha
    return after


def simulated(stack: list[Paint]) -> float:
    """Return the most ink of any pixel."""
    worst = 0.0
    for x, y in product(range(SIDE), range(SIDE)):
        pixel = dict.fromkeys((*PROCESS, SPOT), 0.0)
        for each in stack:
            x0, y0, x1, y1 = each.shape.box
            if x0 <= x < x1 and y0 <= y < y1:
                pixel = laid(pixel, each)
        worst = max(worst, sum(pixel.values()))
    return worst


@given(st.lists(paints, min_size=1, max_size=7))
@settings(max_examples=300, deadline=None)
def test_rectangles_are_exact(stack: list[Paint]) -> None:
    wanted = simulated(stack)
    peak = Plates(stack).peak(0.0)
    assert abs((peak.total if peak else 0.0) - wanted) < 1e-6
    assert Plates(stack).peak(wanted + 1e-6) is None
    assert sum(most(stack).values()) >= wanted - 1e-6


@given(st.lists(paints, min_size=1, max_size=5), st.data())
@settings(max_examples=150, deadline=None)
def test_what_may_be_there_is_never_missed(stack: list[Paint], data: st.DataObject) -> None:
    """Whatever part of uncertain paints is inked, there is no more ink than the search says."""
    sure = data.draw(st.lists(st.booleans(), min_size=len(stack), max_size=len(stack)))
    doubtful = [_doubt(each, solid) for each, solid in zip(stack, sure, strict=True)]
    there = data.draw(st.lists(st.booleans(), min_size=len(stack), max_size=len(stack)))
    inked = [each for each, solid, is_there in zip(stack, sure, there, strict=True) if solid or is_there]
    peak = Plates(doubtful).peak(0.0)
    assert (peak.total if peak else 0.0) >= simulated(inked) - 1e-6


def _doubt(each: Paint, solid: bool) -> Paint:  # noqa: FBT001
    facts = {"over": each.over, "mode": each.mode, "alpha": each.alpha, "blend": each.blend, "solid": solid}
    return paint(each.shape.box, dict(each.tint.inks), **facts)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=3, max_size=9), st.booleans(), boxes)
@settings(max_examples=200, deadline=None)
def test_what_covers_a_box_holds_all_its_places(corners: list[tuple[int, int]], even: bool, box: Box) -> None:  # noqa: FBT001
    shape = Moved(Shape((tuple((x / 3 + 0.01, y / 3 + 0.02) for x, y in corners),), even), 1.0, -1.0)
    region = (box[0], box[1], box[2] + 1, box[3] + 1)
    places = [
        (region[0] + (region[2] - region[0]) * i / 7, region[1] + (region[3] - region[1]) * j / 7)
        for i in range(1, 7)
        for j in range(1, 7)
    ]
    inside = [shape.contains(place) for place in places]
    cover = shape.covers(region)
    assert cover == 1 or inside == [cover == 2] * len(places)


def test_a_polygon_of_any_size_is_found_at_a_place() -> None:
    """A damaged file may give any number for a corner: neither time nor memory grows with it."""
    small = tuple(((x, 20.0), (x + 10, 20.0), (x + 10, 30.0), (x, 30.0)) for x in map(float, range(0, 400, 20)))
    large = ((5.0, 5.0), (1e12, 5.0), (5.0, 1e12))
    for region, wanted in (((100, 50, 101, 51), 2), ((1, 1, 2, 2), 0), ((4, 50, 6, 51), 1)):
        assert Shape((*small, large)).covers(region) == wanted
    assert Shape((*small, large)).contains((100, 50))
    assert not Shape(small).contains((100, 50))
    assert Shape((*small, large)).covers((-1e12, -1e12, 1e12, 1e12)) == 1


def test_the_place_of_the_most_ink_is_told() -> None:
    full = {"C": 1.0, "M": 1.0, "Y": 1.0}
    peak = Plates([paint((0, 0, 90, 90), full), paint((40, 50, 44, 54), {"K": 1.0}, over=True, mode=1)]).peak(3.0)
    assert peak is not None
    assert peak.total == 4.0
    assert 40 < peak.at[0] < 44
    assert 50 < peak.at[1] < 54


def test_a_stroke_is_as_wide_as_its_line() -> None:
    stroke = Stroke((((0.0, 0.0), (30.0, 40.0)),), 2.0, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0))
    assert stroke.contains((15 + 0.7, 20 - 0.5))
    assert not stroke.contains((15 + 1.0, 20 - 0.8))
    assert stroke.covers((14.9, 19.9, 15.1, 20.1)) == 2


def test_many_shapes_do_not_take_for_ever() -> None:
    """Thousands of overlapping circles of two inks: the search ends, and says no less than there is."""
    full = {"C": 1.0, "M": 1.0, "Y": 1.0}
    stack = [paint((x, y, x + 3.3, y + 3.7), full) for x in range(0, 200, 3) for y in range(0, 200, 3)]
    over = [paint((x + 0.5, 0, x + 0.9, 200), {"K": 0.5}, over=True, mode=1) for x in range(0, 200, 3)]
    peak = Plates([*stack, *over]).peak(3.0)
    assert peak is not None
    assert peak.total == 3.5
