"""What a caller says: a card was lost, stolen, broken, soiled, or the name changed. Enters the desk, leaves a Request.

A reprint is nothing but a request that is served at once (施行規則48条, 49条): the rules decide on it as on any other.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import count
from typing import Final

from generator.eligibility.case import Ask
from generator.model import Key, Request


class Reason(StrEnum):
    """Why a card is asked for again."""

    LOST = "紛失"
    STOLEN = "盗難"
    BROKEN = "破損"
    SOILED = "汚損"
    RENAMED = "氏名変更"


REASONS: Final = frozenset(map(str, Reason))
UNDO: Final = "reprint --undo"  #: why a queued call is closed, and why a printed card is withdrawn


@dataclass(frozen=True, slots=True)
class Loss:
    """One call: whose card, why, when, and who took it. `number` is given instead of a key, or beside it."""

    reason: Reason
    on: date
    by: str
    key: Key | None = None
    number: str = ""
    readings: tuple[Key, ...] = ()  #: what else the key may be, where nobody has it as it was typed

    def request(self, key: Key, taken_off: frozenset[str]) -> Request:
        """Return the request it is: one a day, a person and a kind, so that nobody gets two cards for one call.

        After one that the desk itself took off the queue it is another, with a 受付番号 of its own.
        """
        kind = Ask.NAME if self.reason is Reason.RENAMED else Ask.REISSUE
        asked = (Request(0, self.on, key, kind, "", f"窓口{turn}" if turn > 1 else "", "") for turn in count(1))
        return next(request for request in asked if request.id not in taken_off)
