"""A text in, a `Run` of glyph codes out, memoised; what no face of the chain has is `MissingGlyph`, never a box.

A file being written asks `Codes` first: most texts need nothing but the first face's own glyphs.

ISO 32000-1: 9.7.4 (codes are glyph ids under Identity-H), 14.9.4 (ActualText where a glyph stands for another text).
"""

from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Final, NamedTuple

from fonts.catalog import load_catalog
from fonts.clusters import clusters, codepoints
from fonts.face import Face, load_face

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
    """No face of the chain can show these clusters of the text."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(missing)
        self.clusters = missing

    @property
    def codepoints(self) -> str:
        """Write them as `U+9089 U+E0112, U+F860`."""
        return ", ".join(codepoints(cluster) for cluster in self.clusters)

    def __str__(self) -> str:
        return self.codepoints


@dataclass(frozen=True, slots=True)
class _Glyph:
    """How the chain shows one cluster."""

    tag: str
    code: str
    actual: str
    advance: int


class Shaper:
    """Turns texts into runs with one fallback chain."""

    def __init__(self, faces: tuple[Face, ...]) -> None:
        self._faces = faces
        self.tag = faces[0].tag
        self._glyphs: dict[str, _Glyph] = {}
        self._runs: dict[str, Run] = {}
        # Characters that the first face shows as their canonical text have a way of their own: most texts.
        self._codes: dict[str, str] = {}
        self.advances: dict[str, int] = {}
        self._common: set[str] = set()  # of these, the ones no wider than an em

    def covers(self, text: str) -> bool:
        """Tell quickly that the first face shows all of a text, none of it wider than an em; if not, ask `run`."""
        if self._common.issuperset(text):
            return True
        try:
            self.run(text)  # learns the characters
        except MissingGlyph:
            return False
        return self._common.issuperset(text)

    def run(self, text: str) -> Run:
        """Return the run of a text; raise MissingGlyph with every cluster that no face has."""
        run = self._runs.get(text)
        return run if run is not None else self._keep(text)

    def missing(self, text: str) -> tuple[str, ...]:
        """Return the clusters of a text that no face has, each once, in order."""
        return tuple(dict.fromkeys(cluster for cluster in clusters(text) if self._find(cluster) is None))

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
        """Shape a text cluster by cluster."""
        found = [self._find(cluster) for cluster in clusters(text)]
        glyphs = [glyph for glyph in found if glyph is not None]
        if len(glyphs) < len(found):
            raise MissingGlyph(self.missing(text))
        # A glyph that stands for another text is a piece of its own: its ActualText must not cover its neighbours.
        keyed = groupby(enumerate(glyphs), key=lambda at: (at[1].tag, at[1].actual and at[0] + 1))
        rows = ([glyph for _, glyph in group] for _, group in keyed)
        pieces = (Piece(row[0].tag, "".join(glyph.code for glyph in row), row[0].actual) for row in rows)
        return Run(tuple(pieces), sum(glyph.advance for glyph in glyphs))

    def _find(self, cluster: str) -> _Glyph | None:
        glyph = self._glyphs.get(cluster)
        if glyph is not None:
            return glyph
        for face in self._faces:
            gid = face.glyph(cluster)
            if gid is not None:
                glyph = _Glyph(face.tag, f"{gid:04X}", _actual(face, gid, cluster), face.advance(gid))
                self._learn(cluster, glyph)
                return glyph
        return None

    def _learn(self, cluster: str, glyph: _Glyph) -> None:
        self._glyphs[cluster] = glyph
        if len(cluster) == 1 and glyph.tag == self.tag and not glyph.actual:
            self._codes[cluster], self.advances[cluster] = glyph.code, glyph.advance
            if glyph.advance <= EM:
                self._common.add(cluster)


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
def shaper(chain: str) -> Shaper:
    """Return the process's shaper of a chain; raise FontRefused where a face may not be used."""
    return Shaper(tuple(load_face(tag) for tag in load_catalog().chains[chain]))


def _actual(face: Face, gid: int, cluster: str) -> str:
    """Write the drawn text in hex where it differs from what the glyph's ToUnicode says."""
    return "" if face.text(gid) == cluster else ("\ufeff" + cluster).encode("utf-16-be").hex().upper()
