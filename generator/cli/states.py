"""A state as the ledger writes it in, the word a clerk reads out."""

from collections.abc import Callable

#: Of jobs, of cards, of requests.
STATES = {
    "reserved": "reserved",
    "sealed": "sealed",
    "released": "released",
    "acknowledged": "acknowledged",
    "reconciled": "reconciled",
    "purged": "purged",
    "withdrawn": "withdrawn",
    "void": "void",
    "superseded": "superseded",
    "expired": "expired",
    "served": "served",
    "closed": "closed",
    "queued": "queued",
}


def state_word(state: str, translate: Callable[[str], str]) -> str:
    """Return what a state is called; one nobody named stays as it is."""
    return translate(STATES[state]) if state in STATES else state
