"""All households decided, by as many processes as there are workers.

Enters: what was read, the ledger and the day. Leaves: Gathered shards in order and their Tally. A worker opens what it
needs itself: the frozen intake, the ledger for reading, the layouts.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from generator.eligibility.queries import held_back
from generator.intake.households import Mark
from generator.intake.read import Found, Intake, reopen_intake
from generator.job.basis import Ground
from generator.job.gather import Tally, gather, query_row
from generator.job.ground import Asked, at_the_desk, ground_of
from generator.job.postmark import PostDesk
from generator.job.press import Look
from generator.job.scratch import Gathered, Held, Shard
from generator.job.workers import in_workers
from generator.ledger.opening import open_ledger
from generator.messages.catalogue import translator
from generator.model import Request, Society

_REJECTED = "rejected"  #: reason of an open request whose person intake held back
_UNKNOWN = "request-unknown"  #: and of one whose person is in no file
_MARKS_A_SHARD = 16  # 16,000 households: few enough open files for a million people
_SHARDS_A_WORKER = 4  # so that no worker waits long for the last one


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a worker makes its Ground."""

    society: Society
    look: Look
    asked: Asked
    intake: Path


@dataclass(frozen=True, slots=True)
class Range:
    """A shard's households, from `first` to before `last`, and where their outcome goes."""

    recipe: Recipe
    found: Found
    first: Mark
    last: Mark | None
    path: Path


def gather_all(
    intake: Intake, recipe: Recipe, folder: Path, workers: int, watch: Callable[[int], None]
) -> tuple[Gathered, Tally]:
    """Decide all households; `watch` is told how many people are done."""
    ranges = list(_ranges(intake, recipe, folder, workers))
    tally = Tally()
    for part in in_workers(decide_range, ranges, workers):
        tally.add(part)
        watch(tally.people)
    own = folder / "shard-intake.sqlite"
    with open_ledger(Path(recipe.society.folder), recipe.society.ledger_url, create=False) as ledger:
        ground = ground_of(recipe.society, recipe.look, intake, ledger, recipe.asked, translator())
        desk = at_the_desk(ledger, recipe.asked)
        _note(intake, ground, [request for requests in desk.values() for request in requests], own)
    return Gathered([own, *(each.path for each in ranges)]), tally


def _note(intake: Intake, ground: Ground, desk: Sequence[Request], path: Path) -> None:
    """Put what intake itself noted, and the open requests of people it held back, into a shard of their own.

    A request of the desk for somebody who is in no file any more is named too; requests.csv has its own word for that.
    """
    translate = ground.translate
    with Shard(path) as shard:
        shard.hold(Held(p.file, p.line, p.code, p.column, p.text(translate)) for p in intake.problems())
        shard.ask(map(query_row, intake.queries()))
        held = [request for request in intake.requests if intake.held(request.key)]
        held += [request for request in desk if intake.held(request.key)]
        shard.ask(map(query_row, held_back(ground.day, held, _REJECTED)))
        if not ground.only:
            unknown = [request for request in desk if not intake.knows(request.key)]
            shard.ask(map(query_row, held_back(ground.day, unknown, _UNKNOWN)))


def decide_range(part: Range) -> Tally:
    """Decide one shard's households."""
    recipe, society = part.recipe, part.recipe.society
    with (
        open_ledger(Path(society.folder), society.ledger_url, create=False) as ledger,
        reopen_intake(recipe.intake, part.found) as intake,
        Shard(part.path) as shard,
        PostDesk() as desk,
    ):
        ground = ground_of(society, recipe.look, intake, ledger, recipe.asked, translator(), desk.mark)
        return gather(intake.households(part.first, part.last), ground, shard)


def _ranges(intake: Intake, recipe: Recipe, folder: Path, workers: int) -> Iterator[Range]:
    marks = intake.found.marks
    a_shard = max(1, min(_MARKS_A_SHARD, ceil(len(marks) / (workers * _SHARDS_A_WORKER))))
    firsts = marks[::a_shard]
    for k, first in enumerate(firsts):
        last = firsts[k + 1] if k + 1 < len(firsts) else None
        yield Range(recipe, intake.found, first, last, folder / f"shard-{k:04d}.sqlite")
