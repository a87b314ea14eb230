"""The sheet's own line: read back wherever a profile has it, on any side, and held against the plan part by part."""

from dataclasses import replace
from pathlib import Path

import pytest
from proof_job import Made, card, found, load, make, stated, texts_of

from imposition.stock import load_stock
from layouts.geometry import Point
from proofs.check import Expected, check_file
from proofs.plan import Stated

LAYOUTS = load()
CARDS = [card(serial) for serial in range(1, 31)]


@pytest.mark.parametrize("profile", ["card-8up", "card-10up", "card-21up", "card-24up", "card-24up-laminated"])
def test_a_line_is_read_back_wherever_it_stands(tmp_path: Path, profile: str) -> None:
    moved = replace(load_stock(profile), ppm=Point(350, -420), offsets=(Point(0.3, -0.2), Point(-0.4, 0.25)))
    made = make(tmp_path / "a.pdf", LAYOUTS, CARDS, replace(moved, runs="together"))
    assert texts_of(made.check().findings) == ""


def test_a_condensed_line_is_read_back(tmp_path: Path) -> None:
    stock = load_stock("card-21up")
    short = stock.slug and replace(stock.slug, length=30)
    made = make(tmp_path / "a.pdf", LAYOUTS, CARDS, replace(stock, slug=short))
    assert found(made.check()) == {"type-small"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("margin") / "a.pdf", LAYOUTS, CARDS, "card-21up")


def _held_against(made: Made, said: Stated | None) -> set[str]:
    expected = Expected(made.stock, made.block, made.documents, made.layouts, stated=said)
    return found(check_file(made.path, expected=expected, stock=made.stock))


@pytest.mark.parametrize(
    "other",
    [
        {"job": "20251001-02"},
        {"pile": "notices"},
        {"insurer_number": "06139993"},
        {"blocks": 2},
        {"note": "remake-01 make 2"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_a_line_of_anything_else_is_found(made: Made, other: dict[str, str | int]) -> None:
    assert "slug-differs" in _held_against(made, replace(stated(made.stock), **other))


def test_a_note_nobody_knows_any_more_may_be_any(made: Made) -> None:
    assert not _held_against(made, replace(stated(made.stock), note=None))


def test_of_a_line_of_which_nothing_is_known_nothing_is_said(made: Made) -> None:
    assert not _held_against(made, None)
