"""The file is read back with other libraries: every number in its cell, backs behind fronts, bleed, ink, order."""

import csv
import hashlib
import re
import tracemalloc
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from imposition.cells import HEADER, CellRow, cell_rows, write_cells
from imposition.draw import Slug, draw_block
from imposition.errors import PieceRefused
from imposition.plan import Block, cut_blocks
from imposition.sheet import FINISHINGS, TURNS, Stock
from imposition.stock import load_stock
from layouts.document import Document, Side
from layouts.errors import Overflow
from layouts.geometry import Size, to_pt
from layouts.load import Layouts

NUMBER = re.compile(r"20251001-01-\d{6}-\d")
CARD = load_stock("card-21up")
#: Unequal margins: 7 mm left, 25 right, 6 below, 17 above.
SKEW = replace(
    CARD,
    sheet=Size(width=7 + 96 * 2 + 86 + 25, height=6 + 62 * 6 + 54 + 17),
    cells=tuple(replace(c, x=7 + 96 * (c.column - 1), y=6 + 62 * (7 - c.row)) for c in CARD.cells),
    slug=None,
)


def texts(path: Path, stock: Stock) -> Iterator[tuple[int, float, float, str]]:
    """Yield page, x and y (mm, lower left of the trim) and text of every place that bears something."""
    pdf = pypdfium2.PdfDocument(path)
    for number, page in enumerate(pdf, 1):
        found = page.get_textpage()
        corners = {(c.x, c.y) for c in stock.cells}
        corners |= {(stock.sheet.width - x - stock.trim.width, y) for x, y in corners}
        corners |= {(x, stock.sheet.height - y - stock.trim.height) for x, y in corners}
        for x, y in corners:
            box = (to_pt(x), to_pt(y), to_pt(x + stock.trim.width), to_pt(y + stock.trim.height))
            yield number, x, y, found.get_text_bounded(*box)
    pdf.close()


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("finishing", FINISHINGS)
def test_every_cell_bears_what_the_list_says(draw, finishing: str, turn: str) -> None:
    stock = replace(SKEW, finishing=finishing, turn=turn)
    path, block, documents, _ = draw(stock, 50)
    shown = {(page, round(x, 3), round(y, 3)): text for page, x, y, text in texts(path, stock)}
    rows = list(cell_rows(stock, block, documents, "001.pdf", backs=True))
    assert len(rows) == 3 * 21 * 2
    for row in rows:
        text = shown[row.page, float(row.x_mm), float(row.y_mm)]
        if row.kind == "card":
            assert set(NUMBER.findall(text)) == {row.number}
        elif row.kind == "separator":
            assert row.envelope in text
        else:
            assert "VOID" in text
            assert not NUMBER.findall(text)


@pytest.mark.parametrize("finishing", FINISHINGS)
def test_cutting_the_printed_sheets_gives_the_order(draw, finishing: str) -> None:
    """Trays are filled from the file itself, not from the plan (print.md §8.17)."""
    stock = replace(CARD, finishing=finishing)
    path, _, documents, _ = draw(stock, 75)
    shown = {(page, round(x, 3), round(y, 3)): text for page, x, y, text in texts(path, stock)}
    trays: dict[int, list[str]] = defaultdict(list)
    for page in range(1, 8, 2):
        for index, cell in enumerate(stock.cells):
            tray = {"guillotine": index, "punch-column": cell.column}.get(finishing, 0)
            trays[tray] += NUMBER.findall(shown[page, round(cell.x, 3), round(cell.y, 3)])
    emptied = [number for tray in sorted(trays) for number in trays[tray]]
    assert emptied == [number for d in documents for number in d.numbers]


