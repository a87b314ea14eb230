"""The art: one page of vectors, no font, no RGB, always the same bytes; its codes can be read."""

import re
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from layout_samples import INKS, STATICS, load_one, packaged

from layouts.codes import qr
from layouts.geometry import to_pt
from layouts.ink import Ink
from layouts.load import load_layouts
from layouts.palette import CONTRAST, Paint, contrast, palette

LAYOUTS = packaged()
SPOT = Ink((0.0, 0.6, 0.2, 0.0), "DIC 181s")


@pytest.mark.parametrize("name", LAYOUTS.names)
def test_art_has_vectors_only(name: str) -> None:
    template = LAYOUTS.template(name)
    for art in [template.art, *(block.art for block in template.blocks.values() if block.art)]:
        assert b"Helvetica" not in art.pdf
        assert not re.search(rb"\bTj\b|\bTJ\b|/Image\b|/SMask|/DeviceRGB", art.pdf)
        stream = art.pdf.partition(b"stream\n")[2]
        assert not re.search(rb"\s(?:rg|RG|g|G|Do)\s", stream)
        size = re.search(rb"/MediaBox \[ 0 0 (\S+) (\S+) \]", art.pdf)
        assert size
        assert float(size[1]) == pytest.approx(to_pt(art.box.width), abs=0.001)
        assert float(size[2]) == pytest.approx(to_pt(art.box.height), abs=0.001)


def test_art_is_the_same_on_every_run() -> None:
    again = load_layouts(None, STATICS, INKS)
    assert all(again.template(name).art == LAYOUTS.template(name).art for name in LAYOUTS.names)


def test_a_spot_stays_one_spot_in_art_and_captions(tmp_path: Path) -> None:
    body = '[box.a]\nat = ["-3mm", "-3mm"]\nsize = ["92mm", "60mm"]\nfill = "society_pale"\n'
    body += '[text.a]\ntext = "見出し"\nat = ["8mm", "8mm"]\nface = "bold"\nsize = "8pt"\nink = "special"\n'
    path = tmp_path / "a.toml"
    head = 'format = 1\n[side]\ntrim = ["86mm", "54mm"]\nbleed = "3mm"\nsafe = "3mm"\n'
    path.write_text(head + body, "utf-8")
    dark = Ink((0.9, 0.8, 0.3, 0.4), "DIC 257")
    art = load_layouts(tmp_path, STATICS, {"society": SPOT, "special": dark}).template("a").art
    assert b"/DIC#20181s cs .2 scn" in art.pdf
    assert b"/DIC#20257" in art.pdf.partition(b"/Resources")[2]
    assert art.text.startswith("q\n/gRLs1 gs\n/DIC#20257 cs 1 scn\nBT\n")


def test_what_is_not_black_knocks_out(tmp_path: Path) -> None:
    art = LAYOUTS.template("card/separator").art
    assert re.search(r"q\n/gRLs1 gs\n0 0 0 0 k\nBT\n", art.text)
    state = re.search(rb"/gRLs1 <<\s*(/op \w+)\s*>>", art.pdf)
    assert state
    assert state[1] == b"/op false"
    assert art.pdf.index(b"/gRLs3 gs") < art.pdf.index(b" re ")


def test_black_captions_leave_overprint_to_the_sheet() -> None:
    text = LAYOUTS.template("card/back").art.text
    assert text.startswith("q\n0 0 0 1 k\nBT\n")
    assert "gs" not in text


def test_the_codes_of_captions_are_noted() -> None:
    for name in LAYOUTS.names:
        art = LAYOUTS.template(name).art
        shown = set(re.findall(r"/(\w) [\d.]+ Tf <(\w+)>", art.text))
        assert shown == {(tag, codes) for tag, group in art.codes.items() for codes in group}


def test_a_drawn_code_can_be_read(tmp_path: Path) -> None:
    body = '[qr.a]\nstatic = "insurer_url"\nat = ["8mm", "8mm"]\nsize = "18mm"\n'
    art = load_one(tmp_path, body).template("a").art
    picture = pypdfium2.PdfDocument(art.pdf)[0].render(scale=300 / 72).to_pil()
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [STATICS["insurer_url"]]


def test_an_empty_static_draws_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(
        'format = 1\n[side]\ntrim = ["86mm", "54mm"]\nbleed = "3mm"\nsafe = "3mm"\n'
        '[qr.a]\nstatic = "insurer_url"\nat = ["8mm", "8mm"]\nsize = "18mm"\n'
        '[text.b]\nstatic = "insurer_url"\nat = ["8mm", "40mm"]\nwidth = "9mm"\nface = "gothic"\nsize = "6pt"\n',
        "utf-8",
    )
    template = load_layouts(tmp_path, {**STATICS, "insurer_url": ""}, INKS).template("a")
    assert template.art.text == ""
    assert template.fixed == {}


def test_a_code_has_its_quiet_zone() -> None:
    modules = qr("x")
    assert modules.across == len(modules.rows) + 8


@pytest.mark.parametrize("ink", [Ink((1, 0.8, 0, 0.1)), Ink((0, 0.1, 0.9, 0)), SPOT, Ink((1, 1, 0.4, 0.1))])
def test_black_stays_legible_on_the_card_whatever_its_colour(ink: Ink) -> None:
    paints = palette({"society": ink})
    for ground in ("society_mid", "society_pale", "paper"):
        assert contrast(paints["black"], paints[ground]) >= CONTRAST
    load_layouts(None, STATICS, {"society": ink})


def test_contrast_is_that_of_black_on_white() -> None:
    assert contrast(Paint(Ink((0, 0, 0, 1))), Paint(Ink((0, 0, 0, 0)))) == pytest.approx(21)
