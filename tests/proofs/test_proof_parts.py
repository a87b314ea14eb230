"""Small parts of the checker: check digits, 個人番号, ToUnicode, clusters, mirrored cells."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imposition.stock import load_stock
from layouts.geometry import to_pt
from proofs.checkdigit import NUMBER, check_digit, sound
from proofs.cmap import read_to_unicode
from proofs.glyphs import clusters
from proofs.mynumber import holds_my_number, valid
from proofs.plan import Grid


@pytest.mark.parametrize(("digits", "check"), [("3312001", 5), ("0104001", 3), ("0613999", 2), ("6313999", 2)])
def test_the_check_digit_of_worked_examples(digits: str, check: int) -> None:
    assert check_digit(digits) == check


@given(st.integers(0, 10**16))
def test_one_wrong_digit_breaks_a_number(value: int) -> None:
    digits = f"{value:016d}"
    body = f"{digits[:8]}-{digits[8:10]}-{digits[10:]}"
    number = f"{body}-{check_digit(digits)}"
    assert sound(number) and NUMBER.fullmatch(number)
    other = str((int(number[-3]) + 1) % 10)
    assert not sound(number[:-3] + other + number[-2:])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("123456789018", True),
        ("1234-5678-9018", True),
        ("氏名１２３４ ５６７８ ９０１８様", True),
        ("123456789012", False),
        ("0123456789018", False),
        ("20251001-01-000001-5", False),
        ("03-0000-0000", False),
    ],
)
def test_a_my_number_is_seen_through_hyphens_and_widths(text: str, found: bool) -> None:  # noqa: FBT001
    assert holds_my_number(text) is found


def test_the_worked_example_of_a_my_number() -> None:
    assert valid("123456789018")
    assert not valid("123456789017")


def test_to_unicode_reads_characters_ranges_and_lists() -> None:
    stream = b"""1 beginbfchar <0001> <D842DFB7> endbfchar
    2 beginbfrange <0010> <0012> <0041> <0020> <0021> [<0061> <9089DB40DD12>] endbfrange"""
    assert read_to_unicode(stream, 4) == {
        "0001": "\U00020bb7",
        "0010": "A",
        "0011": "B",
        "0012": "C",
        "0020": "a",
        "0021": "邉\U000e0112",
    }


def test_clusters_keep_selectors_and_sound_marks() -> None:
    assert list(clusters("渡邉\U000e0112か\u3099葛\ufe00")) == ["渡", "邉\U000e0112", "か\u3099", "葛\ufe00"]


@given(st.text())
def test_clusters_lose_nothing(text: str) -> None:
    assert "".join(clusters(text)) == text


@pytest.mark.parametrize("turn", ["vertical", "horizontal"])
def test_a_back_lies_behind_its_front(turn: str) -> None:
    """Hold a sheet against the light: a point of a back cell is behind the same piece's front cell."""
    stock = replace(load_stock("card-21up"), turn=turn, cells=load_stock("card-21up").cells[:20])
    front, back = Grid(stock, "F"), Grid(stock, "B")
    for index, trim in enumerate(front.trims):
        x, y = to_pt(trim.x) + 1, to_pt(trim.y) + 1
        width, height = to_pt(stock.sheet.width), to_pt(stock.sheet.height)
        behind = (width - x, y) if turn == "vertical" else (x, height - y)
        assert front.find(x, y) == back.find(*behind) == index
        assert front.find(-5, -5) == -1


def test_a_tumbled_back_is_read_head_up() -> None:
    stock = replace(load_stock("card-21up"), turn="horizontal")
    grid = Grid(stock, "B")
    trim = grid.trims[4]
    at = (-1.0, 0.0, 0.0, -1.0, to_pt(trim.right) - 10, to_pt(trim.top) - 20)
    assert grid.local(4, at) == pytest.approx((1, 0, 0, 1, 10, 20))
