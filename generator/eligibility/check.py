"""What must be so before anyone is decided: policy, standing and the day enter, a refusal or nothing leaves.

Authority: contract §3 (`phase1-unknown`, `expiry-policy`).
"""

from datetime import date

from generator.eligibility.expiry import policy_expiry
from generator.errors import InputError
from generator.history import Standing
from generator.model import Policy


def check_standing(policy: Policy, standing: Standing, on: date) -> None:
    """Refuse a day that cannot be decided: InputError `phase1-unknown`, ConfigError `expiry-policy`."""
    known = standing.phase1_on_record or standing.snapshot_known or policy.phase1 is None
    if on >= policy.phase2_from and not known:
        raise InputError(
            "phase1-unknown",
            "snapshot.csv",
            "neither the ledger nor a snapshot says who was served phase Ⅰ, and phase Ⅱ began on {day}",
            'bring snapshot.csv, or set [policy] phase1 = "none" if no phase Ⅰ was held',
            day=policy.phase2_from.isoformat(),
        )
    if on >= policy.cards_from:
        policy_expiry(policy, issued_on=on, on=on)
