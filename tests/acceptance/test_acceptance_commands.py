"""Contract §1: exit codes of every class, stdout and stderr, the day, the guard, withdrawing, refused files."""

import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import acceptance_shop as shop
import pytest
from acceptance_society import (
    MEMBERS,
    NO_PHASE_1,
    TOML,
    Left,
    firm,
    household,
    member,
    process,
    run,
    shikaku,
    society,
    table,
    write_table,
)

pytestmark = pytest.mark.slow

ON = "2025-10-01"
MY_NUMBER = "123456789018"  # domain.md §5.3: 12345678901 → 8


def plain(folder: Path, **more: object) -> Path:
    return society(folder, [*household("1", 2), *household("2", 1)], **more)  # type: ignore[arg-type]


def refused(given: Path, *options: object) -> tuple[int, str]:
    said = shikaku("run", given, "--on", ON, "--out", given.parent / "out", "--workers", 1, *options)
    assert said.out == ""
    return said.code, said.err


def nothing_issued(given: Path) -> bool:
    out = given.parent / "out"
    if out.exists() and any(p.name.startswith("20") for p in out.iterdir()):
        return False
    if not (given / "ledger.sqlite").exists():
        return True
    with sqlite3.connect(given / "ledger.sqlite") as db:
        ((events,),) = db.execute("select count(*) from event")
    db.close()
    return events == 0


@pytest.mark.parametrize(
    "toml",
    [
        "[policy\n",
        "\n[policy]\nrenewal_laed = 3\n",
        "\n[policie]\n",
        "\n[policy]\nrenewal_lead = 'x'\n",
        '\n[policy]\nno_mynumber = "maybe"\n',
        '\n[envelope]\nmax_pieces = "many"\n',
        '\n[vendors]\ncard = "nobody"\n',
        '\n[encoding]\ndefault = "utf-16"\n',
        '\n[[expiry]]\nissued_from = "2024-12-02"\nvalid_to = "x"\n',
        "\n[card]\ncolour = { cmyk = [1, 2, 3] }\n",
    ],
)
def test_wrong_configuration_is_2_with_file_and_line(tmp_path: Path, toml: str) -> None:
    given = plain(tmp_path / "s", toml=toml)
    code, told = refused(given)
    assert code == 2
    assert re.search(r"society\.toml:\d+: ", told) or "nobody" in told, told
    assert nothing_issued(given)
    assert shikaku("check", given, "--on", ON).code == 2


def test_a_profile_for_another_piece_is_refused_before_anything_is_issued(tmp_path: Path) -> None:
    given = plain(tmp_path / "s", toml=NO_PHASE_1 + '\n[vendors]\ncard = "notice-a4"\n')
    assert refused(given)[0] in (2, 4)
    assert nothing_issued(given)
    assert shikaku("check", given, "--on", ON).code in (2, 4)


def test_a_wrong_check_digit_of_the_insurer_is_2(tmp_path: Path) -> None:
    given = plain(tmp_path / "s")
    (given / "society.toml").write_text(TOML.replace("06139992", "06139993") + NO_PHASE_1, encoding="utf-8")
    code, told = refused(given)
    assert code == 2
    assert "society.toml" in told


def test_wrong_usage_is_2(tmp_path: Path) -> None:
    given = plain(tmp_path / "s")
    for args in (
        ("run", given, "--out", tmp_path / "o"),
        ("run", given, "--on", "soon", "--out", tmp_path / "o"),
        ("run", tmp_path / "nowhere", "--on", ON, "--out", tmp_path / "o"),
        ("run", given, "--on", ON),
        ("run", given, "--on", ON, "--out", tmp_path / "o", "--workers", 0),
        ("perform",),
        ("withdraw", "20251001-01", "--why", "x", "--society", given),
        ("decide", given, "--on", ON, "--explain", "9-9-99"),
    ):
        said = shikaku(*args)
        assert said.code == 2, args
        assert said.err
        assert not said.out


def break_members(given: Path, change: Callable[[str], str], encoding: str = "utf-8") -> None:
    path = given / "members.csv"
    text = path.read_bytes().decode("utf-8")
    path.write_bytes(change(text).encode(encoding))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda t: t.replace("続柄", "間柄", 1), r"members\.csv:1: .*続柄"),
        (lambda t: t + t.splitlines()[2] + "\r\n", r"members\.csv:(3|5): .*(3|5)"),
        (lambda t: t.replace("所属名", "個人番号", 1), r"members\.csv:1: .*個人番号"),
        (lambda t: t.replace("所属名", "マイナンバー", 1), r"members\.csv:1: .*マイナンバー"),
        (lambda t: t.replace("高砂7-8-9", MY_NUMBER, 1), r"members\.csv:2: .*住所"),
        (lambda t: t.replace("高砂7-8-9", "１２３４-５６７８ ９０１８", 1), r"members\.csv:2: .*住所"),
    ],
)
def test_a_refused_file_is_3_and_its_value_unnamed(tmp_path: Path, change: Callable[[str], str], told: str) -> None:
    given = plain(tmp_path / "s")
    break_members(given, change)
    code, said = refused(given)
    checked = shikaku("check", given, "--on", ON)
    assert (code, checked.code) == (3, 3)
    assert nothing_issued(given)
    for text in (said, checked.out + checked.err):
        assert re.search(told, text), text
        for value in (MY_NUMBER, "5678", "検収　", "ケンシュウ", "1980"):
            assert value not in text


def test_undecodable_bytes_are_3_with_line_and_byte(tmp_path: Path) -> None:
    given = plain(tmp_path / "s")
    data = (given / "members.csv").read_bytes().split(b"\r\n")
    data[2] = data[2][:5] + b"\xff" + data[2][5:]
    (given / "members.csv").write_bytes(b"\r\n".join(data))
    code, said = refused(given)
    assert code == 3
    assert re.search(r"members\.csv:3: .*6", said), said


def test_twelve_digits_without_the_check_digit_or_in_a_named_column_pass(tmp_path: Path) -> None:
    rows = [member(住所="埼玉県さいたま市 123456789017"), member(番号="2", 所属名=MY_NUMBER)]
    toml = NO_PHASE_1 + '\n[columns]\nnot_my_number = ["所属名"]\n'
    given = society(tmp_path / "s", rows, toml=toml)
    left = run(given, tmp_path / "out", ON)
    assert len(left.decisions()) == 4
    refused_ = society(tmp_path / "t", rows)
    assert refused(refused_)[0] == 3


def test_earlier_spells_of_one_key_are_history(tmp_path: Path) -> None:
    early = member(資格取得年月日="2015-04-01", 登録年月日="2015-04-02", 資格喪失年月日="2018-01-01")
    left = run(society(tmp_path / "s", [early, member()]), tmp_path / "out", ON)
    assert {shop.key_of(r) for r in left.decisions()} == {("100", "1", "00")}
    assert refused(society(tmp_path / "t", [member(資格取得年月日="2015-04-01"), member()]))[0] == 3
    assert refused(society(tmp_path / "u", [member(), member()]))[0] == 3


def test_a_row_that_is_wrong_holds_back_its_person_only(tmp_path: Path) -> None:
    rows = [*household("1", 2), *household("2", 2), *household("3", 2), member(番号="4", 事業所コード="X")]
    rows[1] |= {"生年月日": "1980-13-40"}
    rows[2] |= {"生年月日": "昨日"}
    left = run(society(tmp_path / "s", rows), tmp_path / "out", ON)
    assert set(left.issued()) == {("100", "1", "00"), ("100", "3", "00"), ("100", "3", "01")}
    rejected = left.office("rejected.csv")
    assert {r["line"] for r in rejected} == {"3", "4", "5", "8"}
    assert {r["file"] for r in rejected} == {"members.csv"}
    assert {r["code"] for r in rejected if r["line"] == "8"} == {"employer-unknown"}
    assert not [r for r in rejected if "昨日" in r["message"] or "1980" in r["message"]]
    said = shikaku("check", tmp_path / "s", "--on", ON)
    assert said.code == 3
    for line in (3, 4, 8):
        assert re.search(rf"^members\.csv:{line}: [a-z-]+: ", said.out, re.MULTILINE), said.out


