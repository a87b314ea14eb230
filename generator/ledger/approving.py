"""In: who made which proof; who signed it in which round, with what it was made. Out: an event; the approval of a job.

An approval covers exactly its hashes: one that differs, is missing or is more, and it covers nothing (print.md §8,
trap 18). Only 責了 lets anything out, and only signed by another than the maker (print.md §7: two persons). Who made
a proof is taken down when it is made: its folder is its maker's, and so is what stands in it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from generator.errors import LedgerError
from generator.ledger import events
from generator.ledger.database import Database
from generator.ledger.persons import one_person, refuse_nobody, somebody
from generator.ledger.schema import event

APPROVED: Final = "approved"
PROOFED: Final = "proofed"
PROOF_PURGED: Final = "proof-purged"
FINAL: Final = "責了"
ROUNDS: Final = ("初校", "再校", "色校正", FINAL)


@dataclass(frozen=True, slots=True)
class Approval:
    """A signature under a proof."""

    seq: int
    on: date
    by: str
    round: str
    maker: str
    proof: str  #: sha256 of its proof.json, which holds those of all specimens; "" where none was named
    hashes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Signing:
    """What is to be recorded."""

    round: str
    by: str
    on: date
    maker: str
    proof: str
    hashes: Mapping[str, str]


def proofed(database: Database, proof: str, *, by: str, on: date) -> None:
    """Record who made a proof, by the sha256 of its proof.json. Again: nothing happens. Raises LedgerError."""
    refuse_nobody(by, PROOFED)
    with database.write() as connection:
        if maker_of(connection, proof) is None:
            events.append(database, connection, PROOFED, on, by=by, detail={"proof": proof})


def maker_of(connection: sa.Connection, proof: str) -> str | None:
    """Return who made the proof with this proof.json; None where no such proof was taken down."""
    made = sa.select(event.c.by, event.c.detail).where(event.c.kind == PROOFED)
    return next((by for by, text in connection.execute(made) if events.read_detail(text)["proof"] == proof), None)


def approve(database: Database, signing: Signing) -> int:
    """Record a signature and return the event's number.

    Raises LedgerError where nobody signs, and where 責了 is not signed by another person than the maker.
    """
    _admit(signing)
    detail = {
        "round": signing.round,
        "maker": signing.maker,
        "proof": signing.proof,
        "hashes": dict(signing.hashes),
    }
    with database.write() as connection:
        return events.append(database, connection, APPROVED, signing.on, by=signing.by, detail=detail)


def signed_before(connection: sa.Connection, signing: Signing) -> Approval | None:
    """Return the 責了 that says all that this one would: of the same hashes, and under the same proof if one is named.

    A signature under another proof is another: that proof's own time runs from it. Raises as `approve` does.
    """
    _admit(signing)
    if signing.round != FINAL:
        return None
    same = [a for a in approvals(connection) if a.round == FINAL and a.hashes == signing.hashes]
    return next((a for a in reversed(same) if signing.proof in ("", a.proof)), None)


def approvals(connection: sa.Connection, before: int | None = None) -> Iterator[Approval]:
    """Yield every approval in the order of events, those below `before` if it is given."""
    statement = sa.select(event.c.seq, event.c.on_day, event.c.by, event.c.detail).where(event.c.kind == APPROVED)
    if before is not None:
        statement = statement.where(event.c.seq < before)
    for seq, on_day, by, text in connection.execute(statement.order_by(event.c.seq)).all():
        told: Mapping[str, Any] = events.read_detail(text)
        day = date.fromisoformat(on_day)
        yield Approval(seq, day, by, told["round"], told["maker"], told["proof"], told["hashes"])


def approval_of(connection: sa.Connection, hashes: Mapping[str, str], before: int | None = None) -> Approval | None:
    """Return the last 責了 of exactly these hashes."""
    final = [a for a in approvals(connection, before) if a.round == FINAL and a.hashes == hashes]
    return final[-1] if final else None


def _admit(signing: Signing) -> None:
    refuse_nobody(signing.by, signing.round)
    _refuse_one_person(signing)


def _refuse_one_person(signing: Signing) -> None:
    if signing.round != FINAL:
        return
    if not somebody(signing.maker):
        raise LedgerError(
            "approval-maker-unknown",
            FINAL,
            "nobody is named as the maker of the proof",
            "name a proof's folder, or the maker with --maker",
        )
    if one_person(signing.by, signing.maker):
        raise LedgerError(
            "approval-by-maker",
            FINAL,
            "the proof is signed by the person who made it",
            "have another person look at it and sign",
        )
