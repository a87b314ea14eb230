"""Remakes and pulls go out behind their job: each in a package of its own, by the rules of the job's (print.md §7)."""

import csv
import hashlib
import json
import shutil
import tarfile
from io import BytesIO
from pathlib import Path

import pytest
from release_desk import DAY, TOML, Desk, Said, write_society
from release_vendor import Vendor

from generator.job.press import layouts_of
from generator.ledger import events

pytestmark = pytest.mark.slow

OFFICE = ("left.csv", "reconciliation.json", "documents")


def numbers(desk: Desk) -> list[str]:
    with (desk.job / "vendor" / "cards" / "001.csv").open(encoding="utf-8-sig", newline="") as file:
        return sorted({row["管理番号"] for row in csv.DictReader(file)} - {""})


def spoil(desk: Desk) -> Said:
    ask = ("--number", numbers(desk)[0], "--on", DAY, "--by", "製造", "--why", "傷", "--society", desk.society)
    said = desk.say("spoil", desk.job, *ask)
    assert said.code == 0, said.err
    return said


def pull(desk: Desk) -> Said:
    left = desk.home / "left.csv"
    left.write_text("記号,番号,枝番,資格喪失年月日\n100,1,01,2025-09-30\n", encoding="utf-8")
    said = desk.say("pull", desk.job, "--file", left, "--on", DAY, "--by", "業務", "--society", desk.society)
    assert said.code == 0, said.err
    return said


def part(desk: Desk, name: str, key: Path, *words: object, to: str = "vendor") -> Said:
    return desk.release("--key", key, "--part", name, *words, to=to)


def members(raw: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=BytesIO(raw)) as archive:
        return {m.name: archive.extractfile(m).read() for m in archive}  # type: ignore[union-attr]


def refused(said: Said, code: str) -> None:
    assert (said.code, said.out, f": {code}: " in said.err) == (6, "", True), said.err


@pytest.mark.parametrize("name", ["remake-01", "pull-01"])
def test_a_part_goes_out_in_a_package_of_its_own(desk: Desk, key: Path, vendor: Vendor, name: str) -> None:
    desk.approve()
    first = desk.release("--key", key)
    spoil(desk)
    pull(desk)
    said = part(desk, name, key)
    assert said.code == 0, said.err
    package = desk.home / f"20251001-01-{name}.age"
    digest, size, path = said.out.split()
    assert (digest, int(size), path) == (hashlib.sha256(package.read_bytes()).hexdigest(), package.stat().st_size,
                                         str(package))  # fmt: skip
    inside = members(vendor.open(package))
    sums = inside.pop(f"20251001-01-{name}/SHA256SUMS").decode("ascii")
    folder = desk.job / name / "vendor"
    there = {f"20251001-01-{name}/{p.relative_to(folder).as_posix()}": p.read_bytes()
             for p in folder.rglob("*") if p.is_file()}  # fmt: skip
    assert inside == there
    assert not [entry for entry in inside for word in OFFICE if word in entry]
    assert {line.split("  ")[1] for line in sums.splitlines()} == {
        n.removeprefix(f"20251001-01-{name}/") for n in there
    }
    Vendor().cannot_open(package)
    assert (desk.state(), first.out.split()[0] in said.out) == (events.RELEASED, False)
    with desk.ledger() as ledger:
        assert [(p.name, p.handed is not None) for p in ledger.parts("20251001-01")] == [
            ("remake-01", name == "remake-01"), ("pull-01", name == "pull-01"),
        ]  # fmt: skip
        assert ledger.breaks() == ()


def test_the_job_goes_first_and_says_what_has_to_follow(desk: Desk, key: Path) -> None:
    desk.approve()
    pull(desk)
    refused(part(desk, "pull-01", key), "part-not-released")
    assert "pull-01 is not released yet" in desk.release("--key", key).err
    verified = desk.say("ledger", "verify", desk.society, "--jobs", desk.home)
    assert (verified.code, "20251001-01: pull-01 was made and not released" in verified.out) == (0, True)
    assert part(desk, "pull-01", key).code == 0
    verified = desk.say("ledger", "verify", desk.society, "--jobs", desk.home)
    assert (verified.code, "pull-01" in verified.out) == (0, False)


