"""The command at the desk: one card in one PDF, the old one void; queued, listed, taken back; two at once."""

import csv
import json
import os
import pty
import subprocess
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from reissue_desk import (
    DAY,
    FIRST,
    KEY,
    OLD,
    Said,
    command,
    environ,
    in_a_process,
    issued,
    person,
    run,
    said,
    society,
    write_members,
    write_requests,
)

from fonts.errors import ExitCode
from generator.ledger import events
from generator.ledger.moving import Move
from generator.ledger.opening import open_ledger
from generator.model import Key

TOLD = ("--reason", "紛失", "--on", DAY, "--by", "佐藤")
NEW = "20251020-01-000001-8"
OTHER = person(番号="346", 氏名="健保　次郎", 氏名カナ="ケンポ　ジロウ")


def reprint(folder: Path, *more: object) -> Said:
    """Have the one person's card reprinted."""
    return said("reprint", folder, "--person", KEY, *TOLD, "--out", folder.parent / "out", *more)


def live(folder: Path, key: str = KEY) -> list[str]:
    """Return the numbers of a person's live cards."""
    who = Key(*key.split("-"))
    with open_ledger(folder, create=False) as ledger:
        found = ledger.histories([(who, None)])[who]
    return [card.number for card in found.documents if card.live(DAY)]


