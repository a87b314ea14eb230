"""A vendor's reason is printed: it is short, one line, and holds no individual number."""

from pathlib import Path

import pypdfium2
import pytest
import remake_shop as shop

from fonts.errors import Refusal
from generator.errors import InputError
from generator.remake.papers import ROWS_A_CERTIFICATE, Line, certificate
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


def rows(*told: tuple[str, int]) -> list[list[dict[str, str]]]:
    """Return the rows of every page for so many copies of each reason, in turns."""
    lines = [
        Line(f"20251001-01-{k:06d}-5", 1, "cards", (1, k, 1, 1), (2, 1, 1, 1), reason, "E000001", ("1", "1"), "", "")
        for k, reason in enumerate((reason for reason, copies in told for _ in range(copies)), 1)
    ]
    return [[dict(row) for row in page.front.blocks["row"]] for page in certificate(lines, "job")]


def test_a_reason_stands_once_above_its_copies() -> None:
    (page,) = rows(("角折れ", 2), ("汚れ", 1), ("角折れ", 1))
    assert [row.get("reason", row.get("doc")) for row in page] == [
        "角折れ", "20251001-01-000001-5", "20251001-01-000002-5", "20251001-01-000004-5",
        "汚れ", "20251001-01-000003-5",
    ]  # fmt: skip
    assert [row["reason_count"] for row in page if "reason" in row] == ["3枚", "1枚"]
    assert [row["no"] for row in page if "no" in row] == ["1", "2", "3", "4"]


@pytest.mark.parametrize("first", range(1, 60))
def test_every_page_says_whose_reason_its_rows_have(first: int) -> None:
    pages = rows(("角折れ", first), ("汚れ", 40))
    for page in pages:
        assert "reason" in page[0] and ("doc" in page[-1] or page[-1] == {})
        assert len(page) <= ROWS_A_CERTIFICATE
        said = ""
        for row in page:
            said = row.get("reason", said)
            if "doc" in row:
                assert said == ("角折れ" if int(row["no"]) <= first else "汚れ")
    assert [row["no"] for page in pages for row in page if "no" in row] == [str(k) for k in range(1, first + 41)]


def test_a_character_that_no_face_has_is_named_with_where_it_was_given(job: Path) -> None:
    card, other, third = [
        row["管理番号"] for row in shop.cells(job, "cards") if row["管理番号"] and row["side"] == "F"
    ][:3]
    spoiled = (
        Spoiled("--number", "汚れ😀", card),
        Spoiled("vendor.csv:3", "角折れ🧻☃️", other),
        Spoiled("vendor.csv:4", "見当ずれ", third),
    )
    with pytest.raises(InputError) as refused:
        spoil(Wish(job, spoiled, shop.LATER, "製造", "汚れ😀"), shop.society_of(job))
    lines = refused.value.text().splitlines()
    assert [line.split(":")[0:3] for line in lines] == [
        ["--why", " spoiled-glyph", " no face has U+1F600"],
        ["vendor.csv", "3", " spoiled-glyph"],
    ]
    assert "U+1F9FB" in lines[1]
    assert not list(job.glob("*remake*"))


def test_the_longest_reasons_fit_on_the_certificate(job: Path) -> None:
    cards = [row["管理番号"] for row in shop.cells(job, "cards") if row["管理番号"] and row["side"] == "F"]
    reasons = ["傷" * REASON, "傷" * 30 + "、" + "折" * 29, "Ｗ" * REASON, "W" * REASON, "W" * 20, "傷" * 20]
    spoiled = tuple(Spoiled("vendor.csv:2", reason, number) for number, reason in zip(cards, reasons, strict=False))
    made = spoil(Wish(job, spoiled, shop.LATER, "製造", "汚れ"), shop.society_of(job))
    with pypdfium2.PdfDocument(made.folder / "vendor" / "destruction.pdf") as pdf:
        text = "".join(pdf[0].get_textpage().get_text_bounded().split())
    assert text.count("傷") == REASON + 30 + 20 and text.count("折") == 29
    assert [row["reason"] for row in shop.table(made.folder / "vendor" / "destruction.csv")] == reasons
