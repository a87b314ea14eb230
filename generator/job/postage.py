"""In: an envelope and the day it is posted. Out: its postage in yen, or None where no tariff is known.

The one place where a forecast meets the tariff of the post (domain.md §7).
"""

from datetime import date

from generator.job.envelopes import Envelope


def postage_of(envelope: Envelope, on: date) -> int | None:  # noqa: ARG001 - the tariff is not part of the house yet
    """Return what the post takes for an envelope; None: not known."""
    return None
