"""A small list that somebody sent in: what it lacks is told at once, what its rows lack row by row."""

from datetime import date
from pathlib import Path

import pytest

from fonts.errors import ExitCode, Refusal
from generator.errors import InputError
from generator.intake.listed import Row, listed
from generator.ledger.results import results
from generator.remake.left import read_left
from generator.remake.wanted import read_spoiled


def read(place: str, row: Row) -> tuple[str, str] | Refusal:
    return (
        (place, row["a"]) if row["a"] else InputError("result-row", place, "column {column} cannot be read", column="a")
    )


def test_rows_are_read_in_order_and_those_that_cannot_be_are_collected(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_text("\ufeffa,b,other\r\n x ,1,2\r\n,3,4\r\ny\r\nz,1,2,3,4\r\n", encoding="utf-8", newline="")
    faults: list[Refusal] = []
    assert list(listed(path, [("a",)], read, faults)) == [("l.csv:2", "x"), ("l.csv:4", "y"), ("l.csv:5", "z")]
    assert [fault.place for fault in faults] == ["l.csv:3"]


def test_of_a_group_one_column_is_enough_and_all_groups_are_told(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_text("a,d\n1,2\n", encoding="utf-8")
    assert list(listed(path, [("a",), ("c", "d")], read, [])) == [("l.csv:2", "1")]
    with pytest.raises(InputError) as refused:
        list(listed(path, [("a",), ("b",), ("c", "e")], read, []))
    assert (refused.value.code, refused.value.facts["columns"]) == ("list-columns", "b, c/e")
    assert refused.value.facts["needed"] == "a, b, c/e"


@pytest.mark.parametrize("raw", [b"\x8a\xc7\x97\x9d,make\n", '管理番号,make,sheet,記号\n"1'.encode() + b"\xff"])
@pytest.mark.parametrize("reader", ["results", "spoiled", "left"])
def test_every_list_is_refused_in_one_way(tmp_path: Path, raw: bytes, reader: str) -> None:
    path = tmp_path / "l.csv"
    path.write_bytes(raw)
    faults: list[Refusal] = []
    with pytest.raises(InputError) as refused:
        {
            "results": lambda: list(results(path, faults)),
            "spoiled": lambda: list(read_spoiled(path, "cards", "", faults)),
            "left": lambda: list(read_left(path, date(2025, 10, 1), faults)),
        }[reader]()
    assert refused.value.code in ("list-unreadable", "list-columns")
    assert refused.value.exit_code == ExitCode.INPUT
