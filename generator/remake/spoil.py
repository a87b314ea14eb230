"""`shikaku spoil`: what is spoiled in; exactly these pieces again, in a folder beside the job's vendor/, out.

The order: look up, refuse whole, build hidden, write down, give the folder its name (see `folder`). Totals: what a
remake makes is what was spoiled, piece by piece; made = good + spoiled holds for the job with every remake
(domain.md §8, print.md §7).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Final

from fonts.errors import Refusal
from generator.errors import LedgerError
from generator.job.turn import sole_turn
from generator.ledger.ledger import Ledger
from generator.ledger.opening import open_ledger
from generator.ledger.remaking import REMADE, Made, Order, Remake
from generator.model import Society
from generator.remake.folder import clear, next_name, on_record, publish
from generator.remake.making import Making, Output
from generator.remake.pieces import Found, find
from generator.remake.printing import Shop
from generator.remake.reducing import reduced
from generator.remake.sealed import open_sealed
from generator.remake.wanted import Spoiled

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
        return sha256(
            "\n".join([self.on.isoformat(), *sorted(each.words for each in self.spoiled)]).encode()
        ).hexdigest()


@dataclass(frozen=True, slots=True)
class Again:
    """What was made again."""

    name: str
    folder: Path
    pieces: int
    separators: int
    blanks: int
    sheets: int


def spoil(wish: Wish, society: Society, faults: Sequence[Refusal] = ()) -> Again:
    """Make spoiled pieces again. Raises Refusal with everything collected; then nothing was made or written."""
    home = Path(society.folder)
    with sole_turn(home), open_ledger(home, society.ledger_url, create=False) as ledger, ledger.turn():
        job = open_sealed(wish.job, society, lambda folder, name: on_record(folder, ledger.remakes(name)))
        before = ledger.remakes(job.job)
        found = find(job, wish.spoiled, faults)
        _refuse_again(wish, before)
        copies = ledger.made(found.numbers)
        found = _living(found, wish.spoiled, copies)
        copies = {number: copies[number] for number in found.numbers}
        name = next_name(before, "remake")
        shop = Shop(job, clear(job.folder, name), name, society.insurer.number)
        made = Making(wish.on, society, shop, found, copies).make()
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


def _living(found: Found, asked: Iterable[Spoiled], copies: Mapping[str, Made]) -> Found:
    """Leave those who were pulled out of their household's sheets. Raises LedgerError where nobody is left.

    What is void, withdrawn or pulled is not made again for anybody.
    """
    gone = frozenset(
        number for number in found.numbers if number not in copies or copies[number].ended or copies[number].pulled
    )
    ended = {each.number for each in asked} & gone
    ended |= {piece.number for piece in (*found.pieces, *found.beside) if gone.issuperset(piece.document.numbers)}
    if ended:
        raise LedgerError(
            "spoiled-ended",
            ", ".join(sorted(ended)[:20]),
            "{count} documents are void, withdrawn, pulled or not on record",
            _STEP,
            count=len(ended),
        )
    return replace(found, pieces=tuple(replace(p, document=reduced(p.document, gone)) for p in found.pieces))


def _write_down(ledger: Ledger, wish: Wish, shop: Shop, made: Output, copies: Mapping[str, Made]) -> None:
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
