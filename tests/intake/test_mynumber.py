"""The 12-digit scan: nothing that NFKC, spaces or hyphens hide gets through (contract §2; domain.md §5.3)."""

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.intake.mynumber import FOLDED, SEPARATORS, forbidden_name, holders, long_run, valid

SAMPLE = "123456789018"
_FOLDED = re.compile(f"[{FOLDED}]")


def seen(*fields: str) -> list[int]:
    """Run the cheap test, then the close look, as a table does."""
    joined = "\0".join(fields)
    return list(holders(fields)) if long_run(joined) or _FOLDED.search(joined) else []


def test_check_digit_of_the_published_example() -> None:
    assert valid(SAMPLE)
    assert not valid("123456789017")


@pytest.mark.parametrize(
    "field",
    [
        SAMPLE,
        "1234-5678-9018",
        "1234 5678 9018",
        "１２３４　５６７８　９０１８",
        "１２３４－５６７８－９０１８",
        "1234ー5678―9018",
        "1234\n5678\r\n9018",
        "番号は1234 5678 9018です",
        "①②③④⑤⑥⑦⑧⑨⓪①⑧",
        "⑫㉞56789018",
        "a123456789018b",
        "1234\u00ad5678\u200b9018",
    ],
)
def test_hidden_numbers_are_found(field: str) -> None:
    assert seen("x", field) == [1]


@pytest.mark.parametrize(
    "field",
    [
        "123456789017",
        "1234567890180",
        "0123456789018",
        "12345678901",
        "1234,5678,9018",
        "1234/5678/9018",
        "2024-12-02",
        "",
    ],
)
def test_other_digits_pass(field: str) -> None:
    assert seen(field) == []


def test_a_run_over_two_fields_is_none() -> None:
    assert seen("123456", "789018") == []


@given(st.text(alphabet="0123456789０１- －①㉑ー x", max_size=40))
def test_the_cheap_test_never_hides_what_the_close_look_finds(field: str) -> None:
    assert seen(field) == list(holders([field]))


@given(
    st.from_regex(r"[0-9]{11}", fullmatch=True), st.lists(st.sampled_from(" -　－ー\u2010"), max_size=8), st.randoms()
)
def test_every_valid_number_is_found_however_it_is_spaced(eleven: str, gaps: list[str], random: object) -> None:
    number = next(eleven + check for check in "0123456789" if valid(eleven + check))
    for gap in gaps:
        at = random.randint(1, len(number) - 1)  # type: ignore[attr-defined]
        number = number[:at] + gap + number[at:]
    assert seen(number) == [0]


@pytest.mark.slow
def test_the_character_lists_are_complete() -> None:
    separator = re.compile(f"[{SEPARATORS}]+")
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        if "\ud800" <= char <= "\udfff":
            continue
        folded = unicodedata.normalize("NFKC", char)
        if char not in "0123456789０１２３４５６７８９":
            assert bool(re.search("[0-9]", folded)) == bool(_FOLDED.match(char)), hex(code)
        vanishes = unicodedata.category(char) in {"Zs", "Zl", "Zp", "Pd"} or not separator.sub("", folded)
        assert not vanishes or separator.match(char), hex(code)


@pytest.mark.parametrize("header", ["個人番号", "マイナンバー", "ﾏｲﾅﾝﾊﾞｰ", " 個人 番号 "])
def test_columns_named_as_my_number(header: str) -> None:
    assert forbidden_name(header)


@pytest.mark.parametrize("header", ["個人番号下4桁", "番号", "マイナ保険証"])
def test_other_columns(header: str) -> None:
    assert not forbidden_name(header)
