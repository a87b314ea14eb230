"""The file as a whole: things that act, objects that no page needs, metadata. PDF/X rows 10, 13, 14 (print.md §1.1)."""

import re

from proofs.checks.privacy import Personal
from proofs.facts import Page
from proofs.finding import Findings
from proofs.mynumber import holds_my_number
from proofs.whole import Survey, Whole

MOST_PAGES = 10_000  # print.md §8: more upsets programs
#: Random or hashed identifiers: digits in them are nobody's number.
_IDENTIFIER = re.compile(r"uuid:[0-9A-Fa-f-]+|(?<![0-9A-Za-z])[0-9A-Fa-f]{32,}(?![0-9A-Za-z])")
_CODES = {
    "lzw": "filter-lzw",
    "crypt": "filter-crypt",
    "external": "stream-external",
    "postscript": "postscript",
}


def check_file_facts(whole: Whole, findings: Findings) -> None:
    """Check what concerns no single page."""
    for what in whole.active:
        findings.add("active-content", what=what)
    if whole.page_count > MOST_PAGES:
        findings.add("page-many", count=whole.page_count)
    if whole.pages_said != whole.page_count:
        findings.add("page-tree", said=whole.pages_said, count=whole.page_count)


def check_survey(survey: Survey, findings: Findings, *, planned: bool) -> None:
    """Check what the objects of a file are and hold; what our own writer leaves over is nobody's to mend."""
    for trait in survey.traits:
        if trait.kind == "action":
            findings.add("active-content", what=trait.what)
        elif trait.kind in _CODES:
            findings.add(_CODES[trait.kind], number=trait.number)
        else:
            findings.add(trait.kind, number=trait.number, what=trait.what)
    for what in survey.damage:
        findings.add("xref-damaged", what=what)
    for number in survey.missing:
        findings.add("object-missing", number=number)
    if survey.unused and not planned:
        findings.add("object-unused", count=survey.unused)


def check_metadata(whole: Whole, personal: Personal, findings: Findings) -> None:
    """Check that the metadata hold nothing of a document."""
    packet = (whole.xmp or b"").decode("utf-8", "replace")
    text = _IDENTIFIER.sub("", "\n".join([*whole.info.values(), packet]))
    if personal.within(text):
        findings.add("metadata-personal")
    if any(map(holds_my_number, text.split("\n"))):
        findings.add("my-number")


def check_actions(page: Page, findings: Findings) -> None:
    """Check that a page does nothing, and that its annotations lie beside what is printed."""
    for what in page.frame.actions:
        findings.add("active-content", page.number, what=what[1:])
    boxes = page.frame.boxes
    bleed = next((boxes[box] for box in ("bleed", "trim", "crop", "media") if box in boxes), None)
    for annotation in page.frame.annotations:
        at = annotation.place.x, annotation.place.y
        inside = bleed is None or bleed.touches(annotation.place) or bleed.holds(annotation.place)
        code = "annotation-inside" if inside else "annotation-outside"
        findings.add(code, page.number, at, kind=annotation.kind)
