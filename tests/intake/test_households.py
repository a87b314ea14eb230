"""Households: order, streaming, what the 家族 rows say otherwise; nobody is dropped silently (contract §2)."""

import os
import random
import stat
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from society_folder import EMPLOYER, FAMILY, REQUEST, SNAP, SOUND, write_society

from generator.errors import InputError
from generator.intake.read import Intake, open_intake
from generator.intake.settings import load_society
from generator.model import Category, Key, Myna

ON = date(2025, 10, 1)


def read(folder: Path) -> Intake:
    return open_intake(load_society(folder), folder.parent / "scratch", ON)


def test_order_is_by_key_whatever_the_order_of_rows(tmp_path: Path) -> None:
    rows = [
        {**(FAMILY if branch else SOUND), "記号": symbol, "番号": number, "枝番": f"{branch:02d}"}
        for symbol in ("1", "10", "2", "２")
        for number in ("01", "1")
        for branch in range(3)
    ]
    random.Random(5).shuffle(rows)
    with read(write_society(tmp_path / "s", rows)) as intake:
        found = [[m.key for m in h.members] for h in intake.households()]
        again = [[m.key for m in h.members] for h in intake.households()]
        one = intake.household("10", "1")
    assert found == again
    assert found == sorted(found)
    assert len(found) == 8
    assert one is not None
    assert [m.key.branch for m in one.members] == ["00", "01", "02"]


def test_every_field_arrives(tmp_path: Path) -> None:
    row = {
        **SOUND,
        "通称名": "通称 太郎",
        "旧姓": "佐藤",
        "性別裏面": "有",
        "資格喪失年月日": "2026-03-31",
        "所属コード": "007",
        "所属名": "総務部",
        "送付方法": "直送",
        "送付先宛名": "見本 次郎",
        "送付先郵便番号": "〒060-0001",
        "送付先住所": "札幌市中央区",
        "個別対応": "有",
        "前の記号": "0011",
        "前の番号": "7",
        "前の枝番": "00",
        "マイナ保険証": "登録済",
        "電子証明書有効期限": "R8.4.1",
        "交付希望": "有",
        "要配慮": "有",
        "負担割合": "3割",
        "負担割合発効日": "20240801",
        "負担割合有効期限": "2026/7/31",
        "限度額区分": "ウ",
        "限度額発効日": "2025-08-01",
        "限度額有効期限": "2026-07-31",
        "特定疾病": "人工透析",
        "特定疾病発効日": "2020-01-01",
        "事業主経由申出": "有",
    }
    with read(write_society(tmp_path / "s", (row,))) as intake:
        (household,) = intake.households()
    person = household.insured
    assert person.shown_name == "通称 太郎"
    assert (person.maiden, person.sex_on_back, person.lost) == ("佐藤", True, date(2026, 3, 31))
    assert (person.office, person.office_name, person.direct, person.manual) == ("007", "総務部", True, True)
    assert person.mail_to is not None
    assert (person.mail_to.addressee, person.mail_to.postcode) == ("見本 次郎", "060-0001")
    assert person.former == Key("0011", "7", "00")
    assert (person.category, person.myna) == (Category.GENERAL, Myna.REGISTERED)
    assert person.certificate_until == date(2026, 4, 1)
    assert (person.wish, person.special, person.ratio, person.elder_card) == (True, True, "3割", False)
    assert (person.ratio_from, person.ratio_until) == (date(2024, 8, 1), date(2026, 7, 31))
    assert (person.limit, person.limit_from, person.limit_until) == ("ウ", date(2025, 8, 1), date(2026, 7, 31))
    assert (person.disease, person.disease_from, person.via_employer) == ("人工透析", date(2020, 1, 1), True)


def test_mismatch_is_a_query_and_holds_nobody_back(tmp_path: Path) -> None:
    other = {**FAMILY, "区分": "任意継続", "事業所コード": "E2", "所属名": "経理部", "住所": "札幌市"}
    with read(write_society(tmp_path / "s", (SOUND, other))) as intake:
        (household,) = intake.households()
        (query,) = intake.queries()
        assert list(intake.problems()) == []
    person = household.members[1]
    assert (person.category, person.employer, person.office_name) == (Category.GENERAL, "E1", "")
    assert person.home == household.insured.home
    assert (query.key, query.rule) == (Key("0012", "000345", "01"), "household-mismatch")
    assert "区分・事業所コード・所属名・住所" in query.text
    assert "札幌" not in query.text


