"""A society, or a proof of it, and a signature in; an event of the ledger out (print.md §7: two-person release).

What is signed is what today's files and settings are. A proof of others is stale and cannot be signed (trap 18).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.errors import LedgerError
from generator.intake.settings import load_society
from generator.job.digest import tool
from generator.job.setup import set_up
from generator.job.turn import sole_turn
from generator.ledger import events
from generator.ledger.approving import Approval, Signing
from generator.ledger.ledger import Ledger
from generator.ledger.opening import open_ledger
from generator.model import Society
from generator.release.covers import covered
from generator.release.proof import Proof


@dataclass(frozen=True, slots=True)
class Wish:
    """What the signer asked for."""

    society: Path
    proof: Proof | None
    round: str
    by: str
    on: date
    maker: str


@dataclass(frozen=True, slots=True)
class Signed:
    """What became of it."""

    event: int
    hashes: Mapping[str, str]
    before: Approval | None = None  #: the signature that said it all already; then nothing was recorded


def sign(wish: Wish) -> Signed:
    """Record an approval, unless the same 責了 is on record.

    Raises Refusal for a proof that is stale, altered or not on record, and for 責了 signed by its maker.
    """
    society = load_society(wish.society)
    hashes = covered(society, set_up(society).hashes, tool())
    if wish.proof is not None:
        _refuse_stale(wish.proof, society, hashes)
        fact = "it is signed on {on}, before its own day, {since}"
        events.in_time(wish.proof.folder.name, wish.on, wish.proof.on, fact)
        wish.proof.check()
    place = Path(society.folder)
    with sole_turn(place), open_ledger(place, society.ledger_url, create=True) as ledger:
        maker = wish.maker if wish.proof is None else _maker(wish.proof, ledger)
        signing = Signing(wish.round, wish.by, wish.on, maker, wish.proof.sha256 if wish.proof else "", hashes)
        before = ledger.signed_before(signing)
        if before is not None:
            return Signed(before.seq, hashes, before)
        return Signed(ledger.approve(signing), hashes)


def _maker(proof: Proof, ledger: Ledger) -> str:
    """Return who made a proof: as it was taken down then, whatever --maker says, or its folder says by now."""
    maker = ledger.maker_of(proof.sha256)
    if maker is None:
        raise LedgerError(
            "proof-unrecorded",
            proof.folder.name,
            "the ledger has no such proof: its proof.json was altered, or it was made before proofs were taken down",
            "make the proof again, look at it and sign that one",
        )
    return maker


def _refuse_stale(proof: Proof, society: Society, hashes: Mapping[str, str]) -> None:
    if proof.insurer != society.insurer.number:
        raise LedgerError(
            "proof-foreign", proof.folder.name, "the proof is of another society", "name its society with --society"
        )
    changed = {part for part in {*proof.hashes, *hashes} if proof.hashes.get(part) != hashes.get(part)}
    if changed:
        raise LedgerError(
            "proof-stale",
            proof.folder.name,
            "since the proof was made, other than it: {parts}",
            "make a new proof and sign that one",
            parts=", ".join(sorted(changed)),
        )
