"""Every code has a sample that raises it and a clean sample that does not (contract §2)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from society_folder import EMPLOYER, FAMILY, REQUEST, SNAP, SOUND, TOML, write_society

from generator.intake import codes
from generator.intake.check import Weight, check_society
from generator.intake.codes import FILE_CODES, NOTICE_CODES, QUERY_CODES, ROW_CODES, SETTINGS_CODES
from generator.intake.settings import load_society

ON = date(2025, 10, 1)
Rows = Sequence[Mapping[str, str]]
ELDER = {**SOUND, "生年月日": "1954-01-15"}


@dataclass(frozen=True)
class Sample:
    """A folder that raises a code, at the lines named."""

    code: str
    lines: Sequence[int] = (2,)
    members: Rows = (SOUND,)
    employers: Rows = (EMPLOYER,)
    snapshot: Rows | None = None
    requests: Rows | None = None
    append: Mapping[str, str] = field(default_factory=dict)  #: raw text put behind a file
    file: str = "members.csv"
    held: int = 1  #: persons held back
    toml: str = ""


def member(code: str, *, held: int = 1, toml: str = "", **cells: str) -> Sample:
    return Sample(code, members=({**SOUND, **cells},), held=held, toml=toml)


SAMPLES = (
    Sample("field-count", (3,), append={"members.csv": "a,b\r\n"}),
    Sample("csv-syntax", (3,), append={"members.csv": '"a"b,c\r\n'}),
    member("control-character", 住所="港区\n芝"),
    member("value-missing", 登録年月日=""),
    member("value-missing", 区分=""),
    member("value-missing", 記号=""),
    member("value-unknown", 性別="M"),
    member("value-unknown", マイナ保険証="登録済み"),
    member("value-unknown", 交付希望="無"),
    member("value-unknown", 負担割合="1割"),
    member("excel-number", 番号="1E+05"),
    member("excel-number", 所属コード="1.2E+11"),
    member("branch-format", 枝番="0A"),
    member("branch-format", 枝番="００"),
    member("branch-format", 枝番="000"),
    member("branch-excel", 枝番="0"),
    member("postcode-format", 郵便番号="100-001x"),
    member("postcode-excel", 郵便番号="600001"),
    member("date-format", 生年月日="昭和五十年"),
    member("date-calendar", 生年月日="1980-02-30"),
    member("date-era", 生年月日="昭和64年2月1日"),
    member("date-serial", 生年月日="29312"),
    member("name-empty", 氏名=""),
    member("name-empty", 氏名カナ="　"),
    member("name-placeholder", 氏名="●本 太郎"),
    member("name-placeholder", 通称名="見本 ?"),
    member("name-character", 氏名="見\u200b本 太郎"),
    member("name-character", 氏名="\U000e0100見本 太郎"),
    member("name-character", 氏名="見\U000e0100\U000e0101本 太郎"),
    member("name-character", 旧姓="佐\u00ad藤"),
    member("name-radical", 氏名="\u2f2d本 太郎"),
    member("name-mark", 通称名="Ame\u0301lie"),
    member("name-mark", 氏名カナ="ミホン ﾞタロウ"),
    member("name-halfkana", 氏名="見本 ﾀﾛｳ"),
    member("name-private", 氏名="見本 \ue000"),
    member("ivs-collection", 氏名="\u845b\U000e0102城 太郎", toml='[encoding]\nivs = "adobe-japan1"\n'),
    member("ivs-unknown", 氏名="\u845b\U000e01ef城 太郎", toml='[encoding]\nivs = "moji_joho"\n'),
    member("name-split", 氏名="見本太郎", 旧姓="佐藤"),
    member("born-future", 生年月日="2025-10-02", 資格取得年月日="2025-10-02"),
    member("acquired-before-born", 資格取得年月日="1980-03-31"),
    member("lost-before-acquired", 資格喪失年月日="2010-03-31"),
    member("period-reversed", 限度額区分="ウ", 限度額発効日="2025-09-01", 限度額有効期限="2025-08-31"),
    member("former-incomplete", 前の記号="0011"),
    member("former-self", 前の記号="0012", 前の番号="000345", 前の枝番="00"),
    Sample(
        "former-shared",
        (2, 3),
        (
            {**SOUND, "前の記号": "0011", "前の番号": "7", "前の枝番": "00"},
            {**FAMILY, "前の記号": "0011", "前の番号": "7", "前の枝番": "00"},
        ),
        held=2,
    ),
    member("employer-missing", 事業所コード=""),
    member("employer-unknown", 事業所コード="E2"),
    member("address-missing", 送付方法="直送", 住所=""),
    member("address-missing", 区分="任意継続", 事業所コード="", 郵便番号=""),
    member("address-incomplete", 送付先住所="東京都港区"),
    Sample("ratio-missing", members=(ELDER,)),
    Sample("ratio-missing", members=({**ELDER, "負担割合": "2割"},)),
    Sample("household-no-insured", (2,), (FAMILY,)),
    Sample("household-two-insured", (2, 3), (SOUND, {**FAMILY, "続柄": "本人"}), held=2),
    Sample("household-held", (3,), ({**SOUND, "性別": ""}, FAMILY), held=2),
    Sample("household-held", (3,), ({**SOUND, "事業所コード": "E2"}, FAMILY), held=2),
    Sample("household-held", (3,), ({**SOUND, "続柄": "？"}, FAMILY), held=2),
    Sample("last4-format", snapshot=({**SNAP, "個人番号下4桁": "00x2"},), file="snapshot.csv"),
    Sample("last4-short", snapshot=({**SNAP, "個人番号下4桁": "42"},), file="snapshot.csv"),
    Sample("request-duplicate", (3,), requests=(REQUEST, {**REQUEST, "処理": "取下"}), file="requests.csv"),
    Sample("request-unknown", requests=({**REQUEST, "枝番": "09"},), file="requests.csv", held=0),
    Sample("value-unknown", requests=({**REQUEST, "種別": "再発行"},), file="requests.csv"),
    Sample("date-serial", requests=({**REQUEST, "受付日": "45900"},), file="requests.csv"),
    Sample("branch-excel", requests=({**REQUEST, "枝番": "0"},), file="requests.csv", held=0),
    Sample("postcode-excel", employers=({**EMPLOYER, "郵便番号": "600001"},), file="employers.csv"),
    Sample("value-missing", employers=({**EMPLOYER, "名称": ""},), file="employers.csv"),
    Sample("household-mismatch", (3,), (SOUND, {**FAMILY, "所属コード": "9"}), held=0),
    Sample(
        "home-is-workplace",
        members=({**SOUND, "区分": "任意継続", "郵便番号": "530-0001", "住所": "大阪府大阪市北区梅田1-1"},),
        held=0,
    ),
    Sample("snapshot-unknown", snapshot=({**SNAP, "番号": "345"},), file="snapshot.csv", held=0),
    Sample("rows-empty", (3,), append={"members.csv": "\r\n" + "," * 42 + "\r\n"}, held=0),
    Sample("digits-remain", (1,), snapshot=(SNAP,), file="snapshot.csv", held=0),
)


def build(folder: Path, sample: Sample) -> Path:
    write_society(
        folder,
        sample.members,
        employers=sample.employers,
        snapshot=sample.snapshot,
        requests=sample.requests,
        toml=TOML + sample.toml,
    )
    for name, text in sample.append.items():
        with (folder / name).open("ab") as stream:
            stream.write(text.encode())
    return folder


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.code)
def test_a_planted_fault_raises_its_code_at_its_line(tmp_path: Path, sample: Sample) -> None:
    society = load_society(build(tmp_path / "s", sample))
    with check_society(society, tmp_path / "scratch", ON, phase1_on_record=True) as check:
        findings = list(check.findings())
        places = [finding.place for finding in findings if finding.code == sample.code]
        assert places == [f"{sample.file}:{line}" for line in sample.lines], findings
        assert check.counts()["rejected"] == sample.held
        assert check.exit_code == (3 if any(f.weight is Weight.REJECTED for f in findings) else 0)
        weight = Weight.WARNING if sample.code in QUERY_CODES | NOTICE_CODES else Weight.REJECTED
        assert {f.weight for f in findings if f.code == sample.code} == {weight}


CLEAN = (
    (SOUND, FAMILY),
    ({**SOUND, "区分": "任意継続", "事業所コード": ""},),
    ({**SOUND, "送付方法": "直送", "住所": "", "送付先郵便番号": "１００－０００１", "送付先住所": "港区"},),
    ({**ELDER, "高齢受給者証": "有"},),
    ({**ELDER, "負担割合": "2割", "負担割合発効日": "令和6年2月1日"},),
    ({**SOUND, "生年月日": "1955-10-02"},),  # 70 on 1 October, 高齢受給者 from 1 November
    ({**SOUND, "生年月日": "1950-10-01"},),  # 75 today: no ratio is asked for
    ({**ELDER, "資格喪失年月日": "2025-09-30"},),  # has left
    ({**SOUND, "氏名": "見本 太郎", "旧姓": "佐藤", "通称名": "見\U000e0101本 太郎"},),
    ({**SOUND, "前の記号": "0011", "前の番号": "7", "前の枝番": "00"},),
    (SOUND, {**FAMILY, "事業所コード": "E1", "住所": "", "郵便番号": "", "住所B": ""}),
    (SOUND, {**FAMILY, "送付方法": "直送", "住所": "北海道札幌市中央区", "郵便番号": "060-0001"}),
)


@pytest.mark.parametrize("members", CLEAN)
def test_a_clean_folder_raises_nothing(tmp_path: Path, members: Rows) -> None:
    folder = write_society(tmp_path / "s", members, snapshot=(SNAP,), requests=(REQUEST,))
    with check_society(load_society(folder), tmp_path / "scratch", ON, phase1_on_record=False) as check:
        assert list(check.findings()) == []
        assert check.exit_code == 0


def test_every_code_has_a_sample() -> None:
    elsewhere = {"column-ignored", "column-unnamed"}  # test_tables.py
    assert {sample.code for sample in SAMPLES} | elsewhere == set(ROW_CODES)


def test_messages_never_contain_a_value(tmp_path: Path) -> None:
    row = {**SOUND, "氏名": "秘匿●太郎", "生年月日": "昭和秘匿", "性別": "秘匿", "郵便番号": "秘匿", "枝番": "秘匿"}
    folder = write_society(tmp_path / "s", (row,), snapshot=({**SNAP, "個人番号下4桁": "秘匿"},))
    with check_society(load_society(folder), tmp_path / "scratch", ON, phase1_on_record=False) as check:
        text = "\n".join(map(str, check.findings()))
    assert len(text.splitlines()) >= 6
    assert "秘匿" not in text


def test_every_code_of_a_refusal_is_listed() -> None:
    files = [path for path in Path(codes.__file__).parent.glob("*.py") if path.stem != "listed"]  # no file of a society
    source = "\n".join(path.read_text(encoding="utf-8") for path in files)
    raised = re.findall(r'(?:InputError|_refuse_byte|refuse)\(\s*"([a-z0-9-]+)"', source)
    assert set(raised) == FILE_CODES
    faults = re.findall(r'(?:ConfigError\(|fault\([a-z_]+,|fault\("[a-z0-9_]*",)\s*"([a-z0-9-]+)"', source)
    assert set(faults) == SETTINGS_CODES
