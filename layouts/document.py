"""What is to be printed, as text: the arrow from the generator to the layout engine.

A ``Document`` is one physical piece: a card (two sides), a notice sheet of one household (up to four persons), a
separator, a letter page. It names layouts and carries texts; it knows no positions and no people beyond their texts.
It is written to the lot file as one JSON line, so a lot can be made again from its file alone.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Side:
    """What one side says: the layout's name, its texts, and the texts of each placed block."""

    layout: str
    fields: Fields
    blocks: Mapping[str, tuple[Fields, ...]] = field(default_factory=dict[str, tuple[Fields, ...]])


@dataclass(frozen=True, slots=True)
class Track:
    """What an inserting machine is told of a sheet: running numbers alone, from 1, nothing of a person.

    `piece` is its number in pieces.csv, 0 for what is none (a letter, a separator); `sheet` and `turn` count the
    sheets and the pieces of its pile without a gap, separators left out.
    """

    envelope: int
    piece: int
    page: int
    of: int
    sheet: int = 0
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """One piece to print: `numbers` are the 管理番号 it bears, `envelope` where it travels, `track` for inserters."""

    kind: str  #: card, notice, separator, carrier, letter, list, receipt, face
    numbers: tuple[str, ...]
    envelope: str
    front: Side
    back: Side | None = None
    track: Track | None = None


PlainSides = tuple[tuple[str, Fields, Mapping[str, tuple[Fields, ...]]], ...]
#: A document as nested tuples of plain values; the numbers of its track, () where it has none.
Plain = tuple[str, tuple[str, ...], str, PlainSides, tuple[int, ...]]


def plain(document: Document) -> Plain:
    """Return a document as plain values, for a file."""
    track = document.track
    sides = (document.front,) if document.back is None else (document.front, document.back)
    return (
        document.kind,
        document.numbers,
        document.envelope,
        tuple([(side.layout, side.fields, side.blocks) for side in sides]),
        () if track is None else (track.envelope, track.piece, track.page, track.of, track.sheet, track.turn),
    )


def made(values: Plain) -> Document:
    """Make a document of plain values again."""
    kind, numbers, envelope, sides, track = values
    front, *rest = (Side(name, fields, {k: tuple(v) for k, v in blocks.items()}) for name, fields, blocks in sides)
    return Document(kind, tuple(numbers), envelope, front, rest[0] if rest else None, tracked(track))


def tracked(numbers: tuple[int, ...]) -> Track | None:
    """Return a track from its numbers, None where there are none."""
    return Track(*numbers) if numbers else None


def dump(document: Document) -> str:
    """Write a document as one JSON line without its line end."""
    return _ENCODE(plain(document))


def parse(line: str) -> Document:
    """Read a document from its JSON line; lines of jobs made before there were tracks have none."""
    values = json.loads(line)
    return made((*values, ()) if len(values) == _WITHOUT_TRACK else values)


_WITHOUT_TRACK = 4


_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
