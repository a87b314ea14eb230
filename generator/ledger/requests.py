"""In: a request nobody will serve. Out: its mark in the ledger (contract §3: open until served or closed)."""

from datetime import date
from typing import Final

import sqlalchemy as sa

from fonts.errors import Word
from generator.errors import LedgerError
from generator.ledger import events
from generator.ledger.database import Database
from generator.ledger.schema import request_mark

CLOSED: Final = "closed-request"


def close(database: Database, request: str, by: str, why: str, on: date) -> None:
    """Close a request. Raises LedgerError when it was served or closed before."""
    with database.write() as connection:
        marks = sa.select(request_mark.c.state).where(request_mark.c.id == request)
        state = connection.execute(marks.order_by(request_mark.c.event.desc()).limit(1)).scalar()
        if state not in (None, "reopened"):
            raise LedgerError(
                "request-not-open",
                database.place,
                "request {request} is {state} already",
                "",
                request=request,
                state=Word(state),
            )
        seq = events.append(database, connection, CLOSED, on, by=by, why=why)
        database.load(connection, request_mark, [(request, seq, "closed", "")])
