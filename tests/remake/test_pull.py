"""Who left is pulled: found where they lie, void, gone from sheets, letters and counts; everybody else stays once."""

import csv
import json
import shutil
from pathlib import Path

import folk
import pypdfium2
import pytest
import remake_shop as shop

from fonts.errors import ExitCode, Refusal
from generator.job.lots import kept_documents
from generator.job.recheck import recheck
from generator.model import Key
from generator.remake.pull import Pulled, Wish, pull

HEAD = "記号,番号,枝番,資格喪失年月日\n"


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop.sealed(tmp_path_factory.mktemp("pull"))


@pytest.fixture
def job(master: Path, tmp_path: Path) -> Path:
    shutil.copytree(master.parents[1], tmp_path / "all")
    return tmp_path / "all" / "out" / master.name


def take(job: Path, *rows: str) -> Pulled:
    left = job.parents[1] / "left.csv"
    left.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return pull(Wish(job, left, shop.LATER, "業務"), shop.society_of(job))


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_list_names_the_place_of_every_piece(job: Path) -> None:
    done = take(job, "100,1,01,2025-10-05")
    rows = table(done.folder / "vendor" / "pull.csv")
    cells = {r["管理番号"]: r for r in [*shop.cells(job, "notices"), *shop.cells(job, "cards")] if r["side"] == "F"}
    assert [row["管理番号"] for row in rows] == list(done.numbers)
    for row in rows:
        cell = cells[row["管理番号"]]
        assert [row[n] for n in ("sheet", "row", "column", "tray", "stack_position", "envelope")] == [
            cell[n] for n in ("sheet", "row", "column", "tray", "stack_position", "envelope")
        ]
    assert [(row["at"], row["action"]) for row in rows] == [("2", "抜取り"), ("2", "差替え")]


def test_the_card_is_void_and_the_notice_noted(job: Path) -> None:
    done = take(job, "100,1,01,2025-10-05")
    with shop.book_of(job) as book:
        card, notice = (book.made(done.numbers)[number] for number in done.numbers)
        assert (card.kind, card.ended, card.pulled) == ("card", "void", True)
        assert (notice.kind, notice.ended, notice.pulled) == ("notice", "", True)
        assert not book.breaks()


def test_a_household_sheet_is_made_again_for_who_stays(job: Path) -> None:
    done = take(job, "100,1,01,2025-10-05")
    (sheet,) = (d for d in kept_documents(next((done.folder / "office" / "documents").glob("notices-*")))
                if d.kind == "notice")  # fmt: skip
    assert [row["branch"] for row in sheet.front.blocks["person"]] == ["00", "02"]
    assert [row["no"] for row in sheet.front.blocks["person"]] == ["1", "2"]
    assert [row["doc"] for row in sheet.front.blocks["cutout"]] == list(sheet.numbers)
    makes = {r["管理番号"]: r["make"] for r in shop.cells(done.folder, "notices") if r["管理番号"]}
    assert makes == dict.fromkeys(sheet.numbers, "2")


def test_letters_and_counts_are_without_who_left(job: Path) -> None:
    done = take(job, "100,1,01,2025-10-05")
    with pypdfium2.PdfDocument(done.folder / "vendor" / "letters" / "002.pdf") as pdf:
        texts = [page.get_textpage().get_text_bounded() for page in pdf]
    assert len(texts) == 3 and all("差替" in text for text in texts)
    assert not any(number in text for number in done.numbers for text in texts)
    old = {r["envelope"]: r for r in table(job / "vendor" / "envelopes.csv")}
    (row,) = table(done.folder / "vendor" / "envelopes.csv")
    before = old[row["envelope"]]
    assert [int(before[n]) - int(row[n]) for n in ("cards", "notices", "pieces", "sheets")] == [1, 1, 1, 0]
    assert float(before["grams"]) - float(row["grams"]) == pytest.approx(4.9)


def test_every_file_reads_back_clean(job: Path) -> None:
    done = take(job, "100,1,01,2025-10-05")
    for path in (
        *(done.folder / "vendor" / "letters").glob("*.pdf"),
        *(done.folder / "vendor" / "notices").glob("*.pdf"),
    ):
        found = recheck(path, None, job.parents[1] / "society").findings
        assert not [f for f in found if f.severity == "error"], path.name


def test_an_envelope_that_is_empty_is_told(job: Path) -> None:
    done = take(job, "100,5,00,R7.9.30")
    assert (done.emptied, done.letters, done.replaced) == (("E000004",), 0, 0)
    (row,) = table(done.folder / "vendor" / "envelopes.csv")
    assert [row[n] for n in ("pieces", "cards", "notices", "sheets")] == ["0", "0", "0", "0"]


def test_a_second_pull_builds_on_the_first(job: Path) -> None:
    first = take(job, "100,1,01,2025-10-05")
    second = take(job, "100,1,00,2025-10-06", "100,1,01,2025-10-05")
    assert second.without == (Key("100", "1", "01"),)
    gone = {*first.numbers, *second.numbers}
    letters = list(kept_documents(second.folder / "office" / "documents" / "letters-003.jsonl.gz"))
    rows = [row for page in letters for row in page.front.blocks.get("row", ())]
    assert len(rows) == 8 and not gone & {row["doc"] for row in rows}
    assert [row["no"] for row in rows] == [str(n) for n in range(1, 9)]
    (row,) = table(second.folder / "vendor" / "envelopes.csv")
    assert (row["cards"], row["notices"], row["pieces"]) == ("4", "4", "6")


