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
class Document:
    """One piece to print: `numbers` are the 管理番号 it bears, `envelope` where it travels."""

    kind: str  #: card, notice, separator, carrier, letter, list, receipt, face
    numbers: tuple[str, ...]
    envelope: str
    front: Side
    back: Side | None = None


#: A document as nested tuples of plain texts.
Plain = tuple[str, tuple[str, ...], str, tuple[tuple[str, Fields, Mapping[str, tuple[Fields, ...]]], ...]]


def plain(document: Document) -> Plain:
    """Return a document as plain values, for a file."""
    sides = (document.front,) if document.back is None else (document.front, document.back)
    return (
        document.kind,
        document.numbers,
        document.envelope,
        tuple([(side.layout, side.fields, side.blocks) for side in sides]),
    )


def made(values: Plain) -> Document:
    """Make a document of plain values again."""
    kind, numbers, envelope, sides = values
    front, *rest = (Side(name, fields, {k: tuple(v) for k, v in blocks.items()}) for name, fields, blocks in sides)
    return Document(kind, tuple(numbers), envelope, front, rest[0] if rest else None)


def dump(document: Document) -> str:
    """Write a document as one JSON line without its line end."""
    return _ENCODE(plain(document))


def parse(line: str) -> Document:
    """Read a document from its JSON line."""
    return made(json.loads(line))


_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
