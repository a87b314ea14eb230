"""A run of glyphs in, text operators out; used by captions and by the slow path of the slots.

Authority: ISO 32000-1 9.4.3 (text-showing), 9.3.4 (horizontal scaling), 14.9.4 (ActualText).
"""

from collections.abc import Sequence

from fonts.runs import Piece


def points(value: float) -> str:
    """Write a length in pt with at most two decimals (0.002 mm)."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def start(x: float, y: float) -> str:
    """Write the operator that begins a text at a place in pt."""
    return f"1 0 0 1 {points(x)} {points(y)} Tm "


def show_pieces(pieces: Sequence[Piece], size: str) -> str:
    """Write the operators that show pieces one after another at a type size, written in pt."""
    return "".join([spanned(_shown(piece, size), piece.actual) for piece in pieces])


def show_under(pieces: Sequence[Piece], size: str) -> str:
    """Write them under a replacement text that the caller gives: pieces have none of their own then."""
    return "".join([_shown(piece, size) for piece in pieces])


def spanned(shown: str, actual: str) -> str:
    """Give what is shown a replacement text, in hex of UTF-16BE; none for ""."""
    return f"/Span <</ActualText <{actual}>>> BDC {shown}EMC\n" if actual else shown


def _shown(piece: Piece, size: str) -> str:
    return f"/{piece.tag} {size} Tf <{piece.codes}>Tj\n"
