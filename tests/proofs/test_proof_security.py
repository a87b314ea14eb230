"""Security art that is gone, changed, another society's, moved or cut is found; each form is reported once."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from proof_job import STATICS, UNPROVED, Made, card, damaged, found, make, separator, texts_of

from imposition.stock import load_stock
from layouts.ink import Ink
from layouts.load import Layouts, load_layouts

Damage = Callable[[pikepdf.Pdf], None]
MM = 72 / 25.4
FRONTS = {"card.front", "card.front-family"}


def art(pdf: pikepdf.Pdf, name: str = "card.front") -> pikepdf.Object:
    return pdf.pages[name == "card.back"].Resources.XObject[f"/A_{name}"]


def guard(pdf: pikepdf.Pdf, name: str = "card.front") -> pikepdf.Object:
    return art(pdf, name).Resources.XObject[f"/S_{name}"]


def rewritten(form: pikepdf.Object, old: bytes, new: bytes) -> None:
    """Change a stream once; the change must change something."""
    data = form.read_bytes()
    assert old in data
    form.write(data.replace(old, new, 1))


def in_art(old: bytes, new: bytes) -> Damage:
    return lambda pdf: rewritten(art(pdf), old, new)


def before(operators: bytes) -> Damage:
    """Put operators before the security art is placed."""
    return in_art(b"/S_card.front Do", operators + b"\n/S_card.front Do")


def within(operators: bytes) -> Damage:
    """Place the security art, and only it, behind operators."""
    return in_art(b"/S_card.front Do", b"q " + operators + b" /S_card.front Do Q")


def no_form(pdf: pikepdf.Pdf) -> None:
    del art(pdf).Resources.XObject["/S_card.front"]


def renamed(pdf: pikepdf.Pdf) -> None:
    named = art(pdf).Resources.XObject
    named["/X"] = named["/S_card.front"]
    in_art(b"/S_card.front Do", b"/X Do")(pdf)


def emptied(pdf: pikepdf.Pdf) -> None:
    guard(pdf).write(b"")


def one_line_changed(pdf: pikepdf.Pdf) -> None:
    lines = guard(pdf).read_bytes().split(b"\n")
    at = next(i for i in range(len(lines) // 2, len(lines)) if lines[i].endswith(b" cm"))
    lines[at] = re.sub(rb"(\d)( cm)$", lambda m: b"%d%s" % ((int(m[1]) + 1) % 10, m[2]), lines[at])
    assert b"\n".join(lines) != guard(pdf).read_bytes()
    guard(pdf).write(b"\n".join(lines))


def the_backs(pdf: pikepdf.Pdf) -> None:
    art(pdf).Resources.XObject["/S_card.front"] = guard(pdf, "card.back")


def form_moved(pdf: pikepdf.Pdf) -> None:
    guard(pdf).Matrix = [1, 0, 0, 1, *(float(v) + 10 * MM for v in guard(pdf).Matrix[4:])]


def cut(which: Callable[[pikepdf.Pdf], pikepdf.Object], edge: int, by: float) -> Damage:
    """Cut an edge of a form's box by a length in mm."""

    def damage(pdf: pikepdf.Pdf) -> None:
        which(pdf).BBox[edge] = float(which(pdf).BBox[edge]) + by * MM

    return damage


def colour_swapped(pdf: pikepdf.Pdf) -> None:
    space = next(iter(guard(pdf).Resources.ColorSpace.values()))
    rewritten(space[3], b"0.6", b"0.5")


def state_changed(pdf: pikepdf.Pdf) -> None:
    guard(pdf).Resources.ExtGState["/gRLs1"].op = True


def second_form(pdf: pikepdf.Pdf) -> None:
    art(pdf).Resources.XObject["/S_more"] = guard(pdf, "card.back")
    in_art(b"/S_card.front Do", b"/S_card.front Do\n/S_more Do")(pdf)


def beneath_a_separator(pdf: pikepdf.Pdf) -> None:
    form = art(pdf, "card.separator")
    form.Resources.XObject = pikepdf.Dictionary({"/S_card.front": guard(pdf)})
    form.write(b"/S_card.front Do\n" + form.read_bytes())


