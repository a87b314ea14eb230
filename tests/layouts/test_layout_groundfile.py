"""A designer's PDF beneath a layout: what is refused, with its place, and one that prints and passes the preflight."""

import re
import sys
from pathlib import Path

import pikepdf
import pytest
from designer import FAULTS, Spoil, art, spoiled
from layout_samples import INKS, STATICS

from layouts.errors import LayoutRefused
from layouts.load import Layouts, load_layouts

#: The maker and the damages lie with the proofs' tests.
sys.path.insert(0, str(Path(__file__).parents[1] / "proofs"))

from proof_job import Made, card, damaged, found, make, texts_of

LAYOUT = """format = 1
extends = "card/front"
ground = "art/front.pdf"
"""


def load(folder: Path, spoil: Spoil | None = None) -> Layouts:
    """Load a society's layouts of which one lies on a designer's page."""
    path = art(folder / "art" / "front.pdf")
    if spoil:
        spoiled(path, spoil)
    (folder / "card").mkdir(exist_ok=True)
    (folder / "card" / "front.toml").write_text(LAYOUT, "utf-8")
    return load_layouts(folder, STATICS, INKS)


@pytest.mark.parametrize("case", FAULTS)
def test_a_page_that_cannot_be_printed_is_refused(case: str, tmp_path: Path) -> None:
    spoil, message = FAULTS[case]
    with pytest.raises(LayoutRefused) as refused:
        load(tmp_path, spoil)
    assert {str(p).startswith("card/front.toml:3: " + message) for p in refused.value.problems} == {True}


def test_an_encrypted_page_is_refused(tmp_path: Path) -> None:
    path = art(tmp_path / "art" / "front.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))
    (tmp_path / "card").mkdir()
    (tmp_path / "card" / "front.toml").write_text(LAYOUT, "utf-8")
    with pytest.raises(LayoutRefused, match="ground-encrypted: ground: "):
        load_layouts(tmp_path, STATICS, INKS)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("art/gone.pdf", "card/front.toml:3: ground-file: ground: there is no file art/gone.pdf; put it"),
        ("../front.pdf", "card/front.toml:3: ground-file: ground: ../front.pdf lies outside the folder"),
        ("card/front.toml", "card/front.toml:3: ground-file: ground: card/front.toml is no readable PDF"),
    ],
)
def test_a_file_that_is_not_there_or_no_pdf_is_refused(written: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "card").mkdir()
    (tmp_path / "card" / "front.toml").write_text(LAYOUT.replace("art/front.pdf", written), "utf-8")
    with pytest.raises(LayoutRefused) as refused:
        load_layouts(tmp_path, STATICS, INKS)
    assert message in str(refused.value)


def test_the_page_takes_the_place_of_the_generated_ground(tmp_path: Path) -> None:
    template = load(tmp_path).template("card/front")
    assert template.art.ground == (tmp_path / "art" / "front.pdf").read_bytes()
    assert not [path for path in template.fixed if path.startswith("ground.")]
    assert "box.label" in template.fixed


def test_a_layout_that_extends_it_lies_on_it_too(tmp_path: Path) -> None:
    layouts = load(tmp_path)
    assert layouts.template("card/front-family").art.ground == layouts.template("card/front").art.ground
    assert layouts.template("card/back").art.ground == b""
    assert len(layouts.grounds) == 1


def test_another_page_is_another_set_of_layouts(tmp_path: Path) -> None:
    before = load(tmp_path).sha256
    assert load_layouts(tmp_path, STATICS, INKS).sha256 == before
    (tmp_path / "art" / "front.pdf").write_bytes((tmp_path / "art" / "front.pdf").read_bytes() + b"\n")
    assert load_layouts(tmp_path, STATICS, INKS).sha256 != before


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("designed")
    return make(folder / "001.pdf", load(folder / "layouts"), [card(1), card(2), card(3)], "card-21up")


def test_the_printed_file_holds_the_page_and_passes(printed: Made) -> None:
    assert texts_of(printed.check().findings) == ""
    with pikepdf.open(printed.path) as pdf:
        form = pdf.pages[0].Resources.XObject["/A_card.front"]
        ground = form.Resources.XObject["/Ground"]
        fonts = [str(f.BaseFont) for f in ground.Resources.Font.values()]
        assert any("Gothic" in name for name in fonts)
        assert b"/Ground Do" in form.read_bytes()


def test_a_changed_page_is_found(printed: Made, tmp_path: Path) -> None:
    with damaged(printed, tmp_path / "spoiled.pdf") as pdf:
        ground = pdf.pages[0].Resources.XObject["/A_card.front"].Resources.XObject["/Ground"]
        ground.write(ground.read_bytes().replace(b" Tj", b" Tj 0 0 0 1 k", 1))
    assert {"art-text"} <= found(printed.check(tmp_path / "spoiled.pdf"))


def test_a_changed_font_of_the_page_is_found(printed: Made, tmp_path: Path) -> None:
    with damaged(printed, tmp_path / "spoiled.pdf") as pdf:
        ground = pdf.pages[0].Resources.XObject["/A_card.front"].Resources.XObject["/Ground"]
        for font in ground.Resources.Font.values():
            font["/FirstChar"] = int(font.get("/FirstChar", 0)) + 1
    assert {"art-text"} <= found(printed.check(tmp_path / "spoiled.pdf"))


def test_a_moved_page_is_found(printed: Made, tmp_path: Path) -> None:
    with damaged(printed, tmp_path / "spoiled.pdf") as pdf:
        form = pdf.pages[0].Resources.XObject["/A_card.front"]
        form.write(re.sub(rb"/P gs", rb"1 0 0 1 3 0 cm /P gs", form.read_bytes(), count=1))
    assert {"art-text"} <= found(printed.check(tmp_path / "spoiled.pdf"))


def test_a_missing_page_is_found(printed: Made, tmp_path: Path) -> None:
    with damaged(printed, tmp_path / "spoiled.pdf") as pdf:
        form = pdf.pages[0].Resources.XObject["/A_card.front"]
        form.write(form.read_bytes().replace(b"/Ground Do", b"", 1))
    assert {"art-text"} <= found(printed.check(tmp_path / "spoiled.pdf"))


def test_the_page_beneath_another_layout_is_found(printed: Made, tmp_path: Path) -> None:
    with damaged(printed, tmp_path / "spoiled.pdf") as pdf:
        forms = pdf.pages[1].Resources.XObject
        back = forms["/A_card.back"]
        back.Resources["/XObject"] = pikepdf.Dictionary(
            {"/Ground": forms["/A_card.front"].Resources.XObject["/Ground"]}
        )
        back.write(back.read_bytes() + b"\n/Ground Do")
    assert {"art-text"} <= found(printed.check(tmp_path / "spoiled.pdf"))
