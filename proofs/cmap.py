"""A ToUnicode stream goes in, the text of each code comes out. ISO 32000-1, 9.10.3."""

import re

_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_CHAR = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f\s]+)>|\[([^\]]*)\])")
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
# What a simple font without ToUnicode says: nearly all are WinAnsi where it matters, in digits (Annex D.2).
LATIN = {f"{code:02X}": bytes((code,)).decode("cp1252", "replace") for code in range(32, 256)}
_WIDEST = 65536  # codes of a range; more cannot be meant


def read_to_unicode(stream: bytes, digits: int) -> dict[str, str]:
    """Return text by code; codes are upper-case hex of the given number of digits."""
    texts: dict[str, str] = {}
    for section in _SECTION.finditer(stream):
        if section[1] == b"bfchar":
            for code, text in _CHAR.findall(section[2]):
                texts[f"{int(code, 16):0{digits}X}"] = _text(text)
        else:
            for found in _RANGE.findall(section[2]):
                _spread(texts, digits, found)
    return texts


def _spread(texts: dict[str, str], digits: int, found: tuple[bytes, bytes, bytes, bytes]) -> None:
    first, last, start, listed = found
    codes = range(int(first, 16), min(int(last, 16) + 1, int(first, 16) + _WIDEST))
    if listed:
        for code, text in zip(codes, _HEX.findall(listed), strict=False):
            texts[f"{code:0{digits}X}"] = _text(text)
        return
    base = _text(start)
    for step, code in enumerate(codes):
        # Only the last character counts up (9.10.3).
        texts[f"{code:0{digits}X}"] = base[:-1] + chr(ord(base[-1]) + step) if base else ""


def _text(code: bytes) -> str:
    return bytes.fromhex(code.decode("ascii")).decode("utf-16-be", "replace")
