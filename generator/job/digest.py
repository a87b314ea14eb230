"""What a job follows from, part by part: the same parts, the same bytes (contract §4).

Enters: society, day, options, hashes. Leaves: a mapping part → sha256 that the ledger keeps with the reservation, so
that a resume with anything changed can say what changed.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from importlib.metadata import version

_TOOL = "shikaku-print"


def digest_parts(
    on: date, options: Sequence[str], inputs: Mapping[str, str], setup: Mapping[str, str], tool: str
) -> Mapping[str, str]:
    """Return the digest of a job, part by part."""
    return {
        **{f"input.{name}": value for name, value in inputs.items()},
        **setup,
        "options": options_digest(on, options),
        "tool": _hash(tool),
    }


def options_digest(on: date, options: Sequence[str]) -> str:
    """Return the part that tells one command from another."""
    return _hash(on.isoformat(), *options)


def tool() -> str:
    """Return what a job is made by, with its version."""
    return f"{_TOOL} {version(_TOOL)}"


def _hash(*texts: str) -> str:
    return sha256("\x00".join(texts).encode()).hexdigest()
