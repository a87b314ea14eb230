"""Proofs with real persons in; those gone whose time is over, proof.json and a log kept.

Their time is over 30 days after 責了: their own, or else the first one dated on their day or later, for then the
rounds they belonged to are over. A proof behind which no 責了 came yet stays, and is told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from generator.intake.settings import load_society
from generator.job.turn import sole_turn
from generator.ledger.approving import FINAL, Approval
from generator.ledger.opening import open_ledger
from generator.release.erasing import LOG, Order, erase
from generator.release.proof import NAME, Proof, is_proof, read_proof

KEPT_DAYS: Final = 30
_DEPTH: Final = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """What the operator asked for."""

    society: Path
    within: Path  #: where proofs are looked for, three folders deep
    by: str
    on: date
    why: str
    dry_run: bool


@dataclass(frozen=True, slots=True)
class Stale:
    """A proof with real persons that is still whole."""

    folder: Path
    over: date | None  #: the day its time is over; None while no 責了 came behind it
    due: bool


def purge_proofs(wish: Wish) -> tuple[Stale, ...]:
    """Erase every proof that is due, but in a dry run; return all with real persons."""
    society = load_society(wish.society)
    place = Path(society.folder)
    with sole_turn(place), open_ledger(place, society.ledger_url, create=False) as ledger:
        approvals = [a for a in ledger.approvals() if a.round == FINAL]
        proofs = [p for p in _proofs(wish.within) if p.insurer == society.insurer.number]
        found = tuple(_stale(proof, approvals, wish.on) for proof in proofs)
        for each in found:
            if each.due and not wish.dry_run:
                doomed = [p for p in sorted(each.folder.rglob("*")) if not p.is_dir() and p.name not in (NAME, LOG)]
                erased = erase(each.folder, Order(each.folder.name, wish.by, wish.on, wish.why), doomed)
                ledger.proof_purged(by=wish.by, on=wish.on, why=wish.why, files=erased.files, log=erased.log)
    return found


def _stale(proof: Proof, approvals: Sequence[Approval], on: date) -> Stale:
    own = [a.on for a in approvals if a.proof == proof.sha256]
    later = [a.on for a in approvals if a.on >= proof.on]
    signed = min(own or later, default=None)
    over = None if signed is None else signed + timedelta(days=KEPT_DAYS)
    return Stale(proof.folder, over, due=over is not None and over <= on)


def _proofs(within: Path) -> Iterator[Proof]:
    """Yield the proofs with real persons that hold more than their record."""
    patterns = ["/".join(["*"] * depth) for depth in range(1, _DEPTH + 1)]
    folders = {within, *(path for pattern in patterns for path in within.glob(pattern))}
    for folder in sorted(path for path in folders if is_proof(path)):
        proof = read_proof(folder)
        if proof.real_persons and any(p.name not in (NAME, LOG) for p in folder.iterdir()):
            yield proof
