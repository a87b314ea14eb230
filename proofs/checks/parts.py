"""The document parts of a file: sound, in page order, named, without anything of a document. Print.md §2 (PDF/VT)."""

from proofs.checks.privacy import Personal
from proofs.finding import Findings
from proofs.mynumber import holds_my_number
from proofs.whole import Parts


def check_parts(parts: Parts | None, pages: int, personal: Personal, findings: Findings) -> None:
    """Check the parts of a file of so many pages; a file without any is none of this check's."""
    if parts is None:
        return
    for fault in parts.faults:
        findings.add("dpart-broken", what=fault)
    if not parts.faults:
        _check_order(parts, pages, findings)
    if parts.record_level is not None and not 0 <= parts.record_level < parts.depth:
        findings.add("dpart-broken", what=f"RecordLevel {parts.record_level}")
    if parts.unnamed or parts.names < parts.depth:
        findings.add("dpart-names", what=f"NodeNameList {parts.names}/{parts.depth}")
    if personal.within(parts.text) or any(map(holds_my_number, parts.text.split("\n"))):
        findings.add("dpart-personal")


def _check_order(parts: Parts, pages: int, findings: Findings) -> None:
    """Find the first page that no leaf holds, or that comes before its turn."""
    wanted = 1
    for leaf in parts.leaves:
        if leaf.first != wanted:
            findings.add("dpart-order", min(wanted, pages), number=wanted)
            return
        wanted = leaf.last + 1
    if wanted <= pages:
        findings.add("dpart-order", wanted, number=wanted)
