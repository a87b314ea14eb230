"""管理番号: `<job>-<serial>-<check>`, one per document (contract §4; check digit: domain.md §5.1)."""

from dataclasses import dataclass

from imposition.payload import check_digit


def piece_name(number: int) -> str:
    """Return the name of a piece by its number in the job, from 1."""
    return f"P{number:07d}"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Gives a job's documents their numbers: cards first, then notices, both in §5 order."""

    job: str
    cards: int
    total: int

    @property
    def _digits(self) -> int:
        return 6 if self.total <= 999_999 else 7

    def number(self, serial: int) -> str:
        """Return the 管理番号 of a serial, from 1; six digits, seven in a job of more than 999,999."""
        text = f"{serial:0{self._digits}d}"
        return f"{self.job}-{text}-{check_digit(self.job.replace('-', '') + text)}"

    def card(self, index: int) -> str:
        """Return the number of the card with this index, from 0."""
        return self.number(1 + index)

    def notice(self, index: int) -> str:
        """Return the number of the notice with this index, from 0."""
        return self.number(1 + self.cards + index)
