"""A society's own face serves private-use characters only, under its approved digest; no stock face does."""

import os
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import date
from hashlib import sha256
from pathlib import Path
from struct import unpack_from
from typing import Any, cast

import pytest
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from gaiji_face import FAR, gaiji_face

from fonts.catalog import GAIJI_TAG, Gaiji, load_catalog
from fonts.embed import embed
from fonts.errors import ExitCode, FontRefused
from fonts.face import load_face
from fonts.runs import MissingGlyph, shaper
from fonts.witness import Witness, outlines, witness
from generator.invent import invent

ROOT = Path(__file__).parents[2]


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


def altered(folder: Path, change: Callable[[Any], None]) -> Gaiji:
    """Make the face, change it and approve what came of it."""
    made, path = gaiji_face(folder), folder / "changed.ttf"
    with TTFont(made.path, recalcBBoxes=False) as font:
        change(font)
        font.save(path)
    return approved(path)


def approved(path: Path) -> Gaiji:
    return Gaiji(path, sha256(path.read_bytes()).hexdigest())


def moved(x: int, y: int, glyph: str = "cE757") -> Callable[[Any], None]:
    """Move a glyph's points and its bearing; its record of its own box goes on saying that it lies within."""

    def change(font: Any) -> None:
        font["glyf"][glyph].coordinates.translate((x, y))
        font["glyf"][glyph].xMin += x
        font["hmtx"][glyph] = (1000, font["hmtx"][glyph][1] + x)

    return change


def emptied(font: Any) -> None:
    font["glyf"]["cE757"] = Glyph()


def flattened(font: Any) -> None:
    font["glyf"]["cE757"].coordinates.scale((1, 0))


def untouched(font: Any) -> None:
    """Save it as it was."""


def still(font: Any) -> None:
    font["hmtx"]["cE757"] = (0, 0)


@pytest.mark.parametrize(
    "change",
    [moved(0, 71), moved(0, -111), moved(151, 0), moved(-51, 0), moved(0, 20_000), emptied, flattened, still],
    ids=["above", "below", "right", "left", "far", "empty", "flat", "no advance"],
)
def test_a_glyph_that_would_spoil_the_card_is_refused(tmp_path: Path, change: Callable[[Any], None]) -> None:
    with pytest.raises(FontRefused) as caught:
        load_face(GAIJI_TAG, altered(tmp_path, change))
    assert caught.value.exit_code is ExitCode.LAYOUT
    assert str(caught.value) == (
        "changed.ttf: gaiji-glyph: 1 private-use characters have no ink, no advance or ink outside their box: U+E757; "
        "have the face made again and approved"
    )


@pytest.mark.parametrize("change", [moved(0, 70), moved(0, -110), moved(150, 0), moved(-50, 0), moved(0, 9_000, "c41")])
def test_ink_may_stand_out_a_little_and_what_is_not_served_anyhow(
    tmp_path: Path, change: Callable[[Any], None]
) -> None:
    assert load_face(GAIJI_TAG, altered(tmp_path, change)).glyph("\ue757") is not None


def test_no_more_than_five_are_named(tmp_path: Path) -> None:
    characters = "".join(map(chr, range(0xE000, 0xE010)))
    made = gaiji_face(tmp_path, characters)  # the bars climb by 90 a character: those from U+E009 on leave the box
    with pytest.raises(FontRefused, match=r": 8 private-use .*: U\+E008, U\+E009, U\+E00A, U\+E00B, U\+E00C;"):
        load_face(GAIJI_TAG, made)


