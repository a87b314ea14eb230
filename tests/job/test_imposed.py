"""What breaks a claim is named by codes that the checker gives, so that none is lost when one is renamed."""

from generator.job.imposed import BROKEN, BROKEN_KINDS
from proofs.codes import KINDS


def test_what_breaks_a_claim_can_be_found() -> None:
    assert sorted(BROKEN - KINDS.keys()) == []
    assert all(any(code.startswith(kind) for code in KINDS) for kind in BROKEN_KINDS)
