"""A delivered PDF read back later: alone, or against what its sealed job decided.

Enters: a file. Leaves: a Report. Inside a sealed job the office's documents and the vendor's manifest say what the
file must hold; its digits of a My Number are compared with the society's snapshot, where that is at hand.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from generator.intake.columns import SNAPSHOT
from generator.intake.read import Intake, open_intake
from generator.intake.settings import load_society
from generator.job.asks import PDF_X
from generator.job.kept_look import LOOK, kept_look
from generator.job.lots import kept_documents, kept_name
from generator.job.press import ORDER, layouts_of
from generator.job.setup import VENDORS, look_of
from generator.job.texts import NO_DIGITS
from generator.job.withdraw import find_society
from generator.model import Key
from imposition.plan import Block
from imposition.sheet import Face, Stock
from imposition.stock import load_stock
from layouts.document import Document, Fields
from proofs.check import Expected, check_file
from proofs.checks.ink import nothing_skipped
from proofs.claims import NOTHING_ASKED, Asked
from proofs.finding import Findings, Report, joined
from proofs.plan import Stated
from proofs.security import Declared, Mark, Proved

MANIFEST = "manifest.json"
_PHASE_1 = "notice/phase1"
_NAME = re.compile(r"(?P<folder>[^/]+)/(?:(?P<kind>carriers|faces)-)?(?P<number>\d+)(?:-(?P<side>front|back))?\.[a-z]+")
_FACES: Mapping[str | None, tuple[Face, ...]] = {"front": ("F",), "back": ("B",), None: ()}


@dataclass(frozen=True, slots=True)
class _Sealed:
    """Where a file lies in a sealed job; `faces` it holds, () = both if there are backs.

    `vendor` is the delivered folder, under whatever name it is kept: a print vendor has it without the office's.
    """

    vendor: Path
    name: str  #: as the manifest has it
    pile: str
    number: int
    faces: tuple[Face, ...]

    @property
    def job(self) -> Path:
        """Return the job's folder."""
        return self.vendor.parent

    @property
    def source(self) -> Path:
        """Return where the office keeps the lot's documents."""
        return self.job / "office" / "documents" / kept_name(f"{self.pile}-{self.number:03d}")


@dataclass(frozen=True, slots=True)
class Checked:
    """A file looked at alone: what it is called in reports, its profile where that is known, whether its plan was."""

    path: Path
    name: str
    stock: Stock | None
    planned: bool
    report: Report


def recheck(path: Path, stock: Stock | None, society: Path | None) -> Report:
    """Check one PDF, and return what was found."""
    return look_at(path, stock, society).report


def look_at(path: Path, stock: Stock | None, society: Path | None) -> Checked:
    """Check one PDF, as part of its sealed job where it lies in one. Raises Refusal for what cannot be read."""
    sealed = _sealed(path)
    if sealed is None:
        known = nothing_skipped if society is None else Proved(layouts_of(look_of(load_society(society)))).holds
        read = check_file(path, expected=None, stock=stock, known=known)
        return Checked(path, path.name, stock, planned=False, report=read)
    manifest = json.loads((sealed.vendor / MANIFEST).read_text(encoding="utf-8"))
    own = load_stock(manifest["stocks"][sealed.pile], society and society / VENDORS)
    stock = stock or own
    planned = sealed.source.is_file() and stock == own  # a plan says nothing of another profile's cells
    expected = _expected(sealed, stock, society, manifest) if planned else None
    asked, known = _asked(manifest, sealed.pile), Declared(_marks(manifest)).holds
    read = check_file(path, expected=expected, stock=stock, asked=asked, known=known)
    report = joined([_unaltered(path, sealed, manifest), read])
    return Checked(path, sealed.name, stock, expected is not None, called(sealed.name, report))


def called(name: str, report: Report) -> Report:
    """Return a report under another name of its file."""
    return Report(tuple(replace(finding, file=name) for finding in report.findings))


def _asked(manifest: Mapping[str, Any], pile: str) -> Asked:
    """Return what the manifest promises of a pile's files: claim and printing condition."""
    if manifest.get("pdfx", {}).get(pile) != PDF_X:
        return NOTHING_ASKED
    intent: Mapping[str, str] = manifest["intents"][pile]
    return Asked(claim=PDF_X, intent_sha256=intent["sha256"], identifier=intent["identifier"])


