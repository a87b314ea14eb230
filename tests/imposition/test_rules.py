"""The [preflight] table of a profile: its figures, its defaults by pile, what it may not say."""

from pathlib import Path

import pytest

from imposition.errors import StockRefused
from imposition.rules import ADJUSTABLE, CARD, PAPER
from imposition.stock import load_stock, vendor_names
from proofs.codes import KINDS

GUARDS = ("number-", "text-", "my-number", "digits-", "slug-personal", "metadata-personal", "glyph-zero", "outline-")


def profile(folder: Path, table: str) -> Path:
    path = folder / "own.toml"
    path.write_text(f'extends = "card-21up"\n\n[preflight]\n{table}\n', encoding="utf-8")
    return path


def test_figures_are_read(tmp_path: Path) -> None:
    table = 'ink_limit = 280\nline = "0.3pt"\ntype = "2mm"\nimage_ppi = 350\nsafe = "2mm"\nink_apart = ["Weiss"]\n'
    rules = load_stock(str(profile(tmp_path, table + 'severity = { thin-line = "error" }'))).rules
    assert (rules.ink_limit, rules.image_ppi, rules.safe) == (280, 350, 2.0)
    assert rules.line == pytest.approx(0.10583, abs=1e-4)
    assert rules.type_pt == pytest.approx(5.669, abs=1e-3)
    assert rules.is_apart("WEISS")
    assert not rules.is_apart("White")
    assert rules.severity == {"thin-line": "error"}
    assert rules.type_reversed_pt == CARD.type_reversed_pt


def test_a_profile_without_the_table_has_its_pile_s_figures() -> None:
    for name in vendor_names():
        stock = load_stock(name)
        assert stock.rules == (CARD if stock.pile == "card" else PAPER)


@pytest.mark.parametrize(
    ("table", "code", "line"),
    [
        ("line = 0.1", "vendor-value", 4),
        ("\nink_limt = 300", "unknown-key", 5),
        ('line = "-1mm"', "length-negative", 4),
        ('severity = { number-twice = "off" }', "rule-unknown", 4),
        ('severity = { text-differs = "warning" }', "rule-unknown", 4),
        ('[preflight.severity]\nrich-black = "off"\nnonsense = "off"', "rule-unknown", 6),
        ('severity = { thin-line = "fatal" }', "vendor-value", 4),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(tmp_path: Path, table: str, code: str, line: int) -> None:
    with pytest.raises(StockRefused) as refused:
        load_stock(str(profile(tmp_path, table)))
    assert [(p.code, p.place) for p in refused.value.problems] == [(code, f"own.toml:{line}")]


def test_what_a_profile_may_weigh_exists_and_guards_no_person() -> None:
    assert set(KINDS) >= ADJUSTABLE
    told = {code for code in ADJUSTABLE if code.startswith(GUARDS)}
    assert told == {"text-knockout", "text-near-edge"}
    about = {code for code in KINDS if code.startswith(("die-", "stack-"))}
    assert about & ADJUSTABLE == {"die-near", "die-loses"}
