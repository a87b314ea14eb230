"""Stored rows in, whole households out; who is held back, and why, noted (contract §2).

One pass in key order over the scratch: spells are told from duplicates, every household gets its one 本人, and what
the 家族 rows say otherwise becomes a query.
"""

import marshal
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from fonts.errors import Refusal
from generator.intake.columns import MEMBERS
from generator.intake.employers import Employers
from generator.intake.members import Row, State, is_general, is_retired, member
from generator.intake.problem import LISTED
from generator.intake.scratch import Scratch
from generator.intake.table import duplicate
from generator.model import Household, Key

_FILE = MEMBERS.file
_ROWS = "SELECT symbol, number, branch, line, state, head, body FROM row ORDER BY symbol, number, branch, line"
MAYBE = -1  #: the 続柄 of a rejected row cannot be read


class _Spell(NamedTuple):
    """One stored row of a key; `row` is None where it was rejected."""

    line: int
    state: int
    head: int  #: 1 本人, 0 家族, MAYBE
    acquired: int | None
    lost: int | None
    row: Row | None
    body: bytes


class _Person(NamedTuple):
    """One key: its current spell and the earlier ones."""

    current: _Spell
    earlier: tuple[_Spell, ...] = ()
    held: bool = False  #: by a row of its own or by another file
    branch: str = ""


Mark = tuple[str, str]
"""記号 and 番号 of a household where the households may be parted among workers."""

_MARK_EVERY = 1000


@dataclass(slots=True)
class Settled:
    """What the pass over the households found."""

    people: int = 0
    rejected: int = 0
    retired: bool = False  #: somebody is 特例退職
    households: int = 0
    marks: list[Mark] = field(default_factory=list[Mark])
    refusals: list[Refusal] = field(default_factory=list[Refusal])


def settle(scratch: Scratch, employers: Employers | None, only: frozenset[Key] = frozenset()) -> Settled:
    """Make the households and note what holds people back; without employers (refused) nobody's is looked up.

    Where a reading is for some people `only`, just these are counted.
    """
    settled = Settled()
    for (symbol, number), rows in groupby(scratch.each(_ROWS), itemgetter(0, 1)):
        people = _people(rows, settled)
        counted = [p for p in people if not only or Key(symbol, number, p.branch) in only]
        settled.people += len(counted)
        free = [person for person in people if not person.held]
        head = _head(scratch, people, free, employers)
        if head is None:
            settled.rejected += len(counted)
            continue
        settled.rejected += sum(person.held for person in counted)
        _compare(scratch, employers, head, free)
        if settled.households % _MARK_EVERY == 0:
            settled.marks.append((symbol, number))
        settled.households += 1
        scratch.put("household", (symbol, number, free.index(head), _packed(free)))
    scratch.flush()
    return settled


def _people(rows: Iterable[tuple[Any, ...]], settled: Settled) -> list[_Person]:
    """Group the rows of a household by key."""
    people: list[_Person] = []
    for branch, group in groupby(rows, itemgetter(2)):
        spells = [_spell(*row[3:]) for row in group]
        first = spells[0]
        if len(spells) == 1 and first.state != State.HELD:
            people.append(_Person(first, held=first.row is None, branch=branch))
        else:
            people.extend(person._replace(branch=branch) for person in _several(spells, settled))
        settled.retired = settled.retired or any(s.row is not None and is_retired(s.row) for s in spells)
    return people


def _spell(line: int, state: int, head: int, body: bytes | None) -> _Spell:
    if state == State.SOUND and body is not None:
        row = Row._make(marshal.loads(body))  # noqa: S302 - written by this run
        return _Spell(line, state, head, row.acquired, row.lost, row, body)
    acquired, lost = marshal.loads(body) if body else (None, None)  # noqa: S302 - written by this run
    return _Spell(line, state, head, acquired, lost, None, b"")


def _several(spells: Sequence[_Spell], settled: Settled) -> Iterator[_Person]:
    """Yield the persons of rows that share a key text: one with spells, and every row whose key is in doubt."""
    yield from (_Person(spell, held=True) for spell in spells if spell.state == State.MANGLED)
    real = [spell for spell in spells if spell.state in (State.SOUND, State.REJECTED)]
    if not real:
        return
    if len(real) > 1:
        real.sort(key=lambda spell: (spell.acquired or 0, spell.line))
        if not _are_spells(real):
            _refuse(real, settled)
    held = any(spell.state != State.SOUND for spell in spells if spell.state != State.MANGLED)
    yield _Person(real[-1], tuple(real[:-1]), held)


def _are_spells(rows: Sequence[_Spell]) -> bool:
    """Tell whether rows of one key, by 資格取得年月日, are earlier spells and a current one."""
    days = {row.acquired for row in rows}
    known = not days & {None, MAYBE}
    return known and len(days) == len(rows) and all(row.lost not in (None, MAYBE) for row in rows[:-1])


def _refuse(rows: Sequence[_Spell], settled: Settled) -> None:
    first, *others = sorted(row.line for row in rows)
    settled.refusals.extend(duplicate(_FILE, line, first) for line in others)
    del settled.refusals[LISTED:]


