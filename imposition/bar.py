"""A profile's colour bar and the spots of a file in, its patches out: C, M, Y, K, then every spot (print.md §4.1)."""

from collections.abc import Mapping

from imposition.errors import PieceRefused
from imposition.furniture import Bar
from imposition.pdf import PdfFile, Ref, Value
from layouts.geometry import Size, number, to_pt

ROOM = 8  # patches a profile leaves room for
_PROCESS = ("1 0 0 0 k", "0 1 0 0 k", "0 0 1 0 k", "0 0 0 1 k")


def put_bar(file: PdfFile, bar: Bar, sheet: Size, spots: Mapping[str, Value]) -> Ref:
    """Write the bar as a form the size of the sheet; `spots` are Separation colour spaces by the name of their ink.

    Raises PieceRefused where the file has more inks than the profile leaves room for.
    """
    if len(_PROCESS) + len(spots) > ROOM:
        fact, step = "{count} spots do not fit into the colour bar ({room})", "print with fewer spots"
        raise PieceRefused("bar-full", "bar", fact, step, count=len(spots), room=ROOM - len(_PROCESS))
    names = sorted(spots)
    fills = [*_PROCESS, *(f"/S{i} cs 1 scn" for i in range(len(names)))]
    x, y, side = to_pt(bar.at.x), to_pt(bar.at.y), to_pt(bar.patch)
    along = (0.0, side) if bar.turn == 90 else (side, 0.0)
    patches = [
        f"{fill} {number(x + i * along[0])} {number(y + i * along[1])} {number(side)} {number(side)} re f\n"
        for i, fill in enumerate(fills)
    ]
    entries: Mapping[str, Value] = {
        "Type": "XObject",
        "Subtype": "Form",
        "BBox": [0, 0, to_pt(sheet.width), to_pt(sheet.height)],
        "Resources": {"ColorSpace": {f"S{i}": spots[name] for i, name in enumerate(names)}},
    }
    return file.put_deflated(entries, "".join(patches).encode("latin-1"))
