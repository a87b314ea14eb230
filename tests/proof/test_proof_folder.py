"""A proof's folder: what is in it, who may look, and what must never be in it."""

import json
import os
import stat
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from proof_desk import DIGITS, PHASE1, Tree, names_of, proof, society, text_of
from pypdfium2 import PdfDocument

from generator.errors import ConfigError, InputError, LedgerError
from generator.intake.settings import load_society
from generator.job.press import layouts_of
from generator.job.setup import set_up
from generator.ledger.opening import open_ledger
from generator.proof.source import candidates, dry_run

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return society(tmp_path_factory.mktemp("proof") / "society")


@pytest.fixture(scope="module")
def real(home: Path) -> Path:
    return proof(home, home.parent / "out").folder


@pytest.fixture(scope="module")
def dummy(home: Path, real: Path) -> Path:
    return proof(home, home.parent / "out", dummy=True).folder


def record(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "proof.json").read_text(encoding="utf-8"))


def test_the_folder_is_the_owners_and_lists_itself(real: Path) -> None:
    if os.name == "posix":
        assert stat.S_IMODE(real.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in real.iterdir()} == {0o600}
    files = {str(row["name"]): row for row in record(real)["files"]}
    assert files.keys() | {"proof.json"} == {path.name for path in real.iterdir()}
    for name, row in files.items():
        assert row["sha256"] == sha256((real / name).read_bytes()).hexdigest()
    assert (real / "report.html").stat().st_size < 15_000_000


def test_the_record_says_what_a_signature_covers(home: Path, real: Path, dummy: Path) -> None:
    told = record(real)
    assert told["real_persons"] is True
    assert record(dummy)["real_persons"] is False
    setup = set_up(load_society(home))
    hashes: dict[str, str] = told["hashes"]
    assert setup.hashes.items() <= hashes.items()
    assert {"policy", "tool"} <= hashes.keys()


def test_who_made_it_is_taken_down_before_the_folder_is_seen(home: Path, real: Path, dummy: Path) -> None:
    with open_ledger(home, "", create=False) as ledger:
        made = [ledger.maker_of(sha256((each / "proof.json").read_bytes()).hexdigest()) for each in (real, dummy)]
        assert made == [record(real)["by"]] * 2
        assert ledger.breaks() == ()


def test_a_proof_that_cannot_be_taken_down_is_refused_at_once(home: Path, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="by-nobody"):
        proof(home, tmp_path / "out", by="・")
    assert not (tmp_path / "out").exists()


def test_every_reason_in_the_job_is_in_the_proof(home: Path, real: Path, tmp_path: Path) -> None:
    settings = load_society(home)
    setup = set_up(settings)
    dry = dry_run(settings, setup, PHASE1, tmp_path, 1)
    there = {claim.reason for each in candidates(dry, layouts_of(setup.look)) for claim in each.claims}
    picked = {reason for row in record(real)["picks"] for reason in row["reasons"]}
    assert there <= picked
    assert picked - there <= {"sample", "household:cards", "household:notices"}


def test_a_day_without_documents_is_refused_and_leaves_nothing(home: Path, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in home.iterdir()}
    with pytest.raises(InputError, match="proof-nothing-due"):
        proof(home, tmp_path, date(2023, 10, 2))
    assert not list(tmp_path.iterdir())
    assert {path.name: path.read_bytes() for path in home.iterdir()} == before


def test_digits_are_nowhere(real: Path) -> None:
    for path in real.glob("*.pdf"):
        assert DIGITS not in text_of(path), path.name
    assert "見本" in text_of(real / "proof.pdf")
    page = Tree()
    page.feed((real / "report.html").read_text(encoding="utf-8"))
    assert not any(DIGITS in text for text in page.visible)
    assert DIGITS not in (real / "proof.json").read_text(encoding="utf-8")


def test_names_are_on_the_pages_alone(home: Path, real: Path) -> None:
    names = set(names_of(home))
    told = (real / "proof.json").read_text(encoding="utf-8")
    assert not any(name in told for name in names)
    assert not any(name in path.name for name in names for path in real.iterdir())
    assert any(name.replace("\u3000", "") in text_of(real / "proof.pdf").replace("\u3000", "") for name in names)


def test_the_dummies_show_every_reason_of_the_real_set(real: Path, dummy: Path) -> None:
    there, shown = ({reason for row in record(each)["picks"] for reason in row["reasons"]} for each in (real, dummy))
    assert there <= shown


@pytest.mark.parametrize(("which", "words"), [("real", {"校正"}), ("dummy", {"校正", "見本"})])
def test_every_page_of_a_proof_says_what_it_is(which: str, words: set[str], request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(which)
    with PdfDocument(folder / "proof.pdf") as document:
        pages: Any = document
        for page in pages:
            said = page.get_textpage().get_text_bounded()
            assert all(word in said for word in words), page


def test_the_mark_of_a_specimen_lies_under_the_texts(dummy: Path) -> None:
    with pikepdf.open(dummy / "specimen.pdf") as file:
        for page in file.pages:
            before, *pieces = page.Contents.read_bytes().split(b" 1 Tr BT ")  # a mark is written in outline
            assert b"Tj" not in before
            assert all(b"Tj" in piece.partition(b"ET Q\n")[2] for piece in pieces)


def test_what_a_vendor_may_see_holds_no_member(home: Path, real: Path, dummy: Path) -> None:
    names = {name.replace("\u3000", "") for name in names_of(home)}
    for path in (*dummy.glob("*.pdf"), real / "specimen.pdf", real / "specimen-notices.pdf"):
        text = text_of(path).replace("\u3000", "").replace(" ", "")
        assert not [name for name in names if name in text], path.name
    for name in ("specimen.pdf", "specimen-notices.pdf"):
        assert (real / name).read_bytes() == (dummy / name).read_bytes()
        with PdfDocument(real / name) as document:
            pages = len(document)
        stocks = set_up(load_society(home)).stocks
        cells = len(stocks["notices" if "notices" in name else "cards"].cells)
        assert text_of(real / name).count("見本 SPECIMEN") == cells * pages  # what is cut out bears it, too


def test_the_same_again_is_the_same_bytes(home: Path, dummy: Path, tmp_path: Path) -> None:
    again = proof(home, tmp_path, dummy=True).folder
    assert {p.name: p.read_bytes() for p in again.iterdir()} == {p.name: p.read_bytes() for p in dummy.iterdir()}


def test_a_proof_is_compared_with_the_last(home: Path, real: Path, dummy: Path, tmp_path: Path) -> None:
    same = proof(home, tmp_path, dummy=True, before=dummy).folder
    assert '<section id="changes">' in (same / "report.html").read_text(encoding="utf-8")
    assert '<figure class="slider ' not in (same / "report.html").read_text(encoding="utf-8")
    with pytest.raises(InputError, match="proof-before-real"):
        proof(home, tmp_path / "other", dummy=True, before=real)
    with pytest.raises(InputError, match="proof-unreadable"):
        proof(home, tmp_path / "other", before=tmp_path)
    with pytest.raises(ConfigError, match="proof-folder-exists"):
        proof(home, tmp_path, dummy=True)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("which", ["real", "dummy"])
def test_the_report_is_one_sound_page_that_fetches_nothing(which: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(which)
    page = Tree()
    page.feed((folder / "report.html").read_text(encoding="utf-8"))
    page.close()
    assert page.faults == []
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert all(link.startswith(("data:image/png;base64,", "#")) for link in page.links)
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
