"""Two lines: where a name is broken, that nothing leaves the room, that the text stays whole, that others are held."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layout_samples import load_one

from fonts.face import load_face
from layouts.document import Side
from layouts.geometry import to_pt
from layouts.pair import SPACES
from layouts.place import slot_box
from layouts.typeset import Usage, typeset, unprintable

SMALL_PT = 7.0
BODY = """
[text.name]
field = "name"
at = ["43mm", "20mm"]
width = "30mm"
face = "gothic"
size = "12pt"
align = "{align}"
fit = {{ condense = "70%", lines = "7pt" }}
"""
SHOWN = r"(?:(?:/Span <<\S+ <\w+>>> BDC )?/\w [\d.]+ Tf <\w+>Tj\n(?:EMC\n)?)+"
LINE = re.compile(rf"(?:([\d.]+) Tz )?1 0 0 1 ([-\d.]+) ([-\d.]+) Tm ({SHOWN})")
SPAN = re.compile(r"/Span <</ActualText <FEFF([0-9A-F]+)>>> BDC (.*?)EMC\n", re.S)
NAMES = st.text(
    st.sampled_from("ホセマリア・ムニョス ABCdefWi\u3000田\U00020bb7\u9089\U000e010f"), min_size=1, max_size=60
)


@pytest.fixture(scope="module", params=["left", "center", "right"])
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    body = BODY.format(align=request.param)
    return load_one(tmp_path_factory.mktemp("pair"), body).template("a")


def lines_of(content: str) -> list[tuple[float, float, list[tuple[str, int]]]]:
    """Read scale, baseline and glyphs of every line."""
    found = []
    for scale, _, y, rest in LINE.findall(content):
        glyphs = [
            (tag, int(codes[i : i + 4], 16))
            for tag, codes in re.findall(r"/(\w) [\d.]+ Tf <(\w+)>", rest)
            for i in range(0, len(codes), 4)
        ]
        found.append((float(scale or 100), float(y), glyphs))
    return found


def test_a_long_name_is_broken_behind_its_dot(template) -> None:
    name = "ジョンソン・マイケル・アレクサンダー"
    content = typeset(template, Side("a", {"name": name}), Usage())
    (upper, _, first), (lower, _, second) = lines_of(content)
    assert (len(first), len(second)) == (11, 7)
    assert (upper, lower) == (100, 100)
    assert f"/G {SMALL_PT:g} Tf" in content


def test_the_text_of_both_lines_is_one(template) -> None:
    name = "Wolfeschlegelsteinhausen Bergerdorff\u3000Christopher"
    content = typeset(template, Side("a", {"name": name}), Usage())
    (span,) = SPAN.findall(content)
    assert bytes.fromhex(span[0]).decode("utf-16-be") == name
    assert sum(len(glyphs) for *_, glyphs in lines_of(content)) == len(name)


@pytest.mark.parametrize("name", ["W" * 60, "山" * 30, "A" * 40 + " B", "・・・・" * 12, " " * 80])
def test_what_cannot_be_broken_narrow_enough_is_held_back(template, name: str) -> None:
    (found,) = unprintable(template, Side("a", {"name": name}))
    assert (found.field, found.reason) == ("name", "width")


@settings(max_examples=300, deadline=None)
@given(NAMES)
def test_nothing_that_is_accepted_leaves_its_box(template, name: str) -> None:
    side = Side("a", {"name": name})
    refused = unprintable(template, side)
    if refused or not name.strip():
        return
    (slot,) = template.slots
    box = slot_box(slot)
    content = typeset(template, side, Usage())
    rows = LINE.findall(content)
    assert 1 <= len(rows) <= 2
    for scale, x, y, rest in rows:
        glyphs = re.findall(r"/(\w) ([\d.]+) Tf <(\w+)>", rest)
        codes = [
            (tag, float(size), int(row[i : i + 4], 16)) for tag, size, row in glyphs for i in range(0, len(row), 4)
        ]
        while len(rows) == 2 and codes and load_face(codes[-1][0]).text(codes[-1][2]) in SPACES:
            codes.pop()  # the space the name is broken at has no ink
        width = sum(load_face(tag).advance(gid) * size / 1000 for tag, size, gid in codes) * float(scale or 100) / 100
        em = codes[0][1]
        assert float(scale or 100) >= 69.9
        assert em >= 6
        assert float(x) >= to_pt(box.x) - 0.01
        assert float(x) + width <= to_pt(box.right) + 0.05
        assert to_pt(box.y) - 0.01 <= float(y) - 0.12 * em
        assert float(y) + 0.88 * em <= to_pt(box.top) + 0.01


def test_one_line_is_preferred_as_long_as_70_per_cent_are_enough(template) -> None:
    (slot,) = template.slots
    widest = slot.steps[0].narrow
    name = "i " * 200
    while slot.shaper.width(name) > widest:
        name = name[:-1]
    assert len(lines_of(typeset(template, Side("a", {"name": name}), Usage()))) == 1
    assert len(lines_of(typeset(template, Side("a", {"name": name + " i i i"}), Usage()))) == 2


def test_a_layout_without_lines_has_one_line_only(tmp_path: Path) -> None:
    body = BODY.format(align="left").replace(', lines = "7pt"', "")
    one = load_one(tmp_path, body).template("a")
    assert unprintable(one, Side("a", {"name": "ジョンソン・マイケル・アレクサンダー"})) != ()
