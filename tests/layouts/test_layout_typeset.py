"""The hot path: the form of its content, what it notes as used, and what it refuses."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from layout_samples import load_one

from fonts.runs import shaper
from layouts.document import Side
from layouts.errors import Overflow
from layouts.typeset import Usage, typeset, unprintable

BODY = """
[text.caption]
text = "氏名"
at = ["4mm", "6mm"]
face = "gothic"
size = "6pt"
[text.name]
field = "name"
at = ["10mm", "20mm"]
width = "20mm"
face = "gothic"
size = "10pt"
fit = { condense = "70%", least = "8pt" }
[text.doc]
field = "doc"
at = ["80mm", "30mm"]
width = "30mm"
face = "gothic"
size = "6pt"
align = "right"
[block.row]
at = [["10mm", "40mm"], ["10mm", "45mm"]]
size = ["60mm", "5mm"]
[block.row.rule.line]
from = ["0mm", "4.5mm"]
to = ["60mm", "4.5mm"]
weight = "0.3pt"
[block.row.text.no]
field = "no"
at = ["1mm", "4mm"]
width = "9mm"
face = "bold"
size = "7pt"
"""


@pytest.fixture(scope="module")
def layouts(tmp_path_factory: pytest.TempPathFactory):
    return load_one(tmp_path_factory.mktemp("layouts"), BODY)


def codes_of(chain: str, text: str) -> list[str]:
    return [piece.codes for piece in shaper(chain).run(text).pieces]


def fours(codes: Iterable[str]) -> set[str]:
    """Part codes into glyphs."""
    return {row[at : at + 4] for row in codes for at in range(0, len(row), 4)}


def test_a_side_is_its_art_and_one_text_object(layouts) -> None:
    usage = Usage()
    rows = ({"no": "1"}, {"no": "2"})
    content = typeset(layouts.template("a"), Side("a", {"name": "山田", "doc": "1"}, {"row": rows}), usage)
    lines = content.splitlines()
    assert lines[0] == "/A_a Do"
    assert lines[1] == "q 1 0 0 1 28.35 25.51 cm /A_a_row Do Q"
    assert [lines.count(word) for word in ("BT", "ET")] == [1, 1]
    assert len(re.findall(r"1 0 0 1 [\d.]+ [\d.]+ Tm /[GB] [\d.]+ Tf <(?:[0-9A-F]{4})+>Tj", content)) == 4
    assert set(usage.arts) == {"a", "a_row"}
    shown = {tag: fours(codes) for tag, codes in usage.shown().items()}
    assert shown["B"] == fours(codes_of("bold", "12"))
    assert shown["G"] == fours([*codes_of("gothic", "山田1"), *layouts.template("a").art.codes["G"]])


def test_nothing_is_drawn_for_what_is_not_given(layouts) -> None:
    assert typeset(layouts.template("a"), Side("a", {"name": "", "other": "x"}), Usage()) == "/A_a Do\n"


def test_a_condensed_text_sets_its_scale_and_takes_it_back(layouts) -> None:
    content = typeset(layouts.template("a"), Side("a", {"name": "山田太郎左衛門"}), Usage())
    assert re.search(r"^80\.9 Tz 1 0 0 1 28\.35 96\.38 Tm /G 10 Tf <[0-9A-F]+>Tj\n100 Tz$", content, re.M)


def test_a_text_gets_smaller_only_when_narrower_is_not_enough(layouts) -> None:
    sizes = []
    for count in range(1, 11):
        content = typeset(layouts.template("a"), Side("a", {"name": "山" * count}), Usage())
        found = re.search(r"/G ([\d.]+) Tf", content)
        assert found
        sizes.append(float(found[1]))
    assert sizes[:8] == [10] * 8
    assert sizes[8:] == [8.5, 8]


def test_a_text_aligned_right_ends_at_its_place(layouts) -> None:
    usage = Usage()
    template = layouts.template("a")
    for text in ("1", "20251001-01-000001-2", "1"):
        content = typeset(template, Side("a", {"doc": text}), usage)
        found = re.search(r"1 0 0 1 ([\d.]+) [\d.]+ Tm", content)
        assert found
        width = next(slot for slot in template.slots if slot.name == "doc").shaper.run(text).width * 6 / 1000
        assert float(found[1]) + width == pytest.approx(80 * 72 / 25.4, abs=0.01)


def test_glyphs_that_stand_for_another_text_say_so(layouts) -> None:
    content = typeset(layouts.template("a"), Side("a", {"name": "辻\U000e0101"}), Usage())
    mark = re.search(r"/Span <</ActualText <(FEFF[0-9A-F]+)>>> BDC /G 10 Tf <[0-9A-F]{4}>Tj\nEMC", content)
    if mark:
        assert bytes.fromhex(mark[1]).decode("utf-16") == "辻\U000e0101"
    assert "Tj" in content


def test_a_name_of_two_faces_is_one_text(layouts) -> None:
    content = typeset(layouts.template("a"), Side("a", {"name": "田\U00020bb7野"}), Usage())
    assert content.count(" Tm ") == 1
    assert re.findall(r"/([GNM]) 10 Tf", content) == ["G", "N", "G"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"name": "山" * 11}, "overflow"), ({"name": "\ue000"}, "glyph"), ({"doc": "9" * 30}, "overflow")],
)
def test_what_cannot_be_drawn_is_refused(layouts, fields: dict[str, str], code: str) -> None:
    side = Side("a", fields)
    with pytest.raises(Overflow) as refused:
        typeset(layouts.template("a"), side, Usage())
    assert refused.value.code == code
    assert len(unprintable(layouts.template("a"), side)) == 1
    assert not any(value in str(refused.value) for value in fields.values())


def test_texts_beyond_what_a_slot_remembers_are_written_alike(layouts) -> None:
    template, usage = layouts.template("a"), Usage()
    sides = [Side("a", {"name": "山" * (count % 11), "doc": str(count)}) for count in (*range(200), *range(200))]
    contents = [typeset(template, side, usage) for side in sides]
    assert contents == [typeset(template, side, Usage()) for side in sides]


def test_a_block_has_only_its_places(layouts) -> None:
    for blocks in ({"row": ({}, {}, {})}, {"line": ({},)}):
        side = Side("a", {}, blocks)
        with pytest.raises(Overflow):
            typeset(layouts.template("a"), side, Usage())
        with pytest.raises(Overflow):
            unprintable(layouts.template("a"), side)


def test_the_same_texts_give_the_same_content(layouts, tmp_path: Path) -> None:
    side = Side("a", {"name": "山田太郎左衛門", "doc": "12"}, {"row": ({"no": "1"},)})
    again = load_one(tmp_path, BODY)
    assert typeset(layouts.template("a"), side, Usage()) == typeset(again.template("a"), side, Usage())
    assert layouts.template("a").art == again.template("a").art
    assert layouts.sha256 == again.sha256
