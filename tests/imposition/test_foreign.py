"""Pages of any PDF are placed as a reader shows them, or refused with page and reason (print.md §8.6)."""

from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from imposition.errors import PageRefused
from imposition.foreign import impose_file
from imposition.stock import load_stock
from layouts.geometry import to_pt

STOCK = load_stock("card-21up")
W, H = to_pt(86), to_pt(54)
B = to_pt(3)
SCALE = 4


def patches(x: float, y: float, width: float, height: float) -> bytes:
    """Draw a ground into the bleed, a cyan patch upper left and a black one lower right (of the page's own axes)."""
    return (
        f"q 0 0 .3 0 k {x - 50} {y - 50} {width + 100} {height + 100} re f "
        f"1 0 0 0 k {x} {y + height - 20} 30 20 re f 0 0 0 1 k {x + width - 30} {y} 30 20 re f Q"
    ).encode()


def save(path: Path, pages: list[pikepdf.Dictionary], contents: list[bytes]) -> Path:
    with pikepdf.new() as pdf:
        helvetica = {"/Type": pikepdf.Name.Font, "/Subtype": pikepdf.Name.Type1, "/BaseFont": pikepdf.Name.Helvetica}
        font = pdf.make_indirect(pikepdf.Dictionary(helvetica))
        for page, content in zip(pages, contents, strict=True):
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.Contents = pdf.make_stream(content)
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
        pdf.save(path)
    return path


