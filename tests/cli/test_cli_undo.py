"""Taking back at the desk: what is not there is refused with the next step, and what was done reads plainly."""

import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from cli_desk import Command, Sealed, release

#: What a job that is over keeps: counts and hashes.
KEPT = {"vendor/manifest.json", "office/reconciliation.json", "office/inputs.json", "office/postage.json"}
DAY = ("--on", "2025-10-06", "--by", "佐藤")


@pytest.fixture
def society(sealed: Sealed, tmp_path: Path) -> Path:
    out = tmp_path / "out"
    shutil.copytree(sealed.society.parent, out)
    return out / "society"


def key_of(job: Path) -> str:
    """Return the key of the first who has a card of a job."""
    rows = [line.split(",") for line in (job / "office" / "decisions.csv").read_text("utf-8-sig").splitlines()]
    return "-".join(next(row for row in rows if row[3] == "資格確認書")[:3])


def test_nothing_to_take_off_is_refused(society: Path, sealed: Sealed, shikaku: Command) -> None:
    key, out = key_of(sealed.cards), society.parent
    said = shikaku("reprint", society, "--undo", key, *DAY)
    assert (said.code, said.out) == (6, "")
    assert said.err.startswith(f"--undo: reprint-not-queued: nothing of {key} is queued, and no card was printed")
    assert "see `shikaku reprint --list`" in said.err
    asked = ("--person", key, "--reason", "紛失", *DAY, "--out", out, "--yes")
    assert shikaku("reprint", society, *asked).code == 0
    said = shikaku("reprint", society, "--undo", key, *DAY)
    assert said.code == 6
    assert "`shikaku reprint --undo 20251006-01-000001-" in said.err


def test_what_was_taken_back_reads_as_a_clerk_says_it(society: Path, sealed: Sealed, shikaku: Command) -> None:
    key, out = key_of(sealed.cards), society.parent
    asked = ("--person", key, "--reason", "紛失", *DAY)
    assert shikaku("reprint", society, *asked, "--out", out, "--yes").code == 0
    (row,) = json.loads(shikaku("reprint", society, "--list", *DAY[:2], "--json").out)
    assert shikaku("reprint", society, "--undo", row["管理番号"], *DAY).code == 0
    assert shikaku("reprint", society, *asked, "--printer", "gang", "--yes").code == 0
    assert shikaku("reprint", society, "--undo", key, *DAY).code == 0
    listed = shikaku("reprint", society, "--list", *DAY[:2]).out
    assert [word for word in ("taken back", "taken off the queue", "withdrawn", "closed") if word in listed] == [
        "taken back",
        "taken off the queue",
    ]
    states = [row["状態"] for row in json.loads(shikaku("reprint", society, "--list", *DAY[:2], "--json").out)]
    assert states == ["withdrawn", "closed"]  # what programs read stays
    shown = shikaku("ledger", "show", society, key).out
    assert "taken back at the desk on 2025-10-06: not valid\n" in shown
    assert "reprint --undo" not in shown
    assert shown.count("  taken back at the desk") >= 3
    (closed,) = [line for line in shown.splitlines() if "  request closed  " in line]
    assert "  taken off the queue  " in closed


def test_what_was_taken_back_does_not_lie_about(society: Path, sealed: Sealed, shikaku: Command) -> None:
    key, out = key_of(sealed.cards), society.parent
    printed = shikaku("reprint", society, "--person", key, "--reason", "紛失", *DAY, "--out", out, "--yes")
    job = Path(printed.out.splitlines()[-1]).parents[2]
    (row,) = json.loads(shikaku("reprint", society, "--list", *DAY[:2], "--json").out)
    undo = ("reprint", society, "--undo", row["管理番号"], *DAY)
    made = {path.relative_to(job).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files(job)}
    manifest = (job / "vendor" / "manifest.json").read_bytes()
    said = shikaku(*undo)
    left = {path.relative_to(job).as_posix() for path in files(job)}
    assert left == {*KEPT, "purge.json"}
    assert f"{len(made) - len(KEPT)} files of the job were erased" in said.err
    log = json.loads((job / "purge.json").read_text(encoding="utf-8"))
    assert {each["name"]: each["sha256"] for each in log["files"]} == {n: d for n, d in made.items() if n not in KEPT}
    assert {(each["by"], each["on"]) for each in log["files"]} == {("佐藤", "2025-10-06")}
    verified = shikaku("ledger", "verify", society, "--jobs", out)
    assert (verified.code, "0 faults" in verified.out) == (0, True)
    (job / "vendor" / "cards").mkdir()
    (job / "vendor" / "cards" / "001.pdf").write_bytes(b"%PDF")  # as after a call that was cut short
    assert (shikaku(*undo).code, (job / "vendor" / "cards").exists()) == (6, False)
    assert (job / "vendor" / "manifest.json").read_bytes() == manifest
    assert shikaku("purge", job, *DAY, "--why", "終了", "--society", society).code == 0