@pytest.mark.parametrize("characters", ["\ue000\ue757A", "\ue000\ue757A" + FAR], ids=["format 4", "format 12"])
@pytest.mark.parametrize("mask", [0x01, 0x80, 0xFF])
def test_a_damaged_byte_is_refused_or_does_no_harm(tmp_path: Path, characters: str, mask: int) -> None:
    whole = gaiji_face(tmp_path, characters).path.read_bytes()
    codes: Counter[str] = Counter()
    for at in range(300):
        path = tmp_path / f"{at}.ttf"
        path.write_bytes(whole[:at] + bytes((whole[at] ^ mask,)) + whole[at + 1 :])
        codes[outcome(approved(path))] += 1
        path.unlink()
    assert codes.keys() <= {"sound", "gaiji-damaged", "gaiji-glyph", "font-damaged", "font-charmap", "font-outlines"}
    assert codes["sound"] > 50  # checksums, search ranges
    assert codes["gaiji-damaged"] > 5


def outcome(gaiji: Gaiji) -> str:
    """Return the code of the refusal, or "sound" where all that is shown is embedded and proved."""
    load_face.cache_clear()  # a file stays open as long as its face
    try:
        face = load_face(GAIJI_TAG, gaiji)
    except FontRefused as refused:
        assert "install" not in refused.step
        return refused.code
    seen = Witness(gaiji.path)
    chars = [char for char in ("\ue000", "\ue757", FAR) if face.glyph(char) is not None]
    gids = [face.glyph(char) or 0 for char in chars]
    assert gids == [seen.glyph(char) for char in chars]
    if gids:
        program = outlines(embed(GAIJI_TAG, [f"{gid:04X}" for gid in gids], gaiji).program)
        assert all(program(gid) == seen.outline(gid) != b"" and face.advance(gid) > 0 for gid in gids)
    return "sound"


def test_no_table_makes_it_read_for_ever(tmp_path: Path) -> None:
    """Segments that overlap claim 65,535 characters each."""
    made = gaiji_face(tmp_path, "".join(map(chr, range(0xE000, 0xE010, 2)))).path
    with TTFont(made) as font:
        at: int = cast(Any, font).reader.tables["cmap"].offset
    data = bytearray(made.read_bytes())
    (table,) = {at + unpack_from(">L", data, at + 8 + 8 * i)[0] for i in range(unpack_from(">H", data, at + 2)[0])}
    count = unpack_from(">H", data, table + 6)[0]
    data[table + 14 : table + 14 + count] = b"\xff" * count
    made.write_bytes(data)
    with pytest.raises(FontRefused, match=r"font-charmap.*have the face made again"):
        load_face(GAIJI_TAG, approved(made))


@pytest.mark.slow
@pytest.mark.parametrize("change", [moved(0, 20_000), None], ids=["ink outside", "damaged"])
def test_nothing_is_reserved_for_such_a_face(tmp_path: Path, change: Callable[[Any], None] | None) -> None:
    folder = tmp_path / "society"
    invent(folder, people=20, employers=2, seed=1, on=date(2025, 10, 1))
    made = altered(folder, change or untouched)
    if change is None:
        made.path.write_bytes(b"\xff" + made.path.read_bytes()[1:])
        made = approved(made.path)
    with (folder / "society.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[gaiji]\nface = "changed.ttf"\nsha256 = "{made.sha256}"\n')
    code = "gaiji-damaged" if change is None else "gaiji-glyph"
    for line in (("check",), ("run", "--on", "2025-10-01", "--out", str(tmp_path / "out"))):
        said = shikaku(line[0], str(folder), *line[1:])
        assert said.returncode == 4, said.stderr
        assert f"changed.ttf: {code}: " in said.stderr + said.stdout
        assert "Traceback" not in said.stderr
    assert events(folder) == 0


def events(folder: Path) -> int:
    """Count what the society's ledger holds, none where there is no ledger."""
    path = folder / "ledger.sqlite"
    if not path.exists():
        return 0
    with closing(sqlite3.connect(path)) as ledger:
        return ledger.execute("SELECT count(*) FROM event").fetchone()[0]


def shikaku(*arguments: str) -> subprocess.CompletedProcess[str]:
    code = "from generator.cli.main import main; main()"
    environ = os.environ | {"SHIKAKU_LANG": "en"}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
