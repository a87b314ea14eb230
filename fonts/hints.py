"""A cluster that cannot be shown in, what a clerk needs to mend it out: its code points, and what there is instead.

`AJ1` is Adobe-Japan1 and `MJ` Moji_Joho, the two collections of variation sequences the stock faces have between them;
they share none (fonts.md §1b), so a selector of one says nothing in the other.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from fonts.clusters import codepoints, private, selected
from fonts.face import load_face

_COLLECTIONS = {"AJ1": ("N", "G"), "MJ": ("M",)}


@lru_cache(maxsize=4096)
def hint(cluster: str) -> str:
    """Write `U+9089 U+E011E (AJ1: U+E0100-E010E; MJ: U+E010F-E011D, E011F)`."""
    notes = list(_notes(cluster))
    return f"{codepoints(cluster)} ({'; '.join(notes)})" if notes else codepoints(cluster)


def _notes(cluster: str) -> Iterator[str]:
    if private(cluster[:1]):
        yield "外字"
        return
    for collection, tags in _COLLECTIONS.items():
        faces = [load_face(tag) for tag in tags]
        if any(face.glyph(cluster) is not None for face in faces):
            yield collection
        elif selected(cluster):
            listed = sorted({selector for face in faces for selector in face.selectors(cluster[0])})
            if listed:
                yield f"{collection}: U+{_ranges(listed)}"


def _ranges(points: Sequence[int]) -> str:
    """Write `E0100-E010E, E0110`."""
    rows: list[list[int]] = []
    for point in points:
        if rows and rows[-1][-1] == point - 1:
            rows[-1].append(point)
        else:
            rows.append([point])
    return ", ".join(f"{row[0]:04X}" if len(row) == 1 else f"{row[0]:04X}-{row[-1]:04X}" for row in rows)
