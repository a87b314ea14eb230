"""Looking at layouts, comparing them, and a job on layouts that were moved by editing TOML alone."""

import json
import re
import shutil
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from cli_desk import Command, process
from PIL import Image, ImageChops

MM = 72 / 25.4
MOVED = """format = 1
extends = "card/front"

[text.name]
at = ["5.2mm", "27.1mm"]
width = "76.8mm"
"""
SAID = "card/front text.name: moved 1.20 mm right, 0.50 mm down; width 78mm → 76.8mm"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a folder in which the name of a card was moved."""
    (tmp_path / "layouts" / "card").mkdir(parents=True)
    (tmp_path / "layouts" / "card" / "front.toml").write_text(MOVED, encoding="utf-8")
    return tmp_path / "layouts"


def colours(path: Path) -> set[tuple[int, ...]]:
    """Return the colours of a picture that cover more than a few of its pixels."""
    with Image.open(path) as picture:
        found = picture.convert("RGB").getcolors(1 << 24) or []
    return {colour for count, colour in found if count > 400}


@pytest.mark.parametrize(
    ("name", "sample"),
    [("card/front-family", "rare"), ("card/void", "longest"), ("notice/phase1", "longest"), ("letter/list", "rare")],
)
def test_a_layout_is_drawn(name: str, sample: str, shikaku: Command, tmp_path: Path) -> None:
    out = tmp_path / "seen.pdf"
    said = shikaku("layout", "preview", name, "--sample", sample, "--grid", "1mm", "-o", out)
    assert (said.code, said.out.splitlines()) == (0, [str(out), str(out.with_suffix(".png"))])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["seen.pdf", "seen.png"]
    with pikepdf.open(out) as pdf:
        (page,) = pdf.pages
        assert {"/L0", "/Pen"} == set(page.Resources.XObject.keys())
    text = pypdfium2.PdfDocument(out)[0].get_textpage().get_text_range()
    assert name in text and sample in text


def test_every_element_s_name_stands_on_the_preview(shikaku: Command, tmp_path: Path) -> None:
    shikaku("layout", "preview", "card/front", "-o", tmp_path / "a.pdf")
    words = pypdfium2.PdfDocument(tmp_path / "a.pdf")[0].get_textpage().get_text_range().split()
    assert {"name", "name_caption", "valid_to", "box.label", "rule.head", "security.relief", "block.ratio"} <= set(
        words
    )


def test_a_grid_changes_nothing_but_the_grid(shikaku: Command, tmp_path: Path) -> None:
    for name, more in (("a", ()), ("b", ("--grid", "5mm"))):
        shikaku("layout", "preview", "notice/plain", *more, "-o", tmp_path / f"{name}.pdf")
    with Image.open(tmp_path / "a.png") as plain, Image.open(tmp_path / "b.png") as ruled:
        assert plain.size == ruled.size
        box = ImageChops.difference(plain.convert("RGB"), ruled.convert("RGB")).getbbox()
    assert box


def test_what_has_no_room_is_said(shikaku: Command, own: Path, tmp_path: Path) -> None:
    narrow = own / "card" / "front.toml"
    narrow.write_text(MOVED + '\n[text.born]\nwidth = "12mm"\n', encoding="utf-8")
    said = shikaku("layout", "preview", "card/front", "--layouts", own, "-o", tmp_path / "a.pdf")
    assert said.code == 0
    assert re.search(r"^card/front born: the sample has no room \(\d+\.\d > 12\.0 mm\)$", said.err, re.M)


def test_an_unknown_layout_and_a_bare_number_are_refused(shikaku: Command, tmp_path: Path) -> None:
    said = shikaku("layout", "preview", "card/frond", "-o", tmp_path / "a.pdf")
    assert (said.code, said.out) == (4, "")
    assert "card/frond: unknown-layout: there is no such layout" in said.err
    said = shikaku("layout", "preview", "card/front", "--grid", "1", "-o", tmp_path / "a.pdf")
    assert (said.code, said.out) == (2, "")
    assert not list(tmp_path.glob("*.p*"))


@pytest.mark.slow
def test_a_move_is_told_and_drawn(shikaku: Command, own: Path, tmp_path: Path) -> None:
    out = tmp_path / "diff.pdf"
    said = shikaku("layout", "diff", "packaged", own, "-o", out)
    assert said.code == 0
    assert said.out.splitlines() == [
        SAID,
        "card/front-family text.name: width 78mm → 76.8mm",
    ]  # family has a place of its own
    pictures = [tmp_path / "diff.card.front.png", tmp_path / "diff.card.front-family.png"]
    assert said.err.splitlines() == [f"{path} written" for path in (out, *pictures)]
    assert len(pypdfium2.PdfDocument(out)) == 2
    for picture in pictures:
        found = colours(picture)
        assert any(red > 180 and green < 120 and blue < 120 for red, green, blue in found), "before, in red"
        assert any(red < 100 and green > 130 and blue > 150 for red, green, blue in found), "after, in blue-green"


def test_a_file_is_compared_alone(shikaku: Command, own: Path, tmp_path: Path) -> None:
    said = shikaku("layout", "diff", "packaged", own / "card" / "front.toml")
    assert said.out.splitlines() == [SAID]
    (tmp_path / "own.toml").write_text(MOVED, encoding="utf-8")
    said = shikaku("layout", "diff", "packaged", tmp_path / "own.toml")
    assert said.code == 4
    assert "no packaged layout has this name; name the file as in shikaku layout list" in said.err


def test_two_folders_are_compared_as_json(shikaku: Command, own: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(own, other)
    (other / "card" / "front.toml").write_text(MOVED.replace("27.1mm", "27.3mm"), encoding="utf-8")
    assert json.loads(shikaku("layout", "diff", own, own, "--json").out) == []
    row = json.loads(shikaku("layout", "diff", own, other, "--json").out)[0]
    assert (row["layout"], row["element"], row["fate"]) == ("card/front", "text.name", "changed")
    assert row["moved"] == {"right_mm": 0.0, "down_mm": 0.2}
    assert row["after"][0]["x"] == 5.2


def test_layouts_that_are_the_same_have_no_picture(shikaku: Command, own: Path, tmp_path: Path) -> None:
    said = shikaku("layout", "diff", own, own, "-o", tmp_path / "diff.pdf")
    assert (said.code, said.out) == (0, "")
    assert said.err == "the layouts are the same; there is nothing to draw\n"
    assert not (tmp_path / "diff.pdf").exists()


def test_a_field_without_a_place_is_named(shikaku: Command, own: Path) -> None:
    (own / "card" / "front.toml").write_text(
        'format = 1\nextends = "card/front"\nremove = ["text.kana", "block.ratio"]\n', encoding="utf-8"
    )
    said = shikaku("layout", "check", own)
    assert said.code == 0
    wanted = (
        "card/front: no place for kana, ratio.ratio, ratio.ratio_from, ratio.ratio_until; a job with such texts stops"
    )
    assert said.err.splitlines() == [wanted]
    assert re.fullmatch(r"\d+ layouts are sound\n", said.out)


@pytest.mark.slow
def test_a_job_is_printed_on_the_society_s_own_layouts(own: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert process("demo", out, "--people", 12, "--workers", 1).code == 0
    society = out / "society"
    shutil.copytree(own, society / "layouts")
    with (society / "society.toml").open("a", encoding="utf-8") as file:
        file.write('\n[layouts]\ndir = "layouts"\n')
    jobs = []
    for folder, text in (("a", None), ("b", MOVED.replace("27.1mm", "26.6mm"))):
        if text:
            (society / "layouts" / "card" / "front.toml").write_text(text, encoding="utf-8")
        for ledger in society.glob("ledger.*"):
            ledger.unlink()
        said = process("run", society, "--on", "2025-10-01", "--out", tmp_path / folder, "--cards-only", "--workers", 1)
        assert said.code == 0, said.err
        jobs.append(tmp_path / folder / "20251001-01")
    names = [names_of(job / "vendor" / "cards" / "001.pdf") for job in jobs]
    assert names[0] and len(names[0]) == len(names[1])
    for (x, y), (x2, y2) in zip(*names, strict=True):
        assert (x2 - x, y2 - y) == (pytest.approx(0, abs=0.01), pytest.approx(0.5 * MM, abs=0.01))
    digests = [json.loads((job / "vendor" / "manifest.json").read_text("utf-8"))["hashes"]["layouts"] for job in jobs]
    assert digests[0] != digests[1]


def names_of(path: Path) -> list[tuple[float, float]]:
    """Return where the names of the first page stand in their cells, in pt: the only texts of that size."""
    with pikepdf.open(path) as pdf:
        content = pdf.pages[0].Contents.read_bytes().decode("latin-1")
    shown = re.findall(r"1 0 0 1 ([\d.]+) ([\d.]+) Tm /\w 15 Tf", content)
    return [(float(x), float(y)) for x, y in shown]