def test_check_is_0_where_nothing_is_wrong_and_speaks_json(tmp_path: Path) -> None:
    given = plain(tmp_path / "s")
    assert shikaku("check", given, "--on", ON).code == 0
    told = shikaku("check", given, "--on", ON, "--json")
    assert (told.code, sorted(json.loads(told.out))) == (0, ["counts", "findings"])
    snapshot = [{"記号": "100", "番号": "1", "枝番": "00", "個人番号下4桁": "0427"}]
    held = society(tmp_path / "t", household("1", 1), toml="", snapshot=snapshot)
    run(held, tmp_path / "out", "2024-10-15")
    warned = shikaku("check", held, "--on", "2024-10-16")
    assert "snapshot.csv" in warned.out
    assert "0427" not in warned.out + warned.err


def test_the_guard_is_5_with_counts_and_issues_nothing(tmp_path: Path) -> None:
    given = plain(tmp_path / "s")
    code, said = refused(given, "--expect", 5)
    assert code == 5
    assert re.search(r"ex-officio-bulk\D*3", said)
    assert re.search(r"phase-2\D*3", said)
    assert nothing_issued(given)
    limited = plain(tmp_path / "t", toml=NO_PHASE_1 + "max_documents = 5\n")
    assert refused(limited)[0] == 5
    assert len(run(given, tmp_path / "o2", ON, "--expect", 6).decisions()) == 6


def test_nothing_due_is_0_and_leaves_no_folder_and_no_event(tmp_path: Path) -> None:
    given = plain(tmp_path / "s")
    said = shikaku("run", given, "--on", "2024-09-01", "--out", tmp_path / "out", "--workers", 1, "--json")
    assert (said.code, json.loads(said.out)["job"]) == (0, "")
    assert nothing_issued(given)
    assert not list((tmp_path / "out").glob("*"))


def test_a_day_before_the_last_job_is_6(tmp_path: Path) -> None:
    given = plain(tmp_path / "s")
    run(given, tmp_path / "out", ON, "--cards-only")
    early = ("run", given, "--on", "2025-09-30", "--out", tmp_path / "out", "--workers", 1)
    assert shikaku(*early).code == 6
    assert shikaku(*early, "--backdated").code == 0
    assert (tmp_path / "out" / "20250930-01").is_dir()


@pytest.mark.parametrize("harm", ["missing", "empty", "other"])
def test_a_ledger_that_is_not_the_one_is_6_and_never_a_fresh_start(tmp_path: Path, harm: str) -> None:
    given = plain(tmp_path / "s")
    run(given, tmp_path / "out", ON, "--cards-only")
    assert (given / "ledger.id").is_file()
    ledger = given / "ledger.sqlite"
    if harm == "other":
        other = plain(tmp_path / "t")
        run(other, tmp_path / "out2", ON, "--cards-only")
        shutil.copy(other / "ledger.sqlite", ledger)
    elif harm == "empty":
        ledger.write_bytes(b"")
    else:
        ledger.unlink()
    before = ledger.read_bytes() if ledger.exists() else None
    for args in (("run", given, "--on", ON, "--out", tmp_path / "out"), ("decide", given, "--on", ON)):
        said = shikaku(*args)
        assert said.code == 6, (args, said)
        assert not said.out
    assert (ledger.read_bytes() if ledger.exists() else None) == before


