"""Spoiled sheets, cells and numbers in; the pieces that lay there out, in the order of the job, with their neighbours.

A sheet of a remake stands for the same numbers, whose place in the envelope is still that of the job's own pile. A
sheet or a cell means the copy that lies there: what was made again since is refused, and named with its new place.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from fonts.errors import Refusal
from generator.errors import InputError
from generator.intake.problem import InputErrors, gathered
from generator.remake.lying import At, Gone, Latest, lying
from generator.remake.sealed import NUMBERED, SealedJob, SealedLot
from generator.remake.wanted import Spoiled
from imposition.sheet import Face
from layouts.document import Document

_STEP: Final = "look the piece up in the vendor's list; nothing was made again"
_AGAIN: Final = "nothing was made again; if that copy is spoiled too, name that sheet, {named}, or its number"
_OTHERS: Final = "nothing was made again; if the others on this sheet are spoiled, name them alone: {named}"
_CELLS: Final = "nothing was made again; if the others are spoiled, name them with --file by row and column: {named}"
_SEPARATOR: Final = "separator"
_Place = tuple[int, int, int]
"""Sheet, row, column."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece as it lay in the job: `before` and `after` are its neighbours in the envelope, "" at its ends."""

    pile: str
    block: int
    document: Document
    sheet: int
    row: int
    column: int
    before: str
    after: str
    reason: str
    heading: Document | None = None  #: the separator before its envelope's pieces

    @property
    def number(self) -> str:
        """Return its first 管理番号, "" for what bears none."""
        return "".join(self.document.numbers[:1])


