"""Every peer's page is our page: text by place, picture by picture, and the check itself catches what it must."""

import importlib.util
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter, Transformation

from bench.cases import CASES, SHEET, Case
from bench.ours import draw
from bench.run import scope
from bench.same import differences
from bench.task import Task, card_task
from bench.weigh import weigh
from layouts.document import Side

pytestmark = pytest.mark.slow
COUNT = 2 * SHEET
PEERS = [case for case in CASES.values() if case.peer]


def test_every_peer_is_installed() -> None:
    """A peer that cannot be imported would silently drop out of the comparison."""
    missing = [name for name in ("fpdf", "typst", "pdfimpose") if importlib.util.find_spec(name) is None]
    assert not missing, "install the extra `bench`"


@pytest.mark.parametrize("case", PEERS, ids=lambda case: case.name)
def test_a_peers_sheets_equal_ours(case: Case, tmp_path: Path) -> None:
    ours = _ours(tmp_path)
    (tmp_path / "theirs").mkdir()
    (theirs,) = case.ready(COUNT, tmp_path / "theirs")()
    assert differences(ours, theirs, scope(case)) == []


def test_a_text_elsewhere_is_found(tmp_path: Path) -> None:
    task = card_task(COUNT, tmp_path / "a")
    assert _found(tmp_path, task, "00000000") != []


def test_the_same_documents_do_not_differ(tmp_path: Path) -> None:
    task = card_task(COUNT, tmp_path / "a")
    assert _found(tmp_path, task, str(task.documents[0].front.fields["number"])) == []


def test_a_sheet_moved_by_a_third_of_a_millimetre_is_found(tmp_path: Path) -> None:
    ours, moved = _ours(tmp_path), tmp_path / "moved.pdf"
    writer = PdfWriter(clone_from=ours)
    writer.pages[0].add_transformation(Transformation().translate(tx=1))
    writer.write(moved)
    found = differences(ours, moved, scope(CASES["reportlab"]))
    assert found
    assert all(what.startswith("page 1: ") for what in found)


def test_a_sheet_without_its_art_is_found(tmp_path: Path) -> None:
    ours, bare = _ours(tmp_path), tmp_path / "bare.pdf"
    writer = PdfWriter(clone_from=ours)
    forms = writer.pages[0]["/Resources"].get_object()["/XObject"].get_object()
    forms["/A_card.back"].get_object().set_data(b"")
    writer.write(bare)
    assert any("picture" in what for what in differences(ours, bare, scope(CASES["reportlab"])))


def test_fonts_and_art_are_weighed_apart(tmp_path: Path) -> None:
    path = _ours(tmp_path)
    weight = weigh(path)
    pages = PdfReader(path).pages
    contents = sum(len(page["/Contents"].get_object()._data) for page in pages)
    assert contents < weight.variable < contents + 20_000
    assert weight.fonts == 2


def _ours(folder: Path) -> Path:
    (folder / "ours").mkdir()
    task = card_task(COUNT, folder / "ours")
    return draw(task, task.blocks[0])


def _found(folder: Path, task: Task, number: str) -> Sequence[str]:
    """Draw our sheets twice, the second time with another 番号 on the first card, and compare them."""
    first = task.documents[0]
    front = Side(first.front.layout, {**first.front.fields, "number": number}, first.front.blocks)
    changed = replace(task, documents=[replace(first, front=front), *task.documents[1:]], out=folder / "b")
    for each in (task, changed):
        each.out.mkdir()
    paths = [draw(each, each.blocks[0]) for each in (task, changed)]
    return differences(paths[0], paths[1], scope(CASES["reportlab"]))