def test_an_open_job_of_another_digest_is_6_naming_what_changed(tmp_path: Path) -> None:
    given = plain(tmp_path / "s")
    left = run(given, tmp_path / "out", ON)
    unseal(given, left)
    original = (given / "members.csv").read_bytes()
    write_table(given / "members.csv", MEMBERS, [*household("1", 2), *household("2", 2)])
    code, said = refused(given)
    assert code == 6
    assert "members.csv" in said
    (given / "members.csv").write_bytes(original)
    assert shikaku("run", given, "--on", "2025-10-02", "--out", tmp_path / "out", "--workers", 1).code == 6
    code = shikaku("run", given, "--on", ON, "--out", tmp_path / "out", "--workers", 1, "--cards-only").code
    assert code == 6
    before = {p: p.read_bytes() for p in left.files()}
    shutil.rmtree(left.folder)
    again = run(given, tmp_path / "out", ON)
    assert {p: p.read_bytes() for p in again.files()} == before


def unseal(given: Path, left: Left) -> None:
    """Leave the ledger as a run does that ended just before it sealed its job."""
    with sqlite3.connect(given / "ledger.sqlite") as db:
        triggers = db.execute("select name, sql from sqlite_master where name = 'event_no_delete'").fetchall()
        db.execute("drop trigger event_no_delete")
        done = db.execute("delete from event where kind = 'sealed' and job = ?", (left.job,)).rowcount
        for _, sql in triggers:
            db.execute(sql)
    db.close()
    assert done == 1


def test_a_job_folder_that_was_named_before_the_ledger_knew_is_sealed_by_the_same_command(tmp_path: Path) -> None:
    given = plain(tmp_path / "s")
    left = run(given, tmp_path / "out", ON)
    before = {p: (p.stat().st_ino, p.stat().st_mtime_ns) for p in left.files()}
    unseal(given, left)
    assert shikaku("run", given, "--on", ON, "--out", tmp_path / "out", "--workers", 1).code == 0
    assert {p: (p.stat().st_ino, p.stat().st_mtime_ns) for p in left.files()} == before
    assert json.loads(shikaku("run", given, "--on", ON, "--out", tmp_path / "out", "--json").out)["job"] == ""


def test_withdrawn_numbers_are_never_used_again(tmp_path: Path) -> None:
    given = plain(tmp_path / "s")
    first = run(given, tmp_path / "out", ON)
    said = shikaku("withdraw", first.job, "--by", "係長", "--why", "試し", "--society", given)
    assert said.code == 0, said.err
    second = run(given, tmp_path / "out", ON)
    assert second.job == "20251001-02"
    assert [shop.key_of(r) for r in second.decisions()] == [shop.key_of(r) for r in first.decisions()]
    numbers = [{r["管理番号"] for r in job.decisions()} for job in (first, second)]
    assert not numbers[0] & numbers[1]
    again = ("--on", ON, "--by", "係長", "--why", "もう一度", "--society", given)
    assert shikaku("withdraw", first.job, *again).code == 6
    assert shikaku("withdraw", "20250101-01", *again).code == 6


def test_decide_is_a_dry_run_of_what_run_does(tmp_path: Path) -> None:
    given = plain(tmp_path / "s")
    said = shikaku("decide", given, "--on", ON, "--out", tmp_path / "d.csv")
    assert said.code == 0
    assert nothing_issued(given)
    dry = table(tmp_path / "d.csv")
    left = run(given, tmp_path / "out", ON)
    named = [name for name in dry[0] if name != "管理番号"]
    assert [{n: r[n] for n in named} for r in dry] == [{n: r[n] for n in named} for r in left.decisions()]
    shown = shikaku("decide", given, "--on", ON)
    assert "なし" in shown.out
    parsed = json.loads(shikaku("decide", given, "--on", ON, "--json").out)
    assert len(parsed) == 3
    past = shikaku("decide", given, "--on", "2024-12-01")
    assert "before-start" in past.out or "old-card-valid" in past.out


def test_explain_says_why_rule_by_rule(tmp_path: Path) -> None:
    given = plain(tmp_path / "s")
    said = shikaku("decide", given, "--on", ON, "--explain", "100-1-01")
    assert said.code == 0
    for rule in ("ex-officio-bulk", "phase-2", "special-needs", "wish"):
        assert rule in said.out
    assert "検収" not in said.out