@dataclass(frozen=True, slots=True)
class SideRun:
    """One side of one sheet of separate runs, made again as it was: its pieces in the order of the sheet."""

    pile: str
    face: Face
    documents: tuple[Document, ...]
    told: str  #: which sheet it is the other side of


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be made again. `separators` were spoiled themselves."""

    pieces: tuple[Piece, ...] = ()
    separators: tuple[tuple[str, Document], ...] = ()  #: pile, document
    pages: tuple[Piece, ...] = ()  #: of letters and carriers
    sides: tuple[SideRun, ...] = ()  #: where fronts and backs are runs of their own
    beside: tuple[Piece, ...] = ()  #: the pieces of `sides`
    ended: tuple[Piece, ...] = ()  #: void or pulled, among what is spoiled: destroyed, and not made again

    @property
    def numbers(self) -> frozenset[str]:
        """Return every number of which something is made again."""
        return frozenset(number for piece in (*self.pieces, *self.beside) for number in piece.document.numbers)


@dataclass(slots=True)
class _Asked:
    reasons: dict[str, str] = field(default_factory=dict[str, str])  #: number → reason
    places: dict[str, str] = field(default_factory=dict[str, str])  #: number → where it was said
    separators: dict[tuple[str, str], Document] = field(default_factory=dict[tuple[str, str], Document])
    pages: list[Piece] = field(default_factory=list[Piece])
    sides: list[SideRun] = field(default_factory=list[SideRun])
    faults: list[Refusal] = field(default_factory=list[Refusal])


def find(
    job: SealedJob, spoiled: Iterable[Spoiled], faults: Sequence[Refusal] = (), gone: Gone = lambda _: ()
) -> Found:
    """Find everything that is spoiled; `gone` tells which of some numbers have ended.

    Raises InputError naming every sheet, cell and number that is not there, or whose copy lies elsewhere by now.
    """
    asked, latest = _Asked(faults=list(faults)), Latest(job, gone)
    for each in spoiled:
        if each.number:
            asked.reasons.setdefault(each.number, each.reason)
            asked.places.setdefault(each.number, each.place)
        else:
            _sheet(job, each, latest, asked)
    pieces = tuple(_pieces(job, asked)) if asked.reasons else ()
    told = {number for piece in pieces for number in piece.document.numbers}
    fact = "number {number} is not among the job's cards and notices"
    lost = (n for n in asked.reasons if n not in told)
    asked.faults += [InputError("spoiled-unknown", asked.places[n], fact, _STEP, number=n) for n in lost]
    if asked.faults:
        raise gathered(asked.faults, InputErrors)
    separators = tuple((pile, document) for (pile, _), document in sorted(asked.separators.items()))
    beside = frozenset(number for side in asked.sides for document in side.documents for number in document.numbers)
    whole = tuple(piece for piece in pieces if piece.number not in beside)
    apart = tuple(piece for piece in pieces if piece.number in beside)
    return Found(whole, separators, tuple(asked.pages), tuple(asked.sides), apart)


def _sheet(job: SealedJob, spoiled: Spoiled, latest: Latest, asked: _Asked) -> None:
    """Take what lies on a sheet, or in one cell of it; refuse it whole where some of it was made again since."""
    lot = job.lot(spoiled.pile, spoiled.block)
    documents = lot.documents if lot else ()
    alone = bool(spoiled.side) and not spoiled.row and job.stocks[spoiled.pile].runs == "separate"
    lies = list(_within(job, lot, documents, spoiled)) if lot else []
    if not lies:
        fact = "block {block} of {pile} has nothing on sheet {sheet}"
        facts = {"block": spoiled.block, "pile": spoiled.pile, "sheet": spoiled.sheet}
        asked.faults.append(InputError("spoiled-sheet", spoiled.place, fact, _STEP, **facts))
        return
    face: Face = "B" if spoiled.side == "B" else "F"
    moved = {
        id(document): at
        for _, document in lies
        if (at := latest.elsewhere(spoiled.pile, spoiled.block, document, face if alone else None)) is not None
    }
    if moved and not _separators_alone(lies, moved):
        asked.faults += _moved(spoiled, lies, moved, latest)
        return
    for place, document in lies:
        if id(document) not in moved:
            _take(spoiled, place, document, asked, alone=alone)
    if alone:
        # One sheet's pieces are the same cells of a block of one sheet, in the order of their places in the pile.
        order = {id(document): at for at, document in enumerate(documents)}
        told = f"= {spoiled.pile} {spoiled.block:03d} sheet {spoiled.sheet}"
        side = sorted((document for _, document in lies), key=lambda d: order[id(d)])
        asked.sides.append(SideRun(spoiled.pile, face, tuple(side), told))


def _within(
    job: SealedJob, lot: SealedLot, documents: Sequence[Document], spoiled: Spoiled
) -> Iterator[tuple[_Place, Document]]:
    """Yield what lies on the sheet, or in the cell, that is called spoiled."""
    for place, document in lying(job, lot, documents):
        if place[0] == spoiled.sheet and (not spoiled.row or (spoiled.row, spoiled.column) == place[1:]):
            yield place, document


def _take(spoiled: Spoiled, place: _Place, document: Document, asked: _Asked, *, alone: bool) -> None:
    """Take one piece; `alone`: its sheet is a run of one side, with the separators on it."""
    if spoiled.pile not in NUMBERED:
        asked.pages.append(Piece(spoiled.pile, spoiled.block, document, *place, "", "", spoiled.reason))
    elif document.kind == _SEPARATOR and not alone:
        asked.separators.setdefault((spoiled.pile, document.envelope), document)
    elif document.numbers:
        asked.reasons.setdefault(document.numbers[0], spoiled.reason)
        asked.places.setdefault(document.numbers[0], spoiled.place)


def _separators_alone(lies: Sequence[tuple[_Place, Document]], moved: Mapping[int, At]) -> bool:
    """Tell whether nothing but separators was made again, of which the others have no need."""
    again = all(document.kind == _SEPARATOR for _, document in lies if id(document) in moved)
    return again and len(moved) < len(lies)


def _moved(
    spoiled: Spoiled, lies: Sequence[tuple[_Place, Document]], moved: Mapping[int, At], latest: Latest
) -> Iterator[InputError]:
    """Yield a refusal for every sheet on which pieces lie now that are called spoiled by the place of a former copy.

    What lies here still is named, so that it can be asked for alone; what has ended is not asked for by anybody.
    """
    numbered = [document for _, document in lies if document.kind != _SEPARATOR] or [document for _, document in lies]
    there: dict[tuple[int, int], list[str]] = {}
    for document in numbered:
        if at := moved.get(id(document)):
            there.setdefault(at[:2], []).append(next(iter(latest.living(document)), document.envelope))
    numbers = [left[0] for d in numbered if id(d) not in moved and (left := latest.living(d))]
    cells = [
        f"{row}-{column}" for (_, row, column), d in lies if not d.numbers and d in numbered and id(d) not in moved
    ]
    fact = "{which}: already made again, now in block {block}, sheet {sheet}"
    for (block, sheet), which in sorted(there.items()):
        facts = {"which": ", ".join(which), "block": block, "sheet": sheet}
        step, named = _AGAIN, f"{block}/{sheet}"
        if numbers:
            step, named = _OTHERS, " ".join(f"--number {number}" for number in numbers)
        elif cells:
            step, named = _CELLS, ", ".join(cells)
        yield InputError("spoiled-made-again", spoiled.place, fact, step, **facts, named=named)


def _pieces(job: SealedJob, asked: _Asked) -> Iterator[Piece]:
    """Yield the pieces of all numbers asked for, in the order of the job."""
    left = set(asked.reasons)
    for pile in NUMBERED:
        lots = tuple(job.of(pile))
        for at, lot in enumerate(lots):
            if left and lot.names_any(frozenset(left)):
                for piece in _of_lot(job, lots, at, asked):
                    left.difference_update(piece.document.numbers)
                    yield piece


def _of_lot(job: SealedJob, lots: Sequence[SealedLot], at: int, asked: _Asked) -> Iterator[Piece]:
    lot = lots[at]
    documents = lot.documents
    places = {id(document): place for place, document in lying(job, lot, documents)}
    for index, document in enumerate(documents):
        reasons = [asked.reasons[number] for number in document.numbers if number in asked.reasons]
        if reasons:
            before = documents[index - 1] if index else _edge(lots, at - 1, -1)
            after = documents[index + 1] if index + 1 < len(documents) else _edge(lots, at + 1, 0)
            yield Piece(
                lot.pile,
                lot.number,
                document,
                *places[id(document)],
                _neighbour(document, before, -1),
                _neighbour(document, after, 0),
                reasons[0],
                _heading(lots, at, documents[:index], document.envelope),
            )


def _edge(lots: Sequence[SealedLot], at: int, index: int) -> Document | None:
    return lots[at].documents[index] if 0 <= at < len(lots) else None


def _neighbour(document: Document, other: Document | None, index: int) -> str:
    same = other is not None and other.envelope == document.envelope and other.numbers
    return other.numbers[index] if other and same else ""


def _heading(lots: Sequence[SealedLot], at: int, before: Sequence[Document], envelope: str) -> Document | None:
    """Return the separator in force: the last one before a piece, if it is of its envelope or of direct mail."""
    while True:
        last = next((document for document in reversed(before) if document.kind == _SEPARATOR), None)
        if last is not None:
            return last if last.envelope in ("", envelope) else None
        if at == 0:
            return None
        at -= 1
        before = lots[at].documents
