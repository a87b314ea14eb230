"""In: a row of a document. Out: the document that came behind it in its chain, passing over what was withdrawn.

A chain is walked link by link, each found by the index on predecessors (`schema`); it holds one person's cards.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from generator.ledger.schema import document, ending, event


@dataclass(frozen=True, slots=True)
class Follower:
    """The document behind another, and the job that issued it ("" where it was taken over from elsewhere)."""

    number: str
    job: str
    event: int  #: that issued it


def follower(connection: sa.Connection, row_id: int) -> Follower | None:
    """Return the first document behind a row that is another and was not withdrawn; None where there is none."""
    own = connection.execute(sa.select(document.c.number).where(document.c.id == row_id)).scalar_one()
    while (found := connection.execute(_BEHIND, {"row": row_id}).first()) is not None:
        row_id, *told = found
        after = Follower(*told)
        if after.number != own and not _withdrawn(connection, after.number):
            return after
    return None


_BEHIND = (
    sa.select(document.c.id, document.c.number, event.c.job, event.c.seq)
    .join(event, event.c.seq == document.c.event)
    .where(document.c.predecessor == sa.bindparam("row"))
)


def _withdrawn(connection: sa.Connection, number: str) -> bool:
    """Tell whether a document, as it stands last, was withdrawn."""
    how = (
        sa.select(ending.c.how)
        .select_from(document.outerjoin(ending, ending.c.document == document.c.id))
        .where(document.c.number == number)
        .order_by(document.c.turn.desc())
    )
    return connection.execute(how.limit(1)).scalar() == "withdrawn"