@pytest.mark.parametrize("turn", TURNS)
def test_backs_stand_behind_their_fronts_head_to_head(draw, turn: str) -> None:
    """The dark corner is upper left on both sides; a tumbled back is rotated with its sheet."""
    stock = replace(SKEW, turn=turn)
    path, *_ = draw(stock, 21)
    front, back = (page.render(scale=72 / 25.4).to_pil().convert("L") for page in pypdfium2.PdfDocument(path))
    height = stock.sheet.height
    cell = stock.cells[4]

    def dark(image, x: float, y: float) -> bool:
        return image.getpixel((round(x * 8.0315), round((height - y) * 8.0315))) < 80

    assert front.width == pytest.approx(stock.sheet.width * 8.0315, abs=2)
    left, top = cell.x + 4, cell.y + 50
    assert dark(front, left, top)
    if turn == "vertical":
        x = stock.sheet.width - cell.x - 86
        assert dark(back, x + 4, top)
        assert not dark(back, x + 82, top)
    else:
        y = height - cell.y - 54
        assert dark(back, cell.x + 82, y + 4)
        assert not dark(back, cell.x + 4, y + 50)


def test_bleed_is_there_and_no_wider_than_the_profile(draw) -> None:
    for stock, inked, clean in ((CARD, 2.5, 3.4), (load_stock("card-10up"), 1.5, 2.4)):
        path, *_ = draw(stock, 40, name=f"{stock.name}.pdf")
        image = pypdfium2.PdfDocument(path)[0].render(scale=72 / 25.4).to_pil().convert("RGB")
        cell = next(c for c in stock.cells if c.row == stock.rows - 1)
        y = round((stock.sheet.height - cell.y - 27) * 8.0315)
        assert image.getpixel((round((cell.x - inked) * 8.0315), y)) != (255, 255, 255)
        assert image.getpixel((round((cell.x - clean) * 8.0315), y)) == (255, 255, 255)


def test_structure(draw) -> None:
    path, _, _, drawn = draw(CARD, 50)
    data = path.read_bytes()
    assert (drawn.bytes, drawn.sha256, drawn.pages) == (len(data), hashlib.sha256(data).hexdigest(), 6)
    with pikepdf.open(path) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.pdf_version == "1.6"
        assert pdf.docinfo["/Trapped"] == "/False"
        for page in pdf.pages:
            obj = page.obj
            media, bleed, trim = ([float(v) for v in obj[key]] for key in ("/MediaBox", "/BleedBox", "/TrimBox"))
            assert media[0] <= bleed[0] <= trim[0] < trim[2] <= bleed[2] <= media[2]
            assert media[1] <= bleed[1] <= trim[1] < trim[3] <= bleed[3] <= media[3]
            assert media == [0, 0, pytest.approx(to_pt(330), abs=0.001), pytest.approx(to_pt(483), abs=0.001)]
            assert trim[0] == pytest.approx(to_pt(26), abs=0.001)
        resources = pdf.pages[0].obj["/Resources"]
        assert len(resources["/Font"]) <= 4
        fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"]
        assert len([f for f in fonts if f["/Subtype"] == "/Type0"]) == len(resources["/Font"])
        assert all("/FontFile2" in f["/FontDescriptor"] for f in fonts if f["/Subtype"] == "/CIDFontType2")
        state = resources["/ExtGState"]["/K"]
        assert (state["/OP"], state["/op"], state["/OPM"]) == (True, True, 1)
        for key in ("/A_trial.front", "/A_trial.back"):
            box = [float(v) for v in resources["/XObject"][key]["/BBox"]]
            assert box == pytest.approx([0, 0, to_pt(92), to_pt(60)], abs=0.001)
            matrix = [float(v) for v in resources["/XObject"][key]["/Matrix"]]
            assert matrix == pytest.approx([1, 0, 0, 1, to_pt(-3), to_pt(-3)], abs=0.001)
        assert not re.search(rb"DeviceRGB|CalRGB", data)
        spots = {
            str(o[1]) for o in pdf.objects if isinstance(o, pikepdf.Array) and len(o) == 4 and o[0] == "/Separation"
        }
        assert spots <= {"/All", "/DIC 181s"}


