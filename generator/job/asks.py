"""A job's look and a vendor's profile in, what a delivered file has to be as a whole out (print.md §1.1, §8 trap 14).

The checker is told in plain values; it never reads the profile the file was made with.
"""

from collections.abc import Iterable

from generator.job.inks import spot_names
from imposition.sheet import Stock
from layouts.document import Document
from layouts.ink import Ink
from layouts.load import Layouts
from proofs.claims import Asked
from proofs.security import Mark, marks_of

PDF_X = "PDF/X-4"


def asked_of(inks: tuple[tuple[str, Ink], ...], layouts: Layouts, stock: Stock) -> Asked:
    """Return what is asked of every file of a pile: its claim and printing condition, and the spots it may have."""
    spots = tuple(sorted(spot_names(dict(inks).get("society"), layouts, stock)))
    if stock.intent is None:
        return Asked(inks=spots)
    return Asked(claim=PDF_X, intent_sha256=stock.intent.sha256, identifier=stock.intent.identifier, inks=spots)


def security_of(pieces: Iterable[Document], layouts: Layouts) -> tuple[Mark, ...]:
    """Return the marks of the security art that pieces bear: a vendor without our layouts knows it by them."""
    sides = (side for piece in pieces for side in (piece.front, piece.back) if side is not None)
    return tuple(sorted(set(marks_of(layouts, {side.layout for side in sides}))))
