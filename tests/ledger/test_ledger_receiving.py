"""What the vendor reports: rows checked all together, entered once, and added up by job."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from ledger_office import DAY, Office, key, refused
from results_files import HEADER, Shop, results_file

from fonts.errors import ExitCode, Refusal
from generator.errors import InputError
from generator.intake.problem import each
from generator.ledger import events
from generator.ledger.balancing import Tally
from generator.ledger.database import Database
from generator.ledger.ledger import Ledger
from generator.ledger.notes import What


@pytest.fixture
def shop(office: Office, ledger: Ledger, database: Database, tmp_path: Path) -> Shop:
    """Release a job of three cards and a notice."""
    documents = [office.card(key(1)), office.card(key(2)), office.card(key(3)), office.notice(key(4))]
    job = office.issue(*documents)
    made = Shop(ledger, database, tmp_path, job, tuple(d.number for d in documents))
    made.move(events.RELEASED)
    return made


def codes(shop: Shop, rows: Iterable[str]) -> list[tuple[str, str]]:
    """Return place and code of every refusal; nothing was written."""
    before = shop.ledger.horizon()
    with pytest.raises(InputError) as caught:
        shop.receive(rows)
    assert caught.value.exit_code == ExitCode.INPUT
    assert shop.ledger.horizon() == before
    assert shop.ledger.tally(shop.job).good == 0
    return [(refusal.place, refusal.code) for refusal in each(caught.value)]


def test_a_whole_job_is_reconciled(shop: Shop) -> None:
    receipt = shop.receive(f"{n},1,inserted,2025-10-05T09:00" for n in shop.numbers)
    assert (receipt.rows, receipt.fresh, receipt.settled) == (4, 4, (shop.job,))
    assert receipt.jobs == (Tally(shop.job, 4, 4, 4, 0, 0, 0, 0),)
    assert shop.ledger.job(shop.job).state == events.RECONCILED
    assert shop.ledger.missing(shop.job) == ()
    assert shop.ledger.breaks() == ()


def test_numbers_and_figures_are_read_full_width_and_half(shop: Shop) -> None:
    wide = str.maketrans("0123456789-", "０１２３４５６７８９－")
    rows = [f"{number.translate(wide)},１,ｉｎｓｅｒｔｅｄ,２０２５−１０−０５" for number in shop.numbers]
    assert shop.receive(rows).settled == (shop.job,)
    assert shop.receive(f"{number},1,inserted,2025-10-05" for number in shop.numbers).fresh == 0


def test_what_is_void_and_yet_in_an_envelope_is_named(shop: Shop, office: Office) -> None:
    """Reprinted while its job was at the vendor's: the copy counts as good, but it must not go out."""
    first, second, *_ = shop.numbers
    office.issue(office.card(key(1), after=first, ends="void"))
    assert shop.receive([f"{second},1,inserted,", f"{first},1,printed,"]).astray == ()
    rows = [f"{first},1,inserted,"]
    for _ in range(2):  # until somebody has it, not once only
        assert [(copy.number, copy.make) for copy in shop.receive(rows).astray] == [(first, 1)]
    assert [copy.number for copy in shop.ledger.astray(shop.job)] == [first]
    shop.ledger.note(first, What.HANDED_IN, by="clerk", why="", on=DAY)
    assert shop.receive(rows).astray == shop.ledger.astray(shop.job) == ()


def test_a_card_that_is_lost_behind_its_receipt_is_the_member_s_own(shop: Shop, office: Office) -> None:
    first = shop.numbers[0]
    shop.receive([f"{first},1,inserted,"])
    office.issue(office.card(key(1), after=first, ends="void"))
    assert shop.ledger.astray(shop.job) == ()


