"""A society with characters of its own: printed by its face, substituted only as approved, each use on record."""

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import names_job
import pytest
from gaiji_face import gaiji_face
from names_job import ROOT, Job

NAMES = ["山\ue000 太郎", "渡邉\U000e0112\ue757", "\U0010fc00田", "\u2f2d田 高", "髙橋 一郎", "\ue001田", "辻 一成"]
TABLE = "from,to,who,when\nU+2F2D,山,業務課長,2025-09-01\n髙,高,業務課長,2025-09-01\n"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Job:
    folder = tmp_path_factory.mktemp("gaiji")
    society = folder / "society"
    gaiji = gaiji_face(society)
    toml = f'forms = "jis90"\n[gaiji]\nface = "gaiji.ttf"\nsha256 = "{gaiji.sha256}"\n'
    names_job.write_society(society, NAMES, toml=toml)
    (society / "gaiji.csv").write_text(TABLE, encoding="utf-8")
    return names_job.job(society, folder / "out", NAMES)


def test_each_is_printed_or_held_back(found: Job) -> None:
    assert [outcome.faces for outcome in found.outcomes] == ["G+X", "M+X", "G+X", "G", "G", "", "G"]
    assert [outcome.held for outcome in found.outcomes][5] == ("glyph-missing",)


def test_the_face_is_embedded_as_it_was_approved(found: Job) -> None:
    (program,) = [fonts for face, fonts in found.programs.items() if face.startswith("Gaiji-")]
    source = names_job.TTFont(found.folder.parents[1] / "society" / "gaiji.ttf")
    order = source.getGlyphOrder()
    shown = [gid for o in found.outcomes for face, gid in o.glyphs if face.startswith("Gaiji-")]
    assert [order[gid] for gid in shown] == ["cE000", "cE757", "c10FC00"]
    for gid in shown:
        made = program[0]["glyf"][program[0].getGlyphName(gid)].getCoordinates(program[0]["glyf"])
        assert list(made[0]) == list(source["glyf"][order[gid]].getCoordinates(source["glyf"])[0])


def test_every_use_is_on_record_and_none_of_it_leaves_the_society(found: Job) -> None:
    with (found.folder / "office" / "names.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(int(r["番号"]) - 1, r["事由"], r["変換前"], r["変換後"], r["承認者"]) for r in csv.DictReader(file)]
    assert rows == [
        (3, "substituted", "U+2F2D", "U+5C71", "業務課長"),
        (4, "substituted", "U+9AD9", "U+9AD8", "業務課長"),
        (6, "form", "U+8FBB", "U+8FBB U+E0100", ""),
    ]
    assert not list((found.folder / "vendor").rglob("names.csv"))


def test_a_sealed_file_is_checked_again_with_the_face_of_its_job(found: Job, tmp_path: Path) -> None:
    society = found.folder.parents[1] / "society"
    (path,) = (found.folder / "vendor" / "cards").glob("*.pdf")
    assert _preflight(path, society) == 0
    other = shutil.copytree(society, tmp_path / "society")
    (other / "gaiji.ttf").write_bytes((other / "gaiji.ttf").read_bytes() + b"\0")
    assert _preflight(path, other) == 4


def _preflight(path: Path, society: Path) -> int:
    code = "from generator.cli.main import main; main()"
    command = [sys.executable, "-c", code, "preflight", str(path), "--society", str(society)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode
