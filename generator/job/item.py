"""One decided document (or a なし) as the job carries it through its scratch file: plain texts, no positions.

Enters: Decision and the texts made from it. Leaves: rows in §5 order for numbering, envelopes and lots.
"""

import marshal
from collections.abc import Mapping
from typing import Any, NamedTuple

from layouts.document import Fields, Side

#: A side's layout, fields and blocks.
PlainSide = tuple[str, Fields, Mapping[str, tuple[Fields, ...]]]


class Item(NamedTuple):
    """A document of one person before it has a number. Dates are ISO text.

    A named tuple, because every person passes through the scratch file as one: made and read in a microsecond.
    """

    kind: str  #: 文書 as decisions.csv names it
    order: str  #: §5 sort key
    route: str
    group: str  #: what fills bulk envelopes together: the 送付先コード, "" when direct
    unit: str  #: what travels in one direct envelope: the household, or the person when alone
    household: str
    employer: str
    symbol: str
    number: str
    branch: str
    rule: str
    basis: str
    valid_to: str = ""
    issued: str = ""
    acquired: str = ""
    short: bool = False
    optional: bool = False
    content: str = ""
    person: str = ""
    predecessor: str = ""
    ends: str = ""
    ends_how: str = ""
    serves: tuple[str, ...] = ()
    insured: bool = False
    listed: str = ""  #: how the employer's list names the person
    office: str = ""
    collect: bool = False  #: the employer is asked to collect the old card
    addressee: str = ""
    postcode: str = ""
    address: str = ""
    postal: str = ""  #: content of the customer barcode, "" where there is none
    front: PlainSide | None = None  #: cards
    back: PlainSide | None = None
    person_row: Fields | None = None  #: notices
    cutout: Fields | None = None
    phase1: bool = False
    issued_text: str = ""
    insurer_number: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """Return 記号, 番号, 枝番."""
        return self.symbol, self.number, self.branch


class Nothing(NamedTuple):
    """A person who gets no document, and why."""

    symbol: str
    number: str
    branch: str
    rule: str


def plain_side(side: Side | None) -> PlainSide | None:
    """Return a side as an item carries it."""
    return None if side is None else (side.layout, side.fields, side.blocks)


def pack(item: Item) -> bytes:
    """Serialise for the scratch file, which never leaves the job's work folder."""
    values: tuple[Any, ...] = tuple(item)  # marshal knows plain tuples only
    return marshal.dumps(values)


def unpack(blob: bytes) -> Item:
    """Read back what `pack` wrote."""
    return Item._make(marshal.loads(blob))  # noqa: S302 - written by this very job a moment ago
