"""What the file claims to be is held against what it is. PDF/X rows 1, 5 to 7, 10, 15 (print.md §1.1).

A claim that is not fulfilled gives a finding a row. Without a claim, and with none asked for, only what would print
wrongly is looked at.
"""

import hashlib
from collections.abc import Mapping

from proofs.checks.packet import check_packet
from proofs.claims import STANDARDS, Asked, Standard, claim_of
from proofs.finding import Findings
from proofs.profiles import fault_of, registry_fits
from proofs.whole import Intent, Whole
from proofs.xmp import XmpFault, read_xmp


def check_claim(whole: Whole, asked: Asked, findings: Findings, *, planned: bool) -> Standard | None:
    """Check the claim; return the standard that the file is to follow. In a job, the manifest tells of no claim."""
    xmp = _properties(whole, findings)
    claim = claim_of(whole, xmp)
    if asked.claim and not claim:
        findings.add("claim-missing", wanted=asked.claim)
    elif asked.claim and claim != asked.claim:
        findings.add("claim-other", found=claim, wanted=asked.claim)
    elif claim and claim not in STANDARDS:
        findings.add("claim-unknown", found=claim)
    elif not claim and not planned:
        findings.add("claim-none")
    standard = STANDARDS.get(claim or asked.claim)
    intents = [intent for intent in whole.intents if intent.kind == "GTS_PDFX"]
    if standard is None:
        _check_version(whole, findings)
        intents = [intent for intent in intents if intent.profile]
    else:
        _check_rows(whole, xmp, standard, findings)
        _check_presence(intents, standard, findings)
    for intent in intents:
        _check_intent(intent, asked, findings)
    return standard


def _properties(whole: Whole, findings: Findings) -> Mapping[str, str]:
    if whole.xmp is None:
        return {}
    try:
        return read_xmp(whole.xmp)
    except XmpFault as fault:
        findings.add("xmp-unreadable", reason=str(fault))
        return {}


def _check_version(whole: Whole, findings: Findings) -> None:
    if whole.version > STANDARDS["PDF/X-4"].most:
        findings.add("pdf-version", version=_version(whole.version))


def _check_rows(whole: Whole, xmp: Mapping[str, str], standard: Standard, findings: Findings) -> None:
    """Check what concerns the file and not its intents."""
    if whole.version > standard.most:
        most, version = _version(standard.most), _version(whole.version)
        findings.add("claim-version", claim=standard.name, most=most, version=version)
    if standard.modern:
        check_packet(whole, xmp, standard, findings)
    if whole.trapped not in ("True", "False"):
        findings.add("trapped")
    if not whole.identified:
        findings.add("id-missing")
    if whole.layers is not None and not standard.modern:
        findings.add("layers-forbidden", claim=standard.name)


def _check_presence(intents: list[Intent], standard: Standard, findings: Findings) -> None:
    if not intents:
        findings.add("intent-missing")
    elif len(intents) > 1:
        findings.add("intent-twice", count=len(intents))
    for intent in intents:
        if not intent.identifier:
            findings.add("intent-condition", key="OutputConditionIdentifier")
        elif not registry_fits(intent):
            findings.add("intent-registry", identifier=intent.identifier, registry=intent.registry or "-")
        named = standard.profile == "free" or (standard.profile == "named" and intent.referenced)
        if not intent.profile and not named:
            findings.add("intent-profile")


def _check_intent(intent: Intent, asked: Asked, findings: Findings) -> None:
    if intent.profile and (what := fault_of(intent)):
        findings.add("intent-profile-wrong", what=what)
    digest = hashlib.sha256(intent.profile).hexdigest() if intent.profile else ""
    other = asked.intent_sha256 and digest and digest != asked.intent_sha256.lower()
    if other or (asked.identifier and intent.identifier and intent.identifier != asked.identifier):
        findings.add("intent-other")


def _version(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
