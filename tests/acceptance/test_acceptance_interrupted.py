"""Contract §1 and §4: whatever happens to a run, the same command finishes the job to the same bytes."""

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import acceptance_shop as shop
import pytest
from acceptance_society import Left, household, process, run, society, tree

pytestmark = pytest.mark.slow

ON = "2025-10-01"
_ROOT = Path("generator").absolute().parent


@pytest.mark.parametrize("outs", [("one", "one"), ("one", "two")])
def test_two_runs_at_once_make_one_job(tmp_path: Path, outs: tuple[str, str]) -> None:
    given = society(tmp_path / "s", [r for n in range(1, 400) for r in household(str(n), 3)])
    command = [sys.executable, "-c", "from generator.cli.main import main; main()", "run", str(given), "--on", ON,
               "--workers", "1", "--out"]  # fmt: skip
    env = {**os.environ, "PYTHONPATH": str(_ROOT), "SHIKAKU_LANG": "en"}
    both = [
        subprocess.Popen([*command, str(tmp_path / out)], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for out in outs
    ]
    told = [(*running.communicate(), running.returncode) for running in both]
    assert sorted(code for _, _, code in told) in ([0, 0], [0, 6]), told
    jobs = [path for out in set(outs) for path in (tmp_path / out).glob("2025*")]
    assert [path.name for path in jobs] == ["20251001-01"]
    assert Left(jobs[0]).json("office/reconciliation.json")["balanced"] is True


@pytest.mark.parametrize("after", [0.4, 1.5, 2.5, 4.0])
def test_killed_at_any_moment_and_finished_by_the_same_command(tmp_path: Path, after: float) -> None:
    from generator.invent import invent

    invent(tmp_path / "a", people=3000, employers=100, seed=5, on=date(2025, 10, 1))
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    whole = process("run", tmp_path / "a", "--on", ON, "--out", tmp_path / "out-a", "--workers", 2)
    assert whole.code == 0, whole.err
    command = [sys.executable, "-c", "from generator.cli.main import main; main()", "run", str(tmp_path / "b"),
               "--on", ON, "--out", str(tmp_path / "out-b"), "--workers", "1"]  # fmt: skip
    with subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(_ROOT)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as killed:
        time.sleep(after)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    done = process("run", tmp_path / "b", "--on", ON, "--out", tmp_path / "out-b", "--workers", 2)
    assert done.code == 0, done.err
    assert tree(tmp_path / "out-a") == tree(tmp_path / "out-b")
    left = Left(tmp_path / "out-b" / "20251001-01")
    assert not list((tmp_path / "out-b").glob(".*"))
    cards = [r["管理番号"] for r in left.decisions() if r["文書"] == shop.CARD]
    assert cards == [shop.number(left.job, serial) for serial in range(1, len(cards) + 1)]


def test_copies_give_the_same_bytes_with_one_and_two_workers(tmp_path: Path) -> None:
    rows = [r for n in range(1, 40) for r in household(str(n), 3)]
    for name in "ab":
        society(tmp_path / name, rows)
    one = process("run", tmp_path / "a", "--on", ON, "--out", tmp_path / "oa", "--workers", 1, TZ="Asia/Tokyo")
    two = process(
        "run", tmp_path / "b", "--on", ON, "--out", tmp_path / "ob", "--workers", 2, LANG="C", HOME="/nowhere"
    )
    assert (one.code, two.code) == (0, 0), one.err + two.err
    assert tree(tmp_path / "oa") == tree(tmp_path / "ob")


def test_the_snapshot_may_be_deleted_after_the_first_job(tmp_path: Path) -> None:
    rows = [*household("1", 2), *household("2", 1, 登録年月日="2024-11-01"), *household("3", 1)]
    snapshot = [{"記号": "100", "番号": "1", "枝番": f"0{i}", "個人番号下4桁": f"111{i}"} for i in range(2)]
    snapshot += [{"記号": "100", "番号": "2", "枝番": "00", "個人番号下4桁": "2222"}]
    given = society(tmp_path / "s", rows, toml="", snapshot=snapshot)
    first = run(given, tmp_path / "out", "2024-10-15")
    assert {shop.key_of(r)[1] for r in first.decisions() if r["規則"] == "phase-1"} == {"1"}
    (given / "snapshot.csv").unlink()
    second = run(given, tmp_path / "out", "2024-12-02")
    assert {shop.key_of(r)[1] for r in second.decisions() if r["規則"] == "phase-2"} == {"2", "3"}
    asked = {shop.key_of(r)[1] for r in second.office("queries.csv") if r["規則"] == "phase-1-missed"}
    assert asked == {"2"}
