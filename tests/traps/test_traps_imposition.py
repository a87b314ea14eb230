"""Traps 1-4, 6, 17 and 19 of print.md §8: each with a fault planted that its test must find."""

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from proof_job import number
from stack_job import MARGINS, PITCH, TRIM, Shape, draw, layouts, looked_at, pile, stock, told

from imposition.foreign import impose_file
from imposition.plan import cut_blocks
from imposition.sheet import Stock
from imposition.stock import load_stock
from layouts.document import Document
from layouts.geometry import to_pt
from proofs.check import Expected, check_file

GRID = Shape(3, 7, depth=2)
PLACE = re.compile(r"^(-?[01]) (-?[01]) (-?[01]) (-?[01]) (-?[0-9.]+) (-?[0-9.]+) cm$", re.MULTILINE)
POINT = Fraction(254, 720)  # mm
EXACT = Fraction(5, 1000)
Places = list[tuple[Fraction, Fraction]]


def content(page: pikepdf.Page) -> str:
    return page.Contents.read_bytes().decode("latin-1")


def change(path: Path, page: int, how: Callable[[str], str]) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        old = content(pdf.pages[page])
        assert how(old) != old
        pdf.pages[page].Contents.write(how(old).encode("latin-1"))
        pdf.save(path)


def placed(path: Path, page: int) -> Places:
    """Return where the cells of a page are put, in mm, as the file says it."""
    with pikepdf.open(path) as pdf:
        found = PLACE.findall(content(pdf.pages[page]))
    return [(Fraction(x) * POINT, Fraction(y) * POINT) for *_, x, y in found]


def planned(shape: Shape, face: str) -> Places:
    """Work the cells out anew in rational numbers, each from the sheet: upper row first, from the left."""
    left, low, right, _ = (Fraction(str(v)) for v in MARGINS)
    step, width = Fraction(str(PITCH)), Fraction(str(TRIM.width))
    sheet = left + shape.columns * step + right
    xs = [left + column * step for column in range(shape.columns)]
    seen = xs if face == "F" else sorted(sheet - x - width for x in xs)
    return [(x, low + row * step) for row in reversed(range(shape.rows)) for x in seen]


def drift(path: Path, shape: Shape) -> Fraction:
    """Return how far the worst cell of a file's sheets lies from its place, along one axis, in mm."""
    off: list[Fraction] = []
    for page, face in enumerate("FB"):
        pairs = zip(placed(path, page), planned(shape, face), strict=True)
        off += [max(abs(x - u), abs(y - v)) for (x, y), (u, v) in pairs]
    return max(off)


def swapped(old: str) -> str:
    """Exchange what lies in the first two cells."""
    first, second = [found.span() for found in re.finditer(r"(?<= cm\n)(?:(?!Q\n).)*?Q\n", old, re.DOTALL)][:2]
    a, b = old[slice(*first)], old[slice(*second)]
    return f"{old[: first[0]]}{b}{old[first[1] : second[0]]}{a}{old[second[1] :]}"


def drawn(folder: Path, shape: Shape = GRID, sizes: Sequence[int] = (11, 7, 18)) -> Path:
    ((path,),) = draw(folder, stock(shape), pile(sizes))
    return path


def codes(path: Path, shape: Shape = GRID) -> set[str]:
    return {finding.code for finding in looked_at(stock(shape), [(path,)])}


def test_trap_01_mm_drift(tmp_path: Path) -> None:
    path = drawn(tmp_path)
    assert drift(path, GRID) <= EXACT

    def chained(old: str) -> str:
        """Add up a pitch that was rounded to a whole point, as a careless maker would."""
        first = next(PLACE.finditer(old))
        step, counted = round(to_pt(PITCH)), iter(range(100))

        def put(found: re.Match[str]) -> str:
            column = next(counted) % GRID.columns
            return f"{' '.join(found.groups()[:4])} {float(first[5]) + column * step:.4f} {found[6]} cm"

        return PLACE.sub(put, old)

    change(path, 0, chained)
    assert drift(path, GRID) > EXACT


def test_trap_02_wrong_back(tmp_path: Path) -> None:
    path = drawn(tmp_path)
    assert codes(path) == set()
    change(path, 1, swapped)
    assert codes(path) == {"stack-back"}


