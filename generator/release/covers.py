"""What a signature covers: a society and what its jobs are made with enter, the hashes an approval is of leave.

Fonts, layouts, tariff, profiles with their ICC, the program's version, and what of society.toml is printed. What a job
was made with is read from its reservation in the ledger, which cannot be altered afterwards (print.md §7, trap 18).
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from typing import Final

from generator.model import Society

_POLICY: Final = "policy"
_TOOL: Final = "tool"
_OF_THE_JOB: Final = "options"
_INPUTS: Final = "input."


def policy_sha256(society: Society) -> str:
    """Hash what of society.toml decides or stands in print: insurer, colour, policy, expiry, packing, forms, 外字.

    Left out: where the ledger lies, how files are read, whom packages go to, and the guard `max_documents`.
    """
    policy = asdict(society.policy)
    del policy["max_documents"]
    printed = {
        "colour": asdict(society.colour),
        "forms": society.forms,
        "gaiji": asdict(society.gaiji) if society.gaiji else None,
        "insurer": asdict(society.insurer),
        "ivs": society.ivs,
        "packing": asdict(society.packing),
        "policy": policy,
    }
    return sha256(json.dumps(printed, sort_keys=True, default=str).encode("ascii")).hexdigest()


def covered(society: Society, setup: Mapping[str, str], tool: str) -> Mapping[str, str]:
    """Return the hashes an approval of today would be of; `setup` are those of fonts, layouts and profiles."""
    return {**setup, _POLICY: policy_sha256(society), _TOOL: sha256(tool.encode()).hexdigest()}


def covered_by(digest: Mapping[str, str]) -> Mapping[str, str]:
    """Return, of a job's digest, the hashes an approval must be of: all but its inputs and options."""
    return {part: value for part, value in digest.items() if part != _OF_THE_JOB and not part.startswith(_INPUTS)}
