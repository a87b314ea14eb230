"""Data Matrices of separators and inserter's marks: what is right reads back clean, whatever is wrong is found."""

import re
from dataclasses import replace
from pathlib import Path

import proof_job
import pytest
from hypothesis import given
from hypothesis import strategies as st
from proof_job import JOB, Made, damaged, found, make, notice, rewrite, separator, texts_of

from imposition.inserter import CodePlace, Inserter, Strokes
from imposition.payload import payload
from imposition.stock import load_stock
from layouts.codes import data_matrix
from layouts.document import Document, Side, Track
from layouts.geometry import Point
from layouts.matrix import operators
from proofs.matrix import grid, read_matrix

LAYOUTS = proof_job.load()
CODE = re.compile(r"q \S+ 0 0 \S+ \S+ \S+ cm (?:\d+ \d+ \d+ 1 re )+f Q\n")
STROKES = re.compile(r"(?:\S+ \S+ \S+ \S+ re )+f\n")
ROWS = ("start", "begin", "end", "sequence", "sequence", "piece", "parity")
OMR = Strokes(Point(4, 130), 6.0, 4.0, 1.5, ROWS, 4, 2, "even")
CONTENTS = st.builds(
    lambda job, block, envelope, piece, page, side: payload(job, block, side, Track(envelope, piece, page, 99)),
    st.from_regex(r"20[0-9]{6}-[0-9]{2}", fullmatch=True), st.integers(1, 999), st.integers(1, 999_999),
    st.integers(0, 9_999_999), st.integers(1, 99), st.sampled_from(["F", "B", "S"]),
)  # fmt: skip


def tracked(serial: int, page: int, of: int) -> Document:
    return replace(notice(serial, 1), track=Track(2, serial, page, of, serial, serial))


def coded(document: Document, text: str) -> Document:
    def side(of: Side) -> Side:
        return Side(of.layout, {**of.fields, "turn": "3/40", "mark": text})

    assert document.back is not None
    return replace(document, front=side(document.front), back=side(document.back))


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Made:
    stock = replace(load_stock("notice-a4"), inserter=Inserter(_code(), OMR), sha256="omr")
    documents = [tracked(1, 1, 2), tracked(2, 2, 2), tracked(3, 1, 1)]
    return make(tmp_path_factory.mktemp("inserted") / "001.pdf", LAYOUTS, documents, stock)


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory) -> Made:
    text = payload(JOB, 1, "S", Track(1, 0, 1, 3))
    documents = [coded(separator(1, 3), text), *(proof_job.card(serial) for serial in range(1, 4))]
    return make(tmp_path_factory.mktemp("split") / "001.pdf", LAYOUTS, documents, "card-21up")


def _code() -> CodePlace | None:
    inserter = load_stock("notice-a4").inserter
    assert inserter is not None
    return inserter.code


def boxes(text: str) -> tuple[tuple[float, ...], ...]:
    drawn = operators(text, 1.2, 20, 300)
    return tuple(tuple(map(float, box.split())) for box in re.findall(r"(\d+ \d+ \d+ 1) re", drawn))


def read(found: tuple[tuple[float, ...], ...], across: int = 22) -> str | None:
    on = grid((1.2, 0, 0, 1.2, 20, 300 - across * 1.2), 1.2, 20, 300)
    assert on is not None
    return read_matrix(found, on)


@given(CONTENTS)
def test_any_code_is_read_as_it_was_meant(text: str) -> None:
    assert read(boxes(text)) == text


@given(CONTENTS, st.integers(0, 21), st.integers(0, 21))
def test_one_damaged_module_is_enough(text: str, row: int, column: int) -> None:
    """A scanner would mend it; here no module may be other than it was made."""
    rows = [list(line) for line in data_matrix(text).rows]
    rows[row][column] = not rows[row][column]
    dark = [(float(c), float(21 - r), 1.0, 1.0) for r, line in enumerate(rows) for c, bit in enumerate(line) if bit]
    assert read(tuple(dark)) is None


def test_what_lies_off_the_grid_is_no_code() -> None:
    right = boxes(payload(JOB, 1, "F", Track(1, 1, 1, 1)))
    assert read(right) is not None
    assert read(tuple((x + 0.1, y, w, h) for x, y, w, h in right)) is None
    assert read(tuple((x * 1.02, y * 1.02, w * 1.02, h * 1.02) for x, y, w, h in right)) is None
    assert grid((0.0, 1.2, -1.2, 0.0, 20, 20), 1.2, 20, 300) is None


def test_marks_and_separators_read_back_clean(sheets: Made, split: Made) -> None:
    assert texts_of(sheets.check().findings) == ""
    assert texts_of(split.check().findings) == ""


