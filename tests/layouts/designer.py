"""A designer's page, drawn by another library, and ways to spoil it; each with the message it earns."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FACE = Path(__file__).parents[2] / "fonts" / "files"
Spoil = Callable[[pikepdf.Pdf], None]


def art(path: Path, bleed: float = 3) -> Path:
    """Draw a designer's page: bands in CMYK out into the bleed, a word in a font that it embeds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pdfmetrics.registerFont(TTFont("Own", next(FACE.rglob("*Gothic-Bold*.ttf"))))
    pen = Canvas(
        str(path), pagesize=((86 + 2 * bleed + 8) * mm, (54 + 2 * bleed + 8) * mm), initialFontName="Own", invariant=1
    )
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


def spoiled(path: Path, spoil: Spoil) -> None:
    """Spoil a page."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        spoil(pdf)
        pdf.save(path)


def add(content: bytes) -> Spoil:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].contents_add(content)

    return spoil


def parsed(written: bytes) -> pikepdf.Object:
    """Return an object that belongs to no file yet, so that each spoiled file has its own."""
    return pikepdf.Object.parse(written)


def resource(kind: str, written: bytes) -> Spoil:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources[kind] = pikepdf.Dictionary({"/Q": pdf.make_indirect(parsed(written))})

    return spoil


def entry(key: str, written: bytes) -> Spoil:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj[key] = parsed(written)

    return spoil


def box(key: str, *edges: float) -> Spoil:
    return entry(key, b"[%s]" % " ".join(f"{v * mm:.4f}" for v in edges).encode("ascii"))


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


HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
FAULTS: dict[str, tuple[Spoil, str]] = {
    "pages": (second_page, "ground-pages: ground: art/front.pdf has 2 pages; save the one page"),
    "no trim": (no_trim, "ground-box: ground: art/front.pdf says no TrimBox; export it"),
    "trim": (
        box("/TrimBox", 7, 7, 93.2, 61),
        "ground-box: ground: the TrimBox of art/front.pdf is 86.2 × 54.0 mm, the side's trim 86.0 × 54.0 mm",
    ),
    "bleed": (box("/BleedBox", 5, 4, 96, 64), "ground-box: ground: the BleedBox of art/front.pdf reaches 2.0 mm"),
    "media": (box("/MediaBox", 6, 4, 100, 68), "ground-box: ground: the BleedBox of art/front.pdf reaches 1.0 mm"),
    "turned": (entry("/Rotate", b"90"), "ground-box: ground: art/front.pdf turns or scales its page"),
    "unit": (entry("/UserUnit", b"2"), "ground-box: ground: art/front.pdf turns or scales its page"),
    "rgb operator": (add(b"1 0 0 rg"), "ground-rgb: ground: art/front.pdf holds RGB (rg); convert it"),
    "rgb space": (resource("/ColorSpace", b"[/CalRGB]"), "ground-rgb: ground: art/front.pdf"),
    "rgb image": (image(ColorSpace=pikepdf.Name.DeviceRGB), "ground-rgb: ground: art/front.pdf holds RGB (Im)"),
    "rgb in a form": (form_within, "ground-rgb: ground: art/front.pdf holds RGB (rg)"),
    "font": (resource("/Font", HELVETICA), "ground-font: ground: art/front.pdf does not embed the font Helvetica"),
    "faint": (resource("/ExtGState", b"<</ca 0.5>>"), "ground-transparency: ground: art/front.pdf holds"),
    "blend": (
        resource("/ExtGState", b"<</BM/Multiply>>"),
        "ground-transparency: ground: art/front.pdf holds transparency (Q); flatten it",
    ),
    "group": (
        entry("/Group", b"<</S/Transparency>>"),
        "ground-transparency: ground: art/front.pdf holds transparency (/Group, page)",
    ),
    "soft mask": (image(ColorSpace=pikepdf.Name.DeviceGray, SMask=1), "ground-transparency: ground: art/front.pdf"),
    "note": (
        entry("/Annots", b"[<</Subtype/Text>>]"),
        "ground-active: ground: art/front.pdf bears /Annots; flatten the file",
    ),
    "layers": (layers, "ground-active: ground: art/front.pdf bears /OCProperties"),
}
