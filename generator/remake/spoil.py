"""`shikaku spoil`: what is spoiled in; exactly these pieces again, in a folder beside the job's vendor/, out.

The order: look up, refuse whole, build hidden, write down, give the folder its name (see `folder`). Totals: what a
remake makes is what was spoiled and lives, piece by piece, and what had ended is destroyed alone; made = good + spoiled
holds for the job with every remake (domain.md §8, print.md §7).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final

from fonts.errors import Refusal
from generator.errors import LedgerError
from generator.job.press import layouts_of
from generator.job.turn import sole_turn
from generator.ledger.events import SEALED
from generator.ledger.ledger import Ledger
from generator.ledger.opening import open_ledger
from generator.ledger.remaking import ENDED, REMADE, Made, Order, Remake, in_time
from generator.model import Society
from generator.remake.folder import clear, finished, next_name, publish
from generator.remake.making import Making, Output
from generator.remake.papers import unwritable
from generator.remake.pieces import Found, find
from generator.remake.printing import Shop
from generator.remake.reducing import reduced
from generator.remake.sealed import open_sealed
from generator.remake.sound import sound_parts
from generator.remake.wanted import Spoiled

_STEP: Final = "look at `shikaku ledger show`; nothing was made again"
_BOTH: Final = "name the sheet without --side: then both sides of the others are made again, on a sheet of their own"


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked: the job's folder, what is spoiled, who answers for it."""

    job: Path
    spoiled: tuple[Spoiled, ...]
    on: date
    by: str
    why: str
    again: bool = False  #: the same was asked before, and is meant

    @property
    def digest(self) -> str:
        """Return what tells the same wish, whatever day and reason it is given the second time."""
        return sha256("\n".join(sorted({each.words for each in self.spoiled})).encode()).hexdigest()

    @property
    def reasons(self) -> Mapping[str, str]:
        """Return the reasons that are printed, by where they were given."""
        return {"--why" if each.reason == self.why else each.place: each.reason for each in self.spoiled}


@dataclass(frozen=True, slots=True)
class Again:
    """What was made again."""

    name: str
    folder: Path  #: beside vendor/ of the job as the operator named it
    pieces: int
    separators: int
    blanks: int
    sheets: int
    ended: int  #: numbers on the spoiled sheets that are void or pulled: destroyed, and not made again
    unreleased: str = ""  #: the job, where no vendor has it yet


def spoil(wish: Wish, society: Society, faults: Sequence[Refusal] = ()) -> Again:
    """Make spoiled pieces again. Raises Refusal with everything collected; then nothing was made or written."""
    home = Path(society.folder)
    with sole_turn(home), open_ledger(home, society.ledger_url, create=False) as ledger, ledger.turn():
        job = open_sealed(wish.job, society, partial(sound_parts, ledger))
        before = ledger.remakes(job.job)
        told = ledger.job(job.job)
        in_time(told, before, wish.on)
        faults = [*faults, *unwritable(wish.reasons, layouts_of(job.look))]
        found = find(job, wish.spoiled, faults, partial(_gone, ledger))
        _refuse_again(wish, before)
        copies = ledger.made(found.numbers)
        found = _once(_living(found, wish.spoiled, copies), before)
        ended = {number: copies[number].make for piece in found.ended for number in piece.document.numbers}
        copies = {number: copies[number] for number in found.numbers}
        name = next_name(before, "remake")
        shop = Shop(job, clear(job.folder, name), name, society.insurer.number)
        made = Making(wish.on, society, shop, found, copies, ended=ended).make()
        _write_down(ledger, wish, shop, made, copies, ended)
        unreleased = job.job if told.state == SEALED and not told.desk else ""
        publish(job.folder, name)
        return Again(name, wish.job / name, *made.counts, len(ended), unreleased)


def _gone(ledger: Ledger, numbers: Sequence[str]) -> frozenset[str]:
    return frozenset(n for n, copy in ledger.made(numbers).items() if copy.ended or copy.pulled)


def _refuse_again(wish: Wish, before: Sequence[Remake]) -> None:
    twin = next((each for each in reversed(before) if each.detail.get("asked") == wish.digest), None)
    if twin is not None and not wish.again:
        raise LedgerError(
            "remake-again",
            twin.name,
            "the same was made again already, on {on}",
            "look into that folder; if it was spoiled too, say so with --again",
            on=twin.on.isoformat(),
        )


def _living(found: Found, asked: Iterable[Spoiled], copies: Mapping[str, Made]) -> Found:
    """Leave out who was pulled and what is void. Raises LedgerError where that was named itself, or nothing is left.

    What is void, withdrawn or pulled is not made again for anybody; on a spoiled sheet it is destroyed with the others.
    The other side of such a piece, printed in a run of its own, cannot be left out without moving those behind it.
    """
    gone = frozenset(
        number for number in found.numbers if number not in copies or copies[number].ended or copies[number].pulled
    )
    over = tuple(piece for piece in found.pieces if gone.issuperset(piece.document.numbers))
    beside = {piece.number for piece in found.beside if gone.issuperset(piece.document.numbers)}
    named = {each.number for each in asked} & gone | {piece.number for piece in over if piece.number not in copies}
    living = tuple(replace(p, document=reduced(p.document, gone)) for p in found.pieces if p not in over)
    if not (living or found.separators or found.pages or found.sides):
        named |= {piece.number for piece in over}
    if named or beside:
        raise LedgerError(
            "spoiled-ended",
            ", ".join(sorted(named | beside)[:20]),
            "{count} documents are void, withdrawn, pulled or not on record",
            _STEP if named else _BOTH,
            count=len(named | beside),
        )
    return replace(found, pieces=living, ended=over)


def _once(found: Found, before: Iterable[Remake]) -> Found:
    """Leave out of the certificate what had ended and stands on that of an earlier remake."""
    told = {number for each in before for number in each.detail.get(ENDED, {})}
    return replace(found, ended=tuple(piece for piece in found.ended if piece.number not in told))


def _write_down(
    ledger: Ledger, wish: Wish, shop: Shop, made: Output, copies: Mapping[str, Made], ended: Mapping[str, int]
) -> None:
    pieces, separators, blanks, sheets = made.counts
    detail = {
        "folder": shop.name,
        "asked": wish.digest,
        "manifest": made.manifest,
        "office": finished(shop.folder),
        "pieces": pieces,
        "separators": separators,
        "blanks": blanks,
        "sheets": sheets,
        **({ENDED: dict(ended)} if ended else {}),
    }
    order = Order(shop.job.job, REMADE, wish.on, wish.by, wish.why, detail, made.numbers)
    ledger.remake(order, {number: copy.make for number, copy in copies.items()})
