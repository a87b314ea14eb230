"""White and die line: overprinting spots above the art, each a processing-step layer, drawn and imposed alike."""

import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import x4_rows
from drawing import Draw
from test_x4_files import leaves

from imposition.errors import StockRefused
from imposition.foreign import impose_file
from imposition.intent import stand_in
from imposition.sheet import FACES, Stock, bleeds, trims
from imposition.stock import load_stock
from layouts.geometry import Size, to_mm

OWN = """extends = "card-21up"
[plates]
white = "Weiss"
sides = ["F", "B"]
choke = "0.2mm"
die = "CutContour"
"""


def stock_of(folder: Path, text: str = OWN) -> Stock:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return load_stock(str(path))


def form(pdf: pikepdf.Pdf, page: int, name: str) -> pikepdf.Object:
    return pdf.pages[page].Resources.XObject[f"/{name}"]


@pytest.fixture(params=["drawn", "imposed"])
def path(request: pytest.FixtureRequest, draw: Draw, tmp_path: Path) -> Path:
    stock = stock_of(tmp_path)
    if request.param == "drawn":
        return draw(stock, 21)[0]
    impose_file(leaves(tmp_path / "in.pdf"), tmp_path / "out.pdf", stock, back=tmp_path / "in.pdf")
    return tmp_path / "out.pdf"


def test_plates_are_spots_that_overprint(path: Path) -> None:
    with pikepdf.open(path) as pdf:
        for name, ink in (("White_F", "/Weiss"), ("White_B", "/Weiss"), ("Die_F", "/CutContour")):
            found = form(pdf, 0 if name.endswith("F") else 1, name)
            assert list(found.Resources.ColorSpace.Ink)[:3] == ["/Separation", ink, "/DeviceCMYK"]
            state = found.Resources.ExtGState.K
            assert (state.OP, state.op, state.OPM) == (True, True, 1)
            assert found.read_bytes().startswith(b"/K gs /Ink ")


def test_layers_are_processing_steps(path: Path) -> None:
    with pikepdf.open(path) as pdf:
        groups = {str(group.Name): dict(group.GTS_Metadata.items()) for group in pdf.Root.OCProperties.OCGs}
        assert groups == {
            "Weiss": {"/GTS_ProcStepsGroup": "/White"},
            "CutContour": {"/GTS_ProcStepsGroup": "/Structural", "/GTS_ProcStepsType": "/Cutting"},
        }
        named = pdf.pages[0].Resources.Properties
        assert (named.White.Name, named.Die.Name) == ("Weiss", "CutContour")
    assert x4_rows.faults(path, stand_in().sha256) == []


def test_plates_lie_above_every_piece_and_once_a_page(path: Path) -> None:
    with pikepdf.open(path) as pdf:
        for number, page in enumerate(pdf.pages):
            face = FACES[number % 2]
            placed = [str(ops[0]) for ops, op in pikepdf.parse_content_stream(page) if str(op) == "Do"]
            layers = [name for name in placed if name.startswith(("/White", "/Die"))]
            assert layers == ([f"/White_{face}", "/Die_F"] if face == "F" else ["/White_B"])
            first = placed.index(layers[0])
            assert all(not name.startswith(("/A_", "/P")) for name in placed[first:])
            marked = [str(op) for _, op in pikepdf.parse_content_stream(page) if str(op) in ("BDC", "EMC")]
            assert marked.count("BDC") - marked.count("EMC") == 0
            text = b"".join(c.read_bytes() for c in page.obj.Contents.wrap_in_array()).decode("latin-1")
            assert f"/OC /White BDC\n/White_{face} Do\nEMC\n" in text


def test_white_ends_within_the_bleed_by_the_choke(draw: Draw, tmp_path: Path) -> None:
    stock = stock_of(tmp_path)
    path, *_ = draw(stock, 3)
    with pikepdf.open(path) as pdf:
        for page, face in enumerate(FACES):
            drawn = form(pdf, page, f"White_{face}").read_bytes().decode()
            found = [
                tuple(to_mm(float(v)) for v in box)
                for box in re.findall(r"([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+) re", drawn)
            ]
            wanted = [(a.x + 0.2, a.y + 0.2, a.width - 0.4, a.height - 0.4) for a in bleeds(stock, face)]
            assert len(found) == len(wanted) == 21
            for one, other in zip(found, wanted, strict=True):
                assert one == pytest.approx(other, abs=0.001)


@pytest.mark.parametrize("turned", [0, 90])
def test_the_die_line_is_the_die_in_the_middle_of_the_trim(draw: Draw, tmp_path: Path, turned: int) -> None:
    base = stock_of(tmp_path)
    assert base.die
    die = replace(base.die, size=Size(width=85.6, height=53.98), radius=3.18)
    cells = tuple(replace(cell, turned=turned) for cell in base.cells[:1])
    path, *_ = draw(replace(base, die=die, cells=cells, sha256=f"test {turned}"), 1)
    with pikepdf.open(path) as pdf:
        drawn = form(pdf, 0, "Die_F").read_bytes().decode()
    assert drawn.startswith("/K gs /Ink CS 1 SCN 0.25 w\n")
    points = [(float(x), float(y)) for x, y in re.findall(r"([-\d.]+) ([-\d.]+) (?:m|l)\n", drawn)]
    ends = [(float(x), float(y)) for x, y in re.findall(r"([-\d.]+) ([-\d.]+) c\n", drawn)]
    xs, ys = zip(*points, *ends, strict=True)
    (trim,) = trims(replace(base, cells=cells), "F")
    width, height = (53.98, 85.6) if turned else (85.6, 53.98)
    assert to_mm(max(xs) - min(xs)) == pytest.approx(width, abs=0.001)
    assert to_mm(max(ys) - min(ys)) == pytest.approx(height, abs=0.001)
    assert to_mm(max(xs) + min(xs)) / 2 == pytest.approx(trim.x + trim.width / 2, abs=0.001)
    assert to_mm(max(ys) + min(ys)) / 2 == pytest.approx(trim.y + trim.height / 2, abs=0.001)


def test_without_plates_there_are_no_layers(draw: Draw) -> None:
    path, *_ = draw(load_stock("card-21up"), 3)
    with pikepdf.open(path) as pdf:
        assert "/OCProperties" not in pdf.Root
        assert "/Properties" not in pdf.pages[0].Resources


REFUSED = {
    'white = "Black"': "plate-name",
    'white = "All"': "plate-name",
    'white = "X"\ndie = "X"': "plate-name",
    'white = "White"\nchoke = "40mm"': "plate-choke",
    'white = "White"\nchoke = "-1mm"': "plate-choke",
    "white = 1": "vendor-value",
    'white = ""': "vendor-value",
    'sides = ["X"]': "vendor-value",
    'varnish = "V"': "unknown-key",
}


@pytest.mark.parametrize("given", REFUSED)
def test_plates_that_cannot_be_are_refused(tmp_path: Path, given: str) -> None:
    with pytest.raises(StockRefused, match=REFUSED[given]):
        stock_of(tmp_path, f'extends = "card-21up"\n[plates]\n{given}\n')


def test_a_die_line_needs_a_die(tmp_path: Path) -> None:
    with pytest.raises(StockRefused, match="plate-die"):
        stock_of(tmp_path, 'extends = "notice-a4"\n[plates]\ndie = "CutContour"\n')
