"""What the ledger says of one person, as eligibility reads it; the arrow from ledger to eligibility."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from generator.model import Key

#: Turns the content of a document into the ledger's salted digest, so that "differs from what it bore" can be
#: decided without the ledger ever knowing a name.
Seal = Callable[[tuple[str, ...]], str]


@dataclass(frozen=True, slots=True)
class Issued:
    """One document as the ledger remembers it."""

    number: str  #: 管理番号
    kind: str  #: "card" or "notice"
    rule: str
    key: Key
    acquired: date
    issued_on: date
    valid_to: date | None  #: cards only
    short: bool
    optional: bool  #: bore optional items
    content: str  #: salted digest of what it bore
    ended: str  #: "", "void", "superseded", "withdrawn"

    def live(self, on: date) -> bool:
        """Tell whether a card is neither void nor expired on a day. A superseded one is valid to its date."""
        return self.kind == "card" and not self.ended and self.valid_to is not None and self.valid_to >= on


@dataclass(frozen=True, slots=True)
class History:
    """Everything remembered of one person under the own key and the former one, oldest first."""

    documents: tuple[Issued, ...] = ()
    in_snapshot: bool = False  #: own or former key, from the ledger's stored keys or the file


@dataclass(frozen=True, slots=True)
class Standing:
    """What the ledger says of the society as a whole."""

    phase1_on_record: bool  #: the ledger holds at least one phase Ⅰ notice
    snapshot_known: bool  #: a snapshot file or stored snapshot keys exist
    served: frozenset[str]  #: ids of requests served or closed


NO_HISTORY = History()
