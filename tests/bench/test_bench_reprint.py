"""The bench of a reprint goes on in a folder that was kept, however far its ledger has come."""

import sys
from datetime import date
from pathlib import Path

import pytest

from bench.reprint import ON, main, make_society, next_day, reserve
from generator.ledger.entry import Reservation
from generator.ledger.opening import open_ledger
from generator.ledger.reserving import Order
from generator.model import Key

pytestmark = pytest.mark.slow

LATER = date(2026, 3, 31)


def test_a_kept_folder_goes_on_behind_its_last_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    society = tmp_path / "society"
    make_society(society, 20)
    reserve(society, 20)
    assert next_day(society) == date(2025, 10, 2)
    with open_ledger(society, create=False) as ledger:  # no folder in out/ tells of this one
        job, key = "20260331-01", Key("01000", "1", "00")
        document = Reservation(f"{job}-000001-0", "notice", "renotify", key, ON, LATER, None, key)
        ledger.reserve(Order(job, LATER, {}, ledger.horizon(), by="bench"), [document])
        ledger.seal_job(job)
    assert next_day(society) == date(2026, 4, 1)
    line = ["bench.reprint", "--documents", "40", "--runs", "1", "--keep", str(tmp_path)]
    monkeypatch.setattr(sys, "argv", line)
    main()
    assert next_day(society) == date(2026, 4, 2)
    main()
    assert capsys.readouterr().out.count("shikaku reprint") == 2