@pytest.mark.parametrize("turn", ["vertical", "horizontal"])
def test_trap_03_back_upside_down(tmp_path: Path, turn: str) -> None:
    shape = Shape(3, 7, turn=turn, depth=2)
    path = drawn(tmp_path, shape, (20,))
    assert codes(path, shape) == set()
    assert _level(path, shape).count(False) == 1  # the separator, which has no corner

    def on_its_head(old: str) -> str:
        found = [*PLACE.finditer(old)][4]
        size = f"{to_pt(TRIM.width):.4f} {to_pt(TRIM.height):.4f}"
        return f"{old[: found.end()]}\n-1 0 0 -1 {size} cm{old[found.end() :]}"

    change(path, 1, on_its_head)
    assert codes(path, shape) == {"stack-head"}
    assert _level(path, shape).count(False) == 2


def _level(path: Path, shape: Shape) -> list[bool]:
    """Tell of every back whether its black corner lies behind the one of its front, upper left of each."""
    scale, (wide, high) = 4, shape.sheet
    image = pypdfium2.PdfDocument(path)[1].render(scale=scale).to_pil().convert("L")
    level: list[bool] = []
    for x, y in shape.corners:
        at = (wide - x - TRIM.width + 2, y + TRIM.height - 2) if shape.turn == "vertical" else (
            x + TRIM.width - 2, high - y - TRIM.height + 2
        )  # fmt: skip
        level.append(image.getpixel((round(to_pt(at[0]) * scale), round(to_pt(high - at[1]) * scale))) < 80)
    return level


def test_trap_04_unequal_margins_not_mirrored(tmp_path: Path) -> None:
    """Left 7 mm, right 15: on the back they change sides with the sheet."""
    profile, documents = stock(GRID), pile((11, 7, 18))
    path = drawn(tmp_path)
    left, _, right, _ = MARGINS
    assert left != right
    assert placed(path, 1)[0][0] == pytest.approx(PITCH - TRIM.width + right, abs=0.005)
    assert drift(path, GRID) <= EXACT
    assert _errors(path, profile, documents) == set()

    def unmirrored(old: str) -> str:
        by = to_pt(left - right)
        return PLACE.sub(lambda f: f"{' '.join(f.groups()[:4])} {float(f[5]) + by:.4f} {f[6]} cm", old)

    change(path, 1, unmirrored)
    assert drift(path, GRID) == pytest.approx(right - left, abs=0.005)
    assert _errors(path, profile, documents) >= {"art-missing"}


def _errors(path: Path, profile: Stock, documents: Sequence[Document]) -> set[str]:
    (block,) = cut_blocks(profile, len(documents))
    expected = Expected(profile, block, documents, layouts())
    return {f.code for f in check_file(path, expected=expected, stock=profile).findings if f.severity == "error"}


CARD = load_stock("card-21up")
W, H = to_pt(CARD.trim.width), to_pt(CARD.trim.height)
SKEWED: dict[str, tuple[list[float], dict[str, object]]] = {
    "rotate": ([0, 0, H, W], {"Rotate": 90}),
    "origin": ([-100, 33, W - 100, H + 33], {}),
    "unit": ([0, 0, W / 2, H / 2], {"UserUnit": 2}),
    "all": ([40, -20, 40 + H / 2, W / 2 - 20], {"Rotate": 90, "UserUnit": 2}),
}


def _skewed(path: Path, name: str) -> Path:
    """Write a page with a cyan patch where a reader sees its upper left corner, black where its lower right."""
    box, more = SKEWED[name]
    x, y, right, top = box
    unit = float(str(more.get("UserUnit", 1)))
    wide, high = 30 / unit, 20 / unit
    cyan, black = ((x, top - high), (right - wide, y))
    if "Rotate" in more:  # a quarter clockwise: what is lower left on the page is seen upper left
        wide, high, cyan, black = high, wide, (x, y), (right - high, top - wide)
    drawn = f"1 0 0 0 k {cyan[0]} {cyan[1]} {wide} {high} re f 0 0 0 1 k {black[0]} {black[1]} {wide} {high} re f"
    with pikepdf.new() as pdf:
        page = pikepdf.Dictionary(Type=pikepdf.Name.Page, MediaBox=box, Resources={}, **more)
        page.Contents = pdf.make_stream(drawn.encode())
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
        pdf.save(path)
    return path


