"""Every hard name is printed exactly, glyph by glyph and as text, or held back with its reason; none is changed."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import names_job
import pypdfium2
import pytest
from names_job import Job, clusters, expected, same_outline

HARD = Path(__file__).with_name("hard_names.csv")
LONG = (
    "ホセ・マリア・フェルナンデス・ムニョス・デ・ラ・コンセイサン",
    "Wolfeschlegelsteinhausen Bergerdorff Christopher Alexander Marie",
    "Nguyễn Thị Ánh Tuyết",
)
#: Index of the hard name (its codepoints) → why it is held back; all others are printed.
HELD = {
    "U+30A6 U+309A U+30A2": ("name-mark",),
    "U+F860 U+7530": ("name-private",),
    "U+2F2D U+7530 U+0020 U+9AD9": ("name-radical",),
}


def rows() -> list[str]:
    with HARD.open(encoding="utf-8", newline="") as file:
        return [row["codepoints"] for row in csv.DictReader(file)]


POINTS = [*rows(), *(" ".join(f"U+{ord(char):04X}" for char in name) for name in LONG)]
NAMES = ["".join(chr(int(point[2:], 16)) for point in points.split()) for points in POINTS]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Job:
    folder = tmp_path_factory.mktemp("hard")
    names_job.write_society(folder / "society", NAMES)
    return names_job.job(folder / "society", folder / "out", NAMES)


@pytest.mark.parametrize("index", range(len(NAMES)), ids=lambda index: POINTS[index][:40])
def test_a_hard_name_is_right_or_held_back(found: Job, index: int) -> None:
    outcome, name = found.outcomes[index], NAMES[index]
    assert outcome.held == HELD.get(POINTS[index], ())
    if outcome.held:
        assert outcome.glyphs == ()
        return
    assert [expected(face, cluster) for (face, _), cluster in zip(outcome.glyphs, clusters(name), strict=True)] == [
        gid for _, gid in outcome.glyphs
    ]
    assert all(same_outline(found, face, gid) for face, gid in outcome.glyphs)


def printed(found: Job) -> list[str]:
    return [name for name, outcome in zip(NAMES, found.outcomes, strict=True) if not outcome.held]


@pytest.mark.programs
def test_poppler_extracts_every_name_as_it_was_given(found: Job) -> None:
    for pile in ("cards", "notices"):
        said = ""
        for path in sorted((found.folder / "vendor" / pile).glob("*.pdf")):
            done = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", path, "-"], capture_output=True, check=True)
            said += done.stdout.decode("utf-8")
        lines = said.splitlines()
        whole = lines if pile == "cards" else said  # on a notice a name shares its line with the branch
        assert [name for name in printed(found) if name not in whole] == []


@pytest.mark.programs
def test_mupdf_extracts_every_name_as_it_was_given(found: Job, tmp_path: Path) -> None:
    for path in sorted((found.folder / "vendor").glob("[cn]*/*.pdf")):
        out = tmp_path / f"{path.parent.name}-{path.stem}.txt"
        command = [sys.executable, "-m", "pymupdf", "gettext", "-mode", "simple", "-output", str(out), str(path)]
        subprocess.run(command, check=True, capture_output=True)
        said = out.read_text(encoding="utf-8")
        lines, joined = said.splitlines(), said.replace("\n", "")  # MuPDF parts the two lines of a long name
        whole = lines if path.parent.name == "cards" else said  # on a notice a name shares its line with the branch
        assert [name for name in printed(found) if name not in whole and (len(name) < 20 or name not in joined)] == []


#: Searches every page for each name of a list: a program of its own, its library is not ours to import.
SEARCH = """
import json, sys, pymupdf
with pymupdf.open(sys.argv[1]) as pdf:
    names = json.loads(sys.argv[2])
    print(json.dumps([name for name in names if not any(page.search_for(name) for page in pdf)]))
"""


@pytest.mark.programs
def test_a_search_in_mupdf_finds_every_name(found: Job) -> None:
    (path,) = (found.folder / "vendor" / "cards").glob("*.pdf")
    # MuPDF finds nothing across the lines of a name in two lines: such a name is found word by word.
    wanted = [part for name in printed(found) for part in (re.split("(?<=・)| ", name) if len(name) > 24 else [name])]
    command = [sys.executable, "-c", SEARCH, str(path), json.dumps(wanted)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert json.loads(done.stdout) == []


def test_a_search_in_pdfium_finds_every_name(found: Job) -> None:
    """The viewer of Chromium, which searches ToUnicode, word by word, and nothing beyond the first plane."""
    (path,) = (found.folder / "vendor" / "cards").glob("*.pdf")
    pdf = pypdfium2.PdfDocument(path)
    pages = [pdf[at].get_textpage() for at in range(0, len(pdf), 2)]
    near = [name for name in printed(found) if max(name) <= "\uffff"]
    missed = [name for name in near if not any(_finds(page, name) for page in pages)]
    pdf.close()
    assert len(near) > 20
    assert missed == []


def _finds(page: pypdfium2.PdfTextPage, name: str) -> bool:
    words = name.replace("\u3000", " ").split(" ")
    return any(all(page.search(form).get_next() for form in forms) for forms in (words, [_bases(w) for w in words]))


def _bases(word: str) -> str:
    return "".join(cluster[0] for cluster in clusters(word))
