"""`ledger show` of what no list tells of any more, or never did: erased with its job, or printed at the desk."""

import json
import shutil
from pathlib import Path

import pytest
from cli_desk import Command, Sealed


@pytest.fixture
def society(sealed: Sealed, tmp_path: Path) -> Path:
    out = tmp_path / "out"
    shutil.copytree(sealed.society.parent, out)
    return out / "society"


def card_of(job: Path) -> tuple[str, str]:
    """Return the number of a job's first card, and the key of whoever has it."""
    rows = [line.split(",") for line in (job / "office" / "decisions.csv").read_text("utf-8-sig").splitlines()]
    row = next(row for row in rows if row[3] == "資格確認書")
    return row[8], "-".join(row[:3])


def test_a_card_printed_at_the_desk_is_with_no_vendor(society: Path, sealed: Sealed, shikaku: Command) -> None:
    out = society.parent
    old, key = card_of(out / sealed.cards.name)
    day = ("--on", "2025-10-06", "--by", "佐藤")
    said = shikaku("reprint", society, "--card", old, "--reason", "紛失", *day, "--out", out, "--yes")
    assert said.code == 0, said.err
    new, _ = card_of(out / "20251006-01")
    shown = shikaku("ledger", "show", society, new).out
    assert "    printed at the desk on 2025-10-06; file cards/001.pdf of job 20251006-01\n" in shown
    assert not any(word in shown for word in ("sealed", "tray", "stack position"))
    assert json.loads(shikaku("ledger", "show", society, new, "--json").out)["documents"][0]["desk_on"] == "2025-10-06"
    (row,) = [line for line in shikaku("reprint", society, "--list", *day[:2]).out.splitlines() if new in line]
    assert "printed at the desk" in row
    assert "sealed" not in row
    assert shikaku("purge", out / "20251006-01", "--on", "2025-10-07", "--by", "佐藤", "--society", society).code == 0
    told = "printed at the desk on 2025-10-06; its files were erased on 2025-10-07\n"
    assert told in shikaku("ledger", "show", society, key).out


def test_files_that_were_erased_are_not_looked_for(society: Path, sealed: Sealed, shikaku: Command) -> None:
    job = society.parent / sealed.cards.name
    number, _ = card_of(job)
    told = ("--by", "係", "--why", "試し", "--on", "2025-10-01", "--society", society)
    assert shikaku("withdraw", job, *told).code == 0
    assert shikaku("purge", job, *told[:2], "--on", "2025-10-09", *told[-2:]).code == 0
    shown = shikaku("ledger", "show", society, number).out
    assert f"the files of job {job.name} were erased on 2025-10-09: no list is left\n" in shown
    assert "--jobs" not in shown
    told = json.loads(shikaku("ledger", "show", society, number, "--json").out)["documents"][0]
    assert (told["place"], told["purged_on"]) == (None, "2025-10-09")