def page_of(box: list[float], **more: object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(Type=pikepdf.Name.Page, MediaBox=box, **more)


def plain(path: Path, count: int) -> Path:
    """Make pages of the bleed's size with a TrimBox, each with its number as a text."""
    pages = [page_of([0, 0, W + 2 * B, H + 2 * B], TrimBox=[B, B, B + W, B + H]) for _ in range(count)]
    texts = [f" BT /F1 30 Tf {B + 40} {B + 60} Td (No{n:04d}) Tj ET".encode() for n in range(count)]
    return save(path, pages, [patches(B, B, W, H) + text for text in texts])


def colours(path: Path, page: int, cell: int) -> list[tuple[int, ...]]:
    """Look at the upper left, the lower right, and 2.5 mm outside the left edge of a cell."""
    image = pypdfium2.PdfDocument(path)[page].render(scale=SCALE).to_pil().convert("RGB")
    at = STOCK.cells[cell]
    places = ((at.x + 3, at.y + 51), (at.x + 83, at.y + 3), (at.x - 2.5, at.y + 27))
    return [image.getpixel((round(to_pt(x) * SCALE), round(to_pt(STOCK.sheet.height - y) * SCALE))) for x, y in places]


def test_pages_lie_as_planned(tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    front, back = plain(tmp_path / "in.pdf", 25), plain(tmp_path / "back.pdf", 25)
    drawn = impose_file(front, out, STOCK, back=back)
    assert drawn.pages == 4
    with pikepdf.open(out) as pdf:
        assert pdf.check_pdf_syntax() == []
        fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/BaseFont") == "/Helvetica"]
        assert len(fonts) == 2  # one a source file, however many pages name it
    pdf = pypdfium2.PdfDocument(out)
    for number, page in enumerate(pdf):
        for index, cell in enumerate(STOCK.cells):
            x = cell.x if number % 2 == 0 else STOCK.sheet.width - cell.x - 86
            box = (to_pt(x), to_pt(cell.y), to_pt(x + 86), to_pt(cell.y + 54))
            piece = index * 2 + number // 2
            text = page.get_textpage().get_text_bounded(*box).strip()
            assert text == (f"No{piece:04d}" if piece < 25 else "")


@pytest.mark.parametrize(
    ("box", "more"),
    [
        ([0, 0, W, H], {}),
        ([0, 0, W + 2 * B, H + 2 * B], {}),
        ([-100, 33, W - 100, H + 33], {}),
        ([-100, 33, W - 100 + 2 * B, H + 33 + 2 * B], {"TrimBox": [B - 100, B + 33, W - 100 + B, H + 33 + B]}),
        ([0, 0, W / 2, H / 2], {"UserUnit": 2}),
    ],
)
def test_origin_and_unit_are_honoured(tmp_path: Path, box: list[float], more: dict[str, object]) -> None:
    unit = float(more.get("UserUnit", 1))
    x, y, right, _ = more.get("TrimBox", box)
    inset = B if right - x > W + 1 else 0
    content = f"{1 / unit} 0 0 {1 / unit} 0 0 cm ".encode() + patches((x + inset) * unit, (y + inset) * unit, W, H)
    source = save(tmp_path / "in.pdf", [page_of(box, **more)], [content])
    impose_file(source, tmp_path / "out.pdf", STOCK)
    cyan, black, outside = colours(tmp_path / "out.pdf", 0, 0)
    assert cyan[0] < 80 < cyan[2]
    assert max(black) < 80
    assert (outside == (255, 255, 255)) == (right - x < W + 1 and "TrimBox" not in more)


@pytest.mark.parametrize("rotate", [90, 180, 270, -90])
def test_rotation_is_honoured(tmp_path: Path, rotate: int) -> None:
    """A reader turns clockwise: what is upper left on the unturned page is upper right after 90."""
    box = [5, 7, 5 + H, 7 + W] if rotate % 180 else [5, 7, 5 + W, 7 + H]
    content = patches(box[0], box[1], box[2] - box[0], box[3] - box[1])
    source = save(tmp_path / "in.pdf", [page_of(box, Rotate=rotate)], [content])
    impose_file(source, tmp_path / "out.pdf", STOCK)
    turned = pypdfium2.PdfDocument(source)[0].render(scale=SCALE).to_pil().convert("RGB")
    placed = pypdfium2.PdfDocument(tmp_path / "out.pdf")[0].render(scale=SCALE).to_pil().convert("RGB")
    cell = STOCK.cells[0]
    left, top = to_pt(cell.x) * SCALE, to_pt(STOCK.sheet.height - cell.y - 54) * SCALE
    assert turned.size == (pytest.approx(W * SCALE, abs=2), pytest.approx(H * SCALE, abs=2))
    for x in range(20, turned.width - 10, 97):
        for y in range(20, turned.height - 10, 61):
            seen = placed.getpixel((round(left + x), round(top + y)))
            assert max(abs(a - b) for a, b in zip(turned.getpixel((x, y)), seen, strict=True)) < 40, (x, y)


def test_every_page_that_does_not_fit_is_named(tmp_path: Path) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[0, 0, 9, 9])
    pages = [page_of([0, 0, W, H]), page_of([0, 0, H, W]), page_of([0, 0, W, H], Annots=pikepdf.Array([note]))]
    source = save(tmp_path / "in.pdf", pages, [b""] * 3)
    with pytest.raises(PageRefused) as caught:
        impose_file(source, tmp_path / "out.pdf", STOCK)
    lines = str(caught.value).splitlines()
    assert lines[0].startswith("in.pdf:2: page-size: the page is 54.0 × 86.0 mm, profile card-21up cuts 86.0 × 54.0 mm")
    assert lines[1].startswith("in.pdf:3: page-annotated: ")
    assert not (tmp_path / "out.pdf").exists()


def test_backs_go_with_fronts(tmp_path: Path) -> None:
    front = plain(tmp_path / "in.pdf", 3)
    with pytest.raises(PageRefused, match="2 backs do not go with 3 fronts"):
        impose_file(front, tmp_path / "out.pdf", STOCK, back=plain(tmp_path / "two.pdf", 2))
    drawn = impose_file(front, tmp_path / "out.pdf", STOCK, back=plain(tmp_path / "one.pdf", 1))
    text = pypdfium2.PdfDocument(tmp_path / "out.pdf")[1].get_textpage().get_text_bounded()
    assert drawn.pages == 2
    assert text.count("No0000") == 3


@pytest.mark.parametrize("data", [b"", b"not a PDF", b"%PDF-1.4\n%%EOF"])
def test_what_is_no_pdf(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "in.pdf").write_bytes(data)
    with pytest.raises(PageRefused, match="pdf-unreadable"):
        impose_file(tmp_path / "in.pdf", tmp_path / "out.pdf", STOCK)


def test_encrypted(tmp_path: Path) -> None:
    source = plain(tmp_path / "in.pdf", 1)
    with pikepdf.open(source) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(PageRefused, match="pdf-encrypted"):
        impose_file(tmp_path / "locked.pdf", tmp_path / "out.pdf", STOCK)


def test_trap_10_one_name_for_two_fonts(tmp_path: Path) -> None:
    """Pages that call different fonts F1 keep them: a name means what the page's own resources say (print.md §8)."""
    source = plain(tmp_path / "in.pdf", 2)
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        courier = {"/Type": pikepdf.Name.Font, "/Subtype": pikepdf.Name.Type1, "/BaseFont": pikepdf.Name.Courier}
        pdf.pages[1].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(courier)))
        pdf.save(source)
    impose_file(source, tmp_path / "out.pdf", STOCK)
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        forms = pdf.pages[0].Resources.XObject
        fonts = {str(forms[f"/P{n}"].Resources.Font.F1.BaseFont) for n in range(2)}
        assert fonts == {"/Helvetica", "/Courier"}
        forms["/P1"].Resources = forms["/P0"].Resources  # what a merge by names alone would leave
        assert {str(forms[f"/P{n}"].Resources.Font.F1.BaseFont) for n in range(2)} == {"/Helvetica"}
