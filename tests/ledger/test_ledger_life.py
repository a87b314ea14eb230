"""The life of documents in the ledger, the same on both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from ledger_office import ACQUIRED, DAY, UNTIL, Office, key, refused

from generator.history import NO_HISTORY, Standing
from generator.ledger import events, remaking
from generator.ledger.ledger import Ledger
from generator.ledger.notes import What
from generator.model import Key

A, B = key(1), key(2)


def test_an_empty_ledger_knows_nobody(ledger: Ledger) -> None:
    assert ledger.histories([(A, None), (B, A)]) == {A: NO_HISTORY, B: NO_HISTORY}
    assert ledger.standing() == Standing(phase1_on_record=False, snapshot_known=False, served=frozenset())
    assert (ledger.last_job_day(), ledger.open_job(), ledger.horizon()) == (None, None, 0)


def test_what_is_reserved_counts_as_issued(office: Office) -> None:
    card = office.card(A, content="c0ffee", short=True, optional=True)
    office.reserve(card, office.notice(B))
    (issued,) = office.history(A).documents
    assert (issued.number, issued.kind, issued.rule, issued.key) == (card.number, "card", "ex-officio", A)
    assert (issued.acquired, issued.issued_on, issued.valid_to) == (ACQUIRED, DAY, UNTIL)
    assert (issued.short, issued.optional, issued.content, issued.ended) == (True, True, "c0ffee", "")
    assert issued.live(DAY)
    (notice,) = office.history(B).documents
    assert (notice.kind, notice.valid_to, notice.short) == ("notice", None, False)


def test_a_job_without_documents_leaves_no_trace(office: Office) -> None:
    assert office.ledger.reserve(office.order(), [], [A]) == 0
    assert office.ledger.horizon() == 0


def test_jobs_are_counted_by_day_and_numbers_of_withdrawn_ones_never_come_back(office: Office) -> None:
    assert office.issue(office.notice(A)) == "20251001-01"
    assert office.withdraw("20251001-01") == 1
    assert office.issue(office.notice(A)) == "20251001-02"
    office.on = DAY + timedelta(days=1)
    assert office.ledger.next_job_id(office.on) == "20251002-01"


def test_an_open_job_is_known_with_its_digest_until_sealed(office: Office) -> None:
    name = office.reserve(office.notice(A))
    job = office.ledger.open_job()
    assert job is not None
    assert (job.id, job.on, job.seq, job.state) == (name, DAY, 1, "reserved")
    assert job.digest == office.digest
    with refused("job-open"):
        office.reserve(office.notice(B))
    office.ledger.seal_job(name)
    office.ledger.seal_job(name)
    assert office.ledger.open_job() is None
    assert (office.ledger.job(name).state, office.ledger.horizon()) == ("sealed", 2)


def test_another_digest_is_refused_by_the_names_of_its_parts(office: Office) -> None:
    job = office.ledger.job(office.reserve(office.notice(A)))
    office.ledger.resume(job, office.digest)
    with refused("job-changed") as refusal:
        office.ledger.resume(job, {"members.csv": "ffff", "policy": "bb", "fonts": "new"})
    assert refusal.value.facts["parts"] == "fonts, members.csv"
    assert "ffff" not in str(refusal.value)


def test_a_resumed_job_sees_the_ledger_before_its_own_reservation(office: Office) -> None:
    office.issue(office.card(A), keys=[B])
    before = office.ledger.horizon() + 1
    first = office.history(A).documents[0].number
    office.reserve(office.card(A, after=first, ends="void"), office.notice(B, "phase-1", serves=("r1",)))
    (seen,) = office.ledger.histories([(A, None)], before=before)[A].documents
    assert (seen.number, seen.ended) == (first, "")
    assert office.ledger.standing(before=before) == Standing(
        phase1_on_record=False, snapshot_known=True, served=frozenset()
    )
    assert office.ledger.standing().served == {"r1"}
    assert office.ledger.histories([(A, None)], before=1)[A] is NO_HISTORY


def test_decide_sees_the_ledger_as_it_stood_on_a_day(office: Office) -> None:
    office.issue(office.card(A))
    first = office.history(A).documents[0].number
    office.on = DAY + timedelta(days=30)
    office.issue(office.card(A, after=first, ends="void"))
    ledger = office.ledger
    assert ledger.histories([(A, None)], on=DAY - timedelta(days=1))[A] == NO_HISTORY
    (seen,) = ledger.histories([(A, None)], on=office.on - timedelta(days=1))[A].documents
    assert (seen.number, seen.ended) == (first, "")
    assert [d.ended for d in ledger.histories([(A, None)], on=office.on)[A].documents] == ["void", ""]


@pytest.mark.parametrize("how", ["void", "superseded", "expired"])
def test_a_new_card_ends_the_one_before_it(office: Office, how: str) -> None:
    office.issue(office.card(A))
    office.issue(office.card(A, after=office.history(A).documents[0].number, ends=how))
    assert office.states(A) == [("000001", how), ("000002", "")]


def test_withdrawing_gives_back_the_card_a_job_had_ended(office: Office) -> None:
    office.issue(office.card(A))
    first = office.history(A).documents[0].number
    second = office.issue(office.card(A, after=first, ends="void", serves=("r1", "r2")))
    assert office.withdraw(second) == 1
    assert office.states(A) == [("000002", "withdrawn"), ("000001", "")]
    assert office.ledger.standing().served == frozenset()
    office.issue(office.card(A, after=first, ends="superseded", serves=("r2",)))
    assert office.states(A) == [("000002", "withdrawn"), ("000001", "superseded"), ("000003", "")]
    assert office.ledger.standing().served == {"r2"}


def test_withdrawing_twice_in_a_row_undoes_both(office: Office) -> None:
    first = office.issue(office.card(A))
    number = office.history(A).documents[0].number
    for _ in range(3):
        office.withdraw(office.issue(office.card(A, after=number, ends="void")))
    assert office.states(A)[-1] == ("000001", "")
    office.withdraw(first)
    assert office.states(A)[-1] == ("000001", "withdrawn")
    assert all(ended for _, ended in office.states(A))
    office.issue(office.card(A, after=number))
    assert office.states(A)[-1] == ("000005", "")


def test_withdrawing_one_job_after_another_goes_back_card_by_card(office: Office) -> None:
    jobs: list[str] = []
    for _ in range(4):
        last = office.history(A).documents[-1:]
        after = last[0].number if last else ""
        jobs.append(office.issue(office.card(A, after=after, ends="void" if last else "")))
    for serial in (3, 2, 1):
        office.withdraw(jobs.pop())
        assert [s for s, ended in office.states(A) if not ended] == [f"{serial:06d}"]
    office.withdraw(jobs.pop())
    assert [ended for _, ended in office.states(A)] == ["withdrawn"] * 4


def test_a_first_card_that_was_withdrawn_is_followed_not_replaced(office: Office) -> None:
    office.withdraw(office.reserve(office.card(A)))
    with refused("ledger-card-twice"):
        office.reserve(office.card(A))
    office.reserve(office.card(A, after=office.history(A).documents[-1].number))
    assert [ended for _, ended in office.states(A)] == ["withdrawn", ""]


def test_a_job_that_others_build_on_is_not_withdrawn(office: Office) -> None:
    first = office.issue(office.card(A), office.card(B))
    second = office.issue(office.card(A, after=office.history(A).documents[0].number, ends="void"))
    with refused("job-built-upon") as refusal:
        office.withdraw(first)
    old, new = (document.number for document in office.history(A).documents)
    assert refusal.value.facts == {"job": first, "number": old, "later": second, "successor": new}
    assert office.withdraw(second) == 1
    assert office.withdraw(first) == 2
    with refused("job-not-withdrawable"):
        office.withdraw(first)
    with refused("ledger-job-unknown"):
        office.withdraw("20251001-09")
    with refused("job-withdrawn"):
        office.ledger.seal_job(first)


def test_what_was_pulled_or_handed_in_does_not_keep_a_job_from_being_withdrawn(office: Office) -> None:
    office.issue(office.card(A), office.card(B))
    cards = [office.card(holder, after=office.history(holder).documents[0].number, ends="void") for holder in (A, B)]
    job = office.reserve(*cards, office.notice(key(3)), desk=True)
    office.ledger.seal_job(job)
    office.ledger.remake(remaking.Order(job, remaking.PULLED, DAY, "clerk", "left", {}, (), (cards[0].number,)), {})
    office.ledger.note(cards[1].number, What.HANDED_IN, by="clerk", why="", on=DAY)
    assert [office.states(holder)[-1][1] for holder in (A, B)] == ["void", "void"]
    assert office.withdraw(job) == 1  # the notice; the cards have ended before
    for holder, serials in ((A, ("000003", "000001")), (B, ("000004", "000002"))):
        assert office.states(holder) == [(serials[0], "void"), (serials[1], "")]
    assert (office.ledger.breaks(), office.ledger.job(job).state) == ((), events.WITHDRAWN)


def test_a_card_lives_again_behind_all_that_was_withdrawn(office: Office) -> None:
    office.issue(office.card(A))
    middle = office.card(A, after=office.history(A).documents[0].number, ends="void")
    job = office.reserve(middle, desk=True)
    office.ledger.seal_job(job)
    office.ledger.note(middle.number, What.HANDED_IN, by="clerk", why="", on=DAY)
    last = office.card(A, after=middle.number)
    later = office.issue(last)
    with refused("job-built-upon") as refusal:
        office.withdraw(job)
    assert refusal.value.facts == {"job": job, "number": middle.number, "later": later, "successor": last.number}
    office.withdraw(later)
    assert office.withdraw(job) == 0
    assert office.states(A) == [("000002", "void"), ("000003", "withdrawn"), ("000001", "")]
    office.issue(office.card(A, after=office.history(A).documents[-1].number, ends="void"))
    assert office.states(A)[-2:] == [("000001", "void"), ("000004", "")]
    assert office.ledger.breaks() == ()


def in_the_way(office: Office, *, desk: bool, released: bool) -> str:
    """Put a job behind the cards that stand; return its name."""
    last = office.history(A).documents[-1].number
    job = office.reserve(office.card(A, after=last, ends="void"), desk=desk)
    office.ledger.seal_job(job)
    if released:
        office.release(job)
    return job


@pytest.mark.parametrize(
    ("own", "desk", "released", "text"),
    [
        (False, False, False, "withdraw that job first, or release this one"),
        (True, False, False, "withdraw that job first"),
        (False, True, False, "on the day it was printed take that card back first, `shikaku reprint --undo 20251001-"),
        (True, True, False, "take that card back first, `shikaku reprint --undo 20251001-"),
        (False, False, True, "that job cannot be taken back: release this one"),
        (True, False, True, "that job cannot be taken back, and nothing has to be done"),
    ],
)
def test_a_job_that_others_build_on_is_told_the_way_out(
    office: Office, *, own: bool, desk: bool, released: bool, text: str
) -> None:
    job = office.reserve(office.card(A), desk=own)
    office.ledger.seal_job(job)
    later = in_the_way(office, desk=desk, released=released)
    with refused("job-built-upon") as refusal:
        office.withdraw(job)
    assert refusal.value.facts["later"] == later
    assert refusal.value.text().split("; ", 1)[1].startswith(text)


def test_phase_1_once_a_person_whatever_the_key(office: Office) -> None:
    office.issue(office.notice(A, "phase-1"))
    for again in (office.notice(A, "phase-1"), office.notice(B, "phase-1", person=A)):
        with refused("ledger-phase-1-twice") as refusal:
            office.reserve(again)
        assert refusal.value.facts["number"] == again.number
    assert office.ledger.standing().phase1_on_record


def test_phase_1_is_known_through_two_renumberings(office: Office) -> None:
    second, third = key(20), key(30)
    office.issue(office.notice(A, "phase-1"))
    office.issue(office.notice(second, "notice-changed", person=A))
    assert [d.rule for d in office.history(third, former=second).documents] == ["phase-1", "notice-changed"]
    with refused("ledger-phase-1-twice"):
        office.reserve(office.notice(third, "phase-1", person=second))


def test_withdrawn_phase_1_may_be_issued_again(office: Office) -> None:
    job = office.issue(office.notice(A, "phase-1"), keys=[A, B])
    office.withdraw(job)
    assert office.ledger.standing() == Standing(phase1_on_record=False, snapshot_known=True, served=frozenset())
    office.issue(office.notice(A, "phase-1", predecessor=office.history(A).documents[0].number))
    assert [ended for _, ended in office.states(A)] == ["withdrawn", ""]
    assert office.ledger.standing().phase1_on_record


def test_snapshot_keys_are_found_by_own_and_former_key_and_the_last_set_counts(office: Office) -> None:
    c = key(3)
    office.issue(office.notice(A), keys=[A, B])
    histories = office.ledger.histories([(A, None), (c, B), (key(9), None)])
    assert [h.in_snapshot for h in histories.values()] == [True, True, False]
    office.issue(office.notice(A), keys=[c])
    assert (office.history(A).in_snapshot, office.history(c).in_snapshot) == (False, True)
    assert office.ledger.histories([(B, None)], in_file={B}.__contains__)[B].in_snapshot


def test_households_and_spells_are_kept_apart(office: Office) -> None:
    child, other = key(1, 1), Key("10011", "0001", "00")
    office.issue(office.card(A), office.card(child), office.card(other))
    office.issue(office.card(A, acquired=date(2025, 4, 1)))
    assert [len(office.history(k).documents) for k in (A, child, other)] == [2, 1, 1]
    assert [d.acquired for d in office.history(A).documents] == [ACQUIRED, date(2025, 4, 1)]


def test_keys_with_awkward_texts_come_back_unchanged(office: Office) -> None:
    awkward = [
        Key("健保-い", '1"2', "00"),
        Key("健保", "い-1", "01"),
        Key(" ", "\\u0031'", "02"),
        Key("𠮟[", "\n", "03"),
    ]
    office.issue(*(office.notice(k, "phase-1") for k in awkward), keys=awkward)
    assert [office.history(k).documents[0].key for k in awkward] == awkward
    assert all(office.history(k).in_snapshot for k in awkward)


def test_requests_are_served_closed_and_not_closed_twice(office: Office) -> None:
    office.issue(office.card(A, serves=("2025-09-30|1001-0001-00|要配慮|",)))
    office.ledger.close_request("r9", by="clerk", why="taken back", on=DAY)
    assert office.ledger.standing().served == {"2025-09-30|1001-0001-00|要配慮|", "r9"}
    with refused("request-not-open"):
        office.ledger.close_request("r9", by="clerk", why="again", on=DAY)


def test_decisions_on_an_older_ledger_are_void(office: Office) -> None:
    order = office.order()
    office.ledger.close_request("r1", by="clerk", why="late", on=DAY)
    with refused("ledger-moved-on"):
        office.ledger.reserve(order, [office.notice(A)])
    with refused("ledger-job-id"):
        office.ledger.reserve(replace(office.order(), job="20251001-07"), [office.notice(A)])


def test_the_day_of_a_job_does_not_go_back_unless_told(office: Office) -> None:
    job = office.issue(office.notice(A))
    office.on = DAY - timedelta(days=1)
    with refused("backdated"):
        office.reserve(office.notice(B))
    assert office.ledger.last_job_day() == DAY
    office.ledger.reserve(office.order(backdated=True), [office.notice(B)])
    office.ledger.withdraw(job, by="x", why="y", on=DAY)
    assert office.ledger.last_job_day() == office.on


def test_a_conflict_is_named_by_number_and_key_and_nothing_is_written(office: Office) -> None:
    office.issue(office.card(A))
    fresh = [office.card(key(100 + i)) for i in range(5)]
    with refused("ledger-card-twice") as refusal:
        office.reserve(*fresh, office.card(A, content="secret"))
    assert refusal.value.facts == {"count": 1, "number": f"20251001-02-{office.serial:06d}-7", "key": A}
    assert "secret" not in repr(refusal.value.facts)
    assert refusal.value.__cause__ is None
    with refused("ledger-card-twice"):
        office.reserve(fresh[0], replace(fresh[0], number="20251001-02-900000-1"))
    with refused("ledger-number-taken"):
        office.reserve(fresh[0], replace(office.card(key(50)), number=fresh[0].number))
    with refused("ledger-predecessor"):
        office.reserve(office.card(A, after="20240101-01-000001-1", ends="void"))
    assert office.history(fresh[0].key) == NO_HISTORY
    assert office.ledger.horizon() == 2


def test_show_tells_a_persons_story(office: Office) -> None:
    office.issue(office.card(A, envelope="E000001"))
    number = office.history(A).documents[0].number
    office.withdraw(office.issue(office.card(A, after=number, ends="void")))
    told = [(line.seq, line.kind, line.what, line.document.number[-8:-2]) for line in office.ledger.show(A)]
    assert told == [
        (1, "reserved", "issued", "000001"),
        (3, "reserved", "void", "000001"),
        (3, "reserved", "issued", "000002"),
        (5, "withdrawn", "withdrawn", "000002"),
        (5, "withdrawn", "revived", "000001"),
    ]
    first, *_, last = office.ledger.show(number)
    assert (first.envelope, first.job, first.by, first.on) == ("E000001", "20251001-01", "maker", DAY)
    assert (last.job, last.by, last.why) == ("20251001-02", "maker", "wrong file")
    assert office.ledger.show(B) == ()
