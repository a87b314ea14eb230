"""`shikaku pull`: who left after the run in; what the packer takes out, and what takes its place, out.

A card is taken out and void. Of a household's notice sheet the others' is made again without who left; of an employer's
envelope the letter, list and receipt, marked 差替; a carrier without the card. Folder and record: see `folder`.
Authority: domain.md §8 (引抜き: list by 管理番号 and place), §9 (what a wrong envelope costs).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from fonts.errors import Refusal
from generator.errors import LedgerError
from generator.job.csvout import CsvOut
from generator.job.rows import ENVELOPES, PIECES
from generator.job.turn import sole_turn
from generator.job.weights import weights
from generator.ledger.ledger import Ledger
from generator.ledger.opening import open_ledger
from generator.ledger.remaking import PULLED, Made, Order
from generator.model import Key, Society
from generator.remake.folder import clear, next_name, publish, settle
from generator.remake.left import COLUMNS, Leaver, read_left, refuse, unknown
from generator.remake.making import Making, Papers
from generator.remake.packed import PULL, Change, Packed
from generator.remake.papers import ROWS_A_SLIP, WORDS, pages
from generator.remake.pieces import Found, Piece, find
from generator.remake.printing import Shop
from generator.remake.reducing import carrier_without, letter_without, reduced
from generator.remake.sealed import SealedJob, open_sealed
from generator.remake.wanted import Spoiled
from layouts.document import Document

_TAKE, _REPLACE = "抜取り", "差替え"


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked: the job's folder, who left, who answers for it."""

    job: Path
    left: Path
    on: date
    by: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Pulled:
    """What was pulled. `without` are rows of people who have no live document in the job."""

    name: str
    folder: Path
    people: int
    numbers: tuple[str, ...]
    replaced: int  #: sheets made again for those who stay
    letters: int  #: pages
    emptied: tuple[str, ...]  #: envelopes with nothing left in them
    without: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    """Everything that follows from who left."""

    numbers: Mapping[Key, tuple[str, ...]]
    pieces: tuple[Piece, ...]  #: as they lie in the job
    gone: frozenset[str]  #: pulled now or before
    found: Found  #: what is printed
    copies: Mapping[str, Made]  #: of whom stays on a sheet that is made again
    packed: Packed
    changes: dict[str, Change] = field(default_factory=dict[str, Change])
    sheets: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def pulled(self) -> tuple[str, ...]:
        """Return the numbers that are pulled now."""
        return tuple(sorted(number for numbers in self.numbers.values() for number in numbers))


def pull(wish: Wish, society: Society) -> Pulled:
    """Pull the pieces of people who left. Raises Refusal with everything collected; then nothing was written."""
    home, faults = Path(society.folder), list[Refusal]()
    leavers = read_left(wish.left, wish.on, faults)
    with sole_turn(home), open_ledger(home, society.ledger_url, create=False) as ledger:
        job = open_sealed(wish.job, society)
        before = ledger.remakes(job.job)
        if settle(job.folder, before):
            job = open_sealed(wish.job, society)
        numbers = _numbers(ledger, job, leavers, faults)
        without = tuple(leaver.key for leaver in leavers if leaver.key not in numbers)
        plan = _plan(ledger, job, numbers)
        name = next_name(before, "pull")
        shop = Shop(job, clear(job.folder, name), name, society.insurer.number)
        made = Making(wish.on, society, shop, plan.found, plan.copies).make(lambda s: _papers(s, plan))
        _keep(shop, plan, leavers)
        detail = {
            "folder": name,
            "manifest": made.manifest,
            "pulled": len(plan.pulled),
            "made_again": len(made.numbers),
        }
        order = Order(job.job, PULLED, wish.on, wish.by, wish.why, detail, made.numbers, plan.pulled)
        ledger.remake(order, {number: copy.make for number, copy in plan.copies.items()})
        folder = publish(job.folder, name)
    emptied = tuple(name for name in plan.changes if _emptied(plan, name))
    counts = len(plan.found.pieces), sum(page.pile == "letters" for page in plan.found.pages)
    return Pulled(name, folder, len(numbers), plan.pulled, *counts, emptied, without)


def _numbers(
    ledger: Ledger, job: SealedJob, leavers: Sequence[Leaver], faults: list[Refusal]
) -> Mapping[Key, tuple[str, ...]]:
    """Look up the live documents of the job. Raises InputError for strangers, LedgerError where there is nothing."""
    numbers = ledger.live_numbers(job.job, (leaver.key for leaver in leavers))
    faults += [unknown(each) for each in leavers if each.key not in numbers and not ledger.show(each.key)]
    refuse(faults)
    if not numbers:
        raise LedgerError(
            "pull-nothing",
            job.job,
            "none of the {count} people has a live document in this job",
            "look them up with `shikaku ledger show`; they may be in another job",
            count=len(leavers),
        )
    return numbers


