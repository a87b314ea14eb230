"""Pages that differ in their codes alone: each code is looked at by itself, with the page only where it must be."""

from pathlib import Path

import pytest
from ink_page import Book

TEXT = "0 0 0 1 k BT /F 12 Tf 1 0 0 1 80 80 Tm (A) Tj ET\n"


def code(boxes: str, ground: str = "") -> str:
    """Return a page's content that ends with a code at one place."""
    return f"{ground}{TEXT}q 2 0 0 2 60 150 cm {boxes} f Q\n"


def modules(shift: int = 0, size: str = "1") -> str:
    return " ".join(f"{2 * at + shift} {at % 3} 1 {size} re" for at in range(10))


def codes_of(pages: list[str], path: Path) -> list[tuple[int, str]]:
    book = Book()
    for page in pages:
        found = book.findings(path, page)
    return [(finding.page, finding.code) for finding in found]


def test_pages_that_differ_in_their_codes_alone_are_clean(tmp_path: Path) -> None:
    pages = [code(modules(at)) for at in range(4)]
    assert codes_of(pages, tmp_path / "a.pdf") == []


@pytest.mark.parametrize(
    ("other", "wanted"),
    [
        (code(modules(1, "0.02")), "thin-line"),
        (code(" ".join(f"{at} 0 0.02 30 re" for at in range(9))), "thin-line"),
    ],
)
def test_a_later_code_is_held_to_the_rules(tmp_path: Path, other: str, wanted: str) -> None:
    assert codes_of([code(modules()), code(modules(1)), other], tmp_path / "a.pdf") == [(3, wanted)]


def test_a_later_code_on_heavy_ink_adds_up(tmp_path: Path) -> None:
    heavy = "1 1 1 0 k 100 200 60 60 re f\n/Over gs\n"
    far = " ".join(f"{20 + 2 * at} {25 + at % 3} 1 1 re" for at in range(10))  # lands on it
    first, second, third = code(modules(), heavy), code(modules(1), heavy), code(far, heavy)
    assert codes_of([first, second], tmp_path / "a.pdf") == []
    assert codes_of([first, second, third], tmp_path / "b.pdf") == [(3, "ink-coverage")]


def test_a_code_in_registration_colour_is_looked_at_on_every_page(tmp_path: Path) -> None:
    coloured = [page.replace("q 2 0", "/R cs 1 scn q 2 0") for page in map(code, (modules(), modules(1), modules(2)))]
    assert {page for page, what in codes_of(coloured, tmp_path / "a.pdf") if what == "ink-registration"} == {1, 2, 3}
