"""How many sheets a press would print: envelopes of one day pass, the sheets of cards and of notices leave.

Counted as the piles are cut (contract §5): a separator before every bulk envelope and one before direct mail, blocks
that begin where the policy has them begin, and in each block ceil(pieces / cells) sheets.
"""

from collections.abc import Mapping
from math import ceil
from typing import Final

from generator.decision import Route
from generator.job.blocks import Blocking, Coming
from generator.job.envelope import Envelope
from generator.model import Packing
from imposition.stock import Stock

_PILES: Final = ("cards", "notices")


class _Pile:
    """One pile, counted instead of written."""

    def __init__(self, packing: Packing, stock: Stock) -> None:
        self._cells = len(stock.cells)
        self._blocking = Blocking(packing.policy, packing.break_from, self._cells * stock.stack_depth)
        self._open = self._sheets = 0
        self._after_apart = False
        self._group: str | None = ""
        self._begun = False

    @property
    def sheets(self) -> int:
        return self._sheets + ceil(self._open / self._cells)

    def take(self, group: str | None, coming: Coming, pieces: int) -> None:
        """Take an envelope's pieces; `group` is None for direct mail."""
        fresh = not self._begun or self._group != group
        if fresh:
            self._begun, self._group = True, group
            arriving = None if group is None else coming
            if self._blocking.begins(arriving, self._open, after_apart=self._after_apart):
                self._cut()
            self._after_apart = self._blocking.is_apart(arriving)
        for _ in range(pieces + (fresh or group is not None)):
            self._open += 1
            if self._open == self._blocking.capacity:
                self._cut()

    def _cut(self) -> None:
        self._sheets += ceil(self._open / self._cells)
        self._open = 0


class PressSheets:
    """The piles of one day."""

    def __init__(self, packing: Packing, stocks: Mapping[str, Stock]) -> None:
        self._piles = {pile: _Pile(packing, stocks[pile]) for pile in _PILES}

    @property
    def sheets(self) -> Mapping[str, int]:
        """Return the sheets by pile."""
        return {name: pile.sheets for name, pile in self._piles.items()}

    def take(self, envelope: Envelope) -> None:
        """Take an envelope."""
        group = envelope.group if envelope.route == Route.EMPLOYER else None
        if envelope.cards:
            self._piles["cards"].take(group, envelope.all_cards, envelope.cards)
        if envelope.notices:
            self._piles["notices"].take(group, envelope.all_notices, envelope.notice_sheets)
