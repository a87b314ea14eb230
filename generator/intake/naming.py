"""How one society's names are read: its guard, its JIS form and its table of approved substitutions, put together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fonts.errors import Refusal
from generator.errors import InputError
from generator.intake.gaiji import Approved, gaiji_table, read_gaiji
from generator.intake.guard import Guard
from generator.intake.names import Names
from generator.intake.problem import InputErrors, gathered
from generator.intake.table import Table
from generator.model import Society


@dataclass(frozen=True, slots=True)
class Naming:
    """The names' desk, the table it rests on, and what refuses the table (exit 3)."""

    names: Names
    table: Table | None
    refusals: tuple[Refusal, ...]


def read_naming(society: Society, on: date | None) -> Naming:
    """Read the table, if the society has one, and say with it how names are read on a day, or on whichever."""
    guard = Guard(society.ivs, private=society.gaiji is not None)
    approved: Mapping[str, Approved] = {}
    table, refusals = (gaiji_table(society) if society.gaiji_table else None), list[Refusal]()
    if table is not None and table.present:
        approved, refusals = read_gaiji(table, guard, on)
    elif table is not None:
        fact, step = "the file is not there", "put it into the society's folder; it may have a header row only"
        refusals = [InputError("file-missing", table.columns.file, fact, step)]
    return Naming(Names(guard, society.forms, approved, society.encodings["members"]), table, tuple(refusals))


def names_of(society: Society | None) -> Names:
    """Return the names' desk of a society, or of none in particular; raises InputError where its table is refused."""
    if society is None:
        return Names(Guard("", private=False), "", {}, "utf-8")
    naming = read_naming(society, None)
    refusals = (*naming.refusals, *(naming.table.refusals if naming.table else ()))
    if refusals:
        raise gathered(refusals, InputErrors)
    return naming.names