def test_what_was_pulled_unasked_is_named_and_keeps_the_job_open(shop: Shop) -> None:
    a, *rest = shop.numbers
    receipt = shop.receive([f"{a},1,pulled,2025-10-05T08:00", *(f"{n},1,inserted," for n in rest)])
    assert receipt.jobs == (Tally(shop.job, 4, 4, good=3, pulled=1, spoiled=0, missing=0, unaccounted=0, unasked=1),)
    assert (receipt.settled, receipt.jobs[0].balanced) == ((), False)
    assert [(m.number, m.why) for m in shop.ledger.missing(shop.job)] == [(a, "unasked")]
    receipt = shop.receive([f"{a},1,inserted,2025-10-06T08:00"])  # put back
    assert (receipt.settled, receipt.jobs[0].good, receipt.jobs[0].pulled) == ((shop.job,), 4, 0)


def test_what_was_pulled_unasked_is_settled_by_a_reprint(shop: Shop, office: Office) -> None:
    a, *rest = shop.numbers
    rows = [f"{a},1,pulled,", *(f"{n},1,inserted," for n in rest)]
    assert shop.receive(rows).settled == ()
    office.issue(office.card(key(1), after=a, ends="void"))
    assert shop.receive(rows).settled == (shop.job,)


def test_what_was_void_and_lives_again_is_not_named(shop: Shop, office: Office) -> None:
    first = shop.numbers[0]
    office.withdraw(office.issue(office.card(key(1), after=first, ends="void")))
    assert shop.receive([f"{first},1,inserted,"]).astray == ()


def test_the_same_file_again_says_nothing_new(shop: Shop) -> None:
    rows = [f"{n},1,printed,2025-10-05" for n in shop.numbers[:2]]
    assert shop.receive(rows).fresh == 2
    before = shop.ledger.horizon()
    receipt = shop.receive([*rows, *rows])
    assert (receipt.rows, receipt.fresh, receipt.settled) == (4, 0, ())
    assert shop.ledger.horizon() == before
    assert receipt.jobs[0].missing == 2


def test_what_is_missing_is_named(shop: Shop) -> None:
    a, b, c, d = shop.numbers
    shop.remade(b)
    receipt = shop.receive([f"{a},1,inserted,", f"{b},1,printed,", f"{c},1,pulled,2025-10-05"])
    assert receipt.jobs == (Tally(shop.job, 4, 5, 1, 1, 0, 2, 1, 1),)
    assert not receipt.jobs[0].balanced
    told = [(m.number, m.make, m.why) for m in shop.ledger.missing(shop.job)]
    assert told == [(b, 1, "replaced"), (b, 2, "missing"), (c, 1, "unasked"), (d, 1, "missing")]
    receipt = shop.receive([f"{b},1,spoiled,", f"{b},2,printed,", f"{c},1,inserted,2025-10-06", f"{d},1,printed,"])
    assert receipt.jobs == (Tally(shop.job, 4, 5, 4, 0, 1, 0, 0),)
    assert receipt.settled == (shop.job,)


def test_a_spoiled_copy_without_a_new_make_is_missing(shop: Shop) -> None:
    a, *rest = shop.numbers
    receipt = shop.receive([f"{a},1,spoiled,", *(f"{n},1,inserted," for n in rest)])
    assert receipt.jobs == (Tally(shop.job, 4, 4, 3, 0, 1, 1, 0),)
    assert receipt.settled == ()


def test_nothing_is_received_before_it_was_released(shop: Shop) -> None:
    path = results_file(shop.folder, [f"{shop.numbers[0]},1,printed,"])
    with refused("day-impossible"):
        shop.ledger.receive(path, by="clerk", on=DAY - timedelta(days=1))