def test_content_sets_black_once_and_places_absolutely(draw) -> None:
    path, *_ = draw(CARD, 42)
    with pikepdf.open(path) as pdf:
        content = pdf.pages[0].Contents.read_bytes().decode("latin-1")
    assert content.startswith("/K gs 0 0 0 1 k\n")
    assert len(re.findall(r" (?:k|rg|g|scn|cs|RG|G|K)\n", content)) == 1
    assert len(re.findall(r"\bq\b", content)) == len(re.findall(r"\bQ\b", content)) >= 21
    placed = [tuple(map(float, m)) for m in re.findall(r"^1 0 0 1 ([\d.]+) ([\d.]+) cm$", content, re.M)]
    for (x, y), cell in zip(placed, CARD.cells, strict=True):
        assert abs(x - to_pt(cell.x)) < 0.001
        assert abs(y - to_pt(cell.y)) < 0.001


def test_same_input_same_bytes_and_no_names_outside_the_sheets(draw) -> None:
    first, again = draw(CARD, 50), draw(CARD, 50, name="b.pdf")
    assert first[0].read_bytes() == again[0].read_bytes()
    with pikepdf.open(first[0]) as pdf:
        xmp = pdf.Root.Metadata
        assert "/Filter" not in xmp
        text = xmp.read_bytes().decode("utf-8")
        info = {key: str(value) for key, value in pdf.docinfo.items()}
    assert "20251001-01 cards 001" in text
    assert info["/Title"] == "20251001-01 cards 001"
    assert info["/CreationDate"] == "D:20251001000000+09'00'"
    assert "2025-10-01T00:00:00+09:00" in text
    assert set(info) == {"/Title", "/Producer", "/Trapped", "/CreationDate", "/ModDate"}
    assert "渡" not in text + str(info)


def test_slug_says_job_sheet_side_and_range(draw) -> None:
    path, *_ = draw(CARD, 50)
    pdf = pypdfium2.PdfDocument(path)
    for number, side in ((0, "F"), (1, "B"), (4, "F")):
        line = pdf[number].get_textpage().get_text_bounded(0, 0, to_pt(330), to_pt(16))
        assert all(part in line for part in ("06123456", "20251001-01", "cards 001/001"))
        assert f"sheet {number // 2 + 1}/3" in line
        assert f" {side} " in line
    lowest, highest = NUMBER.findall(pdf[0].get_textpage().get_text_bounded(0, 0, to_pt(330), to_pt(16)))
    assert (lowest, highest) == ("20251001-01-000003-0", "20251001-01-000048-0")


def test_runs_of_one_side(draw) -> None:
    separate = replace(CARD, runs="separate")
    both, fronts, backs = (
        draw(CARD, 50),
        draw(separate, 50, backs=False, name="f.pdf"),
        draw(separate, 50, fronts=False, name="b.pdf"),
    )
    assert (both[3].pages, fronts[3].pages, backs[3].pages) == (6, 3, 3)
    contents: list[list[bytes]] = []
    titles: list[str] = []
    for path, *_ in (both, fronts, backs):
        with pikepdf.open(path) as pdf:
            contents.append([page.Contents.read_bytes() for page in pdf.pages])
            titles.append(str(pdf.docinfo["/Title"]))
    assert titles == ["20251001-01 cards 001", "20251001-01 cards 001 F", "20251001-01 cards 001 B"]
    assert contents[0][0::2] == contents[1]
    assert contents[0][1::2] == contents[2]
    rows = list(cell_rows(CARD, both[1], both[2], "001-front.pdf", backs=True, back_file="001-back.pdf"))
    assert {(r.file, r.side) for r in rows} == {("001-front.pdf", "F"), ("001-back.pdf", "B")}
    assert {r.page for r in rows} == {1, 2, 3}


def test_refusals_leave_no_file(layouts: Layouts, tmp_path: Path) -> None:
    path, slug = tmp_path / "a.pdf", Slug("20251001-01", "cards", 1)
    front = Side("trial/front", {"name": "見本", "number": "1"})
    cases = (
        (CARD, Document("card", ("1",), "E", front), PieceRefused, "no-back"),
        (load_stock("notice-a4"), Document("card", ("1",), "E", front, front), PieceRefused, "trim-mismatch"),
        (CARD, Document("card", ("1",), "E", Side("trial/front", {"name": "渡" * 99}), front), Overflow, "overflow"),
        (replace(CARD, bleed=4.0), Document("card", ("1",), "E", front, front), PieceRefused, "bleed-short"),
    )
    for stock, document, error, code in cases:
        with pytest.raises(error) as caught:
            draw_block(path, stock, Block(1, 0, 1, 1), [document], layouts, slug, backs=True)
        assert caught.value.code == code
        assert "渡" not in str(caught.value)
        assert list(tmp_path.iterdir()) == []


