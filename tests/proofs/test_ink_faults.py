"""Each code of ink and type on both sides of its threshold: scaled, turned, sheared, in forms, patterns and q … Q."""

from pathlib import Path

import pytest
from ink_page import MM, Book, image

from imposition.rules import Rules

LINE = 0.1 * MM


def codes(path: Path, content: str, book: Book | None = None, rules: Rules | None = None) -> list[str]:
    return sorted({finding.code for finding in (book or Book()).findings(path / "a.pdf", content, rules)})


def text(size: float, before: str = "/Over gs 0 0 0 1 k", at: str = "100 100", how: str = "") -> str:
    return f"{before} BT /F {size} Tf {how} 1 0 0 1 {at} Tm (Abc) Tj ET"


DARK = "0 0 0 1 k 50 50 200 200 re f"


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (f"{LINE:.4f} w 50 50 m 90 50 l S", []),
        (f"{LINE * 0.97:.4f} w 50 50 m 90 50 l S", ["thin-line"]),
        ("0 w 50 50 m 90 50 l S", ["hairline"]),
        (f"q .5 0 0 .5 0 0 cm {2 * LINE:.4f} w 100 100 m 180 100 l S Q", []),
        (f"q .5 0 0 .5 0 0 cm {1.9 * LINE:.4f} w 100 100 m 180 100 l S Q", ["thin-line"]),
        (f"q .6 .8 -.8 .6 100 50 cm {LINE * 1.01:.4f} w 0 0 m 60 0 l S Q", []),
        (f"q .6 .8 -.8 .6 100 50 cm {LINE * 0.95:.4f} w 0 0 m 60 0 l S Q", ["thin-line"]),
        # stretched along the line only: as thick as before; across it: as thin as it is pressed
        (f"q .1 0 0 1 100 100 cm {LINE * 1.01:.4f} w 0 0 m 600 0 l S Q", []),
        (f"q .1 0 0 1 100 100 cm {LINE * 1.01:.4f} w 0 0 m 0 60 l S Q", ["thin-line"]),
        # sheared: a line along y leans over and gets thinner by the cosine
        (f"q 1 0 1 1 50 50 cm {LINE * 1.2:.4f} w 0 0 m 0 60 l S Q", ["thin-line"]),
        (f"q 1 0 1 1 50 50 cm {LINE * 1.45:.4f} w 0 0 m 0 60 l S Q", []),
        (f"50 50 80 {LINE:.4f} re f", []),
        (f"50 50 80 {LINE * 0.9:.4f} re f", ["thin-line"]),
        ("50 50 80 0 re f", ["hairline"]),
        (f"50 50 m 130 50 l 130 {50 + LINE * 0.8:.4f} l 50 {50 + LINE * 0.8:.4f} l h f*", ["thin-line"]),
        ("0 0 0 0 k 0 0 0 0 K .05 w 50 50 m 90 50 l S", []),  # nothing on nothing
        ("q .01 w Q 50 50 m 90 50 l S", []),
        (".01 w q 1 w Q 50 50 m 90 50 l S", ["thin-line"]),
        ("/Thin gs 50 50 m 90 50 l S", ["thin-line"]),
        (f"{DARK} 0 0 0 0 K .35 w 60 60 m 90 60 l S", ["thin-line-reversed"]),
        (f"{DARK} 0 0 0 0 K .45 w 60 60 m 90 60 l S", []),
        (f"{DARK} 0 0 0 0 k 60 60 80 .35 re f", ["thin-line-reversed"]),
        (".2 w 0 0 m 1 1 l n", []),
        ("q 300 300 5 5 re W n .1 w 50 50 m 90 50 l S Q", []),  # cut away
    ],
)
def test_lines(tmp_path: Path, content: str, wanted: list[str]) -> None:
    assert codes(tmp_path, content) == wanted


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (text(4.5), []),
        (text(4.4), ["type-small"]),
        (f"q .5 0 0 .5 60 60 cm {text(9)} Q", []),
        (f"q .5 0 0 .5 60 60 cm {text(8.8)} Q", ["type-small"]),
        (f"q 0 1 -1 0 200 0 cm {text(4.4)} Q", ["type-small"]),
        ("/Over gs 0 0 0 1 k BT /F 1 Tf 4.4 0 1.5 4.4 100 100 Tm (A) Tj ET", ["type-small"]),  # sheared
        ("/Over gs 0 0 0 1 k BT /F 1 Tf 4.6 0 1.5 4.6 100 100 Tm (A) Tj ET", []),
        (text(6, how="80 Tz"), []),
        (text(6, how="50 Tz"), ["type-small"]),  # narrower than condensed: 6 × 50 / 70
        (text(6, how="3 Tr"), []),
        (text(2, how="3 Tr"), []),
        (f"{DARK} {text(5.9, '0 0 0 0 k')}", ["type-small-reversed"]),
        (f"{DARK} {text(6, '0 0 0 0 k')}", []),
        (f"0 0 0 .2 k 50 50 200 200 re f {text(5.9, '0 0 0 0 k')}", []),  # on a light ground
        (text(8.9, "0 0 0 .5 k /S cs 1 scn"), []),  # one spot
        (text(8.9, ".1 .1 .1 0 k"), ["type-colours"]),  # grey of CMY, trap 13
        (text(8.9, ".4 0 0 1 k"), ["type-colours"]),
        (text(9, ".4 0 0 1 k"), []),
        (text(8, "/N cs 1 1 scn"), ["type-colours"]),
        (f"1 0 0 0 k 50 50 200 200 re f {text(8)}", []),
        (f"1 0 0 0 k 50 50 200 200 re f {text(8, '/Over0 gs 0 0 0 1 k')}", ["text-knockout"]),  # OPM 0, trap 11
        (f"1 0 0 0 k 50 50 200 200 re f {text(8, '/Over gs 0 g')}", ["text-knockout"]),  # DeviceGray knocks out
        (f"1 0 0 0 k 50 50 200 200 re f {text(8, '0 0 0 1 k')}", ["text-knockout"]),
        (f"1 0 0 0 k 50 50 200 200 re f {text(13, '0 0 0 1 k')}", []),
        (text(8, "0 0 0 1 k"), []),  # on paper
        (f"q /Over gs Q 1 0 0 0 k 50 50 200 200 re f {text(8, '0 0 0 1 k')}", ["text-knockout"]),
        (text(8, at="37 100"), []),  # 3 mm within the trim
        (text(8, at="35 100"), ["text-near-edge"]),
        (text(8, at="10 100"), []),  # outside the piece
    ],
)
def test_type(tmp_path: Path, content: str, wanted: list[str]) -> None:
    assert codes(tmp_path, content) == wanted


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("/Over gs 0 0 0 0 k 50 50 20 20 re f", ["overprint-white"]),
        ("/Over0 gs 0 0 0 0 k 50 50 20 20 re f", []),  # erases C, M, Y, K as white does
        ("/Over gs /S cs 0 scn 50 50 20 20 re f", ["overprint-white"]),
        ("0 0 0 0 k 50 50 20 20 re f", []),
        ("/Over gs /Plain gs 0 0 0 0 k 50 50 20 20 re f", []),
        ("q /Over gs Q 0 0 0 0 k 50 50 20 20 re f", []),
        (text(8, "/Over gs 0 0 0 0 k"), ["overprint-white"]),
        ("/W cs 1 scn 50 50 20 20 re f", ["plate-knockout"]),
        ("/Over gs /W cs 1 scn 50 50 20 20 re f", []),
        ("/W CS 1 SCN 50 50 20 20 re S", ["plate-knockout"]),
        ("/R cs 1 scn 50 50 20 20 re f", ["ink-registration"]),
        ("/R CS 1 SCN 5 5 m 5 20 l S", []),  # a mark outside the piece
        ("1 1 1 1 k 50 50 40 40 re f", ["ink-coverage", "rich-black"]),
        (".5 .3 .2 1 k 50 50 40 40 re f", ["rich-black"]),
        (".5 .3 .2 1 k 50 50 20 20 re f", []),  # small
    ],
)
def test_overprint_and_plates(tmp_path: Path, content: str, wanted: list[str]) -> None:
    assert codes(tmp_path, content) == wanted


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("1 1 1 0 k 50 50 20 20 re f", []),  # 300 %, just so
        ("1 1 1 .02 k 50 50 20 20 re f", ["ink-coverage"]),
        ("1 1 1 0 k 50 50 20 20 re f 0 0 0 1 k 60 60 5 5 re f", []),  # knocks out
        ("1 1 1 0 k 50 50 20 20 re f /Over gs 0 0 0 1 k 60 60 5 5 re f", ["ink-coverage"]),
        ("1 1 1 0 k 50 50 20 20 re f /Over0 gs 0 0 0 1 k 60 60 5 5 re f", []),
        ("1 1 1 0 k 50 50 20 20 re f /Over gs 0 0 0 1 k 70 50 20 20 re f", []),  # side by side
        ("1 1 1 0 k 50 50 20 20 re f /Over gs /S cs 1 scn 60 60 5 5 re f", ["ink-coverage"]),
        ("1 1 1 0 k 50 50 20 20 re f /Over gs /W cs 1 scn 60 60 5 5 re f", []),  # white is no ink of the print
        ("1 1 1 0 k 50 50 20 20 re f /R CS 1 SCN 5 5 m 5 20 l S", []),
        ("1 1 1 0 k 50 50 20 20 re f /Multiply gs 0 0 0 1 k 60 60 5 5 re f", ["ink-coverage"]),
        ("1 1 1 0 k 50 50 20 20 re f /Half gs 0 0 0 1 k 60 60 5 5 re f", []),  # 150 + 50
        # a triangle's box would reach the square, the triangle does not
        ("1 1 1 0 k 50 50 m 90 50 l 50 90 l h f /Over gs 0 0 0 1 k 80 80 9 9 re f", []),
        ("1 1 1 0 k 50 50 m 90 50 l 50 90 l h f /Over gs 0 0 0 1 k 55 55 9 9 re f", ["ink-coverage"]),
        ("q 50 50 10 10 re W n 1 1 1 0 k 0 0 99 99 re f Q /Over gs 0 0 0 1 k 70 70 9 9 re f", []),
        (f"1 1 1 0 k 50 50 99 99 re f {text(14)}", ["ink-coverage"]),
        (f"1 1 1 0 k 150 150 9 9 re f {text(14)}", []),
    ],
)
def test_ink_adds_up(tmp_path: Path, content: str, wanted: list[str]) -> None:
    assert [code for code in codes(tmp_path, content) if code != "rich-black"] == wanted


