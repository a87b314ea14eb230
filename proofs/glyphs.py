"""A font of the file goes in; whether its codes, outlines and texts are those of the source face comes out.

The proof is by glyph (design.md §3): the text's cluster has, in the source file, the glyph that is shown; the outline
embedded for it is the source's; and the text layer says the cluster. Every glyph is proved once a file. fonts.md §3.
"""

import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from itertools import repeat

from fonts.catalog import Gaiji, load_catalog
from fonts.witness import Outline, Witness, outlines, witness
from proofs.alphabet import APART, Alphabet
from proofs.facts import Font
from proofs.metrics import source_advances

_MARKS = "\u3099\u309a"  # 濁点, 半濁点 typed apart
_SELECTORS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
_ROUNDED = 1.0  # 1/1000 em: widths are written as whole numbers
_DIGITS = "0123456789"
_MOST_TEXTS = 20_000
_HEX = 4  # of a code of most fonts
_FOURS = re.compile(".{1,4}", re.DOTALL)
_NONE = "*"  # no code looks like this, so nothing shown can equal it


def clusters(text: str) -> Iterator[str]:
    """Split a text into what has one glyph: a character with the selector or sound mark that follows it."""
    held = ""
    for char in text:
        if held and joins(char):
            yield held + char
            held = ""
            continue
        if held:
            yield held
        held = char
    if held:
        yield held


def joins(char: str) -> bool:
    """Tell whether a character belongs to the one before it."""
    return char in _MARKS or any(first <= ord(char) <= last for first, last in _SELECTORS)


@cache
def _tags(gaiji: Gaiji | None) -> dict[str, str]:
    """Return the tags of the catalogue's faces by PostScript name."""
    return {face.name: tag for tag, face in load_catalog(gaiji).faces.items()}


@lru_cache(64)
def _cut(shown: str, step: int) -> Sequence[str]:
    """Cut a string into codes; several ask for the codes of one string, one after the other."""
    return _FOURS.findall(shown) if step == _HEX else [shown[i : i + step] for i in range(0, len(shown), step)]


class GlyphProof:
    """What is proved of one font of a file; `source` is None where the font is none of the catalogue's."""

    def __init__(self, font: Font, gaiji: Gaiji | None = None) -> None:
        self.font = font
        tag = _tags(gaiji).get(font.name) if font.identity else None
        self.source: Witness | None = None if tag is None else witness(tag, gaiji)
        self._advance = None if tag is None else source_advances(tag, gaiji)
        self.shows = Shows(_Table(self))  #: codes by text
        widths = _Widths(self)
        self.widest = max([*font.widths.values(), font.default_width], default=1000.0) or 1000.0
        self.length = _Lengths(widths).of
        self._faults: dict[str, str] = {}

    @cached_property
    def _embedded(self) -> Outline | None:
        try:
            return outlines(self.font.program) if self.font.program else None
        except (ValueError, struct.error):
            return None

    def codes(self, shown: str) -> list[str]:
        """Cut a shown string into its codes."""
        return [*_cut(shown, self.font.code_digits)]

    def text(self, shown: str) -> str:
        """Return what ToUnicode says a shown string is; U+FFFD where it says nothing."""
        return "".join(map(self.font.to_unicode.get, self.codes(shown), repeat("\ufffd")))

    def code(self, cluster: str) -> str | None:
        """Return the code that shows a cluster by the source face, None where the face has no glyph for it."""
        gid = self.source.glyph(cluster) if self.source else None
        return None if gid is None else f"{gid:04X}"

    def fault(self, code: str) -> str:
        """Return the code of the finding that a shown glyph deserves, "" if it is the source's."""
        known = self._faults.get(code)
        if known is None:
            known = self._faults[code] = self._prove(code)
        return known

    def says_right(self, code: str) -> bool:
        """Tell whether ToUnicode gives a glyph a text that the source face shows by this glyph."""
        text = self.font.to_unicode.get(code, "")
        return self.code(text) == code if self.source else bool(text)

    def _prove(self, code: str) -> str:
        if len(code) != self.font.code_digits or (int(code, 16) == 0 and self.font.identity):
            return "glyph-zero"
        if self.source is None:
            return ""
        try:
            same = self._embedded is not None and self._embedded(int(code, 16)) == self.source.outline(int(code, 16))
        except (ValueError, struct.error, IndexError):
            same = False
        if not same:
            return "outline-differs"
        width = self.font.widths.get(code, self.font.default_width)
        right = self._advance is None or abs(width - self._advance(int(code, 16))) <= _ROUNDED
        return "" if right else "width-differs"


class _Table(dict[str, str]):
    """Codes by character: only where glyph, outline and text layer are all proved."""

    def __init__(self, proof: GlyphProof) -> None:
        super().__init__({APART: APART})
        self._proof = proof

    def __missing__(self, char: str) -> str:
        proof = self._proof
        code = None if joins(char) else proof.code(char)
        sound = code is not None and proof.font.to_unicode.get(code) == char and not proof.fault(code)
        self[char] = found = code if code is not None and sound else _NONE
        return found


class Shows(dict[str, str]):
    """Codes by text: numbers of insurers, dates and statics come back on every card."""

    def __init__(self, table: Mapping[str, str]) -> None:
        super().__init__()
        self.each = table.__getitem__  #: the code of a character; what stands between texts is its own
        self.alphabet = Alphabet(self.each)

    def __missing__(self, text: str) -> str:
        if len(self) >= _MOST_TEXTS:
            self.clear()
        self[text] = codes = "".join(map(self.each, text))
        return codes


class _Widths(dict[str, float]):
    """Widths by character as the file has them, in 1/1000 em."""

    def __init__(self, proof: GlyphProof) -> None:
        super().__init__()
        self._proof = proof

    def __missing__(self, char: str) -> float:
        font = self._proof.font
        self[char] = width = font.widths.get(self._proof.code(char) or "", font.default_width)
        return width


class _Lengths(dict[bytes, float]):
    """Widths of whole texts, in 1/1000 em; numbers and dates are as wide as their like, whatever their digits."""

    def __init__(self, widths: Mapping[str, float]) -> None:
        super().__init__()
        self._width = widths.__getitem__
        first = {self._width(digit): digit for digit in reversed(_DIGITS)}
        alike = "".join([first[self._width(digit)] for digit in _DIGITS])
        self._alike = bytes.maketrans(_DIGITS.encode(), alike.encode())

    def of(self, text: str) -> float:
        """Return the width of a text; each digit is taken for the first that is as wide."""
        # In UTF-8 the byte of a digit is nothing but that digit.
        return self[text.encode("utf-8", "surrogatepass").translate(self._alike)]

    def __missing__(self, like: bytes) -> float:
        if len(self) >= _MOST_TEXTS:
            self.clear()
        self[like] = length = sum(map(self._width, like.decode("utf-8", "surrogatepass")))
        return length


@cache
def numerals(tag_source: Witness) -> dict[str, str]:
    """Return the characters of a 管理番号 by their code in a face."""
    found = ((tag_source.glyph(char), char) for char in "0123456789-")
    return {f"{gid:04X}": char for gid, char in found if gid is not None}
