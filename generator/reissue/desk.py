"""What the desk does with a call that was looked up: print, queue, print the queue, take back, list.

Enters: a society's folder and Match. Leaves: a job like any other (its folder, its lines in the ledger), or a request
in the ledger that the next run serves. Whatever is printed voids the old card in the same transaction (contract §3).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from generator.decision import Kind
from generator.errors import ConfigError, LedgerError
from generator.intake.read import open_intake
from generator.intake.settings import load_society
from generator.job.hashing import sha256_of
from generator.job.item import Item
from generator.job.numbering import Numbers
from generator.job.run import run_job
from generator.job.talk import Talk
from generator.job.turn import sole_turn
from generator.job.unfinished import GANG, unfinished
from generator.job.wish import Done, Wish
from generator.job.withdraw import withdraw_job
from generator.ledger import events
from generator.ledger.filing import Desk, Remade
from generator.ledger.ledger import Ledger
from generator.ledger.opening import open_ledger
from generator.ledger.verifying import JobFacts
from generator.model import Key, Request, Society
from generator.reissue.lookup import Match
from generator.reissue.loss import REASONS, UNDO, Loss
from generator.release.erasing import Order
from generator.release.purging import erase_unused

SINGLE: Final = "card-single"  #: profile of the printer on the desk


@dataclass(frozen=True, slots=True)
class Printed:
    """A reprinted card: its number, and the file for the printer."""

    job: str
    number: str
    pdf: Path


def print_one(folder: Path, out: Path, loss: Loss, match: Match, talk: Talk) -> Printed:
    """Make the job of one card. Raises LedgerError where it is another card than the one that was shown."""
    wish = Wish(
        folder,
        loss.on,
        out,
        workers=2,  # card and letter are laid out and read back side by side
        kinds=frozenset({Kind.CARD}),
        by=loss.by,
        why=loss.reason,
        only=frozenset({match.key}),
        filed=() if match.filed else (match.request,),
        vendor={"card": SINGLE},
        desk=True,
        read=match.read,
        admit=partial(_as_shown, match),
    )
    done = run_job(wish, talk)
    if done.folder is None:
        raise _other(match)
    return Printed(done.job, Numbers(done.job, 1, 1).card(0), done.folder / "vendor" / "cards" / "001.pdf")


def _as_shown(match: Match, due: Sequence[Item]) -> None:
    if [(item.ends, item.rule) for item in due] != [(match.old, match.rule)]:
        raise _other(match)


def _other(match: Match) -> LedgerError:
    return LedgerError(
        "reprint-changed",
        "",
        "what the ledger holds of {key} has changed since it was looked up",
        "run the command again",
        key=match.key,
    )


def queue_one(folder: Path, loss: Loss, match: Match) -> None:
    """Put the call on record; the next gang or run prints it. Raises LedgerError where it is there already."""
    society = load_society(folder)
    with sole_turn(Path(society.folder)), _ledger(society) as ledger:
        ledger.file_request(match.request, loss.reason, by=loss.by, on=loss.on)


def print_queue(folder: Path, out: Path, on: date, by: str, talk: Talk) -> Done:
    """Make one job of all that is queued, on the society's own card sheets, or finish the one that was interrupted.

    Raises LedgerError where another job is open.
    """
    society = load_society(folder)
    with sole_turn(Path(society.folder)), _ledger(society) as ledger:
        begun = ledger.open_job()
        if begun is not None and (begun.why, begun.on) != (GANG, on):
            raise unfinished(ledger, begun)
        keys = frozenset(request.key for request in _open(ledger, on, begun.seq if begun else None))
    if not keys:
        return Done("", None, None, {}, 0, 0)
    only = _today(society, keys, on)
    return run_job(Wish(folder, on, out, 1, frozenset({Kind.CARD}), by=by, why=GANG, only=only), talk)


def _open(ledger: Ledger, on: date, before: int | None = None) -> list[Request]:
    """Return what was queued and not served, as the ledger stood below an event."""
    served = ledger.standing(before=before).served
    return [request for request in ledger.filed(before=before) if request.id not in served and request.received <= on]


def _today(society: Society, keys: frozenset[Key], on: date) -> frozenset[Key]:
    """Return the keys that these people have today."""
    with TemporaryDirectory() as scratch, open_intake(society, Path(scratch) / "intake.sqlite", on, keys) as intake:
        return frozenset(intake.renumbered(key) or key for key in keys)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A reprinted card that was taken back."""

    job: str
    erased: int  #: files of the job; 0 where its folder is not there
    waiting: Key | None  #: whose call is in the queue again, where it had been queued before it was printed


