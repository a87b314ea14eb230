"""One household's decisions put into words: the item of each document, or why it cannot be made.

Enters: a Verdict. Leaves: Items and Held rows. What the household shares is worked out once.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from generator.decision import Decision, Kind, Query, Route, Verdict
from generator.job import texts
from generator.job.basis import Ground
from generator.job.item import Item, Nothing, plain_side
from generator.job.letters import Addressee, employer_sides, row_side
from generator.job.order import document_order, household_order
from generator.job.postmark import ASKED, Mark
from generator.job.scratch import Held
from generator.ledger.entry import person_text
from generator.model import Destination, Member
from layouts.document import Side
from layouts.typeset import unprintable

#: Why a decided document cannot be made: reason → code and message template.
HOLDS: Mapping[str, tuple[str, str]] = {
    "glyph": ("glyph-missing", "no face has {detail}; have the character approved or corrected"),
    "width": ("too-wide", "the text does not fit even condensed ({detail}); have a shorter form agreed"),
    "employer": ("employer-unprintable", "the employer's name or address cannot be printed; correct employers.csv"),
    "address": ("address-missing", "the document goes by post, and there is no address; give 郵便番号 and 住所"),
}

#: Field of a layout → column of members.csv it comes from.
_COLUMNS: Mapping[str, str] = {
    "name": "氏名",
    "addressee": "氏名",
    "insured_name": "氏名",
    "text": "氏名",
    "kana": "氏名カナ",
    "symbol": "記号",
    "number": "番号",
    "address": "住所",
    "address2": "住所",
    "office": "所属名",
}


class Words:
    """Turns one household's decisions into items; what the household shares is worked out once."""

    def __init__(self, verdict: Verdict, ground: Ground) -> None:
        self._ground, self._household = ground, verdict.household
        head = verdict.household.insured
        self._employer = ground.employers.get(head.employer)
        self._order = household_order(verdict.household, self._employer)
        self._name = f"{head.key.symbol}\t{head.key.number}"  # a hyphen may be part of 記号 or 番号
        self._collect = {q.key for q in verdict.queries if _is_collect(q)}
        self._number = texts.insurer_number(verdict.household, ground.society.insurer)
        self._marks: dict[Destination, Mark] = {}
        self._noted: set[Destination] = set()
        self._worded: dict[int, tuple[Side, Side | None]] = {}

    def problems(self, decision: Decision) -> list[Held]:
        """Return why a document cannot be made: a glyph no face has, a text too wide, no address."""
        member = decision.member
        front, back = self._worded[id(decision)] = self._sides(decision)
        sides = [front, *([back] if back else [])]
        if decision.route is Route.EMPLOYER:
            to = None
            sides.append(row_side((member.key.symbol, member.key.number, member.key.branch), texts.list_name(member)))
            if self._employer_fault():
                return [self._held(member, ("employer", "事業所コード", ""))]
        else:
            to = self.destination(decision)
            if to is None:
                return [self._held(member, ("address", "住所", ""))]
            sides.append(Side("letter/carrier", _window(to)))
        found = [p for side in sides for p in unprintable(self._ground.layouts.template(side.layout), side)]
        columns = {**_COLUMNS, "addressee": "送付先宛名"} if self._elsewhere(member, to) else _COLUMNS
        named = ((p.reason, p.field.rpartition(".")[2], p.detail) for p in found)
        return [self._held(member, (reason, columns.get(name, name), detail)) for reason, name, detail in named]

    def item(self, decision: Decision) -> Item:
        """Return the item of a document that can be made."""
        member, direct = decision.member, decision.route is Route.DIRECT
        to = self.destination(decision) if direct else None
        front, back = self._worded.pop(id(decision))
        card = decision.kind is Kind.CARD
        postal = self._ground.society.packing.order == "postal" and to is not None
        key = member.key
        return Item(
            kind=decision.kind.value,
            order=document_order(decision, self._order, to.postcode if postal and to else ""),
            route=decision.route.value,
            group="" if direct else (self._employer.ship_to if self._employer else ""),
            unit=person_text(key) if direct and decision.alone else self._name,
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
            listed=texts.list_name(member),
            office=self._household.insured.office_name,
            collect=key in self._collect or bool(decision.ends),
            addressee=to.addressee if to else self._household.insured.shown_name,
            postcode=to.postcode if to else "",
            address=to.address if to else "",
            postal=self._mark(to).content if to else "",
            front=plain_side(front) if card else None,
            back=plain_side(back) if card else None,
            person_row=None if card else front.blocks["person"][0],
            cutout=None if card else front.blocks["cutout"][0],
            phase1=decision.digits,
            issued_text=texts.wareki_or_blank(decision.issued_on),
            insurer_number=self._number,
        )

    def notes(self, decision: Decision) -> list[Query]:
        """Return what somebody has to look at, though the document is made: mail without its barcode, once a place."""
        to = self.destination(decision) if decision.route is Route.DIRECT else None
        if to is None or to in self._noted:
            return []
        self._noted.add(to)
        reason = self._mark(to).reason
        column = ASKED.get(reason) if reason else None
        return [Query(decision.member.key, str(reason), f"{column}=")] if column else []

    def _mark(self, to: Destination) -> Mark:
        if to not in self._marks:
            self._marks[to] = self._ground.postmark(to)
        return self._marks[to]

    def nothing(self, member: Member, decisions: Sequence[Decision]) -> tuple[str, Nothing]:
        """Return a person's なし row and its place in the order; `not-in-this-run` where the run leaves a kind out."""
        rules = [d.rule for d in decisions if d.kind is Kind.NONE]
        key = member.key
        row = Nothing(key.symbol, key.number, key.branch, rules[0] if rules else "not-in-this-run")
        return f"{self._order}\x00{key.branch}", row

    def _employer_fault(self) -> bool:
        """Tell whether the employer's own name or address cannot be printed."""
        employer = self._employer
        if employer is None:
            return False
        known = self._ground.employer_faults
        if employer.ship_to not in known:
            target = self._ground.employers.get(employer.ship_to) or employer
            to = Addressee(target.code, target.name, target.postcode, target.address, target.department)
            layouts, sides = self._ground.layouts, employer_sides(to, self._ground.kinds)
            known[employer.ship_to] = any(unprintable(layouts.template(s.layout), s) for s in sides)
        return known[employer.ship_to]

    def _elsewhere(self, member: Member, to: Destination | None) -> bool:
        """Tell whether a document goes to a 送付先 with an addressee of its own, not one of those it is about."""
        head = self._household.insured
        own = (head.shown_name, member.shown_name)
        given = (head.mail_to, member.mail_to)
        return to is not None and to in given and to.addressee not in own

    def _held(self, member: Member, problem: tuple[str, str, str]) -> Held:
        reason, column, detail = problem
        code, template = HOLDS[reason]
        message = self._ground.translate(template).format(detail=detail)
        return Held("members.csv", member.line, code, column, message)

    def _sides(self, decision: Decision) -> tuple[Side, Side | None]:
        if decision.kind is Kind.CARD:
            return texts.card_sides(decision, self._household, self._ground.society.insurer)
        digits = self._digits(decision.member) if decision.digits else ""
        person = texts.notice_person(decision, digits)
        cutout = texts.notice_cutout(decision, self._number)
        to = self.destination(decision) if decision.route is Route.DIRECT else None
        sheet = {
            **(_window(to) if to else {"addressee": texts.honoured(self._household.insured.shown_name)}),
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

    def place(self, decision: Decision) -> str:
        """Return where a document goes as one line, for the screen: the employer, or addressee and address."""
        if decision.route is Route.EMPLOYER:
            return f"{self._employer.name} ({self._employer.code})" if self._employer else ""
        to = self.destination(decision)
        return f"{to.addressee} 〒{to.postcode} {to.address}" if to else ""

    def destination(self, decision: Decision) -> Destination | None:
        """Return where a direct document goes: the person's own 送付先 or home when alone, else the 本人's."""
        own, head = decision.member, self._household.insured
        if decision.alone:
            to, name = own.mail_to or own.home or head.mail_to or head.home, own.shown_name
        else:
            to, name = head.mail_to or head.home, head.shown_name
        if to is None or not to.address:
            return None
        return to if to.addressee else Destination(name, to.postcode, to.address, to.detail)


def _window(to: Destination) -> dict[str, str]:
    address, building = texts.address_lines(to.address)
    post = f"〒{to.postcode}" if to.postcode else ""
    return {"addressee": texts.honoured(to.addressee), "post": post, "address": address, "address2": building}


def _is_collect(query: Query) -> bool:
    return query.rule == "to-collect"


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
