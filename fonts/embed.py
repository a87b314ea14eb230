"""The codes that a file shows in, the font program to embed and what its dictionaries say out, as plain data.

ISO 32000-1: 9.6.4 (subset tag), 9.7.4 (CIDFontType2, W), 9.8 (descriptor), 9.9 (font programs), 9.10.3 (ToUnicode).
Glyph ids are kept, so a code means the same glyph in every file and in the source; the same codes give the same bytes.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fonts.catalog import Gaiji
from fonts.face import Face, load_face
from fonts.sfnt import big_endian
from fonts.subset import subset

_DEFAULT_WIDTH = 1000  # DW: only other widths are listed
_BLOCK = 100  # entries of a bfchar block (Adobe technical note 5411)
_SYMBOLIC, _SERIF = 4, 2  # descriptor flags; Identity-H codes are never the standard Latin set
_HEAD = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_TAIL = b"""endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


@dataclass(frozen=True, slots=True)
class FontProgram:
    """One embedded face of one file; lengths in 1/1000 em."""

    tag: str
    base_font: str  #: `ABCDEF+Name`
    program: bytes  #: TrueType, glyph ids as in the source, .notdef kept
    widths: tuple[tuple[int, int], ...]  #: (glyph, advance) where it is not 1000
    to_unicode: bytes
    bbox: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int
    italic_angle: float
    stem_v: int
    flags: int


def embed(tag: str, codes: Iterable[str], gaiji: Gaiji | None = None) -> FontProgram:
    """Subset a face to the glyphs of these codes (hex, four digits a glyph); raise FontRefused."""
    face = load_face(tag, gaiji)
    gids = sorted(set(big_endian("H", bytes.fromhex("".join(codes)))))
    if gids and gids[0] == 0:
        raise ValueError("code 0000 is .notdef: nothing may show it")
    program = subset(face.file.path, gids)
    advances = ((gid, face.advance(gid)) for gid in gids)
    metrics = face.metrics
    return FontProgram(
        tag=tag,
        base_font=f"{_subset_tag(program)}+{face.postscript_name}",
        program=program,
        widths=tuple((gid, advance) for gid, advance in advances if advance != _DEFAULT_WIDTH),
        to_unicode=_to_unicode(face, gids),
        bbox=metrics.bbox,
        ascent=metrics.ascent,
        descent=metrics.descent,
        cap_height=metrics.cap_height,
        italic_angle=metrics.italic_angle,
        stem_v=face.file.stem,
        flags=_SYMBOLIC | (_SERIF if face.file.style == "mincho" else 0),
    )


def _subset_tag(program: bytes) -> str:
    """Derive the six letters of the subset from its bytes, so that equal subsets have equal names."""
    value = int.from_bytes(hashlib.sha256(program).digest()[:8], "big")
    return "".join(chr(ord("A") + value // 26**place % 26) for place in range(6))


def _to_unicode(face: Face, gids: Sequence[int]) -> bytes:
    """Write the CMap from codes to canonical texts, UTF-16BE with surrogates and selectors."""
    named = ((gid, face.text(gid)) for gid in gids)
    lines = [f"<{gid:04X}> <{text.encode('utf-16-be').hex().upper()}>\n" for gid, text in named if text]
    blocks = (lines[at : at + _BLOCK] for at in range(0, len(lines), _BLOCK))
    body = "".join(f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n" for block in blocks)
    return _HEAD + body.encode("ascii") + _TAIL
