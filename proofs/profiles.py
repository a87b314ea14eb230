"""The ICC profile of an output intent goes in, and what of its header is no press's comes out.

Authority: ICC.1, 7.2 (profile header); print.md §1.1 row 6; the names of the registry of print.md §0.1.
"""

import re
from typing import Final

from proofs.whole import Intent

REGISTRY: Final = "http://www.color.org"
_HEADER: Final = 128
_PARTS: Final = ((36, b"acsp", "signature"), (12, b"prtr", "class"), (16, b"CMYK", "colour space"))
_LATEST: Final = 4  # major version; PDF 1.6 knows no later
#: Conditions of the registry by how they are named; Japanese ones one by one, for near misses are in use.
_REGISTERED: Final = re.compile(
    r"JC20010[34]|JCN2002|JCW2003|JCS2011|FOGRA\d\d|CGATS TR ?00\d|CGATS21-2-CRPC\d|APTEC_\w+|IFRA\w+|EUROSB\d+"
)


def fault_of(intent: Intent) -> str:
    """Name what of an embedded profile is not as a CMYK press's is, "" for nothing."""
    profile = intent.profile
    if intent.components != 4:
        return f"N {intent.components}"
    if len(profile) < _HEADER or int.from_bytes(profile[:4], "big") != len(profile):
        return "length"
    for at, wanted, what in _PARTS:
        if profile[at : at + 4] != wanted:
            return what
    return "" if 2 <= profile[8] <= _LATEST else "version"


def registry_fits(intent: Intent) -> bool:
    """Tell whether the registry is named if, and only if, the condition is registered."""
    registered = _REGISTERED.fullmatch(intent.identifier) is not None
    named = intent.registry.rstrip("/").removeprefix("https://").removeprefix("http://") == "www.color.org"
    return registered == named