def test_a_folder_of_another_society_s_job_is_let_be(society: Path, sealed: Sealed, shikaku: Command) -> None:
    key, out = key_of(sealed.cards), society.parent
    elsewhere = out / "elsewhere"
    printed = shikaku("reprint", society, "--person", key, "--reason", "紛失", *DAY, "--out", elsewhere, "--yes")
    job = elsewhere / Path(printed.out.splitlines()[-1]).parents[2].name
    shutil.copytree(sealed.cards, out / job.name)  # of the same name, with a manifest of its own
    before = sorted(files(out / job.name))
    (row,) = json.loads(shikaku("reprint", society, "--list", *DAY[:2], "--json").out)
    said = shikaku("reprint", society, "--undo", row["管理番号"], *DAY)
    assert (said.code, "the job's folder where it lies (--out)" in said.err) == (0, True)
    assert sorted(files(out / job.name)) == before
    assert (job / "vendor" / "cards" / "001.pdf").is_file()
    again = shikaku("reprint", society, "--undo", row["管理番号"], *DAY, "--out", elsewhere)
    assert (again.code, "reprint-undone" in again.err) == (6, True)
    assert not (job / "vendor" / "cards").exists()


def files(folder: Path) -> list[Path]:
    """Return every file below a folder."""
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_card_is_void_for_the_same_reason_whoever_is_asked_for(
    society: Path, sealed: Sealed, shikaku: Command
) -> None:
    key, out = key_of(sealed.cards), society.parent
    asked = ("--person", key, "--reason", "紛失", *DAY)
    assert shikaku("reprint", society, *asked, "--out", out, "--yes").code == 0
    again = ("--person", key, "--reason", "盗難", "--on", "2025-10-07", "--by", "佐藤")
    assert shikaku("reprint", society, *again, "--printer", "gang", "--yes").code == 0
    assert shikaku("reprint", society, "--gang", "--on", "2025-10-07", "--by", "佐藤", "--out", out).code == 0
    shown = shikaku("ledger", "show", society, key).out
    lines = [line for line in shown.splitlines() if line.startswith("    void since ")]
    assert [line.split("(")[1].split(")")[0] for line in lines] == ["紛失", "盗難"]
    for line in lines:
        number = shown[: shown.index(line)].splitlines()[-1].split()[0]
        assert line in shikaku("ledger", "show", society, number).out


def test_a_call_that_was_queued_and_then_served_at_the_desk_was_printed_with_no_other(
    society: Path, sealed: Sealed, shikaku: Command
) -> None:
    asked = ("--person", key_of(sealed.cards), "--reason", "紛失", *DAY)
    assert shikaku("reprint", society, *asked, "--printer", "gang", "--yes").code == 0
    assert shikaku("reprint", society, *asked, "--out", society.parent, "--yes").code == 0
    words = [line.split()[4:] for line in shikaku("reprint", society, "--list", *DAY[:2]).out.splitlines()[1:]]
    assert words == [["printed", "at", "the", "desk", "再交付"], ["served", "at", "the", "desk", "再交付"]]


def test_a_withdrawn_card_is_not_named_as_the_next(society: Path, sealed: Sealed, shikaku: Command) -> None:
    key, out = key_of(sealed.cards), society.parent
    (first,) = [p["document"]["number"] for p in json.loads(shikaku("ledger", "show", society, key, "--json").out)
                ["documents"] if p["document"]["kind"] == "card"]  # fmt: skip
    release(society, sealed.cards)
    assert shikaku("ledger", "returned", society, first, "--why", "返納", *DAY).code == 0
    run = ("run", society, "--on", "2025-10-07", "--out", out, "--cards-only", "--workers", 1)
    job = Path(shikaku(*run).out.splitlines()[-1])
    shown = shikaku("ledger", "show", society, key).out
    assert f"void since 2025-10-06 (返納), replaced by {job.name}-000001-" in shown
    assert shikaku("withdraw", job, *DAY[2:], "--why", "誤り", "--society", society).code == 0
    shown = shikaku("ledger", "show", society, key).out
    assert "    void since 2025-10-06 (返納); handed in\n" in shown
