"""Every delivered PDF of a job is PDF/X-4, whatever it is, with black overprinting text; the manifest tells of it.

A ground of a designer's and a society's own face for private-use characters are among what is printed.
"""

import hashlib
import json
from datetime import date
from pathlib import Path

import folk
import pikepdf
import pytest
import x4_rows
import x4_text
from gaiji_face import gaiji_face

from fonts.errors import Refusal
from generator.intake.settings import load_society
from generator.job.inks import plain_name
from generator.job.run import Wish, run_job
from generator.job.setup import set_up
from generator.job.talk import Talk
from imposition.intent import CATALOG, stand_in

ON = date(2025, 10, 1)
MM = 72 / 25.4
TOML = """[card]
colour = { spot = "DIC 181s", cmyk = [0.6, 0.1, 0, 0] }
[policy]
phase1 = "none"
[packing]
cards = "carrier"
[layouts]
dir = "layouts"
[vendors]
card = "press"
"""
PRESS = 'extends = "card-21up"\n[plates]\nwhite = "White"\ndie = "CutContour"\n'
GROUND = "format = 1\nextends = 'card/front'\nground = 'art/front.pdf'\n"


def ground(path: Path, ink: str, cmyk: str) -> None:
    """Make a designer's page: a band in a spot of its own."""
    path.parent.mkdir(parents=True)
    with pikepdf.new() as pdf:
        page = pikepdf.Page(pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Page)))
        page.obj["/MediaBox"] = [0, 0, 92 * MM, 60 * MM]
        page.obj["/TrimBox"] = [3 * MM, 3 * MM, 89 * MM, 57 * MM]
        space = f"[/Separation /{ink.replace(' ', '#20')} /DeviceCMYK {{}}]".replace(
            "{}", f"<</FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] /C1 [{cmyk}] /N 1>>"
        )
        page.obj["/Resources"] = pikepdf.Dictionary(
            ColorSpace=pikepdf.Dictionary(Own=pikepdf.Object.parse(space.encode()))
        )
        page.obj["/Contents"] = pdf.make_stream(b"/Own cs 0.2 scn 0 0 300 30 re f")
        pdf.pages.append(page)
        pdf.save(path)


def society(
    folder: Path, *, ink: str = "DIC 181s", cmyk: str = ".6 .1 0 0", press: str = PRESS, more: str = ""
) -> Path:
    home = {"郵便番号": "100-0013", "住所": "東京都千代田区霞が関1-2-3"}
    gaiji = gaiji_face(folder)
    rows = [
        *(row for i in range(1, 4) for row in folk.household(str(i), 3)),
        *folk.household("4", 1, 氏名="健保　\ue000子", マイナ保険証="登録済"),
        *folk.household("5", 1, 氏名="健保　\ue757子"),
        *folk.household("6", 1, 事業所コード="", 区分="任意継続", 資格取得年月日="2025-04-01", **home),
    ]
    face = f'[gaiji]\nface = "{gaiji.path.name}"\nsha256 = "{gaiji.sha256}"\n'
    folk.write(folder, rows, toml=TOML + face)
    ground(folder / "layouts" / "art" / "front.pdf", ink, cmyk)
    for path, text in (("layouts/card/front.toml", GROUND), ("vendors/press.toml", press)):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def job(folder: Path) -> Path:
    done = run_job(Wish(folder, ON, folder.parent / "out", 1), Talk(str))
    assert done.folder is not None
    return done.folder / "vendor"


