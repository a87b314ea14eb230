"""Direct mail (任意継続): cards on carriers are made again and pulled, and k/n of the carriers follows."""

import json
import shutil
from pathlib import Path

import folk
import pypdfium2
import pytest
import remake_shop as shop

from generator.job.lots import kept_documents
from generator.job.recheck import recheck
from generator.remake.pull import Pulled
from generator.remake.wanted import sheet_of
from layouts.document import Document

VOLUNTARY = {"事業所コード": "", "区分": "任意継続", "資格取得年月日": "2025-04-01", **shop.HOME}


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a job of two direct envelopes: five cards on three carriers, and one on one."""
    rows = [*folk.household("7", 5, **VOLUNTARY), *folk.household("8", 1, **VOLUNTARY)]
    return shop.sealed(tmp_path_factory.mktemp("carriers"), more=rows)


@pytest.fixture
def job(master: Path, tmp_path: Path) -> Path:
    shutil.copytree(master.parents[1], tmp_path / "all")
    return tmp_path / "all" / "out" / master.name


def carriers(folder: Path) -> list[Document]:
    paths = sorted((folder / "office" / "documents").glob("carriers-*.jsonl.gz"))
    return [page for path in paths for page in kept_documents(path)]


def shown(pages: list[Document]) -> list[tuple[str, int, tuple[int, int] | None]]:
    """Return k/n, the cards, and k/n of the inserter's mark of every carrier."""
    return [
        (p.front.fields["page"], len(p.front.blocks["place"]), (p.track.page, p.track.of) if p.track else None)
        for p in pages
    ]


def number(job: Path, branch: str, insured: str = "7") -> str:
    rows = shop.table(job / "office" / "decisions.csv")
    return min(r["管理番号"] for r in rows if (r["番号"], r["枝番"]) == (insured, branch) and r["管理番号"])


def take(job: Path, *branches: str) -> Pulled:
    return shop.take(job, *(f"100,7,{branch},2025-10-05" for branch in branches))


def test_the_household_s_cards_lie_on_three_carriers(job: Path) -> None:
    assert shown(carriers(job))[:3] == [("1/3", 2, (1, 3)), ("2/3", 2, (2, 3)), ("3/3", 1, (3, 3))]


def test_who_leaves_a_carrier_that_others_stay_on_changes_that_carrier_alone(job: Path) -> None:
    done = take(job, "01")
    assert shown(carriers(done.folder)) == [("1/3", 1, (1, 3))]
    assert shop.faults(job) == []


def test_a_carrier_that_falls_away_has_the_others_say_anew_which_they_are(job: Path) -> None:
    done = take(job, "00", "01")
    assert shown(carriers(done.folder)) == [("1/2", 2, (1, 2)), ("2/2", 1, (2, 2))]
    (row,) = shop.table(done.folder / "vendor" / "envelopes.csv")
    before = {r["envelope"]: r for r in shop.table(job / "vendor" / "envelopes.csv")}[row["envelope"]]
    assert (int(before["cards"]) - int(row["cards"]), row["cards"]) == (2, "3")
    names = [path.name for path in (done.folder / "vendor" / "letters").glob("carriers-*.pdf")]
    for name in names:
        with pypdfium2.PdfDocument(done.folder / "vendor" / "letters" / name) as pdf:
            texts = [page.get_textpage().get_text_bounded() for page in pdf]
        assert ["1/2" in texts[0], "2/2" in texts[1], len(texts)] == [True, True, 2]
        found = recheck(done.folder / "vendor" / "letters" / name, None, job.parents[1] / "society").findings
        assert not [f for f in found if f.severity == "error"]
    assert names


def test_the_last_carrier_that_falls_away_leaves_no_k_of_n(job: Path) -> None:
    take(job, "00", "01")
    done = take(job, "04")
    assert shown(carriers(done.folder)) == [("", 2, (1, 1))]
    done = take(job, "02", "03")
    assert carriers(done.folder) == [] and len(done.emptied) == 1
    assert shop.faults(job) == []


def test_a_spoiled_card_of_direct_mail_comes_behind_its_separator(job: Path) -> None:
    card = number(job, "02")
    made = shop.make(job, card)
    head, piece = kept_documents(next((made.folder / "office" / "documents").glob("cards-*.jsonl.gz")))
    assert (head.kind, head.envelope, piece.numbers) == ("separator", "", (card,))
    (slip,) = shop.table(made.folder / "vendor" / "slip.csv")
    assert (slip["管理番号"], slip["before"], slip["after"]) == (card, number(job, "01"), number(job, "03"))
    assert shop.faults(job) == []


def test_a_spoiled_carrier_comes_again_as_it_was(job: Path) -> None:
    spoiled = (sheet_of("2", "carriers", "", "汚れ"),)
    made = shop.spoil(shop.Spoil(job, spoiled, shop.LATER, "製造", "汚れ"), shop.society_of(job))
    assert carriers(made.folder) == [carriers(job)[1]]
    told = json.loads((made.folder / "office" / "reconciliation.json").read_text(encoding="utf-8"))
    assert (told["made_again"], told["balanced"], made.pieces) == (0, True, 1)
    assert shop.faults(job) == []


def test_a_card_is_made_again_and_then_pulled_off_its_carrier(job: Path) -> None:
    card = number(job, "04")
    made = shop.make(job, card)
    done = take(job, "04")
    row = next(r for r in shop.table(done.folder / "vendor" / "pull.csv") if r["管理番号"] == card)
    assert (row["make"], row["file"]) == ("2", f"{made.name}/cards/002.csv".replace(".csv", ".pdf"))
    assert shown(carriers(done.folder)) == [("1/2", 2, (1, 2)), ("2/2", 2, (2, 2))]
