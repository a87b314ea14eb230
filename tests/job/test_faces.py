"""One face for each employer's envelope, in their order; the same bytes always; another's address on it is found."""

import csv
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import folk
import pikepdf
import pypdfium2
import pytest

from fonts.errors import Refusal
from generator.job.recheck import recheck
from generator.job.run import Wish, run_job
from generator.job.talk import Talk

ON = date(2025, 10, 1)
TOML = '[policy]\nphase1 = "none"\n[envelope]\nmax_pieces = 8\n'
_SHOWN = re.compile(r"1 0 0 1 [-\d.]+ [-\d.]+ Tm|<[0-9A-F]+>\s*Tj")


def society(folder: Path, toml: str = TOML) -> Path:
    """Return a society of three employers, one of whom needs two envelopes, and a member without an employer."""
    home = {"郵便番号": "100-0013", "住所": "東京都千代田区霞が関1-2-3"}
    rows = [
        *(row for i in range(1, 4) for row in folk.household(str(i), 3)),
        *folk.household("4", 2, 事業所コード="B"),
        *folk.household("5", 1, 事業所コード="C"),
        *folk.household("6", 1, 事業所コード="", 区分="任意継続", 資格取得年月日="2025-04-01", **home),
    ]
    folk.write(folder, rows, toml=toml)
    head = ("事業所コード", "名称", "郵便番号", "所在地", "担当部署")
    firms = [
        ("A", "株式会社見本甲", "105-0011", "東京都港区芝公園1-2-3 見本ビル5階", "人事部"),
        ("B", "見本乙商会", "540-0002", "大阪府大阪市中央区大手前4-5-6", ""),
        ("C", "有限会社見本丙", "060-0001", "北海道札幌市中央区北一条7-8-9", "総務課"),
    ]
    with (folder / "employers.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *firms])
    return folder


def job(folder: Path, out: Path, workers: int = 1) -> Path:
    done = run_job(Wish(folder, ON, out, workers), Talk(str))
    assert done.folder is not None
    return done.folder


def texts(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in pdf]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("faces")
    return job(society(folder / "s"), folder / "out")


def faces(job: Path) -> Path:
    return job / "vendor" / "letters" / "faces-001.pdf"


def test_every_employers_envelope_has_its_face_in_order(made: Path) -> None:
    rows = [r for r in folk.read(made / "vendor" / "envelopes.csv") if r["route"] == "事業主"]
    assert [(r["送付先コード"], r["part"], r["parts"]) for r in rows] == [
        *(("A", str(k), "2") for k in (1, 2)),
        ("B", "1", "1"),
        ("C", "1", "1"),
    ]
    shown = texts(faces(made))
    assert len(shown) == len(rows)
    firms = {"A": "株式会社見本甲人事部御中", "B": "見本乙商会御中", "C": "有限会社見本丙総務課御中"}
    for text, row in zip(shown, rows, strict=True):
        assert firms[row["送付先コード"]] in text
        assert re.findall(r"E\d{6}", text) == [row["envelope"]]
        assert f"{row['envelope']}{row['part']}/{row['parts']}{made.name}" in text
        assert "健保" not in text, "nobody's name"
    assert "〒105-0011東京都港区芝公園1-2-3見本ビル5階" in shown[0]


def test_faces_are_counted_and_listed(made: Path) -> None:
    manifest = json.loads((made / "vendor" / "manifest.json").read_text(encoding="utf-8"))
    (listed,) = [f for f in manifest["files"] if f["name"] == "letters/faces-001.pdf"]
    assert (listed["pages"], listed["contains_last4"]) == (4, False)
    assert manifest["stocks"]["faces"] == "envelope-kaku2"
    assert "vendor.faces" in manifest["hashes"]
    account = json.loads((made / "office" / "reconciliation.json").read_text(encoding="utf-8"))
    assert account["balanced"] is True


def test_the_bytes_do_not_depend_on_the_number_of_workers(made: Path, tmp_path: Path) -> None:
    again = job(society(tmp_path / "s"), tmp_path / "out", 2)
    assert faces(again).read_bytes() == faces(made).read_bytes()
    names = [sorted(p.relative_to(f).as_posix() for p in f.rglob("*")) for f in (made, again)]
    assert names[0] == names[1]


def test_a_face_reads_back_as_it_was_decided(made: Path) -> None:
    assert recheck(faces(made), None, None).findings == ()


def _exchanged(content: str, other: str) -> str:
    """Return a page with another's text at the place where both show one that differs, its address."""
    mine, its = _lines(content), _lines(other)
    place = next(p for p in mine if p in its and mine[p] != its[p])
    return content.replace(mine[place], its[place], 1)


def _lines(content: str) -> dict[str, str]:
    """Return what is shown by the place where the line begins."""
    found: dict[str, str] = {}
    place = ""
    for part in _SHOWN.findall(content):
        if part.endswith("Tm"):
            place = part
        else:
            found.setdefault(place, part)
    return found


def _swap_addresses(pdf: pikepdf.Pdf) -> None:
    one, two = (pdf.pages[i].Contents.read_bytes().decode("latin-1") for i in (1, 2))
    pdf.pages[1].Contents.write(_exchanged(one, two).encode("latin-1"))
    pdf.pages[2].Contents.write(_exchanged(two, one).encode("latin-1"))


def _swap_pages(pdf: pikepdf.Pdf) -> None:
    one, two = (pdf.pages[i].Contents.read_bytes() for i in (2, 3))
    pdf.pages[2].Contents.write(two)
    pdf.pages[3].Contents.write(one)


def _drop(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[3]


@pytest.mark.parametrize(
    ("damage", "code", "pages"),
    [(_swap_addresses, "text-differs", {2, 3}), (_swap_pages, "text-differs", {3, 4}), (_drop, "page-count", {0})],
)
def test_another_employers_address_on_an_envelope_is_found(
    tmp_path: Path, damage: Callable[[pikepdf.Pdf], None], code: str, pages: set[int]
) -> None:
    sealed = job(society(tmp_path / "s"), tmp_path / "out")
    path = faces(sealed)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        damage(pdf)
        pdf.save(path)
    found = [f for f in recheck(path, None, None).findings if f.code == code]
    assert {f.page for f in found} == pages
    assert code != "text-differs" or "post" in {f.facts["field"] for f in found}
    assert {f.file for f in found} == {"letters/faces-001.pdf"}
    assert all(f.severity == "error" for f in found)


def test_a_society_with_windows_prints_none(tmp_path: Path) -> None:
    sealed = job(society(tmp_path / "s", TOML + "face = false\n"), tmp_path / "out")
    assert sorted(p.name for p in (sealed / "vendor" / "letters").iterdir()) == ["001.pdf", "carriers-001.pdf"]
    manifest = json.loads((sealed / "vendor" / "manifest.json").read_text(encoding="utf-8"))
    assert "faces" not in manifest["stocks"]


def test_another_envelope_needs_a_face_of_its_size(tmp_path: Path) -> None:
    """角20 (229 × 324 mm) is the society's own: without a layout of its size the job does not begin."""
    folder = society(tmp_path / "s", TOML + '[vendors]\nenvelope = "our-kaku20"\n')
    (folder / "vendors").mkdir()
    shipped = Path("imposition/vendors/envelope-kaku2.toml").read_text(encoding="utf-8")
    own = shipped.replace('["240mm", "332mm"]', '["229mm", "324mm"]')
    (folder / "vendors" / "our-kaku20.toml").write_text(own, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        job(folder, tmp_path / "out")
    assert (refused.value.code, refused.value.place) == ("trim-mismatch", "letter/face")
    assert not (folder / "ledger.sqlite").exists()
