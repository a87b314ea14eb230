"""What is compared all at once hides nothing: glyphs exchanged or slipped on sheets where all else is right."""

import random
import re
from itertools import pairwise
from pathlib import Path

import pikepdf
from proof_job import Made, cells, damaged, found, rewrite

_STRING = re.compile(r"<([0-9A-F]+)>Tj")


def spoil(made: Made, spoiled: Path, page: int, changes: list[tuple[int, str]]) -> list[str]:
    """Show other codes in some strings of a page, by their place on it; return the codes of what is found."""

    def change(content: str) -> str:
        parts = _STRING.split(content)
        for at, shown in changes:
            parts[2 * at + 1] = shown
        return "".join(part if i % 2 == 0 else f"<{part}>Tj" for i, part in enumerate(parts))

    with damaged(made, spoiled) as pdf:
        rewrite(pdf, page, change)
    return [*found(made.check(spoiled))]


def strings(made: Made, page: int) -> list[str]:
    with pikepdf.open(made.path) as pdf:
        return _STRING.findall(pdf.pages[page].Contents.read_bytes().decode("latin-1"))


def of_cells(made: Made, page: int) -> list[list[int]]:
    """Return the places of the strings of each cell, of those that show some."""
    with pikepdf.open(made.path) as pdf:
        content = pdf.pages[page].Contents.read_bytes().decode("latin-1")
    rows, at = list[list[int]](), 0
    for cell in cells(content):
        many = len(_STRING.findall(cell))
        rows.append([*range(at, at + many)])
        at += many
    return [row for row in rows if len(row) > 5]


def test_one_glyph_exchanged_with_its_neighbour_in_any_string_of_the_last_cell(cards: Made, spoiled: Path) -> None:
    shown = strings(cards, 2)
    for at in of_cells(cards, 2)[-1]:
        text = shown[at]
        turns = [i for i in range(0, len(text) - 4, 4) if text[i : i + 4] != text[i + 4 : i + 8]]
        if turns:
            i = turns[-1]
            wrong = text[:i] + text[i + 4 : i + 8] + text[i : i + 4] + text[i + 8 :]
            assert spoil(cards, spoiled, 2, [(at, wrong)]), at


def test_strings_of_two_cells_exchanged(cards: Made, spoiled: Path) -> None:
    shown, (one, *_, other) = strings(cards, 0), of_cells(cards, 0)
    pairs = [(a, b) for a, b in zip(one, other, strict=False) if shown[a] != shown[b]]
    assert len(pairs) > 3
    for a, b in pairs:
        assert spoil(cards, spoiled, 0, [(a, shown[b]), (b, shown[a])]), (a, b)


def test_a_glyph_that_slips_from_one_cell_into_the_next(cards: Made, spoiled: Path) -> None:
    """Column by column the sheet then shows the very same glyphs in the very same order."""
    shown, rows = strings(cards, 0), of_cells(cards, 0)
    for first, second in random.Random(5).sample([*pairwise(rows)], 4):
        a, b = first[-2], second[-2]
        assert spoil(cards, spoiled, 0, [(a, shown[a][:-4]), (b, shown[a][-4:] + shown[b])]), (a, b)


def test_codes_cut_apart_at_other_digits(cards: Made, spoiled: Path) -> None:
    shown, row = strings(cards, 0), of_cells(cards, 0)[3]
    for by in (1, 2, 4):
        a, b = row[1], row[2]
        assert spoil(cards, spoiled, 0, [(a, shown[a][:-by]), (b, shown[a][-by:] + shown[b])]), by
