"""Pieces that are made again in, the pieces of the new make-ready sheets out: the same order, a separator before each
envelope's.

A separator that was spoiled comes as it was; any other says how many pieces of its envelope follow, and that they are
made again, so that a packer sees where to part them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from generator.remake.pieces import Found, Piece
from imposition.payload import payload
from layouts.document import Document, Fields, Side, Track

_AGAIN = "再製"


def piled(found: Found, pile: str, job: str, name: str, block: int) -> tuple[Document, ...]:
    """Return what is printed of a pile, in order."""
    spoiled = {document.envelope: document for at, document in found.separators if at == pile}
    pieces = sorted((piece for piece in found.pieces if piece.pile == pile), key=lambda piece: piece.number)
    out: list[Document] = []
    for heading, group in groupby(pieces, _boundary):
        together = tuple(group)
        if heading is not None:
            own = spoiled.pop(heading, None)
            out.append(own or _separator(together, job, name, block))
        out += [piece.document for piece in together]
    return (*_alone(spoiled.values()), *out)


def _boundary(piece: Piece) -> str | None:
    return piece.heading.envelope if piece.heading else None


def _alone(separators: Iterable[Document]) -> Iterator[Document]:
    """Yield the separators of which no piece is made again."""
    return iter(sorted(separators, key=lambda document: document.envelope))


def _separator(pieces: tuple[Piece, ...], job: str, name: str, block: int) -> Document:
    heading = pieces[0].heading
    if heading is None:
        raise AssertionError("pieces without a separator have none to draw again")
    numbers = [number for piece in pieces for number in piece.document.numbers]

    def told(fields: Fields) -> Fields:
        return {
            **fields,
            "count": f"{_AGAIN} {len(pieces)}枚",
            "first": numbers[0],
            "last": numbers[-1],
            "job": f"{job} {name}",
            "mark": _mark(fields["mark"], block),
        }

    def side(old: Side) -> Side:
        return replace(old, fields=told(old.fields))

    return replace(heading, front=side(heading.front), back=side(heading.back) if heading.back else None)


def _mark(before: str, block: int) -> str:
    """Return the content of a separator's Data Matrix with another block."""
    _, job, _, envelope, piece, pages, _, _ = before.split("|")
    page, of = pages.split("/")
    return payload(job, block, "S", Track(int(envelope), int(piece), int(page), int(of)))
