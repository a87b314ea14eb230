"""Plain pages cut out of the bytes against what the parser of PDF reads: the same, or left to the parser."""

import random
import zlib
from pathlib import Path

import pikepdf
import pytest
from proof_job import Made, load, make, notice

from proofs.facts import Unreadable
from proofs.raw import RawFile
from proofs.structure import Delivered

PAGE = b"1 0 obj\n<</Type/Page/Parent 9 0 R/Contents 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n"
TREE = b"9 0 obj\n<</Type/Pages/Kids[1 0 R]/Count 1>>\nendobj\n"
PACKED = zlib.compress(b"q Q")
STREAM = b"2 0 obj\n<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (len(PACKED), PACKED)
DAMAGES = 120


def raw(*objects: bytes) -> RawFile:
    """Put objects into a file, each at where its number says."""
    data, offsets = b"%PDF-1.6\n", dict[int, int]()
    for held in objects:
        offsets[int(held.split()[0])] = len(data)
        data += held
    return RawFile(data, offsets)


def test_a_plain_page_is_known_by_what_it_is_but_for_its_content() -> None:
    other = PAGE.replace(b"1 0 obj", b"3 0 obj").replace(b"2 0 R", b"4 0 R")
    pages = raw(TREE.replace(b"[1 0 R]", b"[1 0 R 3 0 R]"), PAGE, other).pages(9)
    assert pages is not None
    assert [(page.number, page.content) for page in pages] == [(1, 2), (3, 4)]
    assert pages[0].kind == pages[1].kind is not None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/Type/Page/", b"/Type/Page(x)/"),
        (b"/Contents", b"/Cont#65nts"),
        (b"/MediaBox", b"%/MediaBox"),
        (b"/Type/Page", b"/Type"),
        (b"1 0 obj", b"7 0 obj"),
        (b"endobj", b"endob"),
        (b"/MediaBox[0 0 9 9]", b"/MediaBox[0 0 9 9]/MediaBox[0 0 8 8]"),
    ],
)
def test_a_page_that_is_not_plain_is_left_to_the_parser(old: bytes, new: bytes) -> None:
    assert raw(TREE, PAGE.replace(old, new)).pages(9) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/Contents 2 0 R", b"/Contents[2 0 R]"),
        (b"/Contents 2 0 R", b"/Contents 2 0 R/Contents 3 0 R"),
        (b"/MediaBox[0 0 9 9]", b"/MediaBox[0 0 9 9]/Held[/Contents 3 0 R]"),
        (b"/MediaBox[0 0 9 9]", b"/MediaBox[0 0 9 9]/Held/Contents 3 0 R"),
    ],
)
def test_a_page_of_doubtful_content_is_like_no_other(old: bytes, new: bytes) -> None:
    pages = raw(TREE, PAGE.replace(old, new)).pages(9)
    assert pages is None or [(page.content, page.kind) for page in pages] == [(None, None)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/Count 1", b"/Count 1/Rotate 90"),
        (b"/Kids[1 0 R]", b"/Kids[1 0 R 9 0 R]"),
        (b"/Kids[1 0 R]", b"/Kids[1 0 R null]"),
        (b"/Type/Pages", b"/Type/Pages/Held<</A 1>>"),
    ],
)
def test_a_tree_that_hands_down_or_goes_in_circles_is_left_to_the_parser(old: bytes, new: bytes) -> None:
    assert raw(TREE.replace(old, new), PAGE).pages(9) is None


def test_a_plain_stream_is_inflated() -> None:
    assert raw(STREAM).stream(2) == b"q Q"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/Length 11", b"/Length 9"),
        (b"/Length 11", b"/Length 3 0 R"),
        (b"/FlateDecode", b"/ASCIIHexDecode"),
        (b"/Filter/FlateDecode", b"/Filter/FlateDecode/DecodeParms 3 0 R"),
        (b"x\x9c", b"x\x9d"),
        (b"endstream", b"endstrea"),
    ],
)
def test_any_other_stream_is_left_to_the_parser(old: bytes, new: bytes) -> None:
    assert raw(STREAM.replace(old, new)).stream(2) is None


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("raw")
    return make(folder / "a.pdf", load(), [notice(i, 1 + i % 3) for i in range(1, 8)], "notice-a4")


def read(path: Path) -> object:
    """Return all that is read of the pages of a file."""
    try:
        pages = list(Delivered(path).pages())
        return [(p.number, p.frame.boxes, p.frame.rotate, sorted(p.resources.fonts), p.content()) for p in pages]
    except Unreadable:
        return None


def test_pages_of_the_maker_are_plain_and_read_like_the_parser_reads_them(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = list(Delivered(made.path).pages())
    assert len({page.frame for page in plain}) == 1
    found = read(made.path)
    monkeypatch.setattr(RawFile, "pages", lambda *_: None)
    assert found == read(made.path)


def test_pages_of_another_library_are_read(made: Made, tmp_path: Path) -> None:
    with pikepdf.open(made.path) as pdf:
        pdf.save(tmp_path / "packed.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert read(tmp_path / "packed.pdf") == read(made.path)


@pytest.mark.filterwarnings("ignore")
def test_damaged_bytes_are_read_like_the_parser_reads_them(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, rnd = made.path.read_bytes(), random.Random(5)
    begin = whole.index(b"/Type/Page/") - 900
    for turn in range(DAMAGES):
        data = bytearray(whole)
        data[rnd.randrange(begin, len(data))] = rnd.choice(b"\0 \n/<>[]()%09AR\xff")
        path = tmp_path / f"{turn}.pdf"
        path.write_bytes(data)
        found = read(path)
        with monkeypatch.context() as patch:
            patch.setattr(RawFile, "pages", lambda *_: None)
            assert found == read(path), turn
