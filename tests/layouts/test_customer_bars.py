"""The customer barcode: symbols, bars, and a rendered code measured against the legal ranges."""

import re
from itertools import pairwise

import bar_reading
import pytest
from bar_reading import Measured
from hypothesis import given
from hypothesis import strategies as st

from layouts.customer_bars import (
    BARS,
    CC4,
    GAP_RANGE,
    LEAST_PT,
    LONG_RANGE,
    MODULUS,
    MOST_PT,
    PATTERNS,
    PITCH_RANGE,
    QUIET_MM,
    TIMING_RANGE,
    WIDTH_RANGE,
    bars,
    operators,
    size_mm,
    symbols,
    width_pt,
)
from layouts.geometry import Size, to_mm, to_pt

CONTENTS = st.from_regex(r"[0-9]{7}[0-9A-Z-]{0,20}", fullmatch=True)
SIZES = (8.0, 9.0, 10.0, 11.5)
#: What the middle of a grey pixel can be wrong by; a nominal length is the most that is legal.
UNSURE_MM = 0.004


def kept(text: str) -> str:
    """Return the part of a content that 20 symbols hold whole."""
    room = 20
    for at, sign in enumerate(text):
        room -= 2 if sign.isalpha() else 1
        if room < 0:
            return text[:at]
    return text


def kinds_of(content: str, size_pt: float) -> str:
    """Name the bars by what they measure."""
    unit = width_pt(size_pt)
    names = {(0, 6): "1", (2, 4): "2", (0, 4): "3", (2, 2): "4"}
    return "".join(names[round(bar.bottom / unit), round(bar.height / unit)] for bar in bars(content, size_pt))


@given(CONTENTS)
def test_a_code_has_67_bars_and_can_be_read_back(content: str) -> None:
    kinds = kinds_of(content, 9.0)
    assert len(kinds) == BARS
    read = bar_reading.values(kinds)
    assert tuple(read) == symbols(content)
    assert sum(read) % MODULUS == 0
    assert bar_reading.content(read) == kept(content)


@given(CONTENTS, st.floats(LEAST_PT, MOST_PT))
def test_bars_are_of_one_width_at_one_pitch(content: str, size_pt: float) -> None:
    drawn = bars(content, size_pt)
    steps = {round(to_mm(right.x - left.x) / size_pt, 9) for left, right in pairwise(drawn)}
    assert steps == {0.12}
    assert to_mm(drawn[-1].x + width_pt(size_pt)) == pytest.approx(size_mm(size_pt).width)
    assert max(to_mm(bar.bottom + bar.height) for bar in drawn) == pytest.approx(size_mm(size_pt).height)


@given(CONTENTS, st.floats(LEAST_PT, MOST_PT))
def test_the_drawing_is_the_bars(content: str, size_pt: float) -> None:
    text = operators(content, size_pt, 10.0, 20.0)
    head = re.match(r"q (\S+) 0 0 \1 10 20 cm ", text)
    assert head
    unit = float(head[1])
    boxes = re.findall(r"(\d+) (\d+) 1 (\d+) re ", text)
    assert text == head[0] + "".join(f"{x} {y} 1 {h} re " for x, y, h in boxes) + "f Q"
    wanted = bars(content, size_pt)
    drawn = [(int(x) * unit, int(y) * unit, int(h) * unit) for x, y, h in boxes]
    assert len(drawn) == len(wanted)
    for box, bar in zip(drawn, wanted, strict=True):
        assert box == pytest.approx(bar, abs=0.07)  # 0.02 mm at the far end: a factor has three decimals


@pytest.mark.parametrize("size_pt", SIZES)
def test_a_printed_code_lies_within_the_legal_ranges(size_pt: float) -> None:
    content = "91000673-80-25J1-2B"  # every kind of bar, a letter cut in two
    code = size_mm(size_pt)
    sheet = Size(width=code.width + 2 * QUIET_MM, height=code.height + 2 * QUIET_MM)
    drawing = operators(content, size_pt, to_pt(QUIET_MM), to_pt(QUIET_MM))
    image = bar_reading.picture(bar_reading.page(drawing, sheet))
    found = bar_reading.measured(image)
    assert tuple(bar_reading.values(bar_reading.kinds(found))) == symbols(content)
    _in_range(found, size_pt)
    _clear(found, image.width * bar_reading.MM_A_PIXEL, image.height * bar_reading.MM_A_PIXEL)


def _in_range(found: list[Measured], size_pt: float) -> None:
    def legal(value: float, ends: tuple[float, float]) -> bool:
        return ends[0] * size_pt - UNSURE_MM <= value <= ends[1] * size_pt + UNSURE_MM

    pairs = list(pairwise(found))
    assert all(legal(bar.width, WIDTH_RANGE) for bar in found)
    assert all(legal(right.middle - left.middle, PITCH_RANGE) for left, right in pairs)
    assert all(legal(right.left - left.left - left.width, GAP_RANGE) for left, right in pairs)
    heights = {"1": LONG_RANGE, "4": TIMING_RANGE}
    half = tuple((long + timing) / 2 for long, timing in zip(LONG_RANGE, TIMING_RANGE, strict=True))
    for kind, bar in zip(bar_reading.kinds(found), found, strict=True):
        assert legal(bar.height, heights.get(kind, half)), (kind, bar)


def _clear(found: list[Measured], width: float, height: float) -> None:
    margins = (
        min(bar.left for bar in found),
        min(bar.top for bar in found),
        width - max(bar.left + bar.width for bar in found),
        height - max(bar.top + bar.height for bar in found),
    )
    assert all(margin >= QUIET_MM - UNSURE_MM for margin in margins), margins


def test_letters_are_two_symbols() -> None:
    kinds = kinds_of("1000001FV", 9.0)
    assert kinds[2 + 21 :].startswith("324141234114")  # F and V


def test_a_short_number_is_filled_up_and_a_long_one_cut() -> None:
    assert symbols("1000001")[7:20] == (CC4,) * 13
    assert symbols("1000001123456789012345")[7:20] == (*range(1, 10), 0, 1, 2, 3)
    assert symbols("1000001123456789012A")[-2] == 11  # the first half of the letter stays


def test_patterns_are_all_different_and_none_is_start_or_stop() -> None:
    assert len({*PATTERNS}) == MODULUS == len(PATTERNS)
    assert {sign for pattern in PATTERNS for sign in pattern} == set("1234")


@pytest.mark.parametrize("content", ["", "100000", "100-0001", "1000001a", "1000001１", "1000001 2", "1000001\n"])
def test_what_has_no_symbol_is_refused(content: str) -> None:
    with pytest.raises(ValueError, match="seven digits"):
        symbols(content)


@pytest.mark.parametrize("size_pt", [7.9, 11.6, 0.0, -9.0])
def test_an_illegal_size_is_refused(size_pt: float) -> None:
    with pytest.raises(ValueError, match=r"8 to 11\.5 points"):
        operators("1000001", size_pt, 0.0, 0.0)
    with pytest.raises(ValueError, match=r"8 to 11\.5 points"):
        bars("1000001", size_pt)


def test_the_widths_are_those_of_the_manual() -> None:
    assert [round(size_mm(size_pt).width, 1) for size_pt in SIZES] == [63.8, 71.8, 79.8, 91.8]
    assert [round(size_mm(size_pt).height, 2) for size_pt in SIZES] == [2.88, 3.24, 3.6, 4.14]


def test_a_drawing_stays_small() -> None:
    assert len(operators("0640804" + "29-1524-23-2-", 8.37, 123.456, 234.567)) < 900
