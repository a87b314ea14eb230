"""A reprint killed after its card was reserved: the same command finishes it, another one is told whose it is."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from reissue_desk import DAY, KEY, OLD, Said, environ, issued, person, said

from fonts.errors import ExitCode
from generator.ledger.opening import open_ledger
from generator.model import Key

pytestmark = pytest.mark.slow

TOLD = ("--reason", "紛失", "--on", DAY, "--by", "佐藤")
OTHER = person(番号="346", 氏名="健保　次郎", 氏名カナ="ケンポ　ジロウ")
OTHER_KEY = "0012-346-00"
JOB = "20251020-01"
NEW = f"{JOB}-000001-8"
#: The program, ended by the system between the reservation and the first sheet.
KILLED = """
import os, signal
from generator.job import run
run._Run._press = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
from generator.cli.main import main
main()
"""


def killed(*arguments: object) -> None:
    """Run a command until it has reserved."""
    line = [sys.executable, "-c", KILLED, *map(str, arguments)]
    done = subprocess.run(line, env=environ(), capture_output=True, stdin=subprocess.DEVNULL, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


def single(folder: Path, key: str = KEY) -> tuple[object, ...]:
    """Return the desk's command for one card."""
    return ("reprint", folder, "--person", key, *TOLD, "--out", folder.parent / "out", "--yes")


def gang(folder: Path) -> tuple[object, ...]:
    """Return the command for the queue."""
    return ("reprint", folder, "--gang", "--on", DAY, "--by", "佐藤", "--out", folder.parent / "out")


def states(folder: Path, key: str = KEY) -> list[tuple[str, str]]:
    """Return a person's cards, and how they ended."""
    who = Key(*key.split("-"))
    with open_ledger(folder, create=False) as ledger:
        return [(card.number, card.ended) for card in ledger.histories([(who, None)])[who].documents]


def verified(folder: Path) -> Said:
    """Hold ledger and files against each other."""
    return said("ledger", "verify", folder, "--jobs", folder.parent / "out")


def test_the_same_call_finishes_its_card(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    killed(*single(folder))
    assert states(folder) == [(OLD, "void"), (NEW, "")]
    answer = said(*single(folder))
    assert answer.code == 0, answer.err
    assert Path(answer.out.strip()) == tmp_path / "out" / JOB / "vendor" / "cards" / "001.pdf"
    assert f"{OLD} is void, {NEW} takes its place" in answer.err
    assert states(folder) == [(OLD, "void"), (NEW, "")]
    assert verified(folder).code == 0
    assert "reprint-again" in said(*single(folder)).err


def test_a_queued_call_printed_alone_is_finished_too(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    assert said("reprint", folder, "--person", KEY, *TOLD, "--printer", "gang", "--yes").code == 0
    killed(*single(folder))
    answer = said("reprint", folder, "--card", OLD, *TOLD, "--out", tmp_path / "out", "--yes")
    assert answer.code == 0, answer.err
    assert states(folder) == [(OLD, "void"), (NEW, "")]


def test_the_queue_is_finished_with_the_people_it_had(tmp_path: Path) -> None:
    folder = issued(tmp_path, person(), OTHER)
    for key in (KEY, OTHER_KEY):
        assert said("reprint", folder, "--person", key, *TOLD, "--printer", "gang", "--yes").code == 0
    killed(*gang(folder))
    whose = said(*single(folder))
    assert (whose.code, "job-open" in whose.err) == (ExitCode.LEDGER, True)
    assert f"2 queued reprints, the first of {KEY}, begun by 佐藤" in whose.err
    assert f"`shikaku reprint --gang --on {DAY}` finishes it" in whose.err
    answer = said(*gang(folder))
    assert (answer.code, answer.out.strip()) == (0, str(tmp_path / "out" / JOB)), answer.err
    assert [how for _, how in states(folder)] == [how for _, how in states(folder, OTHER_KEY)] == ["void", ""]
    assert verified(folder).code == 0


@pytest.mark.parametrize(
    "command",
    [
        ("reprint", "--person", OTHER_KEY, *TOLD, "--yes"),
        ("reprint", "--person", KEY, "--reason", "盗難", *TOLD[2:], "--yes"),
        ("reprint", "--gang", "--on", DAY, "--by", "鈴木"),
        ("run", "--on", DAY),
    ],
)
def test_another_command_is_told_whose_job_is_open(tmp_path: Path, command: tuple[object, ...]) -> None:
    folder = issued(tmp_path, person(), OTHER)
    killed(*single(folder))
    name, *rest = command
    answer = said(name, folder, *rest, "--out", tmp_path / "out")
    assert (answer.code, answer.out) == (ExitCode.LEDGER, "")
    assert f"job-open: job {JOB} of {DAY} is open: the reprint of {KEY} (紛失), begun by 佐藤" in answer.err
    assert f"`shikaku reprint --person {KEY} --reason 紛失 --on {DAY}` finishes it" in answer.err
    assert f"`shikaku withdraw {JOB}` takes it back" in answer.err


def test_taken_back_the_old_card_lives_again(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    killed(*single(folder))
    assert said("withdraw", JOB, "--by", "佐藤", "--why", "中断", "--on", DAY, "--society", folder).code == 0
    assert states(folder) == [(NEW, "withdrawn"), (OLD, "")]


def test_a_reprint_is_told_of_a_job_for_all(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    assert said("reprint", folder, "--person", KEY, *TOLD, "--printer", "gang", "--yes").code == 0
    killed("run", folder, "--on", DAY, "--out", tmp_path / "out")
    answer = said(*single(folder))
    assert (answer.code, answer.out) == (ExitCode.LEDGER, "")
    assert f"`shikaku run` for {DAY} with the same options finishes it" in answer.err
