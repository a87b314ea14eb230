"""Plates as a press would make them, rendered by Ghostscript: what prints over, what is cut out, what is on all.

The card's ground carries C, M, Y and a spot beneath variable black; the white lies above everything.
"""

import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from drawing import Draw
from PIL import Image, ImageChops

from imposition.sheet import Stock
from imposition.stock import load_stock
from layouts.geometry import Rect

DPI = 150
OWN = 'extends = "card-21up"\n[plates]\nwhite = "White"\nchoke = "1mm"\ndie = "CutContour"\n'
pytestmark = pytest.mark.programs

Plates = dict[str, Image.Image]


def plates(path: Path, folder: Path) -> Plates:
    """Render the first page's plates; 0 = no ink, 255 = full."""
    folder.mkdir()
    subprocess.run(
        ["gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiffsep", f"-r{DPI}", "-dLastPage=1",
         "-dMaxSpots=8", f"-sOutputFile={folder}/p.tif", str(path)],
        check=True, capture_output=True,
    )  # fmt: skip
    found = {file.name[len("p(") : -len(").tif")] if "(" in file.name else "": file for file in folder.glob("p*.tif")}
    return {name: ImageChops.invert(Image.open(file).convert("L")) for name, file in found.items() if name}


def part(image: Image.Image, sheet_height: float, area: Rect) -> Image.Image:
    """Cut an area in mm from the sheet's lower left out of a plate."""
    scale = DPI / 25.4
    box = (area.x, sheet_height - area.top, area.right, sheet_height - area.y)
    return image.crop(tuple(round(v * scale) for v in box))


@pytest.fixture
def stock(tmp_path: Path) -> Stock:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    return load_stock(str(path))


@pytest.fixture
def made(draw: Draw, stock: Stock, tmp_path: Path) -> Plates:
    return plates(draw(stock, 21)[0], tmp_path / "with")


def test_every_ink_has_a_plate(made: Plates) -> None:
    assert {"Cyan", "Magenta", "Yellow", "Black", "DIC 181s", "White", "CutContour"} <= made.keys()


def test_the_white_plate_erases_nothing(made: Plates, draw: Draw, stock: Stock, tmp_path: Path) -> None:
    """Every other plate is what it is without white and die line."""
    bare = plates(draw(replace(stock, plates=None, sha256="bare"), 21, name="bare.pdf")[0], tmp_path / "without")
    assert made.keys() - bare.keys() == {"White", "CutContour"}
    for name, plate in bare.items():
        assert ImageChops.difference(plate, made[name]).getbbox() is None, name


def test_white_is_under_the_whole_picture_less_the_choke(made: Plates, stock: Stock) -> None:
    white = made["White"]
    for cell in stock.cells:
        bleed = Rect(x=cell.x, y=cell.y, width=86, height=54).grown(stock.bleed)
        assert part(white, stock.sheet.height, bleed.grown(-1.2)).getextrema() == (255, 255)
        ring = Rect(x=bleed.x + 0.5, y=bleed.y + 0.2, width=bleed.width - 1, height=0.5)
        assert part(white, stock.sheet.height, ring).getextrema() == (0, 0)


def test_variable_black_leaves_the_ground_intact(made: Plates, draw: Draw, stock: Stock, tmp_path: Path) -> None:
    """The same sheet without its texts: only black changes, so nothing was cut out of the plates beneath."""
    path, *_ = draw(stock, 21, name="names.pdf")
    other = plates(_without_black_text(path, tmp_path / "mute.pdf"), tmp_path / "mute")
    assert ImageChops.difference(made["Black"], other["Black"]).getbbox() is not None
    for name in made.keys() - {"Black"}:
        assert ImageChops.difference(made[name], other[name]).getbbox() is None, name


def test_a_text_that_knocks_out_is_seen(made: Plates, draw: Draw, stock: Stock, tmp_path: Path) -> None:
    """The planted fault: without overprint the same text leaves its shape in the plates beneath."""
    path, *_ = draw(stock, 21, name="over.pdf")
    with pikepdf.open(path) as pdf:
        state = pdf.pages[0].Resources.ExtGState.K
        state.OP = state.op = False
        pdf.save(tmp_path / "knocks.pdf")
    spoiled = plates(tmp_path / "knocks.pdf", tmp_path / "knocks")
    assert any(ImageChops.difference(made[name], spoiled[name]).getbbox() for name in ("Cyan", "DIC 181s"))


def test_registration_colour_is_on_every_plate(made: Plates, stock: Stock) -> None:
    """Above the uppermost bleed there are only marks."""
    top = max(cell.y for cell in stock.cells) + 54 + stock.bleed
    margin = Rect(x=0, y=top + 0.3, width=stock.sheet.width, height=stock.sheet.height - top - 0.3)
    seen = {name: part(plate, stock.sheet.height, margin) for name, plate in made.items()}
    assert seen["Cyan"].getextrema()[1] > 200
    for name, plate in seen.items():
        assert plate.getextrema()[1] == seen["Cyan"].getextrema()[1], name


def _without_black_text(path: Path, out: Path) -> Path:
    """Take the strings of the pages away; those of artwork stay."""
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            kept = [(ops, op) for ops, op in pikepdf.parse_content_stream(page) if str(op) not in ("Tj", "TJ")]
            page.obj["/Contents"] = pdf.make_stream(pikepdf.unparse_content_stream(kept))
        pdf.save(out)
    return out
