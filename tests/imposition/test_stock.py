"""The shipped profiles are contract §5's to the millimetre, and a faulty one is told every fault with its line."""

import copy
import re
from dataclasses import astuple
from pathlib import Path

import pytest

from imposition.errors import StockRefused
from imposition.sheet import Cell, bleeds
from imposition.stock import load_stock, vendor_names
from imposition.stock_blame import HANGS_ON
from layouts.geometry import Point

SHIPPED = {
    # name: sheet, columns x rows, first cell, last cell, bleed, finishing, depth
    "card-21up": ((330, 483), (3, 7), Cell(1, 1, 26, 400.5), Cell(7, 3, 218, 28.5), 3, "guillotine", 100),
    "card-21up-punch": ((330, 483), (3, 7), Cell(1, 1, 26, 400.5), Cell(7, 3, 218, 28.5), 3, "punch", 100),
    "card-10up": ((210, 297), (2, 5), Cell(1, 1, 17, 237.5), Cell(5, 2, 107, 5.5), 2, "guillotine", 100),
    "card-24up": ((364, 515), (3, 8), Cell(1, 1, 43, 440.5), Cell(8, 3, 235, 20.5), 3, "guillotine", 100),
    "card-24up-laminated": ((364, 515), (3, 8), Cell(1, 1, 43, 440.5), Cell(8, 3, 235, 20.5), 3, "punch", 100),
    "card-8up": ((297, 210), (4, 2), Cell(1, 1, 31.5, 108, 90), Cell(2, 4, 211.5, 16, 90), 3, "guillotine", 100),
    "card-single": ((85.6, 53.98), (1, 1), Cell(1, 1, -0.2, -0.01), Cell(1, 1, -0.2, -0.01), 0, "sequential", 500),
    "notice-a4": ((210, 297), (1, 1), Cell(1, 1, 0, 0), Cell(1, 1, 0, 0), 0, "guillotine", 500),
    "notice-2up": ((450, 320), (2, 1), Cell(1, 1, 11, 11.5), Cell(1, 2, 229, 11.5), 0, "guillotine", 500),
    "letter-a4": ((210, 297), (1, 1), Cell(1, 1, 0, 0), Cell(1, 1, 0, 0), 0, "guillotine", 500),
    "envelope-kaku2": ((240, 332), (1, 1), Cell(1, 1, 0, 0), Cell(1, 1, 0, 0), 0, "guillotine", 100),
}
GOOD = """format = 1
pile = "card"
sheet = ["210mm", "297mm"]
trim = ["86mm", "54mm"]
bleed = "2mm"
cells = { columns = 2, rows = 5, first = ["17mm", "5.5mm"], step = ["90mm", "58mm"] }
turn = "vertical"
finishing = "guillotine"
stack_depth = 100
thickness = "0.76mm"
"""


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped(name: str) -> None:
    sheet, grid, first, last, bleed, finishing, depth = SHIPPED[name]
    stock = load_stock(name)
    assert (stock.sheet.width, stock.sheet.height) == sheet
    assert (stock.columns, stock.rows, len(stock.cells)) == (*grid, grid[0] * grid[1])
    assert (stock.cells[0], stock.cells[-1]) == (first, last)
    assert (stock.bleed, stock.finishing, stock.stack_depth) == (bleed, finishing, depth)
    assert stock.turn == "vertical"
    assert stock.name == name
    trims = {"card": (86, 54), "envelope": (240, 332)}
    assert (stock.trim.width, stock.trim.height) == trims.get(stock.pile, (210, 297))


def test_all_that_is_shipped_is_listed() -> None:
    assert set(vendor_names()) == set(SHIPPED)
    assert len({load_stock(n).sha256 for n in SHIPPED}) == len(SHIPPED)


def test_readme_explains_every_profile() -> None:
    text = (Path(__file__).parents[2] / "imposition" / "vendors" / "README.md").read_text("utf-8")
    assert all(f"`{name}`" in text for name in SHIPPED)


