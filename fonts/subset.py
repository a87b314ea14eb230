"""A font file and glyph ids in, the program of these glyphs out: TrueType, glyph ids as in the source, .notdef kept.

ISO 32000-1 9.9, table 126: the tables that a PDF reads of a CIDFontType2 program.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, cast

import uharfbuzz

from fonts.errors import FontRefused

hb = cast(Any, uharfbuzz)  # an extension module without types

# All that a PDF does not read from a CIDFontType2 program (ISO 32000-1 9.9, table 126).
_DROPPED = "BASE DSIG GDEF GPOS GSUB OS/2 STAT cmap gasp meta name post vhea vmtx"
# Hints serve screens: without them 300 glyphs of IPAmj deflate to 90 KB instead of 168, of BIZ UD to 57 instead of 73,
# in the same time; the outlines stay byte for byte (witness.py sees to that).
_FLAGS = (
    hb.SubsetFlags.RETAIN_GIDS
    | hb.SubsetFlags.NO_HINTING
    | hb.SubsetFlags.NOTDEF_OUTLINE
    | hb.SubsetFlags.NO_LAYOUT_CLOSURE
)


def subset(path: Path, gids: Iterable[int]) -> bytes:
    """Let HarfBuzz copy the glyphs and the components of composites; raise FontRefused."""
    wanted = hb.SubsetInput()
    wanted.flags = _FLAGS
    wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update(gids)
    wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(
        int.from_bytes(name.encode(), "big") for name in _DROPPED.split()
    )
    try:
        return wanted.subset(open_face(path)).blob.data
    except RuntimeError as error:  # all that HarfBuzz says
        raise FontRefused("font-subset", path.name, "the font cannot be subset", "install the package again") from error


@cache
def open_face(path: Path) -> Any:
    """Return HarfBuzz's view of a font file."""
    return hb.Face(hb.Blob.from_file_path(str(path)))
