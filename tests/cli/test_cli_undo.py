"""Taking back at the desk: what is not there is refused with the next step, and what was done reads plainly."""

import json
import shutil
from pathlib import Path

import pytest
from cli_desk import Command, Sealed

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
