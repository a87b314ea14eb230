"""Rows a job writes about what it piled: decisions, pieces, envelopes, shares, reservations."""

from datetime import date
from typing import NamedTuple

from generator.decision import Kind, Route
from generator.job.envelope import Envelope
from generator.job.item import Item
from generator.job.numbering import Numbers
from generator.ledger.entry import Reservation, person_row
from generator.model import Key, Mail

DECISIONS = ("記号", "番号", "枝番", "文書", "規則", "根拠", "経路", "有効期限", "管理番号")
PIECES = ("piece", "envelope", "kind", "sheets", "cards", "grams", "number_first", "number_last")
ENVELOPES = (
    *("envelope", "route", "class", "送付先コード", "事業所コード", "part", "parts", "pieces"),
    *("cards", "card_first", "card_last", "notices", "notice_first", "notice_last", "sheets", "grams"),
)


class Share(NamedTuple):
    """One row of reconciliation.json's `by`; `envelopes` are those that hold something of the employer's people."""

    route: str
    group: str
    employer: str
    envelopes: int
    cards: int
    notices: int


class Shares:
    """Sums documents and envelopes by route, destination and employer, in the order they come."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, str, str], list[int]] = {}
        self.packed = (0, 0)  #: cards and notices as the envelopes count them

    @property
    def rows(self) -> tuple[Share, ...]:
        """Return the sums."""
        return tuple(Share(*place, *sums) for place, sums in self._sums.items())

    def take(self, item: Item) -> None:
        """Add a document."""
        self._of(item.route, item.group, item.employer)[1 if item.kind == Kind.CARD else 2] += 1

    def close(self, envelope: Envelope) -> None:
        """Add an envelope."""
        self.packed = (self.packed[0] + envelope.cards, self.packed[1] + envelope.notices)
        for employer in envelope.employers or ("",):
            self._of(envelope.route, envelope.group, employer)[0] += 1

    def _of(self, route: str, group: str, employer: str) -> list[int]:
        return self._sums.setdefault((route, group, employer), [0, 0, 0])


def key_of(item: Item) -> tuple[str, str, str]:
    """Return the key's three columns."""
    return item.symbol, item.number, item.branch


def envelope_row(envelope: Envelope, numbers: Numbers, mail: Mail) -> tuple[object, ...]:
    """Return an envelope's row of envelopes.csv."""

    def card(index: int) -> str:
        return numbers.card(index) if index >= 0 else ""

    def notice(index: int) -> str:
        return numbers.notice(index) if index >= 0 else ""

    return (
        envelope.name,
        envelope.route,
        envelope.postal_class(mail),
        envelope.group,
        " ".join(envelope.employers) if envelope.route == Route.EMPLOYER else "",
        envelope.part,
        envelope.parts,
        envelope.pieces,
        envelope.cards,
        card(envelope.card_first),
        card(envelope.card_last),
        envelope.notices,
        notice(envelope.notice_first),
        notice(envelope.notice_last),
        envelope.sheets,
        f"{envelope.grams:.1f}",
    )


def reservation_of(item: Item, number: str, envelope: str) -> Reservation:
    """Return what the ledger reserves for a numbered document."""
    day = date.fromisoformat
    return Reservation(
        number=number,
        kind="card" if item.kind == Kind.CARD else "notice",
        rule=item.rule,
        key=Key(item.symbol, item.number, item.branch),
        acquired=day(item.acquired),
        issued_on=day(item.issued),
        valid_to=day(item.valid_to) if item.valid_to else None,
        person=Key(*person_row(item.person)),
        short=item.short,
        optional=item.optional,
        content=item.content,
        ends_how=item.ends_how if item.ends else "",
        predecessor=item.predecessor,
        serves=item.serves,
        envelope=envelope,
    )
