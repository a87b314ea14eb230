"""A society's folder in, an Intake out: households streamed, requests, employers, digits, every problem (contract §2).

Memory does not grow with people: rows go to a scratch file and are read from there, as often as wanted.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType

from fonts.errors import Refusal
from generator.decision import Query
from generator.errors import ConfigError, InputError
from generator.intake.codes import ROW_CODES
from generator.intake.columns import EMPLOYERS, MEMBERS, REQUESTS, SNAPSHOT
from generator.intake.employers import Employers, read_employers
from generator.intake.households import Mark, Settled, employers_named, household, households, settle
from generator.intake.member_rows import former_homes, read_members, shared_formers
from generator.intake.names import Names
from generator.intake.naming import read_naming
from generator.intake.problem import ConfigErrors, InputErrors, Notice, Problem, gathered
from generator.intake.requests import all_requests, read_requests, requests_of, unknown_requests
from generator.intake.scratch import Scratch
from generator.intake.snapshot import read_snapshot, unknown_rows
from generator.intake.table import Homes, Table
from generator.model import Employer, Household, Key, Member, Request, Society


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows and people of one reading."""

    rows: Mapping[str, int]  #: rows per file, the header and empty rows aside
    people: int  #: persons in members.csv, held back or not
    rejected: int  #: of these, held back
    digits: int  #: last-four digits in snapshot.csv


@dataclass(frozen=True, slots=True)
class Found:
    """What one reading found besides rows."""

    counts: Counts
    notices: tuple[Notice, ...]
    refusals: tuple[Refusal, ...]
    hashes: Mapping[str, str]
    marks: tuple[Mark, ...] = ()  #: where the households may be parted among workers


class Intake:
    """What was read; close it to remove the scratch."""

    def __init__(self, scratch: Scratch, found: Found) -> None:
        self._scratch = scratch
        self.found = found
        self.counts = found.counts
        self.notices = found.notices
        self.refusals = found.refusals  #: none but after `examine`
        self.hashes = found.hashes  #: file → sha256, society.toml among them
        self.snapshot_present = SNAPSHOT.file in found.hashes
        self.employers: Mapping[str, Employer] = Employers(scratch)
        self._asked = scratch.count("SELECT count(*) FROM request") > 0

    def __enter__(self) -> "Intake":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def people(self) -> int:
        """Return how many persons have a row in members.csv."""
        return self.counts.people

    def households(self, first: Mark | None = None, last: Mark | None = None) -> Iterator[Household]:
        """Stream the households that go on, in (記号, 番号) order, or a range of them; may be called again."""
        return households(self._scratch, first, last)

    def household(self, symbol: str, number: str) -> Household | None:
        """Return one household, or None where it is unknown or held back."""
        return household(self._scratch, symbol, number)

    def held(self, key: Key) -> bool:
        """Tell whether someone has a row in members.csv but is held back."""
        query = "SELECT 1 FROM row WHERE symbol = ? AND number = ? AND branch = ?"
        if self._scratch.one(query, key.symbol, key.number, key.branch) is None:
            return False
        home = self.household(key.symbol, key.number)
        return home is None or all(member.key != key for member in home.members)

    def knows(self, key: Key) -> bool:
        """Tell whether a key is, or was, somebody's in members.csv."""
        place = (key.symbol, key.number, key.branch)
        tables = ("row", "former")
        queries = (f"SELECT 1 FROM {table} WHERE symbol = ? AND number = ? AND branch = ?" for table in tables)  # noqa: S608
        return any(self._scratch.one(query, *place) is not None for query in queries)

    def renumbered(self, key: Key) -> Key | None:
        """Return the key that a former one has become."""
        query = "SELECT own_symbol, own_number, own_branch FROM former WHERE symbol = ? AND number = ? AND branch = ?"
        found = self._scratch.one(query, key.symbol, key.number, key.branch)
        return Key(*map(str, found)) if found else None

    @property
    def requests(self) -> Sequence[Request]:
        """Return every sound request, in key order; `requests_of` spares the memory."""
        return tuple(all_requests(self._scratch))

    def requests_of(self, members: Iterable[Member]) -> Mapping[Key, tuple[Request, ...]]:
        """Return the requests under the own and former keys of these people."""
        if not self._asked:
            return {}
        keys = [key for person in members for key in (person.key, person.former) if key is not None]
        found = ((key, requests_of(self._scratch, key)) for key in keys)
        return {key: requests for key, requests in found if requests}

    def digits(self, key: Key) -> str | None:
        """Return the last four digits; None: not in the snapshot, "": in it, but none on file."""
        query = "SELECT digits FROM snapshot WHERE symbol = ? AND number = ? AND branch = ? AND digits IS NOT NULL"
        found = self._scratch.one(query, key.symbol, key.number, key.branch)
        return str(found[0]) if found else None

    def snapshot_keys(self) -> Iterator[Key]:
        """Stream the keys of snapshot.csv in key order."""
        rows = self._scratch.each("SELECT symbol, number, branch FROM snapshot ORDER BY symbol, number, branch")
        return (Key(*map(str, row)) for row in rows)

    def problems(self) -> Iterator[Problem]:
        """Stream what holds people back, by file, line and code."""
        rows = self._scratch.each("SELECT file, line, code, col, detail FROM problem ORDER BY file, line, code, col")
        return (Problem(str(f), int(str(n)), str(code), str(col), str(detail)) for f, n, code, col, detail in rows)

    def warnings(self) -> Iterator[Notice]:
        """Stream the places of `queries`, in key order."""
        rows = self._scratch.each("SELECT line, code, col FROM query ORDER BY symbol, number, branch, code, line")
        return (Notice(MEMBERS.file, int(str(line)), str(code), str(col)) for line, code, col in rows)

    def queries(self) -> Iterator[Query]:
        """Stream what somebody has to look at but holds nobody back, in key order."""
        rows = self._scratch.each(
            "SELECT symbol, number, branch, code, col FROM query ORDER BY symbol, number, branch, code, line"
        )
        for symbol, number, branch, code, columns in rows:
            key = Key(str(symbol), str(number), str(branch))
            yield Query(key, str(code), ROW_CODES[str(code)].format(column=columns, detail=""))

    def leave(self) -> None:
        """Leave the scratch to whoever reopens it."""
        self._scratch.leave()

    def close(self) -> None:
        """Remove the scratch, if it was not left to another."""
        self._scratch.close()


