"""Faults of ink planted into the sheets of the real maker, read back with their plan."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from proof_job import Made, cells, damaged, found, rewrite

from imposition.rules import Rules
from proofs.check import check_file


def into_cell(drawn: str) -> Callable[[str], str]:
    """Return a change that draws something into the first cell of a page."""

    def change(content: str) -> str:
        cell = cells(content)[0]
        return content.replace(cell, f"{cell[:-2]}{drawn}\nQ\n", 1)

    return change


@pytest.mark.parametrize(
    ("drawn", "code"),
    [
        ("q .1 w 40 40 m 90 40 l S Q", "thin-line"),
        ("q 0 w 40 40 m 90 40 l S Q", "hairline"),
        ("q 0 0 0 0 k 40 40 9 9 re f Q", "overprint-white"),  # sheets begin with overprint on
        ("q 1 1 1 1 k 40 40 9 9 re f Q", "ink-coverage"),
        ("q 1 1 .9 0 k 20 9 150 130 re f Q", "ink-coverage"),  # its texts stand on it, and overprint
        ("BT 1 0 0 1 60 70 Tm /G 4 Tf <04FA> Tj ET", "type-small"),
        ("BT 1 0 0 1 4 70 Tm /G 5 Tf <04FA> Tj ET", ""),
    ],
)
def test_a_planted_fault_is_found(cards: Made, spoiled: Path, drawn: str, code: str) -> None:
    with damaged(cards, spoiled) as pdf:
        rewrite(pdf, 0, into_cell(drawn))
    assert not code or code in found(cards.check(spoiled))


def test_registration_colour_on_a_card_is_found(cards: Made, spoiled: Path) -> None:
    with damaged(cards, spoiled) as pdf:
        held = pdf.pages[0].Resources
        marks = next(form for name, form in held.XObject.items() if name.startswith("/M_F"))
        held.ColorSpace = pikepdf.Dictionary({"/R": marks.Resources.ColorSpace.R})
        rewrite(pdf, 0, into_cell("q /R cs 1 scn 40 40 9 9 re f Q"))
    assert "ink-registration" in found(cards.check(spoiled))


def test_security_art_that_was_changed_is_no_longer_exempt(cards: Made, spoiled: Path) -> None:
    with damaged(cards, spoiled) as pdf:
        for art in pdf.pages[0].Resources.XObject.values():
            for name, form in art.Resources.get("/XObject", {}).items():
                if name.startswith("/S_"):
                    data = form.read_bytes()
                    form.write(re.sub(rb"(?<= )[0-9.]+ w ", b".05 w ", data, count=1))
    assert {"security-altered", "thin-line"} <= found(cards.check(spoiled))


def test_a_stricter_press_refuses_what_another_takes(cards: Made) -> None:
    strict = replace(cards.stock, rules=Rules(type_pt=7.5, severity={"type-small": "error"}))
    report = check_file(cards.path, expected=replace(cards.expected, stock=strict), stock=strict)
    assert not report.passed
    assert {finding.code for finding in report.findings if finding.severity == "error"} == {"type-small"}
