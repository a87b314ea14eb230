"""The life of a job and of a card with its ledger on a real server, told by the commands themselves."""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.ledger.ledger import Ledger
from generator.ledger.opening import open_ledger

for _beside in ("release", "job"):
    sys.path.append(str(Path(__file__).parents[1] / _beside))

import folk  # noqa: E402 - the invented societies lie with the job's tests
from release_desk import DAY, Desk, Said  # noqa: E402 - and the desk with those of the release
from release_vendor import Vendor  # noqa: E402

from generator.ledger import events  # noqa: E402

pytestmark = pytest.mark.postgres
ROOT = Path(__file__).parents[2]
JOB = "20251001-01"
WHO = ("--on", DAY, "--by", "係")


@dataclass(frozen=True, slots=True)
class Server:
    """A society of two employers whose ledger lies on the server."""

    desk: Desk
    url: str
    vendor: Vendor

    def say(self, *words: object) -> Said:
        return self.desk.say(*words)

    def done(self, *words: object) -> str:
        said = self.say(*words)
        assert said.code == 0, said.err
        return said.out

    def refused(self, code: str, *words: object) -> None:
        said = self.say(*words)
        assert (said.code, f"{code}: " in said.err) == (6, True), said.err

    def ledger(self) -> Ledger:
        return open_ledger(self.desk.society, self.url, create=False)

    def number(self, insured: str, branch: str = "00", kind: str = "資格確認書") -> str:
        rows = folk.read(self.desk.job / "office" / "decisions.csv")
        return next(r["管理番号"] for r in rows if (r["番号"], r["枝番"], r["文書"]) == (insured, branch, kind))

    def spoil(self, number: str) -> str:
        return self.done(
            "spoil", self.desk.job, "--number", number, "--why", "傷", *WHO, "--society", self.desk.society
        )

    def pull(self, row: str) -> str:
        left = self.desk.home / "left.csv"
        left.write_text(f"記号,番号,枝番,資格喪失年月日\n{row}\n", encoding="utf-8")
        return self.done("pull", self.desk.job, "--file", left, *WHO, "--society", self.desk.society)

    def sound(self) -> None:
        assert "0 faults" in self.done("ledger", "verify", self.desk.society, "--jobs", self.desk.home)


@pytest.fixture
def server(postgres_url: str, tmp_path: Path) -> Iterator[Server]:
    desk = Desk(tmp_path / "desk")
    rows = [*folk.household("1", 3), *folk.household("2", 2, 事業所コード="B"), *folk.household("3", 1)]
    toml = f'[policy]\nphase1 = "none"\n[ledger]\nurl = "{postgres_url}"\n'
    folk.write(desk.society, rows, toml=toml)
    (tmp_path / "vendor.pub").write_text((vendor := Vendor()).public, encoding="utf-8")
    desk.run()
    yield Server(desk, postgres_url, vendor)


def report(server: Server) -> Path:
    """Write what a vendor reports of every copy, so that all is accounted for."""
    rows: list[tuple[object, ...]] = []
    with server.ledger() as ledger:
        numbers = {r["管理番号"] for r in folk.read(server.desk.job / "office" / "decisions.csv")} - {""}
        for number, made in sorted(ledger.made(numbers).items()):
            rows += [(number, make, "spoiled", "") for make in range(1, made.make)]
            rows.append((number, made.make, "pulled" if made.pulled else "inserted", ""))
    path = server.desk.home / "results.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("管理番号", "make", "status", "time"), *rows])
    return path


def test_a_job_lives_from_approval_to_purge(server: Server) -> None:
    desk, key = server.desk, server.desk.home.parent / "vendor.pub"
    go = ("--to", "vendor", "--key", key, *WHO)
    card = server.number("2")
    server.refused("job-unapproved", "release", desk.job, *go)
    assert desk.approve().code == 0
    server.spoil(card)
    server.pull(f"100,1,01,{DAY}")
    server.sound()
    server.refused("part-not-released", "release", desk.job, "--part", "remake-01", *go)
    digests = {part: server.done("release", desk.job, *(("--part", part) if part else ()), *go).split()[0]
               for part in ("", "remake-01", "pull-01")}  # fmt: skip
    assert len(set(digests.values())) == 3
    for part, digest in digests.items():
        server.done("release", desk.job, *(("--part", part) if part else ()), "--acknowledged", digest, *WHO)
    with server.ledger() as ledger:
        assert all(part.handed and part.acknowledged for part in ledger.parts(JOB))
        assert server.vendor.open(desk.home / f"{JOB}-remake-01.age")
    server.refused("job-not-purged", "purge", desk.job, *WHO)
    told = server.done("ledger", "receive", desk.society, report(server), *WHO, "--missing")
    assert f"job {JOB} is reconciled" in told
    server.sound()
    server.done("purge", desk.job, *WHO, "--why", "契約終了")
    assert not list(desk.home.glob("*.age"))
    with server.ledger() as ledger:
        assert (ledger.job(JOB).state, ledger.breaks()) == (events.PURGED, ())
    server.sound()