def reopen_intake(scratch: Path, found: Found) -> Intake:
    """Open what another process has read, for reading; closing leaves the scratch to its owner."""
    return Intake(Scratch.frozen(scratch), found)


def open_intake(society: Society, scratch: Path, on: date, only: frozenset[Key] = frozenset()) -> Intake:
    """Read every input file, or what of it concerns some people; `scratch` is the path of the working file.

    Raises InputError (exit 3) where a file is refused whole, with all refusals collected, and ConfigError (exit 2)
    where 特例退職 needs a number that society.toml lacks.
    """
    intake = examine(society, scratch, on, only)
    if not intake.refusals:
        return intake
    intake.close()
    if all(isinstance(refusal, ConfigError) for refusal in intake.refusals):
        raise gathered(intake.refusals, ConfigErrors)
    raise gathered(intake.refusals, InputErrors)


def examine(society: Society, scratch: Path, on: date, only: frozenset[Key] = frozenset()) -> Intake:
    """Read every input file and refuse nothing: what would be refused stands in `refusals`.

    With `only`, the rows of these people's households are read and checked as ever, and no other row is looked at.
    """
    store = Scratch(scratch)
    try:
        return _Reading(society, store, on, only).read()
    except BaseException:
        store.close()
        raise


class _Reading:
    """One reading of a society's folder."""

    def __init__(self, society: Society, scratch: Scratch, on: date, only: frozenset[Key]) -> None:
        self._society, self._scratch, self._on, self._only = society, scratch, on.toordinal(), only
        self._refusals: list[Refusal] = []
        self._notices: list[Notice] = []
        self._hashes = {"society.toml": society.sha256}
        self._rows: dict[str, int] = {}

    def read(self) -> Intake:
        members, homes = self._members(self._names())
        snapshot = Table(self._society, "snapshot", SNAPSHOT, rows=homes)
        requests = Table(self._society, "requests", REQUESTS, free=frozenset({"備考"}), rows=homes)
        if self._there(snapshot, required=False):
            self._refusals += read_snapshot(snapshot, self._scratch, homes)
        if self._there(requests, required=False):
            read_requests(requests, self._scratch, homes)
        employers = self._employers(restricted=homes is not None)
        if members.rows_read and not members.refusals:
            shared_formers(members, self._scratch)
            unknown_requests(requests, self._scratch)
            self._notices += unknown_rows(snapshot, self._scratch)
        for table in (employers, members, requests, snapshot):
            self._finish(table)
        usable = employers.present and not employers.refusals
        settled = settle(self._scratch, Employers(self._scratch) if usable else None, self._only)
        return self._settled(settled)

    def _members(self, names: Names) -> tuple[Table, Homes | None]:
        """Read members.csv; the households read, their former ones among them, or None where all of it was."""
        if not self._only:
            table = Table(self._society, "members", MEMBERS)
            if self._there(table, required=True):
                read_members(table, self._scratch, self._on, names)
            return table, None
        homes = frozenset((key.symbol, key.number) for key in self._only)
        table = Table(self._society, "members", MEMBERS, rows=homes)
        if not self._there(table, required=True):
            return table, homes
        read_members(table, self._scratch, self._on, names, homes)
        former = homes | former_homes(self._scratch)
        if former != homes:  # somebody else may name the same former key
            table = Table(self._society, "members", MEMBERS, rows=former)
            read_members(table, self._scratch, self._on, names, homes)
        return table, former

    def _employers(self, *, restricted: bool) -> Table:
        """Read employers.csv: all of it, or those whom the rows read so far name, and where their mail goes."""
        rows = employers_named(self._scratch) if restricted else None
        table = Table(self._society, "employers", EMPLOYERS, rows=rows)
        if not self._there(table, required=True):
            return table
        self._refusals += read_employers(table, self._scratch)
        further = {(e.ship_to,) for e in Employers(self._scratch).values()} if rows is not None else set[tuple[str]]()
        if rows is None or further <= rows:
            return table
        table = Table(self._society, "employers", EMPLOYERS, rows=rows | further)
        self._refusals += read_employers(table, self._scratch)
        return table

    def _names(self) -> Names:
        """Say how names are read; note what is wrong with the table of approved substitutions."""
        naming = read_naming(self._society, date.fromordinal(self._on))
        self._refusals += naming.refusals
        if naming.table is not None:
            self._finish(naming.table)
        return naming.names

    def _there(self, table: Table, *, required: bool) -> bool:
        if table.present:
            return True
        if required:
            fact, step = "the file is not there", "put it into the society's folder; it may have a header row only"
            self._refusals.append(InputError("file-missing", table.columns.file, fact, step))
        return False

    def _finish(self, table: Table) -> None:
        if not table.present:
            return
        self._refusals += table.refusals
        self._notices += table.notices
        self._hashes[table.columns.file] = table.sha256
        self._rows[table.columns.file] = table.rows_read
        table.drain(self._scratch)

    def _settled(self, settled: Settled) -> Intake:
        self._refusals += settled.refusals
        if settled.retired and not self._society.insurer.number_retired:
            fact = "a member is 特例退職, but [insurer] number_retired is not given"
            step = "add the number beginning with 63"
            self._refusals.append(ConfigError("number-retired-missing", "society.toml", fact, step))
        self._scratch.flush()
        keyless = self._scratch.count(
            "SELECT count(DISTINCT line) FROM problem WHERE file = ? AND code IN ('csv-syntax', 'field-count')",
            MEMBERS.file,
        )
        digits = self._scratch.count("SELECT count(*) FROM snapshot WHERE digits != ''")
        counts = Counts(self._rows, settled.people + keyless, settled.rejected + keyless, digits)
        refusals = tuple(sorted(self._refusals, key=_place))
        found = Found(counts, tuple(sorted(self._notices)), refusals, self._hashes, tuple(settled.marks))
        self._scratch.freeze()
        return Intake(self._scratch, found)


def _place(refusal: Refusal) -> tuple[str, int, str]:
    file, _, line = refusal.place.partition(":")
    return file, int(line or 0), refusal.code