def test_results_do_not_settle_a_job_before_its_parts_went_out(desk: Desk, key: Path) -> None:
    desk.approve()
    desk.release("--key", key)
    first, *rest = numbers(desk)
    spoil(desk)
    pull(desk)
    results = desk.home / "results.csv"
    receive = ("ledger", "receive", desk.society, results, "--by", "係", "--on", DAY)

    def write(make: int) -> None:
        with (desk.job / "office" / "decisions.csv").open(encoding="utf-8-sig", newline="") as file:
            every = {row["管理番号"] for row in csv.DictReader(file)} - {"", first, *rest}
        rows = [f"{first},1,spoiled,", f"{first},{make},printed,", *(f"{n},1,pulled," for n in sorted(every))]
        results.write_text("\n".join(("管理番号,make,status,time", *rows, "")), encoding="utf-8")

    write(2)
    early = desk.say(*receive)
    assert (early.code, "result-part-state" in early.err, "remake-01" in early.err) == (3, True, True)
    assert part(desk, "remake-01", key).code == 0
    waits = desk.say(*receive)
    assert (waits.code, "pull-01 was not released" in waits.out, desk.state()) == (0, True, events.RELEASED)
    assert json.loads(desk.say(*receive, "--json").out)["unreleased_parts"] == ["20251001-01/pull-01"]
    assert part(desk, "pull-01", key).code == 0
    assert "is reconciled" in desk.say(*receive).out
    assert desk.state() == events.RECONCILED


def test_what_nobody_made_and_what_others_have_is_refused(desk: Desk, key: Path) -> None:
    desk.approve()
    desk.release("--key", key)
    refused(part(desk, "remake-01", key), "part-unknown")
    spoil(desk)
    refused(part(desk, "remake-02", key), "part-unknown")
    refused(part(desk, "remake-01", key, to="another"), "released-elsewhere")
    shutil.copytree(desk.job / "remake-01", desk.job / "remake-02")
    refused(part(desk, "remake-02", key), "part-unknown")


@pytest.mark.parametrize("state", [events.SEALED, events.RECONCILED, events.PURGED])
def test_a_part_goes_only_while_the_vendor_is_at_work(desk: Desk, key: Path, state: str) -> None:
    desk.approve()
    if state != events.SEALED:
        desk.release("--key", key)
    spoil(desk)
    if state != events.SEALED:
        desk.reconcile()
    if state == events.PURGED:
        assert desk.say("purge", desk.job, "--by", "係", "--on", DAY).code == 0
    refused(part(desk, "remake-01", key), "part-not-released")
    assert not (desk.home / "20251001-01-remake-01.age").exists()


@pytest.mark.parametrize("name", ["remake-01", "pull-01"])
def test_one_byte_of_a_part_and_one_file_too_many_stop_it(desk: Desk, key: Path, name: str) -> None:
    desk.approve()
    desk.release("--key", key)
    spoil(desk)
    pull(desk)
    folder = desk.job / name / "vendor"
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        whole = path.read_bytes()
        raw = bytearray(whole)
        at = raw.index(b'"tool": "') + 10 if path.name == "manifest.json" else len(raw) // 2
        raw[at] ^= 1
        path.write_bytes(raw)
        refused(part(desk, name, key), "manifest-altered" if path.name == "manifest.json" else "file-changed")
        path.write_bytes(whole)
    (folder / "note.txt").write_text("x", encoding="utf-8")
    refused(part(desk, name, key), "file-unlisted")
    (folder / "note.txt").unlink()
    account = desk.job / name / "office" / "reconciliation.json"
    whole = account.read_bytes()
    account.write_text(json.dumps({**json.loads(whole), "balanced": False}), encoding="utf-8")
    refused(part(desk, name, key), "file-changed")
    assert not (desk.home / f"20251001-01-{name}.age").exists()
    account.write_bytes(whole)
    assert part(desk, name, key).code == 0