def test_rows_that_cannot_be_true_are_told_together_and_nobody_is_pulled(job: Path) -> None:
    rows = ("100,1,01,x", "100,1,02,2025-10-09", ",1,00,2025-10-01", "999,1,00,2025-10-01",
            "100,2,00,2025-10-01", "100,2,00,2025-10-01")  # fmt: skip
    with pytest.raises(Refusal) as refused:
        take(job, *rows)
    assert refused.value.exit_code == ExitCode.INPUT
    told = {line.split(": ")[0].partition(":")[2]: line.split(": ")[1] for line in refused.value.text().splitlines()}
    assert told == {"2": "left-row", "3": "left-later", "4": "left-row", "5": "left-unknown", "7": "left-twice"}
    assert sorted(p.name for p in job.iterdir()) == ["office", "vendor"]


def test_keys_are_read_full_width_and_half(job: Path) -> None:
    rows = [row | {"記号": "４００"} if row["番号"] == "5" else row for row in shop.rows()]
    members(job, [*rows, folk.person(記号="４００", 番号="77")])
    done = take(job, "１００,１,０１,２０２５-１０-０５", "４００,７７,００,2025-10-05")
    assert (done.people, done.without) == (1, (Key("４００", "77", "00"),))  # as members.csv writes it
    assert [row["記号"] for row in table(done.folder / "office" / "left.csv")] == ["100", "４００"]
    with pytest.raises(Refusal) as refused:
        take(job, "100,2,01,2025-10-05", "１００,2,01,2025-10-05")
    assert refused.value.text().startswith("left.csv:3: left-twice")


def test_a_zero_that_a_spreadsheet_drops_is_brought_up(job: Path) -> None:
    with pytest.raises(Refusal) as refused:
        take(job, "100,1,1,2025-10-05", "999,1,00,2025-10-05")
    one, two = refused.value.text().splitlines()
    assert one.startswith("left.csv:2: left-unknown") and "dropped the zero" in one
    assert two.startswith("left.csv:3: left-unknown") and "zero" not in two


def test_who_never_had_a_document_is_listed_and_holds_nobody_up(job: Path) -> None:
    members(job, [*shop.rows(), folk.person(番号="77")])
    done = take(job, "100,77,00,2025-10-05", "100,1,01,2025-10-05")
    rows = {row["番号"]: row for row in table(done.folder / "office" / "left.csv")}
    assert (rows["77"]["状態"], rows["77"]["管理番号"], rows["1"]["状態"]) == ("文書なし", "", "引抜き")
    assert (done.people, done.without) == (1, (Key("100", "77", "00"),))
    again = take(job, "100,1,01,2025-10-05", "100,1,02,2025-10-05")
    assert [row["状態"] for row in table(again.folder / "office" / "left.csv")] == [
        "このジョブに有効な文書なし",
        "引抜き",
    ]


def test_who_has_not_left_in_the_members_file_is_named(job: Path) -> None:
    rows = shop.rows()
    for row in rows:
        if (row["番号"], row["枝番"]) == ("1", "01"):
            row["資格喪失年月日"] = "2025-10-05"
        if row["番号"] == "3":
            row |= {"番号": "33", "前の記号": "100", "前の番号": "3", "前の枝番": row["枝番"]}
    members(job, [row for row in rows if row["番号"] != "5"])
    left = ("100,1,01,2025-10-05", "100,2,01,2025-10-05", "100,3,02,2025-10-05", "100,5,00,2025-10-05")
    assert take(job, *left).staying == (Key("100", "2", "01"), Key("100", "3", "02"))


def test_without_the_members_file_people_are_pulled_but_strangers_refused(job: Path) -> None:
    (job.parents[1] / "society" / "members.csv").unlink()
    with pytest.raises(Refusal) as refused:
        take(job, "100,1,01,2025-10-05", "100,77,00,2025-10-05")
    assert refused.value.text().splitlines()[0].startswith("left.csv:3: left-unknown")
    assert take(job, "100,1,01,2025-10-05").staying == ()


def members(job: Path, rows: list[dict[str, str]]) -> None:
    """Write members.csv anew."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    with (job.parents[1] / "society" / "members.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, names, restval="")
        out.writeheader()
        out.writerows(rows)


def test_nobody_with_a_document_is_refused(job: Path) -> None:
    take(job, "100,5,00,2025-10-01")
    with pytest.raises(Refusal) as refused:
        take(job, "100,5,00,2025-10-01")
    assert (refused.value.code, refused.value.exit_code) == ("pull-nothing", ExitCode.LEDGER)


def test_phase_1_digits_come_back_from_the_snapshot_or_nothing_is_printed(tmp_path: Path) -> None:
    rows = [row | {"マイナ保険証": "登録済"} for row in shop.rows()[:3]]
    digits = [(r["記号"], r["番号"], r["枝番"], f"123{k}") for k, r in enumerate(rows)]
    job = shop.sealed(tmp_path, toml="", more=rows, snapshot=digits,
                      on=shop.PHASE_1)  # fmt: skip
    done = take(job, "100,1,01,2025-10-05")
    with pypdfium2.PdfDocument(next((done.folder / "vendor" / "notices").glob("*.pdf"))) as pdf:
        text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    assert "1230" in text and "1232" in text and "1231" not in text
    manifest = json.loads((done.folder / "vendor" / "manifest.json").read_text(encoding="utf-8"))
    assert [f["name"] for f in manifest["files"] if f["contains_last4"]] == ["notices/002.pdf"]
    (job.parents[1] / "society" / "snapshot.csv").unlink()
    with pytest.raises(Refusal) as refused:
        take(job, "100,1,00,2025-10-05")
    assert refused.value.code == "digits-gone"
