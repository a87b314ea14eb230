"""Any PDF without a plan: structure, text layer, pairing of numbers, the placement table beside the file."""

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from proof_job import UNPROVED, Made, cells, damaged, faults, found, rewrite
from reportlab.pdfgen.canvas import Canvas
from test_planted_faults import not_embedded, rgb_image, swap_last_codes, wrong_layer, wrong_outline

from imposition.plan import placements
from imposition.stock import load_stock
from proofs.check import check_file
from proofs.finding import Report
from proofs.security import Declared, marks_of

HEADER = [
    *("file", "page", "side", "row", "column", "x_mm", "y_mm", "block", "sheet"),
    *("tray", "position", "stack_position", "kind", "管理番号", "envelope"),
]


def write_table(made: Made, path: Path, change: Callable[[dict[str, object]], None] = lambda row: None) -> None:
    """Write the placement table of contract §4 beside a file."""
    with path.with_suffix(".csv").open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.DictWriter(file, HEADER)
        rows.writeheader()
        backs = made.stock.pile == "card"
        for place in placements(made.stock, made.block, backs=backs):
            document = None if place.piece is None else made.documents[place.piece]
            row: dict[str, object] = dict.fromkeys(HEADER, "")
            page = place.sheet * 2 - (place.side == "F") if backs else place.sheet
            row |= {"file": path.name, "page": page, "side": place.side}
            row |= {"row": place.row, "column": place.column, "x_mm": f"{place.x:.3f}", "y_mm": f"{place.y:.3f}"}
            row |= {"kind": document.kind if document else "blank"}
            for number in (document.numbers if document else ()) or ("",):
                row["管理番号"] = number
                change(row)
                rows.writerow(row)


def told(report: Report) -> str:
    """Return the faults of a file but for the fine lines of security art, which nothing proves without a plan."""
    return faults(report, but=UNPROVED)


def test_security_art_is_exempt_only_where_it_is_proved(cards: Made) -> None:
    assert "thin-line-reversed" in found(cards.alone())
    assert "thin-line-reversed" not in found(cards.check())


def test_security_art_that_is_declared_is_exempt_and_no_other(cards: Made, spoiled: Path) -> None:
    declared = Declared(frozenset(marks_of(cards.layouts, ["card/front", "card/front-family", "card/back"])))

    def look(path: Path) -> set[str]:
        report = check_file(path, expected=None, stock=cards.stock, known=declared.holds)
        return {finding.code for finding in report.findings if finding.severity != "info"}

    assert look(cards.path) == set()
    with damaged(cards, spoiled) as pdf:
        art = pdf.pages[0].Resources.XObject["/A_card.front"].Resources.XObject["/S_card.front"]
        art.write(art.read_bytes().replace(b"0.28 w", b"0.28  w", 1))
    assert look(spoiled) == {"thin-line-reversed"}


def test_clean_files_have_no_findings(cards: Made, notices: Made) -> None:
    assert told(cards.alone()) == ""
    assert faults(notices.alone(stock=load_stock("notice-a4"))) == ""


@pytest.mark.parametrize(
    ("code", "damage"),
    [
        ("text-layer", wrong_layer),
        ("outline-differs", wrong_outline),
        ("font-not-embedded", not_embedded),
        ("rgb-image", rgb_image),
        ("number-unpaired", lambda pdf: rewrite(pdf, 1, lambda content: content.replace(cells(content)[3], "", 1))),
    ],
)
def test_a_planted_fault_is_found(cards: Made, spoiled: Path, code: str, damage: Callable[[pikepdf.Pdf], None]) -> None:
    with damaged(cards, spoiled) as pdf:
        damage(pdf)
    assert code in found(cards.alone(spoiled))


def test_the_table_beside_a_file_is_compared(cards: Made, spoiled: Path) -> None:
    with damaged(cards, spoiled):
        pass
    write_table(cards, spoiled)
    assert told(cards.alone(spoiled, cards.stock)) == ""


def test_the_table_of_notices_has_a_row_a_person(notices: Made, spoiled: Path) -> None:
    with damaged(notices, spoiled):
        pass
    write_table(notices, spoiled)
    assert faults(notices.alone(spoiled, notices.stock)) == ""


def test_a_swapped_back_is_found_by_the_table(cards: Made, spoiled: Path) -> None:
    with damaged(cards, spoiled) as pdf:
        rewrite(pdf, 1, swap_last_codes)
    write_table(cards, spoiled)
    assert {"number-missing", "number-stray"} <= found(cards.alone(spoiled, cards.stock))


def test_a_wrong_table_is_found(cards: Made, spoiled: Path) -> None:
    def change(row: dict[str, object]) -> None:
        if row["管理番号"] and row["page"] == 1:
            row["管理番号"] = "20251001-01-000999-0"

    with damaged(cards, spoiled):
        pass
    write_table(cards, spoiled, change)
    assert "number-missing" in found(cards.alone(spoiled, cards.stock))


def test_a_file_of_another_library_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "other.pdf"
    canvas = Canvas(str(path))
    canvas.setFillColorRGB(1, 0, 0)
    canvas.drawString(72, 700, "1234-5678-9018")
    canvas.drawString(72, 650, "20251001-01-000001-0")
    canvas.showPage()
    canvas.save()
    report = check_file(path, expected=None, stock=None)
    assert {"font-not-embedded", "box-missing", "rgb-operator", "my-number", "number-check"} <= found(report)
    assert not any("9018" in finding.message for finding in report.findings)


@pytest.mark.slow
def test_a_file_of_another_profile_is_told_once(cards: Made) -> None:
    for name in ("card-10up", "card-24up", "notice-a4"):
        report = cards.alone(stock=load_stock(name))
        (told,) = [f for f in report.findings if f.severity == "error"]
        assert (told.code, told.page, told.facts["profile"]) == ("profile-other", 0, name)
        assert {f.code for f in report.findings if f.severity != "info"} - UNPROVED == {"profile-other"}


def test_cells_that_lie_elsewhere_make_another_profile(cards: Made) -> None:
    moved = tuple(replace(cell, x=cell.x + 3) for cell in cards.stock.cells)
    assert "profile-other" in found(cards.alone(stock=replace(cards.stock, cells=moved)))


def test_one_page_that_does_not_fit_is_that_page_s_fault(cards: Made, spoiled: Path) -> None:
    with damaged(cards, spoiled) as pdf:
        pdf.pages[0].TrimBox = [100, 100, 500, 500]
    hits = [f for f in cards.alone(spoiled, cards.stock).findings if f.severity == "error"]
    assert [(f.code, f.page) for f in hits] == [("box-wrong", 1)]


@pytest.mark.slow
def test_a_doubled_sheet_is_found_without_a_profile(cards: Made, spoiled: Path) -> None:
    assert "sheet-twice" not in found(cards.alone())
    with damaged(cards, spoiled) as pdf:
        pdf.pages.append(pdf.pages[2])
    (hit,) = [f for f in cards.alone(spoiled).findings if f.code == "sheet-twice"]
    assert (hit.page, hit.facts) == (5, {"sheet": 2, "side": "F", "block": 1, "first": 3})
    assert "sheet-twice" in found(cards.alone(spoiled, load_stock("card-10up")))


def test_findings_are_sorted_and_kept_once(cards: Made, spoiled: Path) -> None:
    with damaged(cards, spoiled) as pdf:
        rewrite(pdf, 0, lambda content: "1 0 0 rg 1 0 0 rg\n" + content)
    report = replace(cards).alone(spoiled)
    assert [finding.code for finding in report.findings if finding.severity == "error"] == ["rgb-operator"]
