"""Where the A4 layouts print: the address alone in the window at every slip, nothing on a fold, cut-outs exact."""

from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from a4_envelope import BARCODE, BARCODE_PT, QUIET, WINDOW, barcode_zone, fold
from a4_sheets import (
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

from imposition.stock import load_stock
from layouts.geometry import Rect, Size, to_mm
from layouts.ink import Ink
from layouts.load import load_layouts
from layouts.template import Template

STOCKS = ("letter-a4", "notice-2up", "notice-a4")
FOLDS = {name: load_stock(name).folds for name in STOCKS}
FOLD = 0.5  # a fold lies that far off on either side
IN_WINDOW = {
    "notice/phase1": {"post", "address", "address2", "employer", "office", "addressee", "piece"},
    "notice/plain": {"post", "address", "address2", "employer", "office", "addressee", "piece"},
    "letter/carrier": {"post", "address", "address2", "employer", "office", "addressee", "piece"},
    "letter/cover": {"post", "address1", "address2", "employer", "department"},
    "letter/receipt": set[str](),  # the insurer's own address, fixed
}
BARCODED = {"notice/phase1", "notice/plain", "letter/carrier"}
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


def _foreign(name: str, template: Template, folds: tuple[float, ...], right: float, down: float) -> set[str]:
    """Name what shows in the window and is not the address."""
    own = "".join(STATICS.values()) + "資格確認書担当　御中" if name == "letter/receipt" else ""
    found: set[str] = set()
    for left, end, top, bottom in fold(template.trim, folds).shown(right, down):
        seen = from_top(template, top, bottom, left, end)
        found |= {key for key, box in slots(template).items() if box.touches(seen)} - IN_WINDOW[name]
        found |= {f"vector at {box}" for box in _vectors(template) if box.touches(seen)}
        found |= {line.text for line in captions(template) if line.box.touches(seen) and line.text not in own}
    return found


def _address(name: str, template: Template) -> list[Rect]:
    """Return what must be whole in the window, the postal barcode included where one may stand."""
    addressed = [slots(template)[key] for key in sorted(IN_WINDOW[name])]
    if name == "letter/receipt":
        own = "".join(STATICS.values()) + "資格確認書担当　御中"
        panel = from_top(template, 0, 60, 0, 110)
        addressed += [line.box for line in captions(template) if line.text in own and line.box.touches(panel)]
    return [*addressed, *([barcode_zone(template.trim)] if name in BARCODED else [])]


def _cut_off(name: str, template: Template, folds: tuple[float, ...], right: float, down: float) -> list[Rect]:
    """Return what of the address is not whole in the window."""
    regions = [from_top(template, t, b, lo, hi) for lo, hi, t, b in fold(template.trim, folds).shown(right, down)]
    return [box for box in _address(name, template) if not any(region.holds(box) for region in regions)]


def _slips(folds: tuple[float, ...]) -> list[tuple[float, float]]:
    across, along = fold(Size(width=210, height=297), folds).play
    return [(x, y) for x in (-across, 0.0, across) for y in (-along, 0.0, along)]


@pytest.mark.parametrize("folds", set(FOLDS.values()))
def test_a_folded_sheet_goes_into_its_envelope_with_play(folds: tuple[float, ...]) -> None:
    packet = fold(Size(width=210, height=297), folds)
    assert packet.fits()
    assert packet.play == pytest.approx((10, 1))
    assert [(s.top, s.bottom, s.at) for s in packet.strips] == [(0, 92, 0), (276, 297, 92)]


@pytest.mark.slow
@pytest.mark.parametrize("stock", STOCKS)
@pytest.mark.parametrize("name", WINDOW_SHEETS)
@settings(deadline=None)  # the first example loads fonts and layouts
@given(right=st.floats(-1, 1), down=st.floats(-1, 1))
def test_only_the_address_shows_in_the_window_however_the_sheet_slips(
    stock: str, name: str, right: float, down: float
) -> None:
    template, folds = sheet(name), FOLDS[stock]
    across, along = fold(template.trim, folds).play
    assert not _foreign(name, template, folds, right * across, down * along)


@pytest.mark.parametrize("stock", STOCKS)
@pytest.mark.parametrize("name", WINDOW_SHEETS)
def test_the_address_and_the_barcode_stay_whole_in_the_window(stock: str, name: str) -> None:
    template, folds = sheet(name), FOLDS[stock]
    assert _address(name, template)
    for right, down in _slips(folds):
        assert not _foreign(name, template, folds, right, down)
        assert not _cut_off(name, template, folds, right, down)


@pytest.mark.parametrize("name", sorted(BARCODED))
def test_the_place_of_the_postal_barcode_is_clear_and_below_the_addressee(name: str) -> None:
    template = sheet(name)
    zone = barcode_zone(template.trim)
    every = [*slots(template).values(), *_vectors(template), *(line.box for line in captions(template))]
    assert not [box for box in every if box.touches(zone)]
    gap = slots(template)["addressee"].y - zone.grown(-QUIET).top
    assert QUIET <= gap <= 2 * QUIET


def test_the_barcode_is_of_a_legal_size() -> None:
    """At the least of 8 to 11.5 pt, because a larger one would lose its clear space at the ends of the play."""
    assert 8 <= BARCODE_PT <= 11.5
    assert pytest.approx((63.84, 2.88)) == (BARCODE.width, BARCODE.height)
    always = WINDOW.width - 2 * fold(Size(width=210, height=297), FOLDS["notice-a4"]).play[0]
    assert BARCODE.width + 2 * QUIET <= always < BARCODE.width * (BARCODE_PT + 0.5) / BARCODE_PT + 2 * QUIET


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ('[text.sender_post]\nat = ["109mm", "29.2mm"]\n', "foreign"),
        ('[text.symbol]\nat = ["23mm", "56mm"]\n', "foreign"),
        ('[box.band]\nat = ["14mm", "57mm"]\n', "foreign"),
        ('[text.addressee]\nat = ["25mm", "38.2mm"]\n', "cut"),
        ('[text.piece]\nat = ["19mm", "51.6mm"]\n', "cut"),
        ('[text.post]\nat = ["23mm", "15mm"]\n', "cut"),
    ],
)
def test_a_layout_moved_out_of_the_window_or_into_it_is_seen(tmp_path: Path, change: str, reason: str) -> None:
    (tmp_path / "notice").mkdir()
    (tmp_path / "notice/plain.toml").write_text(f'format = 1\nextends = "notice/plain"\n{change}', "utf-8")
    template = load_layouts(tmp_path, STATICS, {"society": Ink((0.55, 0.12, 0.30, 0.0))}).template("notice/plain")
    judge = _foreign if reason == "foreign" else _cut_off
    folds = FOLDS["notice-a4"]
    assert any(judge("notice/plain", template, folds, *slip) for slip in _slips(folds))


