"""Clusters of one text in, their glyphs in one style out; None where the style has not all of them.

A style is a few faces that look alike. An ideograph takes the first face that has it; kana and Latin words never change
face inside a word, nor from word to word if one face has them all. fonts.md §4.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from fonts.clusters import utf16
from fonts.face import Face

# Kana with their prolonged sound and iteration marks; letters of alphabets with figures, joined by ' ’ - . as in
# O’Brien. ・ parts words.
_WORD = re.compile(
    "[\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f]+"
    "|[0-9A-Za-z\u00aa-\u1fff](?:['’.\\-]?[0-9A-Za-z\u00aa-\u1fff])*"
)

_NONE = -1  # the advance of what the style has not


@dataclass(frozen=True, slots=True, eq=False)
class Glyph:
    """How one face shows one cluster."""

    tag: str
    code: str  #: four hex digits
    actual: str  #: hex of the text where ToUnicode says another
    advance: int  #: 1/1000 em
    stray: bool  #: part of a word, and not of the style's first face


class Style(dict[str, Glyph | None]):
    """The glyphs of clusters, learned as they are asked for; None: no face of the style has the cluster."""

    def __init__(self, faces: Sequence[Face]) -> None:
        super().__init__()
        self._faces = tuple(faces)
        self._advances: dict[str, int] = {}  # of clusters met: measuring need not look at their glyphs
        self._strays: set[str] = set()
        self._own: dict[tuple[str, str], Glyph | None] = {}  # by face and cluster: words are asked of each face

    def width(self, clusters: Sequence[str]) -> int | None:
        """Return how wide a text is in 1/1000 em, None where `show` would show nothing."""
        try:
            row = list(map(self._advances.__getitem__, clusters))
        except KeyError:
            row = [self._measure(cluster) for cluster in clusters]
        if _NONE in row:
            return None
        if self._strays and not self._strays.isdisjoint(clusters):
            glyphs = self.show(clusters)
            return None if glyphs is None else sum([glyph.advance for glyph in glyphs])
        return sum(row)

    def show(self, clusters: Sequence[str]) -> list[Glyph] | None:
        """Return the glyphs of a text's clusters, None where some are lacking or a word cannot be of one face."""
        found = list(map(self.__getitem__, clusters))
        if None in found:
            return None
        glyphs = cast("list[Glyph]", found)
        if len(self._faces) > 1 and any(glyph.stray for glyph in glyphs):
            return self._with_whole_words(clusters, glyphs)
        return glyphs

    def _measure(self, cluster: str) -> int:
        glyph = self[cluster]
        if glyph is not None and glyph.stray:
            self._strays.add(cluster)
        self._advances[cluster] = advance = _NONE if glyph is None else glyph.advance
        return advance

    def __missing__(self, cluster: str) -> Glyph | None:
        found = (self._glyph(face, cluster) for face in self._faces)
        self[cluster] = glyph = next((each for each in found if each is not None), None)
        return glyph

    def _glyph(self, face: Face, cluster: str) -> Glyph | None:
        key = face.tag, cluster
        if key not in self._own:
            self._own[key] = self._looked_up(face, cluster)
        return self._own[key]

    def _looked_up(self, face: Face, cluster: str) -> Glyph | None:
        gid = face.glyph(cluster)
        if gid is None:
            return None
        stray = face is not self._faces[0] and _WORD.match(cluster) is not None
        return Glyph(face.tag, f"{gid:04X}", _actual(face, gid, cluster), face.advance(gid), stray)

    def _with_whole_words(self, clusters: Sequence[str], glyphs: list[Glyph]) -> list[Glyph] | None:
        """Show all words by one face where one has them all, else each word by one face."""
        words = [slice(*word.span()) for word in _WORD.finditer("".join([cluster[0] for cluster in clusters]))]
        letters = self._word([cluster for at in words for cluster in clusters[at]])
        for at in words:
            if letters is not None:
                glyphs[at], letters = letters[: at.stop - at.start], letters[at.stop - at.start :]
            elif any(glyph.stray for glyph in glyphs[at]):
                whole = self._word(clusters[at])
                if whole is None:
                    return None
                glyphs[at] = whole
        return glyphs

    def _word(self, clusters: Sequence[str]) -> list[Glyph] | None:
        for face in self._faces:
            found = [self._glyph(face, cluster) for cluster in clusters]
            glyphs = [glyph for glyph in found if glyph is not None]
            if len(glyphs) == len(found):
                return glyphs
        return None


def _actual(face: Face, gid: int, cluster: str) -> str:
    """Write the drawn text in hex where it differs from what the glyph's ToUnicode says."""
    return "" if face.text(gid) == cluster else utf16(cluster)