def test_forms_are_looked_at_where_they_lie(tmp_path: Path) -> None:
    for matrix, wanted in (((1, 0, 0, 1, 0, 0), []), ((0.5, 0, 0, 0.5, 0, 0), ["thin-line", "type-small"])):
        book = Book()
        book.form("In", f"q {LINE * 1.2:.4f} w 150 150 m 190 150 l S Q {text(6, at='150 160')}", matrix)
        book.form("Out", "/In Do")
        assert codes(tmp_path, "q /Out Do Q", book) == wanted


def test_a_form_has_the_overprint_of_whoever_places_it(tmp_path: Path) -> None:
    for before, wanted in (("/Over gs", []), ("", ["text-knockout"])):
        book = Book()
        book.form("In", text(8, "0 0 0 1 k"))
        assert codes(tmp_path, f"1 0 0 0 k 50 50 200 200 re f {before} /In Do", book) == wanted


def test_a_form_is_told_once_however_often_it_is_placed(tmp_path: Path) -> None:
    book = Book()
    book.form("In", ".1 w 0 0 m 9 0 l S")
    content = "".join(f"q 1 0 0 1 {50 + 20 * i} 60 cm /In Do Q " for i in range(5))
    assert len(book.findings(tmp_path / "a.pdf", content)) == 1


