"""A variation sequence in, the collection it belongs to out: Adobe-Japan1, Moji_Joho or neither.

Of the faces of the catalogue the gothic ones list sequences of the first only, IPAmj Mincho of the second only, and
the two have none in common (fonts.md §1b): the face that lists a sequence tells its collection.
"""

from typing import Final

from fonts.face import load_face

ADOBE_JAPAN1: Final = "adobe-japan1"
MOJI_JOHO: Final = "moji_joho"
COLLECTIONS: Final = (ADOBE_JAPAN1, MOJI_JOHO)
_FACES: Final = (("N", ADOBE_JAPAN1), ("G", ADOBE_JAPAN1), ("M", MOJI_JOHO))
_FIRST, _LAST = "\U000e0100", "\U000e01ef"


def ideographic(cluster: str) -> bool:
    """Tell whether a cluster has a selector of the ideographic variation database (U+E0100 to U+E01EF)."""
    return len(cluster) == 2 and _FIRST <= cluster[1] <= _LAST


def collection(cluster: str) -> str:
    """Return the collection of an ideographic variation sequence, "" where no face lists it."""
    if not ideographic(cluster):
        return ""
    return next((name for tag, name in _FACES if load_face(tag).glyph(cluster) is not None), "")
