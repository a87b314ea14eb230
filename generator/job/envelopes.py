"""Which document travels in which envelope (contract §5): a walk over the documents in order.

Enters: documents in §5 order (anything with the attributes of `Travels`). Leaves: households with the running number
of their envelopes, and per envelope its totals. The same walk is made twice, once to total and once to number, so
nothing has to be remembered of a million people.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from operator import attrgetter
from typing import Generic, Protocol, TypeVar

from generator.decision import Kind, Route
from generator.job.weights import Weights
from generator.model import Packing

PERSONS_A_SHEET = 4
CARDS_A_CARRIER = 2
ROWS_A_LIST = 30
LETTER_AND_RECEIPT = 2


class Travels(Protocol):
    """What the walk has to know of a document."""

    @property
    def kind(self) -> str: ...
    @property
    def route(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def household(self) -> str: ...
    @property
    def phase1(self) -> bool: ...
    @property
    def issued(self) -> str: ...


T = TypeVar("T", bound=Travels)


@dataclass(frozen=True, slots=True)
class Load:
    """What one unit (a household, or a person alone) adds to an envelope."""

    pieces: int
    cards: int
    notices: int
    carriers: int  #: sheets the cards are mounted on
    sheets: int  #: notice sheets
    grams: float
    phase1: bool


@dataclass(frozen=True, slots=True)
class Unit(Generic[T]):
    """Documents that stay together, and the envelope (from 0) they travel in."""

    envelope: int
    items: tuple[T, ...]
    load: Load


@dataclass(frozen=True, slots=True)
class Stop(Generic[T]):
    """One household on one route: its documents in §5 order, and how they part into units."""

    items: tuple[T, ...]
    units: tuple[Unit[T], ...]


def sheet_groups(notices: Iterable[T]) -> list[list[T]]:
    """Part the notices of one unit into sheets of four: phase Ⅰ apart, one 通知年月日 a sheet."""
    kinds: dict[tuple[bool, str], list[T]] = {}
    for item in notices:
        kinds.setdefault((item.phase1, item.issued), []).append(item)
    groups = kinds.values()
    return [group[i : i + PERSONS_A_SHEET] for group in groups for i in range(0, len(group), PERSONS_A_SHEET)]


def load(items: Sequence[T], packing: Packing, weigh: Weights) -> Load:
    """Weigh and count one unit."""
    notices = [item for item in items if item.kind == Kind.NOTICE]
    cards = len(items) - len(notices)
    direct = items[0].route == Route.DIRECT
    mounted = direct or packing.cards == "carrier"
    carriers = ceil(cards / CARDS_A_CARRIER) if mounted else 0
    sheets = len(sheet_groups(notices)) if notices else 0
    inner = 0 if direct else bool(notices) + bool(carriers)
    pieces = (bool(cards) if mounted else cards) + bool(notices)
    grams = cards * weigh.card + carriers * weigh.carrier_sheet + sheets * weigh.notice_sheet
    phase1 = any(item.phase1 for item in notices)
    return Load(pieces, cards, len(notices), carriers, sheets, grams + inner * weigh.window_envelope, phase1)


def walk(items: Iterable[T], packing: Packing, weigh: Weights) -> Iterator[Stop[T]]:
    """Yield every household with its envelopes: bulk ones filled household by household, direct ones one a unit."""
    envelope = -1
    for (route, _), group in groupby(items, key=attrgetter("route", "group")):
        fill = _Fill(packing, weigh)
        for _, household in groupby(group, key=attrgetter("household")):
            together = tuple(household)
            units: dict[str, list[T]] = {}
            for item in together:
                units.setdefault(item.unit, []).append(item)
            made: list[Unit[T]] = []
            for unit in units.values():
                weight = load(unit, packing, weigh)
                envelope += route == Route.DIRECT or fill.opens(weight)
                made.append(Unit(envelope, tuple(unit), weight))
            yield Stop(together, tuple(made))


class _Fill:
    """The part being filled for one bulk destination: opens a new one where a limit would be passed."""

    def __init__(self, packing: Packing, weigh: Weights) -> None:
        self._packing, self._weigh = packing, weigh
        self._pieces, self._grams, self._rows = 0, 0.0, 0

    def opens(self, more: Load) -> bool:
        """Take a household in and tell whether it opened a new part."""
        rows = self._rows + more.cards + more.notices
        full = self._pieces + more.pieces > self._packing.max_pieces
        heavy = bulk_grams(self._grams + more.grams, rows, self._weigh) > self._packing.max_grams
        fresh = self._pieces == 0 or full or heavy
        if fresh:
            self._pieces, self._grams, self._rows = 0, 0.0, 0
        self._pieces += more.pieces
        self._grams += more.grams
        self._rows += more.cards + more.notices
        return fresh


def bulk_grams(content: float, rows: int, weigh: Weights) -> float:
    """Return the weight of a bulk envelope with its letter, list and receipt."""
    return content + weigh.bulk_envelope + letter_sheets(rows) * weigh.letter_sheet


def letter_sheets(rows: int) -> int:
    """Return how many sheets the letter, the list of so many rows and the receipt take."""
    return LETTER_AND_RECEIPT + ceil(rows / ROWS_A_LIST)


@dataclass(slots=True)
class Envelope:
    """One envelope's totals, summed while its households pass."""

    index: int
    route: str
    group: str
    unit: str
    employers: list[str]
    part: int = 1
    parts: int = 1
    pieces: int = 0
    cards: int = 0
    card_first: int = -1
    card_last: int = -1
    notices: int = 0
    notice_first: int = -1
    notice_last: int = -1
    carriers: int = 0
    sheets: int = 0
    grams: float = 0.0
    phase1: bool = False

    @property
    def name(self) -> str:
        """Return E000001 …"""
        return envelope_name(self.index)

    @property
    def rows(self) -> int:
        """Return how many documents are in it."""
        return self.cards + self.notices

    @property
    def postal_class(self) -> str:
        """Return how it is posted (domain.md §7): cards by 簡易書留, bulk and phase Ⅰ by 特定記録."""
        if self.route == Route.EMPLOYER or (self.phase1 and not self.cards):
            return "特定記録"
        return "簡易書留" if self.cards else "普通"

    def take(self, more: Load) -> None:
        """Add a unit."""
        self.pieces += more.pieces
        self.carriers += more.carriers
        self.sheets += more.sheets + more.carriers
        self.grams += more.grams
        self.phase1 |= more.phase1

    def take_card(self, index: int) -> None:
        """Add a card by its index in the job."""
        self.cards += 1
        self.card_first = index if self.card_first < 0 else self.card_first
        self.card_last = index

    def take_notice(self, index: int) -> None:
        """Add a notice by its index in the job."""
        self.notices += 1
        self.notice_first = index if self.notice_first < 0 else self.notice_first
        self.notice_last = index


