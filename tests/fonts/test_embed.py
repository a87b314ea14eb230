"""What is embedded: the same bytes each time, the source's advances, a text layer that another reader understands."""

import re
import subprocess
import sys
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from fonts.embed import FontProgram, embed
from fonts.face import load_face
from fonts.runs import Run, shaper

NAMES = [
    "高橋 一郎",
    "\U00020bb7田 幸子",
    "\U00020b9f咸 脈",
    "JOS\u00c9 MU\u00d1OZ",
    "山\ufa11 花子",
    "渡\u9089\U000e0112",
    "\u845b\U000e0100城",
    "健保 2025年12月2日 〒100-0001",
]


def codes_of(runs: Iterable[Run]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for run in runs:
        for piece in run.pieces:
            found.setdefault(piece.tag, set()).add(piece.codes)
    return found


def test_same_codes_same_bytes() -> None:
    codes = codes_of(shaper("gothic").run(name) for name in NAMES)["G"]
    once = embed("G", sorted(codes))
    assert embed("G", sorted(codes, reverse=True)) == once
    assert embed("G", ["".join(codes), *codes]) == once


def test_another_process_makes_the_same_bytes() -> None:
    code = "import hashlib; from fonts.embed import embed; p = embed('M', ['10002000', '0457']); print(p.base_font)"
    root = Path(__file__).parents[2]
    out = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=root, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        )
        for seed in ("1", "2")
    ]
    assert out[0].stdout == out[1].stdout == (embed("M", ["0457", "1000", "2000"]).base_font + "\n").encode()


@pytest.mark.parametrize("tag", ["G", "B", "N", "M"])
def test_program(tag: str) -> None:
    run = shaper({"M": "mincho", "B": "bold"}.get(tag, "gothic")).run("\u4e00\u9089\u9ad9\u304b9A \u301c")
    codes = sorted(codes_of([run])[{"N": "G"}.get(tag, tag)])
    made = embed(tag, codes)
    assert re.fullmatch(rf"[A-Z]{{6}}\+{re.escape(load_face(tag).postscript_name)}", made.base_font)
    with TTFont(BytesIO(made.program)) as font:
        assert set(font.keys()) - {"GlyphOrder"} == {"glyf", "head", "hhea", "hmtx", "loca", "maxp"}
        em, order = font["head"].unitsPerEm, font.getGlyphOrder()
        assert font["glyf"][order[0]].numberOfContours != 0  # .notdef is kept
        listed = dict(made.widths)
        for code in re.findall("....", "".join(codes)):
            advance = round(font["hmtx"][order[int(code, 16)]][0] * 1000 / em)
            assert listed.get(int(code, 16), 1000) == advance
    assert 1000 not in listed.values()
    assert list(made.widths) == sorted(made.widths)


@pytest.mark.parametrize("tag, flags, stem", [("G", 4, 81), ("B", 4, 112), ("N", 4, 81), ("M", 6, 63)])
def test_descriptor(tag: str, flags: int, stem: int) -> None:
    made = embed(tag, ["0457"])
    assert (made.flags, made.stem_v, made.italic_angle) == (flags, stem, 0)
    left, bottom, right, top = made.bbox
    assert left < 0 < right >= 1000
    assert bottom <= made.descent < 0 < made.cap_height < made.ascent <= max(top, made.ascent)


def test_notdef_is_never_asked_for() -> None:
    with pytest.raises(ValueError, match="notdef"):
        embed("G", ["04570000"])


@given(st.sets(st.integers(1, 13_000), min_size=1, max_size=350))
def test_to_unicode_blocks(gids: set[int]) -> None:
    cmap = embed("G", [f"{gid:04X}" for gid in gids]).to_unicode.decode("ascii")
    blocks = re.findall(r"(\d+) beginbfchar\n(.*?)endbfchar", cmap, re.DOTALL)
    assert all(int(count) == body.count("\n") <= 100 for count, body in blocks)
    entries = re.findall(r"<(....)> <([0-9A-F]+)>\n", "".join(body for _, body in blocks))
    said = {int(code, 16): bytes.fromhex(value).decode("utf-16-be") for code, value in entries}
    assert said == {gid: load_face("G").text(gid) for gid in sorted(gids) if load_face("G").text(gid)}


def pdf_of(lines: list[Run]) -> bytes:
    """Assemble a page that shows each run on a line, with nothing but pikepdf."""
    pdf = pikepdf.new()
    fonts = {tag: font_of(pdf, embed(tag, codes)) for tag, codes in codes_of(lines).items()}
    rows = [f"BT 20 {800 - 24 * at} Td {''.join(shown(run))} ET\n" for at, run in enumerate(lines)]
    pdf.add_blank_page(page_size=(595, 842))
    page = pdf.pages[0]
    page.Resources = Dictionary(Font=Dictionary({f"/{tag}": font for tag, font in fonts.items()}))
    page.Contents = pdf.make_stream("".join(rows).encode("ascii"))
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def shown(run: Run) -> Iterable[str]:
    for piece in run.pieces:
        show = f"/{piece.tag} 18 Tf <{piece.codes}> Tj "
        yield f"/Span <</ActualText <{piece.actual}>>> BDC {show}EMC " if piece.actual else show


def font_of(pdf: pikepdf.Pdf, made: FontProgram) -> pikepdf.Object:
    widths = [item for gid, advance in made.widths for item in (gid, Array([advance]))]
    name = Name("/" + made.base_font)
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=made.flags,
        FontBBox=Array(made.bbox),
        ItalicAngle=made.italic_angle,
        Ascent=made.ascent,
        Descent=made.descent,
        CapHeight=made.cap_height,
        StemV=made.stem_v,
        FontFile2=pdf.make_stream(made.program, Length1=len(made.program)),
    )
    system = Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0)
    below = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=system,
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=1000,
        W=Array(widths),
        CIDToGIDMap=Name.Identity,
    )
    above = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=name,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(below)]),
        ToUnicode=pdf.make_stream(made.to_unicode),
    )
    return pdf.make_indirect(above)


def read(page: pdfium.PdfPage) -> str:
    text = page.get_textpage()
    try:
        return text.get_text_bounded()
    finally:
        text.close()


@pytest.mark.parametrize("chain", ["gothic", "bold", "mincho"])
def test_another_reader_reads_the_names(chain: str) -> None:
    with pdfium.PdfDocument(pdf_of([shaper(chain).run(name) for name in NAMES])) as document:
        assert read(document[0]).splitlines() == NAMES


def test_shared_glyph_reads_as_its_canonical_text() -> None:
    # pdfium knows no ActualText; what it reads must be the same whichever of the two texts came first.
    base, form = "\u6e21\u9089", "\u6e21\u9089\U000e0100"
    for lines in ([base, form], [form, base]):
        with pdfium.PdfDocument(pdf_of([shaper("gothic").run(line) for line in lines])) as document:
            assert read(document[0]).splitlines() == [base, base]


def test_drawn_glyphs_are_seen_on_the_page() -> None:
    runs = [shaper(chain).run("\u9089\U00020bb7") for chain in ("gothic", "bold", "mincho")]
    with pdfium.PdfDocument(pdf_of(runs)) as document:
        page = document[0].render(scale=2, grayscale=True).to_pil()
    for at in range(len(runs)):
        baseline = (842 - 800 + 24 * at) * 2
        shades = page.crop((40, baseline - 32, 112, baseline + 4)).histogram()
        assert 0.1 < sum(shades[:128]) / sum(shades) < 0.6
