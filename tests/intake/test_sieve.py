"""A sieve keeps exactly the records that hold what is wanted; a household read alone is the household read with all."""

import csv
import io
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from society_folder import FAMILY, SOUND, write_society

from generator.intake.read import open_intake
from generator.intake.settings import load_society
from generator.intake.sieve import sieve_for
from generator.model import Key

TEXTS = st.text(alphabet='12ab,"\n 健', max_size=4)
RECORDS = st.lists(st.lists(TEXTS, min_size=3, max_size=3), max_size=12)


def lines(data: bytes) -> list[bytes]:
    """Cut a file into lines."""
    return data.splitlines(keepends=True)


@given(records=RECORDS, wanted=st.lists(st.text(alphabet="12ab健", min_size=1, max_size=2), min_size=1, max_size=2),
       block=st.integers(1, 4), ends=st.booleans())  # fmt: skip
def test_what_is_wanted_is_kept_with_its_line(
    records: list[list[str]], wanted: list[str], block: int, *, ends: bool
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([["head", "er", "x"], *records])
    data = text.getvalue().encode()
    data = data if ends else data.removesuffix(b"\n")
    sieve = sieve_for([wanted], "utf-8")
    assert sieve is not None
    cut = lines(data)
    blocks = [b"".join(cut[i : i + block]) for i in range(0, len(cut), block)]
    kept = {first: next(csv.reader(io.StringIO(raw.decode(), newline=""))) for first, raw in sieve.sift(blocks)}
    reader = csv.reader(io.StringIO(data.decode(), newline=""))
    expected: dict[int, list[str]] = {}
    first = 1
    for record in reader:
        if first == 1 or all(any(one in field for field in record) for one in wanted):
            expected[first] = record
        first = reader.line_num + 1
    assert expected.items() <= kept.items()
    assert all(record == kept[line] for line, record in expected.items())


def test_a_text_that_cp932_writes_in_two_ways_is_no_sieve() -> None:
    assert sieve_for([("∵",)], "cp932") is None
    assert sieve_for([("∵", "12")], "cp932") == sieve_for([("12",)], "cp932")


def test_a_household_alone_reads_as_among_all(tmp_path: Path) -> None:
    others = [{**SOUND, "番号": f"{n:06d}"} for n in range(346, 400)]
    folder = write_society(tmp_path, [*others[:30], SOUND, FAMILY, *others[30:]])
    society, on = load_society(folder), date(2025, 10, 1)
    key = Key(SOUND["記号"], SOUND["番号"], "01")
    with (
        open_intake(society, tmp_path / "all.sqlite", on) as everybody,
        open_intake(society, tmp_path / "one.sqlite", on, frozenset({key})) as one,
    ):
        assert list(one.households()) == [everybody.household(key.symbol, key.number)]
        assert (one.people, one.counts.rejected) == (1, 0)
        assert dict(one.employers) == dict(everybody.employers)


def test_a_fault_of_the_household_is_found_and_others_are_not_looked_at(tmp_path: Path) -> None:
    broken = {**SOUND, "番号": "000999", "生年月日": "yesterday"}
    folder = write_society(tmp_path, [SOUND, {**FAMILY, "性別": "?"}, broken])
    key = Key(SOUND["記号"], SOUND["番号"], "01")
    with open_intake(load_society(folder), tmp_path / "one.sqlite", date(2025, 10, 1), frozenset({key})) as one:
        assert [(problem.line, problem.column) for problem in one.problems()] == [(3, "性別")]
        assert (one.people, one.counts.rejected, one.held(key)) == (1, 1, True)


def test_who_shares_a_former_key_is_held_back_though_they_live_elsewhere(tmp_path: Path) -> None:
    former = {"前の記号": "0001", "前の番号": "7", "前の枝番": "00"}
    folder = write_society(tmp_path, [{**SOUND, **former}, {**SOUND, "番号": "000999", **former}])
    key = Key(SOUND["記号"], SOUND["番号"], "00")
    with open_intake(load_society(folder), tmp_path / "one.sqlite", date(2025, 10, 1), frozenset({key})) as one:
        assert one.held(key)
        assert "former-shared" in {problem.code for problem in one.problems()}