@pytest.mark.parametrize("folds", [(40.0, 80.0), (92.0, 110.0)])
def test_another_panel_that_comes_into_the_window_is_seen(folds: tuple[float, ...]) -> None:
    shown = _foreign("notice/plain", sheet("notice/plain"), folds, 0, 0)
    assert [text for text in shown if "cutout" in text or "person" in text or text.startswith("vector")]


@pytest.mark.parametrize("name", [*NOTICES, *LETTERS])
@pytest.mark.parametrize("crossed", sorted({at for folds in FOLDS.values() for at in folds}))
def test_no_fold_runs_through_a_line_of_text(name: str, crossed: float) -> None:
    template = sheet(name)
    crease = from_top(template, crossed - FOLD, crossed + FOLD, 0, 210)
    assert not [key for key, box in slots(template).items() if box.touches(crease)]
    assert not [line.text for line in captions(template) if line.box.touches(crease)]


@pytest.mark.parametrize(("name", "block"), [*((n, "cutout") for n in NOTICES), ("letter/carrier", "place")])
@pytest.mark.parametrize("crossed", sorted({at for folds in FOLDS.values() for at in folds}))
def test_no_fold_runs_through_a_card(name: str, block: str, crossed: float) -> None:
    template = sheet(name)
    crease = from_top(template, crossed - 1.5, crossed + 1.5, 0, 210)
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
