"""In: a ledger. Out: what it says of every job, to be held against the job's folder (print.md §7: count identities).

The chain itself is in `chain`, the vendor's balance in `balancing`; the files are read by `generator.job.audit`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from generator.ledger import chain, events
from generator.ledger.schema import document, event, link

_LEFT_BEHIND: Final = (events.WITHDRAWN, events.PURGED, events.RESERVED)


@dataclass(frozen=True, slots=True)
class JobFacts:
    """What the ledger says of one job."""

    job: str
    state: str
    cards: int
    notices: int
    before: str  #: hash of the last event before its reservation
    manifest: str  #: sha256 of the manifest it was sealed with, "" where it was sealed without one

    @property
    def has_folder(self) -> bool:
        """Tell whether its folder has to be whole: sealed, and neither withdrawn nor purged."""
        return self.state not in _LEFT_BEHIND


def jobs(connection: sa.Connection) -> Iterator[JobFacts]:
    """Yield every job in the order of the ledger."""
    counted = (
        sa.select(document.c.event, document.c.kind, sa.func.count().label("n"))
        .where(document.c.turn == 1)
        .group_by(document.c.event, document.c.kind)
    )
    counts: dict[tuple[int, str], int] = {(seq, kind): n for seq, kind, n in connection.execute(counted)}
    states = _states(connection)
    manifests = _manifests(connection)
    reserved = sa.select(event.c.seq, event.c.job).where(event.c.kind == events.RESERVED).order_by(event.c.seq)
    for seq, job in connection.execute(reserved).all():
        yield JobFacts(
            job,
            states[job],
            counts.get((seq, "card"), 0),
            counts.get((seq, "notice"), 0),
            hash_of(connection, seq - 1),
            manifests.get(job, ""),
        )


def hash_of(connection: sa.Connection, seq: int) -> str:
    """Return the hash of an event, START for the one before the first; "" where the link is missing."""
    if seq == 0:
        return chain.START
    return str(connection.execute(sa.select(link.c.hash).where(link.c.event == seq)).scalar() or "")


def _states(connection: sa.Connection) -> dict[str, str]:
    moves = sa.select(event.c.job, event.c.kind).where(event.c.kind.in_(events.STATES)).order_by(event.c.seq)
    rows: Any = connection.execute(moves)
    return {str(job): str(kind) for job, kind in rows}


def _manifests(connection: sa.Connection) -> dict[str, str]:
    """Return the manifests that jobs were sealed with; the sealing event's detail has them."""
    sealed = sa.select(event.c.job, event.c.detail).where(event.c.kind == events.SEALED)
    return {job: events.read_detail(detail).get("manifest", "") for job, detail in connection.execute(sealed)}
