"""What the post gets: every envelope with its class and weight in; counts, postage and warnings out (domain.md §7).

Leaves: `Mailing`, the figures of the 差出票 (posting slip) by class, size, tier and delivery area, and the rows of
`office/mailing.csv`. Postage is by the tariff of the job's day and computed weights: an estimate the scale may correct.
Authority: Japan Post, 区分郵便物 (2,000 pieces, by the first three digits), バーコード付郵便物 (3 % from 1,000 of one
size class, 定形, at most 6 mm and flexible, so none with a card in it, without options).
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.decision import Route
from generator.job.envelope import Envelope
from generator.model import Mail
from generator.post.classes import is_tracked
from generator.post.tariff import STANDARD, Quote, Tariff

MAILING = ("route", "class", "size", "tier_grams", "area", "count", "postage", "option", "total")
MAILED = (
    *("envelope", "route", "class", "size", "tier_grams", "grams", "area", "postage", "option", "total"),
    "grams_to_limit",
)
BARCODED_FROM, BARCODE_PER_CENT = 1000, 3
SORTED_FROM = 2000
AREA_DIGITS = 3
MailTotals = tuple[Counter[tuple[str, str]], int]


@dataclass(frozen=True, slots=True, order=True)
class MailClass:
    """One line of a 差出票: what is alike in price; `tier` is the limit in grams, 0 = too heavy for the post."""

    route: str
    postal_class: str
    size: str
    tier: int
    postage: int  #: yen apiece
    option: int  #: yen apiece, for 特定記録 or 簡易書留


@dataclass(frozen=True, slots=True)
class MailCount:
    """How many envelopes of one line go to one delivery area ("" where the postcode is not known)."""

    kind: MailClass
    area: str
    count: int

    @property
    def total(self) -> int:
        """Return what they cost in yen."""
        return self.count * (self.kind.postage + self.kind.option)


@dataclass(frozen=True, slots=True)
class EmployerPostage:
    """What the envelopes of one destination (bulk) or of one employer's people (direct) weigh and cost."""

    route: str
    group: str
    employer: str
    envelopes: int
    grams: float
    postage: int


@dataclass(frozen=True, slots=True)
class Mailing:
    """All figures of a job's mail; no person is in them."""

    tariff: date
    counts: tuple[MailCount, ...]  #: by line and area, in order
    employers: tuple[EmployerPostage, ...]  #: in the order of the job
    near: int  #: envelopes within 2 g of a limit
    heavy: int  #: envelopes too heavy for the post
    barcoded: int  #: envelopes the barcode discount could be given on
    discount: int  #: yen; 0 unless it is asked for and its conditions hold
    sortable: int  #: direct envelopes without options, which a 区分郵便物 is made of
    postal_order: bool

    @property
    def envelopes(self) -> int:
        """Return how many envelopes there are."""
        return sum(each.count for each in self.counts)

    @property
    def total(self) -> int:
        """Return the postage before any discount, in yen."""
        return sum(each.total for each in self.counts)

    @property
    def lines(self) -> tuple[tuple[MailClass, int], ...]:
        """Return the lines of the 差出票 with their counts, over all areas."""
        found: Counter[MailClass] = Counter()
        for each in self.counts:
            found[each.kind] += each.count
        return tuple(sorted(found.items()))

    @property
    def areas(self) -> tuple[tuple[str, int], ...]:
        """Return the delivery areas of direct mail with their counts."""
        found: Counter[str] = Counter()
        for each in self.counts:
            if each.kind.route == Route.DIRECT:
                found[each.area] += each.count
        return tuple(sorted(found.items()))

    @property
    def sorted_due(self) -> bool:
        """Tell whether direct mail is in postal order and enough for a 区分郵便物."""
        return self.postal_order and self.sortable >= SORTED_FROM