def listed(folder: Path, on: date = DAY) -> list[dict[str, str]]:
    """Return the day's list."""
    answer = said("reprint", folder, "--list", "--on", on, "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def test_one_card_leaves_for_the_desk_s_printer(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    line = ("--person", KEY, *TOLD, "--out", tmp_path / "out", "--yes")
    answer = in_a_process("reprint", folder, *line)
    assert answer.code == 0, answer.err
    pdf = Path(answer.out.strip())
    assert pdf == tmp_path / "out" / NEW[:11] / "vendor" / "cards" / "001.pdf"
    pages = PdfReader(pdf).pages
    assert [round(float(side) / 72 * 25.4, 2) for side in pages[0].mediabox[2:]] == [85.6, 53.98]
    assert len(pages) == 2
    assert live(folder) == [NEW]
    assert f"{OLD} is void, {NEW} takes its place" in answer.err
    assert "健保" not in answer.out + answer.err
    letters = {path.name for path in (pdf.parents[1] / "letters").iterdir()}
    assert letters == {"001.pdf", "faces-001.pdf"}


def test_a_card_that_may_still_lie_at_the_vendor_s_is_told(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    handed = {"to": "v", "sha256": "0" * 64, "bytes": 1, "content": "1" * 64, "name": "p.age"}
    with open_ledger(folder, create=False) as ledger:
        ledger.move(Move(OLD[:11], events.RELEASED, "佐藤", FIRST), **handed)
    answer = reprint(folder, "--yes")
    assert f"{OLD} was never reported inserted: if envelope E000001 has not gone out" in answer.err
    assert "not released yet" not in answer.err
    given = ("--person", KEY, "--reason", "紛失", "--on", "2025-10-21", "--by", "佐藤", "--out", tmp_path / "out")
    again = said("reprint", folder, *given, "--yes")
    assert again.code == 0, again.err
    assert "reported inserted" not in again.err  # the desk hands over what it prints
    assert "not released yet" not in again.err


def test_a_card_of_a_job_that_is_not_released_is_named_with_its_job(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    queued = said("reprint", folder, "--person", KEY, *TOLD, "--printer", "gang", "--yes")
    assert (queued.code, OLD in queued.err) == (0, False)  # it is not void yet
    answer = reprint(folder, "--yes")
    assert f"{OLD} lies in job {OLD[:11]}, which is not released yet: void, it has to be pulled from" in answer.err
    assert "reported inserted" not in answer.err


def test_the_job_is_about_one_person(tmp_path: Path) -> None:
    folder = issued(tmp_path, person(), OTHER)
    assert reprint(folder, "--yes").code == 0
    with (tmp_path / "out" / NEW[:11] / "office" / "decisions.csv").open(encoding="utf-8-sig") as file:
        rows = [(row["番号"], row["規則"], row["根拠"], row["有効期限"]) for row in csv.DictReader(file)]
    assert rows == [("345", "reissue", "申請", "2029-12-01")]
    assert live(folder, "0012-346-00") == ["20251001-01-000002-6"]


def test_who_answers_and_why_are_on_record(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    assert reprint(folder, "--yes").code == 0
    with open_ledger(folder, create=False) as ledger:
        line = ledger.show(NEW)[0]
        assert ledger.breaks() == ()
    assert (line.by, line.why, line.on) == ("佐藤", "紛失", DAY)


def test_a_call_is_served_once(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    assert reprint(folder, "--yes").code == 0
    again = reprint(folder, "--yes")
    assert (again.code, again.out) == (ExitCode.LEDGER, "")
    assert "reprint-again" in again.err


def test_undone_the_old_card_lives_again(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    assert reprint(folder, "--yes").code == 0
    undone = said("reprint", folder, "--undo", NEW, "--on", DAY, "--by", "佐藤")
    assert undone.code == 0, undone.err
    assert live(folder) == [OLD]
    assert "queued" not in undone.err
    assert [(row["管理番号"], row["状態"]) for row in listed(folder)] == [(NEW, "withdrawn")]
    again = said("reprint", folder, "--undo", NEW, "--on", DAY, "--by", "佐藤")
    assert (again.code, f"reprint-undone: {NEW} was taken back already" in again.err) == (ExitCode.LEDGER, True)
    assert reprint(folder, "--yes").code == 0  # and asked for again, it is served again
    assert live(folder) == ["20251020-02-000001-6"]


def test_undone_a_call_that_was_queued_waits_again_and_that_is_said(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    assert said("reprint", folder, "--person", KEY, *TOLD, "--printer", "gang", "--yes").code == 0
    assert reprint(folder, "--yes").code == 0
    undone = said("reprint", folder, "--undo", NEW, "--on", DAY, "--by", "佐藤")
    assert (undone.code, f"queued again, as it was before; `shikaku reprint --undo {KEY}`" in undone.err) == (0, True)
    assert [row["状態"] for row in listed(folder)] == ["withdrawn", "queued"]
    assert said("reprint", folder, "--undo", KEY, "--on", DAY, "--by", "佐藤").code == 0
    assert run(folder, tmp_path / "out", DAY).job == ""


def test_only_on_its_day_is_a_printed_card_taken_back(tmp_path: Path) -> None:
    folder, later = issued(tmp_path, person(), OTHER), date(2025, 11, 4)
    assert reprint(folder, "--yes").code == 0
    told = ("--reason", "破損", "--on", later, "--by", "佐藤", "--out", tmp_path / "out", "--yes")
    assert said("reprint", folder, "--person", "0012-346-00", *told).code == 0  # so the first one's day is over
    for given in (
        ("reprint", folder, "--undo", NEW, "--on", DAY, "--by", "佐藤"),
        ("withdraw", NEW[:11], "--why", "誤り", "--on", DAY, "--by", "佐藤", "--society", folder),
        ("reprint", folder, "--undo", NEW, "--on", later, "--by", "佐藤"),
        ("withdraw", NEW[:11], "--why", "誤り", "--on", later, "--by", "佐藤", "--society", folder),
    ):
        late = said(*given)
        assert (late.code, "reprint-undo-late" in late.err) == (ExitCode.LEDGER, True)
    assert live(folder) == [NEW]


def test_a_desk_job_is_purged_when_its_day_is_over(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    assert reprint(folder, "--yes").code == 0
    job = tmp_path / "out" / NEW[:11]
    shown = said("ledger", "verify", folder, "--jobs", tmp_path / "out")
    assert (shown.code, shown.out.count("printed at the desk")) == (0, 1)
    early = said("purge", job, "--by", "佐藤", "--on", DAY, "--society", folder)
    assert (early.code, "job-not-purged" in early.err) == (ExitCode.LEDGER, True)
    over = said("purge", job, "--by", "佐藤", "--on", date(2025, 10, 21), "--society", folder)
    assert over.code == 0, over.err
    assert "printed at the desk, so never released" in over.err
    assert not (job / "vendor" / "cards").exists() or not list((job / "vendor" / "cards").iterdir())
    assert said("ledger", "verify", folder, "--jobs", tmp_path / "out").code == 0
    first = said("purge", tmp_path / "out" / OLD[:11], "--by", "佐藤", "--on", date(2025, 10, 21), "--society", folder)
    assert (first.code, "job-not-purged" in first.err) == (ExitCode.LEDGER, True)


def test_a_whole_job_is_not_undone_by_one_number(tmp_path: Path) -> None:
    folder = issued(tmp_path, person(), OTHER)
    undone = said("reprint", folder, "--undo", OLD, "--on", DAY, "--by", "佐藤")
    assert (undone.code, "reprint-unknown" in undone.err) == (ExitCode.USAGE, True)
    assert live(folder) == [OLD]


def test_queued_calls_are_printed_together(tmp_path: Path) -> None:
    folder = issued(tmp_path, person(), OTHER)
    for key in (KEY, "0012-346-00"):
        answer = said("reprint", folder, "--person", key, *TOLD, "--printer", "gang", "--yes")
        assert answer.code == 0, answer.err
    assert live(folder) == [OLD]  # on record, and nothing issued
    assert [(row["番号"], row["事由"], row["状態"]) for row in listed(folder)] == [
        ("345", "紛失", "queued"),
        ("346", "紛失", "queued"),
    ]
    seen = said("reprint", folder, "--list", "--on", DAY).out.splitlines()
    assert [line.split() for line in seen] == [
        ["number", "key", "reason", "by", "state", "asked", "for"],
        ["-", KEY, "紛失", "佐藤", "queued", "再交付"],
        ["-", "0012-346-00", "紛失", "佐藤", "queued", "再交付"],
    ]
    twice = said("reprint", folder, "--person", KEY, *TOLD, "--printer", "gang", "--yes")
    assert (twice.code, "request-filed" in twice.err) == (ExitCode.LEDGER, True)
    answer = said("reprint", folder, "--gang", "--on", DAY, "--by", "佐藤", "--out", tmp_path / "out")
    assert answer.code == 0, answer.err
    assert live(folder) == [NEW]
    assert [(row["状態"], row["管理番号"]) for row in listed(folder)] == [
        ("served", NEW),
        ("served", "20251020-01-000002-6"),
    ]
    nothing = said("reprint", folder, "--gang", "--on", DAY, "--by", "佐藤", "--out", tmp_path / "out")
    assert (nothing.code, nothing.out) == (0, "")


def test_an_ordinary_run_serves_what_is_queued(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    queued = said("reprint", folder, "--person", KEY, *TOLD, "--printer", "gang", "--yes")
    assert queued.code == 0, queued.err
    assert run(folder, tmp_path / "out", DAY).rules == {"reissue": 1}
    assert live(folder) == [NEW]


def test_a_queued_call_that_is_not_served_is_a_query(tmp_path: Path) -> None:
    folder = issued(tmp_path, person(), OTHER)
    assert said("reprint", folder, "--person", KEY, *TOLD, "--printer", "gang", "--yes").code == 0
    write_members(folder, person(マイナ保険証="登録済"), OTHER | {"氏名": "見本　次郎"})
    done = run(folder, tmp_path / "out", DAY)
    assert done.folder is not None
    with (done.folder / "office" / "queries.csv").open(encoding="utf-8-sig") as file:
        rows = [(row["番号"], row["規則"], row["内容"]) for row in csv.DictReader(file)]
    assert ("345", "open-request", "種別=再交付 受付日=2025-10-20 理由=able") in rows


def test_what_is_queued_is_taken_off_again(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    assert said("reprint", folder, "--person", KEY, *TOLD, "--printer", "gang", "--yes").code == 0
    off = said("reprint", folder, "--undo", KEY, "--on", DAY, "--by", "佐藤")
    assert (off.code, off.err) == (0, "1 queued requests closed\n")
    assert [row["状態"] for row in listed(folder)] == ["closed"]
    assert run(folder, tmp_path / "out", DAY).job == ""


def test_what_was_taken_off_may_be_asked_for_again_that_day(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    for states in (["closed"], ["closed", "closed"]):
        assert said("reprint", folder, "--person", KEY, *TOLD, "--printer", "gang", "--yes").code == 0
        assert said("reprint", folder, "--undo", KEY, "--on", DAY, "--by", "佐藤").code == 0
        assert [row["状態"] for row in listed(folder)] == states
    answer = reprint(folder, "--yes")
    assert answer.code == 0, answer.err
    assert live(folder) == [NEW]
    assert "reprint-again" in reprint(folder, "--yes").err


def test_without_a_terminal_nobody_is_asked_and_nothing_is_done(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    answer = reprint(folder)
    assert (answer.code, answer.out) == (ExitCode.USAGE, "")
    assert "reprint-unconfirmed" in answer.err
    assert live(folder) == [OLD]


@pytest.mark.parametrize(("typed", "number", "code"), [("y\n", NEW, 0), ("n\n", OLD, 0), ("\x04", OLD, 130)])
def test_at_a_terminal_the_desk_is_shown_who_and_why(tmp_path: Path, typed: str, number: str, code: int) -> None:
    folder = issued(tmp_path)
    ours, theirs = pty.openpty()
    line = command("reprint", folder, "--person", KEY, *TOLD, "--out", tmp_path / "out")
    pipe = subprocess.PIPE
    with subprocess.Popen(line, env=environ(), stdin=theirs, stdout=pipe, stderr=pipe) as process:
        os.write(ours, typed.encode())
        out, err = process.communicate(timeout=120)
    os.close(ours)
    os.close(theirs)
    shown = err.decode()
    for text in ("健保　太郎", KEY, OLD, "2029-12-01", "紛失", "事業主 株式会社見本A (A)"):
        assert text in shown
    assert "健保" not in out.decode()
    assert live(folder) == [number]
    assert ("nothing was done" in shown) == (number == OLD)
    assert "interrupted" not in shown
    assert process.returncode == code


def test_a_notice_is_no_card(tmp_path: Path) -> None:
    folder = society(tmp_path / "society", person(マイナ保険証="登録済"))
    write_requests(folder, (FIRST.isoformat(), *KEY.split("-"), "再通知", "", ""))
    assert run(folder, tmp_path / "out", FIRST).job
    answer = said("reprint", folder, "--card", OLD, *TOLD, "--out", tmp_path / "out", "--yes")
    assert (answer.code, "reprint-notice" in answer.err) == (ExitCode.USAGE, True)
    assert "再通知" in answer.err


def test_a_day_before_the_last_job_s_names_no_option_that_is_not_there(tmp_path: Path) -> None:
    folder = issued(tmp_path, on=DAY)
    told = ("--reason", "紛失", "--on", date(2025, 10, 19), "--by", "佐藤", "--out", tmp_path / "out", "--yes")
    assert "--backdated" not in said("reprint", folder, "--person", KEY, *told).err
    assert "backdated" in said("run", folder, "--on", date(2025, 10, 19), "--out", tmp_path / "out").err


def test_two_desks_at_once_give_one_card(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    line = command("reprint", folder, "--person", KEY, *TOLD, "--out", tmp_path / "out", "--yes")
    both = [
        subprocess.Popen(line, env=environ(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
        for _ in range(2)
    ]
    told = [(process.communicate(timeout=240)[1].decode(), process.returncode) for process in both]
    assert sorted(code for _, code in told) == [0, ExitCode.LEDGER], told
    assert live(folder) == [NEW]


@pytest.mark.parametrize(
    "given",
    [
        ("--person", KEY, "--card", OLD, *TOLD, "--out", "x"),
        (*TOLD, "--out", "x"),
        ("--person", KEY, "--on", DAY, "--by", "佐藤", "--out", "x"),
        ("--person", KEY, *TOLD),
        ("--person", KEY, "--reason", "紛失", "--on", DAY, "--out", "x"),
        ("--person", KEY, "--reason", "忘れた", "--on", DAY, "--by", "佐藤", "--out", "x"),
        ("--gang", "--on", DAY, "--by", "佐藤"),
        ("--person", "345", *TOLD, "--out", "x"),
    ],
)
def test_wrong_usage(tmp_path: Path, given: tuple[object, ...]) -> None:
    (tmp_path / "society").mkdir()
    answer = said("reprint", tmp_path / "society", *given, "--yes")
    assert (answer.code, answer.out) == (ExitCode.USAGE, "")
