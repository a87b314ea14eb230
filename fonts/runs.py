"""A text in, a `Run` of glyph codes out, memoised; what no style of the chain has is `MissingGlyph`, never a box.

A file being written asks `Codes` first: most texts need nothing but the first face's own glyphs.

ISO 32000-1: 9.7.4 (codes are glyph ids under Identity-H), 14.9.4 (ActualText where a glyph stands for another text).
"""

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from fonts.catalog import Gaiji, load_catalog
from fonts.clusters import clusters
from fonts.face import Face, load_face
from fonts.hints import hint
from fonts.style import Glyph, Style

# A new run costs 1-2 µs, so a memo pays only for texts that come back soon (dates, captions, an employer's address).
# 16,384 runs are some 8 MB; a larger memo would fill with numbers and names that are never asked for again.
_MEMO = 16_384

# What a file keeps of its latest texts: dates, sexes and insurers come back within a few texts, names hardly ever.
LATEST: Final = 64
EM: Final = 1000


class Piece(NamedTuple):
    """Glyphs of one face: `codes` four hex digits each; `actual` their text where ToUnicode says another."""

    tag: str
    codes: str
    actual: str  #: "" or hex of UTF-16BE with byte order mark, for /ActualText


class Run(NamedTuple):
    """A text ready to be shown; `width` in 1/1000 em."""

    pieces: tuple[Piece, ...]
    width: int


class MissingGlyph(Exception):  # noqa: N818 - it names what is missing
    """No style of the chain can show all of the text: these clusters stand in the way."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(missing)
        self.clusters = missing

    @property
    def codepoints(self) -> str:
        """Write them as `U+9089 U+E011E (AJ1: …; MJ: …), U+F860 (外字)`."""
        return ", ".join(hint(cluster) for cluster in self.clusters)

    def __str__(self) -> str:
        return self.codepoints


class Shaper:
    """Turns texts into runs with one chain of styles: a text is set in the first style that has all of it."""

    def __init__(self, name: str, styles: Sequence[Sequence[Face]]) -> None:
        self.name = name
        self._styles = tuple(Style(faces) for faces in styles)
        self._faces = {face.tag: face for faces in styles for face in faces}
        self.tag = styles[0][0].tag
        self._runs: dict[str, Run] = {}
        # Characters that the first face shows as their canonical text have a way of their own: most texts.
        self._codes: dict[str, str] = {}
        self.advances: dict[str, int] = {}
        self._common: set[str] = set()  # of these, the ones no wider than an em
        self._rest: set[str] = set()  # characters met that are not among the common ones

    def covers(self, text: str) -> bool:
        """Tell quickly that the first face shows all of a text, none of it wider than an em; if not, ask `width`."""
        if self._common.issuperset(text):
            return True
        unknown = set(text).difference(self._common, self._rest)
        for char in unknown:
            self._learn(char)
        return bool(unknown) and self._common.issuperset(text)

    def width(self, text: str) -> int:
        """Return how wide a text is in 1/1000 em, without its run; raise MissingGlyph as `run` does."""
        parts = clusters(text)
        for style in self._styles:
            found = style.width(parts)
            if found is not None:
                return found
        raise MissingGlyph(self.missing(text))

    def run(self, text: str) -> Run:
        """Return the run of a text; raise MissingGlyph with every cluster that stands in the way."""
        run = self._runs.get(text)
        return run if run is not None else self._keep(text)

    def missing(self, text: str) -> tuple[str, ...]:
        """Return what keeps a text from being shown, each cluster once, in order; () if nothing does.

        If every cluster is in some style but no style has them all, those that part the last two styles are named.
        """
        parts = clusters(text)
        if any(style.show(parts) is not None for style in self._styles):
            return ()
        nowhere = [part for part in parts if all(style.show([part]) is None for style in self._styles)]
        parting = [part for part in parts if any(style.show([part]) is None for style in self._styles[-2:])]
        return tuple(dict.fromkeys(nowhere or parting or parts))

    def advance(self, piece: Piece, at: int) -> int:
        """Return how wide one glyph of a piece is, in 1/1000 em."""
        return self._faces[piece.tag].advance(int(piece.codes[4 * at : 4 * at + 4], 16))

    def _keep(self, text: str) -> Run:
        try:
            codes = "".join(map(self._codes.__getitem__, text))
            run = Run((Piece(self.tag, codes, ""),), sum(map(self.advances.__getitem__, text)))
        except KeyError:
            run = self._shape(text)
        if len(self._runs) >= _MEMO:
            self._runs.clear()
        self._runs[text] = run
        return run

    def _shape(self, text: str) -> Run:
        """Shape a text cluster by cluster, all in one style."""
        parts = clusters(text)
        for style in self._styles:
            glyphs = style.show(parts)
            if glyphs is not None:
                return Run(_pieces(glyphs), sum([glyph.advance for glyph in glyphs]))
        raise MissingGlyph(self.missing(text))

    def _learn(self, char: str) -> None:
        """Note whether the first face shows a character as its canonical text."""
        glyph = self._styles[0][char]
        if glyph is None or glyph.tag != self.tag or glyph.actual:
            self._rest.add(char)
            return
        self._codes[char], self.advances[char] = glyph.code, glyph.advance
        (self._common if glyph.advance <= EM else self._rest).add(char)


def _pieces(glyphs: Sequence[Glyph]) -> tuple[Piece, ...]:
    """Put glyphs of one face together; one that stands for another text is a piece of its own (ActualText)."""
    pieces: list[Piece] = []
    codes: list[str] = []
    tag = ""
    for glyph in glyphs:
        if codes and (glyph.actual or glyph.tag != tag):
            pieces.append(Piece(tag, "".join(codes), ""))
            codes = []
        if glyph.actual:
            pieces.append(Piece(glyph.tag, glyph.code, glyph.actual))
        else:
            tag = glyph.tag
            codes.append(glyph.code)
    if codes:
        pieces.append(Piece(tag, "".join(codes), ""))
    return tuple(pieces)


class Codes(dict[str, str]):
    """What one file shows in the first face of a chain: character → code, where `Shaper.covers` it.

    It fills as it is asked, and says at the end what to embed. KeyError: the text needs `Shaper.run`; a base that only
    its variants follow stays in it then.
    """

    __slots__ = ("_latest", "_shaper", "advances")

    def __init__(self, shaper: Shaper) -> None:
        super().__init__()
        self._shaper = shaper
        self.advances = shaper.advances
        self._latest: dict[str, tuple[str, int]] = {}

    def __missing__(self, char: str) -> str:
        if not self._shaper.covers(char):
            raise KeyError(char)
        code = self[char] = self._shaper.run(char).pieces[0].codes
        return code

    def measured(self, text: str) -> tuple[str, int]:
        """Return the codes of a text and its width in 1/1000 em; of the latest at once: a number has two sides."""
        found = self._latest.get(text)
        if found is None:
            found = "".join(map(self.__getitem__, text)), sum(map(self.advances.__getitem__, text))
            if len(self._latest) >= LATEST:
                self._latest.clear()
            self._latest[text] = found
        return found


@cache
def shaper(chain: str, gaiji: Gaiji | None = None) -> Shaper:
    """Return the process's shaper of a chain; raise FontRefused where a face may not be used."""
    styles = load_catalog(gaiji).chains[chain]
    return Shaper(chain, [[load_face(tag, gaiji) for tag in style] for style in styles])
