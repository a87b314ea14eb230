"""Real processes at one ledger: never does one person get two documents."""

import multiprocessing
import os
import resource
import signal
from collections.abc import Iterator
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from ledger_office import ACQUIRED, DAY, UNTIL, Office, key

from generator.errors import LedgerError
from generator.history import Standing
from generator.ledger.entry import Reservation
from generator.ledger.ledger import Ledger
from generator.ledger.opening import open_ledger
from generator.ledger.reserving import Order

SPAWN = multiprocessing.get_context("spawn")
PEOPLE = [key(n) for n in range(300)]


def documents(job: str) -> list[Reservation]:
    """Make a card for everyone, as any of the processes would."""
    return [
        Reservation(f"{job}-{i:06d}-7", "card", "ex-officio-bulk", k, ACQUIRED, DAY, UNTIL, k)
        for i, k in enumerate(PEOPLE, 1)
    ]


def run_a_job(folder: str, url: str, barrier: Barrier, answers: "multiprocessing.Queue[str]") -> None:
    """Decide, meet the others, reserve."""
    with open_ledger(Path(folder), url, create=True) as ledger:
        due = [p for p, h in ledger.histories([(k, None) for k in PEOPLE]).items() if not h.documents]
        job = ledger.next_job_id(DAY)
        order = Order(job, DAY, {}, ledger.horizon())
        barrier.wait()
        try:
            count = ledger.reserve(order, documents(job)) if due else 0
            answers.put(f"reserved {count}")
        except LedgerError as refusal:
            answers.put(f"{refusal.exit_code:d} {refusal.code}")


def open_first(folder: str, url: str, barrier: Barrier, answers: "multiprocessing.Queue[str]") -> None:
    """Be one of several to open a society's ledger for the first time."""
    barrier.wait()
    with open_ledger(Path(folder), url, create=True) as ledger:
        answers.put(ledger.id)


def race(work: object, folder: Path, url: str, count: int) -> list[str]:
    """Let several processes do the same at once and gather their answers."""
    barrier, answers = SPAWN.Barrier(count), SPAWN.Queue()
    processes = [SPAWN.Process(target=work, args=(str(folder), url, barrier, answers)) for _ in range(count)]  # pyright: ignore[reportArgumentType]
    for process in processes:
        process.start()
    told = sorted(answers.get(timeout=60) for _ in processes)
    for process in processes:
        process.join()
    return told


def test_of_two_that_reserve_at_once_one_is_refused(ledger: Ledger, url: str, tmp_path: Path) -> None:
    assert race(run_a_job, tmp_path, url, 2) == ["6 ledger-moved-on", f"reserved {len(PEOPLE)}"]
    histories = ledger.histories([(k, None) for k in PEOPLE])
    assert {len(h.documents) for h in histories.values()} == {1}


def test_several_may_open_a_new_ledger_at_once(url: str, tmp_path: Path) -> None:
    ids = set(race(open_first, tmp_path, url, 3))
    assert len(ids) == 1
    assert (tmp_path / "ledger.id").read_text().strip() in ids
    assert not list(tmp_path.glob("ledger.id.*"))


def die_while_reserving(folder: str, url: str) -> None:
    """Be killed after some of the documents have gone to the database."""
    with open_ledger(Path(folder), url, create=True) as ledger:
        job = ledger.next_job_id(DAY)

        def stream() -> Iterator[Reservation]:
            for n in range(1000, 8000):
                k = key(n)
                yield Reservation(f"{job}-{n:06d}-7", "card", "x", k, ACQUIRED, DAY, UNTIL, k)
            os.kill(os.getpid(), signal.SIGKILL)

        ledger.reserve(Order(job, DAY, {}, 0), stream())


def test_a_killed_reservation_leaves_nothing(ledger: Ledger, url: str, tmp_path: Path) -> None:
    process = SPAWN.Process(target=die_while_reserving, args=(str(tmp_path), url))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert ledger.horizon() == 0
    assert ledger.standing() == Standing(phase1_on_record=False, snapshot_known=False, served=frozenset())
    office = Office(ledger)
    office.issue(office.card(PEOPLE[0]))


def reserve_many(folder: str, url: str, counts: tuple[int, ...], answers: "multiprocessing.Queue[int]") -> None:
    """Reserve jobs of growing size and tell the peak memory after each, in KiB."""
    with open_ledger(Path(folder), url, create=True) as ledger:
        first = 0
        for count in counts:
            job = ledger.next_job_id(DAY)
            stream = (
                Reservation(f"{job}-{n:06d}-7", "card", "x", key(n), ACQUIRED, DAY, UNTIL, key(n))
                for n in range(first, first + count)
            )
            ledger.reserve(Order(job, DAY, {}, ledger.horizon()), stream, map(key, range(count)))
            ledger.seal_job(job)
            first += count
            answers.put(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


@pytest.mark.slow
def test_memory_does_not_grow_with_the_job(url: str, tmp_path: Path) -> None:
    answers = SPAWN.Queue()
    process = SPAWN.Process(target=reserve_many, args=(str(tmp_path), url, (60_000, 240_000), answers))
    process.start()
    small, large = answers.get(timeout=300), answers.get(timeout=300)
    process.join()
    assert large < small * 1.05
