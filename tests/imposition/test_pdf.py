"""The writer's syntax is read back by another library; the file depends on nothing but its content."""

import hashlib
from pathlib import Path

import pikepdf
import pytest

from imposition.pdf import GROUP, PdfFile, Raw, Ref, Value, Written, name, real, syntax, text_string

BOX = b"/MediaBox[0 0 100 100]/Resources<<>>"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"A": 1, "B C": "D#/"}, b"<</A 1/B#20C /D#23#2F>>"),
        ([True, False, None, Ref(7), Raw(b"(x)")], b"[true false null 7 0 R (x)]"),
        ([1.0, -0.0000001, 0.1 + 0.2, 1e-4, 123456.789012], b"[1 0 0.3 0.0001 123456.78901]"),
        (b"\x00A\xff", b"<0041FF>"),
        ("DIC 181s", b"/DIC#20181s"),
        ("日", b"/#E6#97#A5"),
    ],
)
def test_syntax(value: Value, written: bytes) -> None:
    assert syntax(value) == written


def test_names_and_numbers() -> None:
    assert name("A_card.front") == b"/A_card.front"
    assert real(-0.0) == b"0"
    assert text_string("abc") == b"abc"
    assert text_string("表") == b"\xfe\xff\x88\x68"


def write(path: Path, pages: int) -> Written:
    with PdfFile(path) as file:
        file.reserve()  # a number that is never used
        for number in range(pages):
            file.put_page(BOX, b"%d w\n" % number)
        return file.finish({"PageMode": "UseNone"}, {"Title": b"t"})


@pytest.mark.parametrize("pages", [1, GROUP, GROUP + 1, 3 * GROUP + 5])
def test_pages_in_order(tmp_path: Path, pages: int) -> None:
    path = tmp_path / "a.pdf"
    written = write(path, pages)
    data = path.read_bytes()
    assert (written.pages, written.bytes, written.sha256) == (pages, len(data), hashlib.sha256(data).hexdigest())
    assert data.startswith(b"%PDF-1.6\n%")
    with pikepdf.open(path) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert [p.Contents.read_bytes() for p in pdf.pages] == [b"%d w\n" % n for n in range(pages)]
        assert pdf.Root.Pages.Count == pages


def test_identifier_is_the_contents(tmp_path: Path) -> None:
    first, again, other = (write(tmp_path / f"{n}.pdf", pages) for n, pages in enumerate((3, 3, 4)))
    assert first == again
    assert first.sha256 != other.sha256
    identifiers: list[bytes] = []
    for n in range(3):
        with pikepdf.open(tmp_path / f"{n}.pdf") as pdf:
            one, two = (bytes(part) for part in pdf.trailer.ID)
            assert one == two
            assert len(one) == 16
            identifiers.append(one)
    assert identifiers[0] == identifiers[1] != identifiers[2]


def test_nothing_is_left_of_a_file_that_was_not_finished(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), PdfFile(tmp_path / "a.pdf") as file:
        file.put_page(BOX, b"")
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []
