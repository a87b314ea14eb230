"""Where a piece lies after it was made again: the packer, the clerk and the certificate are sent to the last make."""

import json
import os
import shutil
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pypdfium2
import pytest
import remake_shop as shop

from generator.cli.main import main
from generator.job.places import places_of
from generator.ledger import events
from generator.ledger.database import sqlite_database
from generator.remake.wanted import sheet_of

#: The card and the notice of 100-1-01, who is one of three.
LEAVER = "100,1,01,2025-10-05"
PLACE = ("page", "block", "sheet", "row", "column", "tray", "position", "stack_position")


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop.sealed(tmp_path_factory.mktemp("places"))


@pytest.fixture
def job(master: Path, tmp_path: Path) -> Path:
    shutil.copytree(master.parents[1], tmp_path / "all")
    return tmp_path / "all" / "out" / master.name


def of(folder: Path, pile: str, number: str) -> dict[str, str]:
    """Return the front cell of a number, from the list of a folder."""
    return next(row for row in shop.cells(folder, pile) if row["管理番号"] == number and row["side"] == "F")


def leaving(job: Path) -> tuple[str, str]:
    """Return the numbers of the card and the notice of who leaves."""
    rows = shop.table(job / "office" / "decisions.csv")
    card, notice = sorted(r["管理番号"] for r in rows if (r["番号"], r["枝番"]) == ("1", "01") and r["管理番号"])
    return card, notice


def show(job: Path, *words: str) -> str:
    out = StringIO()
    line = ["shikaku", "ledger", "show", str(job.parents[1] / "society"), *words, "--jobs", str(job.parent)]
    with (
        patch.dict(os.environ, SHIKAKU_LANG="en"),
        patch.object(sys, "argv", line),
        redirect_stdout(out),
        pytest.raises(SystemExit) as ended,
    ):
        main()
    assert not ended.value.code
    return out.getvalue()


def test_a_pull_after_a_remake_sends_the_packer_to_the_right_card(job: Path) -> None:
    card, notice = leaving(job)
    made = shop.make(job, card)
    made = shop.make(job, card, again=True)
    done = shop.take(job, LEAVER)
    rows = {row["管理番号"]: row for row in shop.table(done.folder / "vendor" / "pull.csv")}
    now, first = of(made.folder, "cards", card), of(job, "cards", card)
    assert {name: rows[card][name] for name in PLACE} == {name: now[name] for name in PLACE}
    assert (rows[card]["make"], rows[card]["file"]) == ("3", f"remake-02/cards/{now['file']}")
    names = ("block", "sheet", "row", "column", "tray", "position", "stack_position")
    assert {name: rows[card][f"first_{name}"] for name in names} == {name: first[name] for name in names}
    assert rows[card]["first_file"] == f"cards/{first['file']}"
    assert (rows[notice]["make"], rows[notice]["first_file"]) == ("1", "")


def test_the_packer_s_page_has_the_last_make_to_tick_and_the_first_below_it(job: Path) -> None:
    card, _ = leaving(job)
    made = shop.make(job, card)
    done = shop.take(job, LEAVER)
    with pypdfium2.PdfDocument(done.folder / "vendor" / "pull-list.pdf") as pdf:
        text = pdf[0].get_textpage().get_text_bounded()
    assert text.count("□") == 2 and text.count("元(ヤレ)") == 1
    now, first = of(made.folder, "cards", card), of(job, "cards", card)
    ticked, below = text.index(f"remake-01/{now['file']}"), text.index("元(ヤレ)")
    assert ticked < below < text.index(f"cards/{first['file']}")


def test_a_second_pull_finds_the_household_s_sheet_that_the_first_made(job: Path) -> None:
    first = shop.take(job, LEAVER)
    done = shop.take(job, "100,1,02,2025-10-05")
    rows = {row["kind"]: row for row in shop.table(done.folder / "vendor" / "pull.csv")}
    now = of(first.folder, "notices", rows["notice"]["管理番号"])
    assert rows["notice"]["file"] == f"pull-01/notices/{now['file']}"
    assert {name: rows["notice"][name] for name in PLACE} == {name: now[name] for name in PLACE}
    assert rows["card"]["first_file"] == ""
    (line,) = (row for row in shop.table(done.folder / "vendor" / "destruction.csv") if row["make"] == "2")
    assert (line["block"], line["sheet"]) == (now["block"], now["sheet"])


def test_the_certificate_names_the_sheet_of_the_copy_that_is_destroyed(job: Path) -> None:
    card, _ = leaving(job)
    made = shop.make(job, card)
    again = shop.make(job, card, again=True)
    (line,) = shop.table(again.folder / "vendor" / "destruction.csv")
    now = of(made.folder, "cards", card)
    assert [line[n] for n in ("make", "block", "sheet", "row", "column")] == [
        "2", *(now[n] for n in ("block", "sheet", "row", "column")),
    ]  # fmt: skip


