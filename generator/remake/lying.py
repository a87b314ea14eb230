"""A sealed job in; where each piece of a block lies, and where the last copy of what was made again lies, out.

Blocks of remakes count on from the job's own, so block and sheet say which copy is meant: a good copy is never called
spoiled by the place of the one it took the place of (domain.md §8: ヤレ).
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.job.csvin import Row, cells
from generator.remake.sealed import NUMBERED, SealedJob, SealedLot, block_of
from imposition.plan import placements
from imposition.sheet import Face
from layouts.document import Document

At = tuple[int, int, int, int]
"""Block, sheet, row, column."""

Gone = Callable[[Sequence[str]], Collection[str]]
"""Which of some numbers are void, withdrawn or pulled."""


def lying(
    job: SealedJob, lot: SealedLot, documents: Sequence[Document]
) -> Iterator[tuple[tuple[int, int, int], Document]]:
    """Yield sheet, row and column of every piece of a lot, as seen on the front."""
    stock = job.stocks[lot.pile]
    for place in placements(stock, block_of(stock, lot.number, len(documents)), backs=False):
        if place.piece is not None:
            yield (place.sheet, place.row, place.column), documents[place.piece]


def places_made(job: SealedJob) -> Mapping[str, At]:
    """Return where the last copy lies of what was made again before, by number."""
    return {row["管理番号"]: _at(row) for row in _made(job)}


def _made(job: SealedJob) -> Iterator[Row]:
    """Yield a row for every copy and side that was made again, the last at the end."""
    rows = (row for name in job.made for pile in NUMBERED for row in cells(job.folder / name, pile))
    return (row for row in rows if row["管理番号"])


def _at(row: Row) -> At:
    return int(row["block"]), int(row["sheet"]), int(row["row"]), int(row["column"])


@dataclass(slots=True)
class Latest:
    """Which copy of a piece is the last; the lists of the remakes are read once, the first time they are needed."""

    job: SealedJob
    gone: Gone
    _sides: dict[tuple[str, str], At] | None = None
    _plain: dict[str, list[tuple[SealedLot, At, Document]]] = field(
        default_factory=dict[str, list[tuple[SealedLot, At, Document]]]
    )

    def elsewhere(self, pile: str, block: int, document: Document, face: Face | None) -> At | None:
        """Return where a piece that lies in a block was made again last, None where that is the last copy.

        Where each side is a run of its own, a side that was not made again stays the last of its copy (`face`: only
        that side is asked for).
        """
        if not document.numbers:
            later = [(lot, at, other) for lot, at, other in self._unnumbered(pile) if lot.number > block]
            return max((at for lot, at, other in later if _replaces(lot, other, document)), default=None)
        sides = self._made_sides()
        apart = pile == "cards" and self.job.stocks[pile].runs == "separate"
        faces: tuple[Face, ...] = (face,) if face and apart else ("F", "B")
        for number in document.numbers:
            made = [at for each in faces if (at := sides.get((number, each))) is not None]
            here = any(at[0] == block for at in made) or (apart and len(made) < len(faces))
            if made and not here:
                return max(made)
        return None

    def living(self, document: Document) -> Sequence[str]:
        """Return the numbers of a piece that have not ended."""
        gone = self.gone(document.numbers) if document.numbers else ()
        return [number for number in document.numbers if number not in gone]

    def _made_sides(self) -> Mapping[tuple[str, str], At]:
        if self._sides is None:
            self._sides = {(row["管理番号"], row["side"]): _at(row) for row in _made(self.job)}
        return self._sides

    def _unnumbered(self, pile: str) -> Sequence[tuple[SealedLot, At, Document]]:
        """Return what remakes and pulls have printed of a pile without a number, and where it lies."""
        if pile not in self._plain:
            lots = [lot for lot in self.job.lots if lot.pile == pile and lot.remake]
            found = ((lot, (lot.number, *at), each) for lot in lots for at, each in lying(self.job, lot, lot.documents))
            self._plain[pile] = [(lot, at, each) for lot, at, each in found if not each.numbers]
        return self._plain[pile]


def _replaces(lot: SealedLot, new: Document, old: Document) -> bool:
    """Tell whether a page takes another's place: the very same text, or a pull's new letters of the envelope."""
    return new == old or (lot.pile == "letters" and lot.whole and new.envelope == old.envelope)
