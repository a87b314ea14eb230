"""In: a person's key or a 管理番号. Out: everything the ledger knows of them, event by event, for `ledger show`.

Issued, made again, reported by the vendor, found, returned, asked for, ended: one `Happening` each, in the order of
the events. A person is looked up under every key the documents name as the same person's (contract §3: former keys).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from generator.history import Issued
from generator.ledger import entry, events, showing
from generator.ledger.database import Database, asked
from generator.ledger.following import Follower, follower
from generator.ledger.notes import What
from generator.ledger.schema import copy, document, ending, event, filed, note, outcome, request_mark
from generator.model import Key


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened; `detail` is a make, a time, a rule, a request, as programs read it; its parts below."""

    seq: int
    on: date
    what: str
    number: str
    job: str
    by: str
    why: str
    detail: str = ""
    rule: str = ""  #: by which a document was issued
    make: int = 0  #: 0 where it is of the document, not of one copy
    at: str = ""  #: the folder a make lies in, or the time the vendor told


@dataclass(frozen=True, slots=True)
class Paper:
    """One document and what is true of it now."""

    document: Issued
    envelope: str
    job: str
    makes: int
    ended_on: date | None
    successor: str
    outcome: str  #: the last the vendor reported of its last make
    note: str  #: the last that was noted of it; handed in stays so when it is found
    folders: tuple[str, ...] = ()  #: below its job's, where its second make lies, its third; "" where nothing says
    desk_on: date | None = None  #: the day it was printed at the desk, for no vendor
    purged_on: date | None = None  #: the day its job's files were erased
    asked_for: tuple[str, ...] = ()  #: why the one that took its place was asked for


@dataclass(frozen=True, slots=True)
class Record:
    """All that is known of a person or a document."""

    papers: tuple[Paper, ...]
    happenings: tuple[Happening, ...]


def tell(database: Database, connection: sa.Connection, subject: Key | str) -> Record:
    """Tell everything of a subject; an empty Record where the ledger knows nothing."""
    keys: Sequence[Key] = () if isinstance(subject, str) else _same_person(connection, subject)
    lines = showing.show(connection, subject) if isinstance(subject, str) else _lines(connection, keys)
    numbers = list(dict.fromkeys(line.document.number for line in lines))
    told = [
        Happening(line.seq, line.on, line.what, d.number, line.job, line.by, line.why, d.rule, d.rule)
        for line in lines
        for d in (line.document,)
    ]
    value = {"wanted": asked((number,) for number in numbers)}
    makes = list(_makes(database, connection, value))
    said = list(_said(database, connection, value))
    notes = list(_notes(database, connection, value))
    told += makes + said + notes
    told += _requests(database, connection, value, keys)
    papers = tuple(_paper(number, lines, makes, said, notes) for number in numbers)
    papers = tuple(_job_of(connection, paper) for paper in papers)
    return Record(_with_successors(connection, papers), tuple(sorted(told, key=lambda h: h.seq)))


def _lines(connection: sa.Connection, keys: Sequence[Key]) -> list[entry.Line]:
    return sorted((line for key in keys for line in showing.show(connection, key)), key=lambda line: line.seq)


def _same_person(connection: sa.Connection, key: Key) -> list[Key]:
    """Return the key, and the root keys that documents under it name."""
    own = (document.c.key_symbol == key.symbol) & (document.c.key_number == key.number)
    roots = sa.select(document.c.person).where(own, document.c.key_branch == key.branch).distinct()
    found = [Key(*entry.person_row(root)) for root in connection.scalars(roots)]
    return list(dict.fromkeys([*found, key]))


def _paper(
    number: str,
    lines: Sequence[entry.Line],
    makes: Sequence[Happening],
    said: Sequence[Happening],
    notes: Sequence[Happening],
) -> Paper:
    own = [line for line in lines if line.document.number == number]
    last, ended = own[-1], own[-1].document.ended
    folders = tuple(made.at for made in makes if made.number == number)
    count = 1 + len(folders)
    reported = [s.what for s in said if s.number == number and s.make == count]
    noted = [n.what for n in notes if n.number == number]
    return Paper(
        document=last.document,
        envelope=last.envelope,
        job=own[0].job,
        makes=count,
        ended_on=last.on if ended else None,
        successor="",
        outcome=reported[-1] if reported else "",
        note=_note_that_counts(noted),
        folders=folders,
    )


def _note_that_counts(noted: Sequence[str]) -> str:
    """Return the last note; a card that was handed in and is found in a drawer is still one that was handed in."""
    last = noted[-1] if noted else ""
    return What.HANDED_IN.value if last == What.FOUND.value and What.HANDED_IN.value in noted else last


def _job_of(connection: sa.Connection, paper: Paper) -> Paper:
    """Say whether its job was printed at the desk, and since when its files are gone."""
    told = sa.select(event.c.on_day, event.c.detail).where(event.c.job == paper.job)
    reserved = connection.execute(told.where(event.c.kind == events.RESERVED)).first()
    erased = connection.execute(told.where(event.c.kind == events.PURGED)).first()
    at_desk = reserved is not None and bool(events.read_detail(reserved.detail).get("desk"))
    return replace(
        paper,
        desk_on=date.fromisoformat(reserved.on_day) if reserved is not None and at_desk else None,
        purged_on=date.fromisoformat(erased.on_day) if erased is not None else None,
    )


