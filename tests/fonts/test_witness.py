"""The witness: an embedded glyph is the source's glyph, and a changed one is not."""

import random
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.ttProgram import Program

from fonts.embed import embed
from fonts.face import load_face
from fonts.witness import outlines, witness

TAGS = ("G", "B", "N", "M")
SOURCES = Path(__file__).parents[2] / "fonts"


def glyph_count(tag: str) -> int:
    with TTFont(SOURCES / "files" / load_face(tag).file.path.name, lazy=True) as font:
        return font["maxp"].numGlyphs


@pytest.mark.parametrize("tag", TAGS)
def test_subset_has_the_outlines_of_the_source(tag: str) -> None:
    gids = random.Random(tag).sample(range(1, glyph_count(tag)), 1_000)
    embedded = outlines(embed(tag, [f"{gid:04X}" for gid in gids]).program)
    source = witness(tag).outline
    assert [gid for gid in (0, *gids) if embedded(gid) != source(gid)] == []


@pytest.mark.parametrize("tag", TAGS)
def test_face_and_witness_agree_on_the_charmap(tag: str) -> None:
    """Two readers of one table: they differ only in what a face never serves."""
    face, seen = load_face(tag), witness(tag)
    points = [point for point in (*range(0xD800), *range(0xE000, 0x30000)) if point % 7 == 0 or point < 0x400]
    apart = [point for point in points if face.glyph(chr(point)) not in (seen.glyph(chr(point)), None)]
    assert apart == []
    kanji = [chr(point) for point in range(0x4E00, 0xA000)]
    selectors = [chr(point) for point in (0xFE00, *range(0xE0100, 0xE0130))]
    forms = [base + selector for base in random.Random(tag).sample(kanji, 3_000) for selector in selectors]
    assert [form for form in forms if face.glyph(form) != seen.glyph(form)] == []
    assert sum(face.glyph(form) is not None for form in forms) > 1_000


def test_kana_with_its_mark_is_the_composed_kana() -> None:
    assert witness("G").glyph("\u304b\u3099") == witness("G").glyph("\u304c") is not None
    assert witness("G").glyph("\u30a6\u309a") is None
    assert witness("G").glyph("\u9089\U000e011e") is None
    assert witness("G").glyph("") is None


def test_altered_outline_is_seen() -> None:
    """Planted fault: one glyph's record in the embedded program is overwritten by another's."""
    first, second = (load_face("G").glyph(char) or 0 for char in "高髙")
    program = embed("G", [f"{first:04X}{second:04X}"]).program
    with TTFont(BytesIO(program)) as font:
        table = font["glyf"]
        names = font.getGlyphOrder()
        table[names[first]] = table[names[second]]
        out = BytesIO()
        font.save(out)
    forged, source = outlines(out.getvalue()), witness("G").outline
    assert forged(second) == source(second)
    assert forged(first) != source(first)


@pytest.mark.parametrize("flip", [0, 5, 11, 20])
def test_any_changed_byte_of_an_outline_is_seen(flip: int) -> None:
    gid = load_face("M").glyph("\u9089") or 0
    program = embed("M", [f"{gid:04X}"]).program
    at = program.index(witness("M").outline(gid)[-40:])
    forged = bytearray(program)
    forged[at + flip] ^= 0x10
    assert outlines(bytes(forged))(gid) != witness("M").outline(gid)


def composed_font(*, hinted: bool, shift: int = 0) -> bytes:
    """Build a font whose third glyph is made of the second, twice."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((0, 500))
    pen.lineTo((500 + shift, 0))
    pen.closePath()
    bar, pen = pen.glyph(), TTGlyphPen({"bar": None})
    pen.addComponent("bar", (1, 0, 0, 1, 0, 0))
    pen.addComponent("bar", (0.5, 0, 0, 0.5, 600, 300))
    pair = pen.glyph()
    if hinted:
        for glyph in (bar, pair):
            glyph.program = Program()
            glyph.program.fromAssembly(["NPUSHB[ ]", "1", "POP[ ]"])
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", "bar", "pair"])
    builder.setupCharacterMap({0x41: "pair"})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "bar": bar, "pair": pair})
    builder.setupHorizontalMetrics(dict.fromkeys([".notdef", "bar", "pair"], (1000, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2()
    builder.setupPost()
    out = BytesIO()
    builder.save(out)
    return out.getvalue()


def test_composites_are_compared_with_their_components() -> None:
    hinted, plain = outlines(composed_font(hinted=True)), outlines(composed_font(hinted=False))
    moved = outlines(composed_font(hinted=False, shift=1))
    assert hinted(2) == plain(2)
    assert plain(1) in plain(2)
    assert plain(2)[10:] != moved(2)[10:]
    assert plain(0) == b""


def test_glyph_beyond_the_program_is_refused() -> None:
    with pytest.raises(ValueError, match="not in the program"):
        outlines(composed_font(hinted=False))(3)


def test_program_without_outlines_is_refused() -> None:
    with pytest.raises(ValueError, match="no TrueType outlines"):
        outlines(b"OTTO\0\0" + bytes(20))


@pytest.mark.parametrize("tag", TAGS)
def test_each_character_has_the_glyph_that_the_library_reads(tag: str) -> None:
    with TTFont(SOURCES / "files" / load_face(tag).file.path.name, lazy=True) as font:
        font.setGlyphOrder(list(range(font["maxp"].numGlyphs)))
        read = font.getBestCmap()
        seen = witness(tag)
        points = (*range(0xD800), *range(0xE000, 0x110000, 3))
        assert [point for point in points if seen.glyph(chr(point)) != read.get(point)] == []
