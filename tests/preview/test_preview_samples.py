"""Samples fit wherever they are put; what has no room is named; labels lie on the page and off one another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.job.press import layouts_of
from generator.job.setup import sample_look
from generator.preview.elements import Sort, parts
from generator.preview.labels import Wish, placed
from generator.preview.samples import SAMPLES, filled
from generator.preview.sheet import frame_areas
from layouts.geometry import Rect, Size
from layouts.typeset import Usage, typeset, unprintable

LAYOUTS = layouts_of(sample_look())
PAGE = Rect(x=0, y=0, width=200, height=100)


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("name", LAYOUTS.names)
def test_a_sample_is_printed_or_named(name: str, sample: str) -> None:
    template = LAYOUTS.template(name)
    found = filled(template, sample)
    assert unprintable(template, found.side) == ()
    assert typeset(template, found.side, Usage())
    assert all(" > " in misfit.detail for misfit in found.misfits)
    assert all(len(found.side.blocks[block.name]) == len(block.at) for block in template.blocks.values())


def test_the_longest_name_is_the_longest_that_fits() -> None:
    template = LAYOUTS.template("card/front")
    side = filled(template, "longest").side
    longer = {**side.fields, "name": side.fields["name"] + "衛門"}
    assert [found.field for found in unprintable(template, type(side)(side.layout, longer))] == ["name"]


def test_every_element_is_listed_once() -> None:
    draft = LAYOUTS.draft("card/front")
    found = [(part.block, part.name) for part in parts(draft) if part.sort is not Sort.BLOCK]
    assert len(found) == len(set(found))
    assert {("", "name"), ("", "name_caption"), ("", "box.label"), ("ratio", "ratio_from")} <= set(found)
    assert len(found) == len([e for e in draft.elements if e.raw.kind != "block"])


SIZES = st.builds(lambda w, h: Size(width=w, height=h), st.integers(1, 20), st.integers(1, 4))
BOXES = st.builds(
    lambda x, y, w, h: Rect(x=x, y=y, width=w, height=h),
    st.integers(0, 150), st.integers(10, 80), st.integers(1, 40), st.integers(1, 10),
)  # fmt: skip


@given(st.lists(st.builds(Wish, BOXES, SIZES), max_size=12))
def test_labels_stay_on_the_page_and_in_their_order(wishes: list[Wish]) -> None:
    found = placed(wishes, [], PAGE)
    assert [(at.width, at.height) for at in found] == [(w.size.width, w.size.height) for w in wishes]
    for wish, at in zip(wishes, found, strict=True):
        assert PAGE.holds(at)
        near = Rect(x=wish.box.x, y=wish.box.y, width=wish.box.width, height=wish.box.height).grown(22)
        assert near.touches(at)


def test_a_label_avoids_print_and_the_labels_before_it() -> None:
    box = Rect(x=50, y=50, width=30, height=5)
    wish = Wish(box, Size(width=8, height=2))
    above = Rect(x=45, y=55, width=40, height=4)
    first, second = placed([wish, wish], [above], PAGE)
    assert not first.touches(above) and not second.touches(above) and not first.touches(second)


def test_four_areas_are_what_lies_between() -> None:
    outer, inner = Rect(x=0, y=0, width=10, height=8), Rect(x=2, y=1, width=5, height=4)
    areas = frame_areas(outer, inner)
    assert sum(a.width * a.height for a in areas) == 10 * 8 - 5 * 4
    assert not any(a.touches(b) for a in (*areas, inner) for b in areas if a is not b)
