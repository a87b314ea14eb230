"""Results of a remake or a pull that was not released: refused, and the job waits until it is (print.md §7)."""

from pathlib import Path

import pytest
from ledger_office import DAY, Office, key
from results_files import Shop

from generator.errors import InputError
from generator.intake.problem import each
from generator.ledger import events, parting, remaking
from generator.ledger.database import Database
from generator.ledger.ledger import Ledger
from generator.ledger.moving import Move

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
    assert (receipt.settled, receipt.waiting) == ((), {})  # the card is missing: that is told as such
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