def test_the_own_address_of_a_direct_person_stays(tmp_path: Path) -> None:
    apart = {**FAMILY, "送付方法": "直送", "郵便番号": "060-0001", "住所": "札幌市", "住所B": ""}
    with read(write_society(tmp_path / "s", (SOUND, apart))) as intake:
        (household,) = intake.households()
        assert list(intake.queries()) == []
    home = household.members[1].home
    assert home is not None
    assert (home.addressee, home.postcode, home.address) == ("見本 花子", "060-0001", "札幌市")


def test_a_bad_family_row_holds_only_itself_back(tmp_path: Path) -> None:
    rows = (SOUND, {**FAMILY, "生年月日": "x"}, {**FAMILY, "枝番": "02"})
    with read(write_society(tmp_path / "s", rows)) as intake:
        (household,) = intake.households()
        assert [m.key.branch for m in household.members] == ["00", "02"]
        assert [(p.line, p.code) for p in intake.problems()] == [(3, "date-format")]
        assert (intake.people, intake.counts.rejected) == (3, 1)


def test_a_bad_earlier_spell_holds_the_person_back(tmp_path: Path) -> None:
    early = {**SOUND, "資格取得年月日": "2001-04-01", "資格喪失年月日": "2005-04-01", "性別": ""}
    with read(write_society(tmp_path / "s", (SOUND, early, FAMILY))) as intake:
        assert list(intake.households()) == []
        assert [(p.line, p.code) for p in intake.problems()] == [(3, "value-missing"), (4, "household-held")]


def test_a_bad_row_elsewhere_holds_the_person_back(tmp_path: Path) -> None:
    bad = {**SNAP, "枝番": "01", "個人番号下4桁": "4"}
    with read(write_society(tmp_path / "s", (SOUND, FAMILY), snapshot=(SNAP, bad))) as intake:
        (household,) = intake.households()
        assert [m.key.branch for m in household.members] == ["00"]
        assert [key.branch for key in intake.snapshot_keys()] == ["00", "01"]
        assert intake.counts.rejected == 1


def test_digits(tmp_path: Path) -> None:
    none = {**SNAP, "枝番": "01", "個人番号下4桁": ""}
    with read(write_society(tmp_path / "s", (SOUND, FAMILY), snapshot=(SNAP, none))) as intake:
        assert intake.digits(Key("0012", "000345", "00")) == "0042"
        assert intake.digits(Key("0012", "000345", "01")) == ""
        assert intake.digits(Key("0012", "000345", "02")) is None
        assert intake.counts.digits == 1


def test_requests_under_own_and_former_keys(tmp_path: Path) -> None:
    renumbered = {**SOUND, "前の記号": "0011", "前の番号": "7", "前の枝番": "00"}
    requests = (
        REQUEST,
        {**REQUEST, "受付番号": "2", "処理": "却下", "備考": "電話\nあり"},
        {**REQUEST, "記号": "0011", "番号": "7"},
    )
    with read(write_society(tmp_path / "s", (renumbered,), requests=requests)) as intake:
        (household,) = intake.households()
        found = intake.requests_of(household.members)
        assert list(intake.problems()) == []
        assert len(intake.requests) == 3
    own, former = found[Key("0012", "000345", "00")], found[Key("0011", "7", "00")]
    assert [(r.line, r.serial, r.closed) for r in own] == [(2, "", ""), (3, "2", "却下")]
    assert own[0].id == "2025-09-01|0012\t000345\t00|再交付|"
    assert [r.line for r in former] == [5]


def test_employers_and_ship_to(tmp_path: Path) -> None:
    branch = {**EMPLOYER, "事業所コード": "E2", "送付先コード": "E1", "担当部署": ""}
    with read(write_society(tmp_path / "s", employers=(EMPLOYER, branch))) as intake:
        assert list(intake.employers) == ["E1", "E2"]
        assert len(intake.employers) == 2
        assert intake.employers["E1"].ship_to == "E1"
        assert intake.employers["E2"].ship_to == "E1"
        assert "E3" not in intake.employers


