"""What does not leave the house: trap 18 of print.md §8, and jobs that do not balance."""

import csv
import json
import os
import stat
from pathlib import Path

import pytest
from release_desk import DAY, Desk

from generator.job import sound
from generator.ledger import events
from generator.remake.packed import PULL

FILES = ("cards/001.pdf", "cards/001.csv", "notices/001.pdf", "letters/001.pdf", "envelopes.csv", "manifest.json")


def refused(desk: Desk, key: Path) -> str:
    said = desk.release("--key", key)
    assert (said.code, said.out) == (6, "")
    assert not (desk.home / "20251001-01.age").exists()
    assert desk.state() == events.SEALED
    return said.err.split(": ")[1]


@pytest.mark.parametrize("name", FILES)
def test_trap_18_one_byte_of_a_sealed_file_stops_its_release(desk: Desk, key: Path, name: str) -> None:
    desk.approve()
    path = desk.job / "vendor" / name
    raw = bytearray(path.read_bytes())
    at = raw.index(b'"tool": "') + 10 if name == "manifest.json" else len(raw) // 2
    raw[at] ^= 1
    path.write_bytes(raw)
    assert refused(desk, key) == ("manifest-altered" if name == "manifest.json" else "file-changed")


def test_trap_18_another_layout_voids_the_approval(desk: Desk, key: Path) -> None:
    own = desk.society / "layouts" / "card"
    own.mkdir(parents=True)
    shipped = Path(__file__).parents[2] / "layouts"
    source = next(p for p in sorted(shipped.rglob("card/front.toml")))
    (own / "front.toml").write_text(source.read_text(encoding="utf-8") + "\n# edited\n", encoding="utf-8")
    toml = (desk.society / "society.toml").read_text(encoding="utf-8")
    (desk.society / "society.toml").write_text(toml + '[layouts]\ndir = "layouts"\n', encoding="utf-8")
    assert desk.approve().code == 0  # of the edited layout, which the sealed job was not made with
    assert refused(desk, key) == "job-unapproved"
    (desk.society / "society.toml").write_text(toml, encoding="utf-8")
    assert desk.approve().code == 0
    assert desk.release("--key", key).code == 0


def test_a_job_nobody_signed_stays(desk: Desk, key: Path) -> None:
    assert refused(desk, key) == "job-unapproved"


def test_signed_after_sealing_is_signed_and_is_told(desk: Desk, key: Path) -> None:
    desk.approve()
    said = desk.release("--key", key)
    assert said.code == 0
    assert "sealed before 責了" in said.err


def test_a_file_too_many_and_one_too_few_stop_it(desk: Desk, key: Path) -> None:
    desk.approve()
    extra = desk.job / "vendor" / "cards" / "note.txt"
    extra.write_text("x", encoding="utf-8")
    assert refused(desk, key) == "file-unlisted"
    extra.unlink()
    (desk.job / "vendor" / "mailing.csv").rename(desk.home / "mailing.csv")
    assert refused(desk, key) == "file-lost"
    (desk.job / "vendor" / "mailing.csv").symlink_to(desk.home / "mailing.csv")
    assert refused(desk, key) == "file-changed"


def every(desk: Desk) -> set[str]:
    """Return the code of everything that is wrong with the job's folder."""
    with desk.ledger() as book:
        return {fault.code for fault in sound.faults(book.facts(desk.job.name), desk.job)}


def test_counts_are_taken_anew(desk: Desk, key: Path) -> None:
    desk.approve()
    account = desk.job / "office" / "reconciliation.json"
    whole = json.loads(account.read_text(encoding="utf-8"))
    planted: tuple[tuple[dict[str, object], str], ...] = (
        ({"balanced": False}, "job-unbalanced"),
        ({"people": {**whole["people"], "in": 99}}, "job-unbalanced"),
        ({"documents": {**whole["documents"], "cards": 7}}, "counts-differ"),
        ({"by": []}, "counts-differ"),
        ({"documents": None}, "file-unreadable"),
    )
    for change, code in planted:
        account.write_text(json.dumps({**whole, **change}), encoding="utf-8")
        assert refused(desk, key) == "file-changed"
        assert every(desk) == {"file-changed", code}
    account.write_text(json.dumps(whole), encoding="utf-8")
    decisions = desk.job / "office" / "decisions.csv"
    kept = decisions.read_bytes()
    decisions.write_bytes(
        b"".join(line for line in kept.splitlines(keepends=True) if "資格確認書".encode() not in line)
    )
    assert refused(desk, key) == "file-changed"
    assert every(desk) == {"file-changed", "counts-differ"}
    decisions.write_bytes(kept)
    account.unlink()
    assert refused(desk, key) == "file-lost"
    assert every(desk) == {"file-lost", "file-unreadable"}


def test_a_withdrawn_job_is_not_released(desk: Desk, key: Path) -> None:
    desk.approve()
    desk.say("withdraw", desk.job, "--by", "係", "--why", "x", "--on", DAY)
    said = desk.release("--key", key)
    assert (said.code, "job-not-released" in said.err) == (6, True)


def test_what_became_void_since_the_sealing_is_named_when_it_goes_out(desk: Desk, key: Path) -> None:
    desk.approve()
    asked = ("--person", "100-1-00", "--reason", "紛失", "--on", DAY, "--by", "窓口", "--yes")
    assert desk.say("reprint", desk.society, *asked, "--out", desk.home / "desk").code == 0
    said = desk.release("--key", key)
    assert (said.code, "20251001-01-000001-8 in envelope E000001 is void: have the vendor" in said.err) == (0, True)
    listed = desk.job / "office" / "void.csv"
    assert f"{listed} says where they lie" in said.err
    with listed.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    with (desk.job / "vendor" / "cards" / "001.csv").open(encoding="utf-8-sig", newline="") as file:
        cell = next(
            each for each in csv.DictReader(file) if each["管理番号"] == row["管理番号"] and each["side"] == "F"
        )
    places = ("envelope", "管理番号", "block", "sheet", "row", "column", "tray", "position", "stack_position")
    assert {name: row[name] for name in places} == {name: cell[name] for name in places}
    assert (row["管理番号"], row["make"], row["action"]) == ("20251001-01-000001-8", "1", "抜取り")
    assert (row["file"], tuple(row)) == ("cards/001.pdf", PULL)
    assert not any(name in listed.read_text(encoding="utf-8-sig") for name in ("健保", "花子", "太郎"))
    if os.name == "posix":
        assert stat.S_IMODE(listed.stat().st_mode) == 0o600
    assert every(desk) == set()  # what was added to office/ is let be


def test_a_job_with_nothing_void_gets_no_list(desk: Desk, key: Path) -> None:
    desk.approve()
    said = desk.release("--key", key)
    assert (said.code, "where they lie" in said.err) == (0, False)
    assert not (desk.job / "office" / "void.csv").exists()
