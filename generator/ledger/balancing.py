"""In: a job. Out: what was ordered, made and received of it, added up; and every copy that is missing, by number.

ordered = good + pulled + missing; made = good + pulled + spoiled. A document is missing while its last make is neither
good nor pulled; an earlier make is unaccounted for while the vendor has not reported it spoiled, for then two copies
of one card may be about (domain.md §8: ヤレ are controlled items, §10.12). What the office pulled is not good, whatever
envelope it lies in: it is missing until it is reported pulled or spoiled, was handed in, or is given up. What nobody
asked for is not pulled for good: its member waits for it. A void copy that was spoiled is not made again and counts as
pulled.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import sqlalchemy as sa

from generator.ledger.results import INSERTED, PRINTED, PULLED, RANKS, SPOILED
from generator.ledger.schema import copy, document, ending, note, outcome

_UNSAID: Final = 0
_GOOD: Final = (RANKS[PRINTED], RANKS[INSERTED])
_AT_LARGE: Final = len(RANKS) + 1  #: pulled by the office, yet not reported taken out
_UNASKED: Final = _AT_LARGE + 1  #: reported taken out, though it is valid and on no list
_REPLACED: Final = -1
_KEPT: Final = {status: rank for status, rank in RANKS.items() if status != PULLED}
_NOT_GOOD: Final = (_UNSAID, RANKS[SPOILED], _AT_LARGE)
Why = Literal["missing", "replaced", "to-pull", "unasked"]
_WHY: Final[Mapping[int, Why]] = {_REPLACED: "replaced", _AT_LARGE: "to-pull", _UNASKED: "unasked"}
_RECOVERED: Final = ("handed-in", "unrecovered")


@dataclass(frozen=True, slots=True)
class Tally:
    """The count identities of one job's pieces."""

    job: str
    ordered: int  #: documents
    made: int  #: copies: every document once, and once more for each further make
    good: int
    pulled: int
    spoiled: int  #: copies the vendor reported spoiled
    missing: int  #: documents of which no good copy is reported
    unaccounted: int  #: replaced copies that were not reported spoiled
    unasked: int = 0  #: of the pulled: valid ones that nobody asked to be

    @property
    def balanced(self) -> bool:
        """Tell whether nothing is missing and every copy is accounted for."""
        whole = self.ordered == self.good + self.pulled
        made = self.made == self.good + self.pulled + self.spoiled
        return whole and made and not self.unaccounted and not self.unasked


@dataclass(frozen=True, slots=True, order=True)
class Missing:
    """A copy nobody has accounted for, and why not.

    `replaced` by a later make and never reported spoiled; `to-pull` and not reported taken out; `unasked`: taken out,
    though it is valid and on no list.
    """

    number: str
    make: int
    envelope: str
    why: Why


@dataclass(frozen=True, slots=True)
class Astray:
    """A copy in an envelope, or bound for one, although its document is void: it was reprinted in the meantime."""

    number: str
    make: int
    envelope: str


def tally(connection: sa.Connection, job: str) -> Tally:
    """Add up a job."""
    counts, replaced = _counted(connection, _last_copies(job)), _counted(connection, _replaced(job))
    ordered, remade = sum(counts.values()), sum(replaced.values())
    spoiled = counts.get(RANKS[SPOILED], 0) + replaced.get(RANKS[SPOILED], 0)
    return Tally(
        job=job,
        ordered=ordered,
        made=ordered + remade,
        good=sum(counts.get(rank, 0) for rank in _GOOD),
        pulled=counts.get(RANKS[PULLED], 0) + counts.get(_UNASKED, 0),
        spoiled=spoiled,
        missing=sum(counts.get(rank, 0) for rank in _NOT_GOOD),
        unaccounted=remade - replaced.get(RANKS[SPOILED], 0),
        unasked=counts.get(_UNASKED, 0),
    )


def missing(connection: sa.Connection, job: str) -> Iterator[Missing]:
    """Yield every copy of a job that is missing or unaccounted for, in the order of their numbers."""
    last, earlier = _last_copies(job), _replaced(job)
    lost = sa.select(last.c.number, last.c.make, last.c.envelope, last.c.rank).where(
        last.c.rank.in_((*_NOT_GOOD, _UNASKED))
    )
    loose = sa.select(earlier.c.number, earlier.c.make, earlier.c.envelope, sa.literal(_REPLACED)).where(
        earlier.c.rank != RANKS[SPOILED]
    )
    both = sa.union_all(lost, loose).order_by(sa.text("1"), sa.text("2"))
    for number, make, envelope, rank in connection.execute(both):
        yield Missing(number, make, envelope, _WHY.get(rank, "missing"))


