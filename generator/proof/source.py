"""A society and a day in, the documents a job of that day would print out: decided, numbered, put into envelopes.

A dry run: nothing is reserved and the ledger is only read. Documents lie in lots in a folder of the caller's, so memory
does not grow with them; their numbers are those of a job 000, which no real one has. Everything goes with the folder.
"""

import csv
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.decision import Kind, Route
from generator.intake.read import Counts, open_intake
from generator.job.folders import make_private
from generator.job.gather import Tally
from generator.job.gathering import Recipe, gather_all
from generator.job.ground import Asked, standing_of
from generator.job.lots import Lot, documents
from generator.job.numbering import Numbers
from generator.job.piles import Piled, Piling, Plan
from generator.job.scratch import Gathered
from generator.job.setup import Setup
from generator.job.weights import weights
from generator.ledger.opening import open_ledger
from generator.model import Society
from generator.post.tariff import tariff_of
from generator.proof.dummy import PILES
from generator.proof.edges import candidates_of
from generator.proof.mask import masked
from generator.proof.pick import Candidate, Place
from generator.wareki import wareki
from layouts.document import Document
from layouts.load import Layouts

_BOTH = frozenset({Kind.CARD, Kind.NOTICE})


@dataclass(frozen=True, slots=True)
class Dry:
    """A job that was not made: its lots in `folder`, its counts, the envelopes worth a look by name."""

    folder: Path
    piled: Piled
    tally: Tally
    counts: Counts
    inputs: Mapping[str, str]
    envelopes: Mapping[str, str]  #: envelope → boundary style


def dry_run(society: Society, setup: Setup, on: date, work: Path, workers: int) -> Dry:
    """Decide and pile as `run` would; raises what it would raise before it reserves."""
    recipe = Recipe(society, setup.look, Asked(on, _BOTH, seen_on=on), work / "intake.sqlite")
    folders = [work / name for name in ("lots", "vendor", "office")]
    for folder in folders:
        make_private(folder)
    with closing(open_intake(society, recipe.intake, on)) as intake:
        with open_ledger(Path(society.folder), society.ledger_url, create=False) as ledger:
            standing_of(society, intake, ledger, recipe.asked)
        gathered, tally = gather_all(intake, recipe, work, workers, lambda _: None)
        with closing(gathered):
            piling = _piling(gathered, _plan(society, setup, on, tally, intake.employers), folders)
            deque(piling.documents(), maxlen=0)
        return Dry(work / "lots", piling.piled, tally, intake.counts, intake.hashes, _worth_a_look(work / "vendor"))


def _piling(gathered: Gathered, plan: Plan, folders: list[Path]) -> Piling:
    lots, vendor, office = folders
    return Piling(gathered, plan, lots, vendor, office)


def _plan(society: Society, setup: Setup, on: date, tally: Tally, employers: Mapping[str, object]) -> Plan:
    stocks, job = setup.stocks, f"{on:%Y%m%d}-00"
    return Plan(
        job,
        wareki(on),
        Numbers(job, tally.cards, tally.cards + tally.notices),
        society.packing,
        weights(stocks["cards"].thickness),
        tariff_of(on),
        employers,  # type: ignore[arg-type]
        len(stocks["cards"].cells) * stocks["cards"].stack_depth,
        len(stocks["notices"].cells) * stocks["notices"].stack_depth,
    )


def candidates(dry: Dry, layouts: Layouts) -> Iterator[Candidate]:
    """Yield every document of the job with its claims, lot by lot."""
    for pile_index, pile in enumerate(PILES):
        lots = (lot for lot in dry.piled.lots if lot.pile == pile)
        placed = (
            (Place(pile_index, lot.number, index), document)
            for lot in lots
            for index, document in enumerate(documents(lot.source(dry.folder)))
        )
        yield from candidates_of(pile, placed, dry.envelopes, layouts)


def documents_at(dry: Dry, places: list[Place]) -> Iterator[Document]:
    """Yield the documents at some places, in order, without digits; a lot is read once."""
    by_name = {(PILES.index(lot.pile), lot.number): lot for lot in dry.piled.lots}
    held: tuple[Lot | None, list[Document]] = (None, [])
    for place in places:
        lot = by_name[place.pile, place.lot]
        if held[0] is not lot:
            held = lot, documents(lot.source(dry.folder))
        yield masked(held[1][place.piece])


def _worth_a_look(vendor: Path) -> Mapping[str, str]:
    """Name the first envelope of every boundary style: of one employer, its part k of n, of a 送付先, direct."""
    found: dict[str, str] = {}
    with (vendor / "envelopes.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            for style in _styles(row):
                found.setdefault(style, row["envelope"])
    return {envelope: style for style, envelope in reversed(found.items())}


def _styles(row: Mapping[str, str]) -> Iterator[str]:
    if row["route"] == Route.DIRECT:
        yield "direct"
        return
    if int(row["parts"]) > 1:
        yield "part-ends" if row["part"] == row["parts"] else "part"
    elif row["送付先コード"] and row["事業所コード"] != row["送付先コード"]:
        yield "ship-to"
    else:
        yield "envelope"
