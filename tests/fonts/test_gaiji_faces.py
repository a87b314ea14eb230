"""A society's own face serves private-use characters only, under its approved digest; no stock face does."""

from pathlib import Path

import pytest
from gaiji_face import FAR, gaiji_face

from fonts.catalog import GAIJI_TAG, Gaiji, load_catalog
from fonts.embed import embed
from fonts.errors import ExitCode, FontRefused
from fonts.face import load_face
from fonts.runs import MissingGlyph, shaper
from fonts.witness import outlines, witness


@pytest.fixture(scope="module", params=["\ue000\ue757A", "\ue000\ue757A" + FAR], ids=["format 4", "format 12"])
def gaiji(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Gaiji:
    return gaiji_face(tmp_path_factory.mktemp("gaiji"), request.param)


def test_it_serves_private_use_only(gaiji: Gaiji) -> None:
    face = load_face(GAIJI_TAG, gaiji)
    assert face.glyph("\ue000") == 1
    assert face.glyph("\ue757") == 2
    assert face.glyph("A") is None  # a stray letter of an editor's face is not ours
    assert face.glyph("\ue001") is None
    assert face.glyph("\ue000\U000e0100") is None
    assert face.text(1) == "\ue000"


def test_far_plane(tmp_path: Path) -> None:
    assert load_face(GAIJI_TAG, gaiji_face(tmp_path)).glyph(FAR) == 4


def test_it_joins_every_style(gaiji: Gaiji) -> None:
    run = shaper("gothic", gaiji).run("山\ue000 太郎")
    assert [(piece.tag, piece.actual) for piece in run.pieces] == [("G", ""), ("X", ""), ("G", "")]
    run = shaper("gothic", gaiji).run("渡邉\U000e0112\ue757")
    assert {piece.tag for piece in run.pieces} == {"M", "X"}
    assert shaper("bold", gaiji).run("\ue000").pieces[0].tag == "X"


@pytest.mark.parametrize("char", ["\ue000", "\uf860", FAR])
def test_no_stock_face_serves_private_use(char: str) -> None:
    with pytest.raises(MissingGlyph):
        shaper("gothic").run(char)


def test_one_that_it_lacks_is_missing(gaiji: Gaiji) -> None:
    with pytest.raises(MissingGlyph, match=r"U\+F860"):
        shaper("gothic", gaiji).run("\uf860田")


def test_its_subset_has_its_outlines(gaiji: Gaiji) -> None:
    program = embed(GAIJI_TAG, ["00010002"], gaiji)
    source, made = witness(GAIJI_TAG, gaiji), outlines(program.program)
    assert source.glyph("\ue000") == 1
    assert [made(gid) for gid in (1, 2)] == [source.outline(gid) for gid in (1, 2)]
    assert program.base_font.endswith(f"+Gaiji-{gaiji.sha256[:8]}")
    assert b"<0001> <E000>" in program.to_unicode


def test_its_name_never_stands_for_a_stock_face(tmp_path: Path) -> None:
    gaiji = gaiji_face(tmp_path, name=True)
    assert load_catalog(gaiji).faces[GAIJI_TAG].name.startswith("Gaiji-")


def test_another_file_than_the_approved_is_refused(tmp_path: Path) -> None:
    gaiji = gaiji_face(tmp_path)
    gaiji.path.write_bytes(gaiji.path.read_bytes() + b"\0")
    with pytest.raises(FontRefused, match=r"gaiji.ttf: gaiji-altered") as caught:
        load_catalog(gaiji)
    assert caught.value.exit_code is ExitCode.LAYOUT
    with pytest.raises(FontRefused, match="gaiji-altered"):
        load_catalog(Gaiji(tmp_path / "none.ttf", "0" * 64))


def test_the_digest_of_all_faces_follows_it(gaiji: Gaiji) -> None:
    assert load_catalog(gaiji).sha256 != load_catalog().sha256
