"""Long texts of common characters go in, the codes that show them come out, a whole page's in a few strokes.

A text is written with one byte a character, and each of the four digits of the codes is looked up for all bytes at
once. Characters of names are too many for that; what they are shown by is left to whoever asks.
"""

from codecs import charmap_build, charmap_encode
from collections.abc import Callable, Iterator

APART = "\0"  #: stands between texts and between their codes; no run of digits goes on behind it

_DIGITS = 4  # of a code
CODES_APART = APART * _DIGITS  #: between the codes of texts; no code looks like this
_ASCII, _KATAKANA = range(0x20, 0x7F), range(0x30A1, 0x30FD)
_COMMON = "".join([*map(chr, (*_ASCII, *_KATAKANA)), "\u3000年月日令和平成昭大正男女本人割"])
_MISSING = "\ufffe"  # what a map has where it has no character (Unicode: never one)


class Alphabet:
    """The codes of common characters in one font; `code` gives those that are proved, in four digits."""

    def __init__(self, code: Callable[[str], str]) -> None:
        self._code = code
        self._columns: list[bytes] = []

    def codes(self, text: str) -> bytes | None:
        """Return the codes of texts with `APART` between them; None where a character is not common, or not proved."""
        if not self._columns:
            self._learn()
        try:
            written, _ = charmap_encode(text, "strict", self._known)
        except UnicodeEncodeError:
            return None
        found = bytearray(_DIGITS * len(written))
        for place, digits in enumerate(self._columns):
            found[place::_DIGITS] = written.translate(digits)
        return bytes(found)

    def _learn(self) -> None:
        known = dict(self._proved())
        chars = "".join(known)
        self._known = charmap_build(chars + _MISSING * (256 - len(chars)))
        self._columns = [bytes(map(ord, column)).ljust(256) for column in zip(*known.values(), strict=True)]

    def _proved(self) -> Iterator[tuple[str, str]]:
        yield APART, CODES_APART
        for char in _COMMON:
            code = self._code(char)
            if len(code) == _DIGITS:
                yield char, code
