"""The face of an employer's envelope: clear of edges and stamp, of the letters' family, and silent about persons."""

import re
from pathlib import Path

import pytest
from a4_sheets import STATICS, captions, from_top, sheet, slots, wording
from test_a4_fit import ADDRESS_40, EMPLOYER_25
from test_a4_wording import EXACT

from imposition.stock import load_stock
from layouts.document import Side
from layouts.geometry import Rect, Size
from layouts.ink import Ink
from layouts.load import PACKAGED, load_layouts
from layouts.template import Template
from layouts.typeset import unprintable

FACE = "letter/face"
EDGE = 15.0  # mm: what a printer of envelopes cannot reach, and the post wants clear
STAMP = Size(width=35, height=70)  # stamp or mark of 料金別納, upper left of a standing cover
INKS = {"society": Ink((0.55, 0.12, 0.30, 0.0))}


def _everything(template: Template) -> dict[str, Rect]:
    """Return every box of ink by what it is."""
    return {**slots(template), **template.fixed, **{line.text: line.box for line in captions(template)}}


def _outside(template: Template) -> set[str]:
    """Name what reaches into the edges or onto the stamp."""
    trim = template.trim
    room = Rect(x=0, y=0, width=trim.width, height=trim.height).grown(-EDGE)
    stamp = from_top(template, 0, STAMP.height, 0, STAMP.width)
    return {name for name, box in _everything(template).items() if not room.holds(box) or box.touches(stamp)}


def test_it_is_the_face_of_the_shipped_envelope() -> None:
    stock, template = load_stock("envelope-kaku2"), sheet(FACE)
    assert (template.trim, template.bleed_mm) == (stock.trim, stock.bleed) == (Size(width=240, height=332), 0)


def test_edges_and_the_place_of_the_stamp_are_clear() -> None:
    assert not _outside(sheet(FACE))


@pytest.mark.parametrize(
    ("moved", "found"),
    [
        ('[box.band]\nat = ["14mm", "178mm"]\n', "box.band"),
        ('[text.post]\nat = ["30mm", "60mm"]\n', "post"),
        ('[rule.packer]\nto = ["149mm", "318mm"]\n', "rule.packer"),
    ],
)
def test_what_is_moved_there_is_seen(tmp_path: Path, moved: str, found: str) -> None:
    (tmp_path / "letter").mkdir()
    (tmp_path / "letter/face.toml").write_text(f'format = 1\nextends = "letter/face"\n{moved}', "utf-8")
    assert _outside(load_layouts(tmp_path, STATICS, INKS).template(FACE)) == {found}


def test_nothing_lies_on_another_text() -> None:
    texts = {**slots(sheet(FACE)), **{line.text: line.box for line in captions(sheet(FACE))}}
    every = list(texts.items())
    assert not [(a, b) for i, (a, box) in enumerate(every) for b, other in every[:i] if box.touches(other)]


def test_it_is_of_the_letters_family() -> None:
    """Band, title under it and weights of rules are the letter's; the address is read from arm's length."""
    face, letter = sheet(FACE), sheet("letter/cover")
    heads: list[tuple[float, float]] = []
    for template in (face, letter):
        band = template.fixed["box.band"]
        title = next(line for line in captions(template) if line.size == 18 and line.box.y < band.y)
        heads.append((round(band.height, 3), round(band.y - title.box.top, 2)))
        assert title.box.x == pytest.approx(band.x, abs=0.01)
    assert heads[0] == heads[1]
    grid = {(round(box.x, 2), round(box.right, 2)) for box in face.fixed.values() if box.width > 100}
    assert grid == {(20, 220)}
    assert _weights(FACE) <= _weights("letter/cover") | _weights("letter/receipt")
    assert {slot.name: slot.size for slot in face.slots if slot.size >= 18}.keys() == {
        *("post", "address1", "address2", "employer", "department", "envelope", "part"),
    }


def _weights(name: str) -> set[str]:
    return set(re.findall(r'^weight = "(.+)"$', (PACKAGED / f"{name}.toml").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize(
    "words",
    [
        "親展",
        "健康保険の重要書類在中",
        "開封せずに、御担当者へお渡しください",
        "個人あて封筒は、開封せずに、そのまま本人へお渡しください。",
        "お届けできないときは、差出人へお返しください。",
        *(STATICS[key] for key in ("insurer_name", "insurer_postcode", "insurer_phone")),
    ],
)
def test_it_says(words: str) -> None:
    assert words in wording(sheet(FACE))


def test_it_says_nothing_of_a_person_or_of_how_many() -> None:
    assert sheet(FACE).fields == {
        *("post", "address1", "address2", "employer", "department", "envelope", "part", "job"),
    }
    assert not re.search("枚|名分|人数|資格確認書|未登録", wording(sheet(FACE)))


def test_numbers_are_never_made_narrower() -> None:
    narrow = {slot.field_name for slot in sheet(FACE).slots if len(slot.steps) > 1}
    assert narrow == {"address1", "address2", "employer", "department"}
    assert not narrow & EXACT


def test_what_fits_the_letter_fits_the_envelope() -> None:
    first, second = ADDRESS_40
    fields = {
        "post": "〒224-0032",
        "address1": first,
        "address2": second,
        "employer": EMPLOYER_25 + "　御中",
        "department": "人事総務本部　社会保険・福利厚生担当　御中",
        "envelope": "E999999",
        "part": "88/88",
        "job": "20280828-88",
    }
    assert unprintable(sheet(FACE), Side(FACE, fields)) == ()
    for name in ("address1", "address2", "employer", "department"):
        assert _room(sheet(FACE), name) > _room(sheet("letter/cover"), name)


def _room(template: Template, field: str) -> int:
    """Return how many 1/1000 em a field holds at its least and narrowest."""
    return next(slot for slot in template.slots if slot.field_name == field).steps[-1].narrow
