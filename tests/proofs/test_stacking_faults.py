"""Faults planted in finished files: what hands would find when they cut and stack them, and nothing else."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from proof_job import number
from stack_job import Files, Shape, draw, looked_at, pile, stock, told

from imposition.draw import VOIDS
from layouts.document import Document, Side
from proofs.finding import Finding

SIZES = (7, 9, 4)  # with three separators 23 pieces: a stack of 4 sheets of 6, a blank at its end
SILENT = Shape(named=False)
NAMED = Shape()
CELL = re.compile(r"q\n[-0-9. ]+ cm\n(?:.*?)Q\n", re.DOTALL)


def made(folder: Path, shape: Shape, documents: Sequence[Document] = ()) -> Files:
    return draw(folder, stock(shape), documents or pile(SIZES))


def contents(page: pikepdf.Page) -> str:
    return page.Contents.read_bytes().decode("latin-1")


def change(path: Path, damage: Callable[[pikepdf.Pdf], None]) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        damage(pdf)
        pdf.save(path)


def exchange(pdf: pikepdf.Pdf, page: int, other: int) -> None:
    """Exchange two pages, counted from 1."""
    first, second = pdf.pages[page - 1].Contents, pdf.pages[other - 1].Contents
    pdf.pages[page - 1].Contents, pdf.pages[other - 1].Contents = second, first


def split(cell: str) -> tuple[str, str]:
    """Part a cell's operators into where it lies and what lies there."""
    head, _, rest = cell.partition(" cm\n")
    return f"{head} cm\n", rest


def edit(pdf: pikepdf.Pdf, page: int, damage: Callable[[list[str]], None]) -> None:
    """Change what lies in the cells of a page, in the order they are read; where they lie stays."""
    content = contents(pdf.pages[page - 1])
    parts = [split(cell) for cell in CELL.findall(content)]
    inner = [rest for _, rest in parts]
    damage(inner)
    new = iter([head + rest for (head, _), rest in zip(parts, inner, strict=True)])
    changed = CELL.sub(lambda _: next(new), content)
    assert changed != content
    pdf.pages[page - 1].Contents.write(changed.encode("latin-1"))


def swap(inner: list[str]) -> None:
    inner[0], inner[3] = inner[3], inner[0]


def codes(findings: Sequence[Finding]) -> list[str]:
    return sorted(finding.code for finding in findings)


def found(files: Files, shape: Shape) -> list[Finding]:
    return looked_at(stock(shape), files)


def test_the_files_are_sound(tmp_path: Path) -> None:
    for shape in (NAMED, SILENT):
        assert told(found(made(tmp_path, shape), shape)) == ""


def test_two_sheets_exchanged_say_so(tmp_path: Path) -> None:
    files = made(tmp_path, NAMED)
    change(files[0][0], lambda pdf: (exchange(pdf, 3, 5), exchange(pdf, 4, 6), None)[-1])
    findings = found(files, NAMED)
    assert [(f.code, f.page) for f in findings] == [("stack-sheet", page) for page in (3, 4, 5, 6)]
    assert findings[0].facts == {
        "sheet": 3, "side": "F", "block": 1, "wanted": 2, "wanted_side": "F", "wanted_block": 1,
    }  # fmt: skip


def test_two_sheets_exchanged_break_the_order(tmp_path: Path) -> None:
    files = made(tmp_path, SILENT)
    change(files[0][0], lambda pdf: (exchange(pdf, 3, 5), exchange(pdf, 4, 6), None)[-1])
    assert set(codes(found(files, SILENT))) == {"stack-order", "stack-separator"}


def test_two_backs_exchanged_lie_behind_other_fronts(tmp_path: Path) -> None:
    files = made(tmp_path, SILENT)
    change(files[0][0], lambda pdf: exchange(pdf, 4, 6))
    findings = found(files, SILENT)
    assert codes(findings) == ["stack-back"] * 12
    assert {f.page for f in findings} == {4, 6}


