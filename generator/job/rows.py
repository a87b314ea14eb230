"""Rows a job writes about what it piled: decisions, pieces, envelopes, shares, reservations."""

from datetime import date
from typing import NamedTuple

from generator.decision import Kind, Route
from generator.job.envelopes import Envelope
from generator.job.item import Item
from generator.job.numbering import Numbers
from generator.ledger.entry import Reservation, person_row
from generator.model import Key

DECISIONS = ("記号", "番号", "枝番", "文書", "規則", "根拠", "経路", "有効期限", "管理番号")
PIECES = ("piece", "envelope", "kind", "sheets", "cards", "grams", "number_first", "number_last")
ENVELOPES = (
    *("envelope", "route", "class", "送付先コード", "事業所コード", "part", "parts", "pieces"),
    *("cards", "card_first", "card_last", "notices", "notice_first", "notice_last", "sheets", "grams"),
)


class Share(NamedTuple):
    """One row of reconciliation.json's `by`."""

    route: str
    group: str
    envelopes: int
    cards: int
    notices: int


class Shares:
    """Sums envelopes by route and destination; they come in order, so the last row is the open one."""

    def __init__(self) -> None:
        self.rows: list[Share] = []

    def take(self, envelope: Envelope) -> None:
        """Add an envelope."""
        last = self.rows[-1] if self.rows else None
        if last is None or (last.route, last.group) != (envelope.route, envelope.group):
            last = Share(envelope.route, envelope.group, 0, 0, 0)
            self.rows.append(last)
        self.rows[-1] = last._replace(
            envelopes=last.envelopes + 1,
            cards=last.cards + envelope.cards,
            notices=last.notices + envelope.notices,
        )


def key_of(item: Item) -> tuple[str, str, str]:
    """Return the key's three columns."""
    return item.symbol, item.number, item.branch


def envelope_row(envelope: Envelope, numbers: Numbers) -> tuple[object, ...]:
    """Return an envelope's row of envelopes.csv."""

    def card(index: int) -> str:
        return numbers.card(index) if index >= 0 else ""

    def notice(index: int) -> str:
        return numbers.notice(index) if index >= 0 else ""

    return (
        envelope.name,
        envelope.route,
        envelope.postal_class,
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
