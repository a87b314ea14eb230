"""Spoiled pieces come again exactly: same texts, same order, next make; everything else is refused whole."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import folk
import pypdfium2
import pytest
import remake_shop as shop

from fonts.errors import ExitCode, Refusal
from generator.job.lots import kept_documents
from generator.job.recheck import look_at, recheck
from generator.job.run import run_job
from generator.job.talk import Talk
from generator.job.wish import Wish as RunWish
from generator.ledger.remaking import Ordered
from generator.remake.balance import account
from generator.remake.printing import Shop
from generator.remake.spoil import Again, Wish, spoil
from generator.remake.wanted import Spoiled, read_spoiled, sheet_of
from imposition.stock import load_stock

CARD = "20251001-01-000007-5"


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop.sealed(tmp_path_factory.mktemp("remake"))


@pytest.fixture
def job(master: Path, tmp_path: Path) -> Path:
    shutil.copytree(master.parents[1], tmp_path / "all")
    return tmp_path / "all" / "out" / master.name


def wish(job: Path, *spoiled: Spoiled, **given: object) -> Wish:
    return replace(Wish(job, spoiled, shop.LATER, "製造", "汚れ"), **given)  # type: ignore[arg-type]


def make(job: Path, *spoiled: Spoiled, **given: object) -> Again:
    return spoil(wish(job, *spoiled, **given), shop.society_of(job))


def sheet(text: str, pile: str = "cards", side: str = "") -> Spoiled:
    return sheet_of(text, pile, side, "汚れ")


def cell(row: dict[str, str], pile: str = "cards") -> Spoiled:
    at = {name: int(row[name]) for name in ("block", "sheet", "row", "column")}
    return Spoiled("vendor.csv:2", "汚れ", pile=pile, **at)


def numbers(rows: Sequence[dict[str, str]]) -> list[str]:
    return list(dict.fromkeys(row["管理番号"] for row in rows if row["管理番号"]))


def test_a_spoiled_sheet_comes_again_whole_in_the_same_order(job: Path) -> None:
    made = make(job, sheet("1"))
    assert numbers(shop.cells(made.folder, "cards")) == numbers(shop.cells(job, "cards"))
    assert {row["make"] for row in shop.cells(made.folder, "cards") if row["管理番号"]} == {"2"}
    old = list(kept_documents(job / "office" / "documents" / "cards-001.jsonl.gz"))
    new = list(kept_documents(made.folder / "office" / "documents" / "cards-002.jsonl.gz"))
    assert new == old
    with shop.book_of(job) as book:
        tally = book.tally(job.name)
        assert (tally.ordered, tally.made) == (25, 25 + made.pieces)
        assert not book.breaks()


def test_the_sealed_files_stay_as_they_were(job: Path) -> None:
    before = {path: path.read_bytes() for path in (job / "vendor").rglob("*") if path.is_file()}
    make(job, sheet("1"))
    assert {path: path.read_bytes() for path in (job / "vendor").rglob("*") if path.is_file()} == before


def test_one_card_comes_behind_a_separator_that_says_so(job: Path) -> None:
    made = make(job, Spoiled("--number", "傷", CARD))
    head, card = kept_documents(made.folder / "office" / "documents" / "cards-002.jsonl.gz")
    assert (head.kind, head.envelope, card.numbers) == ("separator", card.envelope, (CARD,))
    assert (head.front.fields["count"], head.front.fields["first"]) == ("再製 1枚", CARD)
    rows = (made.folder / "vendor" / "destruction.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[1:] == [f"{CARD},1,cards,1,1,3,3,傷"]
    slip = (made.folder / "vendor" / "slip.csv").read_text(encoding="utf-8-sig").splitlines()[1]
    assert slip.startswith(f"E000002,2,2,{CARD},2,,20251001-01-000008-3,cards,2,1,")


def test_its_sheets_say_remake_and_make_and_read_back_clean(job: Path) -> None:
    made = make(job, Spoiled("--number", "傷", CARD))
    path = made.folder / "vendor" / "cards" / "002.pdf"
    with pypdfium2.PdfDocument(path) as pdf:
        assert "remake-01 make 2" in pdf[0].get_textpage().get_text_bounded()
    society = job.parents[1] / "society"
    seen = look_at(path, None, society)
    assert seen.planned and not seen.report.findings  # against the job's own look, not alone
    manifest = json.loads((made.folder / "vendor" / "manifest.json").read_text(encoding="utf-8"))
    listed = {row["name"] for row in manifest["files"]} | {"manifest.json"}
    vendor = made.folder / "vendor"
    assert listed == {p.relative_to(vendor).as_posix() for p in vendor.rglob("*") if p.is_file()}


def test_papers_name_nobody(job: Path) -> None:
    made = make(job, sheet("1"))
    for name in ("slip.pdf", "destruction.pdf"):
        with pypdfium2.PdfDocument(made.folder / "vendor" / name) as pdf:
            text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
        assert CARD in text.replace("\n", "") and "ケンポ" not in text and "健保　太郎" not in text


def test_the_same_call_needs_again_and_makes_the_third(job: Path) -> None:
    make(job, Spoiled("--number", "傷", CARD))
    with pytest.raises(Refusal) as refused:
        make(job, Spoiled("--number", "傷", CARD))
    assert refused.value.code == "remake-again"
    made = make(job, Spoiled("--number", "傷", CARD), again=True)
    assert {row["make"] for row in shop.cells(made.folder, "cards") if row["管理番号"]} == {"3"}


def test_what_ended_on_a_spoiled_sheet_is_destroyed_and_not_made_again(job: Path) -> None:
    pulled = [n for n in shop.take(job, "100,1,01,2025-10-05").numbers if n.startswith("20251001-01")]
    before = numbers(shop.cells(job, "cards"))
    gone = [number for number in before if number in pulled]
    assert len(gone) == 1
    made = make(job, sheet("1"))
    assert (made.ended, numbers(shop.cells(made.folder, "cards"))) == (1, [n for n in before if n not in gone])
    destroyed = shop.table(made.folder / "vendor" / "destruction.csv")
    assert [row["管理番号"] for row in destroyed] == sorted(before)
    assert {row["make"] for row in destroyed} == {"1"}
    slipped = {row["管理番号"] for row in shop.table(made.folder / "vendor" / "slip.csv")}
    assert slipped == {*before} - {*gone}
    with pypdfium2.PdfDocument(made.folder / "vendor" / "destruction.pdf") as pdf:
        assert gone[0] in "".join(page.get_textpage().get_text_bounded() for page in pdf).replace("\n", "")
    assert shop.faults(job) == []
    with shop.book_of(job) as book:
        (remade,) = (each for each in book.remakes(job.name) if each.kind == "remade")
        assert dict(book.ordered(remade).ended) == {gone[0]: 1}
        assert book.made(gone)[gone[0]].make == 1
    with pytest.raises(Refusal) as refused:
        make(job, sheet("1"), why="別の理由")
    assert refused.value.code == "spoiled-made-again" and "2/1" in refused.value.text()  # not: name what ended
    assert gone[0] not in refused.value.text()


def test_what_ended_stands_on_one_certificate_alone(job: Path) -> None:
    places = {row["管理番号"]: row for row in shop.cells(job, "cards") if row["管理番号"] and row["side"] == "F"}
    (gone,) = (n for n in shop.take(job, "100,1,01,2025-10-05").numbers if n in places)
    first, second = "20251001-01-000008-3", CARD
    make(job, *(cell(places[n]) for n in (gone, first)))
    twice = make(job, *(cell(places[n]) for n in (gone, second)))
    assert {row["管理番号"] for row in shop.table(twice.folder / "vendor" / "destruction.csv")} == {second}
    assert shop.faults(job) == []


@pytest.mark.parametrize("again", [False, True])
def test_a_sheet_means_the_copies_that_lie_there(job: Path, *, again: bool) -> None:
    """A second name for one spoiled sheet would have the good copies of the first remake destroyed."""
    make(job, sheet("1"))
    for other in (
        wish(job, sheet_of("1", "cards", "", "角折れ"), again=again),
        wish(job, sheet("1/1"), on=date(2025, 10, 9), again=again),
        wish(job, cell(shop.cells(job, "cards")[1]), why="傷", again=again),
    ):
        with pytest.raises(Refusal) as refused:
            spoil(other, shop.society_of(job))
        assert (refused.value.code, refused.value.exit_code) == ("spoiled-made-again", ExitCode.INPUT)
        assert "already made again, now in block 2, sheet 1" in refused.value.text()
    assert not (job / "remake-02").exists()
    made = make(job, sheet("2/1"))
    assert {row["make"] for row in shop.cells(made.folder, "cards") if row["管理番号"]} == {"3"}
    destroyed = shop.table(made.folder / "vendor" / "destruction.csv")
    assert {(row["make"], row["block"], row["sheet"]) for row in destroyed} == {("2", "2", "1")}
    with pytest.raises(Refusal, match="now in block 3, sheet 1"):
        make(job, sheet("2/1"), why="別の理由")


def test_a_sheet_of_which_some_was_made_again_is_refused_whole_and_the_others_are_named(job: Path) -> None:
    make(job, Spoiled("--number", "傷", CARD))
    with pytest.raises(Refusal) as refused:
        make(job, sheet("1"))
    text = refused.value.text()
    assert f"{CARD}: already made again, now in block 2, sheet 1" in text
    others = [n for n in numbers(shop.cells(job, "cards")) if n != CARD]
    assert " ".join(f"--number {number}" for number in others) in text and f"--number {CARD}" not in text
    made = make(job, *(Spoiled("--number", "汚れ", number) for number in others))
    assert numbers(shop.cells(made.folder, "cards")) == others
    assert shop.faults(job) == []


def test_a_page_of_letters_is_made_again_once_by_its_sheet(job: Path) -> None:
    made = make(job, sheet("1", pile="letters"))
    with pytest.raises(Refusal) as refused:
        make(job, sheet("1", pile="letters"), why="別の理由")
    assert refused.value.code == "spoiled-made-again" and "E000001" in refused.value.text()
    (path,) = (made.folder / "office" / "documents").glob("letters-*.jsonl.gz")
    block = int(path.name.partition("-")[2].partition(".")[0])
    assert make(job, sheet(f"{block}/1", pile="letters")).pieces == 1


def test_letters_that_a_pull_has_replaced_are_not_made_again(job: Path) -> None:
    shop.take(job, "100,1,01,2025-10-05")
    with pytest.raises(Refusal, match="spoiled-made-again"):
        make(job, sheet("1", pile="letters"))


def test_a_notice_that_a_pull_has_made_again_lies_in_its_block(job: Path) -> None:
    pulled = shop.take(job, "100,1,01,2025-10-05").numbers
    (home,) = (row for row in shop.cells(job, "notices") if row["管理番号"] in pulled)
    with pytest.raises(Refusal, match="already made again, now in block 2, sheet 2") as refused:
        make(job, cell(home, pile="notices"))
    assert home["管理番号"] not in refused.value.text()  # who was pulled
    assert make(job, sheet("2/2", pile="notices")).pieces == 1


def test_the_same_number_is_the_same_wish_on_any_day_and_for_any_reason(job: Path) -> None:
    make(job, Spoiled("--number", "傷", CARD))
    for other in (
        wish(job, Spoiled("--number", "汚れ", CARD), why="汚れ"),
        wish(job, Spoiled("--number", "傷", CARD), on=date(2025, 10, 9)),
    ):
        with pytest.raises(Refusal, match="remake-again: the same was made again already, on 2025-10-08"):
            spoil(other, shop.society_of(job))
    assert make(job, Spoiled("--number", "汚れ", CARD), again=True).pieces == 1


def test_a_lost_line_of_what_had_ended_is_found(job: Path) -> None:
    gone = shop.take(job, "100,1,01,2025-10-05").numbers
    made = make(job, sheet("1"))
    ordered = {row["管理番号"]: 2 for row in shop.cells(made.folder, "cards") if row["管理番号"]}
    ended = {number: 1 for number in gone if number in {r["管理番号"] for r in shop.cells(job, "cards")}}
    assert account(made.folder, Ordered(ordered, frozenset(), ended)).balanced
    assert account(made.folder, Ordered(ordered, frozenset())).wrong == ("destruction.csv",)


def test_what_ended_is_refused_by_its_number_and_where_nothing_else_is_left(job: Path) -> None:
    cards = {row["管理番号"]: row for row in shop.cells(job, "cards") if row["管理番号"] and row["side"] == "F"}
    (gone,) = (number for number in shop.take(job, "100,1,01,2025-10-05").numbers if number in cards)
    cell = Spoiled("vendor.csv:2", "傷", sheet=1, row=int(cards[gone]["row"]), column=int(cards[gone]["column"]))
    for asked in ([Spoiled("--number", "傷", gone)], [cell], [sheet("1"), Spoiled("--number", "傷", gone)]):
        with pytest.raises(Refusal) as refused:
            make(job, *asked)
        assert (refused.value.code, refused.value.place) == ("spoiled-ended", gone)
    assert not (job / "remake-01").exists()


def test_one_side_of_what_ended_is_refused_and_both_sides_go(tmp_path: Path) -> None:
    job = shop.sealed(tmp_path, toml=f'{shop.TOML}[vendors]\ncard = "card-24up-laminated"\n')
    shop.take(job, "100,1,01,2025-10-05")
    with pytest.raises(Refusal) as refused:
        make(job, sheet("1", side="B"))
    assert refused.value.code == "spoiled-ended" and "--side" in refused.value.text()
    assert make(job, sheet("1")).ended == 1
    assert shop.faults(job) == []


def test_a_sheet_of_a_remake_is_found_by_its_block(job: Path) -> None:
    make(job, Spoiled("--number", "傷", CARD))
    made = make(job, sheet("2/1"))
    assert numbers(shop.cells(made.folder, "cards")) == [CARD]
    assert {row["block"] for row in shop.cells(made.folder, "cards")} == {"3"}


def test_everything_wrong_is_told_at_once_and_nothing_is_made(job: Path, tmp_path: Path) -> None:
    table = tmp_path / "vendor.csv"
    table.write_text(
        "管理番号,file,sheet,row,column,reason\nX,,,,,\n,cards/001.pdf,9,,,\n,cards/001.pdf,a,,,\n", "utf-8"
    )
    faults: list[Refusal] = []
    spoiled = tuple(read_spoiled(table, "cards", "汚れ", faults))
    with pytest.raises(Refusal) as refused:
        spoil(wish(job, *spoiled), shop.society_of(job), faults)
    text = refused.value.text()
    assert refused.value.exit_code == ExitCode.INPUT
    assert [line.partition(": ")[0] for line in text.splitlines()] == [f"vendor.csv:{n}" for n in (4, 3, 2)]
    assert sorted(p.name for p in job.iterdir()) == ["office", "vendor"]
    with shop.book_of(job) as book:
        assert book.remakes(job.name) == ()


def test_a_list_is_read_full_width_and_half(job: Path, tmp_path: Path) -> None:
    table, faults = tmp_path / "vendor.csv", list[Refusal]()
    wide = CARD.translate(str.maketrans("0123456789-", "０１２３４５６７８９−"))
    rows = f"{wide},,,,,,\n,ｃａｒｄｓ／００１．pdf,１,Ｆ,１,２,Ｗ折れ\n"
    table.write_text(f"管理番号,file,sheet,side,row,column,reason\n{rows}", "utf-8")
    number, place = read_spoiled(table, "cards", "汚れ", faults)
    assert (number.number, number.reason, faults) == (CARD, "汚れ", [])
    at = (place.pile, place.block, place.sheet, place.side, place.row, place.column, place.reason)
    assert at == ("cards", 1, 1, "F", 1, 2, "Ｗ折れ")


def test_a_withdrawn_job_makes_nothing_again(job: Path) -> None:
    with shop.book_of(job) as book:
        book.withdraw(job.name, by="a", why="b", on=shop.LATER)
    with pytest.raises(Refusal) as refused:
        make(job, sheet("1"))
    assert (refused.value.code, refused.value.exit_code) == ("remake-state", ExitCode.LEDGER)


def test_a_crash_before_the_record_leaves_nothing(job: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Shop, "close", _dies)
        with pytest.raises(KeyboardInterrupt):
            make(job, sheet("1"))
    assert not (job / "remake-01").exists()
    assert make(job, sheet("1")).name == "remake-01"


def test_a_crash_behind_the_record_is_made_good_by_the_next_command(job: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("generator.remake.spoil.publish", _dies)
        with pytest.raises(KeyboardInterrupt):
            make(job, sheet("1"))
    assert not (job / "remake-01").exists()
    with pytest.raises(Refusal, match="spoiled-made-again"):
        make(job, sheet("1"))
    assert (job / "remake-01" / "vendor" / "manifest.json").is_file()


def _dies(*_: object) -> str:
    raise KeyboardInterrupt


def test_the_back_run_of_a_sheet_comes_again_alone(tmp_path: Path) -> None:
    job = shop.sealed(tmp_path, toml=f'{shop.TOML}[vendors]\ncard = "card-24up-laminated"\n')
    assert load_stock("card-24up-laminated").runs == "separate"
    made = make(job, sheet("1", side="B"))
    with pytest.raises(Refusal, match="spoiled-made-again"):
        make(job, sheet("1", side="B"), why="別の理由")
    names = sorted(p.name for p in (made.folder / "vendor" / "cards").iterdir())
    assert names == ["002-back.pdf", "002.csv"]
    old = [r for r in shop.cells(job, "cards") if r["side"] == "B"]
    new = shop.cells(made.folder, "cards")
    place = ("side", "row", "column", "x_mm", "y_mm", "管理番号")
    assert [[r[n] for n in place] for r in new] == [[r[n] for n in place] for r in old]
    with pypdfium2.PdfDocument(made.folder / "vendor" / "cards" / "002-back.pdf") as pdf:
        assert "= cards 001 sheet 1" in pdf[0].get_textpage().get_text_bounded()
    assert made.pieces == len(numbers(old))
    front = make(job, sheet("1", side="F"))  # the fronts are still the job's own
    assert [p.name for p in (front.folder / "vendor" / "cards").glob("*.pdf")] == ["003-front.pdf"]
    with pytest.raises(Refusal, match="now in block 3, sheet 1"):
        make(job, sheet("1"))


def test_digits_on_file_under_a_former_key_come_again_too(tmp_path: Path) -> None:
    row = shop.rows()[0] | {
        "番号": "70",
        "マイナ保険証": "登録済",
        "前の記号": "100",
        "前の番号": "1",
        "前の枝番": "00",
    }
    society = folk.write(tmp_path / "society", [], toml="", snapshot=[("100", "1", "00", "4711")])
    (society / "members.csv").write_text("\n".join((",".join(row), ",".join(row.values()), "")), encoding="utf-8")
    job = run_job(RunWish(society, shop.PHASE_1, tmp_path / "out", 1), Talk(str)).folder
    assert job is not None
    notice = job / "vendor" / "notices" / "001.pdf"
    assert [f.code for f in recheck(notice, None, society).findings if f.severity == "error"] == []
    again = make(job, sheet("2", pile="notices")).folder / "vendor" / "notices" / "002.pdf"
    with pypdfium2.PdfDocument(again) as pdf:
        text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    assert "4711" in text and "未登録" not in text
