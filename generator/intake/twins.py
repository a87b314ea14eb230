"""The characters that CP932 writes with two codes: from their text the bytes of the source cannot be told.

NEC row 13 and the NEC and IBM extensions repeat each other and JIS X 0208 (fonts.md §5: 398 codes do not round-trip).
"""

from collections.abc import Iterator
from functools import cache
from typing import Final

CP932: Final = "cp932"
_LEADS: Final = (*range(0x81, 0xA0), *range(0xE0, 0xFD))


@cache
def twins() -> frozenset[str]:
    """Return every character that a code decodes to without being the code it encodes to."""
    return frozenset(char for code, char in _codes() if char.encode(CP932) != code)


def _codes() -> Iterator[tuple[bytes, str]]:
    for lead in _LEADS:
        for trail in range(0x40, 0xFD):
            code = bytes((lead, trail))
            try:
                char = code.decode(CP932)
            except UnicodeDecodeError:
                continue
            if len(char) == 1:
                yield code, char


def retold(raw: bytes) -> bytes:
    """Return what CP932 text becomes when it is read and written again."""
    return raw.decode(CP932, "replace").encode(CP932, "replace")