def _with_successors(connection: sa.Connection, papers: Sequence[Paper]) -> tuple[Paper, ...]:
    """Say which document took the place of each, and which requests that one served."""
    return tuple(_followed(connection, paper) for paper in papers)


def _followed(connection: sa.Connection, paper: Paper) -> Paper:
    last = sa.select(document.c.id).where(document.c.number == paper.document.number).order_by(document.c.turn.desc())
    row_id = connection.execute(last.limit(1)).scalar_one()
    after = follower(connection, row_id)
    if after is None:
        return paper
    ended_it = _ended_by(connection, row_id) == after.event
    return replace(paper, successor=after.number, asked_for=_asked_for(connection, after) if ended_it else ())


def _ended_by(connection: sa.Connection, row_id: int) -> int | None:
    return connection.execute(sa.select(ending.c.event).where(ending.c.document == row_id)).scalar()


def _asked_for(connection: sa.Connection, after: Follower) -> tuple[str, ...]:
    """Return why a document was asked for: the reasons told at the desk, else the kinds of the requests it served."""
    served = (
        sa.select(request_mark.c.id, filed.c.reason)
        .select_from(request_mark.outerjoin(filed, filed.c.id == request_mark.c.id))
        .where(request_mark.c.event == after.event, request_mark.c.number == after.number)
        .order_by(request_mark.c.id)
    )
    return tuple(dict.fromkeys(reason or identity.split("|")[2] for identity, reason in connection.execute(served)))


def _makes(database: Database, connection: sa.Connection, value: dict[str, str]) -> Iterator[Happening]:
    columns = (copy.c.make, event.c.detail)
    for seq, on_day, job, by, why, number, make, detail in _joined(database, connection, copy, value, *columns):
        folder = events.read_detail(detail).get("folder", "")
        told = f"make {make} in {folder}" if folder else f"make {make}"
        yield Happening(seq, date.fromisoformat(on_day), "made-again", number, job, by, why, told, make=make, at=folder)


def _said(database: Database, connection: sa.Connection, value: dict[str, str]) -> Iterator[Happening]:
    columns = (outcome.c.make, outcome.c.status, outcome.c.at)
    for seq, on_day, job, by, why, number, make, status, at in _joined(database, connection, outcome, value, *columns):
        told = f"make {make} {at}"
        yield Happening(seq, date.fromisoformat(on_day), status, number, job, by, why, told, make=make, at=at)


def _notes(database: Database, connection: sa.Connection, value: dict[str, str]) -> Iterator[Happening]:
    for seq, on_day, job, by, why, number, what in _joined(database, connection, note, value, note.c.what):
        yield Happening(seq, date.fromisoformat(on_day), what, number, job, by, why)


def _joined(
    database: Database,
    connection: sa.Connection,
    table: sa.Table,
    value: dict[str, str],
    *columns: sa.ColumnElement[Any],
) -> list[tuple[Any, ...]]:
    """Read the rows of a table about the wanted numbers, behind the facts of their events."""
    wanted = database.wanted("number")
    facts = (event.c.seq, event.c.on_day, event.c.job, event.c.by, event.c.why, table.c.number)
    statement = (
        sa.select(*facts, *columns)
        .select_from(wanted.join(table, table.c.number == wanted.c.number).join(event, event.c.seq == table.c.event))
        .order_by(event.c.seq)
    )
    return [tuple(row) for row in connection.execute(statement, value)]


def _requests(
    database: Database, connection: sa.Connection, value: dict[str, str], keys: Sequence[Key]
) -> Iterator[Happening]:
    """Yield the requests these documents served, those filed at the desk, and what closed or reopened them."""
    wanted = database.wanted("number")
    served = sa.select(request_mark.c.id).select_from(
        wanted.join(request_mark, request_mark.c.number == wanted.c.number)
    )
    ids: set[str] = set(connection.scalars(served, value))
    facts = (event.c.seq, event.c.on_day, event.c.job, event.c.by, event.c.why)
    for key in keys:
        own = sa.select(filed.c.id).where(
            filed.c.key_symbol == key.symbol, filed.c.key_number == key.number, filed.c.key_branch == key.branch
        )
        ids.update(connection.scalars(own))
    for request in sorted(ids):
        entered = sa.select(*facts, filed.c.reason).where(filed.c.id == request).join_from(filed, event)
        for seq, on_day, job, by, why, reason in connection.execute(entered):
            text = f"{_readable(request)} {reason}".rstrip()
            yield Happening(seq, date.fromisoformat(on_day), "request-filed", "", job, by, why, text)
        marks = sa.select(*facts, request_mark.c.state, request_mark.c.number).join_from(request_mark, event)
        for seq, on_day, job, by, why, state, number in connection.execute(marks.where(request_mark.c.id == request)):
            yield Happening(
                seq, date.fromisoformat(on_day), f"request-{state}", number, job, by, why, _readable(request)
            )


def _readable(request: str) -> str:
    """Write a request's identity as requests.csv and `ledger close-request` do."""
    return request.replace("\t", "-")
