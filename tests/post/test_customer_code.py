"""From postcode and 住所B to the content of the barcode: the manual's examples, hard addresses, any text."""

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from official_vectors import VECTORS, Vector

from generator.post.customer_code import CustomerCode, Reason, address_number, customer_code, kanji_number
from layouts.customer_bars import symbols

NAMES = [*"0123456789-", *(f"CC{index}" for index in range(1, 9))]
GOLDEN = (Path(__file__).parent / "golden" / "address_numbers.csv").read_text(encoding="utf-8")
#: What addresses are made of, and what they should not be made of.
TEXTS = st.text(
    st.sampled_from("0189０９ABFZafzＡＦｚ-－ー&＆・./．　 一二十百千〇丁目番地号線のノ地割条第ビル棟階私書箱邊①Ⅱ𠮷"),
    max_size=40,
)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.postcode)
def test_the_manual_s_examples(vector: Vector) -> None:
    code = customer_code(vector.postcode, vector.detail)
    assert isinstance(code, CustomerCode)
    assert " ".join(NAMES[value] for value in symbols(code.content)) == vector.symbols


@pytest.mark.parametrize(("detail", "number", "why"), [*csv.reader(GOLDEN.splitlines()[1:])])
def test_hard_addresses(detail: str, number: str, why: str) -> None:
    assert address_number(detail) == number, why


@given(TEXTS)
def test_a_number_is_made_of_digits_single_hyphens_and_letters(detail: str) -> None:
    number = address_number(detail)
    assert set(number) <= set("0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert not number.startswith("-")
    assert not number.endswith("-")
    assert "--" not in number
    signs = pairwise(number)
    assert not any("-" in pair and any(sign.isalpha() for sign in pair) for pair in signs)


@given(TEXTS)
def test_taking_out_twice_changes_only_what_letters_that_met_make_of_it(detail: str) -> None:
    number = address_number(detail)
    words = any(first.isalpha() and second.isalpha() for first, second in pairwise(number))
    floors = any(first.isdigit() and second == "F" for first, second in pairwise(number))
    assert words or floors or address_number(number) == number


@given(TEXTS)
def test_width_and_case_do_not_matter(detail: str) -> None:
    wide = detail.translate(
        {code: code + 0xFEE0 for code in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B))}
    )
    assert address_number(wide) == address_number(detail) == address_number(detail.upper())


@given(st.integers(1, 9999))
def test_numerals_are_read_as_they_are_written(value: int) -> None:
    digits = "〇一二三四五六七八九"
    by_place = "".join(digits[int(sign)] for sign in str(value))
    with_units = ""
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        times = value // unit % 10
        with_units += (digits[times] if times > 1 or (times and not sign) else "") + (sign if times else "")
    assert kanji_number(by_place) == kanji_number(with_units) == value


@pytest.mark.parametrize("postcode", ["100-0000", "1000000", "633-0000", "030-0100", "0288500"])
def test_the_code_of_a_whole_municipality_gives_none(postcode: str) -> None:
    assert customer_code(postcode, "1-2-3") is Reason.REPRESENTATIVE


@pytest.mark.parametrize("postcode", ["", "100-000", "10-00013", "１００-００１３", "100-00130", "100–0013"])
def test_what_is_no_postcode_gives_none(postcode: str) -> None:
    assert customer_code(postcode, "1-2-3") is Reason.POSTCODE


def test_the_hyphen_of_the_postcode_is_left_out() -> None:
    assert customer_code("100-0013", "1-3-2") == customer_code("1000013", "1-3-2") == CustomerCode("1000013", "1-3-2")
