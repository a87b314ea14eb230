"""From ordered items to piles: numbers, envelopes, separators, sheets, letters; and the lists that name them.

Enters: gathered shards in §5 order. Leaves: lot files of every pile, decisions.csv, pieces.csv, envelopes.csv, the
reservation rows for the ledger, and the counts that reconciliation balances. One pass; memory holds one household
and one bulk envelope's list.
"""

from collections.abc import Generator, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from generator.decision import Kind, Route
from generator.job.blocks import Blocking
from generator.job.compose import card_document, sheet_document
from generator.job.csvout import CsvOut
from generator.job.envelope import Envelope
from generator.job.envelopes import CARDS_A_CARRIER, Stop, Unit, sheet_groups, total, walk
from generator.job.item import Item
from generator.job.letters import Addressee, Cut, Place, bulk_letter, carrier, direct_separator, face, separator
from generator.job.lots import Lot, PileWriter
from generator.job.mailing import MAILED, MAILING, Mailing, Posting, mailing_rows
from generator.job.numbering import Numbers, piece_name
from generator.job.rows import DECISIONS, ENVELOPES, PIECES, Share, Shares, envelope_row, key_of, reservation_of
from generator.job.scratch import Gathered
from generator.job.weights import Weights
from generator.ledger.entry import Reservation
from generator.model import Employer, Packing
from generator.post.tariff import Tariff
from layouts.document import Document, Track

_LETTERS_A_LOT = 400


@dataclass(frozen=True, slots=True)
class Plan:
    """What the piles are made with."""

    job: str
    day: str  #: D as letters print it
    numbers: Numbers
    packing: Packing
    weigh: Weights
    tariff: Tariff
    employers: Mapping[str, Employer]
    cards_a_lot: int
    notices_a_lot: int
    separators: bool = True


@dataclass(frozen=True, slots=True)
class Piled:
    """What came of it."""

    lots: tuple[Lot, ...]
    kinds: Mapping[str, Mapping[str, int]]  #: pile → kind → pieces
    shares: tuple[Share, ...]
    packed: tuple[int, int]  #: cards and notices as the envelopes count them
    envelopes: int
    faces: int  #: envelopes of the employers whose face is to be printed
    none: int
    mailing: Mailing


class _Sinks:
    """Everything one pass writes to."""

    def __init__(self, stack: ExitStack, plan: Plan, source: Path, vendor: Path, office: Path) -> None:
        policy, break_from = plan.packing.policy, plan.packing.break_from
        self.cards = PileWriter(source, "cards", Blocking(policy, break_from, plan.cards_a_lot))
        self.notices = PileWriter(source, "notices", Blocking(policy, break_from, plan.notices_a_lot))
        self.letters = PileWriter(source, "letters", _full(1_000_000))
        self.carriers = PileWriter(source, "carriers", _full(_LETTERS_A_LOT))
        self.faces = PileWriter(source, "faces", _full(_LETTERS_A_LOT))
        self.decisions = stack.enter_context(CsvOut(office / "decisions.csv", DECISIONS))
        self.pieces = stack.enter_context(CsvOut(vendor / "pieces.csv", PIECES))
        self.envelopes = stack.enter_context(CsvOut(vendor / "envelopes.csv", ENVELOPES))
        self.mailing = stack.enter_context(CsvOut(vendor / "mailing.csv", MAILING))
        self.mailed = stack.enter_context(CsvOut(office / "mailing.csv", MAILED))
        self.piece = 0

    @property
    def piles(self) -> tuple[PileWriter, ...]:
        return self.cards, self.notices, self.letters, self.carriers, self.faces


def _full(pieces: int) -> Blocking:
    """Return how a pile of letters is cut: nobody's block begins anywhere but where the one before is full."""
    return Blocking("continuous", 1, pieces)


