"""In: a person's key or a 管理番号. Out: what happened, line by line, with who and why (`ledger show`)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa

from generator.ledger import entry
from generator.ledger.entry import Line
from generator.ledger.schema import document, ending, event
from generator.model import Key


def show(connection: sa.Connection, subject: Key | str) -> tuple[Line, ...]:
    """Tell what happened to a person or a document, in the order of events."""
    began, ended = event.alias("began"), event.alias("ended")
    parts = (
        document.join(began, began.c.seq == document.c.event)
        .outerjoin(ending, ending.c.document == document.c.id)
        .outerjoin(ended, ended.c.seq == ending.c.event)
    )
    columns = (document.c.turn, document.c.envelope, *_told(began), *_told(ended), *entry.ISSUED_COLUMNS)
    statement = sa.select(*columns).select_from(parts).where(_chosen(subject))
    lines = [line for row in connection.execute(statement) for line in _lines(tuple(row))]
    return tuple(sorted(lines, key=_order))


def _told(e: sa.FromClause) -> tuple[sa.ColumnElement[Any], ...]:
    return e.c.seq, e.c.on_day, e.c.kind, e.c.job, e.c.by, e.c.why


def _chosen(subject: Key | str) -> sa.ColumnElement[bool]:
    if isinstance(subject, str):
        return document.c.number == subject
    own = (document.c.key_symbol, document.c.key_number, document.c.key_branch)
    return sa.and_(*(column == text for column, text in zip(own, entry.key_row(subject), strict=True)))


def _lines(row: tuple[Any, ...]) -> Iterator[Line]:
    """Make one line of how a row began, and one of how it ended if it did."""
    turn, envelope, *rest = row
    issued = entry.issued(tuple(rest[12:]))

    def line(what: str, told: list[Any]) -> Line:
        seq, on_day, kind, job, by, why = told
        return Line(seq, date.fromisoformat(on_day), kind, what, job, by, why, envelope, issued)

    yield line("issued" if turn == 1 else "revived", rest[:6])
    if issued.ended:
        yield line(issued.ended, rest[6:12])


def _order(line: Line) -> tuple[int, bool, str]:
    """Order by event; within one, what ends comes before what begins."""
    return line.seq, line.what in ("issued", "revived"), line.document.number
