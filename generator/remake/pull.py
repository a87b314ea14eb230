"""`shikaku pull`: who left after the run in; what the packer takes out, and what takes its place, out.

A card is taken out and void. Of a household's notice sheet the others' is made again without who left; of an employer's
envelope the letter, list and receipt, marked 差替; a carrier without the card. Folder and record: see `folder`.
Authority: domain.md §8 (引抜き: list by 管理番号 and place), §9 (what a wrong envelope costs).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

from fonts.errors import Refusal
from generator.errors import LedgerError
from generator.job.csvout import CsvOut
from generator.job.mailing import MAILED, MAILING, mailing_rows
from generator.job.rows import ENVELOPES, PIECES
from generator.job.turn import sole_turn
from generator.job.weights import weights
from generator.ledger.ledger import Ledger
from generator.ledger.opening import open_ledger
from generator.ledger.remaking import PULLED, Made, Order, in_time
from generator.model import Key, Mail, Society
from generator.remake.enrolled import Enrolled, enrolled
from generator.remake.folder import clear, finished, next_name, publish
from generator.remake.left import COLUMNS, Leaver, read_left, refuse, settled, unknown
from generator.remake.making import Making, Papers
from generator.remake.packed import PULL, TAKE, Change, Packed
from generator.remake.papers import ROWS_A_SLIP, WORDS, pages
from generator.remake.pieces import Found, Piece, find
from generator.remake.posting import LIST, classed, posted
from generator.remake.printing import Shop
from generator.remake.reducing import carriers_without, letter_without, reduced
from generator.remake.sealed import SealedJob, open_sealed
from generator.remake.sound import sound_parts
from generator.remake.wanted import Spoiled
from layouts.document import Document

_REPLACE = "差替え"
_OPEN = "開封"  #: what is in a closed envelope already
_LAY = "元(ヤレ)"  #: a row of the list below that of a piece which was made again: where the replaced copy lay


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
    """What was pulled. `without`: who has no live document in the job; `staying`: who has not left in members.csv."""

    name: str
    folder: Path  #: beside vendor/ of the job as the operator named it
    people: int
    numbers: tuple[str, ...]
    replaced: int  #: sheets made again for those who stay
    letters: int  #: pages
    emptied: tuple[str, ...]  #: envelopes with nothing left in them
    inserted: tuple[tuple[str, str], ...]  #: numbers the vendor reported inserted, with the envelope to open
    without: tuple[Key, ...]
    staying: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    """Everything that follows from who left."""

    numbers: Mapping[Key, tuple[str, ...]]
    pieces: tuple[Piece, ...]  #: as they lie in the job
    gone: frozenset[str]  #: pulled now or before
    found: Found  #: what is printed
    copies: Mapping[str, Made]  #: of whom stays on a sheet that is made again
    inserted: frozenset[str]  #: pulled numbers whose envelope is closed
    packed: Packed
    never: frozenset[Key] = frozenset()  #: who never had a document
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
    there = enrolled(society, (key for leaver in leavers for key in leaver.readings), wish.on)
    with sole_turn(home), open_ledger(home, society.ledger_url, create=False) as ledger, ledger.turn():
        job = open_sealed(wish.job, society, partial(sound_parts, ledger))
        before = ledger.remakes(job.job)
        in_time(ledger.job(job.job), before, wish.on)
        leavers = settled(leavers, lambda key: key in there.known or bool(ledger.show(key)), faults)
        never = frozenset(leaver.key for leaver in leavers if not ledger.show(leaver.key))
        faults += [unknown(leaver) for leaver in leavers if leaver.key in never - there.known]
        numbers = _numbers(ledger, job, leavers, faults)
        without = tuple(leaver.key for leaver in leavers if leaver.key not in numbers)
        plan = replace(_plan(ledger, job, numbers), never=never)
        name = next_name(before, "pull")
        shop = Shop(job, clear(job.folder, name), name, society.insurer.number)
        made = Making(wish.on, society, shop, plan.found, plan.copies, frozenset(plan.pulled)).make(
            lambda s: _papers(s, plan, society.packing.mail)
        )
        _keep(shop, plan, leavers)
        detail = {
            "folder": name,
            "manifest": made.manifest,
            "office": finished(shop.folder),
            "pulled": len(plan.pulled),
            "made_again": len(made.numbers),
        }
        order = Order(job.job, PULLED, wish.on, wish.by, wish.why, detail, made.numbers, plan.pulled)
        ledger.remake(order, {number: copy.make for number, copy in plan.copies.items()})
        publish(job.folder, name)
    emptied = tuple(name for name in plan.changes if _emptied(plan, name))
    counts = len(plan.found.pieces), sum(page.pile == "letters" for page in plan.found.pages)
    opened = tuple((number, plan.packed.cells[number]["envelope"]) for number in sorted(plan.inserted))
    return Pulled(
        name, wish.job / name, len(numbers), plan.pulled, *counts, emptied, opened, without, _staying(leavers, there)
    )


def _numbers(
    ledger: Ledger, job: SealedJob, leavers: Sequence[Leaver], faults: list[Refusal]
) -> Mapping[Key, tuple[str, ...]]:
    """Look up the live documents of the job. Raises the faults found so far, LedgerError where there is nothing."""
    refuse(faults)
    numbers = ledger.live_numbers(job.job, (leaver.key for leaver in leavers))
    if not numbers:
        raise LedgerError(
            "pull-nothing",
            job.job,
            "none of the {count} people has a live document in this job",
            "look them up with `shikaku ledger show`; they may be in another job",
            count=len(leavers),
        )
    return numbers


def _staying(leavers: Sequence[Leaver], there: Enrolled) -> tuple[Key, ...]:
    return tuple(leaver.key for leaver in leavers if leaver.key in there.staying)


def _plan(ledger: Ledger, job: SealedJob, numbers: Mapping[Key, tuple[str, ...]]) -> _Plan:
    pulled = [number for each in numbers.values() for number in each]
    pieces = find(job, (Spoiled("left.csv", "資格喪失", number) for number in pulled)).pieces
    touched = {piece.document.envelope for piece in pieces}
    packed = Packed(job.folder, job.made, touched)
    on_record = ledger.made(packed.cells)
    before = {n for n, copy in on_record.items() if copy.pulled}
    gone = frozenset((*before, *pulled))
    again = [replace(piece, document=reduced(piece.document, gone)) for piece in pieces if _stays(piece, gone)]
    copies = {number: on_record[number] for piece in again for number in piece.document.numbers}
    letters, carriers = _letters(job, touched), _carriers(job, touched, frozenset(pulled), gone)
    fresh = {name: letter_without(letters.get(name, ()), gone) for name in sorted(touched)}
    found = Found(tuple(again), (), tuple(_pages("letters", (d for name in fresh for d in fresh[name])))
                  + tuple(_pages("carriers", (new for _, new in carriers if new))))  # fmt: skip
    inserted = frozenset(number for number in pulled if on_record[number].inserted)
    plan = _Plan(numbers, pieces, gone, found, copies, inserted, packed)
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
    """Return the carriers that are made again, each with what takes its place: those that a pulled card lies on.

    Where a carrier of several of a piece falls away, the others of the piece too: they bear k/n.
    """
    pages: dict[tuple[str, str], list[Document]] = {}
    for lot in job.of("carriers"):
        for page in lot.documents:
            if page.envelope in envelopes:
                pages.setdefault((page.envelope, page.front.fields["piece"]), []).append(page)
    before = gone - pulled
    return [
        (old, new)
        for piece in pages.values()
        for old, new in zip(carriers_without(piece, before), carriers_without(piece, gone), strict=True)
        if old is not None and old != new
    ]


def _papers(shop: Shop, plan: _Plan, mail: Mail) -> Papers:
    """Write the packer's list, the corrected rows, and what the post gets now."""
    packed, rows = plan.packed, list[dict[str, str]]()
    for piece in plan.pieces:
        for number in piece.document.numbers:
            if number in plan.pulled:
                action = _REPLACE if _stays(piece, plan.gone) else TAKE
                opened = f"{_OPEN}・" if number in plan.inserted else ""
                rows.append(packed.pull_row(number, f"{opened}{action}"))
    rows.sort(key=lambda row: (row["envelope"], row["管理番号"]))
    envelopes, pieces = packed.corrected(plan.gone, plan.changes, plan.sheets)
    envelopes = classed(envelopes, lambda name: packed.left(name, plan.gone), shop.job, mail)
    post = posted(shop.job, envelopes)
    lists = [
        shop.list_out("pull.csv", PULL, ([row[name] for name in PULL] for row in rows)),
        shop.list_out("envelopes.csv", ENVELOPES, ([row[name] for name in ENVELOPES] for row in envelopes)),
        shop.list_out("pieces.csv", PIECES, ([row[name] for name in PIECES] for row in pieces)),
        shop.list_out(LIST, MAILING, mailing_rows(post.counts)),
    ]
    with CsvOut(shop.folder / "office" / LIST, MAILED) as out:
        for row in post.mailed:
            out.row(row)
    head = {"job": f"{shop.job.job} {shop.name}"}
    listed = [line for k, row in enumerate(rows, start=1) for line in _listed(k, row)]
    return [shop.page("pull-list.pdf", pages("letter/pull-list", listed, head, ROWS_A_SLIP))], lists