def test_a_piece_is_told_where_it_lies_now(server: Server) -> None:
    card = server.number("2")
    server.spoil(card)
    said = json.loads(server.done("ledger", "show", server.desk.society, card, "--json", "--jobs", server.desk.home))
    (paper,) = said["documents"]
    assert (paper["makes"], paper["place"]["folder"], paper["place"]["make"]) == (2, "remake-01", 2)
    server.pull(f"100,2,00,{DAY}")
    rows = {row["管理番号"]: row for row in folk.read(server.desk.job / "pull-01" / "vendor" / "pull.csv")}
    assert rows[card]["file"].startswith("remake-01/cards/")


def test_mail_that_comes_back_is_noted_and_a_lost_card_reprinted(server: Server) -> None:
    society, out = server.desk.society, server.desk.home
    card, other = server.number("2"), server.number("3")
    back = ("ledger", "returned", society, card, "--why", "返戻", *WHO)
    server.refused("not-handed-over", *back)
    assert server.desk.approve().code == 0
    server.done("release", server.desk.job, "--to", "vendor", "--key", out.parent / "vendor.pub", *WHO)
    assert "stays valid" in server.done(*back)
    server.refused("undelivered-already", *back)
    assert card in server.done("ledger", "undelivered", society)
    server.done("ledger", "sent-again", society, card, *WHO)
    assert card not in server.done("ledger", "undelivered", society)
    lost = ("reprint", society, "--reason", "紛失", "--on", "2025-10-06", "--by", "係", "--yes")
    said = json.loads(server.done(*lost, "--card", card, "--out", out, "--json"))
    assert (said["old"], Path(said["pdf"]).is_file()) == (card, True)
    server.refused("reprint-again", *lost, "--person", "100-2-00", "--out", out)
    assert "has to be handed in" in server.done("ledger", "found", society, card, *WHO)
    server.done("reprint", society, "--undo", said["number"], "--on", "2025-10-06", "--by", "係")
    shutil.rmtree(out / said["job"])
    assert "valid to" in server.done("ledger", "found", society, card, *WHO)
    server.done(*lost, "--person", "100-3-00", "--printer", "gang")
    assert "queued" in server.done("reprint", society, "--list", "--on", "2025-10-06")
    server.done("reprint", society, "--gang", "--on", "2025-10-07", "--by", "係", "--out", out)
    with server.ledger() as ledger:
        (paper,) = ledger.tell(other).papers
        assert (paper.document.ended, bool(paper.successor)) == ("void", True)
    server.sound()


def test_of_two_machines_that_spoil_one_card_at_once_one_makes_it(server: Server) -> None:
    """Two copies of the folder share the ledger and the jobs: no lock file stands between them."""
    second = server.desk.home / "second"
    shutil.copytree(server.desk.society, second)
    words = ("spoil", server.desk.job, "--number", server.number("2"), "--why", "傷", *WHO, "--society")
    program = [sys.executable, "-c", "from generator.cli.main import main; main()", *map(str, words)]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "SHIKAKU_LANG": "en"}
    processes = [
        subprocess.Popen([*program, str(folder)], env=environ, stderr=subprocess.PIPE, encoding="utf-8")
        for folder in (server.desk.society, second)
    ]
    said = [process.communicate(timeout=300)[1] for process in processes]
    codes = sorted(process.returncode for process in processes)
    assert codes == [0, 6], said
    assert "Traceback" not in "".join(said)
    with server.ledger() as ledger:
        assert [remake.name for remake in ledger.remakes(JOB)] == ["remake-01"]
    server.sound()


def test_the_server_s_ledger_leaves_as_a_file_that_tells_the_same(server: Server) -> None:
    server.spoil(server.number("2"))
    server.pull(f"100,1,01,{DAY}")
    copy = server.desk.home / "copy"
    copy.mkdir()
    server.done("ledger", "backup", server.desk.society, copy / "ledger.sqlite")
    shutil.copy(server.desk.society / "ledger.id", copy)
    with server.ledger() as ledger, open_ledger(copy, "", create=False) as kept:
        assert (kept.head(), kept.breaks()) == (ledger.head(), ())
        assert kept.facts(JOB) == ledger.facts(JOB)
        for remake in ledger.remakes(JOB):
            assert kept.ordered(remake) == ledger.ordered(remake)
            assert ledger.ordered(remake).makes
