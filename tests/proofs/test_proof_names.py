"""Names of two lines and with a society's own characters read back clean, and what is wrong with them is found."""

import re
from pathlib import Path

import proof_job
import pytest
from gaiji_face import gaiji_face
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from proof_job import UNPROVED, Made, card, damaged, faults, found, make, rewrite, texts_of

from fonts.catalog import Gaiji
from fonts.runs import MissingGlyph
from layouts.load import Layouts, load_layouts
from layouts.typeset import unprintable
from proofs.check import Expected, check_file

LAYOUTS = proof_job.load()
LONG = "ホセ・マリア・フェルナンデス・ムニョス・デ・ラ・コンセイサン"
LINE = r"(1 0 0 1 \S+ \S+ Tm /G \S+ Tf <\w+>Tj\n)"
LINES = re.compile(rf"(/Span <</ActualText <FEFF[0-9A-F]+>>> BDC ){LINE}{LINE}")


@pytest.fixture(scope="module")
def long_named(tmp_path_factory: pytest.TempPathFactory) -> Made:
    documents = [card(1, LONG, "ホセ"), card(2, LONG.replace("ムニョス", "エルナンデス"), "ホセ"), card(4)]
    return make(tmp_path_factory.mktemp("long") / "001.pdf", LAYOUTS, documents, "card-21up")


def test_two_lines_read_back_clean(long_named: Made) -> None:
    assert texts_of(long_named.check().findings) == ""
    assert faults(long_named.alone(), but=UNPROVED) == ""


SPOILS = {
    "swapped": lambda m: f"{m[1]}{_with_place(m[3], m[2])}{_with_place(m[2], m[3])}",
    "second missing": lambda m: m[1] + m[2],
    "first missing": lambda m: m[1] + m[3],
    "second lower": lambda m: m[1] + m[2] + _shifted(m[3], 0, -1),
    "second to the right": lambda m: m[1] + m[2] + _shifted(m[3], 2, 0),
    "twice the first": lambda m: m[1] + m[2] + _with_place(m[2], m[3]),
    "another replacement text": lambda m: m[1].replace("30DB", "30DC", 1) + m[2] + m[3],
    "one glyph": lambda m: m[1] + m[2] + re.sub(r"<\w{4}", "<04FA", m[3]),
}


def _place(line: str) -> str:
    return line[: line.index(" Tm")]


def _with_place(line: str, of: str) -> str:
    return _place(of) + line[line.index(" Tm") :]


def _shifted(line: str, right: float, up: float) -> str:
    *start, x, y = _place(line).split()
    return " ".join([*start, f"{float(x) + right:.2f}", f"{float(y) + up:.2f}"]) + line[line.index(" Tm") :]


@pytest.mark.parametrize("spoil", SPOILS)
def test_a_spoiled_second_line_is_found(long_named: Made, spoiled: Path, spoil: str) -> None:
    with damaged(long_named, spoiled) as pdf:
        rewrite(pdf, 0, lambda content: LINES.sub(SPOILS[spoil], content, count=1))
    codes = found(long_named.check(spoiled))
    assert codes & {"text-differs", "text-misplaced", "text-layer", "text-twice"}, codes


NAMES = st.text(st.sampled_from("佐藤渡邉齋𠮷辻ヶァヴabcXYZ-'・　 \U000e0101"), min_size=20, max_size=60)


@given(st.lists(NAMES, min_size=1, max_size=4))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_long_name_is_accepted_reads_back(tmp_path: Path, names: list[str]) -> None:
    documents = [card(i, name) for i, name in enumerate(names, 1) if _accepted(name)]
    assume(documents)
    made = make(tmp_path / "a.pdf", LAYOUTS, documents, "card-21up")
    assert texts_of(made.check().findings) == ""


def _accepted(name: str) -> bool:
    front = card(1, name).front
    try:
        return bool(name.strip()) and not unprintable(LAYOUTS.template(front.layout), front)
    except MissingGlyph:
        return False


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> tuple[Layouts, Gaiji]:
    gaiji = gaiji_face(tmp_path_factory.mktemp("gaiji"))
    return load_layouts(None, proof_job.STATICS, {}, gaiji), gaiji


def test_own_characters_read_back_clean(own: tuple[Layouts, Gaiji], tmp_path: Path) -> None:
    layouts, _ = own
    made = make(tmp_path / "a.pdf", layouts, [card(1, "山\ue000　太郎"), card(2, "\U0010fc00\ue757")], "card-21up")
    assert texts_of(made.check().findings) == ""
    assert faults(made.alone(), but=UNPROVED) == ""


def test_another_own_character_is_found(own: tuple[Layouts, Gaiji], tmp_path: Path, spoiled: Path) -> None:
    layouts, _ = own
    made = make(tmp_path / "a.pdf", layouts, [card(1, "山\ue000　太郎")], "card-21up")
    with damaged(made, spoiled) as pdf:
        rewrite(pdf, 0, lambda content: re.sub(r"(/X \S+ Tf )<0002>", r"\1<0003>", content))
    assert "text-differs" in found(made.check(spoiled))


def test_without_the_face_an_own_character_is_no_proof(own: tuple[Layouts, Gaiji], tmp_path: Path) -> None:
    layouts, _ = own
    made = make(tmp_path / "a.pdf", layouts, [card(1, "山\ue000　太郎")], "card-21up")
    report = check_file(made.path, expected=Expected(made.stock, made.block, made.documents, LAYOUTS), stock=made.stock)
    assert "font-unknown" in found(report)
