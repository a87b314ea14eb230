"""`shikaku spoil`: what is spoiled in; exactly these pieces again, in a folder beside the job's vendor/, out.

The order: look up, refuse whole, build hidden, write down, give the folder its name (see `folder`). Totals: what a
remake makes is what was spoiled, piece by piece; made = good + spoiled holds for the job with every remake
(domain.md §8, print.md §7).
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final

from fonts.errors import Refusal
from generator.errors import ConfigError, LedgerError
from generator.job.csvout import CsvOut
from generator.job.jsonout import write_json
from generator.job.turn import sole_turn
from generator.ledger.ledger import Ledger
from generator.ledger.opening import open_ledger
from generator.ledger.remaking import REMADE, Made, Order, Remake
from generator.model import Society
from generator.remake.digits import with_digits
from generator.remake.folder import clear, hidden, next_name, publish, settle, synced
from generator.remake.papers import DESTRUCTION, SLIP, Line, certificate, destruction_row, slip, slip_row
from generator.remake.pieces import Found, Piece, find
from generator.remake.piling import piled
from generator.remake.printing import Printed, Shop
from generator.remake.sealed import NUMBERED, PILES, SealedJob, open_sealed
from generator.remake.wanted import Spoiled
from imposition.sheet import Face
from layouts.document import Document

_TOOL: Final = "shikaku-print"
_STEP: Final = "look at `shikaku ledger show`; nothing was made again"


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked: the job's folder, what is spoiled, who answers for it."""

    job: Path
    spoiled: tuple[Spoiled, ...]
    on: date
    by: str
    why: str
    again: bool = False  #: the same was asked on the same day, and is meant

    @property
    def digest(self) -> str:
        """Return what tells the same wish of the same day."""
        return sha256("\n".join([self.on.isoformat(), *sorted(each.words for each in self.spoiled)]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Again:
    """What was made again."""

    name: str
    folder: Path
    pieces: int
    separators: int
    blanks: int
    sheets: int


@dataclass(frozen=True, slots=True)
class _Side:
    """A run of one side alone: the sheets whose fronts, or backs, are made again as they were."""

    face: Face
    pieces: tuple[Document, ...]


def spoil(wish: Wish, society: Society, faults: Sequence[Refusal] = ()) -> Again:
    """Make spoiled pieces again. Raises Refusal with everything collected; then nothing was made or written."""
    home = Path(society.folder)
    with sole_turn(home), open_ledger(home, society.ledger_url, create=False) as ledger:
        job = open_sealed(wish.job, society)
        before = ledger.remakes(job.job)
        if settle(job.folder, before):
            job = open_sealed(wish.job, society)
        found = find(job, wish.spoiled, faults)
        _refuse_again(wish, before)
        copies = ledger.made(number for piece in found.pieces for number in piece.document.numbers)
        _refuse_ended(found, copies)
        name = next_name(before, "remake")
        shop = Shop(job, clear(job.folder, name), name, society.insurer.number)
        made = _Making(wish, society, shop, found, copies).make()
        _write_down(ledger, wish, shop, made, copies)
        return Again(name, publish(job.folder, name), *made.counts)


def _refuse_again(wish: Wish, before: Iterable[Remake]) -> None:
    twin = next((each for each in before if each.detail.get("asked") == wish.digest), None)
    if twin is not None and not wish.again:
        raise LedgerError(
            "remake-again",
            twin.name,
            "the same was made again on the same day",
            "look into that folder; if it was spoiled too, say so with --again",
        )


def _refuse_ended(found: Found, copies: Mapping[str, Made]) -> None:
    """Refuse what is void, withdrawn or pulled: it is not made again for anybody."""
    numbers = [number for piece in found.pieces for number in piece.document.numbers]
    ended = [n for n in numbers if n not in copies or copies[n].ended or copies[n].pulled]
    if ended:
        named = ", ".join(ended[:20])
        raise LedgerError(
            "spoiled-ended",
            named,
            "{count} documents are void, withdrawn, pulled or not on record",
            _STEP,
            count=len(ended),
        )


@dataclass(frozen=True, slots=True)
class _Made:
    printed: tuple[Printed, ...]
    numbers: tuple[str, ...]
    counts: tuple[int, int, int, int]  #: pieces, separators, blanks, sheets
    manifest: str


class _Making:
    """One remake being built."""

    def __init__(self, wish: Wish, society: Society, shop: Shop, found: Found, copies: Mapping[str, Made]) -> None:
        self._wish, self._society, self._shop, self._found, self._copies = wish, society, shop, found, copies
        self._makes = {number: copy.make + 1 for number, copy in copies.items()}

    def make(self) -> _Made:
        """Print pieces, papers and lists; return what was made."""
        shop = self._shop
        shop.begin()
        printed = [each for pile in PILES for each in self._print(pile)]
        lines = self._lines(printed)
        lists = []
        if lines:
            head = f"{shop.job.job} {shop.name}"
            printed.append(shop.page("slip.pdf", slip(lines, head)))
            printed.append(shop.page("destruction.pdf", certificate(lines, head)))
            lists = [self._list("slip.csv", SLIP, map(slip_row, lines))]
            lists.append(self._list("destruction.csv", DESTRUCTION, map(destruction_row, lines)))
        counts = self._counts(printed)
        self._reconcile(lines, counts)
        named = dict(zip(("pieces", "separators", "blanks", "sheets"), counts, strict=True))
        tool = f"{_TOOL} {version(_TOOL)}"
        manifest = shop.close(printed, lists, self._wish.on.isoformat(), tool, named)
        synced(shop.folder)
        return _Made(tuple(printed), tuple(sorted(self._copies)), counts, manifest)

    def _print(self, pile: str) -> Iterable[Printed]:
        """Print what is spoiled of a pile, in blocks as deep as a stack."""
        shop, job, found = self._shop, self._shop.job, self._found
        block = job.next_block(pile)
        if pile not in NUMBERED:
            pieces = tuple(piece.document for piece in found.pages if piece.pile == pile)
        else:
            pieces = piled(found, pile, job.job, shop.name, block)
        if not pieces:
            return
        pieces = with_digits(pieces, self._society, job.folder / "office")
        stock = job.stocks[pile]
        deep = len(stock.cells) * stock.stack_depth
        for k, first in enumerate(range(0, len(pieces), deep)):
            yield shop.press(pile, block + k, pieces[first : first + deep], self._makes)

    def _lines(self, printed: Sequence[Printed]) -> list[Line]:
        """Return a line for every number, in the order of the job."""
        places = {
            row.number: (row.block, row.sheet, row.row, row.column)
            for each in reversed(printed)
            for row in reversed(each.places)
            if row.number
        }
        parts = _parts(self._shop.job)
        return [
            self._line(piece, number, places[number], parts)
            for piece in sorted(self._found.pieces, key=lambda piece: (PILES.index(piece.pile), piece.number))
            for number in piece.document.numbers
        ]

    def _line(
        self, piece: Piece, number: str, new: tuple[int, int, int, int], parts: Mapping[str, tuple[str, str]]
    ) -> Line:
        return Line(
            number=number,
            make=self._copies[number].make,
            pile=piece.pile,
            old=(piece.block, piece.sheet, piece.row, piece.column),
            new=new,
            reason=piece.reason,
            envelope=piece.document.envelope,
            part=parts.get(piece.document.envelope, ("", "")),
            before=piece.before,
            after=piece.after,
        )

    def _list(self, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
        with CsvOut(self._shop.vendor / name, header) as out:
            for row in rows:
                out.row(row)
        return name

    def _counts(self, printed: Sequence[Printed]) -> tuple[int, int, int, int]:
        blocks = [each for each in printed if each.pile in PILES]
        pieces = len(self._found.pieces) + len(self._found.pages)
        separators = sum(each.pieces for each in blocks) - pieces
        return pieces, separators, sum(each.blanks for each in blocks), sum(each.sheets for each in blocks)

    def _reconcile(self, lines: Sequence[Line], counts: tuple[int, int, int, int]) -> None:
        """Write what the remake adds to the job's balance: as many copies spoiled as made again."""
        spoiled, again = [line.number for line in lines], sorted(self._copies)
        totals = {"spoiled": len(spoiled), "made_again": len(again), "separators": counts[1], "blanks": counts[2]}
        if sorted(spoiled) != again:
            raise AssertionError("as many copies are made again as were spoiled")
        write_json(self._shop.folder / "office" / "reconciliation.json", {**totals, "balanced": True})


def _parts(job: SealedJob) -> Mapping[str, tuple[str, str]]:
    """Return part and parts of every envelope."""
    path = job.folder / "vendor" / "envelopes.csv"
    if not path.is_file():
        raise ConfigError("envelopes-gone", path.name, "the job's list of envelopes is not there", "put it back")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["envelope"]: (row["part"], row["parts"]) for row in csv.DictReader(file)}


def _write_down(ledger: Ledger, wish: Wish, shop: Shop, made: _Made, copies: Mapping[str, Made]) -> None:
    pieces, separators, blanks, sheets = made.counts
    detail = {
        "folder": shop.name,
        "asked": wish.digest,
        "manifest": made.manifest,
        "pieces": pieces,
        "separators": separators,
        "blanks": blanks,
        "sheets": sheets,
    }
    order = Order(shop.job.job, REMADE, wish.on, wish.by, wish.why, detail, made.numbers)
    ledger.remake(order, {number: copy.make for number, copy in copies.items()})