class Piling:
    """One pass over everything due: `documents` drives it, `piled` says what came of it."""

    def __init__(self, gathered: Gathered, plan: Plan, source: Path, vendor: Path, office: Path) -> None:
        self._gathered, self._plan = gathered, plan
        self._source, self._vendor, self._office = source, vendor, office
        self._piled: Piled | None = None

    @property
    def piled(self) -> Piled:
        """Return what came of the pass; the documents have to be exhausted."""
        if self._piled is None:
            raise AssertionError("the documents have not been taken")
        return self._piled

    def documents(self) -> Generator[Reservation]:
        """Number everything, put it into envelopes and piles, write the lists; yield what the ledger reserves."""
        with ExitStack() as stack:
            sinks = _Sinks(stack, self._plan, self._source, self._vendor, self._office)
            run = _Run(self._plan, sinks, self._gathered)
            for stop in walk(self._gathered.due(), self._plan.packing, self._plan.weigh):
                yield from run.take(stop)
            run.finish()
            none = 0
            for none, left in enumerate(self._gathered.undue(), start=1):  # noqa: B007 - the last one is the count
                sinks.decisions.row((*left[:3], Kind.NONE.value, left.rule, "", "", "", ""))
            for pile in sinks.piles:
                pile.cut()
            lots = tuple(lot for pile in sinks.piles for lot in pile.lots)
            kinds = {name: dict(pile.kinds) for name, pile in zip(_NAMES, sinks.piles, strict=True)}
            mailing = run.posting.mailing
            for row in mailing_rows(mailing.counts):
                sinks.mailing.row(row)
            shares = run.shares
            self._piled = Piled(lots, kinds, shares.rows, shares.packed, run.envelopes, run.faces, none, mailing)


_NAMES = ("cards", "notices", "letters", "carriers", "faces")


