"""The postal barcode of direct mail: what is right reads back clean, and whatever is wrong with it is found."""

import re
from pathlib import Path

import proof_job
import pytest
from hypothesis import given
from hypothesis import strategies as st
from proof_job import Made, damaged, found, make, notice, rewrite, texts_of

from layouts.customer_bars import bars, operators, width_pt
from layouts.document import Document, Side
from proofs.barcode import read_barcode, says

LAYOUTS = proof_job.load()
CODES = ("26300233-30-8-403", "")
CODE = re.compile(r"q \S+ 0 0 \S+ \S+ \S+ cm (?:\S+ \S+ \S+ \S+ re )+f Q\n")
CONTENTS = st.builds(str.__add__, st.from_regex(r"[0-9]{7}", fullmatch=True), st.text("0123456789-ABKUZ", max_size=18))


def mailed(serial: int, content: str) -> Document:
    document = notice(serial, 1)
    side = document.front
    return Document(
        "notice", document.numbers, "E000003", Side(side.layout, {**side.fields, "postal": content}, side.blocks)
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    documents = [mailed(1, CODES[0]), mailed(2, CODES[1]), mailed(3, "2730102" + "3-20-5B604")]
    return make(tmp_path_factory.mktemp("mail") / "001.pdf", LAYOUTS, documents, "notice-a4")


def test_it_reads_back_clean(made: Made) -> None:
    assert texts_of(made.check().findings) == ""


@given(CONTENTS, st.sampled_from([8.0, 9.0, 10.0, 11.5]))
def test_any_code_is_read_as_it_was_meant(content: str, size: float) -> None:
    width = width_pt(size)
    boxes = [(bar.x, bar.bottom, width, bar.height) for bar in bars(content, size)]
    assert says(read_barcode(boxes, size), content)
    assert read_barcode(boxes, size * 1.3) is None
    assert read_barcode(boxes[1:], size) is None


@given(CONTENTS, CONTENTS)
def test_another_code_does_not_say_the_same(content: str, other: str) -> None:
    if content[:20] != other[:20] and len(content) < 13 and len(other) < 13:
        boxes = [(bar.x, bar.bottom, width_pt(8), bar.height) for bar in bars(content, 8)]
        assert not says(read_barcode(boxes, 8), other)


def _lower(code: str) -> str:
    """Cut the tall bars down."""
    return re.sub(r" 0 1 6 re", " 0 1 4 re", code)


SPOILS = {
    "gone": ("barcode-missing", lambda code: ""),
    "another's": ("barcode-wrong", lambda code: operators("27301023-20-5", 8, *_place(code)) + "\n"),
    "another size": ("barcode-wrong", lambda code: operators(CODES[0], 10, *_place(code)) + "\n"),
    "lower bars": ("barcode-wrong", _lower),
    "moved": ("barcode-wrong", lambda code: operators(CODES[0], 8, _place(code)[0] + 3, _place(code)[1]) + "\n"),
    "grey": ("barcode-wrong", lambda code: f"q 0 0 0 0.4 k {code}Q\n"),
    "twice": ("barcode-stray", lambda code: code + operators(CODES[0], 8, 300, 500) + "\n"),
}


def _place(code: str) -> tuple[float, float]:
    parts = code.split()
    return float(parts[5]), float(parts[6])


@pytest.mark.parametrize("spoil", SPOILS)
def test_a_spoiled_code_is_found(made: Made, spoiled: Path, spoil: str) -> None:
    code, change = SPOILS[spoil]
    with damaged(made, spoiled) as pdf:
        rewrite(pdf, 0, lambda content: CODE.sub(lambda match: change(match[0]), content, count=1))
    assert code in found(made.check(spoiled))


def test_a_code_on_a_sheet_without_one_is_found(made: Made, spoiled: Path) -> None:
    with damaged(made, spoiled) as pdf:
        drawn = operators(CODES[0], 8, 65.2, 700)
        rewrite(pdf, 1, lambda content: content.replace("BT\n", f"{drawn}\nBT\n", 1))
    assert "barcode-stray" in found(made.check(spoiled))
