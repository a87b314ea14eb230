"""A designer's PDF beneath a layout: what is refused, with its place, and one that prints and passes the preflight."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from layout_samples import INKS, STATICS
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from layouts.errors import LayoutRefused
from layouts.load import Layouts, load_layouts

#: The maker and the damages lie with the proofs' tests.
sys.path.insert(0, str(Path(__file__).parents[1] / "proofs"))

from proof_job import Made, card, damaged, found, make, texts_of

FACE = Path(__file__).parents[2] / "fonts" / "files"
LAYOUT = """format = 1
extends = "card/front"
ground = "art/front.pdf"
"""
Spoil = Callable[[pikepdf.Pdf], None]


def art(path: Path, bleed: float = 3) -> Path:
    """Draw a designer's page: bands in CMYK out into the bleed, a word in a font that it embeds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pdfmetrics.registerFont(TTFont("Own", next(FACE.rglob("*Gothic-Bold*.ttf"))))
    pen = Canvas(str(path), pagesize=((86 + 2 * bleed + 8) * mm, (54 + 2 * bleed + 8) * mm), initialFontName="Own")
    pen.translate((4 + bleed) * mm, (4 + bleed) * mm)
    pen.setFillColorCMYK(0.1, 0, 0.05, 0)
    pen.rect(-bleed * mm, -bleed * mm, (86 + 2 * bleed) * mm, (54 + 2 * bleed) * mm, stroke=0, fill=1)
    pen.setFillColorCMYK(0.35, 0.02, 0.2, 0)
    pen.setFont("Own", 30)
    pen.drawString(20 * mm, 24 * mm, "意匠")
    pen.showPage()
    pen.save()
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        page.obj["/TrimBox"] = [v * mm for v in (4 + bleed, 4 + bleed, 90 + bleed, 58 + bleed)]
        page.obj["/BleedBox"] = [v * mm for v in (4, 4, 90 + 2 * bleed, 58 + 2 * bleed)]
        pdf.save(path)
    return path


def load(folder: Path, spoil: Spoil | None = None) -> Layouts:
    """Load a society's layouts of which one lies on a designer's page."""
    path = art(folder / "art" / "front.pdf")
    if spoil:
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            spoil(pdf)
            pdf.save(path)
    (folder / "card").mkdir(exist_ok=True)
    (folder / "card" / "front.toml").write_text(LAYOUT, "utf-8")
    return load_layouts(folder, STATICS, INKS)


def add(content: bytes) -> Spoil:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].contents_add(content)

    return spoil


def resource(kind: str, value: object) -> Spoil:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources[kind] = pikepdf.Dictionary({"/Q": pdf.make_indirect(value)})

    return spoil


def entry(key: str, value: object) -> Spoil:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj[key] = value

    return spoil


def box(key: str, *edges: float) -> Spoil:
    return entry(key, [v * mm for v in edges])


def second_page(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page()


def no_trim(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj["/TrimBox"]


def layers(pdf: pikepdf.Pdf) -> None:
    pdf.Root["/OCProperties"] = pikepdf.Dictionary()


def image(**entries: object) -> Spoil:
    def spoil(pdf: pikepdf.Pdf) -> None:
        named = {f"/{key}": value for key, value in entries.items()}
        held = {"/Subtype": pikepdf.Name.Image, "/Width": 1, "/Height": 1, "/BitsPerComponent": 8, **named}
        pdf.pages[0].Resources["/XObject"] = pikepdf.Dictionary({"/Im": pdf.make_stream(b"\0\0\0\0", held)})

    return spoil


def form_within(pdf: pikepdf.Pdf) -> None:
    inner = pdf.make_stream(b"1 0 0 rg", {"/Subtype": pikepdf.Name.Form, "/BBox": [0, 0, 9, 9]})
    held = pikepdf.Dictionary({"/XObject": pikepdf.Dictionary({"/B": inner})})
    outer = {"/Subtype": pikepdf.Name.Form, "/BBox": [0, 0, 9, 9], "/Resources": held}
    pdf.pages[0].Resources["/XObject"] = pikepdf.Dictionary({"/A": pdf.make_stream(b"/B Do", outer)})


HELVETICA = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
FAULTS: dict[str, tuple[Spoil, str]] = {
    "pages": (second_page, "ground-pages: ground: art/front.pdf has 2 pages; save the one page"),
    "no trim": (no_trim, "ground-box: ground: art/front.pdf says no TrimBox; export it"),
    "trim": (
        box("/TrimBox", 7, 7, 93.2, 61),
        "ground-box: ground: the TrimBox of art/front.pdf is 86.2 × 54.0 mm, the side's trim 86.0 × 54.0 mm",
    ),
    "bleed": (box("/BleedBox", 5, 4, 96, 64), "ground-box: ground: the BleedBox of art/front.pdf reaches 2.0 mm"),
    "media": (box("/MediaBox", 6, 4, 100, 68), "ground-box: ground: the BleedBox of art/front.pdf reaches 1.0 mm"),
    "turned": (entry("/Rotate", 90), "ground-box: ground: art/front.pdf turns or scales its page"),
    "unit": (entry("/UserUnit", 2), "ground-box: ground: art/front.pdf turns or scales its page"),
    "rgb operator": (add(b"1 0 0 rg"), "ground-rgb: ground: art/front.pdf holds RGB (rg); convert it"),
    "rgb space": (resource("/ColorSpace", pikepdf.Array([pikepdf.Name.CalRGB])), "ground-rgb: ground: art/front.pdf"),
    "rgb image": (image(ColorSpace=pikepdf.Name.DeviceRGB), "ground-rgb: ground: art/front.pdf holds RGB (Im)"),
    "rgb in a form": (form_within, "ground-rgb: ground: art/front.pdf holds RGB (rg)"),
    "font": (resource("/Font", HELVETICA), "ground-font: ground: art/front.pdf does not embed the font Helvetica"),
    "faint": (resource("/ExtGState", pikepdf.Dictionary(ca=0.5)), "ground-transparency: ground: art/front.pdf holds"),
    "blend": (
        resource("/ExtGState", pikepdf.Dictionary(BM=pikepdf.Name.Multiply)),
        "ground-transparency: ground: art/front.pdf holds transparency (Q); flatten it",
    ),
    "group": (
        entry("/Group", pikepdf.Dictionary(S=pikepdf.Name.Transparency)),
        "ground-transparency: ground: art/front.pdf holds transparency (/Group, page)",
    ),
    "soft mask": (image(ColorSpace=pikepdf.Name.DeviceGray, SMask=1), "ground-transparency: ground: art/front.pdf"),
    "note": (
        entry("/Annots", pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Text)])),
        "ground-active: ground: art/front.pdf bears /Annots; flatten the file",
    ),
    "layers": (layers, "ground-active: ground: art/front.pdf bears /OCProperties"),
}


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
