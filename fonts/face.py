"""A tag of the catalogue in, a face out: cluster → glyph, glyph → advance and canonical text.

A sequence the face does not list is not in the face: the base's glyph is never shown in its stead (UTS #37 leaves that
to the maker; fonts.md §4 forbids it for names). A face for private-use characters shows those only, a stock face none.
"""

from collections.abc import Iterator
from functools import cache
from struct import error as StructError  # noqa: N812 - an exception is named like one

from fonts.catalog import GAIJI_STYLE, FaceFile, Gaiji, load_catalog
from fonts.charmap import Charmap
from fonts.clusters import SOUND_MARKS, composed, private, servable
from fonts.errors import FontRefused
from fonts.sfnt import Sfnt
from fonts.vetting import GAIJI_STEP, vet


class Face:
    """One face of the catalogue, read once per process."""

    def __init__(self, file: FaceFile) -> None:
        self.tag, self.postscript_name, self.file = file.tag, file.name, file
        self._font = Sfnt(file.path)
        self._private = file.style == GAIJI_STYLE
        self._map = _charmap(self._font, private=self._private)
        self.metrics = self._font.metrics

    def glyph(self, cluster: str) -> int | None:
        """Return the glyph of a cluster, None where this face cannot show exactly that."""
        base, mark = cluster[:1], cluster[1:]
        if self._private:
            return self._map.glyph(ord(base)) if private(base) and not mark else None
        if not base or not servable(base) or len(mark) > 1:
            return None
        if not mark:
            return self._map.glyph(ord(base))
        if mark in SOUND_MARKS:
            whole = composed(cluster)
            return self._map.glyph(ord(whole)) if whole else None
        return self._map.variant(ord(base), ord(mark))

    def vet(self) -> None:
        """Raise FontRefused where a private-use character of the face cannot be printed and proved."""
        vet(self._font, self._map)

    def own(self) -> Iterator[str]:
        """Walk the private-use characters that a society's face shows, in order; a stock face shows none."""
        return (char for point in self._map.points() if self.glyph(char := chr(point))) if self._private else iter(())

    def selectors(self, base: str) -> tuple[int, ...]:
        """Return the selectors of the variation sequences that the face lists of a base, in order."""
        return self._map.selectors(ord(base))

    def advance(self, gid: int) -> int:
        """Return how far a glyph moves the pen, in 1/1000 em."""
        return self._font.advance(gid)

    def text(self, gid: int) -> str:
        """Return the text that a glyph stands for in ToUnicode, the same in every file ("" if none)."""
        return self._map.text(gid)


@cache
def load_face(tag: str, gaiji: Gaiji | None = None) -> Face:
    """Return a face by its tag; raise FontRefused where its file may not be used."""
    if gaiji is not None and tag in load_catalog().faces:
        return load_face(tag)
    file = load_catalog(gaiji).faces[tag]
    return _own_face(file) if file.style == GAIJI_STYLE else Face(file)


def _own_face(file: FaceFile) -> Face:
    """Load a society's face, vetted; no package brings another, so every refusal says who does."""
    try:
        face = Face(file)
        face.vet()
    except FontRefused as refused:
        raise refused.advising(GAIJI_STEP) from refused
    return face


def _charmap(font: Sfnt, *, private: bool) -> Charmap:
    try:
        return Charmap(font.data, font.tables["cmap"][0], font.glyphs, private=private)
    except (KeyError, IndexError, ValueError, OverflowError, StopIteration, StructError) as error:
        raise FontRefused(
            "font-charmap", font.path.name, "the font has no full Unicode table", "use another edition of the font"
        ) from error