class Posting:
    """Sums envelopes as they are closed."""

    def __init__(self, tariff: Tariff, mail: Mail, order: str) -> None:
        self._tariff, self._mail, self._order = tariff, mail, order
        self._counts: Counter[tuple[MailClass, str]] = Counter()
        self._employers: dict[tuple[str, str, str], list[float]] = {}
        self._near = self._heavy = self._sortable = 0
        self._barcoded: Counter[int] = Counter()  #: by postage: one size class and tier has one price

    def post(self, envelope: Envelope, postcode: str, *, coded: bool) -> tuple[object, ...]:
        """Take a closed envelope and return its row of office/mailing.csv; `coded`: it bears a customer barcode."""
        direct = envelope.route == Route.DIRECT
        postal_class = envelope.postal_class(self._mail)
        kind, quote = quoted(self._tariff, envelope.route, envelope.grams, postal_class)
        area = postcode.replace("-", "")[:AREA_DIGITS]
        self._counts[kind, area] += 1
        self._near += quote.near is not None
        self._heavy += not quote.tier
        if direct and not is_tracked(postal_class):
            self._sortable += 1
            if coded and quote.size == STANDARD and not envelope.cards:
                self._barcoded[quote.postage] += 1
        self._sum(envelope, quote)
        return mailed_row(envelope.name, envelope.grams, kind, quote, area)

    @property
    def mailing(self) -> Mailing:
        """Return the figures of all envelopes taken."""
        counts = (MailCount(kind, area, count) for (kind, area), count in sorted(self._counts.items()))
        employers = (EmployerPostage(*place, *_whole(sums)) for place, sums in self._employers.items())
        return Mailing(
            tariff=self._tariff.valid_from,
            counts=tuple(counts),
            employers=tuple(employers),
            near=self._near,
            heavy=self._heavy,
            barcoded=self._barcoded.total(),
            discount=self._discount() if self._mail.barcode_discount else 0,
            sortable=self._sortable,
            postal_order=self._order == "postal",
        )

    def _sum(self, envelope: Envelope, quote: Quote) -> None:
        bulk = envelope.route == Route.EMPLOYER
        place = (envelope.route, envelope.group if bulk else "", "" if bulk else "".join(envelope.employers[:1]))
        sums = self._employers.setdefault(place, [0, 0.0, 0])
        sums[0] += 1
        sums[1] += envelope.grams
        sums[2] += quote.total

    def _discount(self) -> int:
        """Return the barcode discount: of each price the pieces of which are enough, a yen begun is not given."""
        enough = ((yen, count) for yen, count in self._barcoded.items() if count >= BARCODED_FROM)
        return sum(yen * count * BARCODE_PER_CENT // 100 for yen, count in enough)


def quoted(tariff: Tariff, route: str, grams: float, postal_class: str) -> tuple[MailClass, Quote]:
    """Return what an envelope costs: direct mail is 長3, an employer's 角2."""
    quote = tariff.quote("長3" if route == Route.DIRECT else "角2", grams, postal_class)
    return MailClass(route, postal_class, quote.size, quote.tier, quote.postage, quote.option), quote


def mailed_row(name: str, grams: float, kind: MailClass, quote: Quote, area: str) -> tuple[object, ...]:
    """Return an envelope's row of office/mailing.csv."""
    head = (name, kind.route, kind.postal_class, kind.size, kind.tier, f"{grams:.1f}", area)
    return (*head, quote.postage, quote.option, quote.total, "" if quote.near is None else f"{quote.near:+.1f}")


def mailing_rows(counts: Iterable[MailCount]) -> Iterator[tuple[object, ...]]:
    """Yield the rows of vendor/mailing.csv."""
    for each in counts:
        kind = each.kind
        head = (kind.route, kind.postal_class, kind.size, kind.tier, each.area, each.count)
        yield (*head, kind.postage, kind.option, each.total)


def postage_summary(mailing: Mailing) -> dict[str, object]:
    """Return office/postage.json without its rows by employer."""
    return {
        "tariff_from": mailing.tariff.isoformat(),
        "envelopes": mailing.envelopes,
        "total": mailing.total,
        "classes": [_line(kind, count) for kind, count in mailing.lines],
        "near_limit": mailing.near,
        "too_heavy": mailing.heavy,
        "barcode": {"pieces": mailing.barcoded, "needed": BARCODED_FROM, "discount": mailing.discount},
        "sorted": {
            "pieces": mailing.sortable,
            "needed": SORTED_FROM,
            "areas": len(mailing.areas),
            "due": mailing.sorted_due,
        },
    }


def employer_rows(employers: Iterable[EmployerPostage]) -> Iterator[dict[str, object]]:
    """Yield the rows of office/postage.json."""
    for each in employers:
        yield {
            "route": each.route,
            "送付先コード": each.group,
            "事業所コード": each.employer,
            "envelopes": each.envelopes,
            "grams": each.grams,
            "postage": each.postage,
        }


def mail_counted(mailing: Mailing) -> MailTotals:
    """Return the envelopes of each route and class, and what all weigh in tenths of a gram."""
    found: Counter[tuple[str, str]] = Counter()
    for each in mailing.counts:
        found[each.kind.route, each.kind.postal_class] += each.count
    return found, round(sum(each.grams for each in mailing.employers) * 10)


def mail_listed(envelopes: Path) -> MailTotals:
    """Return the same as envelopes.csv has it, read back."""
    found: Counter[tuple[str, str]] = Counter()
    tenths = 0
    with envelopes.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            found[row["route"], row["class"]] += 1
            tenths += round(float(row["grams"]) * 10)
    return found, tenths


def _line(kind: MailClass, count: int) -> dict[str, object]:
    return {
        "route": kind.route,
        "class": kind.postal_class,
        "size": kind.size,
        "tier_grams": kind.tier,
        "postage": kind.postage,
        "option": kind.option,
        "count": count,
        "total": count * (kind.postage + kind.option),
    }


def _whole(sums: list[float]) -> tuple[int, float, int]:
    envelopes, grams, postage = sums
    return int(envelopes), round(grams, 1), int(postage)
