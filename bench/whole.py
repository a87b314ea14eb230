"""What a whole job took: handed from the process that ran it to the one that prints it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stage:
    """Seconds on the clock, and of all processors (those of workers count when they have ended)."""

    wall: float
    core: float


@dataclass(frozen=True, slots=True)
class Whole:
    """What a whole job took, and each of its stages."""

    people: int
    documents: int
    cards: int
    wall: float
    core: float
    peak_mb: float
    vendor_bytes: int
    stages: dict[str, Stage]

    @property
    def rate(self) -> float:
        """Return people a second on the clock."""
        return self.people / self.wall
