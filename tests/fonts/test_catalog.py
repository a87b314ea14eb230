"""The catalogue holds what it says; what is altered, forbidden or not TrueType is refused."""

import shutil
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from fonts.catalog import CATALOG, FaceFile, load_catalog, read_catalog
from fonts.errors import ExitCode, FontRefused
from fonts.face import Face


def test_faces_and_chains() -> None:
    catalog = load_catalog()
    assert sorted(catalog.faces) == ["B", "G", "M", "N"]
    assert catalog.chains == {
        "gothic": (("G", "N"), ("M",)),
        "bold": (("B",), ("G", "N"), ("M",)),
        "mincho": (("M",), ("G", "N")),
    }
    assert len(catalog.sha256) == 64
    assert catalog is load_catalog()


@pytest.mark.parametrize("tag", ["G", "B", "N", "M"])
def test_entry_agrees_with_file(tag: str) -> None:
    face = load_catalog().faces[tag]
    with TTFont(face.path, lazy=True) as font:
        assert font["name"].getDebugName(6) == face.name
        assert face.version in font["name"].getDebugName(5)
        assert font["OS/2"].fsType == 0
    marker = "IPA Font License" if face.licence == "IPA" else "SIL OPEN FONT LICENSE Version 1.1"
    assert marker in face.licence_path.read_text("utf-8-sig")


def test_ipa_face_is_unmodified() -> None:
    # IPA licence, article 3 section 2: the digest is that of the file in Debian's package.
    face = load_catalog().faces["M"]
    assert face.path.name == "ipamjm.ttf"
    assert face.path.stat().st_size == 46_478_572
    assert face.sha256 == "75268aa9ac2d92080048196af08adee37f1c286cf4b7777ed5ac3722a8737f5f"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A catalogue of its own whose files are links to the real ones."""
    shutil.copy(CATALOG, tmp_path / "catalog.toml")
    (tmp_path / "files").mkdir()
    for file in CATALOG.with_name("files").iterdir():
        (tmp_path / "files" / file.name).symlink_to(file)
    return tmp_path / "catalog.toml"


def test_copy_is_the_same_catalogue(copy: Path) -> None:
    assert read_catalog(copy).sha256 == load_catalog().sha256


def test_altered_and_missing_files_are_all_named(copy: Path) -> None:
    bold, noto = copy.with_name("files") / "BIZUDPGothic-Bold.ttf", copy.with_name("files") / "NotoSansJP-Regular.ttf"
    content = bytearray(bold.read_bytes())
    content[100_000] ^= 1
    bold.unlink()
    bold.write_bytes(content)
    noto.unlink()
    with pytest.raises(FontRefused) as caught:
        read_catalog(copy)
    assert caught.value.code == "font-altered"
    assert caught.value.place == "BIZUDPGothic-Bold.ttf, NotoSansJP-Regular.ttf"
    assert caught.value.exit_code is ExitCode.LAYOUT


@pytest.mark.parametrize(
    "old, new",
    [
        ("format = 1", "format = 2"),
        ('mincho = [["M"], ["G", "N"]]', 'mincho = [["M"], ["X"]]'),
        ("stem = 63", "stm = 63"),
        ("[chains]", "[chain"),
        ('file = "ipamjm.ttf"', ""),
    ],
)
def test_unreadable_catalogue_is_refused(copy: Path, old: str, new: str) -> None:
    copy.write_text(copy.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(FontRefused, match="font-catalog"):
        read_catalog(copy)


def test_digest_follows_what_decides_the_drawing(copy: Path) -> None:
    copy.write_text(copy.read_text("utf-8").replace('[["M"], ["G", "N"]]', '[["M"]]'), "utf-8")
    assert read_catalog(copy).sha256 != load_catalog().sha256


BEYOND_THE_BMP = 0x20000


def own_font(path: Path, *, outlines: str = "glyf", rights: int = 0, highest: int = BEYOND_THE_BMP) -> Face:
    """Open a tiny font made here: A, a private U+E000, and the highest code point, which decides the cmap's format."""
    builder = FontBuilder(1000, isTTF=outlines == "glyf")
    order = [".notdef", "A"]
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({0x41: "A", 0xE000: "A", highest: "A"})
    pen = TTGlyphPen(None) if outlines == "glyf" else T2CharStringPen(500, None)
    pen.moveTo((0, 0))
    pen.lineTo((0, 500))
    pen.lineTo((500, 0))
    pen.closePath()
    if isinstance(pen, TTGlyphPen):
        builder.setupGlyf(dict.fromkeys(order, pen.glyph()))
    else:
        builder.setupCFF("Own", {}, dict.fromkeys(order, pen.getCharString()), {})
    builder.setupHorizontalMetrics(dict.fromkeys(order, (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2(fsType=rights)
    builder.setupPost()
    builder.save(path)
    return Face(
        FaceFile(
            tag="X",
            name="Own",
            path=path,
            sha256="",
            version="",
            origin="",
            licence="",
            licence_path=path,
            style="gothic",
            stem=80,
        )
    )


def test_own_font_opens(tmp_path: Path) -> None:
    face = own_font(tmp_path / "own.ttf")
    assert (face.glyph("A"), face.glyph("\ue000"), face.glyph("B")) == (1, None, None)
    assert (face.advance(1), face.text(1)) == (500, "A")


def test_trap_08_cff_outlines_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FontRefused, match="font-outlines"):
        own_font(tmp_path / "own.otf", outlines="CFF ")


@pytest.mark.parametrize("rights", [0x0002, 0x0100, 0x0200])
def test_forbidden_embedding_is_refused(tmp_path: Path, rights: int) -> None:
    with pytest.raises(FontRefused, match="font-embedding"):
        own_font(tmp_path / "own.ttf", rights=rights)


def test_font_without_full_unicode_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FontRefused, match="font-charmap"):
        own_font(tmp_path / "own.ttf", highest=0x42)


@pytest.mark.parametrize("content", [b"", b"no font", b"\0\1\0\0\0\x63" + bytes(90)])
def test_damaged_file_is_refused(tmp_path: Path, content: bytes) -> None:
    face = own_font(tmp_path / "own.ttf")
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(content)
    with pytest.raises(FontRefused):
        Face(FaceFile(**{name: getattr(face.file, name) for name in FaceFile.__slots__ if name != "path"}, path=broken))
