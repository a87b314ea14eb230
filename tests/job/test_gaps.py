"""The zero-gap report: who is covered on a day, who is not and why, and what would give a card."""

import csv
from datetime import date
from pathlib import Path

import pytest
from folk import person, write

from generator.job.gaps import Cover, Gap, Report, gaps
from generator.job.run import Wish, run_job
from generator.job.talk import Talk
from generator.ledger import events
from generator.ledger.moving import Move
from generator.ledger.notes import What
from generator.ledger.opening import open_ledger

AFTER = date(2025, 12, 2)  # old cards are over
BEFORE = date(2025, 6, 1)
NO_PHASE_1 = '[policy]\nphase1 = "none"\n'


def look(society: Path, on: date, work: Path) -> tuple[list[Gap], Report]:
    """Make the report of a day."""
    report = Report()
    work.mkdir()
    return list(gaps(society, on, work, report)), report


def one(tmp_path: Path, on: date, **given: str) -> tuple[Cover, str, str]:
    """Return what covers one person, the reason and the remedy; "" where something does."""
    society = write(tmp_path / "s", [_with_certificate(given)], toml=NO_PHASE_1)
    _add_columns(society, given)
    found, report = look(society, on, tmp_path / "w")
    if found:
        return found[0].cover, found[0].reason, found[0].remedy
    (cover,) = report.covers
    return cover, "", ""


def _with_certificate(given: dict[str, str]) -> dict[str, str]:
    return person(**{name: value for name, value in given.items() if name not in _LATER})


_LATER = ("電子証明書有効期限", "要配慮")


def _add_columns(society: Path, given: dict[str, str]) -> None:
    """Add the columns that the other tests of the job do not need."""
    path = society / "members.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        out.writerow([*header, *_LATER])
        out.writerows([*row, *(given.get(name, "") for name in _LATER)] for row in rows)


def ask(society: Path, kind: str, received: str = "2025-05-01") -> None:
    """File a request of the one person."""
    rows = f"受付日,記号,番号,枝番,種別,備考\r\n{received},100,1,00,{kind},\r\n"
    (society / "requests.csv").write_text(rows, encoding="utf-8")


@pytest.mark.parametrize(
    ("given", "on", "expected"),
    [
        ({}, BEFORE, (Cover.OLD_CARD, "", "")),
        ({}, date(2025, 12, 1), (Cover.OLD_CARD, "", "")),
        ({}, AFTER, (Cover.GAP, "no-card", "run:ex-officio-bulk")),
        ({"マイナ保険証": "登録済"}, AFTER, (Cover.MYNA, "", "")),
        ({"マイナ保険証": "登録済", "電子証明書有効期限": "2025-09-02"}, AFTER, (Cover.MYNA, "", "")),
        (
            {"マイナ保険証": "登録済", "電子証明書有効期限": "2025-09-01"},
            AFTER,
            (Cover.GAP, "certificate-expired", "run:ex-officio-bulk"),
        ),
        (
            {"マイナ保険証": "未確認", "資格取得年月日": "2025-11-01", "登録年月日": "2025-11-05"},
            AFTER,
            (Cover.GAP, "no-card", "look:unconfirmed"),
        ),
        ({"個別対応": "有"}, AFTER, (Cover.GAP, "no-card", "look:manual")),
        ({"資格喪失年月日": "2025-12-10"}, AFTER, (Cover.GAP, "no-card", "look:leaves-soon")),
        ({"氏名": "健保 \U00020bb7\U000e01ef"}, AFTER, (Cover.GAP, "no-card", "held:glyph-missing")),
    ],
)  # fmt: skip
def test_what_covers_a_person(
    tmp_path: Path, given: dict[str, str], on: date, expected: tuple[Cover, str, str]
) -> None:
    assert one(tmp_path, on, **given) == expected