def test_notices_have_one_side_and_a_row_a_person(layouts: Layouts, tmp_path: Path) -> None:
    stock = load_stock("notice-2up")
    void = Side("notice/void", {})
    documents = [
        Document("separator", (), "E000001", void),
        Document("notice", ("n1", "n2", "n3"), "E000001", void),
        Document("notice", ("n4",), "E000002", void),
    ]
    (block,) = cut_blocks(stock, 3)
    slug = Slug("20251001-01", "notices", 1)
    assert draw_block(tmp_path / "a.pdf", stock, block, documents, layouts, slug, backs=False).pages == 2
    path = tmp_path / "001.csv"
    write_cells(path, cell_rows(stock, block, documents, "001.pdf", backs=False))
    data = path.read_bytes()
    assert data.startswith("\ufefffile,page,side,".encode())
    assert data.count(b"\r\n") == data.count(b"\n") == 1 + 6
    header, *rows = csv.reader(data.decode("utf-8-sig").splitlines())
    assert tuple(header) == HEADER
    assert rows == [
        ["001.pdf", "1", "F", "1", "1", "11.000", "11.500", "1", "1", "1", "1", "1", "separator", "", "E000001"],
        ["001.pdf", "1", "F", "1", "2", "229.000", "11.500", "1", "1", "2", "1", "3", "notice", "n4", "E000002"],
        ["001.pdf", "2", "F", "1", "1", "11.000", "11.500", "1", "2", "1", "2", "2", "notice", "n1", "E000001"],
        ["001.pdf", "2", "F", "1", "1", "11.000", "11.500", "1", "2", "1", "2", "2", "notice", "n2", "E000001"],
        ["001.pdf", "2", "F", "1", "1", "11.000", "11.500", "1", "2", "1", "2", "2", "notice", "n3", "E000001"],
        ["001.pdf", "2", "F", "1", "2", "229.000", "11.500", "1", "2", "", "", "", "blank", "", ""],
    ]


def test_only_values_that_need_it_are_quoted(tmp_path: Path) -> None:
    row = CellRow("a,b.pdf", 1, "F", 1, 1, "0.000", "0.000", 1, 1, 1, 1, 1, "card", "n", "E")
    write_cells(tmp_path / "a.csv", [row])
    assert (tmp_path / "a.csv").read_bytes().splitlines()[1] == b'"a,b.pdf",1,F,1,1,0.000,0.000,1,1,1,1,1,card,n,E'


class Repeated(Sequence[Document]):
    """A pile of the same pieces over and over, none of them kept."""

    def __init__(self, count: int, cards: Sequence[Document]) -> None:
        self._count, self._cards = count, cards

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int) -> Document:
        if index >= self._count:
            raise IndexError(index)
        return self._cards[index % len(self._cards)]


def test_memory_holds_a_block_and_no_more(layouts: Layouts, trial_pile: list[Document], tmp_path: Path) -> None:
    """The same documents again and again: what grows is the leaves of the block, about a kilobyte a side."""
    peaks: list[int] = []
    for count in (21 * 10, 21 * 40):
        stock = replace(CARD, stack_depth=100)
        (block,) = cut_blocks(stock, count)
        documents = Repeated(count, trial_pile)
        draw_block(tmp_path / "a.pdf", stock, block, documents, layouts, Slug("20251001-01", "cards", 1), backs=True)
        tracemalloc.start()
        draw_block(tmp_path / "a.pdf", stock, block, documents, layouts, Slug("20251001-01", "cards", 1), backs=True)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    more_sides = 2 * 21 * 30
    assert peaks[1] - peaks[0] < more_sides * 2_000
