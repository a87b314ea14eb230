"""A profile's inserter and a sheet's track in; what its Data Matrix and its strokes must say out.

Worked out anew from the plan, not by the maker's functions. Authority: imposition/payload.py for the format of the
code, imposition/vendors/README.md for the meaning of the rows; check digit: domain.md §5.1.
"""

from collections.abc import Mapping
from typing import Final

from imposition.inserter import Inserter, Strokes
from layouts.document import Track
from layouts.geometry import to_pt
from proofs.barcode import Box
from proofs.checkdigit import check_digit
from proofs.plan import Face, Key

CODE: Final[Key] = ("[inserter]", 0, "code")  # no block of a layout can be named so
STROKES: Final[Key] = ("[inserter]", 0, "omr")


def inserter_marks(inserter: Inserter | None, track: Track | None, where: tuple[str, int, Face]) -> Mapping[Key, str]:
    """Return what the marks of a sheet say; `where` is its job, block and side."""
    if inserter is None or track is None:
        return {}
    found: dict[Key, str] = {}
    if inserter.code:
        found[CODE] = code_text(track, *where)
    if inserter.strokes and inserter.strokes.rows and "1" in (bits := stroke_bits(inserter.strokes, track)):
        found[STROKES] = bits
    return found


def code_text(track: Track, job: str, block: int, face: Face) -> str:
    """Return the content of a sheet's code."""
    numbers = [str(block).zfill(3), str(track.envelope).zfill(6), str(track.piece).zfill(7)]
    pages = "/".join(str(page).zfill(2) for page in (track.page, track.of))
    parts = ["v1", job, *numbers, pages, face]
    digits = "".join(sign for part in parts for sign in part if sign in "0123456789")
    return "|".join([*parts, str(check_digit(digits))])


def stroke_bits(strokes: Strokes, track: Track) -> str:
    """Return which rows bear a stroke, as `1101`."""
    counts = {
        "sequence": _bits(track.sheet % strokes.sequence_wrap, strokes.rows.count("sequence")),
        "piece": _bits(track.turn % strokes.piece_wrap, strokes.rows.count("piece")),
    }
    alone = {"start": "1", "begin": "01"[track.page == 1], "end": "01"[track.page == track.of], "parity": "p"}
    bits = ""
    for row in strokes.rows:
        if row in counts:
            bits, counts[row] = bits + counts[row][0], counts[row][1:]
        else:
            bits += alone[row]
    odd = (bits.count("1") + (strokes.parity == "odd")) % 2
    return bits.replace("p", str(odd))


def stroke_boxes(strokes: Strokes, height: float) -> tuple[Box, ...]:
    """Return the box of every row in pt from the lower left of a trim of this height."""
    left, width, weight = to_pt(strokes.at.x), to_pt(strokes.length), strokes.weight_pt
    tops = (to_pt(height - strokes.at.y - row * strokes.pitch) for row in range(len(strokes.rows)))
    return tuple((left, top - weight, width, weight) for top in tops)


def _bits(value: int, count: int) -> str:
    return f"{value:0{count}b}" if count else ""