@pytest.mark.skipif(os.name != "posix", reason="the system has no modes")
def test_the_scratch_is_the_owners_alone_and_goes(tmp_path: Path) -> None:
    folder = write_society(tmp_path / "s", snapshot=(SNAP,))
    with read(folder):
        assert stat.S_IMODE((tmp_path / "scratch").stat().st_mode) == 0o600
        assert sorted(p.name for p in tmp_path.iterdir()) == ["s", "scratch"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["s"]


CELLS = st.dictionaries(
    st.sampled_from(
        ["記号", "番号", "枝番", "続柄", "氏名", "生年月日", "資格取得年月日", "区分", "事業所コード", "住所"]
    ),
    st.sampled_from(
        ["", "0", "00", "01", "1E+05", "本人", "家族", "一般", "任意継続", "x\ny", "2001-04-01", "45628", "E1"]
    ),
    max_size=3,
)
ROWS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 3), CELLS), max_size=12, unique_by=lambda row: (row[0], row[1])
)


def _row(number: int, branch: int, cells: Mapping[str, str]) -> dict[str, str]:
    base = FAMILY if branch else SOUND
    return {**base, "番号": str(number), "枝番": f"{branch:02d}", **cells}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS)
def test_no_row_is_dropped_silently(rows: list[tuple[int, int, dict[str, str]]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = write_society(Path(name) / "s", [_row(*row) for row in rows])
        try:
            intake = read(folder)
        except InputError as refusal:  # a made-up duplicate refuses the file, which is not silent
            assert "duplicate-key" in str(refusal)
            return
        with intake:
            given_out = [m for h in intake.households() for m in (*h.members, *h.earlier)]
            held = {p.line for p in intake.problems() if p.file == "members.csv"}
            lines = [m.line for m in given_out]
            assert len(set(lines)) == len(lines)
            missing = set(range(2, 2 + _physical(rows))) - set(lines) - held
            assert intake.counts.rows["members.csv"] == len(rows)
            assert not [line for line in missing if line in _starts(rows)]
            assert intake.people == intake.counts.rejected + sum(len(h.members) for h in intake.households())


def _starts(rows: list[tuple[int, int, dict[str, str]]]) -> set[int]:
    """Return the first physical line of every row."""
    starts, line = set[int](), 2
    for row in rows:
        starts.add(line)
        line += 1 + sum(value.count("\n") for value in _row(*row).values())
    return starts


def _physical(rows: list[tuple[int, int, dict[str, str]]]) -> int:
    return sum(1 + sum(value.count("\n") for value in _row(*row).values()) for row in rows)


PEAK = """
import re, sys
from datetime import date
from pathlib import Path
from generator.errors import InputError
from generator.intake.read import open_intake
from generator.intake.settings import load_society
folder = Path(sys.argv[1])
with open_intake(load_society(folder), folder / "scratch", date(2025, 10, 1)) as intake:
    people = sum(len(household.members) for household in intake.households())
print(people, re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


def _peak(folder: Path, households: int) -> int:
    rows = (
        {**base, "番号": f"{number:07d}", "生年月日": f"{1960 + number % 50}-01-{1 + number % 28:02d}"}
        for number in range(households)
        for base in ({**SOUND, "資格取得年月日": "2015-04-01"}, {**FAMILY, "資格取得年月日": "2015-04-01"})
    )
    write_society(folder, rows)
    run = subprocess.run([sys.executable, "-c", PEAK, str(folder)], capture_output=True, text=True, check=True)
    people, peak = map(int, run.stdout.split())
    assert people == 2 * households
    return peak


@pytest.mark.slow
@pytest.mark.skipif(
    sys.platform != "linux", reason="the peak is read from /proc; getrusage would count the parent's too"
)
def test_memory_does_not_grow_with_people(tmp_path: Path) -> None:
    small, large = _peak(tmp_path / "a", 40_000), _peak(tmp_path / "b", 160_000)
    assert large <= small * 1.1, (small, large)
