"""One envelope: totals enter while its households pass, its name, counts and class leave (contract §5)."""

from dataclasses import dataclass

from generator.decision import Route
from generator.job.blocks import NOTHING, Coming
from generator.model import Mail


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


@dataclass(slots=True)
class Envelope:
    """One envelope's totals, summed while its households pass."""

    index: int
    route: str
    group: str
    unit: str
    employers: list[str]
    turn: int = 0  #: of its destination among the job's bulk destinations, from 1
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
    notice_sheets: int = 0
    sheets: int = 0  #: of paper: notices, carriers, letters
    grams: float = 0.0
    phase1: bool = False
    all_cards: Coming = NOTHING  #: of its destination in the pile of cards
    all_notices: Coming = NOTHING

    @property
    def name(self) -> str:
        """Return E000001 …"""
        return envelope_name(self.index)

    @property
    def rows(self) -> int:
        """Return how many documents are in it."""
        return self.cards + self.notices

    def postal_class(self, mail: Mail) -> str:
        """Return how it is posted."""
        return class_of(self.route, mail, cards=bool(self.cards), phase1=self.phase1)

    def take(self, more: Load) -> None:
        """Add a unit."""
        self.pieces += more.pieces
        self.carriers += more.carriers
        self.notice_sheets += more.sheets
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


def class_of(route: str, mail: Mail, *, cards: bool, phase1: bool) -> str:
    """Return how an envelope with cards, or with phase Ⅰ notices, in it is posted (domain.md §7)."""
    if route == Route.EMPLOYER:
        return mail.bulk_class
    if cards:
        return mail.card_class
    return mail.phase1_class if phase1 else mail.notice_class


def envelope_name(index: int) -> str:
    """Return the name of an envelope by its index from 0."""
    return f"E{index + 1:06d}"
