"""In: decisions, and rows of the ledger's tables. Out: rows to be written, and Issued, Job and Line as read.

The one place where untyped rows become typed values, and where keys and dates take the form the ledger writes
(contract §2: a key is 記号, 番号, 枝番, all text; §4: 管理番号).
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from generator.decision import Decision, Kind
from generator.history import Issued
from generator.ledger.schema import document, ending
from generator.model import Key

_KINDS: Final = {Kind.CARD: "card", Kind.NOTICE: "notice"}


@dataclass(frozen=True, slots=True)
class Reservation:
    """One document to be reserved. Chain: the cards of a spell, or the phase Ⅰ notices of a person.

    `predecessor` is the 管理番号 of the last document of the same chain, "" for the first; `ends_how` is set when this
    document also ends it (void | superseded | expired). `person` is the root key of the person.
    """

    number: str
    kind: str  #: "card" or "notice"
    rule: str
    key: Key
    acquired: date
    issued_on: date
    valid_to: date | None
    person: Key
    short: bool = False
    optional: bool = False
    content: str = ""
    ends_how: str = ""
    predecessor: str = ""
    serves: tuple[str, ...] = ()
    envelope: str = ""


def reservation(decision: Decision, number: str, envelope: str) -> Reservation:
    """Make a decided document, once it has its 管理番号 and its envelope, into what the ledger reserves."""
    if decision.issued_on is None or decision.ends not in ("", decision.predecessor):
        raise ValueError(f"{number}: a document has a day, and ends nothing but its predecessor")
    return Reservation(
        number=number,
        kind=_KINDS[decision.kind],
        rule=decision.rule,
        key=decision.member.key,
        acquired=decision.member.acquired,
        issued_on=decision.issued_on,
        valid_to=decision.valid_to,
        person=decision.person or decision.member.key,
        short=decision.short,
        optional=decision.optional,
        content=decision.content,
        ends_how=decision.ends_how if decision.ends else "",
        predecessor=decision.predecessor,
        serves=decision.serves,
        envelope=envelope,
    )


@dataclass(frozen=True, slots=True)
class Job:
    """A job as the ledger knows it: `state` is the kind of its last event, `reserved` while it is open."""

    id: str
    on: date
    seq: int  #: of the event that reserved it; histories(before=seq) is the ledger as the job saw it
    state: str
    digest: Mapping[str, str]  #: part of the inputs → sha256
    by: str = ""
    why: str = ""  #: the reason of a reprint; "" of an ordinary job
    desk: bool = False  #: printed at the desk: it goes to no vendor


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what happened to a person or a document."""

    seq: int
    on: date
    kind: str  #: of the event: reserved, withdrawn, issued-elsewhere, …
    what: str  #: issued, revived, or how the document ended
    job: str
    by: str
    why: str
    envelope: str
    document: Issued


def key_row(key: Key) -> tuple[str, str, str]:
    """Return a key as the ledger's three columns."""
    return key.symbol, key.number, key.branch


def person_text(key: Key) -> str:
    """Write a root key; a tab, since a hyphen may be part of 記号 or 番号."""
    return f"{key.symbol}\t{key.number}\t{key.branch}"


def person_row(text: str) -> tuple[str, str, str]:
    """Read a root key as three columns."""
    symbol, number, branch = text.split("\t")
    return symbol, number, branch


def document_row(entry: Reservation, row_id: int, event: int, predecessor: int | None) -> tuple[object, ...]:
    """Lay out a document in the order of its table's columns."""
    key, person = entry.key, entry.person
    return (
        row_id,
        entry.number,
        1,
        event,
        entry.kind,
        entry.rule,
        key.symbol,
        key.number,
        key.branch,
        entry.acquired.isoformat(),
        f"{person.symbol}\t{person.number}\t{person.branch}",
        entry.issued_on.isoformat(),
        entry.valid_to.isoformat() if entry.valid_to is not None else None,
        entry.short,
        entry.optional,
        entry.content,
        predecessor,
        entry.envelope,
    )


_D: Final = document.c
ISSUED_COLUMNS: Final[tuple[sa.ColumnElement[Any], ...]] = (
    _D.number,
    _D.kind,
    _D.rule,
    _D.key_symbol,
    _D.key_number,
    _D.key_branch,
    _D.acquired,
    _D.issued_on,
    _D.valid_to,
    _D.short,
    _D.optional,
    _D.content,
    ending.c.how,
)
"""What `issued` reads, in its order, from documents left-joined with their endings."""


def issued(columns: tuple[Any, ...]) -> Issued:
    """Read ISSUED_COLUMNS."""
    number, kind, rule, symbol, insured, branch, acquired, issued_on, valid_to, short, optional, content, how = columns
    day: Callable[[str], date] = date.fromisoformat
    return Issued(
        number=number,
        kind=kind,
        rule=rule,
        key=Key(symbol, insured, branch),
        acquired=day(acquired),
        issued_on=day(issued_on),
        valid_to=None if valid_to is None else day(valid_to),
        short=bool(short),
        optional=bool(optional),
        content=content,
        ended=how or "",
    )


def job(columns: tuple[Any, ...], state: str) -> Job:
    """Read job, on_day, seq, detail, by, why of a reserving event."""
    name, on_day, seq, detail, by, why = columns
    told = json.loads(detail)
    digest: Mapping[str, str] = told["digest"]
    return Job(name, date.fromisoformat(on_day), seq, state, digest, by, why, bool(told.get("desk")))
