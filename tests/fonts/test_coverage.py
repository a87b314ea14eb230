"""Which face shows which cluster: the facts of fonts.md §1 and §4, and a table of hard names.

Characters are written as code points: editors and shells normalise compatibility ideographs without a word.
"""

import csv
import unicodedata
from pathlib import Path

import pytest

from fonts.clusters import clusters, codepoints
from fonts.face import load_face
from fonts.runs import MissingGlyph, shaper

MORE = "(AJ1: U+E0100-E010E; MJ: U+E010F-E011D, E011F)"  # what the faces have of U+9089
HARD_NAMES = Path(__file__).with_name("hard_names.csv")


def text(points: str) -> str:
    """Read `U+9089 U+E0112`."""
    return "".join(chr(int(point.removeprefix("U+"), 16)) for point in points.split())


def shown(chain: str, name: str) -> str:
    """Write which face shows each cluster: its tag, `*` where ActualText is needed, `-` where none does."""
    found: list[str] = []
    for cluster in clusters(name):
        if shaper(chain).missing(cluster):
            found.append("-")
        else:
            (piece,) = shaper(chain).run(cluster).pieces
            found.append(piece.tag + "*" * bool(piece.actual))
    return "".join(found)


def hard_names() -> list[dict[str, str]]:
    with HARD_NAMES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", hard_names(), ids=lambda row: row["why"][:30])
@pytest.mark.parametrize("chain", ["gothic", "mincho"])
def test_hard_name(row: dict[str, str], chain: str) -> None:
    assert shown(chain, text(row["codepoints"])) == row[chain]


@pytest.mark.parametrize(
    "points, faces",
    [
        ("U+20BB7", "NM"),  # not in JIS X 0213, so not in BIZ UD
        ("U+20B9F", "BGNM"),
        ("U+845B U+E0100", "BGN"),  # Adobe-Japan1
        ("U+845B U+E0101", "BGN"),
        ("U+845B U+E0102", "M"),  # Moji_Joho
        ("U+845B U+E0108", "M"),
        ("U+845B U+E0109", ""),
        ("U+9089", "BGNM"),
        ("U+9089 U+E0100", "BGN"),
        ("U+9089 U+E0101", "N"),
        ("U+9089 U+E010E", "N"),
        ("U+9089 U+E010F", "M"),
        ("U+9089 U+E011D", "M"),
        ("U+9089 U+E011E", ""),
        ("U+9089 U+E011F", "M"),
        ("U+6CE8 U+E0102", ""),  # the one Adobe-Japan1 sequence that no face of the chain has
        ("U+795E U+FE00", "BGNM"),
        ("U+304B U+3099", "BGNM"),  # composed: shown by the one kana
        ("U+30CF U+309A", "BGNM"),
        ("U+30A6 U+309A", ""),  # no kana of its own
        ("U+4E00 U+3099", ""),
        ("U+3099", ""),  # a spacing glyph in BIZ UD, which would stand beside its base
        ("U+0301", ""),
        ("U+E0100", ""),
        ("U+FE00", ""),
        ("U+F860", ""),  # IPAmj has a glyph of its own there
        ("U+F87F", ""),
        ("U+E000", ""),
        ("U+100000", ""),
        ("U+F860 U+E0100", ""),
        ("U+200B", ""),
        ("U+200D", ""),
        ("U+00AD", ""),
        ("U+202E", ""),
        ("U+FFFD", ""),
        ("U+000A", ""),
        ("U+0000", ""),
        ("U+0020", "BGNM"),
        ("U+3000", "BGNM"),
    ],
)
def test_faces_of_cluster(points: str, faces: str) -> None:
    (cluster,) = clusters(text(points))
    assert "".join(tag for tag in "BGNM" if load_face(tag).glyph(cluster) is not None) == faces


def test_both_selectors_of_a_base_are_looked_at_apart() -> None:
    assert clusters(text("U+845B U+E0100 U+E0101")) == [text("U+845B U+E0100"), "\U000e0101"]
    assert shaper("gothic").missing(text("U+845B U+E0100 U+E0101")) == ("\U000e0101",)


def test_longer_cluster_is_in_no_face() -> None:
    assert load_face("G").glyph(text("U+845B U+E0100 U+E0101")) is None
    assert load_face("G").glyph("") is None


def test_missing_names_every_cluster_once() -> None:
    name = text("U+6E21 U+9089 U+E011E U+F860 U+9089 U+E011E U+7530")
    with pytest.raises(MissingGlyph) as caught:
        shaper("gothic").run(name)
    assert caught.value.clusters == (text("U+9089 U+E011E"), "\uf860")
    assert caught.value.codepoints == str(caught.value) == f"U+9089 U+E011E {MORE}, U+F860 (外字)"


def test_private_use_is_in_no_stock_face() -> None:
    private = [*range(0xE000, 0xF900), *range(0xF0000, 0xF0100), *range(0x100000, 0x100100)]
    assert not [point for point in private for tag in "BGNM" if load_face(tag).glyph(chr(point)) is not None]


def double_bytes(codec: str) -> set[str]:
    """Decode every pair of bytes that is one character."""
    pairs = (bytes([high, low]) for high in range(0x81, 0x100) for low in range(0x40, 0x100))
    return {char for pair in pairs if len(char := pair.decode(codec, "replace")) == 1} - {"\ufffd"}


@pytest.mark.parametrize(
    "codec, count, lacking", [("cp932", 7_326, ()), ("shift_jis_2004", 11_175, ("\u2985", "\u2986"))]
)
def test_japanese_character_sets_are_complete(codec: str, count: int, lacking: tuple[str, ...]) -> None:
    drawn = {char for char in double_bytes(codec) if unicodedata.category(char) not in ("Co", "Cf", "Mn", "Me")}
    assert len(drawn) == count
    assert shaper("gothic").missing("".join(sorted(drawn))) == lacking  # at most the white brackets


def test_normalisation_is_never_applied() -> None:
    # U+FA10 and U+585A are one character to NFC, and two glyphs of a name.
    face = load_face("G")
    assert face.glyph("\ufa10") != face.glyph("\u585a")
    assert face.glyph("e\u0301") is None


def test_codepoints_are_written_with_four_digits_or_more() -> None:
    assert codepoints("\u0041\U00020bb7") == "U+0041 U+20BB7"
