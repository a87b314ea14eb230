"""The last stage: what was made is listed, hashed and balanced.

Enters: the records of all lots, the counts of people, pieces and cells. Leaves: manifest.json and preflight.json for
the vendor; decisions, rejected, queries, names, reconciliation and inputs for the office (contract §4).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from generator.intake.read import Counts
from generator.job.csvout import CsvOut
from generator.job.gather import Tally
from generator.job.hashing import sha256_of
from generator.job.jsonout import write_json
from generator.job.mailing import employer_rows, mail_counted, mail_listed, postage_summary
from generator.job.piles import Piled
from generator.job.press import FileRecord, LotRecord
from generator.job.scratch import Gathered
from generator.ledger.approving import Approval
from imposition.intent import NONE, Intent
from proofs.finding import Finding
from proofs.security import Mark

PDFX = "PDF/X-4"
MANIFEST = "manifest.json"
UNAPPROVED = "未承認"
_REJECTED = ("file", "line", "code", "column", "message")
_QUERIES = ("記号", "番号", "枝番", "規則", "内容")
_NAMES = ("記号", "番号", "枝番", "項目", "事由", "変換前", "変換後", "承認者", "承認日", "原バイト列")


@dataclass(frozen=True, slots=True)
class Balance:
    """The count identities of a job: what came in equals what went out, at every hand-over."""

    people: Mapping[str, int]
    documents: Mapping[str, int]
    cells: Mapping[str, int]
    notice_places: Mapping[str, int]
    balanced: bool


def balance(
    tally: Tally, piled: Piled, records: Sequence[LotRecord], read: Counts, pages: int, vendor: Path
) -> Balance:
    """Count people, documents and cells from different sources and tell whether they agree."""
    cards, notices = piled.kinds["cards"], piled.kinds["notices"]
    blanks = {pile: sum(r.blanks for r in records if r.lot.startswith(pile)) for pile in ("cards", "notices")}
    rejected = read.rejected + tally.held
    shares = (sum(s.cards for s in piled.shares), sum(s.notices for s in piled.shares))
    checks = (
        read.people == tally.people + read.rejected,
        read.people == tally.with_document + tally.none + rejected,
        piled.none == tally.none,
        cards.get("card", 0) == tally.cards,
        shares == piled.packed == (tally.cards, tally.notices),
        piled.kinds["faces"].get("face", 0) == piled.faces,
        sum(f.pages for r in records for f in r.files) == pages,
        piled.mailing.envelopes == piled.envelopes,
        mail_listed(vendor / "envelopes.csv") == mail_counted(piled.mailing),
    )
    return Balance(
        people={"in": read.people, "with_document": tally.with_document, "none": tally.none, "rejected": rejected},
        documents={"cards": tally.cards, "notices": tally.notices},
        cells={
            "cards": cards.get("card", 0),
            "separators": cards.get("separator", 0),
            "blanks": blanks["cards"],
        },
        notice_places={
            "filled": notices.get("notice", 0),
            "separators": notices.get("separator", 0),
            "blanks": blanks["notices"],
        },
        balanced=all(checks),
    )


def write_office(office: Path, gathered: Gathered, account: Balance, piled: Piled, hashes: Mapping[str, str]) -> None:
    """Write what never leaves the society."""
    with CsvOut(office / "rejected.csv", _REJECTED) as out:
        for held in gathered.problems():
            out.row((held.file, held.line, held.code, held.column, held.message))
    with CsvOut(office / "queries.csv", _QUERIES) as out:
        for row in gathered.queries():
            out.row(row)
    with CsvOut(office / "names.csv", _NAMES) as out:
        for row in gathered.alterations():
            out.row(row)
    by = (share._asdict() for share in piled.shares)
    write_json(office / "reconciliation.json", asdict(account), ("by", by))
    write_json(office / "inputs.json", dict(hashes))
    by_employer = employer_rows(piled.mailing.employers)
    write_json(office / "postage.json", postage_summary(piled.mailing), ("by", by_employer))


def write_preflight(vendor: Path, records: Sequence[LotRecord]) -> None:
    """Write what preflight found; none of it is an error, or the job would not be sealed."""
    findings = [finding_row(f) for record in sorted(records, key=lambda r: r.lot) for f in record.findings]
    write_json(vendor / "preflight.json", {"findings": findings})


def finding_row(finding: Finding) -> dict[str, object]:
    """Return a finding as preflight.json and --json show it (contract §4)."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "file": finding.file,
        "page": finding.page,
        "x_mm": finding.x_mm,
        "y_mm": finding.y_mm,
        "message": finding.message,
        "todo": finding.todo(),
    }


@dataclass(frozen=True, slots=True)
class About:
    """What the manifest says of the job itself."""

    job: str
    day: str
    tool: str
    hashes: Mapping[str, str]
    stocks: Mapping[str, str]  #: pile → vendor profile
    intents: Mapping[str, Intent | None]  #: pile → printing condition its files claim
    approval: Approval | None = None  #: of exactly what the job was made with


def write_manifest(vendor: Path, about: About, records: Sequence[LotRecord], account: Balance, piled: Piled) -> None:
    """Write the list of every delivered file; the manifest itself is named by nothing but the package."""
    files = {f.name: f for record in records for f in record.files}
    for name in ("envelopes.csv", "mailing.csv", "pieces.csv", "preflight.json"):
        files[name] = _listed(vendor, name)
    manifest = {
        "format": 1,
        "job": about.job,
        "date": about.day,
        "tool": about.tool,
        "approval": UNAPPROVED if about.approval is None else signature(about.approval),
        "counts": {
            **account.documents,
            "cells": dict(account.cells),
            "notice_places": dict(account.notice_places),
            "envelopes": piled.envelopes,
            "blocks": {pile: sum(lot.pile == pile for lot in piled.lots) for pile in ("cards", "notices")},
            "postage": piled.mailing.total,
            "pages": sum(f.pages for f in files.values()),
        },
        "files": [asdict(files[name]) for name in sorted(files)],
        "hashes": dict(about.hashes),
        "intents": {pile: condition_row(intent) for pile, intent in about.intents.items() if intent},
        "pdfx": {pile: PDFX if intent else NONE for pile, intent in about.intents.items()},
        "security": security_rows(mark for record in records for mark in record.security),
        "stocks": dict(about.stocks),
    }
    write_json(vendor / MANIFEST, manifest)


def signature(approval: Approval) -> dict[str, object]:
    """Return who signed 責了, and in which event of the ledger, as the manifest tells it."""
    return {"round": approval.round, "by": approval.by, "on": approval.on.isoformat(), "event": approval.seq}


def condition_row(intent: Intent) -> dict[str, object]:
    """Return a printing condition as the manifest tells it; a stand-in is called one."""
    return {
        "condition": intent.condition,
        "identifier": intent.identifier,
        "registry": intent.registry,
        "sha256": intent.sha256,
        "stand_in": intent.stand_in,
    }


def security_rows(marks: Iterable[Mark]) -> list[dict[str, str]]:
    """Return the marks of security art as the manifest tells them."""
    return [{"form": form, "sha256": content, "names": names} for form, content, names in sorted(set(marks))]


def _listed(vendor: Path, name: str) -> FileRecord:
    """Hash a list."""
    path = vendor / name
    return FileRecord(name, path.stat().st_size, sha256_of(path), 0, contains_last4=False)
