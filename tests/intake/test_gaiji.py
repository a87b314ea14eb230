"""gaiji.csv: what may stand in the table of approved substitutions, and that any fault of it refuses the job."""

from datetime import date
from pathlib import Path

import pytest
from society_folder import SOUND, TOML, write_society

from fonts.errors import ExitCode, Refusal
from generator.errors import InputError
from generator.intake.check import Weight, check_society
from generator.intake.gaiji import notated
from generator.intake.naming import names_of
from generator.intake.problem import each
from generator.intake.read import open_intake
from generator.intake.settings import load_society
from generator.model import Member

ON = date(2025, 10, 1)
HEADER = "from,to,who,when\r\n"


def given(folder: Path, table: str | bytes, toml: str = "", **cells: str) -> Path:
    write_society(folder, ({**SOUND, **cells},), toml=TOML + toml)
    (folder / "gaiji.csv").write_bytes(table.encode() if isinstance(table, str) else table)
    return folder


def member(tmp_path: Path, table: str | bytes, toml: str = "", **cells: str) -> Member:
    society = load_society(given(tmp_path / "s", table, toml, **cells))
    with open_intake(society, tmp_path / "scratch", ON) as intake:
        return next(intake.households()).insured


def refusals(tmp_path: Path, table: str, toml: str = "") -> list[Refusal]:
    with pytest.raises(InputError) as caught:
        member(tmp_path, table, toml)
    assert caught.value.exit_code is ExitCode.INPUT
    return list(each(caught.value))


ROW = "\ue000,吉,係長,2025-01-06\r\n"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (",吉,係長,2025-01-06\r\n", ["2:value-missing"]),
        ("\ue000,,係長,2025-01-06\r\n", ["2:value-missing"]),
        ("\ue000,吉,,2025-01-06\r\n", ["2:value-missing"]),
        ("\ue000,吉,係長,\r\n", ["2:value-missing"]),
        ("\ue000,吉,係長,45663\r\n", ["2:date-serial"]),
        ("\ue000,吉,係長,2025-02-30\r\n", ["2:date-calendar"]),
        ("\ue000吉,吉,係長,2025-01-06\r\n", ["2:gaiji-from"]),
        ("●,吉,係長,2025-01-06\r\n", ["2:gaiji-from"]),
        ("U+FFFD,吉,係長,2025-01-06\r\n", ["2:gaiji-from"]),
        ("U+200B,吉,係長,2025-01-06\r\n", ["2:gaiji-from"]),
        ("U+3000,吉,係長,2025-01-06\r\n", ["2:gaiji-from"]),
        ("ｱ,吉,係長,2025-01-06\r\n", ["2:gaiji-from"]),
        ("U+E0100,吉,係長,2025-01-06\r\n", ["2:gaiji-from"]),
        ("U+9AD,吉,係長,2025-01-06\r\n", ["2:gaiji-from"]),
        ("U+110000,吉,係長,2025-01-06\r\n", ["2:gaiji-from"]),
        ("\ue000,●,係長,2025-01-06\r\n", ["2:gaiji-to"]),
        ("\ue000,U+2F2D,係長,2025-01-06\r\n", ["2:gaiji-to"]),
        ("\ue000,\ue001,係長,2025-01-06\r\n", ["2:gaiji-to"]),
        ("\ue000,U+3000,係長,2025-01-06\r\n", ["2:gaiji-to"]),
        ("\ue000,U+304B U+3099,係長,2025-01-06\r\n", ["2:gaiji-to"]),
        ("\ue000,一二三四五六七八九,係長,2025-01-06\r\n", ["2:gaiji-to"]),
        ("\ue000,U+9AD,係長,2025-01-06\r\n", ["2:gaiji-to"]),
        ("吉,U+5409,係長,2025-01-06\r\n", ["2:gaiji-same"]),
        (ROW + "U+E000,高,係長,2025-01-06\r\n", ["3:gaiji-twice"]),
        (ROW + "\ue001,吉,係長\r\n", ["3:field-count"]),
        *((ROW + f"\ue001,吉,{sign}係長,2025-01-06\r\n", ["3:gaiji-who"]) for sign in "=+-@"),
        (ROW + "\ue001,吉,係長,2025-10-02\r\n", ["3:gaiji-later"]),
        (ROW + "\ue001,吉,係長,令和7年10月2日\r\n", ["3:gaiji-later"]),
        ("●,●,,x\r\n" + ROW, ["2:date-format", "2:gaiji-from", "2:gaiji-same", "2:gaiji-to", "2:value-missing"]),
    ],
)
def test_every_fault_of_the_table_is_named(tmp_path: Path, rows: str, expected: list[str]) -> None:
    found = [f"{refusal.place}:{refusal.code}" for refusal in refusals(tmp_path, HEADER + rows)]
    assert found == [f"gaiji.csv:{each}" for each in expected]


