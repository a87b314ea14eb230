"""What changed between two sets of layouts: every kind of change, in mm, and nothing where nothing did."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from layout_samples import HEAD, INKS, STATICS, packaged

from generator.preview.compare import sentence
from layouts.diff import Fate, compare
from layouts.geometry import Rect
from layouts.load import Layouts, load_layouts

BODY = """
[rule.line]
from = ["8mm", "20mm"]
to = ["40mm", "20mm"]
weight = "0.5pt"

[box.panel]
at = ["50mm", "20mm"]
size = ["20mm", "10mm"]
stroke = "black"

[text.name]
field = "name"
at = ["8mm", "14mm"]
width = "40mm"
face = "gothic"
size = "9pt"

[block.row]
at = [["8mm", "24mm"], ["8mm", "30mm"]]
size = ["40mm", "5mm"]

[block.row.text.no]
field = "no"
at = ["1mm", "4mm"]
width = "8mm"
face = "gothic"
size = "8pt"
"""
ADDED = '\n[text.hint]\ntext = "裏面"\nat = ["60mm", "14mm"]\nface = "gothic"\nsize = "6pt"\n'

CHANGES = {
    "moved": ('at = ["8mm", "14mm"]', 'at = ["9.2mm", "14.5mm"]', "text.name: moved 1.20 mm right, 0.50 mm down"),
    "moved back": ('at = ["8mm", "14mm"]', 'at = ["7mm", "13.75mm"]', "text.name: moved 1.00 mm left, 0.25 mm up"),
    "another size": ('"9pt"', '"8pt"', "text.name: size 9pt → 8pt"),
    "wider": ('width = "40mm"', 'width = "4.2cm"', "text.name: width 40mm → 4.2cm"),
    "rule moved": (
        'from = ["8mm", "20mm"]\nto = ["40mm", "20mm"]',
        'from = ["8mm", "21mm"]\nto = ["40mm", "21mm"]',
        "rule.line: moved 1.00 mm down",
    ),
    "rule longer": ('to = ["40mm", "20mm"]', 'to = ["44mm", "20mm"]', "rule.line: to 40mm, 20mm → 44mm, 20mm"),
    "box resized": ('["20mm", "10mm"]', '["22mm", "10mm"]', "box.panel: size 20mm, 10mm → 22mm, 10mm"),
    "key added": ('stroke = "black"', 'stroke = "black"\nradius = "1mm"', "box.panel: radius - → 1mm"),
    "key gone": ('stroke = "black"\n', "", "box.panel: stroke black → -"),
    "block moved": (
        '[["8mm", "24mm"], ["8mm", "30mm"]]',
        '[["8mm", "25mm"], ["8mm", "31mm"]]',
        "block.row: moved 1.00 mm down",
    ),
    "placement moved": ('["8mm", "30mm"]]', '["8mm", "31mm"]]', "block.row: at 2 8mm, 30mm → 8mm, 31mm"),
    "placement added": (', ["8mm", "30mm"]]', ', ["8mm", "30mm"], ["8mm", "36mm"]]', "block.row: at 3 - → 8mm, 36mm"),
    "in a block": ('"1mm", "4mm"', '"1mm", "3.9mm"', "block.row.text.no: moved 0.10 mm up"),
    "side": ('safe = "3mm"', 'safe = "2.5mm"', "side: safe 3mm → 2.5mm"),
}


def load(folder: Path, text: str) -> Layouts:
    folder.mkdir(exist_ok=True)
    (folder / "a.toml").write_text(text, "utf-8")
    return load_layouts(folder, STATICS, INKS)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Layouts:
    return load(tmp_path_factory.mktemp("before"), HEAD + BODY)


@pytest.mark.parametrize("case", CHANGES)
def test_a_change_is_told(case: str, before: Layouts, tmp_path: Path) -> None:
    old, new, said = CHANGES[case]
    assert old in HEAD + BODY
    after = load(tmp_path / "new", (HEAD + BODY).replace(old, new, 1))
    assert [sentence(change, str) for change in compare(before, after)] == [f"a {said}"]


def test_elements_and_layouts_come_and_go(before: Layouts, tmp_path: Path) -> None:
    after = load(tmp_path / "new", HEAD + BODY + ADDED)
    (added,) = compare(before, after)
    assert (added.element, added.fate, added.before) == ("text.hint", Fate.ADDED, ())
    assert added.after[0].x == 60
    (gone,) = compare(after, before)
    assert (gone.element, gone.fate, gone.after) == ("text.hint", Fate.REMOVED, ())
    assert [sentence(change, str) for change in compare(packaged(), before)] == ["a: added"]
    assert [sentence(change, str) for change in compare(before, packaged())] == ["a: removed"]


def test_a_block_s_element_is_where_each_placement_has_it(before: Layouts, tmp_path: Path) -> None:
    after = load(tmp_path / "new", (HEAD + BODY).replace('"1mm", "4mm"', '"2mm", "4mm"'))
    (change,) = compare(before, after)
    assert [box.x for box in change.before] == [9, 9]
    assert [box.x for box in change.after] == [10, 10]
    assert change.after[0].y - change.after[1].y == pytest.approx(6)


def test_what_is_written_otherwise_is_the_same(before: Layouts, tmp_path: Path) -> None:
    after = load(
        tmp_path / "new", (HEAD + BODY).replace('"40mm"', '"4cm"').replace("[text.name]", "# 氏名\n[text.name]")
    )
    assert compare(before, after) == ()
    assert compare(packaged(), load_layouts(None, STATICS, INKS)) == ()


@given(x=st.integers(-30, 200), y=st.integers(-20, 60))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_move_is_told_in_mm_and_back_again(before: Layouts, tmp_path: Path, x: int, y: int) -> None:
    moved = f'at = ["{8 + x / 10:.1f}mm", "{14 + y / 10:.1f}mm"]'
    after = load(tmp_path / "new", (HEAD + BODY).replace('at = ["8mm", "14mm"]', moved))
    there, back = compare(before, after), compare(after, before)
    assert (there == ()) == (back == ()) == (x == y == 0)
    for change, sign in ((*there, 1), (*back, -1)) if there else ():
        assert change.moved
        assert change.moved.x == pytest.approx(sign * x / 10)
        assert change.moved.y == pytest.approx(sign * y / 10)


def test_the_boxes_are_those_of_the_side(before: Layouts, tmp_path: Path) -> None:
    old, new, _ = CHANGES["box resized"]
    (change,) = compare(before, load(tmp_path / "new", (HEAD + BODY).replace(old, new, 1)))
    assert change.before == (Rect(x=50, y=24, width=20, height=10),)
    assert change.after == (Rect(x=50, y=24, width=22, height=10),)
