"""A call and its household enter; who it is, which card it voids and where the new one goes leave, or the Refusal.

Nothing is written. The household is decided as a job of the day would decide it with this one request more (contract
§3); the refusal is what the desk reads out to the caller.
"""

from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from fonts.errors import Word
from generator.decision import Decision, Kind, Route, Verdict
from generator.eligibility.case import Case, asked_by, gather
from generator.eligibility.content import card_digest
from generator.eligibility.decide import Outcome, judge
from generator.errors import ConfigError, LedgerError, Stopped
from generator.history import Issued
from generator.intake.read import Found, Intake, reopen_intake
from generator.intake.settings import load_society
from generator.job.basis import Ground
from generator.job.ground import Asked, ground_of
from generator.job.setup import look_of
from generator.job.turn import sole_turn
from generator.job.unfinished import unfinished
from generator.job.words import Words
from generator.ledger import events
from generator.ledger.ledger import Ledger
from generator.ledger.opening import open_ledger
from generator.ledger.results import INSERTED, PULLED
from generator.model import Key, Request
from generator.reissue.loss import UNDO, Loss, Reason
from generator.reissue.reading import Read
from generator.reissue.refusal import refused

_RULES = ("reissue", "changed")
_AT_WORK = (events.SEALED, events.RELEASED, events.ACKNOWLEDGED)


@dataclass(frozen=True, slots=True)
class Match:
    """What the desk is shown before anything is printed. Name and place are for the screen alone."""

    key: Key
    request: Request
    old: str  #: 管理番号 of the card that ends
    rule: str
    valid_to: date
    route: Route
    name: str
    to: str  #: the employer, or the addressee and the address
    filed: bool = False  #: the ledger has this very request already
    envelope: str = ""  #: of the old card, while it may lie in it still: its vendor has not said what became of it
    kept_in: str = ""  #: the job the old card lies in, while that was not released yet: nothing was printed of it
    read: tuple[Path, Found] | None = None  #: the household as it was read


@contextmanager
def looked_up(folder: Path, loss: Loss, read: Read, translate: Callable[[str], str]) -> Generator[Match]:
    """Find the person in what was read, and decide; it stays open for the job.

    Raises ConfigError for someone unknown, Stopped or LedgerError where no reprint is due.
    """
    society = load_society(folder)
    with ExitStack() as stack:
        ledger = stack.enter_context(open_ledger(Path(society.folder), society.ledger_url, create=False))
        intake = stack.enter_context(reopen_intake(read.scratch, read.found))
        request = loss.request(read.key, ledger.taken_off(UNDO))
        begun = ledger.open_job()
        before = None
        if begun is not None and ledger.serves(begun, request.id):
            if begun.why != loss.reason:
                with sole_turn(Path(society.folder)):
                    raise unfinished(ledger, begun)
            before = begun.seq  # the same call again: it is finished as it was begun
        asked = Asked(loss.on, frozenset({Kind.CARD}), before=before, only=frozenset({read.key}), filed=(request,))
        ground = ground_of(society, replace(look_of(society), sparing=True), intake, ledger, asked, translate)
        match = _decided(intake, ground, loss, request)
        filed = any(each.id == request.id for each in ledger.filed(before=before))
        envelope, kept_in = _under_way(ledger, match.old)
        yield replace(match, filed=filed, read=(read.scratch, read.found), envelope=envelope, kept_in=kept_in)


def _under_way(ledger: Ledger, number: str) -> tuple[str, str]:
    """Return the envelope of a card that its vendor may hold yet, and its job where that was not released yet.

    Both are "" for a card that was inserted or handed over.
    """
    papers = ledger.tell(number).papers
    if not papers or not papers[0].job or papers[0].outcome in (INSERTED, PULLED):
        return "", ""
    job = ledger.job(papers[0].job)
    if job.state not in _AT_WORK or job.desk:
        return "", ""
    return papers[0].envelope, job.id if job.state == events.SEALED else ""


def _decided(intake: Intake, ground: Ground, loss: Loss, request: Request) -> Match:
    key = request.key
    if intake.held(key):
        codes = ", ".join(sorted({problem.code for problem in intake.problems()})) or "rejected"
        fact, step = "the row of {key} is held back ({codes})", "correct the file; `shikaku check` names the line"
        raise Stopped("reprint-held", "", fact, step, key=key, codes=codes)
    household = intake.household(key.symbol, key.number)
    member = next((m for m in household.members if m.key == key), None) if household else None
    if household is None or member is None:
        raise ConfigError(
            "person-unknown",
            "members.csv",
            "nobody with the key {key} can be decided",
            "write it as 記号-番号-枝番; if it is right, look for its row with `shikaku check`",
            key=key,
        )
    _refuse_served(ground, request)
    past = ground.past([(m.key, m.former) for m in (member,)])[key]
    case = gather(ground.day, member, household.insured, past, asked_by(member, ground.requests((member,))))
    outcome = judge(case)
    card, held = _due(case, outcome, loss, request)
    words = Words(Verdict(household, outcome.decisions, outcome.queries), ground)
    valid_to = card.valid_to or loss.on
    return Match(key, request, held.number, card.rule, valid_to, card.route, member.shown_name, words.place(card))


def _due(case: Case, outcome: Outcome, loss: Loss, request: Request) -> tuple[Decision, Issued]:
    """Return the card that serves the request, and the one it voids; raises the refusal where there is none."""
    if loss.number and (case.held is None or case.held.number != loss.number):
        raise _not_the_card(case, loss.number)
    card = next((d for d in outcome.decisions if d.rule in _RULES and request.id in d.serves), None)
    if card is None or case.held is None:
        raise refused(case, outcome)
    if loss.reason is Reason.RENAMED and case.held.content and case.held.content == card_digest(case):
        raise Stopped(
            "reprint-same",
            "members.csv",
            "the card of {key} bears what members.csv says; the new name has not arrived there",
            "correct members.csv, then run the command again",
            key=case.member.key,
        )
    return card, case.held


def _refuse_served(ground: Ground, request: Request) -> None:
    if request.id in ground.standing.served:
        raise LedgerError(
            "reprint-again",
            "",
            "a request {kind} of {key} was served or closed on this day already",
            "see `shikaku reprint --list`; `--undo` takes a card back that was not released",
            kind=request.kind,
            key=request.key,
        )


def _not_the_card(case: Case, number: str) -> Stopped:
    known = {card.number: card for card in case.cards}
    held = case.held.number if case.held else Word("none")
    state = (known[number].ended or "expired") if number in known else "none"
    return Stopped(
        "reprint-not-held",
        "--card",
        "{number} is not the card of {key} that is valid now: it is {state}; valid is {held}",
        "give --person, or the number of the valid card",
        number=number,
        key=case.member.key,
        state=Word(state),
        held=held,
    )
