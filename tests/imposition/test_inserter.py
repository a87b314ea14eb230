"""What an inserting machine reads: profiles checked, strokes by their rows, codes clear of art, folds and window."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.job.press import layouts_of
from generator.job.setup import sample_look
from imposition.errors import StockRefused
from imposition.inserter import Strokes, mark_areas, mark_operators, struck
from imposition.payload import check_digit, payload
from imposition.sheet import FACES, Face
from imposition.stock import load_stock
from layouts.document import Track
from layouts.geometry import Point, Rect, Size, to_mm
from layouts.place import boxes
from layouts.template import Template
from proofs.inserter import code_text, stroke_bits

SHIPPED = ("notice-a4", "notice-2up", "letter-a4")
LAYOUTS = layouts_of(sample_look())
#: Layouts whose pieces bear a track: notices, letters, lists, receipts, carriers.
TRACKED = ("notice/phase1", "notice/plain", "letter/cover", "letter/list", "letter/receipt", "letter/carrier")
WINDOW_BOTTOM = 60.0  # of a 長3 (domain.md §7)
ROWS = ("start", "begin", "end", "sequence", "sequence", "sequence", "piece", "piece", "parity")
STROKES = Strokes(Point(4, 130), 6.0, 4.0, 1.0, ROWS, 8, 4, "even")


@st.composite
def tracks(draw: st.DrawFn) -> Track:
    of = draw(st.integers(1, 120))
    return Track(
        envelope=draw(st.integers(1, 2_000_000)),
        piece=draw(st.integers(0, 20_000_000)),
        page=draw(st.integers(1, of)),
        of=of,
        sheet=draw(st.integers(1, 3_000_000)),
        turn=draw(st.integers(1, 2_000_000)),
    )


def own(folder: Path, text: str) -> str:
    path = folder / "own.toml"
    path.write_text(f'format = 1\nextends = "notice-a4"\n{text}\n', encoding="utf-8")
    return str(path)


def test_the_payload_is_as_documented() -> None:
    text = payload("20251001-01", 1, "F", Track(3, 12, 1, 2))
    assert text[:-1] == "v1|20251001-01|001|000003|0000012|01/02|F|"
    assert text[-1] == check_digit("".join(sign for sign in text[:-1] if sign.isdigit()))


@given(tracks(), st.integers(1, 2000), st.sampled_from(FACES))
def test_maker_and_checker_say_the_same(track: Track, block: int, face: Face) -> None:
    assert payload("20251001-01", block, face, track) == code_text(track, "20251001-01", block, face)
    bits = "".join("1" if bit else "0" for bit in struck(STROKES, track))
    assert bits == stroke_bits(STROKES, track)
    assert bits.count("1") % 2 == 0
    assert int(bits[3:6], 2) == track.sheet % 8
    assert int(bits[6:8], 2) == track.turn % 4
    assert (bits[0], bits[1] == "1", bits[2] == "1") == ("1", track.page == 1, track.page == track.of)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_profiles_bear_a_code_and_no_strokes(name: str) -> None:
    inserter = load_stock(name).inserter
    assert inserter is not None and inserter.code is not None and inserter.strokes is None


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("layout", TRACKED)
def test_the_code_is_clear_of_everything_printed(name: str, layout: str) -> None:
    stock, template = load_stock(name), LAYOUTS.template(layout)
    assert stock.inserter is not None
    for area in mark_areas(stock.inserter, stock.trim):
        assert [box for box in printed(template) if box.touches(area)] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_the_code_is_clear_of_folds_and_of_the_window(name: str) -> None:
    """Folded zigzag, a window 15 to 60 mm from the top of a 長3 shows nothing below the first panel, slipped 10 mm."""
    stock = load_stock(name)
    assert stock.inserter is not None
    (area,) = mark_areas(stock.inserter, stock.trim)
    top, bottom = stock.trim.height - area.top, stock.trim.height - area.y
    assert all(bottom <= fold - 10 or fold + 10 <= top for fold in stock.folds)
    assert top >= stock.folds[0] >= WINDOW_BOTTOM + 10


def test_one_place_serves_every_sheet_of_an_envelope() -> None:
    assert len({load_stock(name).inserter for name in SHIPPED}) == 1


def printed(template: Template) -> list[Rect]:
    found = [*boxes(template).values(), *template.fixed.values()]
    found += [text.box for text in LAYOUTS.draft(template.name).frame.texts]
    for name, (_, frame) in LAYOUTS.draft(template.name).blocks.items():
        for at in template.blocks[name].at:
            corner = Point(to_mm(at.x), to_mm(at.y))
            found += [
                Rect(x=box.x + corner.x, y=box.y + corner.y, width=box.width, height=box.height)
                for box in (*frame.fixed.values(), *(text.box for text in frame.texts))
            ]
    return found


def omr(rows: str = '"start"', *, top: str = "100mm", pitch: str = "4mm", more: str = "") -> str:
    given = f'at = ["4mm", "{top}"], length = "6mm", pitch = "{pitch}", weight = "1pt", rows = [{rows}]{more}'
    return f"omr = {{ {given} }}"


CODE = 'code = { at = ["3mm", "104mm"] }'
FAULTS = {
    'code = { at = ["3mm", "104mm"], module = "0.3mm" }': "inserter-fine",
    'code = { at = ["203mm", "104mm"] }': "inserter-off-sheet",
    'code = { at = ["3mm", "88mm"] }': "inserter-on-fold",
    omr(pitch="0.2mm"): "inserter-strokes",
    omr('"sequence"', more=", sequence_wrap = 3"): "inserter-wrap",
    f"{CODE}, {omr(top='110mm')}": "inserter-overlap",
    omr('"stop"'): "vendor-value",
    "cod = 1": "unknown-key",
}


@pytest.mark.parametrize(("text", "code"), FAULTS.items(), ids=FAULTS.values())
def test_a_profile_that_cannot_be_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(StockRefused) as refused:
        load_stock(own(tmp_path, f"inserter = {{ {text} }}"))
    assert code in {problem.code for problem in refused.value.problems}


def test_an_empty_table_switches_the_marks_off(tmp_path: Path) -> None:
    inserter = load_stock(own(tmp_path, "inserter = {}")).inserter
    assert inserter is not None
    assert mark_operators(inserter, Size(width=210, height=297), "v1", Track(1, 1, 1, 1)) == ""
