"""A forecast is what the runs would come to: held against real jobs, month by month."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from folk import person, read, write

from generator.errors import ConfigError
from generator.invent import invent
from generator.job.forecast import Forecast, days_of, forecast
from generator.job.run import Done, Wish, run_job
from generator.job.talk import Talk
from generator.ledger.opening import open_ledger

NO_PHASE_1 = '[policy]\nphase1 = "none"\n'


def foresee(society: Path, work: Path, *days: date) -> Forecast:
    work.mkdir()
    return forecast(society, days, work)


def run(society: Path, out: Path, on: date) -> Done:
    return run_job(Wish(society, on, out, 1), Talk(str))


def test_days_are_a_month_apart() -> None:
    assert days_of(date(2025, 1, 31), date(2025, 4, 30)) == (
        date(2025, 1, 31), date(2025, 3, 1), date(2025, 3, 31),
    )  # fmt: skip
    assert days_of(date(2025, 1, 1), date(2024, 12, 31)) == ()
    assert days_of(date(2025, 1, 1), date(2025, 1, 1)) == (date(2025, 1, 1),)


def test_a_forecast_is_what_the_runs_come_to(tmp_path: Path) -> None:
    society = tmp_path / "society"
    invent(society, people=150, employers=5, seed=3, on=date(2024, 10, 15))
    days = (date(2024, 10, 15), date(2024, 12, 15), date(2025, 9, 15), date(2025, 10, 15))
    found = foresee(society, tmp_path / "work", *days)
    for day, month in zip(days, found.months, strict=True):
        done = run(society, tmp_path / "out", day)
        assert month.rules == {rule: n for rule, n in done.rules.items() if n}, day
        if done.folder is None:
            assert month.whole().envelopes == 0
            continue
        envelopes = read(done.folder / "vendor" / "envelopes.csv")
        due = month.whole()
        assert (due.cards, due.notices) == tuple(done.account.documents.values()) if done.account else ()
        assert due.envelopes == len(envelopes)
        assert due.sheets == sum(int(row["sheets"]) for row in envelopes)
        assert due.grams == pytest.approx(sum(float(row["grams"]) for row in envelopes))
        assert due.postage == sum(int(row["total"]) for row in read(done.folder / "vendor" / "mailing.csv"))
        for pile, pages in (("cards", 2), ("notices", 1)):
            assert month.press[pile] == _pages(done.folder, pile) // pages


def _pages(folder: Path, pile: str) -> int:
    manifest = json.loads((folder / "vendor" / "manifest.json").read_text(encoding="utf-8"))
    return sum(f["pages"] for f in manifest["files"] if f["name"].startswith(pile))


def test_employers_have_their_own_figures(tmp_path: Path) -> None:
    rows = [
        person(番号="1", 事業所コード="A"),
        person(番号="2", 事業所コード="A", マイナ保険証="登録済"),
        person(番号="3", 事業所コード="B", マイナ保険証="登録済"),
    ]
    society = write(tmp_path / "s", rows, toml=NO_PHASE_1)
    found = foresee(society, tmp_path / "w", date(2025, 10, 1))
    (month,) = found.months
    assert {e: (due.cards, due.notices, due.envelopes) for e, due in month.employers.items()} == {
        "A": (1, 2, 1), "B": (0, 1, 1),
    }  # fmt: skip
    assert {e: (rate.active, rate.registered) for e, rate in found.rates.items()} == {"A": (2, 1), "B": (1, 1)}


def test_nothing_is_issued_and_nobody_is_counted_twice(tmp_path: Path) -> None:
    society = write(tmp_path / "s", [person(番号=str(n)) for n in range(5)], toml=NO_PHASE_1)
    found = foresee(society, tmp_path / "w", *days_of(date(2025, 8, 1), date(2026, 3, 1)))
    cards = {month.on: month.whole().cards for month in found.months if month.whole().cards}
    assert cards == {date(2025, 9, 1): 5}
    assert sum(month.whole().notices for month in found.months) == 5
    assert not (society / "ledger.sqlite").exists()
    with open_ledger(society, "", create=False) as book:
        assert book.horizon() == 0


def test_renewals_and_birthdays_are_foreseen(tmp_path: Path) -> None:
    toml = NO_PHASE_1 + (
        '[[expiry]]\nissued_from = "2024-12-02"\nvalid_to = "2026-01-31"\n'
        '[[expiry]]\nissued_from = "2025-12-01"\nvalid_to = "2027-12-31"\n'
    )
    rows = [
        person(番号="1"),
        person(番号="2", 生年月日="1955-10-20", 負担割合="2割", 負担割合発効日="2025-11-01"),
    ]
    society = write(tmp_path / "s", rows, toml=toml)
    found = foresee(society, tmp_path / "w", *days_of(date(2025, 9, 15), date(2026, 3, 15)))
    rules = Counter((f"{m.on:%m}", rule) for m in found.months for rule, n in m.rules.items() for _ in range(n))
    assert rules[("09", "ex-officio-bulk")] == 2
    assert rules[("11", "changed")] == 1
    assert rules[("12", "renewal")] == 2
    assert sum(n for (_, rule), n in rules.items() if rule == "renewal") == 2


def test_a_day_that_no_run_could_decide_is_refused(tmp_path: Path) -> None:
    society = write(tmp_path / "s", [person()], toml=NO_PHASE_1)
    with pytest.raises(ConfigError) as caught:
        foresee(society, tmp_path / "w", date(2029, 11, 1), date(2029, 12, 2))
    assert caught.value.code == "expiry-policy"
