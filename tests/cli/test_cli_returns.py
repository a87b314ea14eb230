"""What became of documents outside, and what the clerk is told of each: a card, a notice, one that expired or ended."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from cli_desk import Command, Sealed, release

BY = ("--by", "適用課")
ON = ("--on", "2025-10-20", *BY)


@pytest.fixture
def society(sealed: Sealed, tmp_path: Path) -> Path:
    """Copy everything; both jobs are in their vendors' hands."""
    out = tmp_path / "out"
    shutil.copytree(sealed.society.parent, out)
    for job in (sealed.notices, sealed.cards):
        release(out / "society", out / job.name)
    return out / "society"


def number_of(job: Path, pile: str) -> str:
    """Return the number of the last document of a pile."""
    with (job / "vendor" / pile / "001.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row["管理番号"] for row in csv.DictReader(file) if row["管理番号"]][-1]


@pytest.fixture
def card(sealed: Sealed) -> str:
    """Return the number of a card."""
    return number_of(sealed.cards, "cards")


@pytest.fixture
def notice(sealed: Sealed) -> str:
    """Return the number of a notice."""
    return number_of(sealed.notices, "notices")


def test_mail_that_comes_back_and_a_card_that_is_handed_in(society: Path, card: str, shikaku: Command) -> None:
    said = shikaku("ledger", "returned", society, card, "--why", "返戻", *ON)
    assert (said.code, "stays valid" in said.out) == (0, True)
    assert card in shikaku("ledger", "undelivered", society).out
    listed = json.loads(shikaku("ledger", "undelivered", society, "--json").out)
    assert [row["number"] for row in listed["undelivered"]] == [card]
    assert shikaku("ledger", "returned", society, card, "--why", "返戻", *ON).code == 6
    assert shikaku("ledger", "sent-again", society, card, *ON).code == 0
    assert card not in shikaku("ledger", "undelivered", society).out
    assert "void from now on" in shikaku("ledger", "returned", society, card, "--why", "返納", *ON).out
    assert "void since 2025-10-20 (返納)" in shikaku("ledger", "show", society, card).out


def test_a_card_that_was_handed_in_is_not_asked_for_again(society: Path, card: str, shikaku: Command) -> None:
    shikaku("ledger", "returned", society, card, "--why", "返納", *ON)
    said = shikaku("ledger", "found", society, card, "--on", "2025-11-04", *BY)
    assert said.out == f"{card}: this card was handed in on 2025-10-20 and is void; destroy it. Valid instead: none\n"
    assert "void since 2025-10-20 (返納); handed in\n" in shikaku("ledger", "show", society, card).out


def test_a_found_card_without_a_successor_is_valid(society: Path, card: str, shikaku: Command) -> None:
    assert "valid to 2029-12-01" in shikaku("ledger", "found", society, card, *ON).out


def test_a_notice_that_is_handed_in_had_no_force_to_lose(society: Path, notice: str, shikaku: Command) -> None:
    said = shikaku("ledger", "returned", society, notice, "--why", "返納", *ON)
    assert said.out == f"{notice}: a notice: that it was handed in is noted; a notice never has force by itself\n"


def test_what_expired_before_it_came_back_is_not_sent_again(society: Path, card: str, shikaku: Command) -> None:
    said = shikaku("ledger", "returned", society, card, "--why", "返戻", "--on", "2030-01-01", *BY)
    assert said.out == f"{card}: came back, and expired on 2029-12-01: not to be sent again; destroy it\n"
    assert card not in shikaku("ledger", "undelivered", society).out


def test_what_is_given_up_is_called_what_it_is(society: Path, card: str, notice: str, shikaku: Command) -> None:
    for number, job, text in ((notice, "20241015-01", "it was pulled"), (card, "20251001-01", "it is void")):
        key = json.loads(shikaku("ledger", "show", society, number, "--json").out)["documents"][0]["document"]["key"]
        left = society / "left.csv"
        row = ",".join((key["symbol"], key["number"], key["branch"], "2025-10-10"))
        left.write_text(f"記号,番号,枝番,資格喪失年月日\n{row}\n", encoding="utf-8")
        said = shikaku("pull", society.parent / job, "--file", left, *ON, "--society", society)
        assert said.code == 0, said.err
        told = shikaku("ledger", "unrecovered", society, number, *ON)
        assert (told.code, told.out.startswith(f"{number}: given up: {text}, and ")) == (0, True)
        again = shikaku("ledger", "unrecovered", society, number, *ON)
        assert (again.code, "unrecovered-already" in again.err) == (6, True)