class _Run:
    """The one pass: two cursors over the same order, one a bulk destination ahead to know its totals."""

    def __init__(self, plan: Plan, sinks: _Sinks, gathered: Gathered) -> None:
        self._plan, self._out = plan, sinks
        self.shares = Shares()
        self._ahead = total(walk(gathered.light(), plan.packing, plan.weigh), plan.weigh)
        self._open: Envelope | None = None
        self._rows: list[tuple[Item, str]] = []  # the open bulk envelope's list
        self._cards = self._notices = 0
        self.faces = 0
        self.posting = Posting(plan.tariff, plan.packing.mail, plan.packing.order)
        self._post = ("", False)  # of the open envelope: its postcode, and whether it bears a customer barcode
        self._bulk = gathered.bulk_groups()
        self._arrived: dict[str, str | None] = {}  # pile → destination that came last, None: direct mail

    @property
    def envelopes(self) -> int:
        return 0 if self._open is None else self._open.index + 1

    def take(self, stop: Stop[Item]) -> Iterator[Reservation]:
        """Number one household's documents and put them where they belong."""
        homes: dict[str, Envelope] = {}
        for unit in stop.units:
            homes[unit.items[0].unit] = self._at(unit)
        numbers: dict[int, str] = {}
        for item in stop.items:
            envelope = homes[item.unit]
            numbers[id(item)] = number = self._number(item)
            row = (*key_of(item), item.kind, item.rule, item.basis, item.route, item.valid_to, number)
            self._out.decisions.row(row)
            self.shares.take(item)
            yield reservation_of(item, number, envelope.name)
            if item.kind == Kind.CARD:
                self._out.cards.add(card_document(item, number, envelope.name))
            if item.route == Route.EMPLOYER:
                self._rows.append((item, number))
        for unit in stop.units:
            self._pieces(unit, homes[unit.items[0].unit], numbers)

    def finish(self) -> None:
        """Close the last envelope."""
        self._close()
        if next(self._ahead, None) is not None:
            raise AssertionError("the two walks over the envelopes disagree")

    def _number(self, item: Item) -> str:
        if item.kind == Kind.CARD:
            self._cards += 1
            return self._plan.numbers.card(self._cards - 1)
        self._notices += 1
        return self._plan.numbers.notice(self._notices - 1)

    def _at(self, unit: Unit[Item]) -> Envelope:
        """Return the envelope of a unit, opening it (and closing the one before) if it is new."""
        if self._open is None or self._open.index != unit.envelope:
            self._close()
            self._open = next(self._ahead)
            head = unit.items[0]
            bulk = self._open.route == Route.EMPLOYER
            self._post = (self._to(self._open).postcode, False) if bulk else (head.postcode, bool(head.postal))
            self._begin(self._open)
        return self._open

    def _begin(self, envelope: Envelope) -> None:
        """Lay a separator before a bulk envelope, and one before direct mail; a block may begin there."""
        if self._plan.packing.face and envelope.route == Route.EMPLOYER:
            self.faces += 1
        for pile, writer, count, coming in (
            ("cards", self._out.cards, envelope.cards, envelope.all_cards),
            ("notices", self._out.notices, envelope.notices, envelope.all_notices),
        ):
            if not count or not self._plan.separators:
                continue
            bulk = envelope.route == Route.EMPLOYER
            group = envelope.group if bulk else None
            if fresh := pile not in self._arrived or self._arrived[pile] != group:
                self._arrived[pile] = group
                writer.arrive(coming if bulk else None)
            if bulk:
                turn = f"{envelope.turn}/{self._bulk}"
                place = Cut(pile, writer.block, turn, self._plan.job)
                writer.add(separator(place, envelope, self._plan.numbers, self._to(envelope)))
            elif fresh:
                numbers = self._plan.numbers
                first = numbers.card(self._cards) if pile == "cards" else numbers.notice(envelope.notice_first)
                writer.add(direct_separator(Cut(pile, writer.block, "", self._plan.job), envelope, first))

    def _close(self) -> None:
        envelope = self._open
        if envelope is None:
            return
        if envelope.route == Route.EMPLOYER:
            to = self._to(envelope)
            for document in bulk_letter(envelope, self._rows, to, self._plan.day):
                self._out.letters.add(document)
            if self._plan.packing.face:
                self._out.faces.add(face(envelope, to, self._plan.job))
            if self._out.letters.open_count >= _LETTERS_A_LOT:
                self._out.letters.cut()
            self._rows.clear()
        self.shares.close(envelope)
        self._out.envelopes.row(envelope_row(envelope, self._plan.numbers, self._plan.packing.mail))
        postcode, coded = self._post
        self._out.mailed.row(self.posting.post(envelope, postcode, coded=coded))

    def _to(self, envelope: Envelope) -> Addressee:
        """Return whom a bulk envelope is addressed to: the 送付先 itself, or the first employer in it."""
        employers = self._plan.employers
        target = employers.get(envelope.group) or employers[envelope.employers[0]]
        return Addressee(target.code, target.name, target.postcode, target.address, target.department)

    def _pieces(self, unit: Unit[Item], envelope: Envelope, numbers: Mapping[int, str]) -> None:
        cards = [i for i in unit.items if i.kind == Kind.CARD]
        notices = [i for i in unit.items if i.kind == Kind.NOTICE]
        weigh, load = self._plan.weigh, unit.load
        inner = weigh.window_envelope if envelope.route == Route.EMPLOYER else 0.0
        if cards and load.carriers:
            grams = len(cards) * weigh.card + load.carriers * weigh.carrier_sheet + inner
            named = [numbers[id(i)] for i in cards]
            piece = self._piece(envelope, "carrier", load.carriers, len(cards), grams, named)
            for i in range(0, len(cards), CARDS_A_CARRIER):
                page, employer = i // CARDS_A_CARRIER + 1, self._employer_name(cards[0])
                place = Place(envelope, piece, page, load.carriers, employer, self._plan.day)
                pair, pair_named = cards[i : i + CARDS_A_CARRIER], named[i : i + CARDS_A_CARRIER]
                self._out.carriers.add(carrier(pair, pair_named, place))
        else:
            for item in cards:
                self._piece(envelope, "card", 0, 1, weigh.card, [numbers[id(item)]])
        if notices:
            grams = load.sheets * weigh.notice_sheet + inner
            named = [numbers[id(i)] for i in notices]
            piece = self._piece(envelope, "notice", load.sheets, 0, grams, named)
            for document in self._sheets(notices, numbers, envelope, piece):
                self._out.notices.add(document)

    def _piece(self, envelope: Envelope, kind: str, sheets: int, cards: int, grams: float, numbers: list[str]) -> int:
        self._out.piece += 1
        row = (piece_name(self._out.piece), envelope.name, kind, sheets, cards, f"{grams:.1f}", numbers[0], numbers[-1])
        self._out.pieces.row(row)
        return self._out.piece

    def _sheets(
        self, notices: list[Item], numbers: Mapping[int, str], envelope: Envelope, piece: int
    ) -> Iterator[Document]:
        groups = sheet_groups(notices)
        for k, group in enumerate(groups, start=1):
            at = Track(envelope.index + 1, piece, k, len(groups))
            yield sheet_document(group, numbers, envelope, self._employer_name(group[0]), at)

    def _employer_name(self, item: Item) -> str:
        employer = self._plan.employers.get(item.employer)
        return employer.name if employer and item.route == Route.EMPLOYER else ""
