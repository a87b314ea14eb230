"""Line breaking: nothing lost, nothing too wide, nothing forbidden at a line's ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layouts.lines import NOT_FIRST, NOT_LAST, break_lines, units

TEXT = st.text(st.sampled_from("資格確認書をー。、「」（）…ABC09 -ッァ々\u3000"), max_size=80)


def _count(text: str) -> float:
    return float(len(text))


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("資格確認書を、返す。", 6, ["資格確認書", "を、返す。"]),
        ("「資格」を失う", 4, ["「資格」", "を失う"]),
        ("これは（注）です", 4, ["これは", "（注）で", "す"]),
        ("電話 03-1234-5678 まで", 12, ["電話", "03-1234-5678", "まで"]),
        ("一行目\n\n三行目", 9, ["一行目", "", "三行目"]),
        ("あっという間", 2, ["あっ", "とい", "う間"]),
        ("終わり……続く", 4, ["終わ", "り……続", "く"]),
    ],
)
def test_lines_by_hand(text: str, room: float, lines: list[str]) -> None:
    assert break_lines(text, room, _count) == lines


@given(TEXT, st.integers(3, 20))
def test_breaking_keeps_every_character(text: str, room: int) -> None:
    lines = break_lines(text, room, _count)
    assert "".join(lines).replace(" ", "").replace("\u3000", "") == text.replace(" ", "").replace("\u3000", "")


@given(TEXT, st.integers(3, 20))
def test_only_one_unit_alone_may_be_too_wide(text: str, room: int) -> None:
    for line in break_lines(text, room, _count):
        assert len(line) <= room or len(units(line)) == 1


@given(TEXT, st.integers(3, 20))
def test_no_line_begins_or_ends_with_what_must_not(text: str, room: int) -> None:
    lines = [line for line in break_lines(text, room, _count) if line]
    assert not any(line[0] in NOT_FIRST for line in lines[1:])
    assert not any(line[-1] in NOT_LAST for line in lines[:-1])


def test_a_variation_selector_stays_with_its_base() -> None:
    assert units("葛\U000e0100城") == ["葛\U000e0100", "城"]