def manifest(vendor: Path) -> dict[str, dict[str, object]]:
    return json.loads((vendor / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def vendor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return job(society(tmp_path_factory.mktemp("x4") / "s"))


def test_every_delivered_file_is_pdf_x4(vendor: Path) -> None:
    files = sorted(vendor.rglob("*.pdf"))
    kinds = {path.relative_to(vendor).as_posix().rstrip("0123456789.pdf-") for path in files}
    assert {"cards/", "notices/", "letters/", "letters/carriers", "letters/faces"} <= kinds
    assert [(path.name, fault) for path in files for fault in x4_rows.faults(path, stand_in().sha256)] == []


def test_text_is_overprinting_black_a_spot_or_cut_out(vendor: Path) -> None:
    for path in vendor.rglob("*.pdf"):
        found = x4_text.inks(path)
        assert found, path.name
        assert [ink for ink in found if not ink.sound] == [], path.name


def test_spots_have_one_spelling_across_the_job(vendor: Path) -> None:
    names: set[str] = set()
    for path in vendor.rglob("*.pdf"):
        with pikepdf.open(path) as pdf:
            spaces = (o for o in x4_rows.everything(pdf) if isinstance(o, pikepdf.Array) and len(o) == 4)
            names |= {str(space[1]) for space in spaces if str(space[0]) == "/Separation"}
    assert names == {"/All", "/DIC 181s", "/White", "/CutContour"}


def test_the_manifest_tells_what_is_claimed(vendor: Path) -> None:
    said = manifest(vendor)
    assert said["pdfx"] == dict.fromkeys(("cards", "carriers", "faces", "letters", "notices", "orders"), "PDF/X-4")
    assert said["intents"]["cards"] == {
        "identifier": stand_in().identifier,
        "condition": stand_in().condition,
        "registry": "",
        "sha256": stand_in().sha256,
        "stand_in": True,
    }
    assert said["intents"].keys() == said["pdfx"].keys()


def test_a_vendor_without_a_profile_claims_nothing(tmp_path: Path) -> None:
    vendor = job(society(tmp_path / "s", press='extends = "card-21up"\nintent = "none"\n'))
    said = manifest(vendor)
    assert said["pdfx"]["cards"] == "none"
    assert "cards" not in said["intents"]
    assert said["pdfx"]["letters"] == "PDF/X-4"
    assert not x4_rows.claims(vendor / "cards" / "001.pdf")
    assert x4_rows.claims(vendor / "letters" / "001.pdf")


def test_letters_go_to_the_vendors_condition_too(tmp_path: Path) -> None:
    data = bytearray(CATALOG.with_name("cmyk.icm").read_bytes())
    data[127] = 1
    digest = hashlib.sha256(data).hexdigest()
    folder = society(tmp_path / "s")
    (folder / "vendors" / "press.icc").write_bytes(data)
    intent = f'[intent]\nprofile = "press.icc"\nsha256 = "{digest}"\nidentifier = "OWN"\ncondition = "own"\n'
    (folder / "vendors" / "post.toml").write_text(f'extends = "letter-a4"\n{intent}', encoding="utf-8")
    text = (folder / "society.toml").read_text(encoding="utf-8")
    (folder / "society.toml").write_text(text.replace('card = "press"', 'card = "press"\nletter = "post"'), "utf-8")
    vendor = job(folder)
    assert x4_rows.faults(vendor / "letters" / "001.pdf", digest) == []
    assert x4_rows.faults(vendor / "letters" / "carriers-001.pdf", digest) == []
    assert manifest(vendor)["intents"]["letters"]["stand_in"] is False


@pytest.mark.parametrize("ink", ["DIC181s", "dic 181S", "DIC-181s", "DIC\u3000181s", "ＤＩＣ 181s"])
def test_two_spellings_of_an_ink_are_refused(tmp_path: Path, ink: str) -> None:
    written = "".join(c if c.isascii() else "".join(f"#{b:02x}" for b in c.encode()) for c in ink)
    with pytest.raises(Refusal) as caught:
        set_up(load_society(society(tmp_path / "s", ink=written)))
    assert str(caught.value).startswith(
        f"card/front.toml: spot-spelling: the ink {ink} is called DIC 181s in society.toml"
    )


def test_one_ink_has_one_colour(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        set_up(load_society(society(tmp_path / "s", cmyk=".6 .2 0 0")))
    assert (
        "card/front.toml: spot-colour: the ink DIC 181s stands for C60 M20 Y0 K0, in society.toml for C60 M10 Y0 K0"
        in str(caught.value)
    )


def test_the_vendors_inks_are_inks_of_the_job(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"press.toml: spot-spelling: the ink DIC181S is called DIC 181s in society.toml"):
        set_up(load_society(society(tmp_path / "s", press=PRESS.replace("CutContour", "DIC181S"))))


def test_names_that_differ_in_more_are_two_inks() -> None:
    assert plain_name("DIC 181s") == plain_name("ＤＩＣ－181S") == "dic181s"
    assert len({plain_name(name) for name in ("DIC 181", "DIC 181s", "DIC 182s", "PANTONE 181 C")}) == 4