PLANTED: dict[str, tuple[str, Damage]] = {
    "form removed": ("security-missing", no_form),
    "not placed": ("security-missing", in_art(b"/S_card.front Do", b"")),
    "another name": ("security-missing", renamed),
    "moved by an operator": ("security-missing", within(b"1 0 0 1 28.35 0 cm")),
    "moved by its matrix": ("security-missing", form_moved),
    "made smaller": ("security-missing", within(b".5 0 0 .5 0 0 cm")),
    "clipped away": ("security-missing", before(b"0 0 1 1 re W n")),
    "clipped even-odd": ("security-missing", before(b"q 0 0 1 1 re W* n")),
    "dashed away": ("security-missing", before(b"[0 999] 0 d")),
    "in another state": ("security-missing", before(b"/K gs")),
    "cut on the left": ("security-missing", cut(guard, 0, 5)),
    "cut at the top": ("security-missing", cut(guard, 3, -4)),
    "artwork cut": ("security-missing", cut(art, 2, -30)),
    "emptied": ("security-altered", emptied),
    "one line": ("security-altered", one_line_changed),
    "the back's": ("security-altered", the_backs),
    "spot": ("security-altered", colour_swapped),
    "state": ("security-altered", state_changed),
    "two": ("security-altered", second_form),
}


@pytest.mark.parametrize("case", PLANTED)
def test_a_planted_fault_is_found_once(cards: Made, spoiled: Path, case: str) -> None:
    code, damage = PLANTED[case]
    with damaged(cards, spoiled) as pdf:
        damage(pdf)
    report = cards.check(spoiled)
    hits = [finding for finding in report.findings if finding.code == code]
    assert {finding.code for finding in report.findings} - UNPROVED == {code}, texts_of(report.findings)
    assert "card.front" in {finding.facts["layout"] for finding in hits} <= FRONTS
    assert len(hits) == len({finding.facts["layout"] for finding in hits})
    assert not report.passed


def test_art_where_the_layout_has_none_is_found(cards: Made, spoiled: Path) -> None:
    with damaged(cards, spoiled) as pdf:
        beneath_a_separator(pdf)
    assert found(cards.check(spoiled)) == {"security-altered"}


def test_another_societys_art_is_found_on_both_sides(cards: Made, layouts: Layouts, spoiled: Path) -> None:
    others = load_layouts(
        None, {**STATICS, "insurer_number": "06130012"}, {"society": Ink((0.6, 0.1, 0, 0), "DIC 181s")}
    )
    other = make(spoiled.with_name("other.pdf"), others, [card(1)], "card-21up")
    with pikepdf.open(other.path) as source, damaged(cards, spoiled) as pdf:
        for name in ("card.front", "card.back"):
            art(pdf, name).Resources.XObject[f"/S_{name}"] = pdf.copy_foreign(guard(source, name))
    hits = cards.check(spoiled).findings
    assert {(finding.code, finding.facts["layout"]) for finding in hits if finding.code not in UNPROVED} == {
        ("security-altered", "card.front"),
        ("security-altered", "card.back"),
    }


def test_a_layout_of_another_society_is_found(cards: Made) -> None:
    statics = {**STATICS, "insurer_number": "06130012"}
    others = replace(cards, layouts=load_layouts(None, statics, {"society": Ink((0.6, 0.1, 0, 0), "DIC 181s")}))
    assert "security-altered" in found(others.check())


def test_a_second_artwork_without_it_is_found_in_its_cell(cards: Made, spoiled: Path) -> None:
    """One card of 30 lies on a copy of the artwork that has the captions and no security art."""
    with damaged(cards, spoiled) as pdf:
        page = pdf.pages[0]
        held = art(pdf)
        copy = pdf.make_stream(held.read_bytes().replace(b"/S_card.front Do", b""))
        for key in ("/Type", "/Subtype", "/BBox", "/Matrix", "/Resources"):
            copy[key] = held[key]
        page.Resources.XObject["/A_copy"] = copy
        rewritten(page.Contents, b"/A_card.front Do", b"/A_copy Do")
    assert found(cards.check(spoiled)) == {"security-missing"}


@pytest.mark.parametrize("bleed", [0.0, 2.0])
def test_a_profile_with_less_bleed_cuts_nothing_that_prints(tmp_path: Path, layouts: Layouts, bleed: float) -> None:
    stock = replace(load_stock("card-10up"), bleed=bleed)
    made = make(tmp_path / "a.pdf", layouts, [separator(1, 2), card(1), card(2)], stock)
    assert texts_of(made.check().findings) == ""


def test_a_file_without_a_plan_is_not_held_against_art(cards: Made, spoiled: Path) -> None:
    with damaged(cards, spoiled) as pdf:
        emptied(pdf)
    assert not {code for code in found(cards.alone(spoiled)) if code.startswith("security")}
