"""One decided document (or a なし) as the job carries it through its scratch file: plain texts, no positions.

Enters: Decision and the texts made from it. Leaves: rows in §5 order for numbering, envelopes and lots.
"""

import pickle
from dataclasses import dataclass, fields
from operator import attrgetter

from layouts.document import Fields, Side


@dataclass(frozen=True, slots=True)
class Item:
    """A document of one person before it has a number. Dates are ISO text."""

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
    kana: str = ""
    office: str = ""
    collect: bool = False  #: the employer is asked to collect the old card
    addressee: str = ""
    postcode: str = ""
    address: str = ""
    front: Side | None = None  #: cards
    back: Side | None = None
    person_row: Fields | None = None  #: notices
    cutout: Fields | None = None
    phase1: bool = False
    issued_text: str = ""
    insurer_number: str = ""

    @property
    def key(self) -> str:
        """Return the key as people write it."""
        return f"{self.symbol}-{self.number}-{self.branch}"


_VALUES = attrgetter(*(f.name for f in fields(Item) if f.name not in ("front", "back")))
_SIDES_AT = [f.name for f in fields(Item)].index("front")


def pack(item: Item) -> bytes:
    """Serialise for the scratch file, which never leaves the job's work folder."""
    sides = tuple(side and (side.layout, side.fields, side.blocks) for side in (item.front, item.back))
    return pickle.dumps((_VALUES(item), sides), protocol=5)


def unpack(blob: bytes) -> Item:
    """Read back what `pack` wrote."""
    values, sides = pickle.loads(blob)  # noqa: S301 - written by this very process a moment ago
    made = (side and Side(*side) for side in sides)
    return Item(*values[:_SIDES_AT], *made, *values[_SIDES_AT:])
