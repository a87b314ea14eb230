"""A small society with a sealed job, a stand-in for a proof of it, and the commands as a clerk gives them."""

import csv
import json
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from plain_society import PLAIN

from generator.cli.main import main
from generator.intake.settings import load_society
from generator.job.digest import tool
from generator.job.run import Done, Wish, run_job
from generator.job.setup import set_up
from generator.job.talk import Talk
from generator.ledger import events
from generator.ledger.ledger import Ledger
from generator.ledger.opening import open_ledger
from generator.release.covers import covered

DAY = date(2025, 10, 1)
TOML = PLAIN
EMPLOYER = "株式会社見本商事"
HEADER = (
    "記号", "番号", "枝番", "続柄", "氏名", "氏名カナ", "性別", "生年月日", "資格取得年月日", "登録年月日",
    "事業所コード", "区分", "マイナ保険証",
)  # fmt: skip
PEOPLE = (
    ("100", "1", "00", "本人", "健保　太郎", "ケンポ　タロウ", "男", "1980-04-02", "2025-04-01", "2025-04-03", "A",
     "一般", "未登録"),
    ("100", "1", "01", "家族", "健保　花子", "ケンポ　ハナコ", "女", "1982-04-02", "2025-04-01", "2025-04-03", "A",
     "一般", "登録済"),
)  # fmt: skip
MAKER, SIGNER = "制作　太郎", "校閲花子"


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The folders of one test."""

    home: Path

    @property
    def society(self) -> Path:
        return self.home / "society"

    @property
    def job(self) -> Path:
        return self.home / "20251001-01"

    def say(self, *words: object, typed: str = "") -> Said:
        """Give a command, and return what it answers in English."""
        out, err = StringIO(), StringIO()
        with (
            patch.dict(os.environ, SHIKAKU_LANG="en"),
            patch.object(sys, "argv", ["shikaku", *map(str, words)]),
            patch.object(sys, "stdin", StringIO(typed)),
            redirect_stdout(out),
            redirect_stderr(err),
            pytest.raises(SystemExit) as ended,
        ):
            main()
        return Said(int(ended.value.code or 0), out.getvalue(), err.getvalue())

    def approve(self, *words: object, by: str = SIGNER) -> Said:
        return self.say("approve", self.society, "--round", "責了", "--maker", MAKER, "--by", by, "--on", DAY, *words)

    def release(self, *words: object, to: str = "vendor", typed: str = "") -> Said:
        return self.say("release", self.job, "--by", "係", "--on", DAY, "--to", to, *words, typed=typed)

    def ledger(self) -> Ledger:
        return open_ledger(self.society, "", create=False)

    def state(self) -> str:
        with self.ledger() as ledger:
            return ledger.job(self.job.name).state

    def reconcile(self) -> None:
        """Take the job where the vendor's results take it."""
        with self.ledger() as ledger, ledger._database.write() as connection:  # pyright: ignore[reportPrivateUsage]
            events.append(ledger._database, connection, events.RECONCILED, DAY, job=self.job.name)  # pyright: ignore[reportPrivateUsage]

    def run(self, on: date = DAY) -> Done:
        return run_job(Wish(self.society, on, self.home, 1), Talk(str))

    def proof(self, name: str = "proof", *, on: date = DAY, real: bool = True, by: str = MAKER, **changed: str) -> Path:
        """Lay down a folder as `shikaku proof` leaves it, and have it taken down."""
        society = load_society(self.society)
        folder = self.home / name
        folder.mkdir()
        pages = {"proof.pdf": b"%PDF-1.6 " + name.encode(), "report.html": b"<html>"}
        for file, raw in pages.items():
            (folder / file).write_bytes(raw)
        told = {
            "format": 1,
            "insurer_number": "06139992",
            "on": on.isoformat(),
            "by": by,
            "seed": 1,
            "real_persons": real,
            "hashes": {**covered(society, set_up(society).hashes, tool()), **changed},
            "files": [
                {"name": file, "bytes": len(raw), "sha256": sha256(raw).hexdigest(), "pages": 1}
                for file, raw in pages.items()
            ],
            "picks": [],
        }
        record = json.dumps(told).encode()
        (folder / "proof.json").write_bytes(record)
        with self.ledger() as ledger:
            ledger.proofed(sha256(record).hexdigest(), by=by, on=on)
        return folder


def write_society(folder: Path, toml: str = TOML) -> None:
    """Write a society of two people."""
    folder.mkdir(parents=True)
    (folder / "society.toml").write_text(toml, encoding="utf-8")
    _csv(folder / "members.csv", HEADER, PEOPLE)
    head = ("事業所コード", "名称", "郵便番号", "所在地", "担当部署")
    _csv(folder / "employers.csv", head, [("A", EMPLOYER, "105-0011", "東京都港区芝公園1-2-3", "人事部")])


def _csv(path: Path, header: tuple[str, ...], rows: object) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)  # type: ignore[arg-type]
