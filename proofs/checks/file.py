"""The file as a whole: encryption, version, things that act, metadata. PDF/X rows 1, 10, 14 (print.md §1.1)."""

import re

from proofs.checks.privacy import Personal
from proofs.facts import Page
from proofs.finding import Findings
from proofs.mynumber import holds_my_number
from proofs.structure import Delivered

#: Random or hashed identifiers: digits in them are nobody's number.
_IDENTIFIER = re.compile(r"uuid:[0-9A-Fa-f-]+|(?<![0-9A-Za-z])[0-9A-Fa-f]{32,}(?![0-9A-Za-z])")


def check_file_facts(file: Delivered, findings: Findings) -> None:
    """Check what concerns no single page."""
    if file.version > "1.6":
        findings.add("pdf-version", version=file.version)
    for what in file.active():
        findings.add("active-content", what=what[1:])
    if file.rgb_intents():
        findings.add("rgb-space", where="the output intent")


def check_metadata(file: Delivered, personal: Personal, findings: Findings) -> None:
    """Check that the metadata hold nothing of a document."""
    text = _IDENTIFIER.sub("", file.metadata())
    if personal.within(text):
        findings.add("metadata-personal")
    if any(map(holds_my_number, text.split("\n"))):
        findings.add("my-number")


def check_actions(page: Page, findings: Findings) -> None:
    """Check that a page carries no annotations and no actions."""
    for what in page.frame.actions:
        findings.add("active-content", page.number, what=what[1:])
