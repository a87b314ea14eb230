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

    kind: str  #: card, notice, separator, carrier, letter, list, receipt
    numbers: tuple[str, ...]
    envelope: str
    front: Side
    back: Side | None = None


def dump(document: Document) -> str:
    """Write a document as one JSON line without its line end."""
    sides = [_side(s) for s in (document.front, document.back) if s is not None]
    row = [document.kind, document.numbers, document.envelope, sides]
    return _ENCODE(row)


_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def parse(line: str) -> Document:
    """Read a document from its JSON line."""
    kind, numbers, envelope, sides = json.loads(line)
    front, *rest = (Side(name, fields, {k: tuple(v) for k, v in blocks.items()}) for name, fields, blocks in sides)
    return Document(kind, tuple(numbers), envelope, front, rest[0] if rest else None)


def _side(side: Side) -> tuple[str, Fields, Mapping[str, tuple[Fields, ...]]]:
    return side.layout, side.fields, side.blocks
