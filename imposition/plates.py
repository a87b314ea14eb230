"""A vendor's [plates] in, the inks beside the picture out: a white beneath it, the line it is die-cut along.

The names are the vendor's own words (`White`, `Weiss`; `CutContour`), for a press knows an ink by its name.
Authority: print.md §3 (spots, white plate).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from fonts.errors import Refusal
from imposition.furniture import FACES, Face
from imposition.tables import Table
from layouts.geometry import Size

#: Names that already mean something else (ISO 32000-1 8.6.6.4, 8.6.6.5).
TAKEN = frozenset({"all", "none", "cyan", "magenta", "yellow", "black"})
_FRONT: tuple[Face, ...] = ("F",)


@dataclass(frozen=True, slots=True)
class Plate:
    """An ink of its own, and the sides that bear it."""

    ink: str
    sides: tuple[Face, ...]


@dataclass(frozen=True, slots=True)
class Plates:
    """What a profile's sheets bear besides the pieces and the marks."""

    white: Plate | None
    choke: float  #: mm from the edge of the bleed inwards, so that no white shows beside the picture
    die: Plate | None

    @property
    def inks(self) -> tuple[str, ...]:
        """Return the names of the inks."""
        return tuple(plate.ink for plate in (self.white, self.die) if plate)


def read_plates(table: Table) -> Plates:
    """Read the table; faults are noted there."""
    white = table.text("white") if table.has("white") else ""
    die = table.text("die") if table.has("die") else ""
    sides: tuple[Face, ...] = table.choices("sides", FACES, otherwise=_FRONT)
    die_sides: tuple[Face, ...] = table.choices("die_sides", FACES, otherwise=_FRONT)
    choke = table.length("choke", otherwise=0.0)
    table.finish()
    return Plates(Plate(white, sides) if white else None, choke, Plate(die, die_sides) if die else None)


def plate_faults(plates: Plates | None, trim: Size, bleed: float, place: str) -> Iterator[Refusal]:
    """Tell what cannot be: an ink that is another, a white choked away."""
    if plates is None:
        return
    for ink in plates.inks:
        if ink.casefold() in TAKEN:
            fact, step = "plates: the name {ink} means another ink", "take the name agreed with the vendor"
            yield Refusal("plate-name", place, fact, step, ink=ink)
    if len(set(plates.inks)) < len(plates.inks):
        fact, step = "plates: white and die are both called {ink}", "give each a name of its own"
        yield Refusal("plate-name", place, fact, step, ink=plates.inks[0])
    if not 0 <= plates.choke < bleed + min(trim.width, trim.height) / 2:
        fact, step = "plates.choke leaves nothing white, or is negative", "give a length such as the bleed"
        yield Refusal("plate-choke", place, fact, step)