def test_the_day_may_come_from_the_environment(tmp_path: Path) -> None:
    given = plain(tmp_path / "s")
    said = shikaku("decide", given, SHIKAKU_ON=ON)
    assert said.code == 0
    assert "ex-officio-bulk" in said.out


def test_one_kind_at_a_time(tmp_path: Path) -> None:
    given = plain(tmp_path / "s")
    cards = run(given, tmp_path / "out", ON, "--cards-only")
    assert {r["文書"] for r in cards.decisions()} == {shop.CARD}
    assert not list(cards.vendor.glob("notices/*"))
    notices = run(given, tmp_path / "out", ON, "--notices-only")
    assert notices.job == "20251001-02"
    assert {r["文書"] for r in notices.decisions()} == {shop.NOTICE}
    assert not list(notices.vendor.glob("cards/*"))


def test_no_phase_1_known_is_3(tmp_path: Path) -> None:
    given = plain(tmp_path / "s", toml="")
    code, said = refused(given)
    assert code == 3
    assert "phase1-unknown" in said
    assert nothing_issued(given)


def test_an_expiry_that_ended_is_2(tmp_path: Path) -> None:
    toml = NO_PHASE_1 + "\n[[expiry]]\nissued_from = 2024-12-02\nvalid_to = 2025-09-30\n"
    given = plain(tmp_path / "s", toml=toml)
    code, said = refused(given)
    assert code == 2
    assert "expiry-policy" in said
    assert nothing_issued(given)


def test_a_special_retired_member_needs_the_second_number(tmp_path: Path) -> None:
    rows = [member(区分="特例退職", 事業所コード="")]
    given = society(tmp_path / "s", rows)
    (given / "society.toml").write_text(
        TOML.replace('number_retired = "63139992"\n', "") + NO_PHASE_1, encoding="utf-8"
    )
    assert refused(given)[0] in (2, 3)
    assert nothing_issued(given)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_both_encodings_and_line_ends(tmp_path: Path, encoding: str) -> None:
    rows = [member(氏名="髙﨑　①郎"), member(番号="2", 氏名="神　祐㐂" if encoding != "cp932" else "神　祐樹")]
    toml = NO_PHASE_1 + ('\n[encoding]\nemployers = "cp932"\n' if encoding != "cp932" else "")
    given = society(tmp_path / "s", rows, toml=toml, encoding="cp932" if encoding == "cp932" else "utf-8")
    write_table(given / "employers.csv", list(firm("A")), [firm("A")], "cp932")
    text = (given / "members.csv").read_bytes().decode("cp932" if encoding == "cp932" else "utf-8")
    (given / "members.csv").write_bytes(text.replace("\r\n", "\n").encode(encoding))
    left = run(given, tmp_path / "out", ON)
    assert len(left.decisions()) == 4


def test_the_installed_command_in_a_process_of_its_own(tmp_path: Path) -> None:
    given = plain(tmp_path / "s")
    done = process("run", given, "--out", tmp_path / "out", "--workers", 2, "--json", SHIKAKU_ON=ON)
    assert done.code == 0, done.err
    assert json.loads(done.out)["job"] == "20251001-01"
    assert process("run", given, "--on", "2025-01-01", "--out", tmp_path / "out").code == 6


def test_dates_in_every_agreed_form(tmp_path: Path) -> None:
    forms = ("1980-04-02", "1980/4/2", "19800402", "昭和55年4月2日", "S55.4.2", "１９８０／４／２", "Ｓ５５．４．２")
    rows = [member(番号=str(n), 生年月日=form) for n, form in enumerate(forms, 1)]
    rows.append(member(番号="9", 生年月日="29313"))
    left = run(society(tmp_path / "s", rows), tmp_path / "out", ON)
    assert {r["番号"] for r in left.decisions()} == {str(n) for n in range(1, len(forms) + 1)}
    assert [(r["line"], r["code"]) for r in left.office("rejected.csv")] == [("9", "date-serial")]
