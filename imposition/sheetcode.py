"""What a sheet is called in, the Data Matrix that says so out (print.md §4.4): neutral, never about a person.

Payload `v1|job|pile|block|sheet|side|check`: pile C, N, L, E by kind; sheet from the top of its block's stack. Fronts
and backs of separate runs bear the same numbers, so that a laminator can see that they belong together.
"""

from dataclasses import dataclass
from functools import lru_cache

from imposition.furniture import Face, SheetCode
from layouts.codes import Modules, data_matrix
from layouts.geometry import number, to_pt

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
        return f"{said}|{check_digit(said)}"


def check_digit(text: str) -> int:
    """Return the check digit over the digits of a text, by the method of the 保険者番号 (domain.md §5.1)."""
    weighed = [int(c) * (2 - i % 2) for i, c in enumerate(reversed([c for c in text if c.isdecimal()]))]
    return -sum(v // 10 + v % 10 for v in weighed) % 10


def code_operators(place: SheetCode, name: SheetName) -> str:
    """Write the code at its place as one filled path; the colour is the caller's."""
    return modules_operators(data_matrix(name.payload), to_pt(place.at.x), to_pt(place.at.y), to_pt(place.module))


def modules_operators(modules: Modules, x: float, y: float, module: float) -> str:
    """Write the dark modules as one filled path, the quiet zone's lower left at x and y (pt)."""
    high = number(module)
    runs = [
        f"{number(x + column * module)} {number(y + row * module)} {number(length * module)} {high} re\n"
        for column, row, length in modules.runs()
    ]
    return f"{''.join(runs)}f\n"


@lru_cache(maxsize=1)
def widest() -> int:
    """Return how many modules across the longest name is, quiet zone included."""
    return data_matrix(LONGEST).across
