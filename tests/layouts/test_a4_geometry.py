"""Where the A4 layouts print: nothing foreign in the window at a shift of 10 mm, nothing on a fold, cut-outs exact."""

from typing import Any

import pytest
import zxingcpp
from a4_sheets import (
    FOLDS,
    LETTERS,
    NOTICES,
    SHEETS,
    STATICS,
    WINDOW_SHEETS,
    a4_layouts,
    captions,
    from_top,
    sheet,
    slots,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from layouts.geometry import Rect, to_mm
from layouts.ink import Ink
from layouts.load import load_layouts
from layouts.template import Template

WINDOW = {"top": 13.0, "bottom": 58.0, "left": 20.0, "right": 110.0}  # 90 × 45 mm, domain.md §7
ADDRESS = {"top": 18.0, "bottom": 56.0, "left": 22.0, "right": 105.0}
SHIFT = 10.0
IN_WINDOW = {
    "notice/phase1": {"post", "address", "address2", "employer", "office", "addressee", "piece"},
    "notice/plain": {"post", "address", "address2", "employer", "office", "addressee", "piece"},
    "letter/carrier": {"post", "address", "address2", "employer", "office", "addressee", "piece"},
    "letter/cover": {"post", "address1", "address2", "employer", "department"},
    "letter/receipt": set[str](),  # the insurer's own address, fixed
}
CUT = Rect(x=0, y=0, width=86, height=54)


def _vectors(template: Template) -> list[Rect]:
    found = list(template.fixed.values())
    for block in template.blocks.values():
        for at in block.at:
            x, y = to_mm(at.x), to_mm(at.y)
            found += [Rect(x=r.x + x, y=r.y + y, width=r.width, height=r.height) for r in block.fixed.values()]
    return found


def _places(template: Template, name: str) -> list[Rect]:
    block = template.blocks[name]
    size = block.size
    return [Rect(x=to_mm(p.x), y=to_mm(p.y), width=size.width, height=size.height) for p in block.at]


@pytest.mark.parametrize("name", WINDOW_SHEETS)
@settings(deadline=None)  # the first example loads fonts and layouts
@given(right=st.floats(-SHIFT, SHIFT), down=st.floats(-SHIFT, SHIFT))
def test_only_the_address_shows_in_the_window_however_the_sheet_slips(name: str, right: float, down: float) -> None:
    template = sheet(name)
    seen = from_top(
        template,
        WINDOW["top"] + down,
        WINDOW["bottom"] + down,
        WINDOW["left"] + right,
        WINDOW["right"] + right,
    )
    assert {key for key, box in slots(template).items() if box.touches(seen)} <= IN_WINDOW[name]
    assert not [box for box in _vectors(template) if box.touches(seen)]
    shown = {line.text for line in captions(template) if line.box.touches(seen)}
    if name == "letter/receipt":
        own = "".join(STATICS.values()) + "資格確認書担当　御中"
        assert all(text in own for text in shown)
    else:
        assert not shown


@pytest.mark.parametrize("name", WINDOW_SHEETS)
def test_the_address_lies_well_inside_the_window(name: str) -> None:
    template = sheet(name)
    room = from_top(template, **ADDRESS)
    for key in IN_WINDOW[name]:
        assert room.holds(slots(template)[key]), key


@pytest.mark.parametrize("name", [*NOTICES, *LETTERS])
@pytest.mark.parametrize("fold", FOLDS)
def test_no_fold_runs_through_a_line_of_text(name: str, fold: float) -> None:
    template = sheet(name)
    crease = from_top(template, fold - 0.5, fold + 0.5, 0, 210)
    assert not [key for key, box in slots(template).items() if box.touches(crease)]
    assert not [line.text for line in captions(template) if line.box.touches(crease)]


@pytest.mark.parametrize(("name", "block"), [*((n, "cutout") for n in NOTICES), ("letter/carrier", "place")])
@pytest.mark.parametrize("fold", FOLDS)
def test_no_fold_runs_through_a_card(name: str, block: str, fold: float) -> None:
    template = sheet(name)
    crease = from_top(template, fold - 1.5, fold + 1.5, 0, 210)
    assert not [card for card in _places(template, block) if card.touches(crease)]


@pytest.mark.parametrize("name", NOTICES)
def test_cutouts_are_cards_side_by_side_in_the_lowest_panel(name: str) -> None:
    template = sheet(name)
    cards = _places(template, "cutout")
    assert len(cards) == 4
    panel = from_top(template, 186, 294, 3, 207)
    assert all(panel.holds(card) for card in cards)
    assert all((card.width, card.height) == (CUT.width, CUT.height) for card in cards)
    assert not [1 for i, card in enumerate(cards) for other in cards[:i] if card.touches(other)]
    live = [(i, key, box) for key, box in slots(template).items() for i in range(4) if key.startswith(f"cutout[{i}]")]
    assert live
    assert all(cards[i].grown(-3).holds(box) for i, _, box in live)


@pytest.mark.parametrize("name", SHEETS)
def test_no_two_texts_of_a_sheet_lie_on_each_other(name: str) -> None:
    """Except those of which only one is ever given: home address and employer."""
    template = sheet(name)
    alternative = {"employer", "office"} if {"address", "employer"} <= template.fields else set[str]()
    given = list(slots(template, without=sorted(alternative)).items())
    fixed = [(line.text, line.box) for line in captions(template)]
    # Condensed boxes are exact sideways; a third of the em above kana and Latin is air.
    every = [(key, Rect(x=b.x, y=b.y, width=b.width, height=b.height * 0.85)) for key, b in [*given, *fixed]]
    clashes = [(a, b) for i, (a, box) in enumerate(every) for b, other in every[:i] if box.touches(other)]
    assert not clashes


@pytest.mark.parametrize("name", SHEETS)
def test_sheets_are_a4_without_bleed(name: str) -> None:
    template = sheet(name)
    assert (template.trim.width, template.trim.height, template.bleed_mm) == (210, 297, 0)


@pytest.mark.parametrize("name", NOTICES)
def test_the_code_leads_to_the_societys_page(name: str) -> None:
    page: Any = PdfDocument(sheet(name).art.pdf)[0]  # pypdfium2's types are partial
    picture: Any = page.render(scale=4).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [STATICS["insurer_url"]]


def test_without_a_page_there_is_no_code() -> None:
    layouts = load_layouts(None, {**STATICS, "insurer_url": ""}, {"society": Ink((0.55, 0.12, 0.30, 0.0))})
    assert "qr.home" not in layouts.template("notice/plain").fixed
    assert "qr.home" in a4_layouts().template("notice/plain").fixed
