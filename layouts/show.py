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
    parts: list[str] = []
    for piece in pieces:
        shown = f"/{piece.tag} {size} Tf <{piece.codes}>Tj\n"
        parts.append(f"/Span <</ActualText <{piece.actual}>>> BDC {shown}EMC\n" if piece.actual else shown)
    return "".join(parts)
