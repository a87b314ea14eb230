"""Results of a remake or a pull that was not released: refused, and the job waits until it is (print.md §7)."""

from pathlib import Path

import pytest
from ledger_office import DAY, Office, key, refused
from results_files import Shop

from generator.errors import InputError
from generator.intake.problem import each
from generator.ledger import events, parting, remaking
from generator.ledger.balancing import Missing, Tally
from generator.ledger.database import Database
from generator.ledger.ledger import Ledger
from generator.ledger.moving import Move
from generator.ledger.notes import What

HANDED = {"to": "v", "sha256": "0" * 64, "bytes": 1, "content": "1" * 64, "name": "p.age"}


@pytest.fixture
def shop(office: Office, ledger: Ledger, database: Database, tmp_path: Path) -> Shop:
    """Release a job of a card and a notice."""
    documents = [office.card(key(1)), office.notice(key(2))]
    job = office.issue(*documents)
    made = Shop(ledger, database, tmp_path, job, tuple(d.number for d in documents))
    made.move(events.RELEASED)
    return made


def order(shop: Shop, kind: str, name: str, numbers: tuple[str, ...], pulled: tuple[str, ...] = ()) -> None:
    makes = {number: made.make for number, made in shop.ledger.made(numbers).items()}
    shop.ledger.remake(
        remaking.Order(shop.job, kind, DAY, "係", "傷", {"folder": name}, numbers, pulled), makes
    )  # fmt: skip


def release(shop: Shop, name: str) -> None:
    step = Move(shop.job, parting.PART_RELEASED, "係", DAY)
    shop.ledger.may_go(step, name)
    shop.ledger.release_part(step, name, **HANDED)


def test_a_make_of_a_remake_nobody_was_given_is_refused_and_the_remake_goes_out(shop: Shop) -> None:
    card, notice = shop.numbers
    order(shop, remaking.REMADE, "remake-01", (card,))
    rows = [f"{card},1,spoiled,", f"{card},2,inserted,", f"{notice},1,inserted,"]
    before = shop.ledger.horizon()
    with pytest.raises(InputError) as caught:
        shop.receive(rows)
    assert [(r.place, r.code, r.facts["part"]) for r in each(caught.value)] == [
        ("results.csv:3", "result-part-state", "remake-01")
    ]
    assert (shop.ledger.horizon(), shop.ledger.job(shop.job).state) == (before, events.RELEASED)
    release(shop, "remake-01")
    assert shop.receive(rows).settled == (shop.job,)
    assert shop.ledger.breaks() == ()


def test_the_third_make_is_not_taken_for_the_second(shop: Shop) -> None:
    card, notice = shop.numbers
    order(shop, remaking.REMADE, "remake-01", (card, notice))
    release(shop, "remake-01")
    order(shop, remaking.REMADE, "remake-02", (card,))
    receipt = shop.receive([f"{card},1,spoiled,", f"{card},2,spoiled,", f"{notice},1,spoiled,", f"{notice},2,printed,"])
    assert (receipt.settled, receipt.waiting) == ((), {shop.job: ("remake-02",)})
    with pytest.raises(InputError) as caught:
        shop.receive([f"{card},3,printed,"])
    assert caught.value.code == "result-part-state"
    release(shop, "remake-02")
    assert shop.receive([f"{card},3,printed,"]).settled == (shop.job,)


def test_a_job_is_not_reconciled_while_its_pull_was_not_released(shop: Shop) -> None:
    card, notice = shop.numbers
    order(shop, remaking.PULLED, "pull-01", (), (card,))
    rows = [f"{card},1,inserted,", f"{notice},1,inserted,"]
    receipt = shop.receive(rows)
    assert (receipt.fresh, receipt.settled, receipt.waiting) == (2, (), {shop.job: ("pull-01",)})
    assert shop.ledger.job(shop.job).state == events.RELEASED
    release(shop, "pull-01")
    receipt = shop.receive([f"{card},1,pulled,"])
    assert (receipt.settled, receipt.waiting) == ((shop.job,), {})


def test_what_was_pulled_is_not_good_until_it_is_taken_out(shop: Shop) -> None:
    card, notice = shop.numbers
    order(shop, remaking.PULLED, "pull-01", (), (card,))
    release(shop, "pull-01")
    receipt = shop.receive([f"{card},1,inserted,", f"{notice},1,inserted,"])
    assert (receipt.settled, receipt.waiting) == ((), {})
    assert receipt.jobs == (Tally(shop.job, 2, 2, good=1, pulled=0, spoiled=0, missing=1, unaccounted=0),)
    assert shop.ledger.missing(shop.job) == (Missing(card, 1, "", "to-pull"),)
    receipt = shop.receive([f"{card},1,pulled,"])
    assert (receipt.settled, shop.ledger.missing(shop.job)) == ((shop.job,), ())
    assert shop.ledger.tally(shop.job).pulled == 1


@pytest.mark.parametrize("what", [What.HANDED_IN, What.UNRECOVERED])
def test_what_was_pulled_too_late_is_settled_when_it_came_back_or_is_given_up(shop: Shop, what: What) -> None:
    card, notice = shop.numbers
    order(shop, remaking.PULLED, "pull-01", (), (card,))
    release(shop, "pull-01")
    rows = [f"{card},1,inserted,", f"{notice},1,inserted,"]
    assert shop.receive(rows).settled == ()
    shop.ledger.note(card, what, by="係", why="", on=DAY)
    assert shop.receive(rows).settled == (shop.job,)
    assert (shop.ledger.tally(shop.job).good, shop.ledger.tally(shop.job).pulled) == (1, 1)


@pytest.mark.parametrize("index", [0, 1])
def test_a_pulled_piece_that_was_spoiled_is_not_made_again(shop: Shop, index: int) -> None:
    gone, stays = shop.numbers[index], shop.numbers[1 - index]
    order(shop, remaking.PULLED, "pull-01", (), (gone,))
    release(shop, "pull-01")
    assert shop.receive([f"{gone},1,spoiled,", f"{stays},1,printed,"]).settled == (shop.job,)
    tally = shop.ledger.tally(shop.job)
    assert (tally.good, tally.pulled, tally.spoiled, tally.missing) == (1, 1, 0, 0)


def test_a_card_reported_by_nobody_is_settled_when_it_was_reprinted_and_given_up(shop: Shop, office: Office) -> None:
    card, notice = shop.numbers
    rows = [f"{notice},1,inserted,"]
    with refused("unrecovered-valid"):
        shop.ledger.note(card, What.UNRECOVERED, by="係", why="", on=DAY)
    office.issue(office.card(key(1), after=card, ends="void"))
    assert (shop.receive(rows).settled, shop.ledger.tally(shop.job).missing) == ((), 1)
    shop.ledger.note(card, What.UNRECOVERED, by="係", why="", on=DAY)
    assert shop.receive(rows).settled == (shop.job,)
    assert shop.ledger.breaks() == ()
