"""A job killed in the middle, with real processes: the same command finishes it, and nothing is made twice."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import folk
import pytest

TOML = """[policy]
phase1 = "none"
[vendors]
card = "short-stack"
"""
COMMAND = [sys.executable, "-c", "from generator.cli.main import main; main()"]


def society(folder: Path) -> Path:
    """Return a society whose cards make many lots: a vendor of its own cuts every sheet by itself."""
    rows = [row for i in range(1, 121) for row in folk.household(str(i), 3, 事業所コード="ABC"[i % 3])]
    made = folk.write(folder, rows, toml=TOML)
    shipped = Path("imposition/vendors/card-21up.toml").read_text(encoding="utf-8")
    assert "stack_depth = 100" in shipped
    own = shipped.replace("stack_depth = 100", "stack_depth = 1")
    (made / "vendors").mkdir()
    (made / "vendors" / "short-stack.toml").write_text(own, encoding="utf-8")
    return made


def start(folder: Path, out: Path, workers: int) -> subprocess.Popen[bytes]:
    line = [*COMMAND, "run", str(folder), "--on", "2025-10-01", "--out", str(out), "--workers", str(workers)]
    return subprocess.Popen(line, stderr=subprocess.PIPE, stdout=subprocess.PIPE)


def finish(process: subprocess.Popen[bytes]) -> None:
    _, talk = process.communicate(timeout=120)
    assert process.returncode == 0, talk.decode()


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.slow
def test_killed_in_the_middle_and_finished_equals_an_undisturbed_job(tmp_path: Path) -> None:
    for name, workers in (("one", 1), ("two", 2)):
        finish(start(society(tmp_path / name), tmp_path / f"out-{name}", workers))
    folder, out = society(tmp_path / "killed"), tmp_path / "out-killed"
    process = start(folder, out, 2)
    done = killed_after(process, out, lots=5)
    kept = {path: path.stat() for path in done}
    finish(start(folder, out, 2))
    assert tree(out) == tree(tmp_path / "out-one") == tree(tmp_path / "out-two")
    for path, before in kept.items():
        after = (out / "20251001-01" / path.relative_to(out / ".20251001-01.work" / "job")).stat()
        assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def killed_after(process: subprocess.Popen[bytes], out: Path, lots: int) -> list[Path]:
    """Kill a job as soon as some lots are done; return their PDFs."""
    work = out / ".20251001-01.work"
    limit = time.monotonic() + 60
    while len(list((work / "lots").glob("cards-*.done.json"))) < lots:
        assert process.poll() is None, "the job was over before it could be killed"
        assert time.monotonic() < limit
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    numbers = [path.name.split(".")[0].split("-")[1] for path in (work / "lots").glob("cards-*.done.json")]
    assert not (out / "20251001-01").exists()
    return [work / "job" / "vendor" / "cards" / f"{number}.pdf" for number in numbers]


@pytest.mark.slow
def test_a_resume_with_another_input_is_refused_and_says_what_changed(tmp_path: Path) -> None:
    folder, out = society(tmp_path / "s"), tmp_path / "out"
    process = start(folder, out, 1)
    killed_after(process, out, lots=1)
    with (folder / "members.csv").open("a", encoding="utf-8") as file:
        file.write("\r\n")
    again = start(folder, out, 1)
    _, talk = again.communicate(timeout=60)
    assert again.returncode == 6
    assert "members.csv" in talk.decode()
