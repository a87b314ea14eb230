"""Texts compared all at once: equal piece by piece, or not equal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofs.glyphs import APART, Shows
from proofs.plan import Key
from proofs.series import Kinds, Known


def shows(first: int) -> Shows:
    table = {char: f"{i:04X}" for i, char in enumerate("0123456789ab", first)}
    return Shows(table | {"\n": "*", APART: APART})


TABLE, BOLD = shows(1), shows(20)
MY_NUMBER = "123456789018"


def known(key: str, bit: int, table: Shows = TABLE, least: float = 0.0, fits: int = 200) -> Known:
    return Known(key, table, bit, fits, least, 50.0, lambda text: float(len(text)))


def codes(text: str, table: Shows = TABLE) -> str:
    return table[text]


texts = st.text("0123456789ab", min_size=1, max_size=5)


@given(st.lists(st.tuples(texts, st.booleans()), min_size=1, max_size=6))
def test_what_is_shown_as_planned_holds(rows: list[tuple[str, bool]]) -> None:
    tables = [BOLD if bold else TABLE for _, bold in rows]
    places: dict[Key, int] = {str(i): i for i in range(len(rows))}
    found = Kinds().series([known(str(i), 1 << i, table) for i, table in enumerate(tables)], places)
    assert found is not None and found.bits == (1 << len(rows)) - 1
    shown = [codes(text, table) for (text, _), table in zip(rows, tables, strict=True)]
    assert found.holds([text for text, _ in rows], shown, ())


@given(st.lists(texts, min_size=2, max_size=5), st.data())
def test_another_split_of_the_same_glyphs_does_not_hold(values: list[str], data: st.DataObject) -> None:
    places: dict[Key, int] = {str(i): i for i in range(len(values))}
    found = Kinds().series([known(str(i), 1 << i) for i in range(len(values))], places)
    assert found is not None
    whole, inner = codes("".join(values)), len(values) - 1
    end = len(whole) // 4
    cuts = sorted(data.draw(st.lists(st.integers(0, end), min_size=inner, max_size=inner)))
    shown = [whole[4 * a : 4 * b] for a, b in zip([0, *cuts], [*cuts, end], strict=True)]
    assert found.holds(values, shown, ()) == (shown == [codes(text) for text in values])


@pytest.mark.parametrize("chosen", [[None], [known("else", 1)], [known("a", 1), known("a", 1)]])
def test_pens_that_are_not_the_only_ones_of_their_place_make_no_series(chosen: list[Known | None]) -> None:
    assert Kinds().series(chosen, {"a": 0}) is None


def test_a_text_that_fits_one_place_is_measured_for_another() -> None:
    """What was found to fit is remembered by place: the same date may be too long next door."""
    roomy = Kinds().series([known("a", 1, fits=0)], {"a": 0})
    tight = Kinds().series([known("a", 1, fits=0, least=3.0)], {"a": 0})
    assert roomy is not None and tight is not None
    for _ in range(2):
        assert roomy.holds(["12"], [codes("12")], ())
        assert not tight.holds(["12"], [codes("12")], ())


def test_codes_of_the_other_font_do_not_hold() -> None:
    places: dict[Key, int] = {"a": 0, "b": 1, "c": 2}
    found = Kinds().series([known("a", 1), known("b", 2, BOLD), known("c", 4)], places)
    assert found is not None
    right = [codes("1"), codes("2", BOLD), codes("3")]
    assert found.holds(["1", "2", "3"], right, ())
    assert not found.holds(["1", "2", "3"], [codes("1"), codes("2"), codes("3")], ())
    assert not found.holds(["1", "2", "3"], [right[0], right[1], right[0]], ())
    assert not found.holds(["3", "2", "1"], right, ())


def test_a_text_without_room_a_line_end_and_a_my_number_want_a_closer_look() -> None:
    wide = Kinds().series([known("a", 1, fits=0), known("b", 2)], {"a": 0, "b": 1})
    short = Kinds().series([known("a", 1, fits=0, least=3.0)], {"a": 0})
    assert wide is not None and short is not None
    assert wide.holds(["1" * 50, "2"], [codes("1" * 50), codes("2")], ())
    assert not wide.holds(["1" * 51, "2"], [codes("1" * 51), codes("2")], ())
    assert not short.holds(["12"], [codes("12")], ())
    assert not wide.holds(["1\n2", "2"], [codes("1"), codes("2")], ())
    assert not wide.holds([f"1{APART}2", "2"], [codes("1"), codes("2")], ())
    assert not wide.holds([MY_NUMBER, "2"], [codes(MY_NUMBER), codes("2")], ())
    assert wide.holds([MY_NUMBER, "2"], [codes(MY_NUMBER), codes("2")], (MY_NUMBER,))
