"""Every packaged layout, every field of it filled, reads back without a finding; any changed glyph is found."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from proof_job import Made, card, damaged, found, load, make, number, rewrite, texts_of

from fonts.runs import MissingGlyph, shaper
from layouts.document import Document, Side
from layouts.load import Layouts
from layouts.template import Template
from proofs.check import Expected, check_file

pytestmark = pytest.mark.slow

LAYOUTS = load()
PROFILES = {"card": "card-21up", "notice": "notice-a4", "letter": "letter-a4", "letter/face": "envelope-kaku2"}


def filled(template: Template, text: str) -> Side:
    """Fill every field of a layout; fields that never hold more than digits get digits."""
    fields: dict[str, str] = {}
    taken: set[tuple[float, float]] = set()
    for slot in template.slots:  # texts that share a place are never given together
        fields[slot.field_name] = "" if (slot.x, slot.y) in taken else text
        taken.add((slot.x, slot.y))
    blocks = {
        block.name: tuple({slot.field_name: _value(slot.field_name, text) for slot in block.slots} for _ in block.at)
        for block in template.blocks.values()
    }
    return Side(template.name, fields, blocks)


def _value(field: str, text: str) -> str:
    return "0042" if field == "digits" else text


@pytest.mark.parametrize("name", LAYOUTS.names)
@pytest.mark.parametrize("text", ["見", "1", "𠮷", "葛\U000e0100", ""])
def test_a_layout_reads_back_clean(tmp_path: Path, name: str, text: str) -> None:
    side = filled(LAYOUTS.template(name), text)
    document = Document("other", (), "", side, side if name.startswith("card") else None)
    profile = PROFILES.get(name) or PROFILES[name.split("/")[0]]
    made = make(tmp_path / "a.pdf", LAYOUTS, [document], profile)
    assert texts_of(made.check().findings) == ""


NAMES = st.text(
    st.sampled_from("佐藤渡邉邊齋髙﨑𠮷葛辻々〆ヶーァヴabcXYZ-'・　 \U000e0100\U000e0101\u3099"),
    min_size=1,
    max_size=24,
)


def printable(text: str) -> bool:
    try:
        shaper("gothic").run(text)
    except MissingGlyph:
        return False
    return bool(text.strip())


@given(st.lists(NAMES.filter(printable), min_size=1, max_size=4))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_drawn_reads_back(tmp_path: Path, names: list[str]) -> None:
    made = make(tmp_path / "a.pdf", LAYOUTS, [card(i, name) for i, name in enumerate(names, 1)], "card-21up")
    assert texts_of(made.check().findings) == ""


@example(page=0, at=9_369, other=1)  # a digit of the sheet's own line
@given(page=st.integers(0, 3), at=st.integers(0, 9_999), other=st.integers(0, 2))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_changed_glyph_is_found(cards: Made, tmp_path: Path, page: int, at: int, other: int) -> None:
    path = tmp_path / "spoiled.pdf"

    def change(content: str) -> str:
        shown = re.finditer(r"<([0-9A-F]{4,})>\s*Tj", content[: content.rindex("Q\n")])
        places = [place for hit in shown for place in range(*hit.span(1), 4)]
        place = places[at * len(places) // 10_000]
        code = [c for c in ("0000", "04FA", "136D", "FFFF") if c != content[place : place + 4]][other]
        return content[:place] + code + content[place + 4 :]

    with damaged(cards, path) as pdf:
        rewrite(pdf, page, change)
    assert found(cards.check(path))


def test_a_plan_of_other_numbers_differs(tmp_path: Path, layouts: Layouts) -> None:
    made = make(tmp_path / "a.pdf", layouts, [card(1)], "card-21up")
    other = Expected(made.stock, made.block, (card(2),), layouts)
    report = check_file(made.path, expected=other, stock=made.stock)
    assert {"number-missing", "number-stray"} <= found(report)
    assert any(finding.facts.get("number") == number(2) for finding in report.findings)
