"""Documents somebody has in the hand again: found, returned by the post, handed in, sent again."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from ledger_office import DAY, UNTIL, Office, key, refused

from generator.ledger.ledger import Ledger
from generator.ledger.notes import Noted, What

A, B = key(1), key(2)


@dataclass
class Desk:
    """A clerk's day."""

    ledger: Ledger

    def note(self, number: str, what: What, why: str = "", on: date = DAY) -> Noted:
        return self.ledger.note(number, what, by="clerk", why=why, on=on)

    def waiting(self) -> list[str]:
        return [w.document.number for w in self.ledger.undelivered()]


@pytest.fixture
def desk(ledger: Ledger) -> Desk:
    return Desk(ledger)


@pytest.fixture
def card(office: Office) -> str:
    """Issue a card."""
    made = office.card(A, envelope="E000007")
    office.hand_over(made)
    return made.number


def state(office: Office) -> str:
    return office.history(A).documents[-1].ended


def test_a_returned_letter_stays_valid_and_is_listed_until_it_is_sent_again(
    office: Office, desk: Desk, card: str
) -> None:
    noted = desk.note(card, What.UNDELIVERED, "返戻 転居")
    assert (noted.voided, noted.ended, noted.envelope) == (False, "", "E000007")
    (waiting,) = desk.ledger.undelivered()
    assert (waiting.document.number, waiting.since, waiting.by, waiting.why) == (card, DAY, "clerk", "返戻 転居")
    assert state(office) == ""
    desk.note(card, What.SENT_AGAIN)
    assert desk.waiting() == []
    desk.note(card, What.UNDELIVERED)
    assert desk.waiting() == [card]


def test_handing_in_voids_a_card_and_takes_it_from_the_list(office: Office, desk: Desk, card: str) -> None:
    desk.note(card, What.UNDELIVERED)
    noted = desk.note(card, What.HANDED_IN, "返納")
    assert noted.voided
    assert (state(office), desk.waiting()) == ("void", [])
    assert desk.ledger.breaks() == ()


def test_a_card_that_was_handed_in_may_be_followed_by_another(office: Office, desk: Desk, card: str) -> None:
    desk.note(card, What.HANDED_IN)
    office.issue(office.card(A, after=card))
    assert [ended for _, ended in office.states(A)] == ["void", ""]


def test_a_void_card_that_is_replaced_leaves_the_list_of_undelivered_mail(
    office: Office, desk: Desk, card: str
) -> None:
    desk.note(card, What.UNDELIVERED)
    office.issue(office.card(A, after=card, ends="void"))
    assert desk.waiting() == []


def test_a_found_card_says_what_took_its_place(office: Office, desk: Desk, card: str) -> None:
    assert desk.note(card, What.FOUND).ended == ""
    office.issue(second := office.card(A, after=card, ends="void"))
    noted = desk.note(card, What.FOUND)
    assert (noted.ended, noted.successor, noted.voided) == ("void", second.number, False)


def test_a_card_that_lives_again_counts_as_it_is_now(office: Office, desk: Desk, card: str) -> None:
    office.withdraw(office.issue(office.card(A, after=card, ends="void")))
    noted = desk.note(card, What.HANDED_IN)
    assert noted.voided
    assert office.history(A).documents[-1].number == card
    assert state(office) == "void"


@pytest.mark.parametrize("rule", ["phase-1", "phase-2"])
def test_a_notice_never_ends_by_coming_back(office: Office, desk: Desk, rule: str) -> None:
    notice = office.notice(B, rule)
    office.hand_over(notice)
    assert not desk.note(notice.number, What.HANDED_IN).voided
    assert office.history(B).documents[0].ended == ""


def test_handing_in_a_superseded_card_changes_nothing_but_the_note(office: Office, desk: Desk, card: str) -> None:
    office.issue(office.card(A, after=card, ends="superseded"))
    noted = desk.note(card, What.HANDED_IN)
    assert (noted.voided, noted.ended) == (False, "superseded")


