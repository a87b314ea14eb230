"""A document as a job would print it in, the same without digits of a My Number out: 見本 stands in their place.

Nothing of a proof is drawn before it passed here. What says that no number is on file (未登録) stays, for its layout.
Authority: domain.md §10 (個人番号 in test prints), contract §8.
"""

from dataclasses import replace

from generator.job.texts import NO_DIGITS
from layouts.document import Document, Fields, Side

MASK = "見本"
DIGITS = "digits"  #: the one field that ever bears them


def masked(document: Document) -> Document:
    """Put 見本 where the last four digits would stand, on both sides."""
    back = document.back and _masked(document.back)
    return replace(document, front=_masked(document.front), back=back)


def _masked(side: Side) -> Side:
    blocks = {name: tuple(map(_without, sets)) for name, sets in side.blocks.items()}
    return replace(side, fields=_without(side.fields), blocks=blocks)


def _without(fields: Fields) -> Fields:
    told = fields.get(DIGITS)
    return fields if not told or told == NO_DIGITS else {**fields, DIGITS: MASK}
