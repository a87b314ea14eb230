"""A delivered PDF read back later: alone, or against what its sealed job decided.

Enters: a file. Leaves: a Report. Inside a sealed job the office's documents and the vendor's manifest say what the
file must hold; its digits of a My Number are compared with the society's snapshot, where that is at hand.
"""

import json
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.intake.read import open_intake
from generator.intake.settings import load_society
from generator.job.lots import kept_documents, kept_name
from generator.job.press import file_name, layouts_of
from generator.job.setup import VENDORS, look_of, sample_look
from generator.job.texts import NO_DIGITS
from generator.model import Key
from imposition.plan import Block
from imposition.stock import Stock, load_stock
from layouts.document import Document, Fields
from proofs.check import Expected, check_file
from proofs.finding import Findings, Report, joined


@dataclass(frozen=True, slots=True)
class _Sealed:
    """Where a file lies in a sealed job."""

    job: Path
    pile: str
    number: int

    @property
    def name(self) -> str:
        """Return the file's name in the manifest."""
        return file_name(self.pile, self.number)

    @property
    def source(self) -> Path:
        """Return where the office keeps the lot's documents."""
        return self.job / "office" / "documents" / kept_name(f"{self.pile}-{self.number:03d}")


def recheck(path: Path, stock: Stock | None, society: Path | None) -> Report:
    """Check one PDF, as part of its sealed job where it lies in one. Raises Refusal for what cannot be read."""
    sealed = _sealed(path)
    if sealed is None:
        return check_file(path, expected=None, stock=stock)
    manifest = json.loads((sealed.job / "vendor" / "manifest.json").read_text(encoding="utf-8"))
    stock = stock or load_stock(manifest["stocks"][sealed.pile], society and society / VENDORS)
    expected = _expected(sealed, stock, society) if sealed.source.is_file() else None
    return joined([_unaltered(path, sealed, manifest), check_file(path, expected=expected, stock=stock)])


def _sealed(path: Path) -> _Sealed | None:
    path = path.resolve()
    job = path.parents[2] if len(path.parents) > 2 else path.parent
    stem = path.stem.removeprefix("carriers-")
    if not (job / "vendor" / "manifest.json").is_file() or not stem.isdecimal():
        return None
    return _Sealed(job, "carriers" if stem != path.stem else path.parent.name, int(stem))


def _unaltered(path: Path, sealed: _Sealed, manifest: dict[str, list[dict[str, object]]]) -> Report:
    """Compare the file's hash with the one it was sealed with."""
    found = Findings(sealed.name)
    hashes = {str(row["name"]): row["sha256"] for row in manifest["files"]}
    if hashes.get(sealed.name) != sha256(path.read_bytes()).hexdigest():
        found.add("file-altered")
    return found.report()


def _expected(sealed: _Sealed, stock: Stock, society: Path | None) -> Expected:
    pieces = list(kept_documents(sealed.source))
    look = look_of(load_society(society)) if society else sample_look()
    if society is not None and sealed.pile == "notices":
        pieces = _with_digits(pieces, society)
    block = Block(sealed.number, 0, len(pieces), -(-len(pieces) // len(stock.cells)))
    return Expected(stock, block, pieces, layouts_of(look), digits_known=society is not None)


def _with_digits(pieces: Sequence[Document], folder: Path) -> list[Document]:
    """Put the snapshot's digits back into phase Ⅰ notices, for comparison only."""
    with TemporaryDirectory() as scratch:
        intake = open_intake(load_society(folder), Path(scratch) / "intake.sqlite", date.max)
        with closing(intake):
            return [_filled(piece, intake.digits) for piece in pieces]


def _filled(document: Document, digits: Callable[[Key], str | None]) -> Document:
    front = document.front
    if front.layout != "notice/phase1":
        return document
    symbol, number = front.fields["symbol"], front.fields["number"]

    def fill(row: Fields) -> Fields:
        return {**row, "digits": digits(Key(symbol, number, row["branch"])) or NO_DIGITS}

    persons = tuple(fill(row) for row in front.blocks["person"])
    return replace(document, front=replace(front, blocks={**front.blocks, "person": persons}))
