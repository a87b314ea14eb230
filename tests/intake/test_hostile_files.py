"""Whatever bytes a file holds: it is read, rejected by row, or refused; it never breaks the reader (contract §2)."""

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from society_folder import EMPLOYER, FAMILY, REQUEST, SNAP, SOUND, TOML, table, write_society

from fonts.errors import ExitCode, Refusal
from generator.intake.check import check_society
from generator.intake.codes import ROW_CODES
from generator.intake.columns import FILES, GAIJI, MEMBER_CODED, MEMBERS
from generator.intake.guard import Guard
from generator.intake.members import CONVERTERS, read_row
from generator.intake.names import Names
from generator.intake.read import open_intake
from generator.intake.settings import load_society

ON = date(2025, 10, 1)
APPROVED = {"from": "\ue000", "to": "吉", "who": "係長", "when": "2025-01-06"}
ROWS = {"members": SOUND, "employers": EMPLOYER, "snapshot": SNAP, "requests": REQUEST, "gaiji": APPROVED}
NAMES = Names(Guard("", private=False), "", {}, "utf-8")
PIECES = st.lists(
    st.one_of(
        st.sampled_from([b'"', b",", b"\n", b"\r\n", b"\r", b"\xff", b"\xef\xbb\xbf", b"\0", b" ", b"1E+05", b"\x80"]),
        st.sampled_from(["本人", "記号", "見本 太郎", "2024-12-02", "\u2028", "\U000e0100", "00"]).map(str.encode),
        st.binary(max_size=4),
    ),
    max_size=12,
).map(b"".join)
CHECKS = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@CHECKS
@given(st.sampled_from(sorted(ROWS)), PIECES, st.integers(0, 400), st.sampled_from(["utf-8", "cp932"]))
def test_any_bytes_in_any_file(file: str, junk: bytes, at: int, encoding: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        toml = TOML + f'[encoding]\n{file} = "{encoding}"\n'
        folder = write_society(Path(name) / "s", (SOUND, FAMILY), snapshot=(SNAP,), requests=(REQUEST,), toml=toml)
        (folder / "gaiji.csv").write_text(table(GAIJI.order, (APPROVED,)), encoding="utf-8")
        path = folder / f"{file}.csv"
        text = path.read_bytes()
        at = min(at, len(text))
        path.write_bytes(text[:at] + junk + text[at:])
        with check_society(load_society(folder), Path(name) / "scratch", ON, phase1_on_record=False) as check:
            findings = list(check.findings())
            assert check.exit_code in (ExitCode.OK, ExitCode.INPUT, ExitCode.USAGE)
            assert all(finding.code and finding.text and finding.place for finding in findings)
            counts = check.counts()
        try:
            with open_intake(load_society(folder), Path(name) / "scratch", ON) as intake:
                people = sum(len(household.members) for household in intake.households())
                assert people + intake.counts.rejected == intake.people == counts["people"]
        except Refusal as refusal:
            assert refusal.exit_code in (ExitCode.INPUT, ExitCode.USAGE)
            assert any(finding.weight == "refused" for finding in findings)


@CHECKS
@given(
    st.lists(
        st.sampled_from(
            [
                "[insurer]",
                "[[expiry]]",
                "[policy]",
                "a = 1",
                "phase1 = 3",
                "[card]",
                "colour = []",
                "[columns.members]",
                '"記号" = 3',
                "number = 6",
                "expiry = []",
                "[expiry]",
                "x",
                "= 1",
                "[encoding]",
                "default = 1",
                "columns = 1",
                "not_my_number = [1]",
                "[columns]",
            ]
        )
    )
)
def test_any_settings(lines: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "society.toml").write_text("\n".join(lines), encoding="utf-8")
        try:
            load_society(Path(name))
        except Refusal as refusal:
            assert refusal.exit_code == ExitCode.USAGE
            assert all(line.startswith("society.toml") for line in str(refusal).splitlines())


CELLS = st.one_of(
    st.text(max_size=8), st.sampled_from(["", "有", "本人", "家族", "00", "2024-12-02", "男", "一般", "登録済"])
)


@CHECKS
@given(st.lists(CELLS, min_size=len(MEMBERS.order), max_size=len(MEMBERS.order)))
def test_a_row_is_sound_or_has_a_fault_with_a_known_code(cells: list[str]) -> None:
    row, faults = read_row(tuple(cells), ON.toordinal(), NAMES, str.encode)
    assert (row is None) == bool(faults)
    assert {fault[0] for fault in faults} <= set(ROW_CODES)
    assert {fault[1] for fault in faults} <= set(MEMBERS.order)


def test_stored_fields_stand_in_the_order_of_the_columns() -> None:
    values = tuple({**dict.fromkeys(MEMBERS.order, ""), **SOUND}[name] for name in MEMBERS.order)
    row, faults = read_row(values, ON.toordinal(), NAMES, str.encode)
    assert list(faults) == []
    assert row is not None
    *stored, alterations = row
    assert len(stored) == len(MEMBERS.order)
    assert alterations == ()
    texts = dict(zip(MEMBERS.order[len(MEMBER_CODED) :], stored[len(MEMBER_CODED) :], strict=True))
    assert texts == {name: value for name, value in zip(MEMBERS.order, values, strict=True) if name in texts}
    assert len(CONVERTERS) == len(MEMBER_CODED)


def test_headers_alone_are_no_fault(tmp_path: Path) -> None:
    folder = write_society(tmp_path / "s")
    for columns in FILES.values():
        (folder / columns.file).write_text(table(columns.order, ()), encoding="utf-8")
    with open_intake(load_society(folder), tmp_path / "scratch", ON) as intake:
        assert intake.people == 0
        assert intake.snapshot_present