def _centroids(path: Path) -> Iterator[tuple[float, float]]:
    """Yield the middle of what is cyan, and of what is black, within the first cell: mm from its upper left."""
    scale, cell = 4, CARD.cells[0]
    image = pypdfium2.PdfDocument(path)[0].render(scale=scale).to_pil().convert("RGB")
    left, top = to_pt(cell.x) * scale, to_pt(CARD.sheet.height - cell.y - CARD.trim.height) * scale
    part = image.crop((round(left), round(top), round(left + W * scale), round(top + H * scale)))
    points = {(x, y): part.getpixel((x, y)) for x in range(part.width) for y in range(part.height)}
    for right in (lambda p: p[0] < 90 < p[2], lambda p: max(p) < 90):
        found = [at for at, pixel in points.items() if right(pixel)]
        yield tuple(sum(v[axis] for v in found) / len(found) / to_pt(scale) for axis in (0, 1)) if found else (-1, -1)


@pytest.mark.parametrize("name", SKEWED)
def test_trap_06_rotate_origin_and_unit_of_placed_pages(tmp_path: Path, name: str) -> None:
    out = tmp_path / "out.pdf"
    impose_file(_skewed(tmp_path / "in.pdf", name), out, CARD)
    half = (15 / to_pt(1), 10 / to_pt(1))
    wanted = [half, (CARD.trim.width - half[0], CARD.trim.height - half[1])]
    assert [*_centroids(out)] == [pytest.approx(at, abs=0.3) for at in wanted]
    with pikepdf.open(out, allow_overwriting_input=True) as pdf:
        form = next(v for k, v in pdf.pages[0].Resources.XObject.items() if k.startswith("/P"))
        form.Matrix = [1, 0, 0, 1, 0, 0]  # as a library that ignores all three would place it
        form.BBox = SKEWED[name][0]
        pdf.save(out)
    assert [*_centroids(out)] != [pytest.approx(at, abs=0.3) for at in wanted]


@pytest.mark.parametrize("key, value", [("/Rotate", 90), ("/UserUnit", 2)])
def test_trap_06_sheets_of_ours_have_none(tmp_path: Path, key: str, value: int) -> None:
    path = drawn(tmp_path)
    assert "page-turned" not in {f.code for f in check_file(path, expected=None, stock=stock(GRID)).findings}
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].obj[key] = value
        pdf.save(path)
    assert "page-turned" in {f.code for f in check_file(path, expected=None, stock=stock(GRID)).findings}


@pytest.mark.parametrize("finishing", ["guillotine", "punch", "punch-column", "sequential"])
def test_trap_17_order_at_boundaries_partial_stack_and_blanks(tmp_path: Path, finishing: str) -> None:
    """Envelopes begin in the middle of trays, the last stack is short and has blanks at its end."""
    shape = Shape(2, 3, finishing, depth=3)
    files = draw(tmp_path, stock(shape), pile((7, 1, 9, 2)))
    assert len(files) == 2
    assert told(looked_at(stock(shape), files)) == ""
    for page in (0, 1):
        change(files[1][0], page, swapped)  # the first row's two cells lie in the same places of the row on the back
    found = {finding.code for finding in looked_at(stock(shape), files)}
    assert found & {"stack-order", "stack-separator", "stack-blank"}


def test_trap_19_a_record_twice_or_skipped(tmp_path: Path) -> None:
    documents, profile = pile((9, 6)), stock(Shape())
    once, again = tmp_path / "once", tmp_path / "again"
    for folder in (once, again):
        folder.mkdir()
        (files,) = draw(folder, profile, documents)
    assert (once / "001.pdf").read_bytes() == (again / "001.pdf").read_bytes()
    assert told(looked_at(profile, [files])) == ""
    skipped = [document for document in documents if number(5) not in document.numbers]
    twice = [*documents[:6], documents[5], *documents[6:]]
    (gap,) = looked_at(profile, draw(once, profile, skipped))
    assert (gap.code, gap.facts["first"], gap.facts["count"]) == ("stack-gap", number(5), 1)
    (doubled,) = looked_at(profile, draw(again, profile, twice))
    assert (doubled.code, doubled.facts["number"]) == ("stack-twice", number(5))
