"""The JIS forms are those of the font's own feature; a sequence belongs to the collection whose face lists it."""

import pytest
from fontTools.ttLib import TTFont

from fonts.catalog import load_catalog
from fonts.collections import ADOBE_JAPAN1, MOJI_JOHO, collection, ideographic
from fonts.face import load_face
from fonts.forms import JIS90, JIS2004, sequences


def jp90(tag: str) -> dict[str, int]:
    """Return bare character → glyph of the font's feature jp90."""
    font = TTFont(load_catalog().faces[tag].path)
    table = font["GSUB"].table
    found: dict[str, str] = {}
    for record in table.FeatureList.FeatureRecord:
        for index in record.Feature.LookupListIndex if record.FeatureTag == "jp90" else ():
            for part in table.LookupList.Lookup[index].SubTable:
                found.update(getattr(part, "ExtSubTable", part).mapping)
    return {chr(p): font.getGlyphID(found[name]) for p, name in font.getBestCmap().items() if name in found}


@pytest.mark.parametrize("tag", ["G", "N"])
def test_the_older_forms_are_those_of_the_feature(tag: str) -> None:
    feature = jp90(tag)
    glyph = load_face(tag).glyph
    assert {base: glyph(sequence) for base, sequence in sequences(JIS90).items()} == {
        base: feature[base] for base in sequences(JIS90)
    }
    if tag == "G":
        assert feature.keys() == sequences(JIS90).keys()
        assert len(feature) == 160


def test_the_newer_forms_have_the_glyph_of_the_bare_kanji() -> None:
    glyph = load_face("G").glyph
    newer = sequences(JIS2004)
    assert newer.keys() == sequences(JIS90).keys()
    assert all(glyph(sequence) == glyph(base) for base, sequence in newer.items())
    assert all(sequences(JIS90)[base] != sequence for base, sequence in newer.items())


@pytest.mark.parametrize(
    ("base", "older", "newer"),
    [
        ("\u8fbb", 0xE0100, 0xE0101),
        ("\u845b", 0xE0100, 0xE0101),
        ("\u7947", 0xE0100, 0xE0101),
        ("\u537f", 0xE0101, 0xE0102),
        ("\u6adb", 0xE0101, 0xE0100),
        ("\u6f23", 0xE0101, 0xE0100),
        ("\u7149", 0xE0101, 0xE0100),
    ],
)
def test_forms_of_known_kanji(base: str, older: int, newer: int) -> None:
    assert sequences(JIS90)[base] == base + chr(older)
    assert sequences(JIS2004)[base] == base + chr(newer)


def test_no_form_is_as_stored() -> None:
    assert sequences("") == {}


@pytest.mark.parametrize(
    ("cluster", "expected"),
    [
        ("\u845b\U000e0100", ADOBE_JAPAN1),
        ("\u9089\U000e0105", ADOBE_JAPAN1),  # in Noto, not in BIZ UD
        ("\u845b\U000e0102", MOJI_JOHO),
        ("\u9089\U000e0112", MOJI_JOHO),
        ("\u845b\U000e01ef", ""),
        ("\u845b", ""),
        ("\u795e\ufe00", ""),
        ("\u304b\u3099", ""),
        ("", ""),
    ],
)
def test_collection_of_a_sequence(cluster: str, expected: str) -> None:
    assert collection(cluster) == expected
    assert ideographic(cluster) == (len(cluster) == 2 and cluster[1] > "\U000e0000")