def test_what_cannot_be_is_refused_and_leaves_nothing(desk: Desk, card: str) -> None:
    before = desk.ledger.horizon()
    with refused("number-unknown"):
        desk.note("20990101-01-000001-0", What.FOUND)
    with refused("not-undelivered"):
        desk.note(card, What.SENT_AGAIN)
    assert desk.ledger.horizon() == before
    desk.note(card, What.UNDELIVERED)
    with refused("undelivered-already"):
        desk.note(card, What.UNDELIVERED)
    assert desk.ledger.horizon() == before + 1


@pytest.mark.parametrize("what", [What.FOUND, What.UNDELIVERED, What.HANDED_IN])
def test_nothing_comes_back_before_it_was_issued(office: Office, ledger: Ledger, card: str, what: What) -> None:
    before = ledger.horizon()
    with refused("day-impossible"):
        ledger.note(card, what, by="clerk", why="", on=DAY - timedelta(1))
    assert (ledger.horizon(), state(office)) == (before, "")


@pytest.mark.parametrize(
    ("first", "then"),
    [(What.UNDELIVERED, What.SENT_AGAIN), (What.UNDELIVERED, What.HANDED_IN), (What.FOUND, What.FOUND)],
)
def test_no_note_is_taken_before_the_last_one(office: Office, desk: Desk, card: str, first: What, then: What) -> None:
    desk.note(card, first, on=DAY + timedelta(2))
    before = desk.ledger.horizon()
    with refused("day-impossible"):
        desk.note(card, then, on=DAY + timedelta(1))
    assert (desk.ledger.horizon(), state(office)) == (before, "")
    desk.note(card, then, on=DAY + timedelta(2))


def test_nothing_is_given_up_twice_running(office: Office, desk: Desk, card: str) -> None:
    office.hand_over(office.card(A, after=card, ends="void"))
    desk.note(card, What.UNRECOVERED)
    before = desk.ledger.horizon()
    for on in (DAY, DAY + timedelta(1)):
        with refused("unrecovered-already"):
            desk.note(card, What.UNRECOVERED, on=on)
    assert desk.ledger.horizon() == before
    desk.note(card, What.FOUND)
    desk.note(card, What.UNRECOVERED)


def test_what_expired_before_it_came_back_is_not_on_the_list(desk: Desk, card: str) -> None:
    assert not desk.note(card, What.UNDELIVERED, on=UNTIL + timedelta(1)).document.live(UNTIL + timedelta(1))
    assert desk.waiting() == []


def test_on_its_last_day_a_card_is_sent_again(desk: Desk, card: str) -> None:
    desk.note(card, What.UNDELIVERED, on=UNTIL)
    assert desk.waiting() == [card]


def test_a_note_tells_the_day_a_card_was_handed_in(desk: Desk, card: str) -> None:
    assert desk.note(card, What.HANDED_IN).handed_in is None
    assert desk.note(card, What.FOUND, on=DAY + timedelta(3)).handed_in == DAY


@pytest.mark.parametrize("what", [What.FOUND, What.UNDELIVERED, What.HANDED_IN])
def test_what_was_never_handed_over_is_in_nobody_s_hand(office: Office, desk: Desk, what: What) -> None:
    sealed = office.card(A)
    job = office.issue(sealed)
    before = desk.ledger.horizon()
    with refused("not-handed-over") as refusal:
        desk.note(sealed.number, what)
    assert (refusal.value.facts["job"], desk.ledger.horizon(), state(office)) == (job, before, "")


def test_what_the_desk_printed_is_in_somebody_s_hand(office: Office, desk: Desk) -> None:
    printed = office.card(A)
    office.ledger.seal_job(office.reserve(printed, desk=True))
    assert desk.note(printed.number, What.HANDED_IN).voided


def test_a_withdrawn_card_takes_no_other_s_place(office: Office, desk: Desk, card: str) -> None:
    desk.note(card, What.HANDED_IN)
    second = office.card(A, after=card)
    office.withdraw(office.issue(second))
    assert desk.note(card, What.FOUND).successor == ""
    third = office.card(A, after=second.number)
    office.issue(third)
    assert desk.note(card, What.FOUND).successor == third.number