def test_two_cells_exchanged_on_one_side(tmp_path: Path) -> None:
    for shape in (NAMED, SILENT):
        files = made(tmp_path, shape)
        change(files[0][0], lambda pdf: edit(pdf, 3, swap))
        findings = found(files, shape)
        assert codes(findings) == ["stack-back", "stack-back"]
        assert {f.page for f in findings} == {4}


def test_two_cells_exchanged_on_both_sides(tmp_path: Path) -> None:
    """Backs lie behind their fronts, but two trays are mixed up; the back's cells count from its own left."""
    files = made(tmp_path, SILENT)

    def mirrored(inner: list[str]) -> None:
        inner[1], inner[2] = inner[2], inner[1]

    change(files[0][0], lambda pdf: (edit(pdf, 3, swap), edit(pdf, 4, mirrored), None)[-1])
    assert set(codes(found(files, SILENT))) == {"stack-order", "stack-separator"}


@pytest.mark.parametrize("turn", ["vertical", "horizontal"])
def test_a_back_on_its_head(tmp_path: Path, turn: str) -> None:
    shape = Shape(turn=turn, named=False)
    files = made(tmp_path, shape)

    def turned(inner: list[str]) -> None:
        inner[2] = f"-1 0 0 -1 113.3858 68.0315 cm\n{inner[2]}"

    change(files[0][0], lambda pdf: edit(pdf, 4, turned))
    (finding,) = found(files, shape)
    assert (finding.code, finding.page) == ("stack-head", 4)


def test_backs_printed_for_the_other_turn(tmp_path: Path) -> None:
    """The whole run turned the other way: every back on its head, behind another front."""
    files = made(tmp_path, SILENT)
    assert set(codes(found(files, Shape(turn="horizontal", named=False)))) == {"stack-back", "stack-head"}


def without_separator(documents: list[Document]) -> list[Document]:
    return [d for d in documents if d.envelope != "E000002" or d.numbers]


def test_a_separator_is_missing_in_the_pile(tmp_path: Path) -> None:
    files = made(tmp_path, SILENT, without_separator(pile(SIZES)))
    (finding,) = found(files, SILENT)
    assert finding.code == "stack-separator"
    assert finding.facts == {"number": number(8), "first": number(1), "last": number(7)}


def test_a_separator_is_printed_as_a_blank(tmp_path: Path) -> None:
    documents = [d if d.numbers or d.envelope != "E000002" else void() for d in pile(SIZES)]
    assert codes(found(made(tmp_path, SILENT, documents), SILENT)) == ["stack-blank", "stack-separator"]


def void() -> Document:
    return Document("card", (), "", VOIDS["card", "F"], VOIDS["card", "B"])


def test_the_first_separator_of_a_job_is_missing(tmp_path: Path) -> None:
    findings = found(made(tmp_path, NAMED, pile(SIZES)[1:]), NAMED)
    assert codes(findings) == ["stack-separator"]
    assert findings[0].facts["number"] == number(1)


def test_a_separator_tells_another_count(tmp_path: Path) -> None:
    documents = pile(SIZES)
    fields = {**documents[0].front.fields, "count": "封入 8枚"}
    documents[0] = replace(documents[0], front=Side("trial/separator", fields), back=Side("trial/separator", fields))
    (finding,) = found(made(tmp_path, SILENT, documents), SILENT)
    assert (finding.code, finding.facts) == ("stack-count", {"told": 8, "found": 7})


def test_a_separator_tells_other_numbers_than_follow(tmp_path: Path) -> None:
    documents = pile(SIZES)
    fields = {**documents[0].front.fields, "count": "封入 8枚", "last": number(8)}
    documents[0] = replace(documents[0], front=Side("trial/separator", fields), back=Side("trial/separator", fields))
    (finding,) = found(made(tmp_path, SILENT, documents), SILENT)
    assert (finding.code, finding.facts["number"]) == ("stack-separator", number(8))