def void_inserted(connection: sa.Connection, job: str) -> Iterator[Astray]:
    """Yield the copies of a job that were inserted when their documents were void, and that nobody has had since.

    What the office pulled is among the missing. A card that became void behind its receipt is the member's own.
    """
    later, pulled = document.alias("later"), outcome.alias("taken_out")
    alive = sa.exists().where(later.c.number == document.c.number, later.c.turn > document.c.turn)
    had = sa.exists().where(
        pulled.c.number == outcome.c.number, pulled.c.make == outcome.c.make, pulled.c.status == PULLED
    )
    rows = (
        sa.select(outcome.c.number, outcome.c.make, document.c.envelope)
        .join(document, document.c.number == outcome.c.number)
        .join(ending, ending.c.document == document.c.id)
        .where(_within(outcome.c.number, job), outcome.c.status == INSERTED, outcome.c.event > ending.c.event)
        .where(ending.c.how == "void", ~alive, ~had, ~_noted([*_RECOVERED, "pulled"]))
        .order_by(outcome.c.number)
    )
    for number, make, envelope in connection.execute(rows):
        yield Astray(number, make, envelope)


def void_within(connection: sa.Connection, job: str) -> Iterator[Astray]:
    """Yield the last copies of a job's documents that are void and that the office did not pull, by number."""
    last = _last_copies(job)
    void = sa.select(last.c.number, last.c.make, last.c.envelope).join(document, document.c.number == last.c.number)
    rows = void.where(document.c.turn == 1, ~_alive(), ~_noted(["pulled"])).order_by(last.c.number)
    for number, make, envelope in connection.execute(rows):
        yield Astray(number, make, envelope)


def _counted(connection: sa.Connection, copies: sa.Subquery) -> Mapping[int, int]:
    rows: Any = connection.execute(sa.select(copies.c.rank, sa.func.count()).group_by(copies.c.rank))
    return {int(rank): int(count) for rank, count in rows}


def _within(column: sa.ColumnElement[str], job: str) -> sa.ColumnElement[bool]:
    """Select a job's numbers by range, so that the index on numbers serves."""
    return (column >= f"{job}-") & (column < f"{job}.")


def _fates(job: str) -> sa.Subquery:
    """Rank what was said of every copy of a job: the highest tells what became of it, `kept` if it was put back."""
    rank = sa.func.max(sa.case(RANKS, value=outcome.c.status)).label("rank")
    kept = sa.func.max(sa.case(_KEPT, value=outcome.c.status, else_=_UNSAID)).label("kept")
    said = sa.select(outcome.c.number, outcome.c.make, rank, kept).where(_within(outcome.c.number, job))
    return said.group_by(outcome.c.number, outcome.c.make).subquery("fate")


def _last_copies(job: str) -> sa.Subquery:
    """Select the last make of every document of a job that was not withdrawn, with its rank."""
    makes = sa.select(copy.c.number, sa.func.max(copy.c.make).label("make")).where(_within(copy.c.number, job))
    last, fate = makes.group_by(copy.c.number).subquery("last"), _fates(job)
    make = sa.func.coalesce(last.c.make, 1)
    withdrawn = sa.exists().where(ending.c.document == document.c.id, ending.c.how == "withdrawn")
    return (
        sa.select(
            document.c.number,
            document.c.envelope,
            make.label("make"),
            _became(sa.func.coalesce(fate.c.rank, _UNSAID), fate.c.kept).label("rank"),
        )
        .select_from(
            document.outerjoin(last, last.c.number == document.c.number).outerjoin(
                fate, (fate.c.number == document.c.number) & (fate.c.make == make)
            )
        )
        .where(_within(document.c.number, job), document.c.turn == 1, ~withdrawn)
        .subquery("last_copy")
    )


def _became(rank: sa.ColumnElement[int], kept: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    """Weigh what the vendor said of a document's last copy against what the office did with the document."""
    pulled, recovered = _noted(["pulled"]), _noted(_RECOVERED)
    unasked = (rank == RANKS[PULLED]) & ~pulled & _alive()
    return sa.case(
        (unasked & (kept == RANKS[INSERTED]), RANKS[INSERTED]),
        (unasked, _UNASKED),
        (pulled & recovered | (pulled | ~_alive()) & (rank == RANKS[SPOILED]), RANKS[PULLED]),
        (~_alive() & (rank == _UNSAID) & recovered, RANKS[PULLED]),
        (pulled & rank.in_(_GOOD), _AT_LARGE),
        else_=rank,
    )


def _noted(what: Sequence[str]) -> sa.Exists:
    return sa.exists().where(note.c.number == document.c.number, note.c.what.in_(what))


def _alive() -> sa.ColumnElement[bool]:
    """Select documents one turn of which is not void: a card lives again when what replaced it is taken back."""
    turn = document.alias("any_turn")
    void = sa.exists().where(ending.c.document == turn.c.id, ending.c.how == "void")
    return sa.exists().where(turn.c.number == document.c.number, ~void)


def _replaced(job: str) -> sa.Subquery:
    """Select every copy of a job that a later make took the place of, with its rank."""
    fate = _fates(job)
    make = copy.c.make - 1
    return (
        sa.select(
            copy.c.number,
            document.c.envelope,
            make.label("make"),
            sa.func.coalesce(fate.c.rank, _UNSAID).label("rank"),
        )
        .select_from(
            copy.join(document, (document.c.number == copy.c.number) & (document.c.turn == 1)).outerjoin(
                fate, (fate.c.number == copy.c.number) & (fate.c.make == make)
            )
        )
        .where(_within(copy.c.number, job))
        .subquery("replaced")
    )
