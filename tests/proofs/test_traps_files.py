"""Traps of print.md §8 that a delivered file shows, one named test each, each with its fault planted.

Traps 1 to 4, 6, 17 and 19 stand in `tests/traps`, trap 8 in `tests/fonts`, trap 10 in `tests/imposition`, trap 18 in
`tests/release`, where the fault is planted.
"""

from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from pikepdf import Array, Dictionary, Name
from proof_job import Made, card, damaged, found, make

from generator.errors import ConfigError
from generator.job.inks import check_inks
from imposition.plates import Plate, Plates
from imposition.stock import load_stock
from layouts.document import Side
from layouts.ink import Ink
from layouts.load import Layouts
from layouts.typeset import unprintable
from proofs.check import check_file
from proofs.claims import Asked

CARD = load_stock("card-21up")


def content(pdf: pikepdf.Pdf, page: int, old: bytes, new: bytes) -> None:
    """Change the content of a page once; the change must change something."""
    data = pdf.pages[page].Contents.read_bytes()
    assert old in data
    pdf.pages[page].Contents.write(data.replace(old, new, 1))


def test_trap_05_bleed_clipped_by_a_trim_sized_box(cards: Made, spoiled: Path) -> None:
    """The form's box is the bleed's; cut down to the trim, the security art no longer lies whole beneath."""
    with damaged(cards, spoiled) as pdf:
        form = pdf.pages[0].Resources.XObject["/A_card.front"]
        left, low, right, top = (float(v) for v in form.BBox)
        three = 3 * 72 / 25.4
        assert right - left == pytest.approx(92 * 72 / 25.4, abs=0.01)
        form.BBox = [left + three, low + three, right - three, top - three]
    assert "security-missing" in found(cards.check(spoiled))


def test_trap_07_a_missing_glyph_is_never_silent(cards: Made, layouts: Layouts, spoiled: Path) -> None:
    """Before print the name is refused; in a file glyph 0 is found."""
    side = card(1, "渡\U0003134a\U000e01ff").front
    assert unprintable(layouts.template(side.layout), side)
    with damaged(cards, spoiled) as pdf:
        data = pdf.pages[0].Contents.read_bytes()
        at = data.index(b"Tf <") + 4
        pdf.pages[0].Contents.write(data[:at] + b"0000" + data[at + 4 :])
    assert "glyph-zero" in found(cards.check(spoiled))


def test_trap_09_fonts_do_not_grow_with_cards(layouts: Layouts, tmp_path: Path) -> None:
    """Three sheets have the fonts of one, and far less than a font a card in bytes."""
    counts: list[tuple[int, int]] = []
    for sheets in (1, 3):
        made = make(tmp_path / f"{sheets}.pdf", layouts, [card(n) for n in range(1, 21 * sheets + 1)], "card-21up")
        with pikepdf.open(made.path) as pdf:
            fonts = [o for o in pdf.objects if isinstance(o, Dictionary) and o.get("/FontFile2") is not None]
            counts.append((len(fonts), made.path.stat().st_size))
    assert counts[0][0] == counts[1][0] <= 5
    assert counts[1][1] - counts[0][1] < 42 * 2_000
    merged = pikepdf.new()
    for path in (tmp_path / "1.pdf", tmp_path / "3.pdf"):
        with pikepdf.open(path) as each:
            merged.pages.extend(each.pages)
            merged.save(tmp_path / "merged.pdf")
    with pikepdf.open(tmp_path / "merged.pdf") as pdf:
        fonts = [o for o in pdf.objects if isinstance(o, Dictionary) and o.get("/FontFile2") is not None]
    assert len(fonts) > counts[1][0]


def test_trap_11_black_that_knocks_out_and_white_that_vanishes(cards: Made, spoiled: Path) -> None:
    with damaged(cards, spoiled) as pdf:
        pdf.pages[0].Resources.ExtGState["/K"].OPM = 0
    assert "text-knockout" in found(cards.check(spoiled))
    with damaged(cards, spoiled) as pdf:
        content(pdf, 0, b"/K gs 0 0 0 1 k\n", b"/K gs 0 0 0 1 k\nq 0 0 0 0 k 9 9 90 90 re f Q\n")
    assert "overprint-white" in found(check_file(spoiled, expected=None, stock=CARD))