def test_a_sequence_of_the_other_collection_is_no_target(tmp_path: Path) -> None:
    row = HEADER + "\ue000,U+845B U+E0102,係長,2025-01-06\r\n"
    assert [r.code for r in refusals(tmp_path, row, '[encoding]\nivs = "adobe-japan1"\n')] == ["gaiji-to"]
    made = member(tmp_path, row, '[encoding]\nivs = "moji_joho"\n', 氏名="\ue000 太郎")
    assert made.name == "\u845b\U000e0102 太郎"


def test_an_approval_holds_from_its_day_on(tmp_path: Path) -> None:
    made = member(tmp_path, HEADER + "\ue000,吉,係長 = 代理,2025-10-01\r\n", 氏名="\ue000 太郎")
    assert (made.name, made.alterations[0].who, made.alterations[0].when) == ("吉 太郎", "係長 = 代理", "2025-10-01")


def test_without_a_day_no_approval_is_later(tmp_path: Path) -> None:
    society = load_society(given(tmp_path / "s", HEADER + "\ue000,吉,係長,2999-01-06\r\n"))
    assert names_of(society).read("氏名", "\ue000").text == "吉"
    with check_society(society, tmp_path / "scratch", date.max, phase1_on_record=False) as check:
        assert [finding for finding in check.findings() if finding.weight is Weight.REFUSED] == []


def test_a_row_of_another_length_is_told_in_numbers(tmp_path: Path) -> None:
    (refusal,) = refusals(tmp_path, HEADER + "\ue001,吉,係長\r\n")
    assert "(3 ≠ 4)" in refusal.text(str)


def test_a_table_that_is_named_and_missing_is_refused(tmp_path: Path) -> None:
    (refusal,) = refusals(tmp_path, HEADER, '[gaiji]\ntable = "approved.csv"\n')
    assert (refusal.code, refusal.place) == ("file-missing", "approved.csv")


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    assert [r.code for r in refusals(tmp_path, "from,to,who\r\n")] == ["missing-column"]


@pytest.mark.parametrize("header", ["from,to,who,when", "変換前,変換後,承認者,承認日", "承認日,承認者,to,from"])
def test_headers_in_either_language_and_any_order(tmp_path: Path, header: str) -> None:
    cells = dict(zip(("from", "to", "who", "when"), ("\ue000", "吉", "係長", "2025-01-06"), strict=True))
    other = {"変換前": "from", "変換後": "to", "承認者": "who", "承認日": "when"}
    row = ",".join(cells[other.get(name, name)] for name in header.split(","))
    assert member(tmp_path, f"{header}\r\n{row}\r\n", 氏名="\ue000 太郎").name == "吉 太郎"


def test_the_table_may_be_of_another_encoding(tmp_path: Path) -> None:
    table = (HEADER + ROW).encode("cp932")
    assert member(tmp_path, table, '[encoding]\ngaiji = "cp932"\n', 氏名="\ue000 太郎").name == "吉 太郎"


def test_every_column_of_the_row_may_be_replaced_in(tmp_path: Path) -> None:
    columns = ("氏名", "氏名カナ", "通称名", "所属名", "住所", "住所B", "送付先宛名", "送付先住所")
    cells = {**dict.fromkeys(columns, "\ue000"), "送付先郵便番号": "100-0001"}
    made = member(tmp_path, HEADER + ROW, **cells)
    assert [alteration.column for alteration in made.alterations] == [
        *("氏名", "氏名カナ", "通称名", "送付先宛名", "所属名", "住所", "住所B", "送付先住所")
    ]
    assert "\ue000" not in repr((made.name, made.kana, made.alias, made.office_name, made.home, made.mail_to))


def test_check_counts_and_hashes_the_table(tmp_path: Path) -> None:
    society = load_society(given(tmp_path / "s", HEADER + ROW))
    with open_intake(society, tmp_path / "scratch", ON) as intake:
        assert len(intake.hashes["gaiji.csv"]) == 64
    with check_society(society, tmp_path / "scratch", ON, phase1_on_record=False) as check:
        assert check.counts()["gaiji.csv"] == 1
        assert list(check.findings()) == []
    given(tmp_path / "s", HEADER + "●,吉,係長,2025-01-06\r\n")
    with check_society(society, tmp_path / "scratch", ON, phase1_on_record=False) as check:
        (finding,) = check.findings()
        assert (finding.weight, finding.place, finding.code) == (Weight.REFUSED, "gaiji.csv:2", "gaiji-from")
        assert check.exit_code is ExitCode.INPUT


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("吉", "吉"),
        ("U+9089 U+E0112", "\u9089\U000e0112"),
        ("u+20bb7", "\U00020bb7"),
        ("U+", "U+"),
        ("U+9AD9U+9AD9", ""),
        ("U+9AD9 x", ""),
        ("U+110000", ""),
    ],
)
def test_notation(cell: str, expected: str) -> None:
    assert notated(cell) == expected
