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
from generator.job.blocks import Coming
from generator.job.envelope import Envelope, Load
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


class Addressed(Travels, Protocol):
    """What totalling has to know beyond the walk."""

    @property
    def employer(self) -> str: ...


A = TypeVar("A", bound=Addressed)


def total(stops: Iterable[Stop[A]], weigh: Weights) -> Iterator[Envelope]:
    """Sum the walk into envelopes, in order, with part k/n and the indexes of their cards and notices."""
    cards = notices = turn = 0
    open_parts: list[Envelope] = []
    for stop in stops:
        head = stop.items[0]
        if open_parts and (open_parts[-1].route, open_parts[-1].group) != (head.route, head.group):
            yield from _closed(open_parts, weigh)
            open_parts = []
        turn += head.route == Route.EMPLOYER and not open_parts
        by_unit: dict[str, Envelope] = {}
        for unit in stop.units:
            if not open_parts or unit.envelope != open_parts[-1].index:
                open_parts.append(Envelope(unit.envelope, head.route, head.group, unit.items[0].unit, [], turn))
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
    all_cards = _coming([part.cards for part in parts])
    all_notices = _coming([part.notice_sheets for part in parts])
    for k, part in enumerate(parts, start=1):
        if bulk:
            part.part, part.parts = k, len(parts)
            part.sheets += letter_sheets(part.rows)
            part.grams = bulk_grams(part.grams, part.rows, weigh)
            part.all_cards, part.all_notices = all_cards, all_notices
        else:
            part.grams += weigh.window_envelope
        part.grams = round(part.grams, 1)
        yield part


def _coming(counts: Sequence[int]) -> Coming:
    """Sum what the parts of a destination have in a pile; each that has anything has its separator."""
    return Coming(sum(counts), sum(counts) + sum(map(bool, counts)))