def test_show_tells_the_last_make_first_and_those_it_replaced(job: Path) -> None:
    card, notice = leaving(job)
    shop.make(job, card)
    done = shop.take(job, LEAVER)
    papers: list[dict[str, Any]] = json.loads(show(job, card, "--json"))["documents"]
    (paper,) = papers
    now, first = of(job / "remake-01", "cards", card), of(job, "cards", card)
    assert {name: paper["place"][name] for name in PLACE} == {name: now[name] for name in PLACE}
    assert (paper["place"]["make"], paper["place"]["folder"]) == (2, "remake-01")
    (before,) = paper["places_before"]
    assert {name: before[name] for name in PLACE} == {name: first[name] for name in PLACE}
    text = show(job, "100-1-00").splitlines()
    made = [line.strip() for line in text if "make 2 of 2: " in line]
    assert [f"{done.name}/notices/" in line for line in made] == [True]
    assert sum("make 1, replaced: " in line for line in text) == 1
    assert "made again" in show(job, card) and "make 2 in remake-01" in show(job, card)
    assert len(places_of(notice, "notice", "E000002", job)) == 1


def test_without_the_folder_of_a_make_the_place_of_the_one_before_is_not_taken_for_it(job: Path) -> None:
    card, _ = leaving(job)
    made = shop.make(job, card)
    shutil.rmtree(made.folder)
    text = show(job, card)
    assert "make 1 of 2: " in text and "make 2 is in remake-01: its back alone, or its lists are not here" in text


def test_the_back_alone_leaves_the_card_where_its_front_lies(tmp_path: Path) -> None:
    job = shop.sealed(tmp_path, toml=f'{shop.TOML}[vendors]\ncard = "card-24up-laminated"\n')
    card, _ = leaving(job)
    first = of(job, "cards", card)
    with shop.book_of(job) as book:
        before = book.tally(job.name).made
    back = sheet_of("1", "cards", "B", "傷")
    shop.spoil(shop.Spoil(job, (back,), shop.LATER, "製造", "傷"), shop.society_of(job))
    with shop.book_of(job) as book:
        assert book.tally(job.name).made > before
    assert shop.faults(job) == []
    done = shop.take(job, LEAVER)
    row = next(r for r in shop.table(done.folder / "vendor" / "pull.csv") if r["管理番号"] == card)
    assert {name: row[name] for name in PLACE} == {name: first[name] for name in PLACE}


def deliver(job: Path, *rows: str) -> None:
    """Release a job and receive the vendor's report."""
    database = sqlite_database(job.parents[1] / "society" / "ledger.sqlite")
    with database.write() as connection:
        if events.state(connection, job.name) == events.SEALED:
            events.append(database, connection, events.RELEASED, shop.LATER, job=job.name)
    database.close()
    results = job.parents[1] / "results.csv"
    results.write_text("管理番号,make,status,time\n" + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    with shop.book_of(job) as book:
        book.receive(results, by="係", on=shop.LATER)


def test_what_is_in_a_closed_envelope_is_told_plainly(job: Path) -> None:
    card, notice = leaving(job)
    deliver(job, f"{card},1,inserted,", f"{notice},1,printed,")
    done = shop.take(job, LEAVER)
    rows = {row["管理番号"]: row for row in shop.table(done.folder / "vendor" / "pull.csv")}
    assert (rows[card]["action"], rows[notice]["action"]) == ("開封・抜取り", "差替え")
    assert done.inserted == ((card, rows[card]["envelope"]),)
    with pypdfium2.PdfDocument(done.folder / "vendor" / "pull-list.pdf") as pdf:
        assert "開封 資格確認書" in pdf[0].get_textpage().get_text_bounded()


def test_an_opened_envelope_may_be_reported_and_the_job_still_settles(job: Path) -> None:
    card, notice = leaving(job)
    deliver(job, f"{card},1,inserted,")
    with pytest.raises(shop.Refusal, match="result-contradiction"):
        deliver(job, f"{card},1,pulled,")
    shop.take(job, LEAVER)
    deliver(job, f"{card},1,pulled,", f"{notice},1,pulled,")
    deliver(job, f"{card},1,inserted,", f"{card},1,pulled,")  # the old file again says nothing new
    with shop.book_of(job) as book:
        assert book.tally(job.name).pulled == 2
        with pytest.raises(shop.Refusal, match="result-contradiction"):
            deliver(job, f"{card},1,spoiled,")


def test_a_make_that_was_inserted_and_replaced_is_not_the_one_in_the_envelope(job: Path) -> None:
    card, _ = leaving(job)
    deliver(job, f"{card},1,inserted,")
    shop.make(job, card)
    assert shop.take(job, LEAVER).inserted == ()


def test_when_all_is_posted_a_pull_says_what_is_left_to_do(job: Path) -> None:
    deliver(job)
    database = sqlite_database(job.parents[1] / "society" / "ledger.sqlite")
    with database.write() as connection:
        events.append(database, connection, events.RECONCILED, shop.LATER, job=job.name)
    database.close()
    with pytest.raises(shop.Refusal) as refused:
        shop.take(job, LEAVER)
    assert refused.value.code == "remake-state"
    assert "shikaku ledger returned" in refused.value.text()