def test_released_again_it_is_the_same_package_and_a_lost_one_is_not_made_anew(desk: Desk, key: Path) -> None:
    desk.approve()
    desk.release("--key", key)
    spoil(desk)
    first = part(desk, "remake-01", key)
    package = desk.home / "20251001-01-remake-01.age"
    before = package.read_bytes()
    again = part(desk, "remake-01", key)
    assert (again.code, again.out, package.read_bytes()) == (0, first.out, before)
    package.rename(desk.home / f".{package.name}.part")  # a crash before it had its name
    assert part(desk, "remake-01", key).out == first.out
    package.write_bytes(before[:-1])
    refused(part(desk, "remake-01", key), "package-altered")
    package.unlink()
    refused(part(desk, "remake-01", key), "package-lost")


def test_the_vendor_confirms_each_part_by_its_own_hash(desk: Desk, key: Path) -> None:
    desk.approve()
    own = desk.release("--key", key).out.split()[0]
    spoil(desk)
    words = ("release", desk.job, "--by", "係", "--on", DAY, "--part", "remake-01", "--acknowledged")
    refused(desk.say(*words, own), "part-not-acknowledged")
    digest = part(desk, "remake-01", key).out.split()[0]
    refused(desk.say(*words, own), "acknowledged-other")
    assert desk.say(*words, digest.upper()).code == 0
    again = desk.say(*words, digest)
    assert (again.code, "recorded before" in again.err) == (0, True)
    assert desk.state() == events.RELEASED
    with desk.ledger() as ledger:
        assert [p.acknowledged for p in ledger.parts("20251001-01")] == [True]


def test_a_part_made_with_other_layouts_needs_its_own_approval(tmp_path: Path, key: Path) -> None:
    desk = Desk(tmp_path / "own")
    write_society(desk.society, TOML + '[layouts]\ndir = "layouts"\n')
    shipped = Path(__file__).parents[2] / "layouts" / "templates" / "card" / "front.toml"
    front = desk.society / "layouts" / "card" / "front.toml"
    front.parent.mkdir(parents=True)
    shutil.copy(shipped, front)
    desk.run()
    desk.approve()
    assert desk.release("--key", key).code == 0
    spoil(desk)
    assert part(desk, "remake-01", key).code == 0
    front.write_text(shipped.read_text(encoding="utf-8") + "\n# edited\n", encoding="utf-8")
    layouts_of.cache_clear()  # every command is a process of its own
    pull(desk)
    refused(part(desk, "pull-01", key), "job-unapproved")
    front.write_text(shipped.read_text(encoding="utf-8"), encoding="utf-8")
    layouts_of.cache_clear()
    desk.approve()  # of the layouts of the job, which are not those of the part
    refused(part(desk, "pull-01", key), "job-unapproved")
    front.write_text(shipped.read_text(encoding="utf-8") + "\n# edited\n", encoding="utf-8")
    layouts_of.cache_clear()
    desk.approve()
    assert part(desk, "pull-01", key).code == 0


def test_what_is_purged_is_purged_with_its_parts(desk: Desk, key: Path) -> None:
    desk.approve()
    desk.release("--key", key)
    spoil(desk)
    pull(desk)
    assert part(desk, "remake-01", key).code == part(desk, "pull-01", key).code == 0
    (desk.home / "20251001-01-pull-01.age").rename(desk.society / "elsewhere.age")
    desk.reconcile()
    said = desk.say("purge", desk.job, "--by", "係", "--on", DAY)
    assert (said.code, "20251001-01-pull-01.age is not beside the job" in said.err) == (0, True)
    assert not list(desk.home.glob("*.age"))
    left = {p.relative_to(desk.job).as_posix() for p in desk.job.rglob("*") if p.is_file()}
    kept = {"vendor/manifest.json", "office/reconciliation.json"}
    assert left == {*(f"{at}{name}" for at in ("", "remake-01/", "pull-01/") for name in kept),
                    "office/inputs.json", "office/postage.json", "purge.json"}  # fmt: skip