def test_a_number_is_repeated(tmp_path: Path) -> None:
    documents = pile(SIZES)
    documents[5] = documents[4]
    findings = found(made(tmp_path, SILENT, documents), SILENT)
    assert codes(findings) == ["stack-gap", "stack-twice"]
    gap = next(f for f in findings if f.code == "stack-gap")
    assert gap.facts == {"first": number(5), "last": number(5), "numbers": number(5), "count": 1}


def test_a_blank_amid_the_pieces(tmp_path: Path) -> None:
    documents = pile(SIZES)
    documents[5] = void()
    findings = found(made(tmp_path, SILENT, documents), SILENT)
    assert codes(findings) == ["stack-blank", "stack-gap"]


def test_a_blank_that_is_not_marked(tmp_path: Path) -> None:
    files = made(tmp_path, SILENT)

    def bare(pdf: pikepdf.Pdf) -> None:
        for page, cell in ((7, 5), (8, 4)):
            edit(pdf, page, lambda inner, cell=cell: inner.__setitem__(cell, "Q\n"))

    change(files[0][0], bare)
    assert codes(found(files, SILENT)) == ["stack-void"]


def test_a_card_without_a_number(tmp_path: Path) -> None:
    documents = pile(SIZES)
    side = Side("trial/front", {"number": "-"})
    documents[5] = replace(documents[5], front=side, back=side)
    findings = found(made(tmp_path, SILENT, documents), SILENT)
    assert codes(findings) == ["stack-gap", "stack-number"]


def test_a_card_of_another_job(tmp_path: Path) -> None:
    documents = pile(SIZES)
    side = Side("trial/front", {"number": number(5, "20251002-01")})
    documents[5] = replace(documents[5], front=side, back=side)
    assert codes(found(made(tmp_path, SILENT, documents), SILENT)) == ["stack-gap", "stack-job"]


