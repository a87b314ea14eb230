"""Encodings, line numbers, headers, and everything that refuses a file whole (contract §2)."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from society_folder import EMPLOYER, FAMILY, REQUEST, SNAP, SOUND, TOML, table, write_society

from generator.errors import ConfigError, InputError
from generator.intake.columns import MEMBERS
from generator.intake.problem import each
from generator.intake.read import Intake, open_intake
from generator.intake.settings import load_society

ON = date(2025, 10, 1)
NUMBER = "123456789018"


def read(folder: Path) -> Intake:
    return open_intake(load_society(folder), folder.parent / "scratch", ON)


def refused(folder: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(folder)
    assert caught.value.exit_code == 3
    assert not (folder.parent / "scratch").exists()
    assert "\n".join(map(str, each(caught.value))) == str(caught.value)
    return str(caught.value).splitlines()


def edit(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.write_bytes(change(path.read_bytes()))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("ends", [b"\r\n", b"\n"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, ends: bytes) -> None:
    toml = TOML + '[encoding]\ndefault = "cp932"\n' if encoding == "cp932" else TOML
    row = {**SOUND, "氏名": "\u9ad9\ufa11 ～−①".replace("−", "－"), "氏名カナ": "ﾐﾎﾝ ｼﾞﾕﾝ"}
    folder = write_society(tmp_path / "s", (row, FAMILY), snapshot=(SNAP,), toml=toml, encoding=encoding)
    edit(folder / "members.csv", lambda text: text.replace(b"\r\n", ends).rstrip())
    with read(folder) as intake:
        (household,) = intake.households()
    assert household.insured.name == "\u9ad9\ufa11 ～－①"  # never normalised
    assert household.insured.kana == "ミホン ジユン"
    assert [(m.line, m.key.branch) for m in household.members] == [(2, "00"), (3, "01")]


def test_values_are_text(tmp_path: Path) -> None:
    with read(write_society(tmp_path / "s", snapshot=(SNAP,))) as intake:
        (household,) = intake.households()
        person = household.insured
        assert str(person.key) == "0012-000345-00"
        assert person.born == date(1980, 4, 1)
        assert person.home is not None
        assert (person.home.addressee, person.home.postcode, person.home.detail) == ("見本 太郎", "100-0001", "2-3")
        assert intake.digits(person.key) == "0042"
        assert list(intake.snapshot_keys()) == [person.key]
        assert set(intake.hashes) == {"society.toml", "members.csv", "employers.csv", "snapshot.csv"}


def test_lines_are_counted_through_quoted_line_breaks(tmp_path: Path) -> None:
    rows = ({**SOUND, "住所": "港区\n芝\n1"}, {**FAMILY, "性別": "x"})
    with read(write_society(tmp_path / "s", rows)) as intake:
        found = [(p.line, p.code) for p in intake.problems()]
    assert found == [(2, "control-character"), (5, "value-unknown")]


def test_quotes_and_commas(tmp_path: Path) -> None:
    row = {**SOUND, "住所": '港区,"芝"', "氏名": "見本　太郎"}
    with read(write_society(tmp_path / "s", (row,))) as intake:
        (household,) = intake.households()
    assert household.insured.home is not None
    assert household.insured.home.address == '港区,"芝"'
    assert household.insured.name == "見本　太郎"


@pytest.mark.parametrize("block", [1, 2, 3, 7, 64])
def test_blocks_do_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    folder = write_society(tmp_path / "s", (SOUND, {**FAMILY, "性別": "x"}), encoding="utf-8-sig")
    with read(folder) as intake:
        whole = ([h.insured for h in intake.households()], list(intake.problems()), intake.hashes)
    monkeypatch.setattr("generator.intake.csvfile._BLOCK", max(block, 3))
    with read(folder) as intake:
        assert ([h.insured for h in intake.households()], list(intake.problems()), intake.hashes) == whole


def test_undecodable_bytes(tmp_path: Path) -> None:
    folder = write_society(tmp_path / "s", (SOUND, FAMILY))
    edit(folder / "members.csv", lambda text: text.replace("花子".encode(), b"\x83\x8d\xff"))
    (text,) = refused(folder)
    byte = (folder / "members.csv").read_bytes().split(b"\r\n")[2].index(b"\x83") + 1
    assert text.startswith(f"members.csv:3: undecodable: byte {byte} of the line is not utf-8")


@pytest.mark.parametrize("stray", [b"\x80", b"\xa0", b"\xfd", b"\xfe", b"\xff"])
def test_single_bytes_that_python_lets_through(tmp_path: Path, stray: bytes) -> None:
    toml = TOML + '[encoding]\nmembers = "cp932"\nemployers = "cp932"\n'
    folder = write_society(tmp_path / "s", toml=toml, encoding="cp932")
    edit(folder / "members.csv", lambda text: text.replace("太郎".encode("cp932"), "太郎".encode("cp932") + stray))
    line = (folder / "members.csv").read_bytes().split(b"\r\n")[1]
    assert refused(folder)[0].startswith(f"members.csv:2: undecodable: byte {line.index(stray) + 1} of the line")


def test_every_undecodable_line_is_named_up_to_a_limit(tmp_path: Path) -> None:
    folder = write_society(tmp_path / "s")
    with (folder / "members.csv").open("ab") as stream:
        stream.write(b"\xff\r\n" * 100)
    places = [line.split(": ")[0] for line in refused(folder)]
    assert places == [f"members.csv:{n}" for n in range(3, 23)]


def test_cp932_read_as_utf8_and_the_other_way(tmp_path: Path) -> None:
    folder = write_society(tmp_path / "a", encoding="cp932")
    places = [line.split(": byte")[0] for line in refused(folder)]
    assert places == [f"{file}.csv:{line}: undecodable" for file in ("employers", "members") for line in (1, 2)]
    toml = TOML + '[encoding]\ndefault = "cp932"\n'
    folder = write_society(tmp_path / "b", toml=toml, encoding="utf-8-sig")
    assert any(line.startswith("members.csv:1: encoding-mismatch") for line in refused(folder))


def test_nul(tmp_path: Path) -> None:
    folder = write_society(tmp_path / "s")
    edit(folder / "members.csv", lambda text: text + b"x\0")
    assert "members.csv:3: nul-byte: byte 2 of the line is NUL" in refused(folder)[0]


def test_a_quote_that_swallows_lines(tmp_path: Path) -> None:
    folder = write_society(tmp_path / "s", ({**SOUND, "住所": "QUOTE"}, FAMILY, {**FAMILY, "枝番": "02"}))
    edit(folder / "members.csv", lambda text: text.replace(b"QUOTE", b'"x'))
    assert refused(folder)[0].startswith("members.csv:2: quote-unclosed")


def test_a_quote_closed_lines_later(tmp_path: Path) -> None:
    rows = ({**SOUND, "住所": "OPEN"}, FAMILY, {**FAMILY, "枝番": "02", "住所": "CLOSE"})
    folder = write_society(tmp_path / "s", rows)
    edit(folder / "members.csv", lambda text: text.replace(b"OPEN", b'"x').replace(b"CLOSE", b'x"'))
    assert refused(folder)[0].startswith("members.csv:2: quote-unclosed")


def test_a_huge_field_is_refused_not_held(tmp_path: Path) -> None:
    folder = write_society(tmp_path / "s")
    with (folder / "members.csv").open("ab") as stream:
        stream.write(b'"' + b"x\n" * 200_000)
    assert refused(folder)[0].startswith("members.csv:3: quote-unclosed")


def test_missing_and_doubled_columns(tmp_path: Path) -> None:
    folder = write_society(tmp_path / "s")
    edit(folder / "members.csv", lambda text: text.replace("マイナ保険証".encode(), "氏名".encode(), 1))
    assert [line.split(";")[0] for line in refused(folder)] == [
        "members.csv:1: duplicate-column: column 氏名 stands more than once in the header",
        "members.csv:1: missing-column: required column マイナ保険証 is missing",
    ]


def test_a_file_without_its_header_names_nothing_of_its_first_row(tmp_path: Path) -> None:
    folder = write_society(tmp_path / "s", (SOUND, FAMILY))
    edit(folder / "members.csv", lambda text: text.split(b"\r\n", 1)[1])
    (text,) = refused(folder)
    assert text.startswith("members.csv:1: header-missing: the first row names none of the columns")
    assert not any(value and value in text for value in (SOUND["氏名"], SOUND["生年月日"], SOUND["番号"]))


def test_optional_columns_may_be_absent(tmp_path: Path) -> None:
    folder = write_society(tmp_path / "s")
    needed = [name for name in MEMBERS.order if name not in MEMBERS.optional]
    text = table(needed, ({name: SOUND[name] for name in needed},))
    (folder / "members.csv").write_text(text, encoding="utf-8", newline="")
    with read(folder) as intake:
        (household,) = intake.households()
    assert household.insured.home is None
    assert household.insured.lost is None


def test_own_headers_and_unknown_ones(tmp_path: Path) -> None:
    folder = write_society(tmp_path / "s", toml=TOML + '[columns.members]\n"氏名" = "名前"\n')
    text = (folder / "members.csv").read_text(encoding="utf-8").replace("氏名,", "名前,", 1)
    header, row, _ = text.replace("\n\n", "\n").split("\n")
    (folder / "members.csv").write_text(f"社員番号,{header},,\nA7,{row},,\n", encoding="utf-8")
    with read(folder) as intake:
        (household,) = intake.households()
        notices = [(n.line, n.code, n.column, n.detail) for n in intake.notices]
    assert household.insured.name == "見本 太郎"
    assert notices == [(1, "column-ignored", "社員番号", ""), (1, "column-unnamed", "", "2")]


def test_a_mapped_column_that_is_missing_names_both(tmp_path: Path) -> None:
    folder = write_society(tmp_path / "s", toml=TOML + '[columns.members]\n"氏名" = "名前"\n')
    assert "required column 氏名, here called 名前, is missing" in refused(folder)[0]


@pytest.mark.parametrize("header", ["個人番号", "マイナンバー"])
def test_a_column_of_my_numbers(tmp_path: Path, header: str) -> None:
    folder = write_society(tmp_path / "s", toml=TOML + f'[columns]\nnot_my_number = ["{header}"]\n')
    edit(folder / "members.csv", lambda text: text.replace("所属名".encode(), header.encode(), 1))
    assert refused(folder)[0].startswith(f"members.csv:1: my-number-column: column {header} is named as one of")


@pytest.mark.parametrize("file", ["members", "employers", "snapshot", "requests"])
def test_a_my_number_in_any_field_of_any_file(tmp_path: Path, file: str) -> None:
    rows = {"members": SOUND, "employers": EMPLOYER, "snapshot": SNAP, "requests": REQUEST}
    column = {"members": "所属名", "employers": "担当部署", "snapshot": "番号", "requests": "備考"}[file]
    rows[file] = {**rows[file], column: "１２３４-5678 9018"}
    folder = write_society(
        tmp_path / "s",
        (rows["members"],),
        employers=(rows["employers"],),
        snapshot=(rows["snapshot"],),
        requests=(rows["requests"],),
    )
    (text,) = refused(folder)
    assert text.startswith(f"{file}.csv:2: my-number: column {column} contains a number")
    assert "9018" not in text


def test_a_my_number_in_an_unknown_column_or_a_broken_row(tmp_path: Path) -> None:
    folder = write_society(tmp_path / "s")
    with (folder / "members.csv").open("ab") as stream:
        stream.write(f'a,{NUMBER}\r\n"a"{NUMBER},b\r\n'.encode())
    assert [line.split(" contains")[0] for line in refused(folder)] == [
        "members.csv:3: my-number: column 2",
        "members.csv:4: my-number: column 1",
    ]


def test_not_my_number_columns_are_dropped_unread(tmp_path: Path) -> None:
    folder = write_society(tmp_path / "s", toml=TOML + '[columns]\nnot_my_number = ["電話番号"]\n')
    text = (folder / "members.csv").read_bytes().decode().split("\r\n")
    lines = [f"電話番号,{text[0]}", f"{NUMBER},{text[1]}"]
    (folder / "members.csv").write_text("\n".join(lines), encoding="utf-8")
    with read(folder) as intake:
        assert [h.insured.name for h in intake.households()] == ["見本 太郎"]


def test_missing_files(tmp_path: Path) -> None:
    folder = write_society(tmp_path / "s")
    (folder / "members.csv").unlink()
    (folder / "employers.csv").write_bytes(b"")
    assert [line.split(": ")[:2] for line in refused(folder)] == [
        ["employers.csv", "file-empty"],
        ["members.csv", "file-missing"],
    ]


def test_an_empty_society_is_no_fault(tmp_path: Path) -> None:
    with read(write_society(tmp_path / "s", (), employers=())) as intake:
        assert (intake.people, list(intake.households()), list(intake.problems())) == (0, [], [])


def test_duplicate_keys_name_both_lines(tmp_path: Path) -> None:
    folder = write_society(
        tmp_path / "s",
        (SOUND, FAMILY, {**SOUND, "氏名": "別人 次郎"}),
        employers=(EMPLOYER, EMPLOYER),
        snapshot=(SNAP, SNAP),
    )
    assert [line.split(";")[0] for line in refused(folder)] == [
        "employers.csv:3: duplicate-key: the key of this row stands on line 2 too",
        "members.csv:4: duplicate-key: the key of this row stands on line 2 too",
        "snapshot.csv:3: duplicate-key: the key of this row stands on line 2 too",
    ]


def test_earlier_spells(tmp_path: Path) -> None:
    early = {**SOUND, "資格取得年月日": "2001-04-01", "登録年月日": "2001-04-01", "資格喪失年月日": "2005-04-01"}
    middle = {**SOUND, "資格取得年月日": "2006-04-01", "登録年月日": "2006-04-01", "資格喪失年月日": "2008-04-01"}
    with read(write_society(tmp_path / "s", (SOUND, early, FAMILY, middle))) as intake:
        (household,) = intake.households()
        assert [m.line for m in household.members] == [2, 4]
        assert [m.line for m in household.earlier] == [3, 5]
        assert intake.people == 2


@pytest.mark.parametrize(
    "other",
    [
        {"資格取得年月日": "2001-04-01"},  # not ended
        {"資格喪失年月日": "2011-04-01"},  # the same day
        {"資格取得年月日": "不明", "資格喪失年月日": "2005-04-01"},
    ],
)
def test_what_is_no_earlier_spell_is_a_duplicate(tmp_path: Path, other: dict[str, str]) -> None:
    folder = write_society(tmp_path / "s", (SOUND, {**SOUND, **other}))
    assert "duplicate-key" in refused(folder)[0]


def test_rows_with_the_same_damaged_key_are_no_duplicates(tmp_path: Path) -> None:
    rows = ({**SOUND, "番号": "1E+05"}, {**SOUND, "番号": "1E+05"}, {**SOUND, "枝番": "0", "番号": "9"})
    with read(write_society(tmp_path / "s", rows)) as intake:
        assert {p.line for p in intake.problems()} == {2, 3, 4}
        assert (intake.people, intake.counts.rejected) == (3, 3)


def test_the_number_of_retired_members_is_asked_for(tmp_path: Path) -> None:
    row = {**SOUND, "区分": "特例退職", "事業所コード": ""}
    with pytest.raises(ConfigError, match="number-retired-missing") as caught:
        read(write_society(tmp_path / "a", (row,)))
    assert caught.value.exit_code == 2
    with read(write_society(tmp_path / "b", (row,), toml=TOML + 'number_retired = "63139992"\n')) as intake:
        assert [h.insured.category for h in intake.households()] == ["特例退職"]


def test_everything_is_collected(tmp_path: Path) -> None:
    folder = write_society(tmp_path / "s", ({**SOUND, "所属名": NUMBER}, FAMILY, FAMILY), snapshot=(SNAP, SNAP))
    edit(folder / "employers.csv", lambda text: text + b"\xff")
    assert [line.split(": ")[1] for line in refused(folder)] == [
        "undecodable",
        "my-number",
        "duplicate-key",
        "duplicate-key",
    ]
