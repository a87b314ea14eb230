"""A vendor's reason is printed: it is short, one line, and holds no individual number."""

from pathlib import Path

import pypdfium2
import pytest
import remake_shop as shop

from fonts.errors import Refusal
from generator.remake.papers import HALF, Line, certificate
from generator.remake.spoil import Wish, spoil
from generator.remake.wanted import REASON, Spoiled, read_spoiled


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


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop.sealed(tmp_path_factory.mktemp("reasons"))


def parted(reason: str) -> list[str]:
    line = Line("20251001-01-000007-5", 1, "cards", (1, 1, 1, 1), (2, 1, 1, 1), reason, "E000001", ("1", "1"), "", "")
    (page,) = certificate([line], "job")
    (row,) = page.front.blocks["row"]
    return [row[name] for name in ("reason", "reason_upper", "reason_lower") if name in row]


@pytest.mark.parametrize(
    ("reason", "lines"),
    [
        ("角折れ", ["角折れ"]),
        ("傷" * 20, ["傷" * 20]),
        ("傷" * 21, ["傷" * 11, "傷" * 10]),
        ("傷" * 30 + "、" + "傷" * 29, ["傷" * 30 + "、", "傷" * 29]),
        ("the sheet was creased by the gripper", ["the sheet was creased", "by the gripper"]),
        ("傷 " + "折" * 30, ["傷 " + "折" * 14, "折" * 16]),
    ],
)
def test_a_long_reason_stands_in_two_lines(reason: str, lines: list[str]) -> None:
    assert parted(reason) == lines
    assert max(map(len, parted(reason))) <= HALF


def test_the_longest_reasons_fit_on_the_certificate(job: Path) -> None:
    cards = [row["管理番号"] for row in shop.cells(job, "cards") if row["管理番号"] and row["side"] == "F"]
    reasons = ["傷" * REASON, "傷" * 30 + "、" + "折" * 29, "Ｗ" * REASON, "W" * REASON, "W" * 20, "傷" * 20]
    spoiled = tuple(Spoiled("vendor.csv:2", reason, number) for number, reason in zip(cards, reasons, strict=False))
    made = spoil(Wish(job, spoiled, shop.LATER, "製造", "汚れ"), shop.society_of(job))
    with pypdfium2.PdfDocument(made.folder / "vendor" / "destruction.pdf") as pdf:
        text = "".join(pdf[0].get_textpage().get_text_bounded().split())
    assert text.count("傷") == REASON + 30 + 20 and text.count("折") == 29
    assert [row["reason"] for row in shop.table(made.folder / "vendor" / "destruction.csv")] == reasons