def _marks(manifest: Mapping[str, Any]) -> frozenset[Mark]:
    """Return what the manifest says of the job's security art; older ones say nothing."""
    rows: Sequence[Mapping[str, str]] = manifest.get("security", ())
    return frozenset((row["form"], row["sha256"], row["names"]) for row in rows)


def _sealed(path: Path) -> _Sealed | None:
    path = path.resolve()
    if path.name == ORDER and (path.parent / MANIFEST).is_file():
        return _Sealed(path.parent, ORDER, "orders", 1, ("F",))
    vendor = path.parents[1] if len(path.parents) > 1 else path.parent
    name = f"{path.parent.name}/{path.name}"
    lot = _lot(name)
    if lot is None or not (vendor / MANIFEST).is_file():
        return None
    return _Sealed(vendor, name, *lot)


def _lot(name: str) -> tuple[str, int, tuple[Face, ...]] | None:
    """Return pile, number and sides of a file as a manifest names it; None for a file of no lot."""
    named = _NAME.fullmatch(name)
    return named and (named["kind"] or named["folder"], int(named["number"]), _FACES[named["side"]])


def _blocks(pile: str, manifest: Mapping[str, Any]) -> int:
    """Return how many blocks of a pile a manifest holds files of."""
    lots = (_lot(row["name"]) for row in manifest["files"])
    return len({lot[1] for lot in lots if lot and lot[0] == pile})


def _unaltered(path: Path, sealed: _Sealed, manifest: dict[str, list[dict[str, object]]]) -> Report:
    """Compare the file's hash with the one it was sealed with."""
    found = Findings(path.name)
    hashes = {str(row["name"]): row["sha256"] for row in manifest["files"]}
    if hashes.get(sealed.name) != sha256(path.read_bytes()).hexdigest():
        found.add("file-altered")
    return found.report()


def _expected(sealed: _Sealed, stock: Stock, society: Path | None, manifest: Mapping[str, Any]) -> Expected | None:
    """Return what the file must hold; None where nobody knows any more what it was drawn with."""
    pieces = list(kept_documents(sealed.source))
    home = _home(sealed.job)
    look = kept_look(home / "office", lambda: look_of(load_society(find_society(str(home), society))))
    if look is None:
        return None
    known = society is not None and (society / SNAPSHOT.file).is_file()
    if society is not None and known and any(piece.front.layout == _PHASE_1 for piece in pieces):
        pieces = _with_digits(pieces, society)
    block = Block(sealed.number, 0, len(pieces), -(-len(pieces) // len(stock.cells)))
    own = home == sealed.job
    blocks = _blocks(sealed.pile, manifest) if own else sealed.number
    note = "" if own else None  # a remake's sheets tell its makes as well
    stated = Stated(manifest["job"], sealed.pile, dict(look.statics)["insurer_number"], blocks, note)
    return Expected(stock, block, pieces, layouts_of(look), sealed.faces, digits_known=known, stated=stated)


def _home(job: Path) -> Path:
    """Return where the look is kept: a remake, or a pull, was drawn as the job it lies in."""
    kept = (folder for folder in (job, job.parent) if (folder / "office" / LOOK).is_file())
    return next(kept, job)


def _with_digits(pieces: Sequence[Document], folder: Path) -> list[Document]:
    """Put the snapshot's digits back into phase Ⅰ notices, for comparison only."""
    with TemporaryDirectory() as scratch:
        intake = open_intake(load_society(folder), Path(scratch) / "intake.sqlite", date.max)
        with closing(intake):
            return [filled(piece, digits_of(intake)) for piece in pieces]


def digits_of(intake: Intake) -> Callable[[Key], str | None]:
    """Return how digits are found: under the own key, else under the former one, as the job found them."""

    def known(key: Key) -> str | None:
        own = intake.digits(key)
        home = None if own else intake.household(key.symbol, key.number)
        former = next((m.former for m in home.members if m.key == key), None) if home else None
        return own or (intake.digits(former) if former else own)

    return known


def filled(document: Document, digits: Callable[[Key], str | None]) -> Document:
    """Put the digits back into one phase Ⅰ notice; any other document stays as it is."""
    front = document.front
    if front.layout != _PHASE_1:
        return document
    symbol, number = front.fields["symbol"], front.fields["number"]

    def fill(row: Fields) -> Fields:
        return {**row, "digits": digits(Key(symbol, number, row["branch"])) or NO_DIGITS}

    persons = tuple(fill(row) for row in front.blocks["person"])
    return replace(document, front=replace(front, blocks={**front.blocks, "person": persons}))
