"""The household is read in another process: the same is found as in this one, and nothing of it stays on disk."""

import multiprocessing
import os
import signal
from datetime import date
from pathlib import Path

import pytest
from reissue_desk import DAY, KEY, issued, person, write_members

from generator.errors import ConfigError, InputError
from generator.intake.read import reopen_intake
from generator.model import Key
from generator.reissue.loss import Loss, Reason
from generator.reissue.reading import Read, read_household, reading

OWN = Key(*KEY.split("-"))


def loss(key: Key | None = OWN, number: str = "", on: date = DAY) -> Loss:
    return Loss(Reason.LOST, on, "佐藤", key, number)


def names(read: Read) -> list[str]:
    with reopen_intake(read.scratch, read.found) as intake:
        return [member.name for home in intake.households() for member in home.members]


def test_another_process_finds_what_this_one_does(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    here = read_household(folder, loss(), tmp_path / "here.sqlite")
    with reading(folder, loss()) as read:
        there = read()
        assert (there.key, there.found.hashes, there.found.counts) == (here.key, here.found.hashes, here.found.counts)
        assert names(there) == names(here) != []
        assert there.scratch.stat().st_mode & 0o077 == 0 or os.name != "posix"
    assert not there.scratch.exists()
    assert not multiprocessing.active_children()


def test_a_refusal_of_the_other_process_is_raised_here(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    with (
        pytest.raises(ConfigError, match="number-unknown"),
        reading(folder, loss(None, "20990101-01-000001-0")) as read,
    ):
        read()
    (folder / "members.csv").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError), reading(folder, loss()) as read:
        read()


def test_who_was_renumbered_is_found_under_today_s_key(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    write_members(folder, person(記号="77", 番号="1", 前の記号="0012", 前の番号="345", 前の枝番="00"))
    with reading(folder, loss()) as read:
        assert read().key == Key("77", "1", "00")


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="nothing is forked here")
def test_where_the_other_process_is_killed_it_is_read_here(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    with reading(folder, loss()) as read:
        (child,) = multiprocessing.active_children()
        os.kill(child.pid or 0, signal.SIGKILL)
        child.join()
        assert read().key == OWN


def test_where_nothing_can_be_forked_it_is_read_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = issued(tmp_path)
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    with reading(folder, loss()) as read:
        assert not multiprocessing.active_children()
        assert read().key == OWN
