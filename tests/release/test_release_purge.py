"""What is left of a job that is over, and that what was begun is finished (domain.md §10, print.md §7)."""

import json
from pathlib import Path

import pytest
from release_desk import DAY, Desk

from generator.ledger import events
from generator.release import erasing, purging
from generator.release.erasing import Order, erase

KEPT = ["office/inputs.json", "office/postage.json", "office/reconciliation.json", "purge.json", "vendor/manifest.json"]


def over(desk: Desk, key: Path) -> None:
    desk.approve()
    digest = desk.release("--key", key).out.split()[0]
    assert desk.say("release", desk.job, "--acknowledged", digest, "--by", "係", "--on", DAY).code == 0
    desk.reconcile()


def left(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_personal_data_goes_and_hashes_stay(desk: Desk, key: Path) -> None:
    over(desk, key)
    names = set(left(desk.job)) - set(KEPT)
    said = desk.say("purge", desk.job, "--by", "係", "--on", "2025-12-01", "--why", "契約終了")
    assert said.code == 0, said.err
    assert left(desk.job) == KEPT
    assert not (desk.home / "20251001-01.age").exists()
    log = json.loads((desk.job / "purge.json").read_text(encoding="utf-8"))
    assert (log["complete"], log["method"], log["of"]) == (True, "unlinked", "20251001-01")
    assert {row["name"] for row in log["files"]} == names | {"../20251001-01.age"}
    assert all(
        (len(r["sha256"]), r["by"], r["on"], r["why"]) == (64, "係", "2025-12-01", "契約終了") for r in log["files"]
    )
    assert desk.state() == events.PURGED
    assert "erased " in said.err
    again = desk.say("purge", desk.job, "--by", "別", "--on", "2025-12-02")
    assert (again.code, again.err) == (0, "it was purged before; nothing was left to erase\n")
    assert json.loads((desk.job / "purge.json").read_text(encoding="utf-8")) == log


def test_nothing_of_a_person_is_in_what_is_left(desk: Desk, key: Path) -> None:
    over(desk, key)
    desk.say("purge", desk.job, "--by", "係", "--on", "2025-12-01")
    raw = b"".join(path.read_bytes() for path in desk.job.rglob("*") if path.is_file())
    assert not [text for text in ("健保", "太郎", "ケンポ", "1980", "見本商事") if text.encode() in raw]


@pytest.mark.parametrize("state", [events.SEALED, events.RELEASED, events.ACKNOWLEDGED])
def test_a_job_that_is_not_over_stays(desk: Desk, key: Path, state: str) -> None:
    desk.approve()
    if state != events.SEALED:
        digest = desk.release("--key", key).out.split()[0]
        if state == events.ACKNOWLEDGED:
            desk.say("release", desk.job, "--acknowledged", digest, "--by", "係", "--on", DAY)
    whole = left(desk.job)
    said = desk.say("purge", desk.job, "--by", "係", "--on", DAY)
    assert (said.code, "job-not-purged" in said.err) == (6, True)
    assert left(desk.job) == whole


def test_a_withdrawn_job_may_be_purged_and_not_withdrawn_again(desk: Desk) -> None:
    desk.say("withdraw", desk.job, "--by", "係", "--why", "x", "--on", DAY)
    assert desk.say("purge", desk.job, "--by", "係", "--on", DAY).code == 0
    assert left(desk.job) == KEPT
    assert desk.say("withdraw", desk.job, "--by", "係", "--why", "x", "--on", DAY).code == 6


def test_an_interrupted_purge_is_finished(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.say("withdraw", desk.job, "--by", "係", "--why", "x", "--on", DAY)
    wish = purging.Wish(desk.society, desk.job, "係", DAY, "")
    count, unlink = [0], Path.unlink

    def dying(self: Path, *, missing_ok: bool = False) -> None:
        if desk.job in self.parents:
            count[0] += 1
            if count[0] == 5:
                raise KeyboardInterrupt
        unlink(self, missing_ok=missing_ok)

    everything = set(left(desk.job)) - set(KEPT)
    monkeypatch.setattr(Path, "unlink", dying)
    with pytest.raises(KeyboardInterrupt):
        purging.purge(wish)
    monkeypatch.undo()
    assert json.loads((desk.job / "purge.json").read_text(encoding="utf-8"))["complete"] is False
    assert desk.state() == events.WITHDRAWN
    assert purging.purge(wish).erased.files == len(everything)
    assert left(desk.job) == KEPT
    log = json.loads((desk.job / "purge.json").read_text(encoding="utf-8"))
    assert {row["name"] for row in log["files"]} == everything
    assert desk.state() == events.PURGED


def test_without_its_folder_nothing_is_said_to_be_erased(desk: Desk) -> None:
    desk.say("withdraw", desk.job, "--by", "係", "--why", "x", "--on", DAY)
    desk.job.rename(desk.home / "elsewhere")
    said = desk.say("purge", desk.job, "--by", "係", "--on", DAY)
    assert (said.code, "job-folder-missing" in said.err) == (6, True)
    assert desk.state() == events.WITHDRAWN


def test_a_link_is_removed_and_what_it_points_to_stays(tmp_path: Path) -> None:
    target, folder = tmp_path / "target", tmp_path / "job"
    target.write_text("kept", encoding="utf-8")
    folder.mkdir()
    (folder / "link").symlink_to(target)
    erased = erase(folder, Order("job", "係", DAY, ""), [folder / "link"])
    assert (erased.files, target.read_text(encoding="utf-8")) == (1, "kept")
    assert left(folder) == [erasing.LOG]
