"""employers.csv in, the employers out, looked up on disk (contract §2)."""

from collections.abc import Iterator, Mapping

from fonts.errors import Refusal
from generator.intake.convert import BadValue
from generator.intake.fields import postcode
from generator.intake.scratch import Scratch
from generator.intake.table import Fault, Table, duplicates
from generator.model import Employer

_KEPT = 4096
_REQUIRED = ("事業所コード", "名称", "郵便番号", "所在地")


def read_employers(table: Table, scratch: Scratch) -> list[Refusal]:
    """Store the usable rows; a row with a problem keeps only its code, for the duplicate check."""
    for line, values, seen in table.rows():
        code, name, post, address, department, ship_to = values
        faults = [*seen, *_faults(values)]
        if faults:
            table.note_all(line, faults)
            scratch.put("employer", (code, line, None, "", "", "", ""))
        else:
            scratch.put("employer", (code, line, name, postcode(post), address, department, ship_to or code))
    scratch.flush()
    return duplicates(table, scratch.each("SELECT code, line FROM employer WHERE code != '' ORDER BY code, line"))


def _faults(values: tuple[str, ...]) -> Iterator[Fault]:
    for column, text in zip(_REQUIRED, values, strict=False):
        if not text:
            yield "value-missing", column
    try:
        postcode(values[2])
    except BadValue as bad:
        yield bad.code, "郵便番号"


class Employers(Mapping[str, Employer]):
    """事業所コード → Employer, read from the scratch; a few thousand are remembered."""

    def __init__(self, scratch: Scratch) -> None:
        self._scratch = scratch
        self._kept: dict[str, Employer | None] = {}

    def __getitem__(self, code: str) -> Employer:
        found = self._kept.get(code)
        if found is None and code not in self._kept:
            found = self._look_up(code)
        if found is None:
            raise KeyError("no such employer")
        return found

    def __iter__(self) -> Iterator[str]:
        for row in self._scratch.each("SELECT code FROM employer WHERE name IS NOT NULL ORDER BY code"):
            yield str(row[0])

    def __len__(self) -> int:
        return self._scratch.count("SELECT count(*) FROM employer WHERE name IS NOT NULL")

    def at(self, post: str, address: str) -> bool:
        """Tell whether an employer has this address."""
        query = "SELECT 1 FROM employer WHERE postcode = ? AND address = ? AND name IS NOT NULL"
        return self._scratch.one(query, post, address) is not None

    def _look_up(self, code: str) -> Employer | None:
        query = "SELECT name, postcode, address, department, ship_to FROM employer WHERE code = ? AND name IS NOT NULL"
        row = self._scratch.one(query, code)
        if len(self._kept) >= _KEPT:
            self._kept.clear()
        self._kept[code] = found = Employer(code, *map(str, row)) if row else None
        return found
