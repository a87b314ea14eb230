"""A colour for print."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ink:
    """CMYK parts from 0 to 1, and the spot's name where it prints as a Separation (else "")."""

    cmyk: tuple[float, float, float, float]
    spot: str = ""


BLACK = Ink((0, 0, 0, 1))
