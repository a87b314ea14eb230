"""`shikaku preflight` on several files: one pile, folded lines, exit 5."""

import json
import shutil
from pathlib import Path

import pikepdf
import pytest
from cli_desk import Command, Said, Sealed

from generator.cli.folded import folded
from proofs.finding import Finding, Findings


@pytest.fixture
def cards(sealed: Sealed, tmp_path: Path) -> Path:
    """Return a job's cards without their job."""
    (path,) = (sealed.cards / "vendor" / "cards").glob("*.pdf")
    alone = tmp_path / "alone"
    alone.mkdir()
    return Path(shutil.copy(path, alone))


def test_sealed_jobs_are_sound_piles(sealed: Sealed, shikaku: Command) -> None:
    files = [path for job in (sealed.notices, sealed.cards) for path in (job / "vendor").glob("[cn]*/*.pdf")]
    said = shikaku("preflight", *files)
    assert (said.code, said.err) == (0, "")
    assert ": error: " not in said.out


@pytest.mark.slow
def test_a_file_alone_is_cut_and_stacked_by_a_profile(cards: Path, shikaku: Command) -> None:
    said = shikaku("preflight", cards, "--vendor", "card-21up", "--json")
    assert (said.code, stacked(said)) == (0, [])
    other = shikaku("preflight", cards, "--vendor", "card-21up-punch", "--json")
    assert other.code == 5
    assert "stack-order" in stacked(other)


def stacked(said: Said) -> list[str]:
    """Return what was found by cutting and stacking."""
    return [f["code"] for f in json.loads(said.out)["findings"] if f["code"].startswith(("stack-", "sheet-code-"))]


def test_exchanged_backs_are_told_once(cards: Path, shikaku: Command, tmp_path: Path) -> None:
    spoiled = tmp_path / "001.pdf"
    with pikepdf.open(cards) as pdf:
        assert len(pdf.pages) > 3
        first, second = pdf.pages[1].Contents, pdf.pages[3].Contents
        pdf.pages[1].Contents, pdf.pages[3].Contents = second, first
        pdf.save(spoiled)
    said = shikaku("preflight", spoiled, "--vendor", "card-21up")
    assert said.code == 5
    assert [line.split(": ")[2] for line in said.out.splitlines() if "stack" in line] == ["stack-sheet"] * 2


def found(*pages: int, code: str = "stack-head") -> list[Finding]:
    findings = Findings("001.pdf")
    for page in pages:
        findings.add(code, page, (1.0, 2.0))
    return [*findings.report().findings]


def lines(findings: list[Finding]) -> list[str]:
    return [line.partition(" the text")[0] for line in folded(findings, str)]


def test_equal_findings_of_many_pages_are_one_line() -> None:
    assert lines(found(1, 2, 3, 7)) == ["001.pdf:1-3,7 (1.00, 2.00 mm): error: stack-head:"]
    assert lines(found(4)) == ["001.pdf:4 (1.00, 2.00 mm): error: stack-head:"]


def test_places_are_counted_where_they_differ() -> None:
    findings = Findings("001.pdf")
    for x in (1.0, 5.0, 9.0):
        findings.add("stack-head", 2, (x, 2.0))
    assert lines([*findings.report().findings]) == ["001.pdf:2 (3 places): error: stack-head:"]


def test_of_many_alike_the_first_are_told() -> None:
    findings = Findings("001.pdf")
    for serial in range(20):
        findings.add("stack-twice", 1, (1.0, float(serial)), number=str(serial))
    told = [*folded(findings.report().findings, str)]
    assert len(told) == 7
    assert told[-1] == "001.pdf: stack-twice: 14 more of these; --json lists them all"
