"""From households to decided documents in the scratch file: decide, word, and hold back what cannot be printed.

Enters: intake, the ledger's memory, policy, day. Leaves: Items in the scratch file and a Tally of people.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Protocol

from generator.decision import Decision, Kind, Query, Route, Verdict
from generator.eligibility.decide import decide
from generator.history import History, Seal, Standing
from generator.job import texts
from generator.job.item import Item
from generator.job.order import document_order, household_order
from generator.job.scratch import Held, Scratch
from generator.ledger.entry import person_text
from generator.model import Destination, Employer, Household, Key, Member, Request, Society
from layouts.document import Side
from layouts.load import Layouts
from layouts.typeset import unprintable

_BATCH = 500

#: Why a decided document cannot be made: reason → code and message template.
HOLDS: Mapping[str, tuple[str, str]] = {
    "glyph": ("glyph-missing", "no face has {detail}; have the character approved or corrected"),
    "width": ("too-wide", "the text is too wide by {detail} even condensed; have a shorter form agreed"),
    "address": ("address-missing", "the document goes by post, and there is no address; give 郵便番号 and 住所"),
}


class Past(Protocol):
    """What the ledger answers about many people at once."""

    def __call__(self, people: Sequence[tuple[Key, Key | None]]) -> Mapping[Key, History]: ...


@dataclass(frozen=True, slots=True)
class Ground:
    """All a decision rests on besides the household."""

    society: Society
    employers: Mapping[str, Employer]
    requests: Mapping[Key, Sequence[Request]]
    past: Past
    standing: Standing
    seal: Seal
    digits: Callable[[Key], str | None]
    layouts: Layouts
    on: date
    kinds: frozenset[Kind]  #: what this run may issue
    translate: Callable[[str], str]


@dataclass(slots=True)
class Tally:
    """How many people came, and what became of them."""

    people: int = 0
    with_document: int = 0
    none: int = 0
    held: int = 0
    cards: int = 0
    notices: int = 0
    phase1: int = 0
    rules: Counter[str] = field(default_factory=Counter[str])


def gather(households: Iterable[Household], ground: Ground, scratch: Scratch) -> Tally:
    """Decide every household and put the outcome into the scratch file."""
    tally = Tally()
    for verdict in verdicts(households, ground):
        _take(verdict, ground, scratch, tally)
    scratch.settle()
    return tally


def verdicts(households: Iterable[Household], ground: Ground) -> Iterator[Verdict]:
    """Yield the verdict on every household, asking the ledger about many at once."""
    source = iter(households)
    while batch := list(islice(source, _BATCH)):
        past = ground.past([(m.key, m.former) for h in batch for m in h.members])
        for household in batch:
            yield decide(
                household,
                ground.requests,
                past,
                ground.standing,
                ground.society.policy,
                ground.society.insurer,
                ground.on,
                ground.seal,
                has_digits=lambda key: bool(ground.digits(key)),
            )


def _take(verdict: Verdict, ground: Ground, scratch: Scratch, tally: Tally) -> None:
    household = verdict.household
    word = _Words(verdict, ground)
    if verdict.queries:
        scratch.ask((q.key.symbol, q.key.number, q.key.branch, q.rule, q.text) for q in verdict.queries)
    by_person: dict[Key, list[Decision]] = {}
    for decision in verdict.decisions:
        by_person.setdefault(decision.member.key, []).append(decision)
    for member in household.members:
        tally.people += 1
        decisions = by_person.get(member.key, [])
        due = [d for d in decisions if d.kind in ground.kinds]
        held = [problem for d in due for problem in word.problems(d)]
        if held:
            tally.held += 1
            scratch.hold(_distinct(held))
        elif due:
            tally.with_document += 1
            for decision in due:
                _count(decision, tally)
                scratch.add(word.item(decision))
        else:
            tally.none += 1
            scratch.add(word.nothing(member, decisions))


def _count(decision: Decision, tally: Tally) -> None:
    tally.rules[decision.rule] += 1
    if decision.kind is Kind.CARD:
        tally.cards += 1
    else:
        tally.notices += 1
        tally.phase1 += decision.digits


def _distinct(held: Iterable[Held]) -> list[Held]:
    return list(dict.fromkeys(held))


class _Words:
    """Turns one household's decisions into items; what the household shares is worked out once."""

    def __init__(self, verdict: Verdict, ground: Ground) -> None:
        self._ground, self._household = ground, verdict.household
        head = verdict.household.insured
        self._employer = ground.employers.get(head.employer)
        self._order = household_order(verdict.household, self._employer)
        self._name = f"{head.key.symbol}-{head.key.number}"
        self._collect = {q.key for q in verdict.queries if _is_collect(q)}
        self._number = texts.insurer_number(verdict.household, ground.society.insurer)
        self._worded: dict[int, tuple[Side, Side | None]] = {}

    def problems(self, decision: Decision) -> list[Held]:
        """Return why a document cannot be made: a glyph no face has, a text too wide, no address."""
        front, back = self._worded[id(decision)] = self._sides(decision)
        sides = (front,) if back is None else (front, back)
        found = [p for side in sides for p in unprintable(self._ground.layouts.template(side.layout), side)]
        held = [self._held(decision.member, p.reason, p.field, p.detail) for p in found]
        if decision.route is Route.DIRECT and self._destination(decision) is None:
            held.append(self._held(decision.member, "address", "住所", ""))
        return held

    def item(self, decision: Decision) -> Item:
        """Return the item of a document that can be made."""
        member, direct = decision.member, decision.route is Route.DIRECT
        to = self._destination(decision) if direct else None
        front, back = self._worded.pop(id(decision))
        card = decision.kind is Kind.CARD
        postal = self._ground.society.packing.order == "postal" and to is not None
        key = member.key
        return Item(
            kind=decision.kind.value,
            order=document_order(decision, self._order, to.postcode if postal and to else ""),
            route=decision.route.value,
            group="" if direct else (self._employer.ship_to if self._employer else ""),
            unit=str(key) if direct and decision.alone else self._name,
            household=self._name,
            employer=self._household.insured.employer,
            symbol=key.symbol,
            number=key.number,
            branch=key.branch,
            rule=decision.rule,
            basis=decision.basis,
            valid_to=_iso(decision.valid_to),
            issued=_iso(decision.issued_on),
            acquired=_iso(member.acquired),
            short=decision.short,
            optional=decision.optional,
            content=decision.content,
            person=person_text(decision.person or key),
            predecessor=decision.predecessor,
            ends=decision.ends,
            ends_how=decision.ends_how,
            serves=decision.serves,
            insured=member.insured,
            kana=member.kana,
            office=self._household.insured.office_name,
            collect=key in self._collect or bool(decision.ends),
            addressee=to.addressee if to else self._household.insured.shown_name,
            postcode=to.postcode if to else "",
            address=to.address if to else "",
            front=front if card else None,
            back=back if card else None,
            person_row=None if card else front.blocks["person"][0],
            cutout=None if card else front.blocks["cutout"][0],
            phase1=decision.digits,
            issued_text=texts.wareki_or_blank(decision.issued_on),
            insurer_number=self._number,
        )

    def nothing(self, member: Member, decisions: Sequence[Decision]) -> Item:
        """Return the なし row of a person; `not-in-this-run` where the run leaves a kind out."""
        rules = [d.rule for d in decisions if d.kind is Kind.NONE]
        key = member.key
        return Item(
            kind=Kind.NONE.value,
            order="\x00".join((self._order, key.branch)),
            route="",
            group="",
            unit="",
            household=self._name,
            employer="",
            symbol=key.symbol,
            number=key.number,
            branch=key.branch,
            rule=rules[0] if rules else "not-in-this-run",
            basis="",
        )

    def _held(self, member: Member, reason: str, column: str, detail: str) -> Held:
        code, template = HOLDS[reason]
        message = self._ground.translate(template).format(detail=detail)
        return Held("members.csv", member.line, code, column, message)

    def _sides(self, decision: Decision) -> tuple[Side, Side | None]:
        if decision.kind is Kind.CARD:
            return texts.card_sides(decision, self._household, self._ground.society.insurer)
        digits = self._digits(decision.member) if decision.digits else ""
        person = texts.notice_person(decision, digits)
        cutout = texts.notice_cutout(decision, self._number)
        to = self._destination(decision) if decision.route is Route.DIRECT else None
        sheet = {
            "addressee": to.addressee if to else self._household.insured.shown_name,
            "post": to.postcode if to else "",
            "address": to.address if to else "",
            "office": self._household.insured.office_name,
            "employer": self._employer.name if self._employer and not to else "",
            "symbol": decision.member.key.symbol,
            "number": decision.member.key.number,
        }
        layout = "notice/phase1" if decision.digits else "notice/plain"
        return Side(layout, sheet, {"person": (person,), "cutout": (cutout,)}), None

    def _digits(self, member: Member) -> str:
        own = self._ground.digits(member.key)
        return own or (self._ground.digits(member.former) if member.former else None) or ""

    def _destination(self, decision: Decision) -> Destination | None:
        """Return where a direct document goes: the person's own 送付先 or home when alone, else the 本人's."""
        own, head = decision.member, self._household.insured
        if decision.alone:
            to, name = own.mail_to or own.home or head.mail_to or head.home, own.shown_name
        else:
            to, name = head.mail_to or head.home, head.shown_name
        if to is None or not to.address:
            return None
        return to if to.addressee else Destination(name, to.postcode, to.address, to.detail)


def _is_collect(query: Query) -> bool:
    return query.rule == "to-collect"


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