def envelope_name(index: int) -> str:
    """Return the name of an envelope by its index from 0."""
    return f"E{index + 1:06d}"


class Addressed(Travels, Protocol):
    """What totalling has to know beyond the walk."""

    @property
    def employer(self) -> str: ...


A = TypeVar("A", bound=Addressed)


def total(stops: Iterable[Stop[A]], weigh: Weights) -> Iterator[Envelope]:
    """Sum the walk into envelopes, in order, with part k/n and the indexes of their cards and notices."""
    cards = notices = 0
    open_parts: list[Envelope] = []
    for stop in stops:
        head = stop.items[0]
        if open_parts and (open_parts[-1].route, open_parts[-1].group) != (head.route, head.group):
            yield from _closed(open_parts, weigh)
            open_parts = []
        by_unit: dict[str, Envelope] = {}
        for unit in stop.units:
            if not open_parts or unit.envelope != open_parts[-1].index:
                open_parts.append(Envelope(unit.envelope, head.route, head.group, unit.items[0].unit, []))
            by_unit[unit.items[0].unit] = open_parts[-1]
            open_parts[-1].take(unit.load)
        for item in stop.items:
            envelope = by_unit[item.unit]
            if item.employer and item.employer not in envelope.employers:
                envelope.employers.append(item.employer)
            if item.kind == Kind.CARD:
                envelope.take_card(cards)
                cards += 1
            else:
                envelope.take_notice(notices)
                notices += 1
        if head.route == Route.DIRECT:
            yield from _closed(open_parts, weigh)
            open_parts = []
    yield from _closed(open_parts, weigh)


def _closed(parts: list[Envelope], weigh: Weights) -> Iterator[Envelope]:
    """Finish the parts of one destination: k/n, and the weight and sheets of what goes round the content."""
    bulk = bool(parts) and parts[0].route == Route.EMPLOYER
    for k, part in enumerate(parts, start=1):
        if bulk:
            part.part, part.parts = k, len(parts)
            part.sheets += letter_sheets(part.rows)
            part.grams = bulk_grams(part.grams, part.rows, weigh)
        else:
            part.grams += weigh.window_envelope
        part.grams = round(part.grams, 1)
        yield part
