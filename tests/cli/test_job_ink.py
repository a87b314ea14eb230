"""Every delivered file of two sealed jobs, read as a press draws it: lines wide enough, black text that overprints.

Security art is one named form and is exempt (`tests/layouts/test_security_art.py` holds its lines). print.md §3, §8.
"""

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import pikepdf
import pytest
from cli_desk import Sealed
from ink_reader import Drawn, drawn

LEAST_LINE, LEAST_TYPE = 0.1, 5.0
BLACK = ("k", 0.0, 0.0, 0.0, 1.0)
GREY = ("k", 0.0, 0.0, 0.0, 0.55)
PAPER = ("k", 0.0, 0.0, 0.0, 0.0)


@pytest.fixture(scope="module")
def files(sealed: Sealed) -> Sequence[Path]:
    return sorted(chain.from_iterable((job / "vendor").rglob("*.pdf") for job in (sealed.notices, sealed.cards)))


@pytest.fixture(scope="module")
def ink(files: Sequence[Path]) -> Sequence[Drawn]:
    return [each for path in files for each in drawn(path)]


def test_all_kinds_of_files_are_read(files: Sequence[Path], ink: Sequence[Drawn]) -> None:
    assert {path.parent.name for path in files} == {
        "cards",
        "letters",
        "notices",
        "vendor",
    }  # the work order lies beside them
    assert {each.kind for each in ink} == {"line", "bar", "text"}
    assert {each.place.split(" ")[0] for each in ink} == {path.name for path in files}


def test_no_line_is_finer_than_a_tenth_of_a_millimetre(ink: Sequence[Drawn]) -> None:
    finest = min(ink, key=lambda each: each.width if each.width else 1)
    print(f"finest line: {finest.width:.3f} mm in {finest.place}")
    assert {
        (each.kind, each.place, each.width) for each in ink if each.kind != "text" and each.width < LEAST_LINE
    } == set()


def test_black_text_overprints_and_reversed_text_does_not(ink: Sequence[Drawn]) -> None:
    texts = [each for each in ink if each.kind == "text"]
    assert {(each.paint, each.overprints) for each in texts} == {(BLACK, True), (GREY, True), (PAPER, False)}


def test_no_type_is_smaller_than_five_points_and_reversed_type_not_than_six(ink: Sequence[Drawn]) -> None:
    assert min(each.size for each in ink if each.kind == "text") >= LEAST_TYPE
    assert min(each.size for each in ink if each.paint == PAPER and each.kind == "text") >= 6


@pytest.mark.parametrize(
    ("content", "kind", "width", "overprints"),
    [
        (b"0.2 w 0 0 m 9 9 l S", "line", 0.0706, False),
        (b"q 0.1 0 0 0.1 0 0 cm 2 w 0 0 m 9 9 l s Q", "line", 0.0706, False),
        (b"0 0 100 0.2 re f", "bar", 0.0706, False),
        (b"/K gs BT /F 6 Tf (a) Tj ET", "text", 0.0, True),
        (b"/K gs /O gs BT /F 6 Tf (a) Tj ET", "text", 0.0, False),
        (b"/S_a Do 0.2 w /A Do", "line", 0.0706, False),
    ],
)
def test_the_reader_sees_what_is_planted(
    tmp_path: Path, content: bytes, kind: str, width: float, *, overprints: bool
) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 100))
    form = {"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form, "/BBox": [0, 0, 9, 9]}
    states = {"/K": pikepdf.Dictionary(op=True, OPM=1), "/O": pikepdf.Dictionary(op=False)}
    page.obj.Resources = pikepdf.Dictionary(
        {
            "/ExtGState": pikepdf.Dictionary(states),
            "/XObject": pikepdf.Dictionary(
                {"/S_a": pdf.make_stream(b"0.01 w 0 0 m 9 9 l S", form), "/A": pdf.make_stream(b"0 0 m 9 9 l S", form)}
            ),
        }
    )
    page.obj.Contents = pdf.make_stream(content)
    pdf.save(tmp_path / "a.pdf")
    (found,) = drawn(tmp_path / "a.pdf")
    assert (found.kind, round(found.width, 4), found.overprints) == (kind, width, overprints)