def test_patterns_are_looked_at(tmp_path: Path) -> None:
    book = Book()
    book.tile("Fine", ".1 w 0 0 0 1 K 0 5 m 20 5 l S")
    assert codes(tmp_path, "/Pattern cs /Fine scn 50 50 90 90 re f", book) == ["thin-line"]


def test_what_a_pattern_lays_adds_up(tmp_path: Path) -> None:
    for ink, wanted in (("1 1 1 0", []), ("1 1 1 1", ["ink-coverage"])):
        book = Book()
        book.tile("Full", f"{ink} k 0 0 20 20 re f")
        assert codes(tmp_path, "/Pattern cs /Full scn 50 50 90 90 re f", book) == wanted


def test_an_uncoloured_pattern_lays_the_colour_it_is_given(tmp_path: Path) -> None:
    for colour, wanted in (("1 1 1 0", []), ("1 1 1 1", ["ink-coverage"])):
        book = Book()
        book.tile("Bare", "0 0 20 20 re f", paint=2)
        assert codes(tmp_path, f"/P cs {colour} /Bare scn 50 50 90 90 re f", book) == wanted


@pytest.mark.parametrize(
    ("space", "bits", "least"), [("/DeviceCMYK", 8, 300), ("/DeviceGray", 8, 600), ("/DeviceGray", 1, 1200)]
)
def test_images_need_their_resolution(tmp_path: Path, space: str, bits: int, least: int) -> None:
    for size, wanted in ((least, []), (least - 3, ["image-resolution"])):  # an inch wide
        for matrix in ("72 0 0 72 60 60", "0 72 -72 0 140 60"):
            book = Book()
            book.image("I", image(book.pdf, size, space, bits))
            assert codes(tmp_path, f"q {matrix} cm /I Do Q", book) == [*wanted]


def test_the_samples_of_an_image_are_counted(tmp_path: Path) -> None:
    for pixel, wanted in ((b"\xff\xff\xff\x00", []), (b"\xff\xff\xff\x20", ["ink-coverage"])):
        book = Book()
        book.image("I", image(book.pdf, 300, "/DeviceCMYK", pixel=pixel))
        assert codes(tmp_path, "q 72 0 0 72 60 60 cm /I Do Q", book) == wanted


def test_what_cannot_be_counted_is_told(tmp_path: Path) -> None:
    book = Book()
    book.image("I", image(book.pdf, 300, "/DeviceRGB"))
    assert codes(tmp_path, "q 72 0 0 72 60 60 cm /I Do Q", book) == ["ink-unbounded"]


def test_rules_are_the_profile_s(tmp_path: Path) -> None:
    content = f"{LINE * 1.5:.4f} w 150 150 m 190 150 l S .9 .9 .9 0 k 50 50 20 20 re f"
    assert codes(tmp_path, content) == []
    strict = Rules(line=0.2, ink_limit=250)
    assert codes(tmp_path, content, rules=strict) == ["ink-coverage", "thin-line"]
    weighed = Rules(line=0.2, ink_limit=250, severity={"thin-line": "off", "ink-coverage": "info"})
    found = Book().findings(tmp_path / "b.pdf", content, weighed)
    assert [(f.code, f.severity) for f in found] == [("ink-coverage", "info")]
