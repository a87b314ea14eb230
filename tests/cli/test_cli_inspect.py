"""What is installed, and whether it is sound: doctor, vendor, layout, fonts; and impose on a file from elsewhere."""

import re
from pathlib import Path

import pikepdf
import pytest
import x4_rows
from cli_desk import Command, process
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from imposition.intent import stand_in
from imposition.stock import load_stock, vendor_names

VENDORS = Path(__file__).parents[2] / "imposition" / "vendors"


def leaves(path: Path, count: int, width: float = 90, height: float = 58) -> Path:
    """Write a PDF of small pages with another library, with the bleed of a card around them."""
    canvas = Canvas(str(path), pagesize=(width * mm, height * mm))
    for index in range(count):
        canvas.setFillColorCMYK(0, 0, 0, 1)
        canvas.drawString(10 * mm, 20 * mm, f"leaf {index + 1}")
        canvas.showPage()
    canvas.save()
    return path


def pages(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def test_doctor_finds_this_installation_sound() -> None:
    said = process("doctor")
    assert (said.code, said.err) == (0, "")
    assert re.search(r"^shikaku \d+\.\d+\.\d+, Python 3\.\d+", said.out)
    assert {"fonts", "layouts", "vendors"} <= {line.partition(":")[0] for line in said.out.splitlines()}


def test_vendors_are_listed(shikaku: Command) -> None:
    _, *rows = [re.split(" {2,}", line) for line in shikaku("vendor", "list").out.splitlines()]
    assert [row[0] for row in rows] == list(vendor_names())
    assert ["card-21up", "cards", "330 × 483 mm", "21", "guillotine", "100", "like a book", "in one file"] in rows


@pytest.mark.parametrize("name", ["card-21up", "card-21up-punch", "card-10up", "notice-a4", "notice-2up"])
def test_a_vendor_is_shown_cell_by_cell(shikaku: Command, name: str) -> None:
    said = shikaku("vendor", "show", name)
    head, *lines = said.out.splitlines()
    cells = lines[lines.index(next(line for line in lines if line.split()[:2] == ["row", "column"])) + 1 :]
    assert head.startswith(f"{name}: ")
    assert len(cells) == len(load_stock(name).cells)
    assert all(re.fullmatch(r" *\d+ +\d+ +-?\d+\.\d{3} +-?\d+\.\d{3} +\d+", cell) for cell in cells)


def test_a_vendor_s_profile_is_checked(shikaku: Command, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text((VENDORS / "card-10up.toml").read_text(encoding="utf-8"), encoding="utf-8")
    assert shikaku("vendor", "check", own).out == "own is sound: 10 cells\n"


def test_every_fault_of_a_profile_is_located(shikaku: Command, tmp_path: Path) -> None:
    sound = (VENDORS / "card-10up.toml").read_text(encoding="utf-8")
    own = tmp_path / "own.toml"
    own.write_text(sound.replace('"0.76mm"', '"0.76"').replace('"guillotine"', '"scissors"'), encoding="utf-8")
    said = shikaku("vendor", "check", own)
    assert (said.code, said.out) == (2, "")
    lines = sound.splitlines()
    for start in ("thickness", "finishing"):
        line = next(number for number, text in enumerate(lines, 1) if text.startswith(start))
        assert f"own.toml:{line}: " in said.err


def test_layouts_are_listed_with_their_size(shikaku: Command) -> None:
    rows = dict(line.split("\t") for line in shikaku("layout", "list").out.splitlines())
    assert rows["card/front"] == rows["card/back"] == "86 × 54 mm"
    assert rows["notice/plain"] == rows["letter/cover"] == "210 × 297 mm"


def test_layouts_are_checked(shikaku: Command) -> None:
    said = shikaku("layout", "check")
    assert said.code == 0
    assert said.out == f"{len(shikaku('layout', 'list').out.splitlines())} layouts are sound\n"


def test_every_fault_of_own_layouts_is_located(shikaku: Command, tmp_path: Path) -> None:
    (tmp_path / "card").mkdir()
    (tmp_path / "card" / "front.toml").write_text('format = 1\n[side]\ntrim = ["86", "54mm"]\n', encoding="utf-8")
    (tmp_path / "card" / "back.toml").write_text("format = 1\nno_such_key = 1\n", encoding="utf-8")
    said = shikaku("layout", "check", "--layouts", tmp_path)
    assert (said.code, said.out) == (4, "")
    assert "card/front.toml:3: " in said.err
    assert "card/back.toml:2: " in said.err


def test_faces_are_listed_with_their_licence(shikaku: Command) -> None:
    rows = [line.split("\t") for line in shikaku("fonts", "list").out.splitlines()]
    assert [row[0] for row in rows] == ["G", "B", "N", "M"]
    assert all(all(cell.strip() for cell in row) and len(row) == 4 for row in rows)


def test_pages_from_elsewhere_are_imposed(tmp_path: Path) -> None:
    source, out = leaves(tmp_path / "in.pdf", 23), tmp_path / "out.pdf"
    said = process("impose", source, "--vendor", "card-10up", "-o", out)
    assert said.code == 0
    assert said.err == "out.pdf does not claim PDF/X-4: 1: font-not-embedded: Helvetica is not embedded\n"
    assert pages(out) == 3
    assert said.out == f"3 pages in {out}\n"
    with pikepdf.open(out) as pdf:
        assert [float(n) / mm for n in pdf.pages[0].MediaBox] == pytest.approx([0, 0, 210, 297], abs=0.01)


def test_pages_that_bear_it_out_are_called_pdf_x4(shikaku: Command, tmp_path: Path) -> None:
    source, out = leaves(tmp_path / "in.pdf", 3), tmp_path / "out.pdf"
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        for page in pdf.pages:
            page.obj["/Contents"] = pdf.make_stream(b"0 0 0 1 k 20 20 30 30 re f")
            page.obj["/Resources"] = pikepdf.Dictionary()
        del pdf.docinfo["/CreationDate"], pdf.docinfo["/ModDate"]
        pdf.save(source)
    told = shikaku("impose", source, "--vendor", "card-10up", "-o", out)
    assert told.err == "out.pdf does not claim PDF/X-4: IN.pdf says no date; give one with --on\n"
    assert not x4_rows.claims(out)
    told = shikaku("impose", source, "--vendor", "card-10up", "--on", "2025-10-01", "-o", out)
    assert (told.code, told.err) == (0, "")
    assert x4_rows.faults(out, stand_in().sha256) == []
    (tmp_path / "own.toml").write_text('extends = "card-10up"\nintent = "none"\n', encoding="utf-8")
    told = shikaku("impose", source, "--vendor", tmp_path / "own.toml", "--on", "2025-10-01", "-o", out)
    assert told.err == "out.pdf does not claim PDF/X-4: profile own gives no printing condition\n"
    assert not x4_rows.claims(out)


@pytest.mark.parametrize(
    ("content", "code"), [(b"1 0 0 rg 20 20 30 30 re f", "rgb-operator"), (b"/Pic gs 0 0 5 5 re f ) x", "content")]
)
def test_a_claim_that_would_be_false_is_dropped(shikaku: Command, tmp_path: Path, content: bytes, code: str) -> None:
    source, out = leaves(tmp_path / "in.pdf", 1), tmp_path / "out.pdf"
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        pdf.pages[0].obj["/Contents"] = pdf.make_stream(content)
        pdf.pages[0].obj["/Resources"] = pikepdf.Dictionary()
        pdf.save(source)
    told = shikaku("impose", source, "--vendor", "card-10up", "--on", "2025-10-01", "-o", out)
    assert told.code == 0
    assert told.err.startswith(f"out.pdf does not claim PDF/X-4: 1: {code}")
    assert not x4_rows.claims(out)


def test_pages_without_bleed_are_told_and_imposed(shikaku: Command, tmp_path: Path) -> None:
    source, out = leaves(tmp_path / "in.pdf", 3, 86, 54), tmp_path / "out.pdf"
    told = shikaku("impose", source, "--vendor", "card-10up", "-o", out)
    assert told.code == 0 and pages(out) == 1
    assert told.err.startswith("in.pdf:1: less than 2.0 mm of bleed around the trim (3 pages); ")
    (tmp_path / "own.toml").write_text('extends = "card-10up"\nbleed = "0mm"\n', encoding="utf-8")
    assert "bleed" not in shikaku("impose", source, "--vendor", tmp_path / "own.toml", "-o", out).err


def test_one_ink_in_two_spellings_is_refused_and_nothing_is_left(shikaku: Command, tmp_path: Path) -> None:
    source = leaves(tmp_path / "in.pdf", 2)
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        for page, ink in zip(pdf.pages, ("DIC 181s", "DIC-181S"), strict=True):
            tint = pdf.make_stream(b"{pop 0 0 0 0}", FunctionType=4, Domain=[0, 1], Range=[0, 1] * 4)
            space = [pikepdf.Name.Separation, pikepdf.Name("/" + ink), pikepdf.Name.DeviceCMYK, tint]
            page.obj["/Resources"] = pikepdf.Dictionary(ColorSpace=pikepdf.Dictionary(S=pikepdf.Array(space)))
            page.obj["/Contents"] = pdf.make_stream(b"/S cs 1 scn 20 20 30 30 re f")
        pdf.save(source)
    said = shikaku("impose", source, "--vendor", "card-10up", "--on", "2025-10-01", "-o", tmp_path / "out.pdf")
    assert (said.code, said.out) == (3, "")
    assert said.err == (
        "in.pdf: ink-spellings: the ink DIC 181s is also written DIC-181S: two plates for one ink;"
        " write it in one way in all pages\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["in.pdf"]


def test_a_damaged_file_is_told_in_our_words_alone(tmp_path: Path) -> None:
    source = leaves(tmp_path / "in.pdf", 2)
    data = source.read_bytes()
    source.write_bytes(data[: data.index(b"xref")] + b"xref\n0 nonsense\n%%EOF")
    said = process("impose", source, "--vendor", "card-10up", "-o", tmp_path / "out.pdf")
    assert said.err.count("\n") == 1 and said.err.startswith(("in.pdf: pdf-unreadable: ", "out.pdf does not claim"))
    source.write_bytes(b"%PDF-1.6\nnothing")
    said = process("impose", source, "--vendor", "card-10up", "-o", tmp_path / "out.pdf")
    assert said.code == 3
    assert said.err.count("\n") == 1 and said.err.startswith("in.pdf: pdf-unreadable: ")


def test_backs_double_the_pages(shikaku: Command, tmp_path: Path) -> None:
    fronts, backs = leaves(tmp_path / "in.pdf", 11), leaves(tmp_path / "back.pdf", 1)
    assert shikaku("impose", fronts, "--vendor", "card-10up", "--back", backs, "-o", tmp_path / "o.pdf").code == 0
    assert pages(tmp_path / "o.pdf") == 4


def test_a_page_of_another_size_is_refused_and_nothing_is_left(shikaku: Command, tmp_path: Path) -> None:
    source = leaves(tmp_path / "in.pdf", 2, width=95)
    said = shikaku("impose", source, "--vendor", "card-10up", "-o", tmp_path / "out.pdf")
    assert (said.code, said.out) == (3, "")
    assert "in.pdf:1: " in said.err and "in.pdf:2: " in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["in.pdf"]
