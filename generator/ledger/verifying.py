"""In: a ledger. Out: what it says of every job, to be held against the job's folder (print.md §7: count identities).

The chain itself is in `chain`, the vendor's balance in `balancing`; the files are read by `generator.job.sound`, those
of remakes and pulls by `generator.remake.sound`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from generator.ledger import chain, events, remaking
from generator.ledger.remaking import Remake
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
    office: str = ""  #: sha256 of the list of office/, "" where it was sealed without one
    remakes: tuple[Remake, ...] = ()
    desk: bool = False  #: printed at the desk: it goes to no vendor

    @property
    def has_folder(self) -> bool:
        """Tell whether its folder has to be whole: sealed, and neither withdrawn nor purged."""
        return self.state not in _LEFT_BEHIND


def jobs(connection: sa.Connection, only: str = "") -> Iterator[JobFacts]:
    """Yield every job in the order of the ledger, or one of them."""
    of_one = event.c.job == only if only else sa.true()
    counts = _counts(connection, only)
    states, lists, remakes = _states(connection), _lists(connection), remaking.by_job(connection)
    reserved = sa.select(event.c.seq, event.c.job, event.c.detail).where(event.c.kind == events.RESERVED, of_one)
    for seq, job, detail in connection.execute(reserved.order_by(event.c.seq)).all():
        yield JobFacts(
            job,
            states[job],
            counts.get((seq, "card"), 0),
            counts.get((seq, "notice"), 0),
            hash_of(connection, seq - 1),
            *lists.get(job, ("", "")),
            remakes.get(job, ()),
            bool(events.read_detail(detail).get("desk")),
        )


def hash_of(connection: sa.Connection, seq: int) -> str:
    """Return the hash of an event, START for the one before the first; "" where the link is missing."""
    if seq == 0:
        return chain.START
    return str(connection.execute(sa.select(link.c.hash).where(link.c.event == seq)).scalar() or "")


def _counts(connection: sa.Connection, only: str) -> Mapping[tuple[int, str], int]:
    """Count documents by event and kind; those of one job by the range of its numbers, which the index serves."""
    counted = sa.select(document.c.event, document.c.kind, sa.func.count()).where(document.c.turn == 1)
    if only:
        counted = counted.where(document.c.number >= f"{only}-", document.c.number < f"{only}.")
    rows: Any = connection.execute(counted.group_by(document.c.event, document.c.kind))
    return {(seq, kind): n for seq, kind, n in rows}


def _states(connection: sa.Connection) -> dict[str, str]:
    moves = sa.select(event.c.job, event.c.kind).where(event.c.kind.in_(events.STATES)).order_by(event.c.seq)
    rows: Any = connection.execute(moves)
    return {str(job): str(kind) for job, kind in rows}


def _lists(connection: sa.Connection) -> dict[str, tuple[str, str]]:
    """Return the hashes of the manifest and of office/'s list that jobs were sealed with."""
    sealed = sa.select(event.c.job, event.c.detail).where(event.c.kind == events.SEALED)
    told = ((job, events.read_detail(detail)) for job, detail in connection.execute(sealed))
    return {job: (detail.get("manifest", ""), detail.get("office", "")) for job, detail in told}
