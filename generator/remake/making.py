"""What is to be made again in; one folder with its sheets, slip, certificate and balance out.

Totals: what is made again is what was spoiled or replaced, copy by copy (domain.md §8, print.md §7).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import Final

from generator.errors import ConfigError, Stopped
from generator.job.csvin import rows
from generator.job.jsonout import write_json
from generator.ledger.remaking import Made, Ordered
from generator.model import Society
from generator.remake.balance import RECONCILIATION, account
from generator.remake.digits import with_digits
from generator.remake.lying import At, places_made
from generator.remake.papers import DESTRUCTION, SLIP, Line, certificate, destruction_row, slip, slip_row
from generator.remake.pieces import Found, Piece
from generator.remake.piling import piled
from generator.remake.printing import Printed, Shop
from generator.remake.sealed import NUMBERED, PILES, SealedJob

_TOOL: Final = "shikaku-print"
_COUNTS: Final[tuple[str, ...]] = ("pieces", "separators", "blanks", "sheets")
_NOWHERE: Final[At] = (0, 0, 0, 0)

Papers = tuple[Sequence[Printed], Sequence[str]]
"""Further papers of a folder: pages that were printed, and lists that were written."""


@dataclass(frozen=True, slots=True)
class Output:
    """What was made."""

    numbers: tuple[str, ...]
    counts: tuple[int, int, int, int]  #: pieces, separators, blanks, sheets
    manifest: str


class Making:
    """One remake being built."""

    def __init__(
        self, on: date, society: Society, shop: Shop, found: Found, copies: Mapping[str, Made],
        pulled: frozenset[str] = frozenset(), ended: Mapping[str, int] | None = None,
    ) -> None:  # fmt: skip
        self._on, self._society, self._shop, self._found, self._copies = on, society, shop, found, copies
        self._makes = {number: copy.make + 1 for number, copy in copies.items()}
        self._pulled, self._ended = pulled, ended or {}

    def make(self, further: Callable[[Shop], Papers] = lambda _: ((), ())) -> Output:
        """Print pieces, papers and lists; return what was made."""
        shop = self._shop
        shop.begin()
        printed = [each for pile in PILES for each in self._print(pile)]
        destroyed = self._lines(printed)
        lines = [line for line in destroyed if line.number not in self._ended]
        lists: list[str] = []
        head = f"{shop.job.job} {shop.name}"
        if lines:
            printed.append(shop.page("slip.pdf", slip(lines, head)))
            lists.append(shop.list_out("slip.csv", SLIP, map(slip_row, lines)))
        if destroyed:
            printed.append(shop.page("destruction.pdf", certificate(destroyed, head)))
            lists.append(shop.list_out("destruction.csv", DESTRUCTION, map(destruction_row, destroyed)))
        pages, more = further(shop)
        printed, lists = [*printed, *pages], [*lists, *more]
        counts = self._counts(printed)
        self._reconcile()
        named: dict[str, int] = dict(zip(_COUNTS, counts, strict=True))
        tool = f"{_TOOL} {version(_TOOL)}"
        manifest = shop.close(printed, lists, self._on.isoformat(), tool, named)
        return Output(tuple(sorted(self._copies)), counts, manifest)

    def _print(self, pile: str) -> Iterable[Printed]:
        """Print what is spoiled of a pile, in blocks as deep as a stack."""
        shop, job, found = self._shop, self._shop.job, self._found
        block = job.next_block(pile)
        for side in found.sides:
            if side.pile == pile:
                yield shop.press(pile, block, side.documents, self._makes, (side.face,), side.told)
                block += 1
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
        """Return a line for every number that is destroyed, in the order of the job."""
        places = {
            row.number: (row.block, row.sheet, row.row, row.column)
            for each in reversed(printed)
            for row in reversed(each.places)
            if row.number
        }
        parts, old = _parts(self._shop.job), places_made(self._shop.job)
        return [
            self._line(piece, number, _NOWHERE if number in self._ended else places[number], old, parts)
            for piece in sorted(
                (*self._found.pieces, *self._found.beside, *self._found.ended),
                key=lambda piece: (PILES.index(piece.pile), piece.number),
            )
            for number in piece.document.numbers
        ]

    def _line(
        self, piece: Piece, number: str, new: At, old: Mapping[str, At], parts: Mapping[str, tuple[str, str]]
    ) -> Line:
        return Line(
            number=number,
            make=self._ended.get(number) or self._copies[number].make,
            pile=piece.pile,
            old=old.get(number, (piece.block, piece.sheet, piece.row, piece.column)),
            new=new,
            reason=piece.reason,
            envelope=piece.document.envelope,
            part=parts.get(piece.document.envelope, ("", "")),
            before=piece.before,
            after=piece.after,
        )

    def _counts(self, printed: Sequence[Printed]) -> tuple[int, int, int, int]:
        blocks = [each for each in printed if each.pile in PILES]
        sides = sum(1 for side in self._found.sides for document in side.documents if document.numbers)
        pieces = len(self._found.pieces) + len(self._found.pages) + sides
        separators = sum(each.pieces for each in blocks) - pieces
        return pieces, separators, sum(each.blanks for each in blocks), sum(each.sheets for each in blocks)

    def _reconcile(self) -> None:
        """Add up the lists as they lie on the disk. Raises Stopped where they are not what is to be ordered."""
        found = account(self._shop.folder, Ordered(self._makes, self._pulled, self._ended))
        write_json(self._shop.folder / "office" / RECONCILIATION, found.told)
        if not found.balanced:
            raise Stopped(
                "remake-not-balanced",
                f"{self._shop.job.job}/{self._shop.name}",
                "{lists} do not add up to what is to be made; nothing was written down",
                "run the same command again; if it is refused again, report it",
                lists=", ".join(found.wrong),
            )


def _parts(job: SealedJob) -> Mapping[str, tuple[str, str]]:
    """Return part and parts of every envelope."""
    path = job.folder / "vendor" / "envelopes.csv"
    if not path.is_file():
        raise ConfigError("envelopes-gone", path.name, "the job's list of envelopes is not there", "put it back")
    return {row["envelope"]: (row["part"], row["parts"]) for row in rows(path)}