def take_back(folder: Path, number: str, *, jobs: Path, on: date, by: str) -> TakenBack:
    """Withdraw the job of one reprinted card, so that the old one lives again; its files go, their hashes stay.

    A void card that looks like a good one is not left lying for somebody to print again; `jobs` is where its job lies.

    Raises ConfigError for a number that no job of one card has; LedgerError where it was released or taken back.
    """
    job = "-".join(number.split("-")[:2])
    society = load_society(folder)
    with _ledger(society) as ledger:
        known = ledger.key_of(number) is not None
        count = ledger.count_of(job) if known else 0
        made = ledger.job(job) if count == 1 else None
        facts = ledger.facts(job) if made else None
        queued = [request.key for request in ledger.filed() if made is not None and ledger.serves(made, request.id)]
    if made is None:
        fact = "{number} is no card of a reprint: the ledger has {count} documents of its job"
        step = "`shikaku withdraw` takes a whole job back; `--undo 記号-番号-枝番` what is only queued"
        raise ConfigError("reprint-unknown", "--undo", fact, step, number=number, count=count)
    order = Order(job, by, on, UNDO)
    if made.state == events.WITHDRAWN:
        _erase(jobs / job, facts, order)  # the first call may have been interrupted
        fact, step = (
            "{number} was taken back already",
            "nothing has to be done; see `shikaku ledger show` of the number",
        )
        raise LedgerError("reprint-undone", "--undo", fact, step, number=number)
    withdraw_job(folder, job, by=by, why=UNDO, on=on)
    return TakenBack(job, _erase(jobs / job, facts, order), next(iter(queued), None))


def _erase(job: Path, facts: JobFacts | None, order: Order) -> int:
    """Erase the files of a job taken back, and of no other of that name; return how many have gone, in all."""
    manifest = job / "vendor" / "manifest.json"
    if facts is None or not manifest.is_file() or sha256_of(manifest) != facts.manifest:
        return 0
    erased = erase_unused(job, order)
    return 0 if erased is None else erased.files


def take_off(folder: Path, keys: Sequence[Key], *, on: date, by: str) -> int:
    """Close what is queued of one person, under whichever reading of the key; return how many requests that were.

    Raises LedgerError where nothing is, and names the card that was printed on the day instead.
    """
    society = load_society(folder)
    with sole_turn(Path(society.folder)), _ledger(society) as ledger:
        waiting = [request for request in _open(ledger, on) if request.key in keys]
        if not waiting:
            raise _not_queued(ledger, keys, on)
        for request in waiting:
            ledger.close_request(request.id, by=by, why=UNDO, on=on)
    return len(waiting)


def _not_queued(ledger: Ledger, keys: Sequence[Key], on: date) -> LedgerError:
    _, printed = ledger.desk(on, REASONS)
    number = next((card.number for card in printed if card.key in keys and not card.ended), "")
    if number:
        fact = "nothing of {key} is queued; the card {number} was printed at the desk on {day}"
        step = "to take the card back: `shikaku reprint --undo {number}`, on that day only"
    else:
        fact = "nothing of {key} is queued, and no card was printed at the desk on {day}"
        step = "see `shikaku reprint --list` for the day it was asked for, and `shikaku ledger show` of the person"
    facts = {"key": keys[0], "number": number, "day": on.isoformat()}
    return LedgerError("reprint-not-queued", "--undo", fact, step, **facts)


def day_s_list(folder: Path, on: date) -> tuple[Sequence[Desk], Sequence[Remade]]:
    """Return what was queued and what was printed on a day."""
    with _ledger(load_society(folder)) as ledger:
        return ledger.desk(on, REASONS)


def _ledger(society: Society) -> Ledger:
    return open_ledger(Path(society.folder), society.ledger_url, create=False)