@pytest.mark.parametrize("shape", [NAMED, SILENT])
def test_a_sheet_is_missing(tmp_path: Path, shape: Shape) -> None:
    """Its numbers are named, and where it says how many there are the sheet itself; the second page of gaps is E2's."""
    files = made(tmp_path, shape)

    def tear(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[2:4]

    change(files[0][0], tear)
    findings = found(files, shape)
    lost = [f.facts for f in findings if f.code == "stack-lost"]
    assert lost == ([{"sheet": 2, "side": "F+B", "block": 1}] if shape.named else [])
    gaps = sorted(str(f.facts["first"]) for f in findings if f.code == "stack-gap")
    assert gaps == [number(n) for n in (1, 5, 8, 12, 16, 19)]
    assert {f.code for f in findings} - {"stack-lost"} == {"stack-gap"}


def test_a_back_is_missing(tmp_path: Path) -> None:
    shape = Shape(separate=True)
    files = made(tmp_path, shape)
    change(files[0][1], lambda pdf: pdf.pages.remove(p=3))
    (finding,) = found(files, shape)
    assert (finding.code, finding.facts) == ("stack-lost", {"sheet": 3, "side": "B", "block": 1})


@pytest.mark.parametrize("shape", [Shape(), Shape(separate=True)], ids=["one file", "two files"])
def test_backs_shifted_by_one_sheet(tmp_path: Path, shape: Shape) -> None:
    files = made(tmp_path, shape)

    def shift(pdf: pikepdf.Pdf) -> None:
        backs = range(len(pdf.pages)) if shape.separate else range(1, len(pdf.pages), 2)
        held = [pdf.pages[at].Contents for at in backs]
        for at, content in zip(backs, [held[-1], *held[:-1]], strict=True):
            pdf.pages[at].Contents = content

    change(files[0][-1], shift)
    assert codes(found(files, shape)) == ["stack-sheet"] * 4
    silent = replace(shape, named=False)
    files = made(tmp_path, silent)
    change(files[0][-1], shift)
    assert codes(found(files, silent)) == ["stack-back"] * 24


def test_blocks_in_another_order(tmp_path: Path) -> None:
    shape = Shape(depth=2)
    files = made(tmp_path, shape)
    assert len(files) == 2
    (finding,) = found(files[::-1], shape)
    assert (finding.code, finding.file) == ("stack-order", "001.pdf")


def test_a_block_left_out_is_told(tmp_path: Path) -> None:
    shape = Shape(depth=1)
    files = made(tmp_path, shape)
    assert told(found(files[1:2], shape)) == ""
    (finding,) = found([files[0], *files[2:]], shape)
    assert (finding.code, finding.severity, finding.file) == ("stack-block", "warning", "003.pdf")


def test_the_last_block_must_reach_the_last_number(tmp_path: Path) -> None:
    findings = found(made(tmp_path, NAMED, pile(SIZES)[:-1]), NAMED)
    assert [(f.code, f.facts["first"]) for f in findings] == [("stack-gap", number(20))]


def test_a_run_without_its_other_side(tmp_path: Path) -> None:
    shape = Shape(separate=True)
    files = made(tmp_path, shape)
    assert codes(found([files[0][:1]], shape)) == ["stack-alone"]


def test_fronts_of_one_block_with_backs_of_another(tmp_path: Path) -> None:
    shape = Shape(separate=True, depth=2)
    files = made(tmp_path, shape)
    mixed = found([(files[0][0], files[1][1])], shape)
    assert "stack-lost" in codes(mixed)


def test_a_sheet_code_that_cannot_be_read(tmp_path: Path) -> None:
    files = made(tmp_path, NAMED)

    def scratch(pdf: pikepdf.Pdf) -> None:
        rest, start, code = contents(pdf.pages[2]).rpartition("q ")  # the code is what comes last on a sheet
        modules = re.findall(r"(?:\d+ ){4}re ", code)
        scratched = code.replace("".join(modules[len(modules) // 3 : -5]), "")
        assert len(scratched) < len(code)
        pdf.pages[2].Contents.write(f"{rest}{start}{scratched}".encode("latin-1"))

    change(files[0][0], scratch)
    (finding,) = found(files, NAMED)
    assert (finding.code, finding.page) == ("sheet-code-missing", 3)


def test_a_sheet_code_that_says_otherwise(tmp_path: Path) -> None:
    """The line of text of sheet 2 stands on sheet 3 and the other way round; the codes are right."""
    files = made(tmp_path, NAMED)

    def slugs(pdf: pikepdf.Pdf) -> None:
        first, second = contents(pdf.pages[2]), contents(pdf.pages[4])
        a, b = (
            re.search(r"BT\n1 0 0 1 14\.17[0-9.]* 11\.33[0-9.]* Tm\n.*?ET\n", c, re.DOTALL) for c in (first, second)
        )
        assert a and b
        pdf.pages[2].Contents.write(first.replace(a[0], b[0]).encode("latin-1"))
        pdf.pages[4].Contents.write(second.replace(b[0], a[0]).encode("latin-1"))

    change(files[0][0], slugs)
    findings = found(files, NAMED)
    assert [(f.code, f.page) for f in findings] == [("sheet-code-differs", 3), ("sheet-code-differs", 5)]
    assert findings[0].facts == {"said": "1/2/F", "text": "1/3/F"}


def test_files_without_numbers_are_said_to_be_so(tmp_path: Path) -> None:
    documents = [void() for _ in range(5)]
    (finding,) = found(made(tmp_path, SILENT, documents), SILENT)
    assert (finding.code, finding.severity) == ("stack-none", "info")


def test_fronts_alone_are_looked_at(tmp_path: Path) -> None:
    files = draw(tmp_path, stock(NAMED), pile(SIZES), backs=False)
    assert told(found(files, NAMED)) == ""
    change(files[0][0], lambda pdf: edit(pdf, 2, swap))
    assert set(codes(found(files, NAMED))) == {"stack-order", "stack-separator"}