def faults(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(StockRefused) as caught:
        load_stock(str(path))
    return str(caught.value).splitlines()


def test_a_good_one_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(GOOD, "utf-8")
    assert load_stock("mine", tmp_path).cells == load_stock("card-10up").cells
    assert "mine" in vendor_names(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("bleed =", "blead =", "mine.toml:5: unknown-key: blead: unknown key; did you mean 'bleed'?"),
        ('"2mm"', "2", "mine.toml:5: vendor-value: bleed: this value does not serve; give a length such as"),
        ('"vertical"', '"sideways"', "mine.toml:7: vendor-value: turn: "),
        ("= 100", "= true", "mine.toml:9: vendor-value: stack_depth: "),
        ('["90mm", "58mm"]', '["86mm", "58mm"]', "mine.toml:6: cells-overlap: the bleed of cell 1/1 reaches"),
        ('"17mm"', '"1mm"', "mine.toml:6: cell-off-sheet: cell 1/1 with its bleed leaves the sheet"),
        ('["210mm", "297mm"]', '["210mm"]', "mine.toml:3: vendor-value: sheet: "),
        ("columns", "colums", "mine.toml:6: unknown-key: cells.colums: unknown key; did you mean 'columns'?"),
        ("rows = 5", "rows = 99999999999999999999", "mine.toml:6: vendor-value: cells.rows: "),
        ("format = 1", "format = 2", "mine.toml:1: vendor-value: format: "),
        ('trim = ["86mm"', 'trim = ["0mm"', "mine.toml:4: length-zero: trim: a length here is more than nothing"),
        ('"0.76mm"', '"76mm"', "mine.toml:10: thickness-odd: a sheet 76.0 mm thick is neither paper nor card"),
        ("= 100", "= 300", "mine.toml:9: stack-high: a stack of 300 sheets is 228 mm high, a guillotine lifts 160 mm"),
        ("pile =", 'folds = ["60mm"]\npile =', "mine.toml:2: fold-outside: a fold lies outside the trimmed piece"),
        ("pile =", 'gripper = { edge = "left", depth = "16mm" }\npile =', "mine.toml:2: gripper-taken: something"),
        ("pile =", 'make_ready = { percent = 200 }\npile =', "mine.toml:2: vendor-value: make_ready.percent: "),
        ("pile =", 'material = ""\npile =', "mine.toml:2: vendor-value: material: "),
        ("stack_depth = 100\n", "", "mine.toml:1: missing-key: stack_depth: "),
        ("format", 'extends = "nowhere"\nformat', "mine.toml:1: vendor-unknown: extends: there is no such profile"),
        ("pile", "[pile", "mine.toml:2: vendor-syntax: this is not TOML in UTF-8"),
    ],
)  # fmt: skip
def test_faults_are_located(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert any(line.startswith(said) for line in faults(tmp_path, GOOD.replace(old, new, 1)))


def test_all_faults_at_once(tmp_path: Path) -> None:
    text = GOOD.replace('"2mm"', "2").replace('"vertical"', "1").replace("thickness", "thicknes")
    assert len(faults(tmp_path, text)) == 4  # two values, one unknown key, one missing


def test_an_unknown_key_hides_no_fault_of_the_geometry(tmp_path: Path) -> None:
    text = GOOD.replace('["90mm", "58mm"]', '["86mm", "58mm"]').replace("pile", "colour = 1\npile")
    codes = {line.split(": ")[1] for line in faults(tmp_path, text)}
    assert codes == {"unknown-key", "cells-overlap"}


def test_a_key_that_was_refused_is_not_told_again_by_what_hangs_on_it(tmp_path: Path) -> None:
    text = GOOD.replace('"2mm"', "2").replace("= 100", "= 300").replace('["90mm", "58mm"]', '["86mm", "58mm"]')
    codes = [line.split(": ")[1] for line in faults(tmp_path, text)]
    assert codes == ["vendor-value", "stack-high"]


def test_of_what_extends_the_own_keys_are_blamed(tmp_path: Path) -> None:
    said = faults(tmp_path, 'extends = "card-21up"\nturn = "vertical"\nbleed = "9mm"\n')
    assert said and all(line.startswith("mine.toml:") and line.split(": ")[0] != "mine.toml" for line in said)
    assert {line.split(": ")[0] for line in said if "cells-overlap" in line} == {"mine.toml:3"}


def test_every_fault_hangs_on_keys_the_readme_explains() -> None:
    folder = Path(__file__).parents[2] / "imposition"
    modules = ("stock_faults", "shop_faults", "plates", "inserter")
    raised = {
        code
        for module in modules
        for code in re.findall(r'Refusal\(\s*"([a-z-]+)"', (folder / f"{module}.py").read_text("utf-8"))
    }
    assert raised == HANGS_ON.keys()
    readme = (folder / "vendors" / "README.md").read_text("utf-8")
    assert all(f"`{key}`" in readme for keys in HANGS_ON.values() for key in keys)


def test_the_floor_s_keys_have_their_usual_values(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(GOOD, "utf-8")
    shop = load_stock("mine", tmp_path).shop
    assert (shop.make_ready.sheets, shop.make_ready.percent, shop.gripper) == (20, 2, None)
    assert [shop.make_ready.share(sheets) for sheets in (0, 1, 50, 51, 100)] == [0, 1, 1, 2, 2]
    assert shop.box.count(10_000, 1e6) == 0
    kept = load_stock("card-24up").shop.box
    assert [kept.count(pieces, 4.9 * pieces) for pieces in (0, 1, 1000, 1001, 3000)] == [0, 1, 1, 2, 3]
    assert kept.count(10, 8001) == 2


def test_sheets_that_are_laminated_are_run_apart_and_can_be_told_apart() -> None:
    stock, plain = load_stock("card-24up-laminated"), load_stock("card-24up")
    assert (stock.runs, stock.cells, stock.sheet_code) == ("separate", plain.cells, plain.sheet_code)
    corners = [target.at for target in stock.targets if target.shape == "ring"]
    turned = [Point(stock.sheet.width - at.x, stock.sheet.height - at.y) for at in corners]
    assert sorted(map(astuple, turned)) == sorted(map(astuple, corners))
    odd = [target.at for target in stock.targets if target.shape == "square"]
    assert len(odd) == 1


def test_slug_must_stay_clear(tmp_path: Path) -> None:
    slug = 'slug = { at = ["%s", "%s"], length = "%s" }\n'
    assert "slug-in-bleed" in faults(tmp_path, GOOD + slug % ("20mm", "20mm", "50mm"))[0]
    assert "slug-off-sheet" in faults(tmp_path, GOOD + slug % ("8mm", "1mm", "250mm"))[0]


def test_an_explicit_list_reads_from_the_top_left(tmp_path: Path) -> None:
    cells = 'cells = [["107mm", "10mm"], ["17mm", "80mm"], ["17mm", "10mm"], ["107mm", "80mm"]]'
    text = "\n".join(cells if line.startswith("cells") else line for line in GOOD.splitlines())
    (tmp_path / "mine.toml").write_text(text, "utf-8")
    stock = load_stock("mine", tmp_path)
    assert stock.cells == (Cell(1, 1, 17, 80), Cell(1, 2, 107, 80), Cell(2, 1, 17, 10), Cell(2, 2, 107, 10))
    twice = text.replace('["107mm", "10mm"]', '["17mm", "10mm"]')
    assert "cells-overlap" in faults(tmp_path, twice)[0]


def test_one_level_of_extends(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(GOOD, "utf-8")
    (tmp_path / "a.toml").write_text('format = 1\nextends = "mine"\nbleed = "1mm"\n', "utf-8")
    (tmp_path / "b.toml").write_text('format = 1\nextends = "a"\n', "utf-8")
    assert load_stock("a", tmp_path).bleed == 1
    with pytest.raises(StockRefused, match=r"b.toml:2: extends-twice"):
        load_stock("b", tmp_path)


def test_unknown_name_and_process_boundary() -> None:
    for name in ("no" * 200, "no" * 200 + ".toml", "no\0"):  # names that no file can have
        with pytest.raises(StockRefused, match="known: card-10up, card-21up"):
            load_stock(name)
    with pytest.raises(StockRefused, match="known: card-10up, card-21up") as caught:
        load_stock("card-22up")
    assert str(copy.copy(caught.value)) == str(caught.value)


@pytest.mark.parametrize("name", SHIPPED)
def test_bleeds_stay_on_the_sheet_on_both_sides(name: str) -> None:
    stock = load_stock(name)
    for side in ("F", "B"):
        for box in bleeds(stock, side):
            if stock.clipped:
                assert 0 < -box.x < 0.5 and 0 < -box.y < 0.5  # by as much as the card is smaller than its art
                assert box.right - stock.sheet.width == pytest.approx(-box.x)
                continue
            assert box.x >= 0 and box.y >= 0
            assert box.right <= stock.sheet.width and box.top <= stock.sheet.height
