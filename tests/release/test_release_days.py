"""Days that cannot be: nothing is signed, handed over, received or erased before it was there."""

from datetime import date, timedelta
from pathlib import Path

from release_desk import DAY, SIGNER, Desk, Said

from generator.ledger import events

ONE = timedelta(1)


def refused(said: Said) -> None:
    assert (said.code, said.out, ": day-impossible: " in said.err) == (6, "", True), said.err


def test_a_proof_is_not_signed_before_its_day(desk: Desk) -> None:
    words = ("approve", desk.proof(on=DAY), "--round", "責了", "--by", SIGNER, "--society", desk.society, "--on")
    refused(desk.say(*words, DAY - ONE))
    with desk.ledger() as ledger:
        assert ledger.approvals() == ()
    assert desk.say(*words, DAY).code == 0


def test_a_job_goes_through_its_states_in_the_order_of_the_days(desk: Desk, key: Path) -> None:
    desk.approve()

    def release(on: date, *words: object) -> Said:
        return desk.say("release", desk.job, "--by", "係", "--on", on, *words)

    refused(release(DAY - ONE, "--to", "v", "--key", key))
    assert (desk.state(), list(desk.home.glob("*.age"))) == (events.SEALED, [])
    digest = release(DAY + ONE, "--to", "v", "--key", key).out.split()[0]
    refused(release(DAY, "--acknowledged", digest))
    assert desk.state() == events.RELEASED
    ask = ("spoil", desk.job, "--sheet", "1", "--by", "係", "--why", "傷", "--society", desk.society, "--on")
    assert desk.say(*ask, DAY + 2 * ONE).code == 0
    part = ("--part", "remake-01")
    refused(release(DAY + ONE, *part, "--to", "v", "--key", key))
    other = release(DAY + 3 * ONE, *part, "--to", "v", "--key", key).out.split()[0]
    refused(release(DAY + 2 * ONE, *part, "--acknowledged", other))
    assert release(DAY + 3 * ONE, *part, "--acknowledged", other).code == 0
    assert release(DAY + ONE, "--acknowledged", digest).code == 0
    desk.reconcile()
    purged = desk.say("purge", desk.job, "--by", "係", "--on", DAY - ONE)
    refused(purged)
    assert (desk.job / "vendor" / "cards" / "001.pdf").is_file()
