"""What a sheet is called in, the Data Matrix that says so out (print.md §4.4): neutral, never about a person.

Payload `v1|job|pile|block|sheet|side|check`: pile C, N, L, E by kind; sheet from the top of its block's stack. Fronts
and backs of separate runs bear the same numbers, so that a laminator can see that they belong together.
"""

from dataclasses import dataclass
from functools import lru_cache

from imposition.furniture import Face, SheetCode
from imposition.payload import check_digit
from layouts.codes import MATRIX_QUIET, data_matrix
from layouts.geometry import to_pt
from layouts.matrix import operators

VERSION = "v1"
LONGEST = "v1|20991231-99|C|9999|9999|F|9"  # the most that is said, for the room a profile has to leave
_LETTERS = {"card": "C", "notice": "N", "letter": "L", "envelope": "E"}


@dataclass(frozen=True, slots=True)
class SheetName:
    """Which sheet of a job, and which side of it."""

    job: str
    pile: str  #: of the profile: card, notice, letter, envelope
    block: int
    sheet: int
    face: Face

    @property
    def payload(self) -> str:
        """Return what the code says."""
        said = f"{VERSION}|{self.job}|{_LETTERS[self.pile]}|{self.block:03d}|{self.sheet:04d}|{self.face}"
        return f"{said}|{check_digit(''.join(filter(str.isdecimal, said)))}"


def code_operators(place: SheetCode, name: SheetName) -> str:
    """Write the code at its place as one filled path; the colour is the caller's."""
    inset = MATRIX_QUIET * place.module
    high = len(data_matrix(name.payload).rows) * place.module
    return f"{operators(name.payload, *map(to_pt, (place.module, place.at.x + inset, place.at.y + inset + high)))}\n"


@lru_cache(maxsize=1)
def widest() -> int:
    """Return how many modules across the longest name is, quiet zone included."""
    return data_matrix(LONGEST).across