def _again(match: re.Match[str], text: str) -> str:
    _, module, _, _, _, x, y = match[0].split()[:7]
    return operators(text, float(module), float(x), float(y) + 22 * float(module)) + "\n"


#: What becomes of the code of the first sheet, and what is found.
SPOILS = {
    "gone": ("matrix-missing", lambda m: ""),
    "another piece": ("matrix-wrong", lambda m: _again(m, payload(JOB, 1, "F", Track(2, 9, 1, 2, 1, 1)))),
    "another job": ("matrix-wrong", lambda m: _again(m, payload("20251002-01", 1, "F", Track(2, 1, 1, 2, 1, 1)))),
    "a module less": ("matrix-damaged", lambda m: re.sub(r"(\d+ \d+) 4 1 re", r"\1 3 1 re", m[0], count=1)),
    "moved": ("matrix-damaged", lambda m: f"q 1 0 0 1 2 0 cm {m[0]}Q\n"),
    "larger": ("matrix-damaged", lambda m: m[0].replace("q 1.134 0 0 1.134", "q 1.3 0 0 1.3")),
    "grey": ("matrix-damaged", lambda m: f"q 0 0 0 0.6 k {m[0]}Q\n"),
    "twice": ("barcode-stray", lambda m: m[0] + m[0]),
}


@pytest.mark.parametrize("spoil", SPOILS)
def test_a_spoiled_code_is_found(sheets: Made, spoiled: Path, spoil: str) -> None:
    code, change = SPOILS[spoil]
    with damaged(sheets, spoiled) as pdf:
        rewrite(pdf, 0, lambda content: CODE.sub(change, content, count=1))
    assert code in found(sheets.check(spoiled))


STROKE_SPOILS = {
    "gone": ("omr-missing", lambda text: ""),
    "one less": ("omr-wrong", lambda text: text.split(" re ", 1)[1]),
    "another row": ("omr-damaged", lambda text: re.sub(r"^(\S+) \S+", r"\1 300", text)),
    "shorter": ("omr-damaged", lambda text: re.sub(r"^(\S+ \S+) \S+", r"\1 9", text)),
}


@pytest.mark.parametrize("spoil", STROKE_SPOILS)
def test_spoiled_strokes_are_found(sheets: Made, spoiled: Path, spoil: str) -> None:
    code, change = STROKE_SPOILS[spoil]

    def spoil_one(content: str) -> str:
        head, mark, tail = content.rpartition("f Q\n")
        assert STROKES.match(tail)
        return head + mark + STROKES.sub(lambda match: change(match[0]), tail, count=1)

    with damaged(sheets, spoiled) as pdf:
        rewrite(pdf, 0, spoil_one)
    assert code in found(sheets.check(spoiled))


def test_swapped_sheets_are_found(sheets: Made, spoiled: Path) -> None:
    with damaged(sheets, spoiled) as pdf:
        first, second = (pdf.pages[n].Contents.read_bytes().decode("latin-1") for n in (0, 1))
        codes = [CODE.findall(content)[-1] for content in (first, second)]
        rewrite(pdf, 0, lambda content: content.replace(codes[0], codes[1]))
        rewrite(pdf, 1, lambda content: content.replace(codes[1], codes[0]))
    report = sheets.check(spoiled)
    assert [f.page for f in report.findings if f.code == "matrix-wrong"] == [1, 2]
    told = next(f.message for f in report.findings if f.code == "matrix-wrong")
    assert "v1|20251001-01|001|000002|0000002|02/02|F|" in told


def test_a_plan_of_another_parity_differs(sheets: Made) -> None:
    stock = replace(sheets.stock, inserter=Inserter(_code(), replace(OMR, parity="odd")), sha256="odd")
    assert found(replace(sheets, stock=stock).check()) == {"omr-wrong"}


def test_a_mark_that_nobody_planned_is_found(sheets: Made) -> None:
    assert "barcode-stray" in found(sheets.planned(lambda document: replace(document, track=None)).check())


@pytest.mark.parametrize("page", [0, 1])
def test_a_separator_s_code_is_held_against_the_plan(split: Made, spoiled: Path, page: int) -> None:
    other = payload(JOB, 1, "S", Track(7, 0, 1, 1))
    with damaged(split, spoiled) as pdf:
        rewrite(pdf, page, lambda content: CODE.sub(lambda match: _again(match, other), content, count=1))
    assert "matrix-wrong" in found(split.check(spoiled))
    with damaged(split, spoiled) as pdf:
        rewrite(pdf, page, lambda content: CODE.sub("", content, count=1))
    assert "matrix-missing" in found(split.check(spoiled))
