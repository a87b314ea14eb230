"""Every class of mistake in a layout file, found in one go and located; in both languages. UPDATE_GOLDEN=1 rewrites."""

import gettext
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from designer import FAULTS, art, spoiled
from layout_samples import INKS, STATICS

from generator.messages.catalogue import DOMAIN, LOCALES
from layouts.errors import LayoutRefused
from layouts.load import load_layouts

sys.path.insert(0, str(Path(__file__).parents[1] / "messages"))

import message_templates

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
MISTAKES = HERE / "mistakes"
#: What is no mistake in a layout file: a folder that is not there, a name asked for, a text of one copy; the head line.
ELSEWHERE = {
    "there is no such folder of layouts",
    "there is no such layout",
    "see shikaku layout list",
    "block {block} has {places} place(s), {given} were given",
    "no face has {codepoints}",
    "the text is too wide for its place: {detail}",
}
LINE = re.compile(r"(?P<file>[^:]+\.toml)(?::(?P<line>\d+))?: (?P<code>[a-z0-9-]+): (?P<said>.+)")


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> LayoutRefused:
    """Load a folder in which every file is wrong, those that no text file can hold added."""
    folder = tmp_path_factory.mktemp("mistakes") / "layouts"
    shutil.copytree(MISTAKES, folder)
    (folder / "Wrong-Name.toml").write_text("format = 1\n", "utf-8")
    (folder / "wrong-encoding.toml").write_bytes("format = 1 # 氏名\n".encode("cp932"))
    _designed(folder)
    with pytest.raises(LayoutRefused) as caught:
        load_layouts(folder, STATICS, INKS)
    return caught.value


def _designed(folder: Path) -> None:
    """Put layouts beside them that lie on pages no press could take."""
    for case, (spoil, _) in FAULTS.items():
        name = f"ground-{case.replace(' ', '-')}"
        spoiled(art(folder / "art" / f"{name}.pdf"), spoil)
        _layout(folder, name)
    with pikepdf.open(art(folder / "art" / "ground-encrypted.pdf"), allow_overwriting_input=True) as pdf:
        pdf.save(folder / "art" / "ground-encrypted.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    (folder / "art" / "ground-no-pdf.pdf").write_bytes(b"no PDF")
    for name in ("ground-encrypted", "ground-no-pdf"):
        _layout(folder, name)


def _layout(folder: Path, name: str) -> None:
    text = f'format = 1\nextends = "card/front"\nground = "art/{name}.pdf"\n'
    (folder / f"{name}.toml").write_text(text, "utf-8")


@pytest.mark.parametrize(("language", "file"), [("en", "mistakes.txt"), ("ja", "mistakes.ja.txt")])
def test_every_mistake_is_told_as_in_the_golden(refused: LayoutRefused, language: str, file: str) -> None:
    translate: Callable[[str], str] = str
    if language == "ja":
        translate = gettext.translation(DOMAIN, LOCALES, languages=["ja"]).gettext
    text = refused.text(translate) + "\n"
    path = GOLDEN / file
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, "utf-8")
    assert path.read_text("utf-8") == text


def test_every_file_is_told_with_a_line(refused: LayoutRefused) -> None:
    told = [LINE.fullmatch(str(problem)) for problem in refused.problems]
    assert None not in told
    files = {match["file"] for match in told if match}
    assert {path.relative_to(MISTAKES).as_posix() for path in MISTAKES.rglob("*.toml")} <= files
    without = {match["file"] for match in told if match and match["line"] is None}
    assert without == {"Wrong-Name.toml", "wrong-encoding.toml"}


def test_the_line_is_the_mistake_s(refused: LayoutRefused) -> None:
    """The key that is told stands on the line that is told, or its table does."""
    for problem in refused.problems:
        match = LINE.fullmatch(str(problem))
        path = MISTAKES / match["file"] if match else MISTAKES
        if not match or match["line"] is None or not path.is_file():
            continue
        line = path.read_text("utf-8").splitlines()[int(match["line"]) - 1]
        said = re.match(r"(\[[^\]]+\])? ?([a-z_]+)?:", match["said"])
        if said and said[1] and match["file"] != "side-missing.toml":
            assert line.startswith((said[1][:-1], "at =", "ink =")) or f"{said[2]} =" in line, f"{problem}\n{line}"


def test_there_is_a_file_for_every_message(refused: LayoutRefused) -> None:
    told = [(problem.fact, problem.step) for problem in refused.problems]
    known = {text for pair in told for text in pair}
    wanted = {
        template
        for template, places in message_templates.collected().templates.items()
        if all(place.startswith("layouts.") for place in places) and not template.startswith("{count} problem")
    }
    assert sorted(wanted - known - ELSEWHERE) == []


def test_a_file_has_the_one_mistake_it_is_named_for(refused: LayoutRefused) -> None:
    files = [problem.place.partition(":")[0] for problem in refused.problems]
    assert [file for file in files if files.count(file) > 1] == []
