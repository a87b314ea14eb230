"""A vendor's reason is printed: it is short, one line, and holds no individual number."""

from pathlib import Path

import pytest

from fonts.errors import Refusal
from generator.remake.wanted import REASON, read_spoiled


def read(path: Path, reason: str) -> tuple[list[str], list[Refusal]]:
    table = path / "vendor.csv"
    table.write_text(f'管理番号,reason\n20251001-01-000007-5,"{reason}"\n', encoding="utf-8")
    faults: list[Refusal] = []
    return [each.reason for each in read_spoiled(table, "cards", "汚れ", faults)], faults


@pytest.mark.parametrize("reason", ["傷" * (REASON + 1), "傷\nほか", "1234 5678 9018", "１２３４５６７８９０１８"])
def test_what_may_not_be_printed_is_refused_and_not_repeated(tmp_path: Path, reason: str) -> None:
    read_out, faults = read(tmp_path, reason)
    assert (read_out, [fault.code for fault in faults]) == ([], ["spoiled-reason"])
    assert faults[0].place.startswith("vendor.csv:")
    assert "9018" not in faults[0].text() and "傷" not in faults[0].text()


@pytest.mark.parametrize(
    ("reason", "kept"), [("傷" * REASON, "傷" * REASON), ("", "汚れ"), ("角\u3000折れ", "角\u3000折れ")]
)
def test_other_reasons_stay(tmp_path: Path, reason: str, kept: str) -> None:
    assert read(tmp_path, reason) == ([kept], [])