def _listed(at: int, row: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Yield a line of the packer's list; below it, without a box to tick, where a copy lay that was replaced."""
    what = WORDS["cards" if row["kind"] == "card" else "notices"]
    opened = f"{_OPEN} " if row["action"].startswith(_OPEN) else ""
    yield {
        "no": str(at),
        "mark": "□",
        "envelope": row["envelope"],
        "part": f"{row['part']}/{row['parts']}",
        "at": row["at"],
        "doc": row["管理番号"],
        "what": f"{opened}{what}" + ("" if row["action"].endswith(TAKE) else "差替"),
        **_lying(row, ""),
    }
    if row["first_file"]:
        texts = {"no": "", "mark": "", "envelope": "", "part": "", "at": "", "doc": row["管理番号"], "what": _LAY}
        yield {**texts, **_lying(row, "first_")}


def _lying(row: Mapping[str, str], copy: str) -> dict[str, str]:
    """Return where a copy lies, as the list shows it: the file of a remake without its pile, which `what` tells."""
    folder, _, file = row[f"{copy}file"].rpartition("/")
    made = folder.partition("/")[0] if folder.count("/") else folder
    return {
        "file": f"{made}/{file}",
        "sheet": row[f"{copy}sheet"],
        "cell": f"{row[f'{copy}row']}-{row[f'{copy}column']}",
        "tray": row[f"{copy}tray"],
        "stack": row[f"{copy}stack_position"],
    }


def _keep(shop: Shop, plan: _Plan, leavers: Sequence[Leaver]) -> None:
    """Write for the office who was pulled, and who had nothing in the job."""
    with CsvOut(shop.folder / "office" / "left.csv", (*COLUMNS, "管理番号", "状態")) as out:
        for each in leavers:
            key = each.key
            numbers = plan.numbers.get(key, ())
            state = "引抜き" if numbers else "文書なし" if key in plan.never else "このジョブに有効な文書なし"
            out.row((key.symbol, key.number, key.branch, each.lost.isoformat(), " ".join(numbers), state))


def _emptied(plan: _Plan, envelope: str) -> bool:
    return not plan.packed.left(envelope, plan.gone)