@pytest.mark.parametrize(
    "given",
    [
        {"資格喪失年月日": "2025-12-02"},
        {"登録年月日": "2025-12-03"},
        {"資格取得年月日": "2025-12-03", "登録年月日": "2025-12-01"},
        {"生年月日": "1950-12-02"},
    ],
)
def test_who_is_not_insured_is_no_gap(tmp_path: Path, given: dict[str, str]) -> None:
    society = write(tmp_path / "s", [person(**given)], toml=NO_PHASE_1)
    found, report = look(society, AFTER, tmp_path / "w")
    assert (found, report.active) == ([], 0)


def test_a_lost_old_card_covers_nobody(tmp_path: Path) -> None:
    society = write(tmp_path / "s", [person()], toml=NO_PHASE_1)
    ask(society, "旧証紛失")
    (gap,), _ = look(society, BEFORE, tmp_path / "w")
    assert (gap.cover, gap.reason, gap.remedy) == (Cover.GAP, "old-card-lost", "run:lost-old-card")


def test_a_lost_my_number_card_covers_nobody(tmp_path: Path) -> None:
    society = write(tmp_path / "s", [person(マイナ保険証="登録済")], toml=NO_PHASE_1)
    ask(society, "マイナカード紛失", "2025-11-20")
    (gap,), _ = look(society, AFTER, tmp_path / "w")
    assert (gap.cover, gap.reason, gap.remedy) == (Cover.GAP, "mynumber-card-lost", "run:mynumber-card-lost")


def test_a_card_covers_until_it_comes_back_or_expires(tmp_path: Path) -> None:
    society = write(tmp_path / "s", [person()], toml=NO_PHASE_1)
    run_job(Wish(society, date(2025, 10, 1), tmp_path / "out", 1), Talk(str))
    assert look(society, AFTER, tmp_path / "a")[1].covers == {Cover.CARD: 1}
    before = look(society, date(2025, 9, 1), tmp_path / "b")[1]
    assert before.covers == {Cover.OLD_CARD: 1}  # as the ledger stood on that day
    with open_ledger(society, "", create=False) as book:
        (paper,) = book.tell("20251001-01-000001-8").papers
        assert paper.document.kind == "card"
        handed = {"to": "v", "sha256": "0" * 64, "bytes": 1, "content": "1" * 64, "name": "p.age"}
        book.move(Move(paper.job, events.RELEASED, "chief", date(2025, 10, 2)), **handed)
        book.note(paper.document.number, What.UNDELIVERED, by="clerk", why="返戻", on=date(2025, 12, 1))
    (gap,), report = look(society, AFTER, tmp_path / "c")
    assert (gap.cover, gap.reason, gap.remedy) == (Cover.UNDELIVERED, "card-undelivered", "send-again")
    assert report.covers == {Cover.UNDELIVERED: 1}
    with open_ledger(society, "", create=False) as book:
        book.note(paper.document.number, What.HANDED_IN, by="clerk", why="返納", on=AFTER)
    (gap,), _ = look(society, AFTER, tmp_path / "d")
    assert (gap.reason, gap.remedy) == ("card-void", "run:ex-officio-bulk")


def test_a_row_that_is_held_back_is_unknown_not_covered(tmp_path: Path) -> None:
    society = write(tmp_path / "s", [person(), person(番号="2", 生年月日="1980-13-02")], toml=NO_PHASE_1)
    found, report = look(society, BEFORE, tmp_path / "w")
    assert [(g.cover, g.line) for g in found] == [(Cover.REJECTED, "members.csv:3")]
    assert report.covers == {Cover.OLD_CARD: 1, Cover.REJECTED: 1}


def test_every_insured_person_is_counted_once(tmp_path: Path) -> None:
    rows = [person(番号=str(n), マイナ保険証="登録済" if n % 3 else "未登録") for n in range(30)]
    society = write(tmp_path / "s", rows, toml=NO_PHASE_1)
    found, report = look(society, AFTER, tmp_path / "w")
    assert (report.active, len(found)) == (30, 10)
    assert report.covers.total() == 30