def test_a_job_that_is_acknowledged_settles_and_settles_once(shop: Shop) -> None:
    shop.move(events.ACKNOWLEDGED)
    rows = [f"{n},1,printed,2025-10-05 08:00" for n in shop.numbers]
    assert shop.receive(rows).settled == (shop.job,)
    assert shop.receive([f"{n},1,inserted,2025-10-05 09:00" for n in shop.numbers]).settled == ()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("{a},1,lost,2025-10-05", "result-row"),
        ("{a},0,printed,", "result-row"),
        ("{a},x,printed,", "result-row"),
        (",1,printed,", "result-row"),
        ("{a},1,printed,yesterday", "result-row"),
        ("20990101-01-000001-0,1,printed,", "result-number"),
        ("{a},2,printed,", "result-make"),
        ("{a},1,printed,2025-09-30T23:59", "result-time"),
        ("{a},1,printed,2025-10-07T00:00", "result-time"),
        ("{a},1,printed,2999-01-01", "result-time"),
    ],
)
def test_a_row_that_cannot_be_true_is_named_and_nothing_is_written(shop: Shop, row: str, code: str) -> None:
    a, b, *_ = shop.numbers
    assert codes(shop, [f"{b},1,printed,", row.format(a=a)]) == [("results.csv:3", code)]


def test_contradictions_within_a_file_and_with_what_was_received(shop: Shop) -> None:
    a, b, c, _ = shop.numbers
    shop.remade(c)
    rows = [
        f"{a},1,spoiled,", f"{a},1,inserted,",
        f"{b},1,printed,2025-10-05T10:00", f"{b},1,inserted,2025-10-05T09:00",
        f"{c},1,inserted,",
    ]  # fmt: skip
    assert codes(shop, rows) == [
        ("results.csv:3", "result-contradiction"),
        ("results.csv:5", "result-order"),
        ("results.csv:6", "result-replaced"),
    ]
    shop.receive([f"{a},1,pulled,2025-10-05T09:00"])
    with pytest.raises(InputError) as caught:
        shop.receive([f"{a},1,inserted,", f"{a},1,printed,2025-10-05T10:00"])
    assert [refusal.code for refusal in each(caught.value)] == ["result-contradiction", "result-order"]


def test_faults_of_many_batches_are_all_collected_and_what_stood_before_them_is_not_written(shop: Shop) -> None:
    a, b, *_ = shop.numbers
    rows = [f"{a},1,printed,", *(f"{b},1,printed," for _ in range(9000)), f"{a},9,printed,", f"{b},9,printed,"]
    assert codes(shop, rows) == [("results.csv:9003", "result-make"), ("results.csv:9004", "result-make")]


@pytest.mark.parametrize("state", [events.SEALED, events.WITHDRAWN])
def test_results_of_a_job_nobody_was_given_are_refused(office: Office, shop: Shop, state: str) -> None:
    card = office.card(key(9))
    job = office.issue(card)
    if state == events.WITHDRAWN:
        office.withdraw(job)
    assert codes(shop, [f"{card.number},1,printed,"]) == [("results.csv:2", "result-job-state")]


def test_what_was_issued_elsewhere_was_printed_by_no_job(shop: Shop) -> None:
    row = "1001,0077,00,2024-12-02,資格確認書,ex-officio,2024-12-10,2029-12-01,X-1"
    path = shop.folder / "elsewhere.csv"
    head = "記号,番号,枝番,資格取得年月日,文書,規則,交付年月日,有効期限,管理番号"
    path.write_text(f"{head}\r\n{row}\r\n", encoding="utf-8-sig")
    shop.ledger.take_over(path, by="clerk", on=DAY)
    assert codes(shop, ["X-1,1,printed,"]) == [("results.csv:2", "result-number")]


def test_a_file_that_is_no_results_file_is_refused(shop: Shop) -> None:
    for text, code in (("管理番号,make\r\n", "list-columns"), ("", "list-columns")):
        path = shop.folder / "other.csv"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError) as caught:
            shop.ledger.receive(path, by="clerk", on=DAY)
        assert caught.value.code == code
    path = shop.folder / "utf-16.csv"
    path.write_bytes(HEADER.encode("utf-16"))
    with pytest.raises(Refusal) as refused:
        shop.ledger.receive(path, by="clerk", on=DAY)
    assert refused.value.code == "list-unreadable"