def _head(
    scratch: Scratch, people: Sequence[_Person], free: Sequence[_Person], employers: Employers | None
) -> _Person | None:
    """Return the 本人 of a household that goes on; where there is none, note why and hold everyone."""
    heads = [person for person in people if person.current.head == 1]
    if len(heads) == 1 and not heads[0].held:
        head = heads[0].current
        assert head.row is not None  # noqa: S101 - a person not held has a row
        if not head.row.employer or employers is None or head.row.employer in employers:
            return heads[0]
        _note(scratch, head, "employer-unknown", "事業所コード")
        _hold(scratch, (person for person in free if person is not heads[0]), "household-held")
    elif len(heads) > 1:
        lines = ", ".join(str(line) for line in sorted(person.current.line for person in heads))
        _hold(scratch, (person for person in free if person in heads), "household-two-insured", lines)
        _hold(scratch, (person for person in free if person not in heads), "household-held")
    elif heads or any(person.current.head == MAYBE for person in people):
        _hold(scratch, free, "household-held")
    else:
        _hold(scratch, free, "household-no-insured")
    return None


def _hold(scratch: Scratch, people: Iterable[_Person], code: str, detail: str = "") -> None:
    for person in people:
        _note(scratch, person.current, code, "続柄", detail)


def _note(scratch: Scratch, spell: _Spell, code: str, column: str, detail: str = "") -> None:
    scratch.put("problem", (_FILE, spell.line, code, column, detail))


def _compare(scratch: Scratch, employers: Employers | None, head: _Person, people: Sequence[_Person]) -> None:
    """Note as queries where a 家族 row says otherwise, and a home address that is an employer's."""
    first = head.current.row
    assert first is not None  # noqa: S101 - a person not held has a row
    if employers is not None and not is_general(first) and employers.at(first.postcode, first.address):
        _ask(scratch, first, head.current.line, "home-is-workplace", "住所")
    for person in people:
        row = person.current.row
        if row is None or row is first:
            continue
        if columns := "・".join(_differences(first, row)):
            _ask(scratch, row, person.current.line, "household-mismatch", columns)


def _ask(scratch: Scratch, row: Row, line: int, code: str, columns: str) -> None:
    scratch.put("query", (row.symbol, row.number, row.branch, code, line, columns))


def _differences(head: Row, row: Row) -> Iterator[str]:
    """Yield the columns in which a row says otherwise; saying nothing is no difference.

    The own address of someone who gets direct mail is theirs, and never the household's.
    """
    if row.category != head.category:
        yield "区分"
    if row.employer and row.employer != head.employer:
        yield "事業所コード"
    if row.office and row.office != head.office:
        yield "所属コード"
    if row.office_name and row.office_name != head.office_name:
        yield "所属名"
    if row.direct:
        return
    if row.postcode and row.postcode != head.postcode:
        yield "郵便番号"
    if row.address and row.address != head.address:
        yield "住所"
    if row.detail and row.detail != head.detail:
        yield "住所B"


def _packed(people: Sequence[_Person]) -> bytes:
    current = [(person.current.line, person.current.body) for person in people]
    earlier = [(spell.line, spell.body) for person in people for spell in person.earlier]
    return marshal.dumps((current, earlier))


def employers_named(scratch: Scratch) -> frozenset[tuple[str]]:
    """Return what rows of employers.csv the rows stored so far are about: by code, and by the address of a home."""
    found: set[tuple[str]] = set()
    bodies: list[Any] = [row[0] for row in scratch.each("SELECT body FROM row WHERE state = ?", State.SOUND)]
    for body in bodies:
        row = Row._make(marshal.loads(body))  # noqa: S302 - written by this run
        found.update((text,) for text in (row.employer, "" if is_general(row) else row.address) if text)
    return frozenset(found)


def households(scratch: Scratch, first: Mark | None = None, last: Mark | None = None) -> Iterator[Household]:
    """Stream the households that go on, in (記号, 番号) order; from `first` to before `last`, where given."""
    bounds = ((">=", first), ("<", last))
    where = " AND ".join(f"(symbol, number) {sign} (?, ?)" for sign, mark in bounds if mark is not None)
    values = [value for _, mark in bounds if mark is not None for value in mark]
    query = f"SELECT insured, body FROM household {where and 'WHERE ' + where} ORDER BY symbol, number"  # noqa: S608
    return (_household(insured, body) for insured, body in scratch.each(query, *values))


def household(scratch: Scratch, symbol: str, number: str) -> Household | None:
    """Return one household, or None where it is unknown or held back."""
    found = scratch.one("SELECT insured, body FROM household WHERE symbol = ? AND number = ?", symbol, number)
    return _household(*found) if found else None


def _household(insured: Any, body: Any) -> Household:
    stored: tuple[list[tuple[int, bytes]], list[tuple[int, bytes]]] = marshal.loads(body)  # noqa: S302 - of this run
    current, earlier = map(_rows, stored)
    head = current[int(insured)][1]
    members = tuple([member(line, row, head) for line, row in current])
    return Household(members[int(insured)], members, tuple([member(line, row, row) for line, row in earlier]))


def _rows(stored: list[tuple[int, bytes]]) -> list[tuple[int, Row]]:
    return [(line, Row._make(marshal.loads(body))) for line, body in stored]  # noqa: S302 - written by this run