def _plan(ledger: Ledger, job: SealedJob, numbers: Mapping[Key, tuple[str, ...]]) -> _Plan:
    pulled = [number for each in numbers.values() for number in each]
    pieces = find(job, (Spoiled("left.csv", "資格喪失", number) for number in pulled)).pieces
    touched = {piece.document.envelope for piece in pieces}
    packed = Packed(job.folder, touched)
    on_record = ledger.made(packed.cells)
    before = {n for n, copy in on_record.items() if copy.pulled}
    gone = frozenset((*before, *pulled))
    again = [replace(piece, document=reduced(piece.document, gone)) for piece in pieces if _stays(piece, gone)]
    copies = {number: on_record[number] for piece in again for number in piece.document.numbers}
    letters, carriers = _letters(job, touched), _carriers(job, touched, frozenset(pulled), gone)
    fresh = {name: letter_without(letters.get(name, ()), gone) for name in sorted(touched)}
    found = Found(tuple(again), (), tuple(_pages("letters", (d for name in fresh for d in fresh[name])))
                  + tuple(_pages("carriers", (new for _, new in carriers if new))))  # fmt: skip
    plan = _Plan(numbers, pieces, gone, found, copies, packed)
    weigh = weights(job.stocks["cards"].thickness)
    for name in sorted(touched):
        plan.changes[name] = Change(len(letters.get(name, ())) - len(fresh[name]), weigh)
    for piece in pieces:
        if piece.pile == "notices" and not _stays(piece, gone):
            _leave(plan, packed.piece_of(piece.number))
    for old, new in carriers:
        if new is None:
            _leave(plan, packed.piece_of(old.front.blocks["place"][0]["doc"]))
    return plan


def _leave(plan: _Plan, piece: Mapping[str, str]) -> None:
    name = piece.get("piece", "")
    plan.sheets[name] = plan.sheets.get(name, 0) + 1


def _stays(piece: Piece, gone: frozenset[str]) -> bool:
    """Tell whether somebody stays on a piece that somebody left."""
    return not gone.issuperset(piece.document.numbers)


def _pages(pile: str, documents: Iterable[Document]) -> Iterable[Piece]:
    return (Piece(pile, 0, document, 0, 0, 0, "", "", "") for document in documents)


def _letters(job: SealedJob, envelopes: set[str]) -> Mapping[str, tuple[Document, ...]]:
    """Return the letters of envelopes as they are now: an earlier pull's take the place of the job's."""
    found: dict[str, tuple[Document, ...]] = {}
    for lot in job.lots:
        if lot.pile == "letters" and lot.whole:
            fresh: dict[str, list[Document]] = {}
            for document in lot.documents:
                if document.envelope in envelopes:
                    fresh.setdefault(document.envelope, []).append(document)
            found |= {name: tuple(pages) for name, pages in fresh.items()}
    return found


def _carriers(
    job: SealedJob, envelopes: set[str], pulled: frozenset[str], gone: frozenset[str]
) -> Sequence[tuple[Document, Document | None]]:
    """Return the carriers that a pulled card lies on, each with what takes its place."""
    return [
        (document, carrier_without(document, gone))
        for lot in job.of("carriers")
        for document in lot.documents
        if document.envelope in envelopes and any(row["doc"] in pulled for row in document.front.blocks["place"])
    ]


def _papers(shop: Shop, plan: _Plan) -> Papers:
    """Write the packer's list and the corrected rows."""
    packed, rows = plan.packed, list[dict[str, str]]()
    for piece in plan.pieces:
        for number in piece.document.numbers:
            if number in plan.pulled:
                rows.append(packed.pull_row(number, _REPLACE if _stays(piece, plan.gone) else _TAKE))
    rows.sort(key=lambda row: (row["envelope"], row["管理番号"]))
    envelopes, pieces = packed.corrected(plan.gone, plan.changes, plan.sheets)
    lists = [
        shop.list_out("pull.csv", PULL, ([row[name] for name in PULL] for row in rows)),
        shop.list_out("envelopes.csv", ENVELOPES, envelopes),
        shop.list_out("pieces.csv", PIECES, pieces),
    ]
    head = {"job": f"{shop.job.job} {shop.name}"}
    listed = [_listed(k, row) for k, row in enumerate(rows, start=1)]
    return [shop.page("pull-list.pdf", pages("letter/pull-list", listed, head, ROWS_A_SLIP))], lists


def _listed(at: int, row: Mapping[str, str]) -> dict[str, str]:
    pile = "cards" if row["kind"] == "card" else "notices"
    return {
        "no": str(at),
        "mark": "□",
        "envelope": row["envelope"],
        "part": f"{row['part']}/{row['parts']}",
        "at": row["at"],
        "doc": row["管理番号"],
        "what": WORDS[pile] if row["action"] == _TAKE else f"{WORDS[pile]}差替",
        "file": row["file"],
        "sheet": row["sheet"],
        "cell": f"{row['row']}-{row['column']}",
        "tray": row["tray"],
        "stack": row["stack_position"],
    }


def _keep(shop: Shop, plan: _Plan, leavers: Sequence[Leaver]) -> None:
    """Write for the office who was pulled, and who had nothing in the job."""
    with CsvOut(shop.folder / "office" / "left.csv", (*COLUMNS, "管理番号", "状態")) as out:
        for each in leavers:
            key = each.key
            numbers = plan.numbers.get(key, ())
            state = "引抜き" if numbers else "このジョブに有効な文書なし"
            out.row((key.symbol, key.number, key.branch, each.lost.isoformat(), " ".join(numbers), state))


def _emptied(plan: _Plan, envelope: str) -> bool:
    own = plan.packed.numbers(envelope)
    return all(number in plan.gone for numbers in own.values() for number in numbers)
