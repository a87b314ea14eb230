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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_list_is_read_in_every_encoding_of_the_contract(tmp_path: Path, encoding: str) -> None:
    """A spreadsheet's CSV is CP932: 十 and 表 hold the byte of a backslash, ｱ stands alone, ① is an extension's."""
    path = tmp_path / "l.csv"
    path.write_bytes("a,名\r\n十表ｱ①,健\r\n".encode(encoding))
    assert list(listed(path, [("a",), ("名",)], read, [])) == [("l.csv:2", "十表ｱ①")]


def test_names_of_columns_that_are_ascii_do_not_hide_cp932_further_on(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_bytes(b"a\r\n" + b"x\r\n" * 200_000 + "汚れ\r\n".encode("cp932"))
    assert list(listed(path, [("a",)], read, []))[-1] == ("l.csv:200002", "汚れ")


@pytest.mark.parametrize("tail", [b"\x80", b"\xa0", b"\xfd", b"\x82"])
def test_what_is_in_neither_encoding_is_refused(tmp_path: Path, tail: bytes) -> None:
    path = tmp_path / "l.csv"
    path.write_bytes("名,a\r\n健,".encode("cp932") + tail)
    with pytest.raises(InputError) as refused:
        list(listed(path, [("a",)], read, []))
    assert (refused.value.code, refused.value.place) == ("list-unreadable", "l.csv")


def test_broken_utf_8_is_not_taken_for_cp932(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_bytes("名,a\r\n".encode() + b"\x82\xa0,x\r\n")
    with pytest.raises(InputError) as refused:
        list(listed(path, [("a",)], read, []))
    assert refused.value.code == "list-unreadable"


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