@pytest.mark.parametrize("bits", [1, 8])
def test_trap_12_rgb_sneaks_in(cards: Made, spoiled: Path, bits: int) -> None:
    with damaged(cards, spoiled) as pdf:
        picture = pdf.make_stream(b"\0" * 24, Type=Name.XObject, Subtype=Name.Image, Width=2, Height=2)
        picture.ColorSpace, picture.BitsPerComponent = Name.DeviceRGB, bits
        pdf.pages[0].Resources.XObject["/QR"] = picture
        content(pdf, 0, b"/K gs 0 0 0 1 k\n", b"q 30 0 0 30 9 9 cm /QR Do Q\n/K gs 0 0 0 1 k\n")
    assert "rgb-image" in found(cards.check(spoiled))


@pytest.mark.parametrize("fill", [b"0.6 0.4 0.4 1 k", b"0.3 0.3 0.3 0 k"])
def test_trap_13_text_in_rich_black_or_grey_of_three_inks(
    layouts: Layouts, tmp_path: Path, spoiled: Path, fill: bytes
) -> None:
    made = make(tmp_path / "few.pdf", layouts, [card(1), card(2)], "card-10up")
    with damaged(made, spoiled) as pdf:
        content(pdf, 0, b"0 0 0 1 k\n", fill + b"\n")
    assert found(made.check(spoiled)) & {"text-colour"}
    assert "type-colours" in found(check_file(spoiled, expected=None, stock=made.stock))


def test_trap_14_two_spellings_of_one_spot(layouts: Layouts, cards: Made, spoiled: Path) -> None:
    """Refused before anything is laid out, and found in a file."""
    other = replace(CARD, plates=Plates(white=Plate("dic181S", ("F",)), choke=0.0, die=None))
    with pytest.raises(ConfigError) as caught:
        check_inks(Ink((0.6, 0.1, 0, 0), "DIC 181s"), layouts, [other])
    assert caught.value.code == "spot-spelling"
    with damaged(cards, spoiled) as pdf:
        tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 0, 0, 0], N=1)
        spaces = {f"/{n}": Array([Name.Separation, Name(spot), Name.DeviceCMYK, tint])
                  for n, spot in (("A", "/Gold 5"), ("B", "/GOLD5"))}  # fmt: skip
        pdf.pages[0].Resources.ColorSpace = Dictionary(spaces)
    assert "ink-spelling" in found(cards.check(spoiled))


def test_trap_15_a_claim_lost_behind_the_press(cards: Made, spoiled: Path) -> None:
    with damaged(cards, spoiled) as pdf:
        del pdf.Root.OutputIntents
        del pdf.Root.Metadata
    told = check_file(spoiled, expected=cards.expected, stock=cards.stock, asked=Asked(claim="PDF/X-4"))
    assert not told.passed
    assert any(code.startswith(("claim-", "xmp-", "intent-")) for code in found(told))


def test_trap_16_the_code_reads_at_an_office_printers_dots(notices: Made) -> None:
    """At 300 dpi the notice's QR code is read; covered quiet zone and all but a corner, it is not."""
    page = pypdfium2.PdfDocument(notices.path)[0]
    picture = page.render(scale=300 / 72).to_pil().convert("L")
    codes = [c for c in zxingcpp.read_barcodes(picture) if c.format == zxingcpp.BarcodeFormat.QRCode]
    assert len(codes) == 1
    corner = codes[0].position.top_left
    picture.paste(0, (corner.x - 20, corner.y - 20, corner.x + 60, corner.y + 60))
    assert [c for c in zxingcpp.read_barcodes(picture) if c.format == zxingcpp.BarcodeFormat.QRCode] == []


@pytest.mark.parametrize("length", [30, 64, 255, 256, 1024])
def test_trap_20_what_is_too_long_is_refused_and_never_shrunk_away(layouts: Layouts, length: int) -> None:
    template = layouts.template("card/front")
    given = card(1).front
    assert unprintable(template, given) == ()
    long = Side(given.layout, {**given.fields, "name": "渡" * length})
    faults = unprintable(template, long)
    assert [fault.field for fault in faults] == ["name"]
